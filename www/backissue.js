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
  "backissue-search": later(() => import("./elements/search.js"), "elements/search.js"),
  "backissue-reader": later(() => import("./elements/reader.js"), "elements/reader.js"),
  "backissue-archive": later(() => import("./elements/archive.js"), "elements/archive.js"),
  "backissue-headlines": later(() => import("./headlines.js"), "headlines.js"),
};

/** Registers elements now, for those that no document holds yet: in a template, a shadow root, or a script's hands.
 * @param {string[]} names all of them without it */
export async function defineElements(...names) {
  await Promise.all((names.length ? names : Object.keys(ELEMENTS)).map((name) => ELEMENTS[name]?.()));
}

const waiting = new Set(Object.keys(ELEMENTS));

/** Until it comes the element's own content shows, and it is tried again after a while, less and less often, at last every hour.
 * @param {string} name @param {number} [delay] in ms */
function load(name, delay = 2000) {
  ELEMENTS[name]().catch(() => setTimeout(load, delay, name, Math.min(delay * 2, 36e5)));
}

function look() {
  for (const name of waiting) {
    if (document.querySelector(name)) {
      waiting.delete(name);
      load(name);
    }
  }
}

new MutationObserver(look).observe(document, { childList: true, subtree: true });
look();
