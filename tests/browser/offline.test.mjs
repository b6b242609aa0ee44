import assert from "node:assert/strict";

import { readFileSync } from "node:fs";

import { found, scenario, stored, until } from "./browser.mjs";
import { OTHER_BUILD, PIECES, openFirst, otherBuild, search } from "./reading.mjs";

/** Clicks and waits for what the page then says, were it what it said before. */
async function click(page, button, says) {
  const enabled = await found(page, `#${button}:not([hidden]):enabled`);
  await page.$eval("#state", (state) => state.replaceChildren());
  await enabled.click();
  await until(page, (says) => new RegExp(says).test(document.querySelector("#state").textContent), says);
}

/** Saves issue 41 from JavaScript: what is then said, and whether all of it is here. @param {string} [lang] the page's language */
const saveIssue = (page, worker, lang) =>
  page.evaluate(async (worker, lang) => {
    if (lang) document.documentElement.lang = lang;
    const { openArchive } = await import("/pkg/backissue.js");
    const archive = await openArchive("archive/");
    const said = await archive.saveOffline({ worker, issues: 41 }).then(() => "saved", (error) => error.message);
    return { said, complete: (await archive.offlineState()).complete };
  }, worker, lang);

const SAVED = { said: "saved", complete: true };

/** Opens the page, until it fetches nothing more for what it shows. @param {import("./browser.mjs").Stage} stage */
async function openAtRest({ page, open, settled }) {
  await open("/offline.html");
  await found(page, ">>> backissue-reader >>> [part~=shelf]");
  await settled();
}

scenario("an archive that was saved by a click is searched and read after the server has stopped", {}, async ({ page, open, host }) => {
  await open("/offline.html");
  assert.deepEqual(await stored(page), [], "nothing is stored before the click");
  await click(page, "save", "Every issue is saved");
  await host.stop();
  await page.reload({ waitUntil: "load" });
  await search(page, "heron clause");
  assert.match(await openFirst(page), /heron/i);
  await until(page, () => /Every issue is saved/.test(document.querySelector("#state").textContent));
  // Another day: the page is opened anew, at an address of its own.
  await page.goto("about:blank");
  await page.goto(`${host.url}/offline.html#q=rest%20breaks`, { waitUntil: "load" });
  await found(page, ">>> [part=results] [part=hit]");
});

scenario("a page that was saved before an update works without a network after it, if nothing was read meanwhile", {}, async ({ page, open, host }) => {
  await open("/offline.html");
  await click(page, "save", "Every issue is saved");
  const other = await otherBuild(host);
  for (const file of ["engine.js", ...PIECES]) host.damage.set(file, other);
  await page.reload({ waitUntil: "load" });
  await search(page, "heron clause");
  await page.waitForNetworkIdle({ idleTime: 500 });
  await until(page, async (other) => {
    const kept = await (await caches.match("/pkg/reader_bg.wasm")).arrayBuffer();
    return new TextDecoder("latin1").decode(kept).includes(other);
  }, OTHER_BUILD);
  await host.stop();
  await page.goto("about:blank");
  await page.goto(`${host.url}/offline.html`, { waitUntil: "load" });
  await search(page, "heron clause");
  assert.match(await openFirst(page), /heron/i);
});

scenario("what was saved is removed without a trace", {}, async ({ page, open }) => {
  await open("/offline.html");
  await click(page, "save", "Every issue is saved");
  assert.notDeepEqual(await stored(page), []);
  await click(page, "remove", "Nothing is saved");
  assert.deepEqual(await stored(page), []);
  await page.reload({ waitUntil: "load" });
  assert.deepEqual(await stored(page), []);
});

scenario("a save that broke off says so, keeps what it has, and goes on later", {}, async (stage) => {
  const { page, host, expect } = stage;
  expect(/Failed to load resource|404/);
  await openAtRest(stage);
  let sent = 0;
  host.damage.set("/parts/", (bytes) => (sent++ < 12 ? bytes : undefined));
  await click(page, "save", "The server answered 404");
  host.damage.clear();
  const before = host.requests.length;
  await click(page, "save", "Every issue is saved");
  const again = host.requests.slice(before).filter(({ path }) => path.includes("/parts/"));
  const names = new Set(host.requests.filter(({ path, status }) => path.includes("/parts/") && status === 200).map(({ path }) => path));
  assert.ok(again.length < names.size, `${again.length} of ${names.size} parts were fetched the second time`);
});

