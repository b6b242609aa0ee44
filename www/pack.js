// @ts-check
/**
 * An archive in one file: `archive.pack`, or `archive.wasm`, an engine that carries it. Fetched by archive.js when it is to
 * open one. FORMAT.md ("One file") draws the bytes.
 *
 * From a server that gives ranges only what is needed is fetched, what lies side by side in one request; from any other all
 * of it, once. Here it is seen to that the file is whole; the engine holds every part against its hash, as ever.
 */

import { ArchiveError, fetched, saved } from "./archive.js";

/** What the engine is made of besides its first file. `build --bundle` names sections after them, and one after the archive. */
const PIECES = /** @type {const} */ (["results", "reader", "special"]);
/** Magic and version, then the lengths of manifest and directory, four bytes each. */
const START = 13;
const MAGIC = [0x42, 0x4b, 0x50, 0x4b, 1];
/** What is asked for before anything is known: of an archive of some issues, manifest, directory and what every search takes. */
const FIRST = 1 << 15;
/** Parts that lie no further apart are fetched in one request: a request costs about as many bytes in headers and time. */
const GAP = 1 << 12;
/** No manifest is longer, nor any part. */
const PART_MOST = 1 << 26;
/** No directory is longer. */
const DIRECTORY_MOST = 1 << 22;

/** @typedef {{from: number, to: number, resolve: (bytes: Uint8Array) => void, reject: (error: unknown) => void}} Asked */

/** Opens it. @param {URL | Blob | BufferSource} src @param {boolean} whole whether all of it is to be fetched first */
export async function openPack(src, whole) {
  const pack = new Pack(src);
  await pack.open(whole);
  return pack;
}

export class Pack {
  /** The archive's manifest. */
  manifest = new Uint8Array();
  /** How many bytes there are in all. */
  bytes = 0;
  /** The engine that carried it, in its pieces. @type {Partial<Record<"engine" | typeof PIECES[number], WebAssembly.Module | ArrayBuffer>> | undefined} */
  engine;
  /** Where it is, unless it is at hand. @type {URL | undefined} */
  url;
  /** All of it, once it is here. @type {Blob | undefined} */
  #whole;
  /** What a damaged part was first asked for again with: from a host without ranges that is all, and will do for the others.
   * @type {Promise<{blob: Blob, isPart: boolean}> | undefined} */
  #again;
  /** What was taken of that: who asks once more has seen that it is no better. @type {Set<number>} */
  #taken = new Set();
  /** Whether an engine carried it, so that its places are none of the file's. */
  #carried = false;
  /** Its first bytes. */
  #first = new Uint8Array();
  /** Where each part begins, and the last ends. @type {number[]} */
  #starts = [];
  /** What was asked for in this turn of the page. @type {Asked[]} */
  #asked = [];

  /** @param {URL | Blob | BufferSource} src */
  constructor(src) {
    if (src instanceof URL) this.url = src;
    else this.#whole = new Blob([src]);
  }

