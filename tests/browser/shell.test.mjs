/** What the JavaScript shell does without a page: addresses, words, citations. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { ROOT } from "./browser.mjs";
import { manifest } from "./manifest.mjs";
import { ahead } from "../../www/ahead.js";
import { emptyView, isView, linkTemplates, modeOf, parseView, text, viewParams } from "../../www/address.js";
import { cite } from "../../www/elements/cite.js";
import { phrases } from "../../www/offline.js";
import { count, say, words } from "../../www/words.js";

const www = join(dirname(fileURLToPath(import.meta.url)), "../../www");
/** The languages that there are words in. */
const languages = readdirSync(join(www, "strings")).map((name) => name.replace(/\.js$/, ""));

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
  const address = text(viewParams(view, "fragment"));
  assert.deepEqual(parseView(address, "fragment"), view);
  assert.match(address, /article=7\/the-lantern/, "ids stay readable");
  assert.equal(text(viewParams(emptyView(), "fragment")), "", "nothing to see, nothing in the address");
});

test("whatever is in an address, a view comes of it", () => {
  for (const address of ["", "%", "%E0%A4%A", "q", "=&=&", "sort=worst", "section=&section=", `q=${"x".repeat(50_000)}`, "__proto__=1"]) {
    const view = parseView(address, "fragment");
    assert.deepEqual(Object.keys(view), Object.keys(emptyView()));
    assert.ok(view.q.length <= 1_000);
    assert.equal(view.sort, "relevance");
  }
});

/** Gives a test the page that addresses are resolved against. @param {import("node:test").TestContext} t */
function onPage(t) {
  Object.assign(globalThis, { document: { baseURI: "https://host.example/at/page.html" } });
  t.after(() => Reflect.deleteProperty(globalThis, "document"));
}

test("a page's own parameters are left alone", () => {
  const params = viewParams({ q: "tide" }, "query", new URLSearchParams("lang=cy&q=ebb&page=3"));
  assert.equal(text(params), "lang=cy&page=3&q=tide");
});

test("a page chooses what its address calls the query, and keeps a q of its own", (t) => {
  onPage(t);
  const mode = modeOf("query find", "none");
  const view = { ...emptyView(), q: "tide", section: ["news"], article: "7/x" };
  const params = viewParams(view, mode, new URLSearchParams("q=own&section=top"));
  assert.equal(text(params), "q=own&section=top&find=tide&find-section=news&find-article=7/x");
  assert.deepEqual(parseView(text(params), mode), view);
  assert.ok(isView("find=tide", mode) && isView("find-article=7/x", mode) && !isView("q=tide", mode));
  assert.deepEqual(linkTemplates(mode, "a.html"), {
    article: "https://host.example/at/a.html?find-article={}&find={q}",
    issue: "https://host.example/at/a.html?find-issue={}",
    author: "https://host.example/at/a.html?find-author={}",
  });
  for (const wrong of ["query a=b", "queries", "query a b", "#", "", null]) assert.equal(modeOf(wrong, "fragment"), "fragment");
});

test("a fragment that is the page's own says nothing about what to show", () => {
  for (const ours of ["", "q=tide", "article=7/x", "q=", "issue=7&x=1"]) assert.ok(isView(ours, "fragment"), ours);
  for (const other of ["main", "q", "article", "top=q", "section-2", "x=1"]) assert.ok(!isView(other, "fragment"), other);
});

test("links to another page are templates of that page", (t) => {
  onPage(t);
  assert.equal(linkTemplates("fragment", "archive.html").article, "archive.html#article={}&q={q}");
  assert.equal(linkTemplates("query", "a{q}.html").issue, "https://host.example/at/a%7Bq%7D.html?issue={}");
  assert.equal(linkTemplates("query", "/?page_id=12").issue, "https://host.example/?page_id=12&issue={}", "the page's own parameters stay");
});

