/**
 * One way to write a scenario for every browser: `scenario(title, options, run)` registers a test a browser, and fails it
 * for anything on the console, any error of the page, any violation of its policy, and any request that failed.
 */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, test } from "node:test";
import puppeteer from "puppeteer-core";

import { StaticHost } from "./server.mjs";

const PATHS = {
  chromium: process.env.CHROMIUM ?? "/usr/bin/chromium",
  firefox: process.env.FIREFOX ?? "/usr/bin/firefox-esr",
};

const CHROMIUM_FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const ROOT = process.env.BACKISSUE_ROOT ?? "";
export const BROWSERS = (process.env.BROWSERS ?? "chromium,firefox").split(",");

/** One browser a test file; every scenario has a context of its own, with no storage. @type {Map<string, Promise<import("puppeteer-core").Browser>>} */
const running = new Map();

after(() => Promise.all([...running.values()].map(async (browser) => (await browser).close())));

/** @param {string} name @param {boolean} [dark] */
export function browser(name, dark = false) {
  const key = `${name} ${dark}`;
  let found = running.get(key);
  if (!found) running.set(key, (found = launch(name, dark)));
  return found;
}

/** @param {string} name @param {boolean} dark */
async function launch(name, dark) {
  const executablePath = PATHS[name];
  assert.ok(existsSync(executablePath), `${name} is not at ${executablePath}: install it (README.md) or set BROWSERS`);
  return puppeteer.launch(
    name === "chromium"
      ? { executablePath, headless: true, args: CHROMIUM_FLAGS }
      : {
          browser: "firefox",
          executablePath,
          headless: true,
          // WebDriver BiDi cannot choose the colour scheme: 0 is dark, 1 is light.
          extraPrefsFirefox: { "layout.css.prefers-color-scheme.content-override": dark ? 0 : 1 },
        },
  );
}

/**
 * What a scenario is given.
 * @typedef {{page: import("puppeteer-core").Page, context: import("puppeteer-core").BrowserContext, host: StaticHost, browser: string,
 *   open: (path: string) => Promise<void>, settled: () => Promise<void>, expect: (pattern: RegExp) => void}} Stage
 */

/**
 * @param {string} title a sentence
 * @param {{width?: number, scripts?: boolean, dark?: boolean, only?: string}} options  `only`: the one browser whose driver can
 *   tell what is asked; Firefox cannot be told to run no scripts
 * @param {(stage: Stage) => Promise<void>} run
 */
