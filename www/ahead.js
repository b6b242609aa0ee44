// @ts-check
/**
 * What a search will probably want first, told from the manifest while the engine is still on its way: a round trip less, two where
 * the index has directories. FORMAT.md draws the bytes.
 *
 * It is a guess. The engine asks for what it needs all the same, and checks what came; a manifest that is damaged, or none,
 * ends the guessing and nothing else.
 */

/** In an archive of so few articles and groups every leaf is wanted (`EAGER_DOCS` in src/store/leaf.rs). */
const DOCS_FEW = 512;
const GROUPS_FEW = 32;
/** So many words are looked for, each in so many parts of the index at most. */
const WORDS_MOST = 8;
const PARTS_MOST = 4;
/** No key is longer. */
const KEY_MOST = 1024;
/** The commonest words that say nothing: no search looks for them while there are others, and their parts are the largest. */
const IDLE = /^(?:and|are|but|for|from|ha[ds]|have|how|not|our|that|the(?:[mny]|ir|re|se)?|this|was|were|wh\w{1,3}|will|with|your?)$/;
/** What the stem of an English word mostly lacks. */
const ENDING = /(?:(?:ation|e?ment|[ae]nce|er|ical|al|ing|ion)s?|e[ds]?|ies|ity|ly|s|y)$/;

/** @typedef {[key: string, part: string]} Entry a part that holds what is at or above the key, by its name; keys rise */

/** Asks for parts, by their names. @param {Uint8Array} manifest @param {string} query @param {boolean | undefined} typing
 * @param {(part: string) => Promise<Uint8Array | undefined>} get */
export async function ahead(manifest, query, typing, get) {
  const { take, number, part, entries } = reader(manifest, 0);
  const table = () => /** @type {const} */ ([number(), take(1)[0], entries()]);
  // Of a later version nobody knows where what is.
  if (String.fromCharCode(...take(4)) !== "BKIS" || take(1)[0] > 3) return;
  take(number());
  const docs = number();
  take(16);
  // Columns and vocabulary, which every answer takes.
  for (const first of [part(), part()]) void get(first);
  const [groups, , leaves] = table();
  const [, fanout, index] = table();
  const plain = query.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  // With anything else in it, it may mean anything.
  if (!/^[a-z\d\s]+$/.test(plain)) return;
  if (docs <= DOCS_FEW && groups <= GROUPS_FEW) for (const [, leaf] of leaves) void get(leaf);
  const words = plain.match(/\S{3,}/g)?.filter((word) => !IDLE.test(word)).slice(0, WORDS_MOST) ?? [];
  words.forEach((word, at) => {
    look(index, fanout, word.replace(ENDING, ""), typing && plain.endsWith(word) ? `${word}~` : word, get);
    // Two words may be one to the author.
    if (at) look(index, fanout, words[at - 1] + word, words[at - 1] + word, get);
  });
}

/** Asks for what may hold the keys from the first to the last; of directories, for the parts that they name.
 * @param {Entry[]} entries @param {number} fanout @param {string} first @param {string} last @param {(part: string) => Promise<Uint8Array | undefined>} get */
function look(entries, fanout, first, last, get) {
  const [from, to] = [first, last].map((end) => Math.max(0, entries.findLastIndex(([key]) => key <= end)));
  for (const [, part] of entries.slice(from, to + 1).slice(0, PARTS_MOST)) {
    const coming = get(part);
    if (fanout) coming.then((bytes) => bytes && look(reader(bytes, 0).entries(), 0, first, last, get)).catch(() => {});
  }
}

/** Reads one thing after another, and throws at the end. @param {Uint8Array} bytes @param {number} at */
function reader(bytes, at) {
  const take = (/** @type {number} */ length) => {
    const taken = bytes.subarray(at, (at += length));
    if (at > bytes.length || length > KEY_MOST) throw new RangeError();
    return [...taken];
  };
  /** @type {(unit?: number) => number} */
  const number = (unit = 1) => {
    const [byte] = take(1);
    return byte < 0x80 ? byte * unit : (byte - 0x80) * unit + number(unit * 0x80);
  };
  const part = () => {
    number();
    return `parts/${take(12).map((byte) => byte.toString(16).padStart(2, "0")).join("")}.bi`;
  };
  const entries = () => {
    /** @type {Entry[]} */
    const list = [];
    for (let left = number(), key = ""; left; left--) {
      key = key.slice(0, number()) + String.fromCharCode(...take(number()));
      list.push([key, part()]);
    }
    return list;
  };
  return { take, number, part, entries };
}
