// @ts-check
/**
 * Saving an archive on the reader's own machine: after a click, never before; removed without a trace by another.
 *
 * What is saved lies in the browser's Cache storage, one cache an archive (its parts, its manifest, and `offline.json`,
 * which says what was saved and whether that was finished) and, if the page brings a service worker (sw.js), one for the
 * page itself: the document, its styles, the package. Parts are named by their content, so what is there is never
 * fetched again, and a save that was broken off goes on where it stopped.
 *
 * What goes wrong is said in the reader's language: in the words below, and what others say too in those of strings/.
 *
 * archive.js offers these three as methods of an archive, and fetches this module when the first of them is called.
 *
 * @typedef {object} Archive  what is needed of an archive
 * @property {URL} base  its folder
 * @property {Uint8Array} manifest  which names its parts
 * @property {{url?: URL}} [pack]  the one file that it is, if it is: `base` is its address then
 * @property {(issues: string[]) => Promise<{url: string, bytes: number}[]>} partsForIssues  immutable files, their lengths
 * @typedef {{issues?: string | number | (string | number)[], worker?: URL | string, signal?: AbortSignal, onProgress?: (progress: Progress) => void}} SaveOptions
 * @typedef {{doneBytes: number, totalBytes: number}} Progress
 * @typedef {{saved: boolean, complete: boolean, issues: string[], bytes: number, files: number, when: string}} OfflineState
 *   `saved`: anything is here; `complete`: all of it; `issues`: what was asked for, empty for every issue; `when`: ISO 8601
 */

import { say, words } from "./words.js";

/** What only saving says, by language: other pages need not fetch it. @type {Record<string, import("./words.js").Words>} */
const PHRASES = {
  en: {
    noSaving: "Saving takes https, and no private window.",
    noRoom: "There is no room: {} are left. Save fewer issues.",
    noWorker: "This page cannot be saved. Its folder needs a copy of the package’s sw.js, which is to serve it; {} cannot.",
    noPolicy: "This page cannot be saved: its security policy does not allow it (backissue-worker).",
  },
  cy: {
    noSaving: "I gadw, rhaid wrth https, ac nid ffenestr breifat.",
    noRoom: "Nid oes lle: {} sydd ar ôl. Cadwch lai o rifynnau.",
    noWorker: "Ni ellir cadw’r dudalen hon. Rhaid rhoi copi o sw.js y pecyn yn ei ffolder i’w gweini; ni all {} wneud hynny.",
    noPolicy: "Ni ellir cadw’r dudalen hon: nid yw ei pholisi diogelwch yn caniatáu hynny (backissue-worker).",
  },
};

/** Every phrase that saving may say. @param {string} lang */
export async function phrases(lang) {
  const table = await words(lang);
  return { ...table, ...(PHRASES[table.lang] ?? PHRASES.en) };
}

/** How many parts are fetched side by side: more only fills the queue of a slow line. */
const SIDE_BY_SIDE = 4;

/** @param {Archive} archive */
const archiveCache = ({ base }) => `backissue archive ${base.href}`;

/** One shell for the page's folder, the widest a worker beside it can serve. */
const shellCache = () => `backissue shell ${new URL(".", document.baseURI).href}`;

/** Where the address of the worker that was registered lies, in the page's cache: no server has it. */
const workerRecord = () => new URL("offline-worker.txt", document.baseURI).href;

/** Where the record of what was saved lies: in the cache only, no server has it. @param {Archive} archive */
const stateAddress = ({ base }) => new URL("offline.json", base).href;

/** Undefined without Cache storage: a page over plain http, a private window of old, a frame in a sandbox, which throws. */
function cacheStorage() {
  try {
    return globalThis.caches;
  } catch {
    return undefined;
  }
}

/**
 * Saves an archive, or goes on saving it.
 *
 * @param {Archive} archive
 * @param {SaveOptions & {lang?: string}} [options]
 *   `issues`: only these, all without it; `worker`: the page's own service worker (a copy of sw.js in the page's folder),
 *   which lets the page itself open without a network; `lang`: of messages, the page's without it
 * @returns {Promise<OfflineState>}
 * @throws {Error} whose message tells the reader what to do; an `AbortError` if `signal` said so. What was fetched stays.
 */
