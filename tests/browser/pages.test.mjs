import assert from "node:assert/strict";
import { faults } from "./axe.mjs";
import { scenario } from "./browser.mjs";

/** The demo pages, and the front of the plain ones that `backissue build` writes. */
const PAGES = ["index.html", "union.html", "magazine.html", "partner.html", "compare.html", "offline.html", "gallery.html", "archive/"];

for (const path of PAGES) {
  for (const dark of [false, true]) {
    scenario(`axe finds no fault with ${path}, ${dark ? "dark" : "light"}`, { dark }, async ({ page, open, settled }) => {
      await open(`/${path}`);
      await settled();
      assert.deepEqual(await faults(page), []);
    });
  }

  scenario(`${path} fits 320 px without scrolling sideways`, { width: 320 }, async ({ page, open, settled }) => {
    await open(`/${path}`);
    await settled();
    const [content, window_] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(content <= window_, `${content} px in a window of ${window_} px`);
  });

  scenario(`${path} reads without scripts, with links to the plain pages or the magazine`, { scripts: false }, async ({ page, open }) => {
    await open(`/${path}`);
    // Scripts are off for the page, not for the driver.
    const links = await page.$$eval("a[href]", (found) => found.filter((link) => link.checkVisibility()).map((link) => link.getAttribute("href")));
    assert.ok(links.some((link) => /^(archive\/|magazine\.html|pages\/)/.test(link)), links.join(" "));
    const waiting = await page.$$eval(":not(:defined)", (found) => found.filter((element) => !element.querySelector("a[href], form")).length);
    assert.equal(waiting, 0, "every element holds something that works without scripts");
  });
}
