/** The same results in a page as on the command line, field by field (src/wasm/page.rs writes them by hand). */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

import { ROOT, scenario } from "./browser.mjs";

/** What `cargo xtask test` built beside the demo. */
const TOOL = process.env.BACKISSUE_TOOL ?? join(ROOT, "../release/backissue");

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
  "zzqx",
  "heron ".repeat(200),
];

scenario("a page's results are those of the command line, field by field", {}, async ({ page, open }) => {
  assert.ok(existsSync(TOOL), `${TOOL}: run \`cargo xtask test --only build\`, or name the tool in BACKISSUE_TOOL`);
  await open("/magazine.html");
  const there = await page.evaluate(async (queries) => {
    const { openArchive } = await import("/pkg/backissue.js");
    const archive = await openArchive("/archive/");
    const pages = [];
    for (const query of queries) pages.push(await archive.search(query, { limit: 20 }));
    return JSON.stringify(pages);
  }, QUERIES);
  const kinds = new Set();
  let wide = false;
  for (const [at, found] of JSON.parse(there).entries()) {
    const said = execFileSync(TOOL, ["search", join(ROOT, "archive"), QUERIES[at], "--json", "-n", "20"], { encoding: "utf8", maxBuffer: 1 << 26 });
    const expected = JSON.parse(said);
    for (const { snippet } of expected.hits) {
      // The command line counts bytes, JavaScript units of UTF-16.
      const units = (bytes) => Buffer.from(snippet.text).subarray(0, bytes).toString().length;
      snippet.ranges = snippet.ranges.map(({ start, end }) => ({ start: units(start), end: units(end) }));
      wide ||= snippet.ranges.some(({ end }) => /[^\0-\x7f]/.test(snippet.text.slice(0, end)));
    }
    assert.deepEqual(found, expected, QUERIES[at]);
    for (const { kind } of found.notes) kinds.add(kind);
    if (!QUERIES[at]) assert.ok(found.hits.length === 20 && found.facets.author.length > 0 && found.facets.year.length > 0);
    if (at === 1) assert.ok(found.hits[0].snippet.ranges.length > 0);
  }
  assert.ok(wide, "nothing is marked behind a letter of several bytes, so the ranges are not tested");
  for (const kind of ["corrected", "unknown", "cut"]) assert.ok(kinds.has(kind), `no query gives the note ${kind}: ${[...kinds]}`);
});
