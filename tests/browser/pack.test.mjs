import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { scenario, until } from "./browser.mjs";
import { openFirst, otherBuild, results, search } from "./reading.mjs";

const PACK = "/archive/archive.pack";
const BUNDLE = "/archive/archive.wasm";

/** A page with a strict policy, and on it the magazine as one file. @param {import("./browser.mjs").Stage} stage @param {string} src */
async function show({ page, open }, src) {
  await open("/partner.html");
  await page.evaluate(async (src) => {
    await import("/pkg/backissue.js");
    const element = document.createElement("backissue-archive");
    element.setAttribute("src", src);
    document.body.replaceChildren(element);
  }, src);
}

/** Searches in the page: how many there are, and the first one's title. Without an archive, the error.
 * @param {import("puppeteer-core").Page} page @param {string} src @param {{whole?: boolean}} [options] */
const ask = (page, src, options = {}) =>
  page.evaluate(async (src, options) => {
    const { openArchive } = await import("/pkg/backissue.js");
    try {
      const archive = await openArchive(src, options);
      const { total, hits } = await archive.search("heron clause");
      return { total, title: hits[0].title, words: (await archive.article(hits[0].id)).title };
    } catch (error) {
      return { fault: error.fault, problem: error.problem, remedy: error.remedy };
    }
  }, src, options);

const parts = (host) => host.requests.filter(({ path }) => path.endsWith(".bi"));
const asked = (host, path) => host.requests.filter((request) => request.path === path);

scenario("an archive in one file is searched and read by pieces of it, under a strict policy", {}, async (stage) => {
  const { page, host } = stage;
  await show(stage, PACK);
  await search(page, "heron clause");
  assert.match(await openFirst(page), /heron/i);
  const requests = asked(host, PACK);
  assert.ok(requests.every(({ status }) => status === 206), "only pieces");
  const whole = (await readFile(join(host.root, PACK))).length;
  const fetched = requests.reduce((sum, { bytes }) => sum + bytes, 0);
  assert.ok(fetched < whole, `${fetched} of ${whole} bytes`);
  assert.ok(requests.length < 10, `${requests.length} requests: what lies side by side is asked for at once`);
  assert.deepEqual(parts(host), []);
});

scenario("a host that gives no pieces gives the file once, and then nothing more is fetched of it", {}, async (stage) => {
  const { page, host } = stage;
  host.ranges = false;
  await show(stage, PACK);
  await search(page, "heron clause");
  assert.match(await openFirst(page), /heron/i);
  await page.goBack();
  // What is typed before the page has gone back is lost.
  await until(page, () => !location.href.includes("article="));
  await search(page, "rest breaks");
  assert.equal(asked(host, PACK).length, 1);
});

scenario("one file answers as the folder does: whole, by pieces, from the reader's own disk, carried by the engine", {}, async ({ page, open, host }) => {
  await open("/partner.html");
  const folder = await ask(page, "/archive/");
  assert.match(folder.title, /heron/i);
  assert.deepEqual(await ask(page, PACK), folder);
  assert.deepEqual(await ask(page, PACK, { whole: true }), folder);
  assert.deepEqual(await ask(page, BUNDLE), folder);
  const own = await page.evaluate(async (src) => {
    const { openArchive } = await import("/pkg/backissue.js");
    const bytes = await (await fetch(src)).arrayBuffer();
    return Promise.all([new Blob([bytes]), bytes, new Uint8Array(bytes)].map(async (file) => (await (await openArchive(file)).search("heron clause")).total));
  }, PACK);
  assert.deepEqual(own, [folder.total, folder.total, folder.total]);
  await host.stop();
  const total = await page.evaluate(async (src) => {
    const { openArchive } = await import("/pkg/backissue.js");
    return (await (await openArchive(src, { whole: true })).search("night shift")).total;
  }, PACK);
  assert.ok(total > 0, "once it is here whole, no network is needed");
});

