// Asks the engine in its pieces, as a page loads them, without a browser: node split.mjs PKG FOLDER
// FOLDER has an archive and, in asked.jsonl, questions with the answers of the native engine (tests/answers/asked.rs).
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [pkg, folder] = process.argv.slice(2).map((path) => pathToFileURL(`${resolve(path)}/`));

// What the scripts use of a page: files by fetch, and as much of a document as text is put in.
const fetched = new Set();
globalThis.fetch = async (url) => {
  fetched.add(url.pathname.split("/").pop());
  return new Response(await readFile(url), { headers: url.pathname.endsWith(".wasm") ? { "Content-Type": "application/wasm" } : {} });
};
class Element {
  children = [];
  ownerDocument = document;
  appendChild = (child) => (this.children.push(child), child);
  closest = () => null;
  setAttribute() {}
  set textContent(text) {
    this.children = [{ textContent: text ?? "" }];
  }
  get textContent() {
    return this.children.map((child) => child.textContent).join("");
  }
}
globalThis.window = {};
globalThis.document = {
  baseURI: folder.href,
  documentElement: { lang: "en" },
  createDocumentFragment: () => new Element(),
  createElement: () => new Element(),
  createTextNode: (textContent) => ({ textContent }),
};

const { openArchive } = await import(new URL("archive.js", pkg));
const archive = await openArchive(folder);
let asked = 0;
for (const line of (await readFile(new URL("asked.jsonl", folder), "utf8")).trim().split("\n")) {
  // What there is none of is null in the one and missing in the other.
  const [method, questions, expected] = JSON.parse(line, (_, value) => value ?? undefined);
  try {
    const answer = await archive[method](...questions);
    assert.deepEqual(JSON.parse(JSON.stringify(answer)), expected);
    if (method === "search") await shown((into) => archive.renderResults(into, answer), expected.hits);
    if (method === "article") await shown((into) => archive.renderArticle(into, expected.id, { query: expected.title }), [expected]);
  } catch (error) {
    throw new Error(`${method} ${JSON.stringify(questions)}`, { cause: error });
  }
  asked++;
}
for (const piece of ["engine", "results", "special", "reader"]) assert.ok(fetched.has(`${piece}_bg.wasm`), `nothing asked for ${piece}_bg.wasm`);
console.log(`  ${asked} answers of the engine in pieces, all as the native one's`);

/** Fails unless what is shown has these headlines. */
async function shown(render, articles) {
  const into = new Element();
  await render(into);
  for (const { title } of articles) assert.ok(into.textContent.includes(title), `${title} is not shown`);
}
