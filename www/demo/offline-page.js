// @ts-check
/** The save, stop and remove buttons of the offline page: what a publisher would write around the three methods. */
// @ts-ignore: the package lies beside the page once both are served
import { openArchive } from "./pkg/backissue.js";

const state = /** @type {HTMLElement} */ (document.getElementById("state"));
const progress = /** @type {HTMLProgressElement} */ (document.getElementById("progress"));
const [save, stop, remove] = ["save", "stop", "remove"].map(
  (id) => /** @type {HTMLButtonElement} */ (document.getElementById(id)),
);

const kilobytes = (/** @type {number} */ bytes) =>
  bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;

/** Opened at the first need, so that the page works as far as it can when the archive does not. */
const archive = () => openArchive("archive/");

async function show() {
  const saved = await (await archive()).offlineState();
  const date = saved.when && new Date(saved.when).toLocaleDateString("en-GB", { day: "numeric", month: "long" });
  state.textContent = saved.complete
    ? `Every issue is saved (${kilobytes(saved.bytes)}, ${date}). This page now opens without a network.`
    : saved.saved
      ? `Saved in part: ${kilobytes(saved.bytes)}. Go on when you have a network.`
      : "Nothing is saved.";
  save.textContent = saved.complete ? "Save again" : saved.saved ? "Go on saving" : "Save every issue";
  remove.hidden = !saved.saved;
}

save.addEventListener("click", async () => {
  const control = new AbortController();
  stop.onclick = () => control.abort();
  save.disabled = true;
  stop.hidden = progress.hidden = false;
  progress.value = 0;
  state.textContent = "Saving …";
  try {
    await (await archive()).saveOffline({
      worker: "sw.js",
      signal: control.signal,
      onProgress: (/** @type {{doneBytes: number, totalBytes: number}} */ { doneBytes, totalBytes }) => {
        progress.value = totalBytes ? doneBytes / totalBytes : 1;
        state.textContent = `Saving: ${kilobytes(doneBytes)} of ${kilobytes(totalBytes)}`;
      },
    });
    await show();
  } catch (error) {
    await show().catch(() => {});
    if (!control.signal.aborted) state.textContent = error instanceof Error ? error.message : String(error);
  }
  save.disabled = false;
  stop.hidden = progress.hidden = true;
});

remove.addEventListener("click", async () => {
  await (await archive()).removeOffline();
  await show();
});

show().catch((error) => (state.textContent = error instanceof Error ? error.message : String(error)));