test("the worker finds what a module imports as the page does, and takes the same files for code", () => {
  const [page, worker] = ["offline.js", "sw.js"].map((name) => readFileSync(join(www, name), "utf8"));
  for (const piece of [/^const CODE = .*$/m, /^function imports\([^]*?^}/m]) {
    const [there, here] = [page, worker].map((text) => text.match(piece)?.[0]);
    assert.ok(there, String(piece));
    assert.equal(here, there);
  }
});

test("phrases take their values, numbers their plural, and a missing word is its key", async () => {
  const english = await words("en-GB");
  assert.equal(count(english, "articles", 1), "1 article");
  assert.equal(count(english, "articles", 1_200), "1,200 articles");
  assert.equal(count(english, "resultsFor", 2, { q: "{}" }), "2 articles for “{}”");
  assert.equal(say(english, "nowhere"), "nowhere");
  assert.equal(await words("xx"), english);
  assert.equal(await words("__proto__"), english);
});

test("every phrase that the elements say is in every table, and so are the reasons of failures", async () => {
  const modules = [...readdirSync(join(www, "elements")).map((name) => `elements/${name}`), "headlines.js", "headlines-search.js", "offline.js"];
  const code = modules.map((name) => readFileSync(join(www, name), "utf8")).join("\n");
  const said = [...code.matchAll(/\b(?:say|count|failure)\((?:words, |this\.words, |host\.words, |table, )?"([\w.]+)"/g)].map(([, key]) => key);
  assert.ok(said.length > 20);
  const reasons = [...["archive.js", "headlines.js", "tiny.js"].map((name) => readFileSync(join(www, name), "utf8")).join("\n").matchAll(/\["(unreachable|answered|outdated)"/g)].map(([, key]) => key);
  assert.equal(new Set(reasons).size, 3);
  for (const lang of languages) {
    const table = await phrases(lang);
    for (const key of [...said, ...reasons, "missing", "missingHelp", "damaged"]) assert.ok(key in table || `${key}.other` in table, `${key} in ${lang}`);
  }
});

test("the tables of all languages have the same phrases, with the same values in them", async () => {
  const english = await phrases("en");
  const form = (/** @type {string} */ key) => key.replace(/\.(zero|one|two|few|many|other)$/, "");
  const holes = (/** @type {string} */ phrase) => [...new Set(phrase.match(/\{\w*\}/g))].sort().join();
  for (const lang of languages) {
    const table = await phrases(`${lang}-XX`);
    assert.equal(table.lang, lang, "www/words.js knows the language, and its file says which it is");
    assert.deepEqual([...new Set(Object.keys(table).map(form))].sort(), [...new Set(Object.keys(english).map(form))].sort(), lang);
    assert.ok(lang === "en" || table.noSaving !== english.noSaving, "www/offline.js has words of its own");
    for (const [key, phrase] of Object.entries(english)) if (key in table) assert.equal(holes(table[key]), holes(phrase), `${key} in ${lang}`);
  }
});

test("every note on a query has a phrase in every language", async () => {
  const kinds = [...readFileSync(join(www, "archive.js"), "utf8").matchAll(/\{kind: "(\w+)"/g)].map(([, kind]) => kind);
  assert.ok(kinds.includes("bounded"));
  for (const lang of languages) {
    const table = await words(lang);
    for (const kind of kinds) assert.ok(Object.hasOwn(table, kind), `${kind} in ${lang}`);
  }
});

test("citations hold what they name, and nothing in a title becomes a field", async () => {
  const english = await phrases("en");
  const element = /** @type {any} */ ({ words: english, language: "en", say: (key, value) => say(english, key, value) });
  const listing = {
    id: "7/the-lantern", issue: "7", url: "", title: "Light\nER  - & {more}", kicker: "", section: "feature",
    authors: ["Ann O’Marsh", "Bo Ferry"], standfirst: "", date: "2031-10", pages: [4, 5, 6], words: 300,
  };
  const issue = { key: "7", season: "autumn", year: "2031", date: "2031-10", title: "The Tidal Post", issn: "1234-5678" };
  const cited = { listing, summary: { issue, articles: [listing] }, address: new URL("https://tides.example/#article=7/the-lantern") };
  assert.match(cite("Harvard", cited, element), /^O’Marsh, Ann and Ferry, Bo \(2031\) .*The Tidal Post, Issue 7, pp\. 4–6\. https:/s);
  const welsh = await words("cy");
  const cymraeg = /** @type {any} */ ({ words: welsh, say: (key, value) => say(welsh, key, value) });
  assert.match(cite("Harvard", cited, cymraeg), /^O’Marsh, Ann & Ferry, Bo \(2031\) .*The Tidal Post, Rhifyn 7, tt\. 4–6\. .* \(cyrchwyd \d+ \S+ \d{4}\)\.$/s);
  const undated = { ...cited, listing: { ...listing, date: "", pages: [4] }, summary: { issue: { ...issue, date: "", year: "", key: "Gwanwyn" }, articles: [listing] } };
  assert.match(cite("Harvard", undated, cymraeg), /\(d\.d\.\) .*The Tidal Post, Gwanwyn, t\. 4\./s);
  assert.match(cite("BibTeX", cited, element), /title = \{\{Light ER - \\& more\}\}/);
  const ris = cite("RIS", cited, element).split("\n");
  assert.equal(ris.filter((line) => line.startsWith("ER  -")).length, 1);
  assert.ok(ris.includes("SP  - 4") && ris.includes("EP  - 6") && ris.includes("AU  - Ferry, Bo"));
});

test("what is asked for ahead of the engine is in the archive, and a manifest that is cut or damaged ends it", async () => {
  const whole = new Uint8Array(readFileSync(join(ROOT, "archive/manifest.bi")));
  const asked = async (/** @type {Uint8Array} */ bytes, /** @type {string} */ query) => {
    /** @type {string[]} */
    const names = [];
    await ahead(bytes, query, true, async (name) => void names.push(name)).catch(() => {});
    return names;
  };
  const named = await asked(whole, "Heron clause");
  assert.ok(named.length >= 4 && named.every((name) => existsSync(join(ROOT, "archive", name))), `${named}`);
  assert.equal((await asked(whole, "heron -clause")).length, 2, "operators are not guessed at");
  assert.deepEqual(await asked(whole.with(4, 255), "heron"), [], "nor what a later version means");
  for (let at = 0; at < whole.length; at++) {
    const damaged = whole.map((byte, place) => (place === at ? byte ^ 0xff : byte));
    for (const bytes of [damaged, whole.subarray(0, at)]) {
      assert.ok((await asked(bytes, "heron clause")).every((name) => /^parts\/[0-9a-f]{24}\.bi$/.test(name)));
    }
  }
});

/** Words and their stems. */
const STEMS = Object.entries({
  station: "station", stations: "station", nation: "nation", national: "nation", nationally: "nation", ration: "ration", rations: "ration",
  moment: "moment", dance: "danc", dances: "danc", dancing: "danc", action: "action", relation: "relat", relations: "relat", services: "servic",
  service: "servic", studies: "studi", payment: "payment", payments: "payment", ability: "abil", meetings: "meet", members: "member",
  committee: "committe", pension: "pension", pensions: "pension", election: "elect", elected: "elect", closed: "close", closing: "close",
  worker: "worker", quickly: "quick", heron: "heron", tide: "tide", pay: "pay",
});

/** A manifest whose index has directories of two parts each, one part for each key; and what each part is by its name. @param {string[]} keys */
function withDirectories(keys) {
  /** @type {Map<string, {key: string, bytes?: Uint8Array}>} */
  const parts = new Map();
  const number = (/** @type {number} */ value) => (value < 0x80 ? [value] : [(value & 0x7f) | 0x80, value >> 7]);
  const ref = (/** @type {string} */ key, /** @type {Uint8Array | undefined} */ bytes = undefined) => {
    const hash = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, parts.size >> 8, parts.size & 0xff];
    parts.set(`parts/${Buffer.from(hash).toString("hex")}.bi`, { key, bytes });
    return [...number(300), ...hash];
  };
  const entries = (/** @type {[key: string, ref: number[]][]} */ list) => {
    let before = "";
    return [...number(list.length), ...list.flatMap(([key, ref]) => {
      let shared = 0;
      while (shared < before.length && before[shared] === key[shared]) shared++;
      before = key;
      return [...number(shared), ...number(key.length - shared), ...Buffer.from(key.slice(shared)), ...ref];
    })];
  };
  const always = [...ref("columns"), ...ref("vocabulary")];
  /** @type {[key: string, ref: number[]][]} */
  const directories = [];
  for (let at = 0; at < keys.length; at += 2) {
    const held = keys.slice(at, at + 2).map((key) => /** @type {[string, number[]]} */ ([key, ref(key)]));
    directories.push([keys[at], ref(`directory ${keys[at]}`, Uint8Array.from(entries(held)))]);
  }
  const table = (/** @type {number} */ len, /** @type {number} */ fanout, /** @type {number[]} */ top) => [...number(len), fanout, ...top];
  const head = [...Buffer.from("BKIS"), 3, ...number(4), ...Buffer.from("post"), ...number(9000), ...Array(16).fill(0), ...always];
  return { manifest: Uint8Array.from([...head, ...table(40, 0, [0]), ...table(keys.length, 2, entries(directories))]), parts };
}

test("of an index with directories the part that has a word is asked for ahead, and never more than a handful", async () => {
  // Every stem, its first four letters, and enough between them that each stands in a part of its own.
  const keys = [...new Set(["a", ...STEMS.flatMap(([word, stem]) => [stem, stem.slice(0, 4), `${stem.slice(0, 4)}a`, `${word}s`, "zz"])])].sort();
  const { manifest, parts } = withDirectories(keys);
  const asked = async (/** @type {string} */ query, typing = false) => {
    /** @type {Set<string>} */
    const names = new Set();
    await ahead(manifest, query, typing, async (name) => {
      assert.ok(parts.has(name), name);
      names.add(name);
      return parts.get(name)?.bytes;
    });
    // What the directories name is asked for when they are there.
    await new Promise((resolve) => setTimeout(resolve));
    return [...names].map((name) => parts.get(name)?.key);
  };
  for (const [word, stem] of STEMS) {
    const has = keys.findLast((key) => key <= stem);
    for (const typing of [false, true]) {
      const names = await asked(word, typing);
      assert.ok(names.includes(has), `${word}: ${has} is not among ${names}`);
      assert.ok(names.length <= 2 + 10, `${word}: ${names}`);
    }
  }
  assert.ok((await asked("pen", true)).includes("pens"), "what a word may become");
  const many = await asked(STEMS.map(([word]) => word).join(" "), true);
  assert.equal(many.length, 2 + 16, `${many}`);
  assert.deepEqual(await asked("and the of which"), ["columns", "vocabulary"]);
});

test("what is asked for ahead counts as the engine does", () => {
  const constant = (/** @type {string} */ file, /** @type {string} */ name) =>
    Number(readFileSync(join(www, "..", file), "utf8").match(new RegExp(`const ${name}(?:: u\\d+)? = (\\d+);`))?.[1]);
  const few = constant("src/store/leaf.rs", "EAGER_DOCS");
  assert.equal(constant("www/ahead.js", "DOCS_FEW"), few);
  assert.equal(constant("www/ahead.js", "GROUPS_FEW"), few / constant("src/store/leaf.rs", "GROUP_LEN"));
  assert.equal(constant("www/ahead.js", "VERSION"), constant("src/format/mod.rs", "VERSION"));
});

test("the document on embedding names every attribute, event, slot, part and custom property, and none that is not there", () => {
  const document = readFileSync(join(www, "../docs/embedding.md"), "utf8");
  const declared = manifest().modules.flatMap(({ declarations }) => declarations);
  assert.equal(declared.length, 4);
  /** What stands in backticks in a column of a heading's first table, or of another. */
  const column = (/** @type {string} */ heading, /** @type {number} */ column, table = 0) => {
    const [, after = ""] = document.split(`## ${heading}\n`);
    const tables = after.split("\n## ")[0].split("\n\n").filter((block) => block.trim().startsWith("| "));
    const cells = tables[table].trim().split("\n").map((line) => line.split("|")[column + 1]);
    return [...new Set([...cells.join("\n").matchAll(/`([\w-]+)`/g)].map(([, name]) => name))].sort();
  };
  const names = (/** @type {string} */ list) => [...new Set(declared.flatMap((element) => element[list].map((/** @type {{name: string}} */ { name }) => name)).filter(Boolean))].sort();
  assert.deepEqual(column("Attributes", 1), names("attributes"), "attributes, by element");
  // Every element has `lang` from the browser.
  assert.deepEqual(column("Attributes", 0, 1), [...names("attributes"), "lang"].sort(), "attributes, explained");
  assert.deepEqual(column("Events", 0), names("events"), "events");
  assert.deepEqual(column("In your own words", 0), names("slots"), "slots");
  assert.deepEqual(column("Custom properties", 0), names("cssProperties"), "custom properties");
  assert.deepEqual(column("Parts", 1), names("cssParts"), "parts");
});

test("the document on embedding names every method of an archive and every option, and none that is not there", () => {
  const document = readFileSync(join(www, "../docs/embedding.md"), "utf8");
  const [archive, offline] = ["archive.js", "offline.js"].map((name) => readFileSync(join(www, name), "utf8"));
  /** What stands in backticks in the first column of a table of a section, without brackets. */
  const named = (/** @type {string} */ heading, /** @type {RegExp} */ first) => {
    const [, after = ""] = document.split(`\n## ${heading}\n`);
    const table = after.split("\n## ")[0].split("\n\n").find((block) => first.test(block)) ?? "";
    return table.trim().split("\n").slice(2).flatMap((line) => [...line.split("|")[1].matchAll(/`(\w+)/g)].map(([, name]) => name)).sort();
  };
  const [, body = ""] = archive.split("export class BackissueArchive {");
  const called = [...body.split("\n}")[0].matchAll(/^  (?:async )?(\w+)\(.*\{$|^ {4}this\.(\w+) = |^  (fetchedBytes) /gm)].map(([, method, ...fields]) => method ?? fields.find(Boolean));
  assert.deepEqual(named("From JavaScript", /^\| call /), ["openArchive", ...called.filter((name) => name !== "constructor")].sort(), "calls");
  const typed = [...archive.matchAll(/@property \{.*?\} \[(\w+)\]|@typedef \{Filters & \{(.*?)\}\}/g)].flatMap(([, property, more]) => (property ? [property] : [...more.matchAll(/(\w+)\?:/g)].map(([, name]) => name)));
  assert.deepEqual(named("From JavaScript", /^\| option /), typed.sort(), "options");
  const [, saving = ""] = offline.match(/@typedef \{\{(.*)\}\} SaveOptions/) ?? [];
  assert.deepEqual(named("Offline", /^\| option /), ["lang", ...[...saving.matchAll(/(\w+)\?:/g)].map(([, name]) => name)].sort(), "options of saveOffline");
});

test("the archive hands on every part of the search and the reader", () => {
  const [search, reader, archive] = manifest().modules.map(({ declarations }) => declarations[0].cssParts.map(({ name }) => name));
  for (const name of [...search, ...reader]) assert.ok(archive.includes(name), name);
});
