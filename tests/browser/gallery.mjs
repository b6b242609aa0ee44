/**
 * node gallery.mjs --root target/demo [--out DIR]: pictures of every element in every state, as the gallery page shows them,
 * at three widths, light and dark, in forced colours and with text of twice the size; and one page to look at them all.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import puppeteer from "puppeteer-core";

import { StaticHost } from "./server.mjs";

const WIDTHS = [360, 768, 1280];
const SCHEMES = ["light", "dark"];
/** Where the browser's settings are others: colours of the system's own, and text of twice the size. */
const OWN = [
  { name: "1280-forced", width: 1280, forced: "active" },
  { name: "360-large", width: 360, text: "200%" },
];
const MANNERS = [...WIDTHS.flatMap((width) => SCHEMES.map((scheme) => ({ name: `${width}-${scheme}`, width, scheme }))), ...OWN];
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
  for (const { name, width, scheme = "light", forced = "none", text } of MANNERS) {
    const page = await browser.newPage();
    const session = await page.createCDPSession();
    const features = Object.entries({ "prefers-color-scheme": scheme, "prefers-reduced-motion": "reduce", "forced-colors": forced }).map(([name, value]) => ({ name, value }));
    await session.send("Emulation.setEmulatedMedia", { features });
    await page.setViewport({ width, height: 900 });
    await page.goto(`${host.url}/gallery.html`, { waitUntil: "load" });
    if (text) await page.evaluate((size) => document.documentElement.style.setProperty("font-size", size, "important"), text);
    await page.waitForSelector("main[data-ready]");
    await page.waitForNetworkIdle({ idleTime: 300 });
    const states = await page.$$eval("main > section", (sections) => sections.map(({ id }) => id));
    for (const state of states) {
      const clip = await page.$eval(`#${state}`, (section) => {
        const { top, height } = section.getBoundingClientRect();
        return { y: top + scrollY, height };
      });
      const picture = `${state}-${name}.png`;
      await page.screenshot({ path: join(out, picture), clip: { x: 0, width, y: clip.y, height: Math.min(clip.height, HIGHEST) }, captureBeyondViewport: true });
      pictures.push(picture);
    }
    await page.close();
  }
} finally {
  await browser.close();
  await host.stop();
}
const figures = pictures.sort().map((name) => `<figure><img src="${name}" alt=""><figcaption>${name}</figcaption></figure>`);
writeFileSync(join(out, "index.html"), `<!doctype html><meta charset="utf-8"><title>Gallery</title>\n${figures.join("\n")}\n`);
console.log(`${pictures.length} pictures; look at ${join(out, "index.html")}`);