scenario("a browser without room says what to do", {}, async ({ page, open }) => {
  await page.evaluateOnNewDocument(() => {
    Cache.prototype.put = () => Promise.reject(new DOMException("full", "QuotaExceededError"));
  });
  await open("/offline.html");
  await click(page, "save", "There is no room.* Save fewer issues");
  await page.evaluate(() => (document.documentElement.lang = "cy"));
  await click(page, "save", "Nid oes lle");
});

scenario("saving again fetches nothing that is here already", {}, async ({ page, open, host }) => {
  await open("/offline.html");
  await click(page, "save", "Every issue is saved");
  const before = host.requests.length;
  await click(page, "save", "Every issue is saved");
  const parts = host.requests.slice(before).filter(({ path }) => path.includes("/parts/"));
  assert.deepEqual(parts, [], "what is there is not fetched again");
});

scenario("what is saved is the edition that is open, and without a worker too no part of it is fetched again", {}, async ({ page, open, host }) => {
  await page.evaluateOnNewDocument(() => {
    const { fetch } = window;
    const asked = (window["asked"] = []);
    window.fetch = (address, options) => (asked.push(String(address)), fetch(address, options));
  });
  await open("/magazine.html");
  await page.evaluate(async () => {
    const { openArchive } = await import("/pkg/backissue.js");
    await openArchive("/archive/");
  });
  host.damage.set("manifest.bi", () => Buffer.from("another edition"));
  const kept = await page.evaluate(async () => {
    const { openArchive } = await import("/pkg/backissue.js");
    await (await openArchive("/archive/")).saveOffline();
    return (await caches.match("/archive/manifest.bi")).text();
  });
  assert.notEqual(kept, "another edition");
  host.damage.clear();
  await page.goto("about:blank");
  await open("/magazine.html");
  await search(page, "heron clause");
  await openFirst(page);
  assert.deepEqual(await page.evaluate(() => window["asked"].filter((address) => address.includes("/parts/"))), []);
});

scenario("a page with a broken picture, a broken script and an account of its own is saved, without the account", {}, async ({ page, open, host, expect }) => {
  expect(/Failed to load resource|gone\./);
  await open("/offline.html");
  await page.evaluate(async () => {
    for (const [tag, src] of [["img", "gone.svg"], ["script", "gone.js"]]) {
      const broken = Object.assign(document.createElement(tag), { src });
      document.body.append(broken);
      await new Promise((done) => (broken.onerror = done));
    }
    await (await fetch("_headers?account=1")).text();
  });
  const before = host.asked.length;
  await click(page, "save", "Every issue is saved");
  assert.deepEqual(host.asked.slice(before).filter((address) => address.includes("_headers") || address.includes("gone")), []);
  const kept = await page.evaluate(async () => (await caches.match("_headers?account=1"))?.url);
  assert.equal(kept, undefined);
});

scenario("one issue of two is saved: without the server its articles are read, and contents and shelf are there", {}, async ({ page, open, host, expect }) => {
  expect(/Failed to load resource|Cross-Origin|NetworkError/);
  await open("/offline.html");
  assert.deepEqual(await saveIssue(page, "sw.js"), SAVED);
  const id = await page.evaluate(async () => {
    const { openArchive } = await import("/pkg/backissue.js");
    return (await (await openArchive("archive/")).issues()).find(({ issue }) => issue.key === "41").articles[0].id;
  });
  await host.stop();
  for (const [place, part] of [[`article=${id}`, "turn"], ["issue=41", "section-link"], ["", "shelf"]]) {
    await page.goto("about:blank");
    await page.goto(`${host.url}/offline.html#${place}`, { waitUntil: "load" });
    await found(page, `>>> backissue-reader >>> [part~=${part}]`);
  }
});

