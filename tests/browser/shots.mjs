/** node shots.mjs --root target/demo [--out DIR]: pictures of every demo page at 360 and 1280 px, light and dark, to look at. */
import { mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import puppeteer from "puppeteer-core";

import { StaticHost } from "./server.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const argument = (name, usual) => resolve(process.argv[process.argv.indexOf(name) + 1] && process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : usual);
const root = argument("--root", join(here, "../../target/demo"));
const out = argument("--out", join(here, "results/shots"));
mkdirSync(out, { recursive: true });
const host = await new StaticHost(root).start();
const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
for (const path of ["index", "union", "magazine", "partner", "compare", "offline"]) {
  for (const width of [360, 1280]) {
    for (const scheme of ["light", "dark"]) {
      const page = await browser.newPage();
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      await page.setViewport({ width, height: 800 });
      await page.goto(`${host.url}/${path}.html`, { waitUntil: "load" });
      await page.waitForNetworkIdle({ idleTime: 300 });
      await page.screenshot({ path: join(out, `${path}-${width}-${scheme}.png`), fullPage: true });
      await page.close();
    }
  }
}
await browser.close();
await host.stop();
console.log(out);
