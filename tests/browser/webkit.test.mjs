import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { after, test } from "node:test";

import { ROOT } from "./browser.mjs";
import { StaticHost } from "./server.mjs";

/**
 * WebKitGTK, through plain WebDriver: no library speaks to it that does not also download a browser. It tells nothing of its
 * console, so what is tested is that headlines and search work in a third engine.
 */
const DRIVER = process.env.WEBKIT_DRIVER ?? "/usr/bin/WebKitWebDriver";
const PORT = 4_400 + (process.pid % 500);
const absent = existsSync(DRIVER) && existsSync("/usr/bin/xvfb-run") ? false : `there is no ${DRIVER} or no xvfb-run`;

if (absent && process.env.CI) throw new Error(`on CI nothing is left out: ${absent}`);

/** @type {import("node:child_process").ChildProcess | undefined} */
let driver;
after(() => driver?.pid && process.kill(-driver.pid));

async function call(method, path, body) {
  const response = await fetch(`http://127.0.0.1:${PORT}${path}`, { method, body: body && JSON.stringify(body) });
  const { value } = await response.json();
  if (value?.error) throw new Error(`${value.error}: ${value.message}`);
  return value;
}

async function session() {
  if (!driver) {
    // A group of its own, so that the display and the browser end with it.
    driver = spawn("xvfb-run", ["-a", DRIVER, `--port=${PORT}`], { detached: true, stdio: "ignore", env: { ...process.env, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1", LIBGL_ALWAYS_SOFTWARE: "1" } });
    for (let tries = 0; tries < 100; tries++) {
      if (await call("GET", "/status").catch(() => undefined)) break;
      await new Promise((done) => setTimeout(done, 100));
    }
  }
  const browserOptions = { "webkitgtk:browserOptions": { binary: miniBrowser(), args: ["--automation"] } };
  const { sessionId } = await call("POST", "/session", { capabilities: { alwaysMatch: browserOptions } });
  return `/session/${sessionId}`;
}

function miniBrowser() {
  const places = ["x86_64-linux-gnu", "aarch64-linux-gnu"].flatMap((machine) => [`/usr/lib/${machine}/webkit2gtk-4.1/MiniBrowser`, `/usr/lib/${machine}/webkitgtk-6.0/MiniBrowser`, `/usr/lib/${machine}/webkit2gtk-4.0/MiniBrowser`]);
  return places.find((place) => existsSync(place)) ?? "MiniBrowser";
}

/** Runs `body` in the page until it gives something. */
async function until(at, body) {
  for (const end = Date.now() + 20_000; Date.now() < end; ) {
    const value = await call("POST", `${at}/execute/sync`, { script: body, args: [] });
    if (value) return value;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`never came true: ${body}`);
}

test("headlines, their search, and the archive's search work in WebKitGTK", { skip: absent, timeout: 120_000 }, async () => {
  const host = await new StaticHost(ROOT).start();
  const at = await session();
  try {
    await call("POST", `${at}/url`, { url: `${host.url}/partner.html` });
    const count = await until(at, "return document.querySelector('backissue-headlines')?.shadowRoot?.querySelectorAll('[part=headline]').length");
    assert.ok(count >= 3, `${count} headlines`);
    await call("POST", `${at}/execute/sync`, {
      script: "const input = document.querySelector('backissue-headlines').shadowRoot.querySelector('input'); input.value = 'pay'; input.dispatchEvent(new Event('input'))",
      args: [],
    });
    await until(at, "return /\\d+ article/.test(document.querySelector('backissue-headlines').shadowRoot.querySelector('[role=status]').textContent)");
    await call("POST", `${at}/url`, { url: `${host.url}/magazine.html#q=heron%20clause` });
    const first = await until(
      at,
      "return document.querySelector('backissue-archive')?.shadowRoot?.querySelector('backissue-search')?.shadowRoot?.querySelector('[part=hit] a')?.textContent",
    );
    assert.match(first, /heron/i);
    // Reading is a wasm file of its own.
    await call("POST", `${at}/execute/sync`, {
      script: "document.querySelector('backissue-archive').shadowRoot.querySelector('backissue-search').shadowRoot.querySelector('[part=hit] a').click()",
      args: [],
    });
    const marks = await until(
      at,
      `const reader = document.querySelector('backissue-archive').shadowRoot.querySelector('backissue-reader').shadowRoot;
      const marks = [...(reader?.querySelectorAll('mark') ?? [])];
      return marks.length && {
        words: marks.map((mark) => mark.textContent).join(" ").toLowerCase(),
        colours: marks.map((mark) => getComputedStyle(mark).backgroundColor),
        unpainted: marks.length - (CSS.highlights?.get("backissue-hit")?.size ?? marks.length),
      }`,
    );
    assert.match(marks.words, /heron/);
    // Painted, in whichever way a colour is written: the current one's is mixed.
    assert.ok(marks.colours.every((colour) => /^(rgb|color)\(/.test(colour)), marks.colours.join());
    assert.equal(marks.unpainted, 0);
  } finally {
    await call("DELETE", at).catch(() => {});
    await host.stop();
  }
});
