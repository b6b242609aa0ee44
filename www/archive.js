// @ts-check
/**
 * An archive in JavaScript: fetches what the engine asks for, checks nothing itself and trusts nothing either (the engine
 * holds every part against the manifest's hash).
 *
 *     import { openArchive } from "backissue";
 *     const archive = await openArchive("/archive/");   // the manifest, nothing heavy
 *     const page = await archive.search("pay review body", { section: ["news"] });
 *     await archive.renderResults(document.querySelector("#results"), page);
 *
 * A query never leaves the page. The names of the parts that it makes the page fetch do: `whole: true` fetches every
 * part before the first search, which tells a server nothing.
 */

import { ahead } from "./ahead.js";
import { later } from "./later.js";
import { words } from "./words.js";

/** @typedef {import("./engine.js").Engine} Engine */
/** @typedef {import("./pack.js").Pack} Pack */
/**
 * @typedef {object} Filters
 * @property {number} [limit] how many articles, 0 (for the counts alone) to 100; 10 without it
 * @property {number} [offset] how many to leave out before the first
 * @property {string | string[]} [section] only these sections
 * @property {string | string[]} [issue] only these issues
 * @property {string | string[]} [author] only these authors
 * @property {string} [from] not before this date: `2025`, `2025-06` or `2025-06-30`
 * @property {string} [to] not after this date, to its end
 */
/** @typedef {Filters & {sort?: "relevance" | "newest" | "oldest", typing?: boolean, excerpts?: number, signal?: AbortSignal}} SearchOptions
 * `typing`: the last word may be unfinished; `excerpts`: how many passages of each article, 0 to 5, 1 without it; `signal` gives the search up */
/** @typedef {{start: number, end: number}} Range in UTF-16 units, half-open */
/**
 * @typedef {object} Hit
 * @property {string} id
 * @property {string} title
 * @property {string} url
 * @property {string} section
 * @property {string[]} authors
 * @property {string} date
 * @property {string} lang of its words
 * @property {string} issue
 * @property {number[]} pages
 * @property {number} words
 * @property {number} score
 * @property {Excerpt} snippet the passage that shows most of the query
 * @property {Excerpt[]} excerpts the best passages in the order of the text, where more than one was asked for
 */
/** @typedef {{text: string, ranges: Range[], heading: string}} Excerpt a passage, what matched in it, and the heading that it stands under */
/** @typedef {{value: string, count: number}} Facet */
/** @typedef {{section: Facet[], issue: Facet[], author: Facet[], year: Facet[]}} Facets */
/** @typedef {{kind: "corrected", word: string, instead: string} | {kind: "also", word: string, instead: string} | {kind: "unknown", word: string} | {kind: "relaxed"} | {kind: "unsaved"} | {kind: "unread", part: string} | {kind: "apart", part: string} | {kind: "cut", words: number} | {kind: "bounded", articles: number}} Note */
/** @typedef {{query: string, total: number, hits: Hit[], facets: Facets, suggestion: string, notes: Note[]}} Page */
/** @typedef {{id: string, issue: string, url: string, title: string, kicker: string, section: string, authors: string[], standfirst: string, date: string, lang: string, pages: number[], words: number}} Listing */
/** @typedef {{key: string, number?: number, season: string, year: string, date: string, title: string, issn: string}} Issue */
/** @typedef {{issue: Issue, articles: Listing[]}} IssueSummary */
/**
 * @typedef {object} RenderOptions
 * @property {string} [query] what to mark, and what links carry on
 * @property {string} [lang] the language of the labels; the element's own without it
 * @property {number} [heading] the level of the first heading; 2 without it
 * @property {Links} [links] where links go
 */
/** @typedef {{article?: string, issue?: string, author?: string}} Links templates: `{}` is the value, `{q}` the query */
/** @typedef {Parameters<typeof import("./offline.js").saveOffline>[1]} SaveOptions */

/** A fragment is no part of what a browser sends. @type {Required<Links>} */
const LINKS = { article: "#article={}&q={q}", issue: "#issue={}", author: "#author={}" };

/** Stands among the parts that the engine asks for: the query has more than words in it, or misspelt ones (`PartId::SPECIAL`). */
const SPECIAL = 0xffffffff;

/** So many parts are fetched side by side, more than a search asks for: of thousands browsers give up some. */
const SIDE_BY_SIDE = 128;

/** By address, or by the file itself. @type {Map<unknown, Promise<BackissueArchive>>} */
const opened = new Map();

