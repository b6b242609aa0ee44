/** What a reader does, whatever the page: search, open a hit, go by keyboard; and what a page does: hold an element. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { found, until } from "./browser.mjs";

/** The first hit, once there is one. */
export const results = (page) => found(page, ">>> [part=results] [part=hit]");

/** Types into the page's search box and sends it off. */
export async function search(page, words) {
  const input = await found(page, ">>> backissue-search >>> [part=input]");
  await input.click();
  await input.type(words);
  await page.keyboard.press("Enter");
  await results(page);
}

/** Opens the first hit and waits for the article. */
export async function openFirst(page) {
  const link = await found(page, ">>> [part=hit] a[href*='article=']");
  const title = await link.evaluate((found) => found.textContent);
  await link.click();
  await found(page, ">>> backissue-reader >>> [part=article]");
  return title;
}

/** Puts an element on the page that is open, in place of all it had. @param {string} tag @param {Record<string, string>} [attributes] */
export async function alone(page, tag, attributes = {}) {
  await page.evaluate(async (tag, attributes) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries({ src: "/archive/", ...attributes })) element.setAttribute(name, value);
    document.body.replaceChildren(element);
    await import("/pkg/backissue.js");
  }, tag, attributes);
}

/** How many pixels of the page stick out of the window sideways. */
export const sideways = (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

/** Role and name of what has the focus, through shadow roots. */
export const focused = (page) =>
  page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    const name = active.getAttribute("aria-label") || active.labels?.[0]?.textContent || active.textContent;
    return `${active.getAttribute("role") ?? active.tagName.toLowerCase()} ${name.trim()}`;
  });

/** Presses Tab until something with this name has the focus. @param {RegExp} pattern @param {boolean} [back] with Shift */
export async function tabTo(page, pattern, back = false) {
  for (let key = 0; key < 80; key++) {
    if (back) await page.keyboard.down("Shift");
    await page.keyboard.press("Tab");
    if (back) await page.keyboard.up("Shift");
    if (pattern.test(await focused(page))) return;
  }
  assert.fail(`Tab does not reach ${pattern}`);
}

/** Waits until the search's polite status says something. @param {RegExp} pattern */
export async function said(page, pattern) {
  const status = await found(page, ">>> backissue-search >>> [role=status]");
  await until(page, (status, source) => new RegExp(source).test(status.textContent), status, pattern.source);
}

/** The nodes of the accessibility tree, as Chromium computes it, with these roles: `role "name"`, and their states. */
export async function tree(page, ...roles) {
  const session = await page.createCDPSession();
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  await session.detach();
  const states = ["expanded", "checked", "pressed", "selected", "level"];
  return nodes
    .filter(({ role, ignored }) => !ignored && roles.includes(role?.value))
    .map(({ role, name, properties = [] }) => [`${role.value} "${name?.value ?? ""}"`, ...properties.filter(({ name }) => states.includes(name)).map(({ name, value }) => `${name}=${value.value}`)].join(" "));
}

/** The files of the engine. */
export const PIECES = ["engine_bg.wasm", "results_bg.wasm", "reader_bg.wasm", "special_bg.wasm"];

/** What stands in the files of another build instead of the names by which those of this one know each other. */
export const OTHER_BUILD = "0000aaaa";

/** Another build, as it is but for its name: what makes one of today's files one of its.
 * @param {import("./server.mjs").StaticHost} host @param {string[]} [files] of the package that it is made of */
export async function otherBuild(host, files = PIECES) {
  const modules = await Promise.all(files.map(async (file) => WebAssembly.compile(await readFile(join(host.root, "pkg", file)))));
  const imports = modules.flatMap((module) => WebAssembly.Module.imports(module));
  // Script and module share a function, the pieces of a module its memory, under a name that only this build has.
  const names = new Set(imports.filter(({ name, kind }) => kind === "memory" || /^b[0-9a-f]{8}$/.test(name)).map(({ name }) => name));
  const other = (text, name) => text.replaceAll(name, OTHER_BUILD.padStart(name.length, "b"));
  return (/** @type {Buffer} */ bytes) => Buffer.from([...names].reduce(other, bytes.toString("latin1")), "latin1");
}
