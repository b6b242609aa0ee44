// @ts-check
/// <reference lib="webworker" />
/**
 * The service worker of a publisher's own page, for reading without a network. Copy it into the folder of the page (a worker
 * serves its own folder and below); offline.js registers it when the reader saves the archive, and not before.
 *
 * It answers from what offline.js has saved and stores nothing of its own accord: parts of an archive, which never change,
 * from the cache; everything else that was saved from the network while there is one, and from the cache when there is none.
 * When one file of the page has changed, all that were saved are saved anew, and what they import by now, so that the page does
 * not grow old: all or none, for files of two versions may not fit. The manifest that was saved stays as it is: it names the parts beside it. What was not saved it leaves alone. It counts nothing and sends nothing.
 */

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

/** A network that has not answered by then (in milliseconds) is treated as none: a train in a tunnel. */
const PATIENCE = 4_000;

worker.addEventListener("install", () => void worker.skipWaiting());
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || request.headers.has("range") || request.cache === "only-if-cached") return;
  // Elsewhere only an archive can have been saved.
  if (!request.url.startsWith(`${worker.location.origin}/`) && !request.url.endsWith(".bi")) return;
  event.respondWith(answer(event));
});

/** @param {FetchEvent} event @returns {Promise<Response>} */
async function answer(event) {
  const { request } = event;
  const saved = await find(request);
  if (!saved) return fetch(request);
  // "reload" is how a page asks again for a part that did not match its hash.
  const immutable = request.url.endsWith(".bi") && request.url.includes("/parts/") && request.cache !== "reload";
  if (immutable) return saved.response;
  try {
    const fresh = await Promise.race([fetch(request), late()]);
    if (!fresh.ok) return request.mode === "navigate" ? fresh : saved.response;
    // Kept beside the answer, which a full disk does not hold up.
    if (saved.shell) event.waitUntil(renew(saved, request, fresh.clone()).catch(() => {}));
    return fresh;
  } catch {
    return saved.response;
  }
}

/** What is being saved anew. @type {Promise<void> | undefined} */
let renewing;

/** Saves the page anew if this file of it has changed.
 * @param {{cache: Cache, response: Response}} saved @param {Request} request @param {Response} fresh */
async function renew({ cache, response }, { url }, fresh) {
  // Under another `?` may be another page: only what is at the address that was saved can be compared.
  const now = !response.url || response.url === url.split("#")[0] ? fresh : await fetch(response.url, { cache: "no-cache" });
  if (!now.ok || (await same(response.clone(), now))) return;
  renewing ??= saveAnew(cache).finally(() => (renewing = undefined));
  await renewing;
}

/** @param {Response} one @param {Response} other */
async function same(one, other) {
  const [before, now] = await Promise.all([one, other].map(async (response) => new Uint8Array(await response.arrayBuffer())));
  return before.length === now.length && before.every((byte, at) => byte === now[at]);
}

/** Files that a page does not work without. */
const CODE = /\.(m?js|css|wasm)$/;
/** Files that name others. */
const NAMES = /\.(m?js|css|html?)$|\/[^.]*$/;

/** Saves what was saved anew, and what it imports by now. Nothing of it unless all of its code is there.
 * @param {Cache} cache */
async function saveAnew(cache) {
  /** Where what lies under a key comes from. @type {Map<string, string>} */
  const wanted = new Map();
  /** What was named before and never there: it only looks like an import. @type {Set<string>} */
  const missed = new Set();
  for (const { url } of await cache.keys()) {
    // A record of offline.js, which no server has.
    if (url.endsWith("/offline-worker.txt")) continue;
    const before = await cache.match(url);
    wanted.set(url, before?.url || url);
    if (before && url.endsWith(".js")) for (const name of imports(await before.text())) missed.add(new URL(name, url).href);
  }
  for (const url of wanted.keys()) missed.delete(url);

  /** @type {Map<string, Response>} */
  const fresh = new Map();
  /** @type {string[]} */
  const gone = [];
  /** @type {string[]} */
  const texts = [];
  for (let wave = [...wanted.keys()]; wave.length; ) {
    const answers = await Promise.all(wave.map((key) => fetch(/** @type {string} */ (wanted.get(key)), { cache: "no-cache" })));
    const next = new Set();
    for (const [at, key] of wave.entries()) {
      const response = answers[at];
      if (response.status >= 500) return;
      if (!response.ok) {
        gone.push(key);
        continue;
      }
      fresh.set(key, response);
      const { pathname } = new URL(key);
      if (!NAMES.test(pathname)) continue;
      const text = await response.clone().text();
      texts.push(text);
      if (pathname.endsWith(".js")) for (const name of imports(text)) next.add(new URL(name, key).href);
    }
    wave = [...next].filter((key) => key.startsWith(`${worker.location.origin}/`) && !wanted.has(key));
    for (const key of wave) wanted.set(key, key);
  }
  // Code that is named and not there: an upload that is not finished. What nothing names any more was of old.
  const named = (/** @type {string} */ key) => texts.some((text) => text.includes(key.slice(key.lastIndexOf("/") + 1)));
  if (gone.some((key) => CODE.test(new URL(key).pathname) && !missed.has(key) && named(key))) return;
  await Promise.all([...fresh].map(([key, response]) => cache.put(key, response)));
}

/** As in offline.js, which a worker that is copied beside a page cannot import. @param {string} text */
function imports(text) {
  const pattern = /(?:\bfrom|\bimport\s*\(?)\s*["'](\.\.?\/[^"']+)["']|new URL\(\s*["']([^"':]+)["'],\s*import\.meta\.url/g;
  return [...text.matchAll(pattern)].map((match) => match[1] ?? match[2]);
}

/**
 * Where the request was saved. A page is found whatever stands after its `?`, and a folder by its `index.html`.
 * @param {Request} request
 * @returns {Promise<{cache: Cache, shell: boolean, key: string, response: Response} | undefined>}
 */
async function find(request) {
  const page = request.mode === "navigate";
  const { origin, pathname } = new URL(request.url);
  const keys = page ? [request.url, origin + pathname, `${origin}${pathname.replace(/\/$/, "")}/index.html`] : [request.url];
  for (const name of await caches.keys()) {
    if (!name.startsWith("backissue ")) continue;
    const cache = await caches.open(name);
    for (const key of keys) {
      const response = await cache.match(key);
      if (response) return { cache, shell: name.startsWith("backissue shell "), key, response };
    }
  }
}

/** @returns {Promise<never>} */
function late() {
  return new Promise((_, reject) => setTimeout(() => reject(new Error("the network takes too long")), PATIENCE));
}
