// Backissue: `backissue build` writes the archive, the page opens it with the package's own shell. Excerpts come from the
// archive's text parts, so nothing is fetched from the harness's text files.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const { bundle, readCorpus } = await import(process.env.PEERS_LIB);
const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, "../..");
const binary = process.env.BACKISSUE || path.join(root, "target/release/backissue");

export const version = () => execFileSync(binary, ["--version"]).toString().trim().split(" ").pop();
export const text = "own";
export const classify = (/** @type {string} */ file) => (/\.(m?js|wasm)$/.test(file) ? "engine" : "index");
/** Of the site only the archive: no pages, no feeds. */
export const indexFiles = (/** @type {string} */ file) => /manifest\.bi$|\/parts\//.test(file);

export async function build(/** @type {string} */ corpus, /** @type {string} */ out) {
  fs.mkdirSync(out, { recursive: true });
  const lines = path.join(out, "..", "backissue.jsonl");
  const file = fs.openSync(lines, "w");
  for (const { id, title, url, issue, date, body } of readCorpus(corpus)) {
    fs.writeSync(file, `${JSON.stringify({ id: String(id), title, url, issue: String(issue), date, text: body })}\n`);
  }
  fs.closeSync(file);
  execFileSync(binary, ["build", "--no-pages", lines, "-o", path.join(out, "site")], { stdio: ["ignore", "pipe", "pipe"] });
  for (const name of fs.readdirSync(path.join(root, "pkg")).filter((name) => /^(?!tiny).*_bg\.wasm$/.test(name))) {
    fs.copyFileSync(path.join(root, "pkg", name), path.join(out, name));
  }
  // What the package imports on demand stays in files of its own, as it is served; the rest is one script, as other engines' is.
  fs.cpSync(path.join(root, "pkg"), path.join(out, "pkg"), { recursive: true, filter: (name) => !/\.(wasm|d\.ts)$/.test(name) });
  /** @param {any} build of esbuild */
  const setup = (build) =>
    build.onResolve({ filter: /^\.\// }, (/** @type {{kind: string, path: string}} */ { kind, path: name }) =>
      kind === "dynamic-import" ? { path: `./pkg/${name.slice(2)}`, external: true } : undefined);
  await bundle(path.join(here, "backissue.page.mjs"), path.join(out, "engine.js"), { plugins: [{ name: "on demand", setup }] });
}
