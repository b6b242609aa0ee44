// @ts-check
/**
 * `<backissue-headlines>`: a magazine's newest headlines on anybody's page, in one script tag and one tag.
 *
 *     <script type="module" src="https://union.example/pkg/headlines.js"></script>
 *     <backissue-headlines src="https://union.example/archive/" count="5">
 *       <a href="https://union.example/magazine/">The magazine</a>
 *     </backissue-headlines>
 *
 * | attribute | what | without it |
 * | --- | --- | --- |
 * | `src` | the archive's folder, which holds `headlines.json` | an error |
 * | `count` | how many headlines, 1 to 30 | 5 |
 * | `section` | only this section: `news`, `feature`, ... | all |
 * | `search` | a search box over the newest articles (needs `'wasm-unsafe-eval'` in the page's policy) | none |
 * | `layout` | `list`, `compact` (no standfirsts) or `cards` | `list` |
 * | `hide` | what is left out: any of `kicker`, `standfirst`, `date` | nothing |
 * | `heading` | the words of the heading; empty for none | `From` and the magazine's name |
 * | `level` | the heading's level, 2 to 5; the headlines are one below it | 2 |
 * | `link` | where articles are, as a template: `magazine.html#article={}&q={q}` | each article's own page |
 * | `more` | where "More from ..." leads | the archive's folder |
 *
 * What the tag holds (links) is shown until the headlines are there, if they cannot be had, and if scripts do not run.
 * Style it from outside by `--backissue-accent`, `--backissue-rule`, `--backissue-gap`, `--backissue-item`, and by the parts `heading`,
 * `item`, `headline`, `more`. Everything else is inherited from the page.
 *
 * It speaks the language of its `lang`, or of the page's: English or Welsh.
 *
 * No wasm, no cookies, nothing stored, nothing sent but the request for `headlines.json`; with `search`, on first use,
 * also for the tiny edition (tiny.js). A query never leaves the page.
 */

import { later } from "./later.js";
import { count, primary, say, words } from "./words.js";

/** @typedef {{id: string, title: string, kicker: string, section: string, standfirst: string, date: string, url: string, lang: string}} Headline */
/** @typedef {{search: (query: string, limit: number) => Headline[]}} Edition */
/** What the newest headlines are drawn from. @typedef {{src: URL, title: string, all: Headline[]}} Source */

export const MOST = 30;

/** @type {() => Promise<typeof import("./headlines-search.js")>} */
const searchScript = later(() => import("./headlines-search.js"), "headlines-search.js");

const CSS = `
:host { display: block; container-type: inline-size; line-height: 1.4; overflow-wrap: break-word;
  --rule: var(--backissue-rule, color-mix(in srgb, currentColor 22%, transparent)); --gap: var(--backissue-gap, 1em) }
:host([hidden]) { display: none }
section { display: flex; flex-direction: column; --rows: var(--count); --one: 9.6em;
  min-block-size: calc(var(--rows) * var(--backissue-item, (var(--one) - var(--less))) + var(--box, 0em) + 5em) }
:host([search]) section { --box: 5.5em }
@container (min-width: 30em) { section { --one: 8.4em } }
@container (min-width: 33.5em) { .cards { --one: 13em; --rows: round(up, var(--count) / 2, 1) } }
@container (min-width: 51em) { .cards { --rows: round(up, var(--count) / 3, 1) } }
* { box-sizing: border-box; margin: 0; padding: 0; font: inherit }
[part=heading] { font-size: 1.25em; font-weight: 700; line-height: 1.2; margin-block-end: .6em; text-wrap: balance }
ol { list-style: none; display: grid; gap: 0 1.5em; flex: 1 }
li { padding-block: var(--gap); border-block-start: 1px solid var(--rule); min-inline-size: 0 }
.compact li { padding-block: calc(var(--gap) * .6) }
.cards ol { grid-template-columns: repeat(auto-fill, minmax(min(16em, 100%), 1fr)) }
.kicker { color: var(--backissue-accent, inherit); font-size: .8125em; font-weight: 600; letter-spacing: .06em;
  margin-block-end: .25em }
[part=headline] { font-size: 1.0625em; font-weight: 700; line-height: 1.25; text-wrap: balance }
.compact [part=headline] { font-size: 1em; font-weight: 600 }
a { color: inherit; text-decoration: none }
[part=headline] a:hover, [part=more]:hover { text-decoration: underline; text-underline-offset: .15em }
:focus-visible { outline: 2px solid currentColor; outline-offset: 2px; border-radius: 2px }
.standfirst { margin-block-start: .3em; font-size: .9375em; text-wrap: pretty; max-inline-size: 66ch }
.when { margin-block-start: .35em; font-size: .8125em; opacity: .8 }
[part=more] { align-self: start; padding-block: .4em; font-weight: 600; color: var(--backissue-accent, inherit) }
ol + [part=more] { margin-block-start: .35em }
[role=status] { font-size: .875em }
[role=status]:not(:empty) { margin-block-end: var(--gap) }
@media (forced-colors: active) { li { border-color: CanvasText } }
`;