/**
 * Opens an archive. The same archive is opened once, however often it is asked for.
 *
 * @param {string | URL | Blob | BufferSource} src its folder; or all of it in one file, by its address (`.pack`, `.wasm`, `blob:`) or itself
 * @param {{whole?: boolean, eager?: boolean}} [options] `whole`: fetch every part before the first question; `eager`: fetch the engine
 * beside the manifest, because there will be a question soon
 * @returns {Promise<BackissueArchive>}
 * @throws {ArchiveError} when it is not there
 */
export function openArchive(src, { whole = false, eager = false } = {}) {
  if (!src) return Promise.reject(new TypeError("src names no archive"));
  const address = typeof src === "string" || src instanceof URL;
  const base = new URL(address ? src : "", document.baseURI);
  base.hash = base.search = "";
  const packed = !address || base.protocol === "blob:" || /\.(pack|wasm)$/.test(base.pathname);
  if (!packed && !base.pathname.endsWith("/")) base.pathname += "/";
  const key = address ? `${base} ${whole}` : src;
  let archive = opened.get(key);
  if (!archive) {
    const forget = () => opened.delete(key);
    // One file may bring its own.
    if (eager && !packed) load("engine");
    archive = packed
      ? packScript().then(({ openPack }) => openPack(address ? base : src, whole)).then((pack) => {
          // An engine that is here or on its way goes with its own pieces only.
          if (!pieces.engine) Object.assign(brought, pack.engine);
          return new BackissueArchive(base, pack.manifest, false, forget, pack);
        })
      : newest(new URL("manifest.bi", base)).then((bytes) => new BackissueArchive(base, bytes, whole, forget));
    // A failure is told to those who wait for it now; whoever comes later tries again.
    archive.catch(forget);
    opened.set(key, archive);
  }
  return archive;
}

/** What went wrong: where, what, and what to do. */
export class ArchiveError extends Error {
  /** Whether a server was reached, or the engine, and said this. */
  answered = false;

  /** @param {"environment" | "archive" | "request" | "input"} fault @param {string} place @param {string} problem @param {string} remedy
   * @param {[key: string, value?: number]} [cause] the same in the words of strings/ */
  constructor(fault, place, problem, remedy, cause) {
    super(`${place && `${place}: `}${problem}${remedy && `. ${remedy}`}`, { cause });
    this.name = "ArchiveError";
    this.fault = fault;
    this.place = place;
    this.problem = problem;
    this.remedy = remedy;
  }
}

/** @param {string} place @param {string} [problem] @param {[key: string, value?: number]} [cause] */
const unreachable = (place, problem = "the server could not be reached", cause = ["unreachable"]) =>
  new ArchiveError("environment", place, problem, "Check the address and the connection, then try again.", cause);

/** What the engine answered. What went wrong is thrown: it is a list in JSON, or an exception. @param {unknown} answer @returns {any} */
function told(answer) {
  if (answer instanceof Error) throw answer;
  if (typeof answer !== "string") return answer;
  const data = JSON.parse(answer);
  // @ts-ignore -- the four that it is made of
  if (Array.isArray(data)) throw Object.assign(new ArchiveError(...data), { answered: true });
  return data;
}

/** A request as the engine reads it: names and values by turns, a name again for each value of a list. @param {object} request @returns {string[]} */
const pairs = (request) => Object.entries(request).flatMap(([name, values]) => [values].flat().flatMap((value) => [name, written(value)]));

/** Of numbers the engine reads nine digits. Objects are no request's. @param {unknown} value */
const written = (value) => (typeof value === "object" ? "" : String(typeof value === "number" ? Math.min(Math.max(value, 0), 999999999) | 0 : value ?? ""));

/** @param {unknown} error */
const isOutOfReach = (error) => error instanceof ArchiveError && !error.answered;

/** @template T @param {URL} url @param {RequestCache} cache @param {(response: Response) => T | Promise<T>} read @param {HeadersInit} [headers] */
export async function fetched(url, cache, read, headers) {
  /** @type {Response} */
  let response;
  try {
    response = await fetch(url, { cache, headers, referrerPolicy: "no-referrer" });
    if (response.ok) return await read(response);
  } catch {
    throw unreachable(url.pathname);
  }
  throw Object.assign(unreachable(url.pathname, `the server answered ${response.status}`, ["answered", response.status]), { answered: true });
}

