import assert from "node:assert/strict";

import { faults } from "./axe.mjs";
import { arrived, found, holdBack, scenario, stored, until } from "./browser.mjs";
import { PIECES, alone, openFirst, otherBuild, results, search, sideways } from "./reading.mjs";

/** A phrase of the sample magazine that one article has (tests/sample/issue-41.txt). */
const QUERY = "heron clause";

/** What is marked in the article. */
const marks = (page) =>
  page.$eval(">>> backissue-reader >>> [part=article]", (article) => [...article.querySelectorAll("mark")].map((mark) => mark.textContent.toLowerCase()));

scenario("a reader types a query, opens an article with the words marked, and goes back", {}, async ({ page, open }) => {
  await open("/magazine.html");
  await search(page, QUERY);
  const title = await openFirst(page);
  assert.match(title, /heron/i);
  assert.match(page.url(), /article=/, "the article has an address");
  const seen = await marks(page);
  for (const word of QUERY.split(" ")) assert.ok(seen.some((mark) => mark.includes(word)), `${word} is not marked: ${seen}`);
  await page.goBack();
  await until(page, () => !location.href.includes("article="));
  const count = await results(page).then((hit) => hit.evaluate((found) => found.parentElement.children.length));
  assert.ok(count > 0, "the results are there again");
});

scenario("the engine comes beside the manifest, not after it", {}, async ({ page, open, host }) => {
  await holdBack(page, "manifest.bi");
  await open("/magazine.html");
  await (await found(page, ">>> input[type=search]")).focus();
  for (let tries = 0; !host.requests.some(({ path }) => path.endsWith("engine_bg.wasm")); tries++) {
    assert.ok(tries < 50, "the engine waits for the manifest");
    await new Promise((done) => setTimeout(done, 100));
  }
  assert.ok(!host.requests.some(({ path }) => path.endsWith("manifest.bi")));
  await page.evaluate(() => window["release"]());
  await search(page, QUERY);
  await results(page);
});

scenario("what a search asks for first comes beside the engine, and behind it come the texts alone", {}, async ({ page, open, host, settled }) => {
  await holdBack(page, "engine_bg.wasm");
  await open("/magazine.html#q=heron+clause");
  await until(page, () => window["held"]);
  await settled();
  const parts = () => host.requests.map(({ path }) => path).filter((path) => path.includes("/parts/"));
  const early = parts().length;
  await page.evaluate(() => window["release"]());
  await results(page);
  await settled();
  const hits = await page.$$(">>> backissue-search >>> [part=hit]");
  assert.ok(early > 3 && hits.length > 0);
  assert.equal(parts().length - early, hits.length, `one text each, and nothing else: ${parts()}`);
  assert.equal(new Set(parts()).size, parts().length, "nothing is fetched twice");
});

scenario("an article's address opens it on another day", {}, async ({ page, open }) => {
  await open("/magazine.html");
  await search(page, QUERY);
  const title = await openFirst(page);
  const { hash } = new URL(page.url());
  await page.goto("about:blank");
  await open(`/magazine.html${hash}`);
  const headline = await found(page, ">>> backissue-reader >>> [part=headline]");
  assert.equal(await headline.evaluate((found) => found.textContent), title);
});

