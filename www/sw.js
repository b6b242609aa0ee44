// @ts-check
/// <reference lib="webworker" />
/**
 * The service worker of a publisher's own page, for reading without a network. Copy it into the folder of the page (a worker
 * serves its own folder and below); offline.js registers it when the reader saves the archive, and not before.
 *
 * It answers from what offline.js has saved and stores nothing of its own accord: parts of an archive, which never change,
 * from the cache; everything else that was saved from the network while there is one, and from the cache when there is none.
 * When one file of the page has changed, all that were saved are saved anew, so that the page does not grow old: all or none,
 * for files of two versions may not fit. The manifest that was saved stays as it is: it names the parts beside it. What was not saved it leaves alone. It counts nothing and sends nothing.
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
    if (saved.shell) event.waitUntil(renew(saved, fresh.clone()).catch(() => {}));
    return fresh;
  } catch {
    return saved.response;
  }
}

/** What is being saved anew. @type {Promise<void> | undefined} */
let renewing;

/** Saves the page anew if this file of it has changed. @param {{cache: Cache, response: Response}} saved @param {Response} fresh */
async function renew({ cache, response }, fresh) {
  const [before, now] = await Promise.all([response.clone(), fresh].map(async (one) => new Uint8Array(await one.arrayBuffer())));
  if (before.length === now.length && before.every((byte, at) => byte === now[at])) return;
  renewing ??= saveAnew(cache).finally(() => (renewing = undefined));
  await renewing;
}

/** @param {Cache} cache */
async function saveAnew(cache) {
  // The worker's address is a record of offline.js, which no server has.
  const addresses = (await cache.keys()).map(({ url }) => url).filter((url) => !url.endsWith("/offline-worker.txt"));
  const fresh = await Promise.all(addresses.map((url) => fetch(url, { cache: "no-cache" })));
  if (fresh.some(({ status }) => status >= 500)) return;
  // What the site has no more stays.
  await Promise.all(fresh.map((response, at) => response.ok && cache.put(addresses[at], response)));
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
