/** The page that shows an article beside the text that it was made of. */
import assert from "node:assert/strict";

import { faults } from "./axe.mjs";
import { holdBack, scenario, until } from "./browser.mjs";

/** What the page shows: the chosen names, the pieces of source, the headline of the result. */
const seen = (page) =>
  page.evaluate(() => ({
    issue: document.querySelector("#issue option:checked")?.textContent ?? "",
    article: document.querySelector("#article option:checked")?.textContent ?? "",
    pieces: [...document.querySelectorAll("#source > ol > .stretch")].map((piece) => piece.querySelector(".text")?.textContent ?? ""),
    zones: [...document.querySelectorAll("#source > ol > .stretch strong")].map((zone) => zone.textContent),
    result: document.querySelector("#reader")?.shadowRoot?.querySelector("article")?.textContent ?? "",
  }));

/** Waits until the result is that of the chosen article. */
const shown = (page) =>
  until(page, () => {
    const chosen = document.querySelector("#article option:checked")?.textContent ?? "?";
    return document.querySelector("#reader")?.shadowRoot?.querySelector("article")?.textContent?.includes(chosen);
  });

scenario("an article stands beside every piece of text that it was made of", {}, async ({ page, open }) => {
  await open("/compare.html");
  await until(page, () => document.querySelectorAll("#article option").length > 10);
  await page.select("#article", await page.$eval("#article", (select) => [...select.options].find((option) => option.text.startsWith("A lock for everyone")).value));
  await shown(page);
  const { pieces, zones, result } = await seen(page);
  assert.ok(pieces.length > 10 && zones.includes("headline") && zones.includes("body"), zones.join(", "));
  const letters = (text) => text.toLowerCase().replace(/[^a-z]/g, "");
  for (const piece of pieces.filter((_, at) => zones[at] === "body")) {
    // The middle of a piece: its ends may have been joined to others.
    const middle = letters(piece).slice(20, 60);
    assert.ok(letters(result).includes(middle), piece);
  }
  assert.deepEqual(await faults(page), []);
});

scenario("the choice is in the address, and an address opens it", {}, async ({ page, open }) => {
  await open("/compare.html");
  await until(page, () => document.querySelectorAll("#issue option").length === 2);
  await page.select("#issue", "1");
  await until(page, () => location.hash.startsWith("#issue=issue-42.txt"));
  await page.select("#article", "3");
  await shown(page);
  const { article } = await seen(page);
  const address = await page.evaluate(() => location.pathname + location.hash);
  await open("/index.html");
  await open(address);
  await shown(page);
  const again = await seen(page);
  assert.deepEqual([again.issue, again.article], ["issue-42.txt", article]);
});

scenario("of two quick choices the last stands, whichever comes first", {}, async ({ page, open }) => {
  await holdBack(page, "compare/1.json");
  await open("/compare.html");
  await until(page, () => document.querySelectorAll("#article option").length > 10);
  const before = await seen(page);
  await page.select("#issue", "1");
  await until(page, () => window["held"]);
  await page.select("#issue", "0");
  await page.evaluate(async () => {
    window["release"]();
    await new Promise((done) => setTimeout(done, 1_000));
  });
  const after = await seen(page);
  assert.deepEqual([after.issue, after.article, after.pieces], [before.issue, before.article, before.pieces]);
});

scenario("what is in no article can be seen, and what stands between is folded", { width: 320 }, async ({ page, open }) => {
  await open("/compare.html");
  await until(page, () => document.querySelectorAll("#article option").length > 10);
  await page.select("#article", "-1");
  await until(page, () => document.querySelectorAll("#source > ol > .stretch.out").length > 5);
  const { zones } = await seen(page);
  assert.ok(zones.includes("advert") && !zones.includes("body"), zones.join(", "));
  await (await page.$("#source summary")).press("Enter");
  await until(page, () => document.querySelector("#source details[open] .stretch"));
  assert.deepEqual(await faults(page), []);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
});

scenario("an issue whose account is missing is said, with what to do", {}, async ({ page, open, host, expect }) => {
  host.damage.set("compare/1.json", () => undefined);
  expect(/404|Failed to load/);
  await open("/compare.html");
  await until(page, () => document.querySelectorAll("#issue option").length === 2);
  await page.select("#issue", "1");
  const said = await until(page, () => document.querySelector("#source #state")?.textContent);
  assert.match(said, /cannot be fetched \(404\).*cargo xtask demo/);
});
