// @ts-check
/**
 * What a search will probably want first, told from the manifest while the engine is still on its way: a round trip less, two where
 * the index has directories. FORMAT.md draws the bytes.
 *
 * It is a guess. The engine asks for what it needs all the same, and checks what came; a manifest that is damaged, or none,
 * ends the guessing and nothing else.
 */

/** The latest that is known (`VERSION` in src/format/mod.rs): of a later one nobody knows where what is. */
const VERSION = 4;
/** In an archive of so few articles and groups every leaf is wanted (`EAGER_DOCS` in src/store/leaf.rs). */
const DOCS_FEW = 512;
const GROUPS_FEW = 32;
/** So many parts of the index and of its directories are asked for: they come beside the engine, on a slow line. */
const PARTS_MOST = 16;
/** So many before and behind the one that has the word. */
const NEAR = 2;
/** The shortest words, and the commonest that say nothing: no search looks for them while there are others, and their parts are the largest. */
const IDLE = /^(?:..?|and|are|but|for|from|ha[dsv]e?|how|not|our|th..?|the[is].|there|was|were|wh.{1,3}|will|with|your?)$/;
/** What the stem of an English word mostly lacks, behind four letters at least. */
const ENDING = /^(.{4,}?)(?:(?:ation|e?ment|[ae]nce|er|ical|al|ing|ion)s?|e[ds]?|ity|ly|s|y)$/;

/** @typedef {[key: string, part: string]} Entry a part that holds what is at or above the key, by its name; keys rise */

/** Asks for parts, by their names. @param {Uint8Array} manifest @param {string} query @param {boolean | undefined} typing
 * @param {(part: string) => Promise<Uint8Array | undefined>} get */
export async function ahead(manifest, query, typing, get) {
  const { take, number, part, entries } = reader(manifest, 0);
  const table = () => /** @type {const} */ ([number(), take(1)[0], entries()]);
  if (String.fromCharCode(...take(4)) !== "BKIS" || take(1)[0] > VERSION) return;
  take(number());
  const docs = number();
  take(16);
  // Columns and vocabulary, which every answer takes.
  void get(part());
  void get(part());
  const [groups, , leaves] = table();
  const [, fanout, index] = table();
  const plain = query.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  // With anything else in it, it may mean anything.
  if (!/^[a-z\d\s]+$/.test(plain)) return;
  if (docs <= DOCS_FEW && groups <= GROUPS_FEW) for (const [, leaf] of leaves) void get(leaf);
  /** @type {Set<string>} */
  const asked = new Set();
  /** Asks for what may hold a word, its stem before it and what it may become behind it; of directories, for the parts that they name.
   * @param {Entry[]} entries @param {number} fanout @param {string} word @param {string} [stem] @param {string} [end] */
  const look = (entries, fanout, word, stem = word, end = word) => {
    const [from, at, to] = [stem, word, end].map((key) => entries.findLastIndex(([first]) => first <= key));
    for (const [, part] of entries.slice(Math.max(0, from, at - NEAR), Math.min(to, at + NEAR) + 1)) {
      if (asked.size < PARTS_MOST || asked.has(part)) {
        asked.add(part);
        const coming = get(part);
        if (fanout) coming.then((bytes) => bytes && look(reader(bytes, 0).entries(), 0, word, stem, end)).catch(() => {});
      }
    }
  };
  plain.split(/\s+/).filter((word) => !IDLE.test(word)).forEach((word, at, words) => {
    look(index, fanout, word, word.replace(ENDING, "$1"), typing && plain.endsWith(word) ? `${word}~` : word);
    // Two words may be one to the author.
    if (at && at < 3) look(index, fanout, words[at - 1] + word);
  });
}

/** Reads one thing after another, and throws at the end. @param {Uint8Array} bytes @param {number} at */
function reader(bytes, at) {
  const take = (/** @type {number} */ length) => {
    const taken = bytes.subarray(at, (at += length));
    if (at > bytes.length) throw new RangeError();
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