scenario("one issue of two is saved: without the server both are searched, and it is said that of one there are only headlines", {}, async ({ page, open, host, expect }) => {
  expect(/Failed to load resource|Cross-Origin|NetworkError/);
  await open("/offline.html");
  assert.deepEqual(await saveIssue(page, "sw.js"), SAVED);
  await host.stop();
  await page.goto("about:blank");
  await page.goto(`${host.url}/offline.html#q=night%20shift`, { waitUntil: "load" });
  const list = await found(page, ">>> [part=results]");
  const issues = await list.$$eval("[part=issue-link]", (links) => new Set(links.map((link) => link.textContent)).size);
  assert.equal(issues, 2);
  const note = await found(page, ">>> [part=note]");
  assert.match(await note.evaluate((note) => note.textContent), /headlines of articles not saved/);
  // Of what is saved there is a passage, as ever.
  const marked = await list.$$eval("[part=hit]", (hits) => hits.filter((hit) => hit.querySelector("[part=excerpt] mark")).length);
  assert.ok(marked > 0);
  const { again, mine, other, notes, phrase } = await page.evaluate(async () => {
    const { openArchive } = await import("/pkg/backissue.js");
    const archive = await openArchive("archive/");
    const { hits } = await archive.search("night shift", { issue: ["41"] });
    const other = (await archive.issues()).find(({ issue }) => issue.key === "42").articles[0];
    let asked = 0;
    const own = fetch;
    globalThis.fetch = (...request) => (asked++, own(...request));
    const page = await archive.search('"night shift" heron', { limit: 20 });
    const toSearch = asked;
    await archive.renderResults(document.createElement("div"), page);
    return {
      again: [toSearch > 0, asked - toSearch],
      mine: [(await archive.search("night shift", { issue: ["41"] })).notes, (await archive.article(hits[0].id)).title === hits[0].title],
      other: await archive.article(other.id).catch(({ cause }) => cause),
      notes: (await archive.search("night", { issue: ["42"] })).notes,
      phrase: await archive.search('"at night"', { issue: ["42"] }).then(({ total, notes }) => [total, notes.some(({ kind }) => kind === "unsaved")]),
    };
  });
  assert.deepEqual(again, [true, 0], "what was found is shown, and not searched again");
  assert.deepEqual(mine, [[], true]);
  assert.deepEqual(other, ["unreachable"], "reading says what lacks");
  assert.deepEqual(notes, [{ kind: "unsaved" }]);
  assert.deepEqual(phrase, [0, true]);
  // Back on the network all is as it was.
  await host.start();
  const after = await page.evaluate(async () => {
    const { openArchive } = await import("/pkg/backissue.js");
    const { total, notes, hits } = await (await openArchive("archive/")).search('"at night"', { issue: ["42"] });
    return [total, notes, hits.every(({ snippet }) => snippet.ranges.length)];
  });
  assert.deepEqual(after, [3, [], true]);
});

scenario("an archive that is read whole, and of which one issue is saved, is searched without a network, and fetches no part by itself after it", {}, async ({ page, open, host, expect }) => {
  expect(/Failed to load resource|Cross-Origin|NetworkError/);
  await open("/offline.html");
  assert.deepEqual(await saveIssue(page, "sw.js"), SAVED);
  await host.stop();
  await page.goto("about:blank");
  await page.goto(`${host.url}/offline.html`, { waitUntil: "load" });
  const ask = () =>
    page.evaluate(async () => {
      const { openArchive } = await import("/pkg/backissue.js");
      const archive = await openArchive("archive/", { whole: true });
      const { hits, notes } = await archive.search("night shift", { limit: 20 });
      // What is open stays open, also where a part cannot be had.
      if (archive !== (window["whole"] ??= archive) || archive !== (await openArchive("archive/", { whole: true }))) throw new Error("opened twice");
      return [new Set(hits.map(({ issue }) => issue)).size, notes.map(({ kind }) => kind)];
    });
  assert.deepEqual(await ask(), [2, ["unsaved"]]);
  await host.start();
  const before = host.requests.length;
  assert.deepEqual(await ask(), [2, []]);
  const parts = host.requests.slice(before).filter(({ path }) => path.includes("/parts/"));
  assert.ok(parts.length > 5, "all that was not saved is fetched at once");
  const then = host.requests.length;
  await ask();
  assert.equal(host.requests.length, then);
});

scenario("an article stays where what stands beside it cannot be had", {}, async ({ page, open, host, expect }) => {
  expect(/Failed to load resource|404|tools\.js/);
  await open("/magazine.html");
  const id = await page.evaluate(async () => {
    const { openArchive } = await import("/pkg/backissue.js");
    return (await (await openArchive("/archive/")).issues())[0].articles[1].id;
  });
  await page.goto("about:blank");
  host.damage.set("elements/tools.js", () => undefined);
  await open(`/magazine.html#article=${id}`);
  await found(page, ">>> backissue-reader >>> [part~=turn]");
  await found(page, ">>> backissue-reader >>> [part~=article]");
  assert.equal(await page.evaluate(() => document.querySelector("backissue-archive").shadowRoot.querySelector("backissue-reader").shadowRoot.querySelector("[part=error]")), null);
});