export async function saveOffline(archive, { lang = document.documentElement.lang, ...options } = {}) {
  // First of all: without a network there are none to say that with.
  const table = await phrases(lang);
  try {
    return await save(archive, options);
  } catch (error) {
    const failed = /** @type {Error | undefined} */ (error);
    if (Array.isArray(failed?.cause)) failed.message = say(table, .../** @type {[string, number?]} */ (failed.cause));
    throw error;
  }
}

/** What went wrong, by what the tables call it. @param {string} key @param {string | number} [value] */
const failure = (key, value) => new Error(key, { cause: [key, value] });

/** @param {Archive} archive @param {SaveOptions} options */
async function save(archive, { issues: wish = [], worker, signal, onProgress }) {
  const issues = [wish].flat().map(String);
  const storage = cacheStorage();
  if (!storage) throw failure("noSaving");
  if (archive.pack && !archive.pack.url) throw new TypeError("this archive is a file on this device: there is nothing to save");
  // What would fail at the end fails now, before anything is fetched.
  const script = worker && (await usable(new URL(worker, document.baseURI), signal));
  const parts = await archive.partsForIssues(issues);
  const cache = await storage.open(archiveCache(archive));
  const wanted = new Map(parts.map((part) => [part.url, part.bytes]));
  const totalBytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  let doneBytes = 0;
  const record = (/** @type {boolean} */ complete) =>
    put(cache, stateAddress(archive), Response.json({ complete, issues, when: new Date().toISOString() }));

  await record(false);
  // Parts are named by what is in them; one file with all of them is another under the same name after an update.
  const there = new Set(archive.pack ? [] : (await cache.keys()).map((request) => request.url));
  const missing = [...wanted.keys()].filter((url) => !there.has(url));
  for (const [url, bytes] of wanted) if (there.has(url)) doneBytes += bytes;
  onProgress?.({ doneBytes, totalBytes });

  const next = async () => {
    for (let url = missing.shift(); url; url = missing.shift()) {
      const response = await get(url, { signal });
      const body = await response.arrayBuffer();
      const bytes = wanted.get(url) ?? 0;
      if (body.byteLength !== bytes) throw failure("damaged");
      await put(cache, url, new Response(body, { headers: headersOf(response, body.byteLength) }));
      doneBytes += bytes;
      onProgress?.({ doneBytes, totalBytes });
    }
  };
  // When one has failed, the others end with the part they are at, and only then is it told: nothing is reported after that.
  const ended = await Promise.allSettled(Array.from({ length: SIDE_BY_SIDE }, () => next().finally(() => (missing.length = 0))));
  const failed = ended.find(({ status }) => status === "rejected");
  if (failed) throw /** @type {PromiseRejectedResult} */ (failed).reason;

  // The manifest last: it names parts that are all here now. Then what an earlier edition left can go.
  // It is the one that the parts were taken from: a fresh one may be of another edition.
  const kept = new Set([...wanted.keys(), stateAddress(archive)]);
  if (!archive.pack) {
    const manifest = new URL("manifest.bi", archive.base).href;
    const headers = headersOf(new Response(), archive.manifest.length);
    await put(cache, manifest, new Response(/** @type {BodyInit} */ (archive.manifest), { headers }));
    kept.add(manifest);
  }
  for (const request of await cache.keys()) if (!kept.has(request.url)) await cache.delete(request);

  if (script) await saveShell(archive, script, signal);
  await record(true);
  return offlineState(archive);
}

/**
 * What is saved of an archive. Looks, and stores nothing.
 * @param {Archive} archive @returns {Promise<OfflineState>}
 */
