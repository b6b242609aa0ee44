// @ts-check
/**
 * The one script that a page needs:
 *
 *     <script type="module" src="/pkg/backissue.js"></script>
 *     <backissue-archive src="/archive/"><a href="/archive/">All issues</a></backissue-archive>
 *
 * Each element's code is fetched when the page first has such an element. A second script tag, or another copy of this
 * file, finds the names taken and leaves them.
 */

export { ArchiveError, openArchive } from "./archive.js";

/** @type {Record<string, () => Promise<unknown>>} */
const ELEMENTS = {
  "backissue-search": () => import("./elements/search.js"),
  "backissue-reader": () => import("./elements/reader.js"),
  "backissue-archive": () => import("./elements/archive.js"),
  "backissue-headlines": () => import("./headlines.js"),
};

/** Registers elements now, for those that no document holds yet: in a template, a shadow root, or a script's hands.
 * @param {string[]} names all of them without it */
export async function defineElements(...names) {
  await Promise.all((names.length ? names : Object.keys(ELEMENTS)).map((name) => ELEMENTS[name]?.()));
}

const waiting = new Set(Object.keys(ELEMENTS));

function look() {
  for (const name of waiting) {
    if (document.querySelector(name)) {
      waiting.delete(name);
      // Tried again when the page next changes, in browsers that forget what failed (whatwg/html#6768); in others when the
      // page is loaded again. Until then the element's own content shows.
      ELEMENTS[name]().catch(() => waiting.add(name));
    }
  }
  if (!waiting.size) watch.disconnect();
}

const watch = new MutationObserver(look);
watch.observe(document, { childList: true, subtree: true });
look();
