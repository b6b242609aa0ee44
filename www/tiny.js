// @ts-check
/**
 * The tiny edition: one `.wasm` that holds the newest headlines and an index of them. Fetched by
 * `<backissue-headlines search>` when its box is first used; can be used alone:
 *
 *     import { openTiny } from "./tiny.js";
 *     const edition = await openTiny("/archive/tiny.wasm");
 *     edition.search("night shift", 5);   // headlines, best first
 */

import { headlines } from "./headlines.js";
import { later } from "./later.js";

/** Written by wasm-bindgen into the package (cargo xtask build). @type {() => Promise<any>} */
const engineScript = later(() => import("./tiny_engine.js"), "tiny_engine.js");

/** The name under which `publish::tiny` appends the content. */
const SECTION = "backissue.tiny";

/** One edition an address, however many elements ask for it. @type {Map<string, Promise<import("./headlines.js").Edition>>} */
const editions = new Map();

/**
 * @param {URL | string} address of `tiny.wasm`; its folder is what the headlines' addresses are relative to
 * @returns {Promise<import("./headlines.js").Edition>}
 * @throws {Error} whose message is a sentence for the reader
 */
export function openTiny(address) {
  const { href } = new URL(address, document.baseURI);
  let edition = editions.get(href);
  if (!edition) {
    edition = open(href);
    editions.set(href, edition);
    edition.catch(() => editions.delete(href));
  }
  return edition;
}

/** @param {string} href */
async function open(href) {
  // Beside the file; what is wrong with it is said when it is used.
  engineScript().catch(() => {});
  const content = (await started(href, "default")) ?? (await started(href, "reload"));
  // Not the file, then: the script was loaded before an update.
  if (!content) throw new Error("", { cause: ["outdated"] });
  const { TinyEdition } = await engineScript();
  const edition = new TinyEdition(new Uint8Array(content));
  const store = headlines(JSON.parse(edition.headlines()));
  return {
    /** @param {string} query @param {number} limit */
    search: (query, limit) => Array.from(edition.search(query, limit), (/** @type {number} */ place) => store[place]),
  };
}

/** Starts the engine that a file holds, and gives the file's content; nothing if script and file are of two builds: a cache may
 * have kept either. @param {string} href @param {RequestCache} cache */
async function started(href, cache) {
  const response = await fetch(href, { cache, referrerPolicy: "no-referrer" }).catch(() => undefined);
  if (!response?.ok) throw new Error("", { cause: response ? ["answered", response.status] : ["unreachable"] });
  // Not compileStreaming: it refuses the file if the host does not know the type of .wasm, and saves nothing at this size.
  const bytes = await response.arrayBuffer();
  let module;
  try {
    module = await WebAssembly.compile(bytes);
  } catch (error) {
    const barred = error instanceof WebAssembly.CompileError && /unsafe-eval|Security Policy|disallowed/i.test(error.message);
    throw new Error(barred ? "This page's security policy lacks 'wasm-unsafe-eval'." : "Its file is damaged. Reload the page.");
  }
  const [content] = WebAssembly.Module.customSections(module, SECTION);
  if (!content) throw new Error("Its file holds no headlines. The publisher should publish again.");
  try {
    await (await engineScript()).load(module);
    return content;
  } catch (error) {
    if (!(error instanceof WebAssembly.LinkError)) throw error;
  }
}
