/** What stands in the page's address, what does not, and what the page has there of its own. */
import assert from "node:assert/strict";

import { arrived, found, scenario, until } from "./browser.mjs";
import { alone, results, search } from "./reading.mjs";

const ARTICLE = "42/forty-hours-at-merrow-weir";
const shelf = (page) => found(page, ">>> backissue-reader:not([hidden]) >>> [part=shelf]");
const article = (page) => found(page, ">>> backissue-reader:not([hidden]) >>> [part=article]");

scenario("an address in the query opens with all that it says: filters, order, the article", {}, async ({ page, open }) => {
  for (const query of [`q=merrow&article=${ARTICLE}`, "q=weir&section=feature&sort=newest", "q=heron"]) {
    await open(`/index.html?${query}`);
    await alone(page, "backissue-archive", { address: "query" });
    if (query.includes("article")) await article(page);
    else await results(page);
    assert.equal(new URL(page.url()).search, `?${query}`);
    const view = await page.$eval("backissue-archive", (archive) => /** @type {any} */ (archive).view);
    for (const [name, value] of new URLSearchParams(query)) assert.equal(String(view[name]), value);
  }
});

for (const address of ["none", "query", "fragment"]) {
  scenario(`a link to a heading of the page leaves an article that is read where it is (address ${address})`, {}, async ({ page, open }) => {
    await open("/index.html");
    await alone(page, "backissue-archive", { address });
    await shelf(page);
    await page.evaluate((id) => {
      const link = Object.assign(document.createElement("a"), { href: "#below", id: "link", textContent: "Below" });
      document.body.prepend(link);
      document.body.append(Object.assign(document.createElement("div"), { style: "height: 3000px" }), Object.assign(document.createElement("h2"), { id: "below", textContent: "Below" }));
      /** @type {any} */ (document.querySelector("backissue-archive")).open(id);
    }, ARTICLE);
    await article(page);
    await found(page, ">>> backissue-reader >>> [part=related]");
    await page.evaluate(() => document.addEventListener("backissue-read", () => (window["again"] = true)));
    await page.evaluate(() => /** @type {HTMLAnchorElement} */ (document.querySelector("#link")).click());
    await arrived(page, /#below$/);
    await new Promise((done) => setTimeout(done, 500));
    assert.equal(await page.$eval("backissue-archive", (archive) => /** @type {any} */ (archive).view.article), ARTICLE);
    assert.ok(await page.evaluate(() => !window["again"] && document.querySelector("#below").getBoundingClientRect().top < innerHeight), "the page is where the link leads");
    // Moved in the document, it shows what it showed.
    await page.evaluate(() => document.body.append(document.querySelector("backissue-archive")));
    await new Promise((done) => setTimeout(done, 500));
    await article(page);
  });
}

scenario("what is asked of an archive that keeps no address is shown, though it is asked before it is on the page", {}, async ({ page, open }) => {
  await open("/index.html");
  await page.evaluate(async (id) => {
    const { defineElements } = await import("/pkg/backissue.js");
    await defineElements("backissue-archive");
    const archive = /** @type {any} */ (document.createElement("backissue-archive"));
    archive.setAttribute("src", "/archive/");
    archive.setAttribute("address", "none");
    archive.open(id);
    document.body.replaceChildren(archive);
  }, ARTICLE);
  await article(page);
});

scenario("links in the query keep what the page has there", {}, async ({ page, open }) => {
  const hrefs = async () => {
    await results(page);
    return page.$$eval(">>> backissue-search >>> :is([part~=hit-link], [part~=author], [part~=issue-link])", (links) => links.map((link) => /** @type {HTMLAnchorElement} */ (link).href));
  };
  await open("/index.html?lang=cy&a={}");
  await alone(page, "backissue-search", { address: "query" });
  await search(page, "merrow");
  const own = await hrefs();
  assert.ok(own.length > 2);
  for (const href of own) assert.match(href, /\/index\.html\?lang=cy&a=%7B%7D&(article|author|issue)=/);
  await alone(page, "backissue-search", { address: "query" });
  await page.evaluate(() => document.querySelector("backissue-search").setAttribute("link", "own.html?{}"));
  await page.$eval("backissue-search", (box) => void /** @type {any} */ (box).search({ q: "merrow" }));
  assert.ok((await hrefs()).some((href) => href.includes("/own.html?42/")), "a template of the page's own stays");
});

scenario("a box whose results are on a page with a query leads there", {}, async ({ page, open }) => {
  await open("/index.html");
  await alone(page, "backissue-search", { address: "query", page: "magazine.html?lang=cy" });
  const input = await found(page, ">>> backissue-search >>> [part=input]");
  await input.type("merrow weir");
  await until(page, () => document.querySelector("backissue-search").shadowRoot.querySelector("[role=option]"));
  await page.evaluate(() => document.addEventListener("backissue-open", (event) => (event.preventDefault(), (window["href"] = /** @type {CustomEvent} */ (event).detail.href))));
  await page.evaluate(() => [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelector("backissue-search").shadowRoot.querySelectorAll("[role=option]"))].at(-1).click());
  assert.match(await until(page, () => window["href"]), /\/magazine\.html\?lang=cy&article=\d+\/[\w-]+&q=merrow%20weir$/);
});
