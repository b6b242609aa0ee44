/**
 * node gallery.mjs --root target/demo [--out DIR]: pictures of every element in every state, as the gallery page shows them,
 * at three widths, light and dark; and one page to look at them all.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import puppeteer from "puppeteer-core";

import { StaticHost } from "./server.mjs";

const WIDTHS = [360, 768, 1280];
const SCHEMES = ["light", "dark"];
/** No picture is higher: an article goes on for screens. */
const HIGHEST = 1_600;

const here = dirname(fileURLToPath(import.meta.url));
const given = (name, usual) => (process.argv.includes(name) ? resolve(process.argv[process.argv.indexOf(name) + 1]) : usual);
const out = given("--out", join(here, "results/gallery"));
mkdirSync(out, { recursive: true });
const host = await new StaticHost(given("--root", join(here, "../../target/demo"))).start();
const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
/** @type {string[]} */
const pictures = [];
try {
  for (const width of WIDTHS) {
    for (const scheme of SCHEMES) {
      const page = await browser.newPage();
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }, { name: "prefers-reduced-motion", value: "reduce" }]);
      await page.setViewport({ width, height: 900 });
      await page.goto(`${host.url}/gallery.html`, { waitUntil: "load" });
      await page.waitForSelector("main[data-ready]");
      await page.waitForNetworkIdle({ idleTime: 300 });
      const states = await page.$$eval("main > section", (sections) => sections.map(({ id }) => id));
      for (const state of states) {
        const clip = await page.$eval(`#${state}`, (section) => {
          const { top, height } = section.getBoundingClientRect();
          return { y: top + scrollY, height };
        });
        const name = `${state}-${width}-${scheme}.png`;
        await page.screenshot({ path: join(out, name), clip: { x: 0, width, y: clip.y, height: Math.min(clip.height, HIGHEST) }, captureBeyondViewport: true });
        pictures.push(name);
      }
      await page.close();
    }
  }
} finally {
  await browser.close();
  await host.stop();
}
const figures = pictures.sort().map((name) => `<figure><img src="${name}" alt=""><figcaption>${name}</figcaption></figure>`);
writeFileSync(join(out, "index.html"), `<!doctype html><meta charset="utf-8"><title>Gallery</title>\n${figures.join("\n")}\n`);
console.log(`${pictures.length} pictures; look at ${join(out, "index.html")}`);
