/**
 * The two backends of the view tree agree: what the engine builds in the browser's DOM is what the browser parses from the
 * HTML that the same views give natively. `cargo test --test suite render` writes the specimens that this compares.
 */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { scenario } from "./browser.mjs";

const specimens = join(dirname(fileURLToPath(import.meta.url)), "../../target/tmp/render");

scenario("every view is the same in the DOM as in HTML, hostile text included", {}, async ({ page, open }) => {
  assert.ok(existsSync(join(specimens, "views.json")), "run `cargo test --test suite render` first: it writes the specimens");
  const views = JSON.parse(readFileSync(join(specimens, "views.json"), "utf8"));
  const file = (/** @type {string} */ name) => [...readFileSync(join(specimens, name))];
  await open("/index.html");
  await page.exposeFunction("specimen", file);
  const built = await page.evaluate(async (manifest) => {
    const address = (/** @type {string} */ name) => new URL(name, new URL("pkg/", document.baseURI)).href;
    const { load, Engine } = await import(address("engine.js"));
    for (const piece of ["engine", "results", "reader"]) await load(await fetch(address(`${piece}_bg.wasm`)));
    const { default: words } = await import(address("strings/en.js"));
    const engine = new Engine(new Uint8Array(manifest));
    engine.resultsSet(words, "#article={}&q={q}", "#issue={}", "#author={}", "lantern", 2);
    const views = {
      // As readers take them: searched first, and what was found is shown without another search.
      results: (into) => {
        const page = engine.search(["query", "lantern"]);
        return page instanceof Uint32Array ? page : engine.resultsRender(into, ["query", "lantern"]);
      },
      article: (into) => engine.readerRenderArticle(into, "7/the-lantern", "lantern"),
      hostile: (into) => engine.readerRenderArticle(into, '7/hostile "?&#', "lantern"),
      issue: (into) => engine.readerRenderIssue(into, "7"),
      shelf: (into) => engine.readerRenderShelf(into),
      headlines: (into) => engine.readerRenderHeadlines(into, ["limit", "5"], true),
    };
    /** @type {Record<string, string>} */
    const built = {};
    for (const name in views) {
      const into = document.createElement("div");
      let need = views[name](into);
      for (; need instanceof Uint32Array; need = views[name](into)) {
        for (const id of need) {
          const refused = engine.supply(id, new Uint8Array(await globalThis["specimen"](engine.partName(id))));
          if (refused !== undefined) throw new Error(`${name}: ${refused}`);
        }
      }
      if (need !== undefined) throw new Error(`${name}: ${need}`);
      built[name] = into.innerHTML;
    }
    return built;
  }, file("manifest.bi"));
  const parsed = await page.evaluate(
    (views) =>
      Object.fromEntries(
        Object.entries(views).map(([name, html]) => [name, new DOMParser().parseFromString(html, "text/html").body.innerHTML]),
      ),
    /** @type {Record<string, string>} */ (views),
  );
  assert.deepEqual(Object.keys(built).sort(), Object.keys(parsed).sort());
  for (const name in parsed) assert.equal(built[name], parsed[name], name);
});

scenario("what the DOM throws is thrown, also that of another window", {}, async ({ page, open }) => {
  await open("/magazine.html");
  const thrown = await page.evaluate(async () => {
    const { openArchive } = await import("/pkg/backissue.js");
    const archive = await openArchive("/archive/");
    const found = await archive.search("heron");
    const frame = document.body.appendChild(document.createElement("iframe"));
    const told = [];
    for (const window of [globalThis, frame.contentWindow]) {
      const into = window.document.createElement("div");
      into.appendChild = () => {
        throw new window["DOMException"]("not here", "HierarchyRequestError");
      };
      for (const show of [() => archive.renderResults(into, found), () => archive.renderShelf(into)]) {
        told.push(await show().then(() => "shown", (error) => error.message));
      }
    }
    return told;
  });
  assert.deepEqual(thrown, Array(4).fill("not here"));
});