export async function offlineState(archive) {
  const nothing = { saved: false, complete: false, issues: [], bytes: 0, files: 0, when: "" };
  if (!(await cacheStorage()?.has(archiveCache(archive)))) return nothing;
  const cache = await caches.open(archiveCache(archive));
  const state = await (await cache.match(stateAddress(archive)))?.json().catch(() => undefined);
  let bytes = 0;
  const keys = await cache.keys();
  for (const key of keys) bytes += Number((await cache.match(key))?.headers.get("content-length") ?? 0);
  return {
    saved: true,
    complete: state?.complete === true,
    issues: Array.isArray(state?.issues) ? state.issues : [],
    bytes,
    files: keys.length,
    when: String(state?.when ?? ""),
  };
}

/**
 * Removes what was saved of an archive and, once no archive is saved any more, the page and its service worker too.
 * @param {Archive} archive
 */
export async function removeOffline(archive) {
  if (!cacheStorage()) return;
  await caches.delete(archiveCache(archive));
  const left = (await caches.keys()).filter((name) => name.startsWith("backissue archive "));
  if (left.length) return;
  // Only the worker that a save registered: the site may have one of its own.
  const worker = await (await caches.match(workerRecord(), { cacheName: shellCache() }))?.text();
  await caches.delete(shellCache());
  const registrations = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  const ours = registrations.filter(({ active, waiting }) => worker && (active ?? waiting)?.scriptURL === worker);
  await Promise.all(ours.map((registration) => registration.unregister()));
}

/** How a page comes by what it is built from, as resource timing calls it. */
const BUILT_FROM = ["script", "link", "css", "img", "image"];
/** Files that a page does not work without, whoever fetched them. */
const CODE = /\.(m?js|css|wasm)$/;

/**
 * Saves the page: its document, what it was built from on its own origin, and the modules that those import, now or later.
 * What the page's scripts fetched for themselves (an account, a visit counter) is nobody's to ask again or to keep.
 * @param {Archive} archive @param {URL} worker @param {AbortSignal} [signal]
 */
async function saveShell(archive, worker, signal) {
  const cache = await caches.open(shellCache());
  const page = await pageAddress(signal);
  const loaded = /** @type {PerformanceResourceTiming[]} */ (performance.getEntriesByType("resource"))
    .filter(({ name, initiatorType, responseStatus }) =>
      (BUILT_FROM.includes(initiatorType) || CODE.test(new URL(name).pathname) || name.startsWith(archive.base.href)) && !(responseStatus >= 400))
    .map(({ name }) => name);
  const queue = [page.href, ...loaded].map((address) => new URL(address)).filter((url) => url.origin === location.origin);
  // Without a picture the page still serves.
  const sure = new Set(queue.filter((url) => url.href === page.href || CODE.test(url.pathname)).map((url) => url.href));
  const seen = new Set();
  for (let url = queue.shift(); url; url = queue.shift()) {
    // Parts are in the archive's cache already, one by one or as a whole.
    if (seen.has(url.href) || (archive.pack && url.href === archive.base.href) || /\.bi$|\/offline\.json$/.test(url.pathname)) continue;
    seen.add(url.href);
    const response = await get(url.href, { signal, cache: "no-cache" }, sure.has(url.href));
    if (!response.ok) continue;
    if (url.pathname.endsWith(".js")) {
      for (const specifier of imports(await response.clone().text())) queue.push(new URL(specifier, url));
    }
    // The page opens whatever stands after its `?`: the worker looks for the rest. Where it came from the response knows.
    await put(cache, url.href === page.href ? url.origin + url.pathname : url.href, response);
  }
  if (await isRegistered(worker)) return;
  await put(cache, workerRecord(), new Response(worker.href));
  const address = allowed(worker);
  try {
    await activated(await navigator.serviceWorker.register(address));
  } catch (error) {
    throw error instanceof DOMException && error.name === "SecurityError" ? failure("noPolicy") : failure("noWorker", worker.pathname);
  }
}

/** Whether the page's own worker is this one: one that the site registered, perhaps with a scope of its own, or a save before.
 * @param {URL} worker */
async function isRegistered({ href }) {
  const registration = await navigator.serviceWorker.getRegistration();
  return registration?.active?.scriptURL === href;
}

