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

import { later } from "./later.js";

export { ArchiveError, openArchive } from "./archive.js";

/** @type {Record<string, () => Promise<unknown>>} */
const ELEMENTS = {
  "backissue-search": later((again) => import("./elements/search.js" + again)),
  "backissue-reader": later((again) => import("./elements/reader.js" + again)),
  "backissue-archive": later((again) => import("./elements/archive.js" + again)),
  "backissue-headlines": later((again) => import("./headlines.js" + again)),
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
      // Until it comes the element's own content shows.
      ELEMENTS[name]().catch(() => waiting.add(name));
    }
  }
  if (!waiting.size) watch.disconnect();
}

const watch = new MutationObserver(look);
watch.observe(document, { childList: true, subtree: true });
// What did not come is tried again when the page next changes, and when there is a network again.
addEventListener("online", look);
look();