/** @param {Response} response */
const bytes = async (response) => new Uint8Array(await response.arrayBuffer());

/** What was saved offline, also on pages that no service worker serves. @param {URL} url */
export async function saved(url) {
  try {
    const response = await caches.match(url);
    return response && (await bytes(response));
  } catch {
    // No Cache storage: plain http, or a frame in a sandbox, where even looking is forbidden.
  }
}

/** The manifest as it is now, which tells of a new edition; without a network, as it was saved. @param {URL} url */
async function newest(url) {
  try {
    return await fetched(url, "no-cache", bytes);
  } catch (error) {
    const kept = await saved(url);
    if (kept) return kept;
    throw error;
  }
}

/** @typedef {typeof import("./engine.js")} Code */
/** @typedef {keyof typeof FILES} Piece */

/** The engine in pieces: what searches, what shows results, what is read with, what special queries take. */
const FILES = {
  engine: new URL("./engine_bg.wasm", import.meta.url),
  results: new URL("./results_bg.wasm", import.meta.url),
  reader: new URL("./reader_bg.wasm", import.meta.url),
  special: new URL("./special_bg.wasm", import.meta.url),
};

/** What is here of it or on its way. @type {Partial<Record<Piece, Promise<Code>>>} */
const pieces = {};

/** What an archive in one file brought of the engine, by the names of its files: modules, or their bytes. @type {Record<string, any>} */
let brought = {};

/** A file of wasm, which is compiled while it comes. @param {Piece} piece */
const wasm = (piece) => brought[piece] ?? fetched(FILES[piece], "default", (response) => response);

/** A script of the package. @template T @param {() => Promise<T>} load @param {string} file */
function script(load, file) {
  const loaded = later(load, file);
  return () => loaded().catch(() => Promise.reject(unreachable(file)));
}

/** @type {() => Promise<Code>} */
const engineScript = script(() => import("./engine.js"), "engine.js");
/** @type {() => Promise<typeof import("./pack.js")>} */
const packScript = script(() => import("./pack.js"), "pack.js");
/** @type {() => Promise<typeof import("./offline.js")>} */
const offlineScript = script(() => import("./offline.js"), "offline.js");

/** A piece with what it needs, once for all archives of the page. @param {Piece} piece @returns {Promise<Code>} */
function load(piece) {
  pieces[piece] ??= piece === "engine" ? loadEngine() : loadAfter(piece === "reader" ? "results" : "engine", piece);
  pieces[piece].catch(() => delete pieces[piece]);
  return pieces[piece];
}

/** @returns {Promise<Code>} */
async function loadEngine() {
  const [code, module] = await Promise.all([engineScript(), wasm("engine")]);
  if (!(await links(code, module))) {
    if (!brought.engine) throw await outdated(FILES.engine);
    // An archive brought that of another build than the package's, which will do for it.
    brought = {};
    return loadEngine();
  }
  return code;
}

/** @param {Piece} before @param {Piece} piece */
async function loadAfter(before, piece) {
  const [code, module] = await Promise.all([load(before), wasm(piece)]);
  const file = FILES[piece];
  if (!((await links(code, module)) || (await links(code, await fetched(file, "reload", (fresh) => fresh))))) throw await outdated(file);
  return code;
}

/** Whether this is a piece of the engine that is loaded: a cache may have kept that of another version, and what an archive
 * brought may be anything. @param {Code} code @param {Response | BufferSource | WebAssembly.Module} module */
async function links(code, module) {
  try {
    await code.load(module);
    return true;
  } catch (error) {
    if (error instanceof WebAssembly.LinkError || !(module instanceof Response)) return false;
    throw error;
  }
}

/** The page was loaded before an update. What caches have of that time is fetched anew, so that loading the page again helps.
 * @param {URL} file */
async function outdated(file) {
  const old = [new URL("./engine.js", import.meta.url), ...Object.values(FILES)].map((url) => fetched(url, "reload", bytes));
  await Promise.allSettled(old);
  return new ArchiveError("environment", file.pathname, "the page was loaded before an update", "Load the page again.", ["outdated"]);
}