export function scenario(title, options, run) {
  for (const name of BROWSERS) {
    if (name !== (options.only ?? name) || (options.scripts === false && name === "firefox")) continue;
    test(`${title} (${name})`, { timeout: 60_000 }, async () => {
      const host = await new StaticHost(ROOT).start();
      const context = await (await browser(name, options.dark)).createBrowserContext();
      try {
        const page = await context.newPage();
        await page.setViewport({ width: options.width ?? 1280, height: 800 });
        if (options.dark && name === "chromium") await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "dark" }]);
        if (options.scripts === false) await page.setJavaScriptEnabled(false);
        /** @type {string[]} */
        const complaints = [];
        /** @type {RegExp[]} */
        const expected = [];
        /** @type {Set<import("puppeteer-core").HTTPRequest>} */
        const pending = new Set();
        page.on("request", (request) => void pending.add(request));
        for (const end of /** @type {const} */ (["requestfinished", "requestfailed"])) page.on(end, (request) => void pending.delete(request));
        page.on("console", (message) => complaints.push(`console ${message.type()}: ${message.text()}`));
        page.on("pageerror", (error) => complaints.push(`page error: ${error}`));
        page.on("response", (response) => {
          if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`);
        });
        if (options.scripts !== false) await page.evaluateOnNewDocument(watchPolicy);
        const open = async (/** @type {string} */ path) => {
          await page.goto(host.url + path, { waitUntil: "load" });
        };
        /** Until the elements have fetched and drawn what they show first. What keeps them from it is named. */
        const settled = () =>
          page.waitForNetworkIdle({ idleTime: 300, timeout: 10_000 }).catch((error) => {
            throw new Error(`${error.message}: still open are ${[...pending].map((request) => request.url()).join(", ")}`);
          });
        await run({ settled, page, context, host, browser: name, open, expect: (pattern) => expected.push(pattern) });
        if (options.scripts !== false) complaints.push(...(await page.evaluate(() => window["violations"] ?? [])));
        const unexpected = complaints.filter((complaint) => !expected.some((pattern) => pattern.test(complaint)));
        assert.deepEqual(unexpected, [], "the console must be empty");
      } finally {
        await context.close();
        await host.stop().catch(() => {});
      }
    });
  }
}

/** Runs in the page: Firefox does not report violations of a policy on the console that a driver sees. */
function watchPolicy() {
  window["violations"] = [];
  addEventListener("securitypolicyviolation", (event) =>
    window["violations"].push(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
  );
}

/** Waits until `probe`, run in the page, gives something true, and gives that back. */
export async function until(page, probe, ...values) {
  const handle = await page.waitForFunction(probe, { timeout: 10_000, polling: 50 }, ...values);
  return handle.jsonValue();
}

/**
 * The first element that matches, once there is one. Puppeteer's own waitForSelector looks again when the document
 * changes, and does not see changes in shadow roots.
 * @param {import("puppeteer-core").Page} page @param {string} selector `>>>` goes into shadow roots
 */
export async function found(page, selector, milliseconds = 15_000) {
  for (const end = Date.now() + milliseconds; Date.now() < end; ) {
    const element = await page.$(selector).catch(() => null);
    if (element) return element;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`there is no ${selector}`);
}

/** Waits until the page's address matches: across a navigation, which ends what was being asked of the page. */
export async function arrived(page, pattern, milliseconds = 15_000) {
  for (const end = Date.now() + milliseconds; Date.now() < end; ) {
    if (pattern.test(page.url())) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`${page.url()} does not match ${pattern}`);
}

/** The colour that most of an element has on the screen, whatever its styles say: `rgb(1, 2, 3)`.
 * @param {import("puppeteer-core").Page} page @param {import("puppeteer-core").ElementHandle} element */
export async function painted(page, element) {
  const picture = await element.screenshot({ encoding: "base64" });
  // A page without a policy, which may show a picture from anywhere.
  const blank = await page.browserContext().newPage();
  try {
    return await blank.evaluate(async (picture) => {
      const image = new Image();
      image.src = `data:image/png;base64,${picture}`;
      await image.decode();
      const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
      canvas.drawImage(image, 0, 0);
      const { data } = canvas.getImageData(0, 0, image.width, image.height);
      const counts = new Map();
      for (let at = 0; at < data.length; at += 4) {
        const colour = `rgb(${data.slice(at, at + 3).join(", ")})`;
        counts.set(colour, (counts.get(colour) ?? 0) + 1);
      }
      return [...counts].sort(([, one], [, other]) => other - one)[0][0];
    }, picture);
  } finally {
    await blank.close();
  }
}

/** Holds back what the page fetches from addresses with this part, until `window.release()`.
 * @param {import("puppeteer-core").Page} page @param {string} part */
export function holdBack(page, part) {
  return page.evaluateOnNewDocument((part) => {
    const { fetch } = window;
    const released = new Promise((done) => (window["release"] = done));
    window.fetch = async (address, options) => {
      if (String(address).includes(part)) await ((window["held"] = true), released);
      return fetch(address, options);
    };
  }, part);
}

/** What the page's origin has stored, by name: cookies, both storages, databases, caches, service workers. */
export function stored(page) {
  return page.evaluate(async () => [
    ...document.cookie.split("; ").filter(Boolean),
    ...Object.keys(localStorage),
    ...Object.keys(sessionStorage),
    ...(await indexedDB.databases()).map(({ name }) => name),
    ...(await caches.keys()),
    ...(await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope),
  ]);
}