scenario("a page that was saved at an address with a query opens without it, and with another", {}, async ({ page, open, host }) => {
  await open("/offline.html?from=mail");
  await click(page, "save", "Every issue is saved");
  assert.deepEqual(await page.evaluate(async () => (await caches.match("/offline.html"))?.url), `${host.url}/offline.html`);
  await host.stop();
  for (const query of ["", "?from=elsewhere"]) {
    await page.goto("about:blank");
    await page.goto(`${host.url}/offline.html${query}`, { waitUntil: "load" });
    await search(page, "heron clause");
  }
});

scenario("a build with one module more is saved with it; one that is not whole yet is not saved", {}, async ({ page, open, host, expect }) => {
  expect(/Failed to load resource|404|more\.js/);
  await open("/offline.html");
  await click(page, "save", "Every issue is saved");
  const kept = (path) => page.evaluate(async (path) => (await caches.match(path))?.text(), path);
  const before = await kept("/offline-page.js");
  host.damage.set("offline-page.js", (bytes) => Buffer.concat([bytes, Buffer.from('\nconst later = () => import("./pkg/more.js");\n')]));
  const again = async () => {
    await page.reload({ waitUntil: "load" });
    await page.waitForNetworkIdle({ idleTime: 500 });
  };
  await again();
  assert.equal(await kept("/offline-page.js"), before, "half a build");
  host.added.set("/pkg/more.js", Buffer.from("export const more = 1;\n"));
  await again();
  await until(page, async () => (await caches.match("/pkg/more.js")) && (await (await caches.match("/offline-page.js")).text()).includes("more.js"));
});

scenario("a worker that cannot serve the page is refused before anything is fetched, in the page's language", {}, async (stage) => {
  const { page, host, expect } = stage;
  expect(/Failed to load resource|404/);
  await openAtRest(stage);
  const before = host.requests.length;
  for (const [worker, lang, says] of [
    ["/pkg/sw.js", "en", /^This page cannot be saved\. .* copy of the package’s sw\.js.*; \/pkg\/sw\.js cannot\.$/],
    ["/pkg/sw.js", "cy", /^Ni ellir cadw’r dudalen hon\..*sw\.js/],
    ["/gone.js", "en", /^This page cannot be saved\..*\/gone\.js cannot\.$/],
    ["/offline.html", "en", /^This page cannot be saved\..*\/offline\.html cannot\.$/],
  ]) assert.match((await saveIssue(page, worker, lang)).said, says);
  assert.deepEqual(host.requests.slice(before).filter(({ path }) => path.includes("/parts/")), []);
  assert.deepEqual(await stored(page), []);
  assert.deepEqual(await saveIssue(page, "/sw.js"), SAVED);
});

for (const [allowed, says] of /** @type {[string, RegExp][]} */ ([["backissue-worker", /^saved$/], ["'none'", /^This page cannot be saved: its security policy/]])) {
  // Firefox ESR knows no Trusted Types.
  scenario(`where Trusted Types are demanded and ${allowed} is allowed, a page is saved or refused at once`, { only: "chromium" }, async (stage) => {
    const { page, host, expect } = stage;
    if (allowed === "'none'") expect(/Trusted|trusted|policy/);
    await openAtRest(stage);
    await page.evaluate((allowed) => {
      const policy = document.createElement("meta");
      policy.httpEquiv = "Content-Security-Policy";
      policy.content = `require-trusted-types-for 'script'; trusted-types ${allowed}`;
      document.head.append(policy);
    }, allowed);
    const before = host.requests.length;
    assert.match((await saveIssue(page, "sw.js")).said, says);
    const fetched = host.requests.slice(before).some(({ path }) => path.includes("/parts/"));
    assert.equal(fetched, allowed !== "'none'");
    if (fetched) assert.match((await saveIssue(page, "sw.js")).said, says, "a second time too");
  });
}

scenario("the example of docs/embedding.md saves an archive and its page, and removes them", {}, async ({ page, open, host }) => {
  const document = readFileSync(new URL("../../docs/embedding.md", import.meta.url), "utf8");
  const [, example = ""] = /## Offline\n[^]*?```html\n([^]*?)```/.exec(document) ?? [];
  host.added.set("/tried.html", Buffer.from(`<!doctype html><html lang="en"><title>Tried</title><link rel="icon" href="data:,">${example}`));
  await open("/tried.html");
  await click(page, "save", "^Saved");
  await host.stop();
  await page.goto("about:blank");
  await page.goto(`${host.url}/tried.html`, { waitUntil: "load" });
  await until(page, () => document.querySelector("#state").textContent === "Saved.");
  await click(page, "remove", "^Not saved");
  assert.deepEqual(await stored(page), []);
});
