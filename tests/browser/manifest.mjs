/**
 * node manifest.mjs OUT.json: the elements as a Custom Elements Manifest (https://github.com/webcomponents/custom-elements-manifest,
 * schema 1.0.0), for editors and documentation. Everything in it is read from the sources: attributes and events from the
 * comment at the head of an element's module, parts, slots and custom properties from where they are made.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const read = (path) => readFileSync(join(root, path), "utf8");
const all = (text, pattern) => [...text.matchAll(pattern)].map((match) => match.slice(1));
const unique = (names) => [...new Set(names)].sort();

/** The elements: the module of each, the modules and styles that it is made of, the views that the engine draws in it. */
const ELEMENTS = [
  { tag: "backissue-search", module: "elements/search.js", of: ["elements/base.js", "elements/combobox.js", "elements/filters.js", "elements/advice.js", "styles/chrome.js", "styles/results.js"], views: ["results", "facts"] },
  { tag: "backissue-reader", module: "elements/reader.js", of: ["elements/base.js", "elements/hits.js", "elements/tools.js", "elements/alike.js", "elements/cite.js", "elements/settings.js", "elements/listen.js", "styles/chrome.js", "styles/article.js"], views: ["article", "contents", "shelf", "facts"] },
  { tag: "backissue-archive", module: "elements/archive.js", of: ["elements/base.js", "styles/chrome.js"], views: [] },
  { tag: "backissue-headlines", module: "headlines.js", of: ["headlines-search.js"], views: [] },
];

/** A pattern for text whose parentheses are balanced, so many within each other. @param {number} deep @returns {string} */
const within = (deep) => (deep ? `[^()]*(?:\\(${within(deep - 1)}\\)[^()]*)*` : "[^()]*");

/** @param {typeof ELEMENTS[number]} element */
function declaration({ tag, module, of, views }) {
  const source = read(`www/${module}`);
  const head = source.match(/\/\*\*.*?\*\//s)[0].replace(/^ ?\*\/? ?/gm, "");
  const [[name]] = all(source, /^export class (\w+) extends/gm);
  const code = [module, ...of].map((path) => read(`www/${path}`)).join("\n");
  const rust = views.map((view) => read(`src/render/${view}.rs`).split("mod tests {")[0]).join("\n");
  const handedOn = all(code, /"exportparts", "([^"]+)"/g).flatMap(([names]) => names.split(", "));
  const scripted = all(code, /\bpart(?:: |", |=)"([\w -]+)"/g).flatMap(([names]) => names.split(" "));
  const rendered = all(rust, /\bpart\(\s*(?:if [^,]*|Tag::\w+(?:\([^)]*\))?),\s*"([\w-]+)"/g).flat();
  // The first default of a property is that on a light ground.
  const properties = new Map(all(code, new RegExp(`var\\((--backissue-[\\w-]+),? ?(${within(4)})\\)`, "g")).reverse());
  const table = all(head, /^\| `(.+?)` \| (.+?) \| (.*?) ?\|$/gm).flatMap(([names, what, usual]) => {
    const described = { description: text(what), ...(usual && { default: text(usual) }) };
    return names.split("`, `").map((name) => ({ name, ...described }));
  });
  const [events = ""] = head.match(/Events: [^]*?\n(?=\n|$)/) ?? [];
  return {
    kind: "class",
    customElement: true,
    name,
    tagName: tag,
    description: text(head.split("\n\n")[0].replace(/^\/\*\*\s*/, "")),
    superclass: { name: "HTMLElement" },
    attributes: table,
    events: all(text(events), /`(backissue-[a-z]+)`(.*?)(?=; `|$)/g).map(([name, what]) => ({ name, type: { text: "CustomEvent" }, description: what.trim() })),
    slots: [{ name: "", description: "shown until the element is ready, and without scripts" }, ...unique([...all(code, /"slot", \{ name: "(\w+)"/g), ...all(code, /of \[("\w+", "loading", "\w+")\]/g).flatMap(([names]) => all(names, /"(\w+)"/g))].flat()).map((name) => ({ name }))],
    cssParts: unique([...scripted, ...rendered, ...handedOn].filter((part) => part !== "root")).map((name) => ({ name })),
    cssProperties: [...properties].sort().map(([name, usual]) => ({ name, ...(usual && { default: usual }) })),
    members: all(source, /\/\*\*\s*((?:(?!\*\/).)*?)\s*\*\/\n  (async )?(search|show|open|focus|focusHit)\((.*?)\) \{/gs).map(([what, , name]) => ({ kind: "method", name, description: text(what.split("@")[0].replaceAll(/^\s*\* ?/gm, "")) })),
  };
}

/** Prose on one line. @param {string} prose */
function text(prose) {
  return prose.replace(/\s+/g, " ").trim();
}

/** The manifest. */
export function manifest() {
  const modules = ELEMENTS.map((element) => {
    const declared = declaration(element);
    const made = { kind: "custom-element-definition", name: element.tag, declaration: { name: declared.name, module: element.module } };
    return { kind: "javascript-module", path: element.module, declarations: [declared], exports: [made] };
  });
  return { schemaVersion: "1.0.0", readme: "README.md", modules };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(process.argv[2], `${JSON.stringify(manifest(), null, 1)}\n`);
}