/** @type {CSSStyleSheet | undefined} */
let sheet;

/**
 * An element with its attributes and children; text becomes text nodes.
 * @param {string} tag @param {Record<string, string>} attributes @param {...(Node | string)} children
 * @returns {HTMLElement}
 */
export function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const name in attributes) made.setAttribute(name, attributes[name]);
  made.append(...children);
  return made;
}

/** A web address, or nothing: `javascript:` in somebody's headlines.json must not become a link.
 * @param {unknown} address @param {URL | string} base @returns {URL | undefined} */
function web(address, base) {
  try {
    const url = new URL(String(address), base);
    if (/^https?:$/.test(url.protocol)) return url;
  } catch {
    // No address at all: the same as a wrong one.
  }
}

/** `2026-10` as `October 2026`, in words of the table; what is no date says nothing.
 * @param {string} date @param {import("./words.js").Words} table */
function when(date, table) {
  const [year, month, day] = /^\d{4}(-\d\d){0,2}$/.test(date) ? date.split("-") : [];
  return [day && +day, month && table.months.split(" ")[+month - 1], year].filter(Boolean).join(" ");
}

/** What went wrong, in words of the table; what it does not say is for whoever publishes the headlines.
 * @param {import("./words.js").Words} table @param {any} error */
export function failure(table, error) {
  const [key, value] = error instanceof TypeError ? ["unreachable"] : (error.cause ?? []);
  const why = key ? say(table, key, value) : element("span", { lang: "en" }, error.message ?? String(error));
  return [`${say(table, "failed")} `, why];
}

/** What came as JSON, as headlines: whatever it holds, every field is a string.
 * @param {any} json @returns {Headline[]} */
export function headlines(json) {
  if (!Array.isArray(json?.headlines)) throw new Error("headlines.json holds none.");
  return json.headlines.slice(0, MOST).map((/** @type {any} */ item) => {
    const text = (/** @type {string} */ name) => (typeof item?.[name] === "string" ? item[name] : "");
    return Object.fromEntries(
      ["id", "title", "kicker", "section", "standfirst", "date", "url", "lang"].map((name) => [name, text(name)]),
    );
  });
}

export class BackissueHeadlinesElement extends HTMLElement {
  static observedAttributes = ["src", "count", "section", "search", "layout", "hide", "heading", "level", "link", "more"];

  /** The run that may still draw: an older one that comes back late is dropped. */
  #run = 0;
  /** What it says, in the reader's language. @type {import("./words.js").Words} */
  words = {};

  connectedCallback() {
    this.#start();
  }

  disconnectedCallback() {
    this.#run++;
  }

  /** @param {string} _name @param {string | null} before @param {string | null} after */
  attributeChangedCallback(_name, before, after) {
    if (this.isConnected && before !== after) this.#start();
  }

