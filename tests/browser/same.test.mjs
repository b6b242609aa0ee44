/** The same results in a page as on the command line, field by field (src/wasm/page.rs writes them by hand). */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ROOT, scenario } from "./browser.mjs";
import { published, TOOL } from "./published.mjs";

/** Of the sample magazine: every field of a hit and a facet, every kind of note that it can give, letters of several bytes. */
const QUERIES = [
  "",
  "heron clause",
  '"rest breaks"',
  "keepers author:a",
  "lok keepers’ wagez",
  "£46 million – café naïve",
  "CCTV OR locks",
  "xylophone heron",
  "heron pension biscuit",
  '"heron clause',
  '"clause heron"',
  "zzqx",
  'a back\\slash, a "quotation", a tab\tand a heron',
  "heron ".repeat(200),
];

/** What the tool prints for a search, with ranges as JavaScript counts them. @param {string} archive @param {string[]} search */
function printed(archive, ...search) {
  const said = execFileSync(TOOL, ["search", archive, ...search, "--json", "-n", "20"], { encoding: "utf8", maxBuffer: 1 << 26 });
  const expected = JSON.parse(said);
  for (const { snippet, excerpts } of expected.hits) {
    for (const quoted of [snippet, ...excerpts]) {
      // The command line counts bytes, JavaScript units of UTF-16.
      const units = (bytes) => Buffer.from(quoted.text).subarray(0, bytes).toString().length;
      quoted.ranges = quoted.ranges.map(({ start, end }) => ({ start: units(start), end: units(end) }));
    }
  }
  return expected;
}

/** What the page that is open finds in an archive of its host. */
const found = async (page, queries) =>
  JSON.parse(
    await page.evaluate(async (queries) => {
      const { openArchive } = await import("/pkg/backissue.js");
      const archive = await openArchive("/archive/");
      const pages = [];
      for (const query of queries) pages.push(await archive.search(query, { limit: 20 }));
      return JSON.stringify(pages);
    }, queries),
  );

scenario("a page's results are those of the command line, field by field", {}, async ({ page, open }) => {
  assert.ok(existsSync(TOOL), `${TOOL}: run \`cargo xtask test --only build\`, or name the tool in BACKISSUE_TOOL`);
  await open("/magazine.html");
  const kinds = new Set();
  let wide = false;
  for (const [at, here] of (await found(page, QUERIES)).entries()) {
    const expected = printed(join(ROOT, "archive"), QUERIES[at]);
    for (const { snippet } of expected.hits) wide ||= snippet.ranges.some(({ end }) => /[^\0-\x7f]/.test(snippet.text.slice(0, end)));
    assert.deepEqual(here, expected, QUERIES[at]);
    for (const { kind } of here.notes) kinds.add(kind);
    if (!QUERIES[at]) assert.ok(here.hits.length === 20 && here.facets.author.length > 0 && here.facets.year.length > 0);
    if (at === 1) assert.ok(here.hits[0].snippet.ranges.length > 0);
  }
  assert.ok(wide, "nothing is marked behind a letter of several bytes, so the ranges are not tested");
  for (const kind of ["corrected", "unknown", "cut", "relaxed", "unread", "apart"]) assert.ok(kinds.has(kind), `no query gives the note ${kind}: ${[...kinds]}`);
});

scenario("several passages of an article, and more like a passage, are those of the command line", {}, async ({ page, open }) => {
  await open("/magazine.html");
  const passage = "Keepers’ rest breaks between two tides – were they paid for? The weir’s keepers asked for £46 million.";
  const [several, like] = JSON.parse(
    await page.evaluate(async (passage) => {
      const { openArchive } = await import("/pkg/backissue.js");
      const archive = await openArchive("/archive/");
      return JSON.stringify([await archive.search("keepers pay", { limit: 20, excerpts: 4 }), await archive.moreLike(passage, { limit: 20 })]);
    }, passage),
  );
  assert.deepEqual(several, printed(join(ROOT, "archive"), "keepers pay", "--excerpts", "4"));
  const most = several.hits.toSorted((one, other) => other.excerpts.length - one.excerpts.length)[0];
  assert.ok(most.excerpts.length > 2, "no article has several");
  assert.ok(most.excerpts.some(({ text }) => text === most.snippet.text));
  const folder = mkdtempSync(join(tmpdir(), "backissue-like-"));
  writeFileSync(join(folder, "passage.txt"), passage);
  assert.deepEqual(like, printed(join(ROOT, "archive"), "--like", join(folder, "passage.txt")));
  assert.ok(like.hits.length > 2 && like.query.includes("breaks"), like.query);
  rmSync(folder, { recursive: true });
});

/** The sample introduces no acronym. */
const FERRIES = [
  { id: "board", title: "The ferry", text: "The Tidal Ferry Board (TFB) met on the slip. The TFB was late." },
  { id: "slip", title: "The slip", text: "The TFB has mended the slip, and paid for it." },
  { id: "bell", title: "The bell", text: "Nobody rings the bell since the Tidal Ferry Board sold the rope." },
];

scenario("what stands for a word is named in a page as on the command line", {}, ({ page }) =>
  published(FERRIES, async (host) => {
    await page.goto(`${host.url}/index.html`, { waitUntil: "load" });
    const queries = ["TFB", "tidal ferry board"];
    for (const [at, here] of (await found(page, queries)).entries()) {
      assert.deepEqual(here, printed(join(host.root, "archive"), queries[at]), queries[at]);
      assert.deepEqual(here.notes.map(({ kind }) => kind), ["also"]);
      assert.equal(here.total, 3);
    }
  }));

scenario("numbers out of bounds are those at the bounds, what is true is true, and what is no filter is not read", {}, async ({ page, open }) => {
  await open("/magazine.html");
  const [most, none, seven, far, typed, plain, named, links] = await page.evaluate(async () => {
    const { openArchive } = await import("/pkg/backissue.js");
    const archive = await openArchive("/archive/");
    const hits = async (options, query = "") => (await archive.search(query, options)).hits.map(({ id }) => id);
    const lengths = async (...limits) => Promise.all(limits.map(async (limit) => (await hits({ limit })).length));
    const into = document.createElement("div");
    await archive.renderHeadlines(into, { limit: 3.5, links: Object.assign(Object.create(null), { article: "#{}" }) });
    return [
      await lengths(100, 1e9, 2 ** 40, Number.MAX_SAFE_INTEGER, Infinity),
      await lengths(0, -1, -0.5, -Infinity),
      await lengths(7, 7.5, "7"),
      [...(await hits({ offset: 2 ** 31 })), ...(await hits({ offset: Infinity }))],
      await hits({ typing: /** @type {any} */ (1) }, "her"),
      await hits({ typing: true }, "her"),
      await hits(/** @type {any} */ ({ query: "zzqx", other: Symbol("other"), bare: Object.create(null), limit: undefined, issue: null })),
      into.querySelectorAll("a[href^='#']").length,
    ];
  });
  assert.ok(most[0] > 10 && new Set(most).size === 1, `${most}`);
  assert.deepEqual(none, [0, 0, 0, 0]);
  assert.deepEqual(seven, [7, 7, 7]);
  assert.deepEqual(far, []);
  assert.ok(typed.length > 0);
  assert.deepEqual(typed, plain);
  assert.equal(named.length, 10);
  assert.equal(links, 3);
});