  /** Reads what stands before the parts. @param {boolean} whole */
  async open(whole) {
    let length = 0;
    if (this.url) {
      const headers = whole || this.url.pathname.endsWith(".wasm") ? undefined : { Range: `bytes=0-${FIRST - 1}` };
      length = await this.#begin(this.url, headers);
    }
    if (this.#whole) this.#first = await bytesOf(this.#whole.slice(0, FIRST));
    // Every module of WebAssembly begins with these.
    if ([0, 0x61, 0x73, 0x6d].every((byte, at) => this.#first[at] === byte)) await this.#unwrap();
    if (this.#whole) length = this.#whole.size;

    if (MAGIC.slice(0, 4).some((byte, at) => this.#first[at] !== byte)) throw this.#broken("this is no archive");
    if (this.#first[4] !== MAGIC[4]) throw this.#broken("it is of another version than this script");
    if (this.#first.length < START) throw this.#broken("it is not whole");
    const lengths = new DataView(this.#first.buffer, this.#first.byteOffset);
    const [manifest, directory] = [lengths.getUint32(5), lengths.getUint32(9)];
    const head = START + manifest + directory;
    if (manifest > PART_MOST || directory > DIRECTORY_MOST || (length && head > length)) throw this.#broken("it is not whole");
    const bytes = await this.#range(0, head, "default");
    this.manifest = bytes.slice(START, START + manifest);
    this.#starts = this.#places(bytes.subarray(START + manifest, head), head);
    this.bytes = this.#starts[this.#starts.length - 1];
    if (length && length !== this.bytes) throw this.#broken("it is not whole");
    // What was saved of this edition asks no server. (What else was saved under this address is an older one.)
    const kept = this.url && !this.#whole && (await saved(this.url));
    if (kept && kept.length === this.bytes && bytes.every((byte, at) => kept[at] === byte)) this.#whole = new Blob([/** @type {BufferSource} */ (kept)]);
  }

  /** Ways to a part, the second past all caches. @param {number} id */
  sources(id) {
    const [from, to] = [this.#starts[id], this.#starts[id + 1]];
    if (to === undefined) throw this.#broken("it has too few parts");
    return [() => this.#together(from, to), () => this.#range(from, to, "reload")];
  }

  /** Fetches the first bytes or all, as the server will have it. Gives the length of all if the server says it.
   * @param {URL} url @param {HeadersInit} [headers] */
  async #begin(url, headers) {
    try {
      return await fetched(url, "no-cache", async (response) => {
        const blob = await response.blob();
        if (response.status !== 206) this.#whole = blob;
        else this.#first = await bytesOf(blob);
        return Number(response.headers.get("content-range")?.split("/")[1]) || 0;
      }, headers);
    } catch (error) {
      const kept = await saved(url);
      if (!kept) throw error;
      this.#whole = new Blob([/** @type {BufferSource} */ (kept)]);
      return 0;
    }
  }

  /** Takes the archive out of the engine that carries it. */
  async #unwrap() {
    const wasm = await (this.#whole ?? (await this.#fetchAll("no-cache"))).arrayBuffer();
    /** @type {WebAssembly.Module} */
    let module;
    try {
      module = await WebAssembly.compile(wasm);
    } catch {
      throw this.#broken("it is damaged, or the page's security policy lacks 'wasm-unsafe-eval'");
    }
    const section = (/** @type {string} */ name) => WebAssembly.Module.customSections(module, `backissue.${name}`)[0];
    this.#carried = true;
    // Code runs only from an address that the page names. What a reader opens is data, whatever else is in the file.
    if (this.url && /^https?:$/.test(this.url.protocol)) {
      this.engine = { engine: module };
      for (const piece of PIECES) this.engine[piece] = section(piece);
    }
    this.#whole = new Blob([section("archive") ?? new ArrayBuffer(0)]);
    this.#first = await bytesOf(this.#whole.slice(0, FIRST));
  }

  /** @param {RequestCache} cache @returns {Promise<Blob>} */
  async #fetchAll(cache) {
    return fetched(/** @type {URL} */ (this.url), cache, (response) => response.blob());
  }

  /** Where the parts are, by a directory that has the length of each. @param {Uint8Array} directory @param {number} end of what stands before them */
  #places(directory, end) {
    const starts = [end];
    let [length, unit] = [0, 1];
    for (const byte of directory) {
      length += (byte & 0x7f) * unit;
      unit *= 0x80;
      if (length > PART_MOST) throw this.#broken("it is damaged");
      if (byte < 0x80) {
        starts.push((end += length));
        [length, unit] = [0, 1];
      }
    }
    return starts;
  }

  /** These bytes, in one request with what else is asked for now. @param {number} from @param {number} to @returns {Promise<Uint8Array>} */
  #together(from, to) {
    return new Promise((resolve, reject) => {
      if (!this.#asked.length) queueMicrotask(() => this.#answer());
      this.#asked.push({ from, to, resolve, reject });
    });
  }

  #answer() {
    const asked = this.#asked.sort((a, b) => a.from - b.from);
    this.#asked = [];
    while (asked.length) {
      let { from, to } = asked[0];
      let count = 0;
      for (; count < asked.length && asked[count].from <= to + GAP; count++) to = Math.max(to, asked[count].to);
      const run = asked.splice(0, count);
      this.#range(from, to, "default").then(
        (bytes) => run.forEach((one) => one.resolve(bytes.subarray(one.from - from, one.to - from))),
        (error) => run.forEach((one) => one.reject(error)),
      );
    }
  }

  /** These bytes. @param {number} from @param {number} to @param {RequestCache} cache @returns {Promise<Uint8Array>} */
  async #range(from, to, cache) {
    if (from === to) return new Uint8Array();
    // What is here stays, though a part of it is damaged: the server may be out of reach for the others.
    const again = cache === "reload" && this.url && !this.#carried;
    if (!again && to <= this.#first.length) return this.#first.subarray(from, to);
    if (again || !this.#whole) {
      const read = async (/** @type {Response} */ response) => ({ blob: await response.blob(), isPart: response.status === 206 });
      const ask = () => fetched(/** @type {URL} */ (this.url), cache, read, { Range: `bytes=${from}-${to - 1}` });
      const shares = again && this.#whole;
      if (this.#taken.has(from)) {
        this.#again = undefined;
        this.#taken.clear();
      }
      const others = shares ? this.#again : undefined;
      const asked = others ?? ask();
      if (shares) {
        this.#again = asked;
        this.#taken.add(from);
        asked.catch(() => (this.#again = undefined));
      }
      let { blob, isPart } = await asked;
      // Another's part is not this one.
      if (others && isPart) ({ blob, isPart } = await ask());
      if (isPart) return bytesOf(blob);
      if (this.bytes && blob.size !== this.bytes) throw this.#broken("it is of another edition by now");
      this.#whole = blob;
    }
    return bytesOf(/** @type {Blob} */ (this.#whole).slice(from, to));
  }

  /** @param {string} problem */
  #broken(problem) {
    return Object.assign(new ArchiveError("archive", this.url?.pathname ?? "the file", problem, "Load the page again; if it stays so, publish it again."), { answered: true });
  }
}

/** @param {Blob} blob */
const bytesOf = async (blob) => new Uint8Array(await blob.arrayBuffer());