scenario("the box in a site's header leads to the archive page, by an address that no server sees", {}, async ({ page, open, host }) => {
  await open("/union.html");
  const input = await found(page, ">>> backissue-search >>> [part=input]");
  await input.type("rest breaks");
  await page.keyboard.press("Enter");
  await arrived(page, /\/magazine\.html#.*q=rest/);
  await results(page);
  assert.ok(host.requests.every(({ path }) => !/rest|breaks/i.test(path)));
});

scenario("words that a form sent without scripts are searched, and sent no more", {}, async ({ page, open }) => {
  await open("/magazine.html?lang=en&q=heron+clause");
  await results(page);
  const { search: sent, hash } = new URL(page.url());
  assert.equal(sent, "?lang=en");
  assert.match(hash, /^#q=heron/);
});

scenario("every headline on a site's front page leads to its article", {}, async ({ page, open }) => {
  await open("/union.html");
  const link = await found(page, ">>> backissue-headlines >>> [part=headline] a");
  const title = await link.evaluate((found) => found.textContent);
  await link.click();
  const headline = await found(page, ">>> backissue-reader >>> [part=headline]");
  assert.equal(await headline.evaluate((found) => found.textContent), title);
});

scenario("a search sends nothing but requests for immutable parts, and stores nothing", {}, async ({ page, open, host }) => {
  await open("/magazine.html");
  const input = await found(page, ">>> backissue-search >>> [part=input]");
  await input.click();
  await page.waitForNetworkIdle({ idleTime: 300 });
  const before = host.requests.length;
  await input.type("lone working at night");
  await page.keyboard.press("Enter");
  await results(page);
  await openFirst(page);
  await page.waitForNetworkIdle({ idleTime: 300 });
  const asked = host.asked.slice(before);
  const other = asked.filter((address) => !/^\/archive\/parts\/[0-9a-f]+\.bi$/.test(address) && !/^\/pkg\/[\w./-]+$/.test(address) &&
    // Chromium asks for the page's icon again when the address changes.
    address !== "/mark.svg");
  assert.deepEqual(other, []);
  assert.deepEqual(await stored(page), [], "nothing is stored without a click");
});

scenario("an article that is not there gives a message and a way on", {}, async ({ page, open }) => {
  await open("/magazine.html#article=99/never-written");
  const message = await found(page, ">>> backissue-reader >>> [part=error]");
  assert.match(await message.evaluate((found) => found.textContent), /not in this archive|no article/i);
  const sentences = await page.$$eval(">>> backissue-reader >>> [part=error] p", (all) => all.filter((one) => one.textContent.trim()).length);
  assert.ok(sentences >= 2, "what happened, and what to do");
});

for (const [name, file, damage] of [
  ["a manifest that is none", "manifest.bi", () => Buffer.from("<!doctype html><title>Not found</title>")],
  ["an empty manifest", "manifest.bi", () => Buffer.alloc(0)],
  ["a damaged manifest", "manifest.bi", (bytes) => (bytes[bytes.length >> 1] ^= 4, bytes)],
  ["damaged parts", "/parts/", (bytes) => (bytes[bytes.length >> 1] ^= 4, bytes)],
  ["parts cut short", "/parts/", (bytes) => bytes.subarray(0, bytes.length >> 1)],
]) {
  scenario(`${name} gives a message, and trying again works once it is mended`, {}, async ({ page, open, host }) => {
    host.damage.set(file, damage);
    await open("/magazine.html#q=heron");
    const error = await found(page, ">>> backissue-search >>> [part=error]");
    assert.match(await error.evaluate((found) => found.textContent), /\w{3,} \w+/);
    host.damage.clear();
    await (await found(page, ">>> backissue-search >>> [part=error] button")).click();
    await results(page);
  });
}

scenario("trying again after a part was not there asks for the manifest anew: there may be another edition", {}, async ({ page, open, host, expect }) => {
  expect(/Failed to load resource|404/);
  host.damage.set("/parts/", () => undefined);
  await open("/magazine.html#q=heron");
  const again = await found(page, ">>> backissue-search >>> [part=error] button");
  host.damage.clear();
  const before = host.requests.length;
  await again.click();
  await results(page);
  assert.ok(host.requests.slice(before).some(({ path }) => path.endsWith("/manifest.bi")));
});

scenario("a search that failed can be asked again in the same words, or cleared", {}, async ({ page, open }) => {
  await open("/magazine.html");
  await search(page, "heron");
  /** The archive fails, or does what it did. */
  const fails = (/** @type {boolean} */ on) =>
    page.evaluate(async (on) => {
      const { openArchive } = await import("/pkg/backissue.js");
      const archive = await openArchive("/archive/");
      if (on) archive.search = () => Promise.reject(new Error("no"));
      else delete archive.search;
    }, on);
  const input = await found(page, ">>> backissue-search >>> [part=input]");
  const ask = async (/** @type {string} */ words) => {
    await input.evaluate((box) => /** @type {HTMLInputElement} */ (box).select());
    await input.type(words);
    await page.keyboard.press("Enter");
    await found(page, ">>> backissue-search >>> [part=error]");
  };
  await fails(true);
  await ask("ferry");
  await fails(false);
  await page.keyboard.press("Enter");
  await results(page);
  await fails(true);
  await ask("quarry");
  await fails(false);
  await (await found(page, ">>> backissue-search >>> [part=clear]")).click();
  await found(page, ">>> backissue-reader:not([hidden]) >>> [part=shelf]");
  assert.equal((await page.$$(">>> backissue-search >>> [part=outcome]:not([hidden])")).length, 0);
});

scenario("a script of the engine that did not come is said in a sentence, in the page's language, and comes at the next try", {}, async ({ page, open, host, expect }) => {
  expect(/404|Failed to load|MIME|module source/i);
  host.damage.set("/engine.js", () => undefined);
  await open("/index.html");
  await page.evaluate(() => (document.documentElement.lang = "cy"));
  await alone(page, "backissue-search");
  const input = await found(page, ">>> backissue-search >>> [part=input]");
  await input.type("heron");
  await page.keyboard.press("Enter");
  await found(page, ">>> backissue-search >>> [part=error]");
  assert.equal(await page.$eval(">>> backissue-search >>> [part=error] .quiet", (line) => line.textContent), "Nid oes modd cyrraedd y gweinydd.");
  host.damage.clear();
  await (await found(page, ">>> backissue-search >>> [part=error] button")).click();
  await results(page);
});

scenario("without the script of advice there is what was found, and it is said that something is missing", {}, async ({ page, open, host, expect }) => {
  expect(/404|Failed to load|MIME|module source/i);
  host.damage.set("/advice.js", () => undefined);
  await open("/magazine.html");
  const input = await found(page, ">>> backissue-search >>> [part=input]");
  await input.type("qqxzy");
  await page.keyboard.press("Enter");
  assert.match(await (await found(page, ">>> backissue-search >>> [part=count]")).evaluate((count) => count.textContent), /qqxzy/);
  await found(page, ">>> backissue-search >>> [part=error] [part~=retry]");
  assert.match(await page.$eval(">>> backissue-search >>> [part=count]", (count) => count.textContent), /qqxzy/, "it stays");
});

scenario("a search does without the reader's wasm; reading without it gives a message, and works once it is there", {}, async ({ page, open, host, expect }) => {
  expect(/Failed to load resource|404/);
  host.damage.set("/reader_bg.wasm", () => undefined);
  await open("/magazine.html#q=heron");
  await results(page);
  assert.ok(!host.requests.some(({ path }) => path.endsWith("/reader_bg.wasm")), "only reading takes it");
  await (await found(page, ">>> backissue-search >>> a.bi-hit-link")).click();
  const again = await found(page, ">>> backissue-reader >>> [part=error] button");
  assert.match(await page.$eval(">>> backissue-reader >>> [part=error]", (error) => error.textContent ?? ""), /\w{3,} \w+/);
  host.damage.clear();
  await again.click();
  await found(page, ">>> backissue-reader >>> .bi-headline");
});

scenario("words that are spelt well take nothing special; a misspelt one, a phrase and a filter do, say what is missing, and work once it is there", {}, async ({ page, open, host, expect }) => {
  expect(/Failed to load resource|404/);
  await open("/index.html");
  /** @param {string} query @returns {Promise<any>} the page of results, or what was thrown */
  const ask = (query) =>
    page.evaluate(async (query) => {
      const { openArchive } = await import("/pkg/backissue.js");
      const archive = await openArchive("/archive/");
      return archive.search(query).catch(({ fault, place, remedy }) => ({ fault, place, remedy }));
    }, query);
  const special = () => host.requests.filter(({ path }) => path.endsWith("/special_bg.wasm")).length;
  host.damage.set("/special_bg.wasm", () => undefined);
  assert.ok((await ask(QUERY)).hits.length > 0);
  assert.ok(!host.requests.some(({ path }) => /(results|reader|special)_bg/.test(path)), "data is had without them");
  for (const query of ["hreon", '"heron clause"', "heron section:news", "heron -lock"]) {
    const failed = await ask(query);
    assert.equal(failed.fault, "environment", query);
    assert.match(failed.place, /special_bg\.wasm$/);
    assert.ok(failed.remedy);
    assert.ok((await ask(QUERY)).hits.length > 0, "a failure leaves the archive usable");
  }
  host.damage.clear();
  assert.ok((await ask("heron section:news")).hits.every(({ section }) => section === "news"));
  const found = await ask("hreon");
  assert.equal(found.notes[0].instead, "heron");
  const before = special();
  assert.deepEqual(await ask("hreon"), found);
  assert.equal(special(), before, "it is fetched once");
});

scenario("what special queries take is fetched after the first results, so that nobody waits for it", {}, async ({ page, open, host }) => {
  await open(`/magazine.html#q=${QUERY.replace(" ", "%20")}`);
  await results(page);
  await until(page, () => performance.getEntriesByType("resource").some(({ name }) => name.endsWith("/special_bg.wasm")));
  const order = host.requests.map(({ path }) => path);
  const last = order.findLastIndex((path) => path.includes("/parts/"));
  assert.ok(order.findIndex((path) => path.endsWith("/special_bg.wasm")) > last);
  await search(page, " lok keepers");
});

scenario("a page that was loaded before an update says so when an article is opened, and works when it is loaded again", {}, async ({ page, open, host }) => {
  const caching = { "Cache-Control": "max-age=600" };
  for (const file of ["engine.js", ...PIECES]) host.headers.set(`/pkg/${file}`, caching);
  await open("/magazine.html#q=heron");
  await results(page);
  const other = await otherBuild(host);
  for (const file of ["engine.js", ...PIECES]) host.damage.set(file, other);
  await (await found(page, ">>> [part=hit] a[href*='article=']")).click();
  const error = await found(page, ">>> backissue-reader >>> [part=error]");
  assert.match(await error.evaluate((found) => found.textContent), /loaded before an update\. Load it again/);
  await page.reload({ waitUntil: "load" });
  await found(page, ">>> backissue-reader >>> [part=article]");
});

scenario("a cache that kept the reader of another build does not stand in the way", {}, async ({ page, open, host }) => {
  host.headers.set("/pkg/reader_bg.wasm", { "Cache-Control": "max-age=600" });
  host.damage.set("reader_bg.wasm", await otherBuild(host));
  await open("/index.html");
  await page.evaluate(async () => (await fetch("/pkg/reader_bg.wasm")).arrayBuffer());
  host.damage.clear();
  await page.evaluateOnNewDocument(() => {
    const { fetch } = window;
    window["asked"] = [];
    window.fetch = (address, options) => {
      if (String(address).includes("reader_bg.wasm")) window["asked"].push(options?.cache);
      return fetch(address, options);
    };
  });
  const sent = () => host.requests.filter(({ path }) => path.endsWith("/reader_bg.wasm")).length;
  const before = sent();
  await open("/magazine.html#q=heron");
  await results(page);
  await openFirst(page);
  assert.deepEqual(await page.evaluate(() => window["asked"]), ["default", "reload"], "the page asked twice");
  assert.equal(sent() - before, 1, "and the cache answered once, with the other build");
});

scenario("without its words an element leaves the page as it is, and says so", {}, async ({ page, open, host, expect }) => {
  expect(/Failed to load resource|404|strings\/en\.js/);
  host.damage.set("/strings/", () => undefined);
  await page.evaluateOnNewDocument(() => {
    document.addEventListener("backissue-error", () => (window["told"] = true));
  });
  await open("/magazine.html");
  await until(page, () => window["told"] === true);
  assert.ok(await page.$eval("backissue-archive a", (link) => link.checkVisibility()));
});

scenario("a query of ten thousand characters is answered", {}, async ({ page, open }) => {
  await open("/magazine.html");
  const input = await found(page, ">>> backissue-search >>> [part=input]");
  await input.click();
  await input.evaluate((box) => (box.value = `heron "clause ${"(zyx) OR -a:b ".repeat(710)}`));
  await page.keyboard.press("Enter");
  await found(page, ">>> backissue-search >>> :is([part=hit], [part=none])");
});

scenario("markup in a query stays text", {}, async ({ page, open }) => {
  const markup = '<img src=x onerror="document.title=1">';
  await open(`/magazine.html#q=${encodeURIComponent(markup)}`);
  await found(page, ">>> backissue-search >>> :is([part=hit], [part=none])");
  assert.equal(await page.$eval(">>> backissue-search >>> [part=input]", (box) => box.value), markup);
  assert.equal((await page.$$(">>> backissue-archive >>> img[src='x']")).length, 0);
  assert.notEqual(await page.title(), "1");
});

for (const dark of [false, true]) {
  scenario(`axe finds no fault with results and an article, ${dark ? "dark" : "light"}`, { dark }, async ({ page, open, settled }) => {
    await open("/magazine.html#q=heron");
    await results(page);
    await settled();
    assert.deepEqual(await faults(page), []);
    await openFirst(page);
    await settled();
    assert.deepEqual(await faults(page), []);
  });
}

scenario("axe finds no fault with results, an article and an issue in forced colours, and hits, choices and the focus are seen in them", { only: "chromium" }, async ({ page, open, settled }) => {
  const session = await page.createCDPSession();
  await session.send("Emulation.setEmulatedMedia", { features: [{ name: "forced-colors", value: "active" }] });
  // Colours are the reader's: the computed ones, which axe compares, are still the page's.
  const forced = () => faults(page, "color-contrast");
  await open("/magazine.html#q=night");
  await results(page);
  await settled();
  assert.ok(await page.evaluate(() => matchMedia("(forced-colors: active)").matches));
  assert.deepEqual(await forced(), []);
  const style = (selector, ...names) => page.$eval(`>>> ${selector}`, (node, names) => names.map((name) => getComputedStyle(node)[name]), names);
  assert.deepEqual(await style("[part=excerpt] mark", "outlineStyle", "outlineWidth"), ["solid", "1px"]);
  const input = await found(page, ">>> backissue-search >>> [part=input]");
  await input.focus();
  assert.deepEqual(await style("backissue-search >>> [part=input]", "outlineStyle", "outlineWidth"), ["solid", "2px"]);
  await input.evaluate((box) => box.select());
  await input.type("heron");
  await found(page, ">>> backissue-search >>> [part=option]");
  await page.keyboard.press("ArrowDown");
  assert.deepEqual(await style("backissue-search >>> [aria-selected=true]", "outlineStyle", "outlineWidth"), ["solid", "2px"]);
  await page.keyboard.press("Escape");
  await openFirst(page);
  await settled();
  assert.deepEqual(await forced(), []);
  for (const [words, part] of [["#issue=42", "contents-section"], ["", "shelf"]]) {
    await page.evaluate((words) => (location.hash = words), words);
    await found(page, `>>> backissue-reader >>> [part=${part}]`);
    await settled();
    assert.deepEqual(await forced(), [], part);
  }
  assert.deepEqual(await style("backissue-reader >>> [part=cover]", "borderTopStyle"), ["solid"], "a cover has an edge");
});

scenario("nothing moves for a reader who wants less motion", { only: "chromium" }, async ({ page, open }) => {
  const moving = () => page.$eval(">>> backissue-reader >>> .fade", (node) => getComputedStyle(node).animationName);
  await open("/magazine.html#article=41/moorings");
  await found(page, ">>> backissue-reader >>> [part=article]");
  assert.equal(await moving(), "fade", "what is looked at can tell");
  await page.emulateMediaFeatures([{ name: "prefers-reduced-motion", value: "reduce" }]);
  assert.equal(await moving(), "none");
});

scenario("results and an article fit 320 px without scrolling sideways", { width: 320 }, async ({ page, open, settled }) => {
  await open("/magazine.html#q=heron");
  await results(page);
  await settled();
  assert.ok((await sideways(page)) <= 0, "the results");
  await openFirst(page);
  await settled();
  assert.ok((await sideways(page)) <= 0, "the article");
});

scenario("an archive that is read whole fetches every part once, side by side questions or not, and none for a query", {}, async ({ page, open, host }) => {
  await open("/magazine.html");
  const parts = () => host.requests.filter(({ path }) => path.includes("/parts/")).map(({ path }) => path);
  const before = parts().length;
  const total = await page.evaluate(async () => {
    const { openArchive } = await import("/pkg/backissue.js");
    const archive = await openArchive("/archive/", { whole: true });
    await Promise.all([archive.search("night shift"), archive.search("wheelchair"), archive.issues()]);
    return (await archive.partsForIssues()).length;
  });
  const fetched = parts().slice(before);
  assert.equal(new Set(fetched).size, fetched.length, "no part twice");
  assert.equal(fetched.length, total);
  await page.evaluate(async () => {
    const { openArchive } = await import("/pkg/backissue.js");
    await (await openArchive("/archive/", { whole: true })).search("tied cottage redundancy");
  });
  assert.equal(parts().length, before + total, "a further question fetches nothing");
});
