/** What the JavaScript shell does without a page: addresses, words, citations. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { manifest } from "./manifest.mjs";
import { emptyView, isView, linkTemplates, parseView, text, viewParams } from "../../www/address.js";
import { cite } from "../../www/elements/cite.js";
import { count, say, words } from "../../www/words.js";

const www = join(dirname(fileURLToPath(import.meta.url)), "../../www");

test("a view comes back from its address as it was", () => {
  const view = {
    ...emptyView(),
    q: 'tide "second lantern" -ebb & 100% #1',
    section: ["news", "letters & more"],
    issue: ["7"],
    author: ["Ann O’Marsh"],
    from: "2031",
    sort: /** @type {const} */ ("oldest"),
    article: "7/the-lantern",
  };
  const address = text(viewParams(view));
  assert.deepEqual(parseView(address), view);
  assert.match(address, /article=7\/the-lantern/, "ids stay readable");
  assert.equal(text(viewParams(emptyView())), "", "nothing to see, nothing in the address");
});

test("whatever is in an address, a view comes of it", () => {
  for (const address of ["", "%", "%E0%A4%A", "q", "=&=&", "sort=worst", "section=&section=", `q=${"x".repeat(50_000)}`, "__proto__=1"]) {
    const view = parseView(address);
    assert.deepEqual(Object.keys(view), Object.keys(emptyView()));
    assert.ok(view.q.length <= 1_000);
    assert.equal(view.sort, "relevance");
  }
});

test("a page's own parameters are left alone", () => {
  const params = viewParams({ q: "tide" }, new URLSearchParams("lang=cy&q=ebb&page=3"));
  assert.equal(text(params), "lang=cy&page=3&q=tide");
});

test("a fragment that is the page's own says nothing about what to show", () => {
  for (const ours of ["", "q=tide", "article=7/x", "q=", "issue=7&x=1"]) assert.ok(isView(ours), ours);
  for (const other of ["main", "q", "article", "top=q", "section-2", "x=1"]) assert.ok(!isView(other), other);
});

test("links to another page are templates of that page", () => {
  assert.equal(linkTemplates("fragment", "archive.html").article, "archive.html#article={}&q={q}");
  assert.equal(linkTemplates("query", "a{q}.html").issue, "a%7Bq%7D.html?issue={}");
});

test("phrases take their values, numbers their plural, and a missing word is its key", async () => {
  const english = await words("en-GB");
  assert.equal(count(english, "en", "articles", 1), "1 article");
  assert.equal(count(english, "en", "articles", 1_200), "1,200 articles");
  assert.equal(count(english, "en", "resultsFor", 2, { q: "{}" }), "2 articles for “{}”");
  assert.equal(count(english, "no tag at all", "articles", 2), "2 articles");
  assert.equal(say(english, "nowhere"), "nowhere");
  assert.equal(await words("xx"), english);
  assert.equal(await words("__proto__"), english);
});

test("every phrase that the elements say is in the table", async () => {
  const english = await words("en");
  const code = readdirSync(join(www, "elements")).map((name) => readFileSync(join(www, "elements", name), "utf8")).join("\n");
  const said = [...code.matchAll(/\b(?:say|count)\((?:words, )?"([\w.]+)"/g)].map(([, key]) => key);
  assert.ok(said.length > 20);
  for (const key of said) assert.ok(key in english || `${key}.other` in english, key);
});

test("every note on a query has a phrase in every language", async () => {
  const kinds = [...readFileSync(join(www, "archive.js"), "utf8").matchAll(/\{kind: "(\w+)"/g)].map(([, kind]) => kind);
  assert.ok(kinds.includes("bounded"));
  for (const lang of ["en", "cy"]) {
    const table = await words(lang);
    for (const kind of kinds) assert.ok(Object.hasOwn(table, kind), `${kind} in ${lang}`);
  }
});

test("citations hold what they name, and nothing in a title becomes a field", async () => {
  const english = await words("en");
  const element = /** @type {any} */ ({ words: english, language: "en", say: (key, value) => say(english, key, value) });
  const listing = {
    id: "7/the-lantern", issue: "7", url: "", title: "Light\nER  - & {more}", kicker: "", section: "feature",
    authors: ["Ann O’Marsh", "Bo Ferry"], standfirst: "", date: "2031-10", pages: [4, 5, 6], words: 300,
  };
  const issue = { key: "7", season: "autumn", year: "2031", date: "2031-10", title: "The Tidal Post", issn: "1234-5678" };
  const cited = { listing, summary: { issue, articles: [listing] }, address: new URL("https://tides.example/#article=7/the-lantern") };
  assert.match(cite("Harvard", cited, element), /^O’Marsh, Ann and Ferry, Bo \(2031\) .*The Tidal Post, Issue 7, pp\. 4–6\. https:/s);
  assert.match(cite("BibTeX", cited, element), /title = \{\{Light ER - \\& more\}\}/);
  const ris = cite("RIS", cited, element).split("\n");
  assert.equal(ris.filter((line) => line.startsWith("ER  -")).length, 1);
  assert.ok(ris.includes("SP  - 4") && ris.includes("EP  - 6") && ris.includes("AU  - Ferry, Bo"));
});

test("the document on embedding names every attribute, event, slot, part and custom property, and none that is not there", () => {
  const document = readFileSync(join(www, "../docs/embedding.md"), "utf8");
  const named = new Set([...document.matchAll(/`(?:<)?([\w-]+)>?`/g)].map(([, name]) => name));
  const declared = manifest().modules.flatMap(({ declarations }) => declarations);
  assert.equal(declared.length, 4);
  const names = (/** @type {string} */ list) => declared.flatMap((element) => element[list].map((/** @type {{name: string}} */ { name }) => name)).filter(Boolean);
  for (const list of ["attributes", "events", "slots", "cssParts", "cssProperties"]) {
    assert.ok(names(list).length > 2, list);
    for (const name of names(list)) assert.ok(named.has(name), `${list}: ${name} is not in docs/embedding.md`);
  }
  const properties = new Set(names("cssProperties"));
  for (const name of named) if (name.startsWith("--backissue-")) assert.ok(properties.has(name), `there is no ${name}`);
  const section = document.slice(document.indexOf("## Parts"), document.indexOf("Where the browser has highlights"));
  const parts = new Set(names("cssParts"));
  for (const [, name] of section.matchAll(/`([\w-]+)`/g)) assert.ok(parts.has(name), `there is no part ${name}`);
});

test("the archive hands on every part of the search and the reader", () => {
  const [search, reader, archive] = manifest().modules.map(({ declarations }) => declarations[0].cssParts.map(({ name }) => name));
  for (const name of [...search, ...reader]) assert.ok(archive.includes(name), name);
});