/** The worker, if it can serve the page. @param {URL} worker @param {AbortSignal} [signal] */
async function usable(worker, signal) {
  if (!navigator.serviceWorker) throw failure("noSaving");
  if (await isRegistered(worker)) return worker;
  allowed(worker);
  // A worker serves its own folder and below.
  const serves = location.href.startsWith(new URL(".", worker).href);
  const response = serves && (await get(worker.href, { signal, cache: "no-cache" }, false));
  if (response && response.type === "error") throw failure("unreachable");
  if (!response || !response.ok || !/\bjavascript\b/.test(response.headers.get("content-type") ?? "")) throw failure("noWorker", worker.pathname);
  return worker;
}

/** @typedef {{createScriptURL: (address: string) => string}} Policy */
/** The only policy of Trusted Types that the package ever makes. @type {Policy | undefined} */
let policy;

/** A worker's address as the page's security policy demands it. @param {URL} worker */
function allowed({ href }) {
  /** @type {{createPolicy: (name: string, rules: Policy) => Policy} | undefined} */
  const types = /** @type {any} */ (window).trustedTypes;
  try {
    policy ??= types?.createPolicy("backissue-worker", { createScriptURL: (address) => address });
    return policy?.createScriptURL(href) ?? href;
  } catch {
    // Not among the policies that the page allows. That matters only where they are demanded: there this is refused too.
    try {
      document.createElement("script").src = href;
    } catch {
      throw failure("noPolicy");
    }
    return href;
  }
}

/** Until the page's worker can serve it. @param {ServiceWorkerRegistration} registration @returns {Promise<void>} */
function activated({ active, waiting, installing }) {
  const worker = /** @type {ServiceWorker} */ (active ?? waiting ?? installing);
  return new Promise((resolve, reject) => {
    const look = () => {
      if (worker.state === "activated") resolve();
      else if (worker.state === "redundant") reject(new Error("it cannot be installed"));
    };
    worker.addEventListener("statechange", look);
    look();
  });
}

/** Where the page is fetched: without what stands after its `?`, unless the site has another page there. What was searched may
 * stand there, or who sent the reader. @param {AbortSignal} [signal] */
async function pageAddress(signal) {
  const [here, plain] = [new URL(location.href), new URL(location.pathname, location.origin)];
  here.hash = "";
  if (here.href === plain.href) return here;
  const [one, other] = await Promise.all([get(here.href, { signal }), get(plain.href, { signal }, false)]);
  return other.ok && (await one.text()) === (await other.text()) ? plain : here;
}

/** What a module's text imports from beside itself, in quotation marks: statically, dynamically, or as an address relative
 * to `import.meta.url`. What only looks like one costs a request that finds nothing. @param {string} text */
function imports(text) {
  const pattern = /(?:\bfrom|\bimport\s*\(?)\s*["'](\.\.?\/[^"']+)["']|new URL\(\s*["']([^"':]+)["'],\s*import\.meta\.url/g;
  return [...text.matchAll(pattern)].map((match) => match[1] ?? match[2]);
}

/** @param {string} url @param {RequestInit} options @param {boolean} [sure] whether it must be there; if not, a failure is an answer that is not ok */
async function get(url, options, sure = true) {
  let response;
  try {
    response = await fetch(url, { ...options, referrerPolicy: "no-referrer" });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    if (!sure) return Response.error();
    throw failure("unreachable");
  }
  if (sure && !response.ok) throw failure("answered", response.status);
  return response;
}

/** @param {Cache} cache @param {string} url @param {Response} response */
async function put(cache, url, response) {
  try {
    await cache.put(url, response);
  } catch (error) {
    if (!(error instanceof DOMException) || error.name !== "QuotaExceededError") throw error;
    const { quota = 0, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
    throw failure("noRoom", `${Math.max(0, (quota - usage) / 1e6).toFixed(1)} MB`);
  }
}

/** The type, and a length that counts what is stored rather than what was compressed on the way.
 * @param {Response} response @param {number} bytes */
function headersOf(response, bytes) {
  return {
    "content-type": response.headers.get("content-type") ?? "application/octet-stream",
    "content-length": String(bytes),
  };
}
