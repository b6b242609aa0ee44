import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import { scenario } from "./browser.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const PAGES = ["index", "union", "magazine", "partner", "offline"];

/** What axe finds against WCAG 2.2 AA and its own good practice, one line a fault. */
export async function faults(page) {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { violations } = await window["axe"].run(document);
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} ${target.join(" ")}: ${failureSummary}`));
  });
}

for (const path of PAGES) {
  for (const dark of [false, true]) {
    scenario(`axe finds no fault with ${path}.html, ${dark ? "dark" : "light"}`, { dark }, async ({ page, open, settled }) => {
      await open(`/${path}.html`);
      await settled();
      assert.deepEqual(await faults(page), []);
    });
  }

  scenario(`${path}.html fits 320 px without scrolling sideways`, { width: 320 }, async ({ page, open, settled }) => {
    await open(`/${path}.html`);
    await settled();
    const [content, window_] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(content <= window_, `${content} px in a window of ${window_} px`);
  });

  scenario(`${path}.html reads without scripts, with links to the plain pages or the magazine`, { scripts: false }, async ({ page, open }) => {
    await open(`/${path}.html`);
    // Scripts are off for the page, not for the driver.
    const links = await page.$$eval("a[href]", (found) => found.filter((link) => link.checkVisibility()).map((link) => link.getAttribute("href")));
    assert.ok(links.includes("archive/") || links.includes("magazine.html"), links.join(" "));
    const waiting = await page.$$eval(":not(:defined)", (found) => found.filter((element) => !element.querySelector("a[href], form")).length);
    assert.equal(waiting, 0, "every element holds something that works without scripts");
  });
}
