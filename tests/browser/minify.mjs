/**
 * node minify.mjs DIR: makes the package's scripts small, in place. Modules that are always loaded together become one file,
 * which is one request and packs better: what a page or another module asks for by name (`KEPT`) keeps its name and exports,
 * the rest is put into the module that needs it. Style sheets are template literals in a variable or an export of their own
 * (`... = \`` to `\`;`): their spaces go too.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { rollup } from "@rollup/wasm-node";
import { minify } from "terser";

const folder = resolve(process.argv[2]);
const scripts = () => readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".js"));
/** Written by wasm-bindgen, or no module. */
const APART = ["engine.js", "tiny_engine.js", "sw.js"];
/** What is asked for by name: the elements, what is loaded on demand, and what is useful alone. */
const KEPT = /^(backissue|archive|words|headlines|headlines-search|tiny|frame|frame-host|offline|pack|strings\/\w+|elements\/(search|reader|archive|advice|tools))\.js$/;

/** What lies in one file besides what only that file imports. @type {Record<string, string[]>} */
const TOGETHER = {
  base: ["address", "elements/base", "elements/icon", "elements/names", "styles/chrome"],
  search: ["elements/search", "elements/combobox", "elements/filters", "styles/results"],
};

/** @type {Record<string, string>} */
const input = {};
for (const name of scripts()) if (KEPT.test(name)) input[name.slice(0, -3)] = join(folder, name);
const bundle = await rollup({
  input,
  external: (id) => APART.some((name) => id === `./${name}` || id === join(folder, name)),
  preserveEntrySignatures: "allow-extension",
  plugins: [{ name: "styles", transform: (code) => ({ code: code.replace(/(?<= = `)\n.*?(?=`;\n)/gs, css), map: null }) }],
  onLog: (level, log) => {
    throw new Error(log.message);
  },
});
const { output } = await bundle.generate({
  entryFileNames: "[name].js",
  chunkFileNames: "elements/[name].js",
  // What search and reader share is one file; and where there are filters, there is a search.
  manualChunks: (id) => Object.keys(TOGETHER).find((chunk) => TOGETHER[chunk].some((name) => id === join(folder, `${name}.js`))),
  onlyExplicitManualChunks: true,
  hoistTransitiveImports: false,
  // A cache may have kept files of another build: names that say something fit, or fail where it can be told.
  minifyInternalExports: false,
});
const apart = scripts().filter((name) => APART.includes(name)).map((name) => ({ fileName: name, code: readFileSync(join(folder, name), "utf8") }));
for (const name of scripts()) rmSync(join(folder, name));
for (const { fileName, code } of [...output, ...apart]) {
  const small = await minify(code, { module: true, ecma: 2020, compress: { passes: 2 } });
  writeFileSync(join(folder, fileName), `${small.code}\n`);
}

/** A style sheet without the spaces that mean nothing. @param {string} text */
function css(text) {
  return text.trim().replace(/\s+/g, " ").replace(/ ?([{};,]) ?/g, "$1").replaceAll(": ", ":").replaceAll(";}", "}");
}