scenario("a page with one script and one wasm that carries the archive fetches nothing else of it", {}, async (stage) => {
  const { page, host } = stage;
  await show(stage, BUNDLE);
  await search(page, "heron clause");
  assert.match(await openFirst(page), /heron/i);
  await page.goBack();
  await results(page);
  const binary = host.requests.map(({ path }) => path).filter((path) => /\.(wasm|bi|pack)$/.test(path));
  assert.deepEqual(binary, [BUNDLE]);
});

scenario("of an archive that carries the engine of another build the archive is used, with the package's engine", {}, async ({ page, open, host }) => {
  host.damage.set("archive.wasm", await otherBuild(host));
  await open("/partner.html");
  const answer = await ask(page, BUNDLE);
  assert.match(answer.title ?? JSON.stringify(answer), /heron/i);
  assert.match(answer.words, /heron/i, "it is read too");
  assert.equal(asked(host, "/pkg/engine_bg.wasm").length, 1);
});

scenario("pieces of the engine that an archive carries and that do not go with it are fetched from the package", {}, async ({ page, open, host }) => {
  const other = await otherBuild(host);
  const damaged = (bytes) => bytes.fill(0, 64);
  for (const change of [other, damaged]) {
    // The second piece, to just before the section of the third.
    host.damage.set("archive.wasm", (bytes) => {
      const [from, to] = [bytes.indexOf("backissue.results"), bytes.indexOf("backissue.reader") - 8];
      return Buffer.concat([bytes.subarray(0, from), change(bytes.subarray(from, to)), bytes.subarray(to)]);
    });
    await open("/partner.html");
    const answer = await ask(page, BUNDLE);
    assert.match(answer.words ?? JSON.stringify(answer), /heron/i);
  }
  assert.deepEqual(asked(host, "/pkg/engine_bg.wasm"), [], "the engine is the archive's");
});

scenario("an engine that one archive brought is not mixed with pieces that another brings later", {}, async ({ page, open, host }) => {
  const other = await otherBuild(host);
  host.added.set("/archive/other.wasm", other(await readFile(join(host.root, BUNDLE))));
  // Nor would the package's go with it.
  host.damage.set("results_bg.wasm", other);
  await open("/partner.html");
  const shown = await page.evaluate(async (src) => {
    const { openArchive } = await import("/pkg/backissue.js");
    const archive = await openArchive(src);
    const page = await archive.search("heron clause");
    await openArchive("/archive/other.wasm");
    const into = document.createElement("div");
    await archive.renderResults(into, page);
    return into.textContent;
  }, BUNDLE);
  assert.match(shown, /heron/i);
});

scenario("of a file that a reader opens the archive is taken, and nothing in it is run", {}, async ({ page, open, host }) => {
  await open("/partner.html");
  const totals = await page.evaluate(async (src) => {
    const { openArchive } = await import("/pkg/backissue.js");
    const bytes = await (await fetch(src)).arrayBuffer();
    const archives = [await openArchive(new Blob([bytes])), await openArchive(bytes)];
    return Promise.all(archives.map(async (archive) => (await archive.search("heron clause")).total));
  }, BUNDLE);
  assert.ok(totals[0] > 0 && new Set(totals).size === 1, String(totals));
  assert.equal(asked(host, "/pkg/engine_bg.wasm").length, 1, "the engine is the package's");
});

scenario("a file that is cut, longer, of another kind or wrong in a part is refused, and the right one then taken", {}, async ({ page, open, host, expect }) => {
  expect(/Failed to load resource|404/);
  const half = (bytes) => bytes.subarray(0, bytes.length / 2);
  const more = (bytes) => Buffer.concat([bytes, Buffer.from("more")]);
  const kind = () => Buffer.from("<!doctype html><title>Moved</title>");
  const version = (bytes) => (bytes.writeUInt8(77, 4), bytes);
  const turned = (bytes) => (bytes.subarray(bytes.length >> 2).reverse(), bytes);
  for (const [damage, fault] of [[half, "archive"], [more, "archive"], [kind, "archive"], [version, "archive"], [turned, "archive"], [() => undefined, "environment"]]) {
    for (const ranges of [true, false]) {
      Object.assign(host, { ranges });
      await open("/partner.html");
      host.damage.set("archive.pack", damage);
      const refused = await ask(page, PACK);
      assert.equal(refused.fault, fault, `${damage} ${ranges}: ${JSON.stringify(refused)}`);
      assert.ok(refused.remedy);
      host.damage.clear();
      assert.match((await ask(page, PACK)).title, /heron/i);
    }
  }
});