/** An open archive. */
export class BackissueArchive {
  #whole;
  /** All parts on their way or here, if the archive is read whole. @type {Promise<void> | undefined} */
  #everything;
  /** Makes the next openArchive fetch the manifest again. */
  #forget;
  /** @type {Promise<Engine> | undefined} */
  #engine;
  /** Parts on their way, so that questions asked side by side fetch a part once. @type {Map<number, Promise<void>>} */
  #coming = new Map();
  /** What was fetched while there was no engine to ask for it, until the first answer, by its address. @type {Map<string, Promise<Uint8Array | undefined>>} */
  #early = new Map();
  #isOpen = false;
  /** The request that each page answers, for rendering it. @type {WeakMap<Page, string[]>} */
  #requests = new WeakMap();
  /** Bytes of the parts fetched so far. */
  fetchedBytes = 0;

  /** @param {URL} base @param {Uint8Array} manifest @param {boolean} whole @param {() => void} forget @param {Pack} [pack] */
  constructor(base, manifest, whole, forget, pack) {
    /** The archive's folder, or the address of the one file that it is. */
    this.base = base;
    /** That file. */
    this.pack = pack;
    /** The manifest that names the parts, as it came. */
    this.manifest = manifest;
    this.#whole = whole;
    this.#forget = forget;
  }

  /**
   * Searches. Without a network, articles whose text was not saved are found by headline and standfirst, and a note says so.
   * @param {string} query
   * @param {SearchOptions} [options]
   * @returns {Promise<Page>}
   */
  async search(query, options = {}) {
    const { signal, ...rest } = options;
    signal?.throwIfAborted();
    query = String(query ?? "");
    this.#guess(query, rest.typing);
    const request = pairs({ ...rest, query, typing: !!rest.typing });
    await abortable(this.prepare(), signal);
    const page = await this.#answer((engine) => engine.search(request), true, signal);
    this.#requests.set(page, request);
    return page;
  }

  /** One article, with its blocks. @param {string} id */
  article(id) {
    return this.#read((engine) => engine.readerArticle(id));
  }

  /** The articles that go with an article, best first. @param {string} id @returns {Promise<Listing[]>} */
  related(id) {
    return this.#read((engine) => engine.readerRelated(id));
  }

  /**
   * More like a passage, of an article or of any text: a page whose query is the passage's most telling words. (`renderResults`
   * shows pages of `search` only.)
   * @param {string} passage
   * @param {{limit?: number, except?: string}} [options] how many hits (10); the id of the passage's own article, which is left out
   * @returns {Promise<Page>}
   */
  moreLike(passage, options = {}) {
    const text = String(passage ?? "").slice(0, 8192);
    return this.#read((engine) => engine.readerMoreLike(text, pairs(options), options.except), true);
  }

  /** Every issue with the list of its articles, newest first. @returns {Promise<IssueSummary[]>} */
  issues() {
    return this.#read((engine) => engine.readerIssues());
  }

  /** The issue of an article with the list of the articles around it: some dozens at most. @param {string} id @returns {Promise<IssueSummary>} */
  around(id) {
    return this.#read((engine) => engine.readerAround(id));
  }

  /** The newest articles, 5 without `limit`. @param {Filters} [options] @returns {Promise<Listing[]>} */
  headlines(options) {
    return this.#read((engine) => engine.readerHeadlines(pairs({ limit: 5, ...options })));
  }

