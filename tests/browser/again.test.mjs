/** What does not come the first time comes the second: modules that are loaded when they are needed. */
import assert from "node:assert/strict";

import { found, scenario, until } from "./browser.mjs";
import { alone, results, search } from "./reading.mjs";

/** Lets each of these files fail once. @param {import("./server.mjs").StaticHost} host @param {string[]} files */
function failOnce(host, ...files) {
  for (const file of files) {
    let asked = 0;
    host.damage.set(file, (bytes) => (asked++ ? bytes : undefined));
  }
}

/** What browsers write into the console when a file does not come. */
const FAILURES = /404|Failed to load resource|Loading (module|failed)|dynamically imported module/i;

const hasFailed = (host, file) => host.requests.some(({ path, status }) => path.endsWith(file) && status === 404);
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** Waits until a file has failed. The page hears of it a little later. */
const failed = async (host, file) => {
  for (let waited = 0; !hasFailed(host, file); waited += 20) {
    assert.ok(waited < 20_000, `${file} was not asked for`);
    await pause(20);
  }
};

/** Does something until something has come of it: who is to notice may begin late. */
const persist = async (act, has) => {
  for (let waited = 0; !(await has()); waited += 200) {
    assert.ok(waited < 20_000, "nothing came of it");
    await act();
    await pause(200);
  }
};

scenario("an element whose script or words did not come is there when there is a network again", {}, async ({ page, open, host, expect }) => {
  expect(FAILURES);
  await open("/partner.html");
  failOnce(host, "elements/archive.js", "strings/cy.js");
  await alone(page, "backissue-archive", { lang: "cy" });
  // The element is tried again of itself, its words once there is a network.
  await failed(host, "elements/archive.js");
  await failed(host, "strings/cy.js");
  assert.equal(await page.$("backissue-archive >>> [part=root]"), null);
  await persist(
    () => page.evaluate(() => void dispatchEvent(new Event("online"))),
    () => page.$("backissue-archive >>> backissue-search >>> [part=label]"),
  );
  const label = await found(page, ">>> backissue-search >>> [part=label]");
  assert.match(await label.evaluate((label) => label.textContent), /Chwilio/);
});

scenario("every element whose script did not come is tried again as soon as the first, however many there are", {}, async ({ page, open, host, expect }) => {
  expect(FAILURES);
  await page.evaluateOnNewDocument(() => {
    const { setTimeout } = window;
    const delays = (window["delays"] = []);
    // Seconds pass at once, and are written down.
    window.setTimeout = /** @type {any} */ ((run, delay, ...values) => setTimeout(run, delay < 1000 ? delay : (delays.push(delay), 0), ...values));
  });
  await open("/index.html");
  // The archive's own script imports others of these by name, and what failed once Firefox does not ask for again under that name.
  failOnce(host, "elements/search.js", "elements/reader.js", "pkg/headlines.js");
  const names = ["backissue-search", "backissue-reader", "backissue-headlines"];
  await page.evaluate(async (names) => {
    document.body.replaceChildren(...names.map((name) => document.createElement(name)));
    await import("/pkg/backissue.js");
  }, names);
  await until(page, (names) => names.every((name) => customElements.get(name)), names);
  assert.deepEqual(await page.evaluate(() => window["delays"]), [2000, 2000, 2000]);
});

scenario("what an element loads when it is needed, and did not come, comes the next time it is needed", {}, async ({ page, open, host, expect }) => {
  expect(FAILURES);
  await open("/magazine.html");
  failOnce(host, "elements/advice.js", "elements/tools.js");
  await search(page, "heron keepor");
  await failed(host, "elements/advice.js");
  assert.equal(await page.$(">>> backissue-search >>> [part=note]"), null);
  await (await found(page, ">>> [part=hit] a[data-article]")).click();
  await failed(host, "elements/tools.js");
  await page.goBack();
  // What is typed before the page has gone back is lost.
  await until(page, () => !location.href.includes("article="));
  await search(page, " lanturn");
  await found(page, ">>> backissue-search >>> [part=note]");
  await (await found(page, ">>> [part=hit] a[data-article]")).click();
  await found(page, ">>> backissue-reader >>> [part=actions] button");
});

scenario("a filtered search shows what it found, and what is chosen, before the script of its chips has come", {}, async ({ page, open, host }) => {
  let come;
  const held = new Promise((done) => (come = done));
  host.damage.set("elements/advice.js", (bytes) => held.then(() => bytes));
  await open("/magazine.html#q=keepers&section=news");
  await results(page);
  await found(page, '>>> [part=filters] input[data-filter="section news"]');
  assert.equal(await page.$(">>> backissue-search >>> [part=chip]"), null);
  come();
  await found(page, ">>> backissue-search >>> [part=chip]");
  assert.equal((await page.$$(">>> [part=chip]")).length, 1);
});