  /** The number in an attribute, within bounds. @param {string} name @param {number} usual @param {number} least @param {number} most */
  #number(name, usual, least, most) {
    return Math.min(most, Math.max(least, parseInt(this.getAttribute(name) ?? "", 10) || usual));
  }

  /** The language that it speaks. */
  get language() {
    return this.closest("[lang]")?.getAttribute("lang") || document.documentElement.lang;
  }

  get #count() {
    return this.#number("count", 5, 1, MOST);
  }

  async #start() {
    const run = ++this.#run;
    // Several attributes that change together are one run.
    await undefined;
    if (run !== this.#run) return;
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(CSS);
    }
    root.adoptedStyleSheets = [sheet];
    if (!this.hasAttribute("ready")) {
      root.replaceChildren(this.#box(this.#count, element("slot", {})));
    }
    const table = words(this.language);
    // Asked for by whoever waits for it below, which may be nobody for a while.
    table.catch(() => {});
    const src = web((this.getAttribute("src") ?? "none:").replace(/\/?$/, "/"), document.baseURI);
    try {
      if (!src) throw new Error("src names no folder.");
      const response = await fetch(new URL("headlines.json", src), { referrerPolicy: "no-referrer" });
      if (!response.ok) throw new Error("", { cause: ["answered", response.status] });
      const json = await response.json();
      this.words = await table;
      // The box is fetched before anything is drawn, so that nothing moves when it comes.
      const box = this.hasAttribute("search") ? await searchScript() : undefined;
      if (run !== this.#run) return;
      this.#draw(root, { src, title: String(json?.title ?? ""), all: headlines(json) }, box);
    } catch (error) {
      this.words = await table.catch(() => ({ failed: "The headlines could not be loaded.", unreachable: "" }));
      if (run !== this.#run) return;
      this.removeAttribute("ready");
      root.replaceChildren(element("slot", {}), element("p", { role: "status" }, ...failure(this.words, error)));
    }
  }

  /** What holds everything: as high as so many headlines usually are, before they are there and after, so that the page does
   * not move. @param {number} count @param {...Node} children */
  #box(count, ...children) {
    const box = element("section", { class: this.getAttribute("layout") ?? "list" }, ...children);
    box.style.setProperty("--count", `${count}`);
    // In em: two lines of a standfirst, one of the others.
    box.style.setProperty("--less", `${this.#hidden.reduce((sum, name) => sum + (name === "standfirst" ? 2.6 : 1.4), 0)}em`);
    return box;
  }

  /** What is left out of each headline. @returns {string[]} */
  get #hidden() {
    const named = `${this.getAttribute("hide")} ${this.getAttribute("layout") === "compact" ? "standfirst" : ""}`;
    return [...new Set(named.match(/kicker|standfirst|date/g))];
  }

  /** @param {ShadowRoot} root @param {Source} source @param {typeof import("./headlines-search.js")} [search] */
  #draw(root, source, search) {
    const { src, title, all } = source;
    const section = this.getAttribute("section");
    const newest = (section ? all.filter((item) => item.section === section) : all).slice(0, this.#count);
    const level = this.#number("level", 2, 2, 5);
    const heading = this.getAttribute("heading") ?? (title && say(this.words, "headlines", title));
    const more = web(this.getAttribute("more") ?? src, document.baseURI) ?? src;
    const list = element("ol", {});
    const status = element("p", { role: "status" });
    const show = (/** @type {Headline[]} */ items, query = "") =>
      list.replaceChildren(...items.map((item) => this.#item(item, src, level + 1, query)));
    show(newest);
    if (!newest.length) status.textContent = count(this.words, "articles", 0);
    const box = this.#box(newest.length);
    box.setAttribute("aria-label", heading || title || src.host);
    if (primary(this.language) !== this.words.lang) box.lang = this.words.lang;
    if (heading) box.append(element(`h${level}`, { part: "heading" }, heading));
    if (search) box.append(search.searchBox(this, source, more, status, () => show(newest), show));
    box.append(status, list, element("a", { part: "more", href: more.href }, say(this.words, title ? "moreFrom" : "home", title)));
    root.replaceChildren(box);
    this.toggleAttribute("ready", true);
  }

  /** @param {Headline} item @param {URL} src @param {number} level @param {string} query */
  #item(item, src, level, query) {
    const template = this.getAttribute("link");
    const fill = (/** @type {string} */ value) => encodeURIComponent(value).replaceAll("%2F", "/");
    const link = template
      ? web(template.replaceAll("{q}", fill(query)).replaceAll("{}", fill(item.id)), document.baseURI)
      : web(item.url, src);
    const hidden = this.#hidden;
    const shows = (/** @type {"kicker" | "standfirst" | "date"} */ name) => item[name] && !hidden.includes(name);
    // What articles say is in their own language, whatever the words around it are in.
    /** @type {Record<string, string>} */
    const own = !item.lang || primary(item.lang) === this.words.lang ? {} : { lang: item.lang };
    const made = element("li", { part: "item" });
    if (shows("kicker")) made.append(element("p", { class: "kicker", ...own }, item.kicker));
    const title = link ? element("a", { href: link.href }, item.title) : item.title;
    made.append(element(`h${level}`, { part: "headline", ...own }, title));
    if (shows("standfirst")) made.append(element("p", { class: "standfirst", ...own }, item.standfirst));
    const date = shows("date") && when(item.date, this.words);
    if (date) made.append(element("p", { class: "when" }, element("time", { datetime: item.date }, date)));
    return made;
  }
}

// A second script tag, or another copy of the package, finds the name taken and leaves it.
if (!customElements.get("backissue-headlines")) {
  customElements.define("backissue-headlines", BackissueHeadlinesElement);
}