  /**
   * The files that these issues take (all issues without it), for saving them.
   * @param {string[]} [issues]
   * @returns {Promise<{url: string, bytes: number}[]>}
   */
  async partsForIssues(issues = []) {
    if (this.pack) return [{ url: this.base.href, bytes: this.pack.bytes }];
    const engine = await this.#open();
    const ids = await this.#read((engine) => engine.readerPartsForIssues(pairs({ issue: issues })));
    return ids.map((/** @type {number} */ id) => ({ url: this.#url(engine, id).href, bytes: engine.partBytes(id) }));
  }

  /** Shows the hits of a page. @param {Element} into @param {Page} page @param {RenderOptions} [options] */
  async renderResults(into, page, options = {}) {
    const request = this.#requests.get(page);
    if (!request) throw new TypeError("renderResults shows pages of this archive");
    return this.#render(into, { query: page.query, ...options }, "results", (engine) => engine.resultsRender(into, request), true);
  }

  /** Shows an article, with what the query finds in it marked. @param {Element} into @param {string} id @param {RenderOptions} [options] */
  async renderArticle(into, id, options = {}) {
    const render = (query = "") => this.#render(into, { ...options, query }, "reader", (engine) => engine.readerRenderArticle(into, id, query));
    await render(options.query).catch((error) => {
      // To mark what is found may take more than to read does. Without marks it is an article all the same.
      if (!options.query) throw error;
      return render();
    });
  }

  /** Shows an issue's contents page. @param {Element} into @param {string | number} issue @param {RenderOptions} [options] */
  renderIssue(into, issue, options = {}) {
    return this.#render(into, options, "reader", (engine) => engine.readerRenderIssue(into, String(issue)));
  }

  /** Shows every issue as a cover. @param {Element} into @param {RenderOptions} [options] */
  renderShelf(into, options = {}) {
    return this.#render(into, options, "reader", (engine) => engine.readerRenderShelf(into));
  }

  /** Shows the newest headlines. @param {Element} into @param {RenderOptions & Filters & {standfirsts?: boolean}} [options] */
  renderHeadlines(into, options = {}) {
    const request = pairs({ limit: 5, ...options });
    return this.#render(into, options, "reader", (engine) => engine.readerRenderHeadlines(into, request, !!options.standfirsts));
  }

  /** Keeps issues on this device (all of them without `issues`). @param {SaveOptions} [options] */
  async saveOffline(options = {}) {
    return (await offlineScript()).saveOffline(this, options);
  }

  /** What is kept on this device. */
  async offlineState() {
    return (await offlineScript()).offlineState(this);
  }

  /** Removes what is kept on this device. */
  async removeOffline() {
    return (await offlineScript()).removeOffline(this);
  }

  /** Fetches the engine, and all parts if the archive is read whole: before the first question, at the first sign of one.
   * @param {Piece[]} besides what else of the engine will be used */
  async prepare(...besides) {
    this.#guess("");
    await Promise.all([this.#open(), ...besides.map(load)]);
    if (!this.#whole) return;
    // Once for all questions: one that did not wait would fetch by itself, and the order of parts would tell what it is.
    this.#everything ??= this.#everyPart();
    await this.#everything.catch((error) => {
      this.#everything = undefined;
      // Without a network nobody is told anything: what was saved is asked.
      if (!isOutOfReach(error)) throw error;
    });
  }

  async #everyPart() {
    await Promise.all([load("reader"), load("special")]);
    const ids = await this.#answer((engine) => engine.readerPartsForIssues([]));
    await this.#supply(await this.#open(), ids);
  }

  #open() {
    this.#engine ??= load("engine").then(({ Engine }) => {
      this.#isOpen = true;
      return new Engine(this.manifest);
    }).catch(told);
    this.#engine.catch(() => {
      // The manifest may be what is broken: whoever tries again gets a fresh one.
      this.#engine = undefined;
      this.#forget();
    });
    return this.#engine;
  }

  /** Fetches what this query will probably take, until the engine tells. (Not where the order of parts is to tell nothing, nor of
   * one file, the beginning of which has much of it.) @param {string} query @param {boolean} [typing] */
  #guess(query, typing) {
    if (this.#isOpen || this.#whole || this.pack) return;
    const get = async (/** @type {string} */ name) => {
      if (this.#isOpen) return;
      const url = new URL(name, this.base);
      const coming = this.#early.get(url.href) ?? saved(url).then((kept) => kept ?? this.#fetched(url, "force-cache")).catch(() => undefined);
      this.#early.set(url.href, coming);
      return coming;
    };
    ahead(this.manifest, query, typing, get).catch(() => {});
  }

  /** @param {URL} url @param {RequestCache} cache */
  async #fetched(url, cache) {
    const part = await fetched(url, cache, bytes);
    this.fetchedBytes += part.length;
    return part;
  }

  /** Asks what only reading asks. @param {(engine: Engine) => any} question @param {boolean} [partly] */
  async #read(question, partly) {
    await this.prepare("reader");
    return this.#answer(question, partly);
  }

  /** Asks until there is an answer, fetching side by side what the engine needs for it.
   * @param {(engine: Engine) => any} question @param {boolean} [partly] whether lists may stand in for texts @param {AbortSignal} [signal] */
  async #answer(question, partly, signal) {
    const engine = await this.#open();
    let special = false;
    // Each round brings parts that the engine did not have; an archive that always wants more is broken.
    for (let round = 0; round < 64; round++) {
      await nextTask();
      signal?.throwIfAborted();
      let answer = told(question(engine));
      if (special && answer instanceof Uint32Array && answer.includes(SPECIAL)) {
        // At once, before anybody asks something else: it settles what was asked last.
        const more = told(engine.specialSettle());
        answer = more ? Uint32Array.of(...answer, ...more) : told(question(engine));
      }
      if (!(answer instanceof Uint32Array)) {
        // What was guessed wrongly nobody wants.
        this.#early.clear();
        return answer;
      }
      const needed = new Set(answer);
      const isSpecial = needed.delete(SPECIAL);
      const supplied = this.#supply(engine, needed);
      if (isSpecial && !special) {
        // What is needed beside it is on its way meanwhile, and asked for again: whatever is wrong with it is said then.
        supplied.catch(() => {});
        await abortable(load("special"), signal);
        special = true;
        continue;
      }
      try {
        await abortable(supplied, signal);
      } catch (error) {
        if (!partly || !isOutOfReach(error) || !(await this.#read((engine) => engine.readerStandIn(Uint32Array.from(needed))))) throw error;
      }
    }
    throw new ArchiveError("archive", this.base.pathname, "it asks without end", "Publish it again.");
  }

  /** @param {Element} into @param {RenderOptions} options @param {Piece} piece @param {(engine: Engine) => any} question @param {boolean} [partly] */
  async #render(into, options, piece, question, partly) {
    const lang = options.lang ?? into.closest("[lang]")?.getAttribute("lang") ?? document.documentElement.lang;
    const [table] = await Promise.all([words(lang), this.prepare(piece)]);
    const { article, issue, author } = { ...LINKS, ...options.links };
    // The engine is shared: what it is told holds until it is told otherwise, so each question tells it.
    const thrown = await this.#answer((engine) => {
      engine.resultsSet(table, article, issue, author, options.query ?? "", options.heading ?? 2);
      return question(engine);
    }, partly);
    // By the DOM, which may be another window's, with exceptions of its own.
    if (thrown) throw thrown;
    // What is done with it, and its layout, is another task.
    await nextTask();
  }

  /** @param {Engine} engine @param {Iterable<number>} ids */
  async #supply(engine, ids) {
    for (const queue = [...ids]; queue.length; ) {
      const part = (/** @type {number} */ id) => {
        let coming = this.#coming.get(id);
        if (!coming) {
          coming = this.#fetchPart(engine, id).finally(() => this.#coming.delete(id));
          this.#coming.set(id, coming);
        }
        return coming;
      };
      // What can be had is had, also where something cannot.
      for (const outcome of await Promise.allSettled(queue.splice(0, SIDE_BY_SIDE).map(part))) {
        if (outcome.status === "rejected") throw outcome.reason;
      }
    }
  }

  /** Gets a part and hands it over. @param {Engine} engine @param {number} id */
  async #fetchPart(engine, id) {
    const url = this.#url(engine, id);
    // Parts never change, so any copy will do, and what was saved asks no server. A copy may be damaged: the next, at last
    // past all caches.
    const sources = this.pack?.sources(id) ?? [(/** @type {URL} */ url) => this.#early.get(url.href), saved, (/** @type {URL} */ url) => this.#fetched(url, "force-cache"), (/** @type {URL} */ url) => this.#fetched(url, "reload")];
    // One alone would tell what is asked, if the network has come back.
    if (this.#whole && !this.#everything) sources.length = 2;
    /** @type {unknown} */
    let refused;
    for (const source of sources) {
      try {
        const bytes = await source(url);
        if (!bytes) continue;
        await nextTask();
        told(engine.supply(id, bytes));
        if (this.pack) this.fetchedBytes += bytes.length;
        return;
      } catch (error) {
        // Out of reach says nothing about the edition: what is open stays open.
        if (isOutOfReach(error)) throw error;
        refused = error;
      }
    }
    if (!refused) throw unreachable(url.pathname);
    // The server has another edition by now, perhaps, and this manifest is of old: whoever tries again gets a fresh one.
    this.#forget();
    throw refused;
  }

  /** @param {Engine} engine @param {number} id */
  #url(engine, id) {
    return new URL(engine.partName(id), this.base);
  }
}

/** The end of a task and the beginning of another: what the engine does at once takes a slow machine tens of milliseconds, and
 * what the reader does meanwhile comes before the next. Browsers without it go on as they are: timers would be late in a page that
 * nobody looks at. */
export const nextTask = () => window.scheduler?.yield?.();

/** The promise, or a rejection as soon as the signal is aborted. @template T @param {Promise<T>} promise @param {AbortSignal} [signal] @returns {Promise<T>} */
const abortable = (promise, signal) =>
  signal ? Promise.race([promise, new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)))]) : promise;