scenario("where the script of a filtered search's chips did not come it is said beside what was found, and the next try brings chips and every filter", {}, async ({ page, open, host, expect }) => {
  expect(FAILURES);
  host.damage.set("elements/advice.js", () => undefined);
  await open("/magazine.html#q=keepers&section=news");
  await results(page);
  const said = await found(page, ">>> backissue-search >>> [part=error]");
  assert.ok(await page.$(">>> [part=hit]"), "what was found stays");
  const filters = () => page.$$eval('>>> [part=filters] input[data-filter^="section "]', (all) => all.map((input) => `${input.dataset.filter} ${/** @type {HTMLInputElement} */ (input).checked}`));
  assert.deepEqual(await filters(), ["section news true"], "what is chosen can be taken back");
  host.damage.clear();
  await (await said.$("[part~=retry]")).click();
  await found(page, ">>> backissue-search >>> [part=chip]");
  await until(page, () => document.querySelector("backissue-archive").shadowRoot.querySelector("backissue-search").shadowRoot.querySelectorAll('[data-filter^="section "]').length > 1);
  assert.ok((await filters()).includes("section news true"));
  assert.equal(await page.$(">>> backissue-search >>> [part=error]"), null);
});

scenario("an archive in one file opens though its script did not come the first time", {}, async ({ page, open, host, expect }) => {
  expect(FAILURES);
  await open("/partner.html");
  failOnce(host, "pkg/pack.js");
  const opened = () =>
    page.evaluate(async () => {
      const { openArchive } = await import("/pkg/backissue.js");
      return openArchive("/archive/archive.pack").then(async (archive) => (await archive.search("heron clause")).total, ({ cause, place }) => [...cause, place]);
    });
  assert.deepEqual(await opened(), ["unreachable", "pack.js"]);
  assert.ok(/** @type {number} */ (await opened()) > 0);
});

scenario("the search box of headlines comes the next time they are drawn, and its engine with the next word", {}, async ({ page, open, host, expect }) => {
  expect(FAILURES);
  // A page that has none of its own yet.
  await open("/index.html");
  failOnce(host, "headlines-search.js", "pkg/tiny.js", "tiny_engine.js");
  await alone(page, "backissue-headlines", { search: "" });
  await found(page, ">>> backissue-headlines >>> [role=status]:not(:empty)");
  assert.ok(hasFailed(host, "headlines-search.js"));
  await page.evaluate(() => document.querySelector("backissue-headlines").setAttribute("count", "4"));
  const input = await found(page, ">>> backissue-headlines >>> input");
  const type = async () => {
    await input.evaluate((/** @type {HTMLInputElement} */ input) => (input.value = ""));
    await input.type("heron");
  };
  await persist(type, () => page.$eval(">>> backissue-headlines >>> [role=status]", (status) => /^\d+ articles?$/.test(status.textContent)));
  for (const file of ["pkg/tiny.js", "tiny_engine.js"]) assert.ok(hasFailed(host, file), file);
});

scenario("what an element is made of besides its own file did not come: it is tried less and less often, and the page's own words stay until it comes", {}, async ({ page, open, host, browser, expect }) => {
  expect(FAILURES);
  await page.evaluateOnNewDocument(() => {
    const { setTimeout } = window;
    const delays = (window["delays"] = []);
    window.setTimeout = /** @type {any} */ ((run, delay, ...values) => setTimeout(run, delay < 1000 ? delay : (delays.push(delay), 100), ...values));
  });
  await open("/index.html");
  failOnce(host, "elements/base.js");
  await page.evaluate(async () => {
    const element = document.createElement("backissue-search");
    element.setAttribute("src", "/archive/");
    element.textContent = "All issues";
    document.body.replaceChildren(element);
    await import("/pkg/backissue.js");
  });
  await failed(host, "elements/base.js");
  if (browser === "chromium") return void (await found(page, ">>> backissue-search >>> [part=input]"));
  // Firefox asks for no module again that did not come, by the name that another has for it, until the page is loaded again.
  await until(page, () => window["delays"].length > 3);
  assert.deepEqual(await page.evaluate(() => window["delays"].slice(0, 4)), [2000, 4000, 8000, 16000]);
  assert.equal(await page.$eval("backissue-search", (element) => /** @type {HTMLElement} */ (element).innerText), "All issues");
});