scenario("one file is saved on the reader's device as it is, and opens from there", {}, async ({ page, open, host, expect }) => {
  expect(/Failed to load resource/);
  await open("/partner.html");
  const state = await page.evaluate(async (src) => {
    const { openArchive } = await import("/pkg/backissue.js");
    const archive = await openArchive(src);
    await archive.search("heron");
    await archive.issues();
    return archive.saveOffline();
  }, PACK);
  const whole = (await readFile(join(host.root, PACK))).length;
  assert.ok(state.complete && state.bytes >= whole, JSON.stringify(state));
  await host.stop();
  assert.match((await ask(page, PACK, { whole: true })).title, /heron/i);
  await page.evaluate(async (src) => {
    const { openArchive } = await import("/pkg/backissue.js");
    const archive = await openArchive(src);
    await archive.removeOffline();
  }, PACK);
  assert.deepEqual(await page.evaluate(async () => caches.keys()), []);
});

scenario("of a file that is here whole one part is damaged: it is asked for again, and without a server all the others are read", {}, async ({ page, open, host, expect }) => {
  expect(/Failed to load resource|Cross-Origin|NetworkError/);
  await open("/partner.html");
  host.ranges = false;
  host.damage.set("archive.pack", (bytes) => bytes.fill(0, bytes.length - 100));
  const read = (ids) =>
    page.evaluate(async (src, ids) => {
      const { openArchive } = await import("/pkg/backissue.js");
      const archive = (globalThis.archive ??= await openArchive(src));
      ids ??= (await archive.issues()).flatMap(({ articles }) => articles).map(({ id }) => id);
      return Promise.all(ids.map(async (id) => [id, await archive.article(id).then(() => true, () => false)]));
    }, PACK, ids);
  const damaged = (await read()).filter(([, isRead]) => !isRead);
  assert.equal(damaged.length, 1);
  assert.equal(asked(host, PACK).length, 2, "once, and again for what is damaged");
  // Another page, which has read nothing yet.
  await open("/partner.html");
  assert.deepEqual(await read([damaged[0][0]]), damaged);
  await host.stop();
  const later = await read();
  assert.deepEqual(later.filter(([, isRead]) => !isRead), damaged);
  assert.ok(later.length > 20);
});

scenario("of a file that is here whole many parts are damaged: it is asked for again once for all of them", {}, async ({ page, open, host }) => {
  await open("/partner.html");
  host.ranges = false;
  host.damage.set("archive.pack", (bytes) => bytes.fill(0, bytes.length >> 1));
  const read = await page.evaluate(async (src) => {
    const { openArchive } = await import("/pkg/backissue.js");
    const archive = await openArchive(src);
    const all = (await archive.issues()).flatMap(({ articles }) => articles);
    return (await Promise.allSettled(all.map(({ id }) => archive.article(id)))).map(({ status }) => status);
  }, PACK);
  assert.ok(read.filter((status) => status === "rejected").length > 5, "many are damaged");
  assert.equal(asked(host, PACK).length, 2);
});

scenario("of a file that was damaged twice a third is asked for", {}, async ({ page, open, host }) => {
  await open("/partner.html");
  host.ranges = false;
  host.damage.set("archive.pack", (bytes) => bytes.fill(0, bytes.length >> 1));
  const read = () =>
    page.evaluate(async (src) => {
      const { openArchive } = await import("/pkg/backissue.js");
      const archive = (globalThis.archive ??= await openArchive(src));
      const all = (await archive.issues()).flatMap(({ articles }) => articles);
      return (await Promise.allSettled(all.map(({ id }) => archive.article(id)))).filter(({ status }) => status === "rejected").length;
    }, PACK);
  assert.ok((await read()) > 5, "many are damaged");
  assert.equal(asked(host, PACK).length, 2);
  host.damage.clear();
  assert.equal(await read(), 0);
  assert.equal(asked(host, PACK).length, 3, "once for all of them");
});
