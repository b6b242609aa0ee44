/** What a reader does, whatever the page: search, open a hit. */

import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { found } from "./browser.mjs";

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

/** The next build of the engine's two halves: the name by which they know each other, and what makes one of today's files one
 * of its. @param {import("./server.mjs").StaticHost} host */
export async function halves(host) {
  const reader = await WebAssembly.compile(await readFile(join(host.root, "pkg/reader_bg.wasm")));
  const { name } = WebAssembly.Module.imports(reader).find(({ kind }) => kind === "memory");
  const next = [...name].reverse().join("").replace(name, "0000aaaa");
  return { name: next, next: (bytes) => Buffer.from(bytes.toString("latin1").replaceAll(name, next), "latin1") };
}
