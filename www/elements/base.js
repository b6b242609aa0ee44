// @ts-check
/**
 * What the elements have in common: one archive for all that name the same one, words in the reader's language, colours
 * that fit the page, and an end to everything when the element leaves the page.
 */

import { modeOf } from "../address.js";
import { openArchive } from "../archive.js";
import { count, primary, say, words } from "../words.js";
import { chrome } from "../styles/chrome.js";

/** @typedef {import("../archive.js").BackissueArchive} BackissueArchive */

/** @type {Map<string, CSSStyleSheet>} */
const sheets = new Map();

/** The page's own title, and the one that it was given here. */
let own = "";
let given = "";

/** A style sheet that all elements share. @param {string} css */
function sheet(css) {
  let made = sheets.get(css);
  if (!made) {
    made = new CSSStyleSheet();
    made.replaceSync(css);
    sheets.set(css, made);
  }
  return made;
}

/**
 * An element with its attributes and children. Text becomes text nodes; `on...` takes a listener.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string | number | boolean | undefined | ((event: any) => void)>} [attributes]
 * @param {...(Node | string | undefined | false)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else if (typeof value === "boolean") node.toggleAttribute(name, value);
    else if (value !== undefined) node.setAttribute(name, String(value));
  }
  for (const child of children) if (child) node.append(child);
  return node;
}

/** Registers an element unless the name is taken: by a second script tag, or by another copy of the package.
 * @param {string} name @param {CustomElementConstructor} element */
export function register(name, element) {
  if (!customElements.get(name)) customElements.define(name, element);
}

/** The link with this data attribute that a plain click is about to follow; none for a click that opens a new tab.
 * @param {MouseEvent} event @param {string} selector @returns {HTMLAnchorElement | undefined} */
export function followed(event, selector) {
  if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const target = event.composedPath()[0];
  const link = target instanceof Element ? target.closest(selector) : null;
  return link instanceof HTMLAnchorElement ? link : undefined;
}

/** The elements' base class. A subclass gives `styles`, `build` and what it needs of the rest. */
export class BackissueElement extends HTMLElement {
  /** What the subclass adds to the common styles. @type {string[]} */
  static styles = [];

  /** @type {import("../words.js").Words} */
  words = {};
  /** Where everything is. The shadow root is made when the words are there: until then the page's own content shows. */
  root = h("div", { part: "root", class: "root" });
  /** Where links lead, if `<backissue-archive>` keeps the address. @type {import("../address.js").Mode | undefined} */
  keptBy;
  /** Done when the words are there, or never will be. @type {Promise<void> | undefined} */
  ready;
  /** Ends when the element leaves the page. @type {AbortController | undefined} */
  #stay;

  /** The language that the element is to speak: its own `lang`, or the nearest. */
  get language() {
    return this.closest("[lang]")?.getAttribute("lang") || document.documentElement.lang || "en";
  }

  /** The archive that `src` names. @returns {Promise<BackissueArchive>} */
  get archive() {
    return openArchive(this.getAttribute("src") ?? "", { whole: this.hasAttribute("whole"), eager: true });
  }

  /** Where this element keeps its address, and so where its links lead. */
  get mode() {
    return this.keptBy ?? modeOf(this.getAttribute("address"), "none");
  }

  /** Whether the page's address says what is shown. */
  get keeps() {
    return !this.mode.startsWith("none");
  }

  /** A signal that is aborted when the element leaves the page. */
  get signal() {
    return this.#stay?.signal ?? AbortSignal.abort();
  }

  connectedCallback() {
    const stay = (this.#stay = new AbortController());
    this.ready = words(this.language).then((table) => {
      if (stay.signal.aborted) return;
      this.words = table;
      if (!this.shadowRoot) {
        const styles = [chrome, .../** @type {typeof BackissueElement} */ (this.constructor).styles];
        const shadow = this.attachShadow({ mode: "open" });
        shadow.adoptedStyleSheets = styles.map(sheet);
        shadow.append(h("div", { class: "frame" }, this.root));
        this.build();
      }
      // Where there are no words in the page's language.
      this.root.lang = this.own(this.language) ? table.lang : this.language;
      this.#suit();
      matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#suit(), { signal: stay.signal });
      this.connected(stay.signal);
    }, (error) => {
      // No words, no element: the page's own content stays until they come, and the page hears why.
      this.tell("backissue-error", { error });
      addEventListener("online", () => this.connectedCallback(), { once: true, signal: stay.signal });
    });
  }

  disconnectedCallback() {
    this.#stay?.abort();
    this.entitle("");
  }

  /** Says in the page's title what is searched: what was typed only if the page wants it there, where visitor counters and
   * synced histories read it. @param {string} q */
  entitleSearch(q) {
    this.entitle(q && (this.hasAttribute("title-query") ? `“${q.slice(0, 80)}”` : this.say("search")));
  }

  /** Says in the page's title what is shown, where its address says it too and the page does not mind.
   * @param {string} text */
  entitle(text) {
    if (!this.keeps || this.hasAttribute("keep-title")) return;
    // A title that is not ours was set by the page meanwhile: it is the page's own now.
    if (document.title !== given) own = document.title;
    const wanted = [text, own].filter(Boolean).join(" – ");
    if (document.title !== wanted) document.title = wanted;
    // As the document has it: it drops spaces.
    given = document.title;
  }

  /** Fills `root`; once. */
  build() {}

  /** Starts what lasts until `signal` is aborted: listeners on the page, questions to the archive. Each time on a page.
   * @param {AbortSignal} signal */
  connected(signal) {
    void signal;
  }

  /** A phrase. @param {string} key @param {string | number} [value] @param {Record<string, string | number>} [more] */
  say(key, value, more) {
    return say(this.words, key, value, more);
  }

  /** A phrase that depends on a number. @param {string} key @param {number} number @param {Record<string, string | number>} [more] */
  count(key, number, more) {
    return count(this.words, key, number, more);
  }

  /** The language of an article's own words, if it is another than that of the words around them.
   * @param {string | undefined} lang */
  own(lang) {
    return lang && primary(lang) !== this.words.lang ? lang : undefined;
  }

  /** Tells the page; false if it wants to act itself. @param {string} name @param {unknown} detail */
  tell(name, detail) {
    return this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: true }));
  }

  /**
   * What went wrong, in a sentence, with one thing to do about it.
   * @param {unknown} error @param {() => void} retry
   * @param {string} way what to do where asking again will not help, as a phrase's key @param {() => void} go and how
   */
  failure(error, retry, way, go) {
    const { fault, message, cause } = /** @type {any} */ (error);
    this.tell("backissue-error", { error });
    // What was asked for is not there: asking again will not help.
    const asked = fault === "request";
    const reason = asked ? ["missingHelp"] : Array.isArray(cause) && cause;
    return h(
      "div",
      { part: "error", role: "alert", class: "error" },
      h(
        "slot",
        { name: "error" },
        h("p", {}, this.say(asked ? "missing" : fault === "archive" ? "damaged" : "failed")),
        // What the tables do not say is for whoever publishes the archive.
        // Which address it was, whoever made the page wants to know.
        reason ? h("p", { class: "quiet", title: message }, this.say(reason[0], reason[1])) : h("p", { class: "quiet", lang: "en", dir: "ltr" }, message ?? String(error)),
      ),
      h("button", { type: "button", part: "button retry", onclick: asked ? go : retry }, this.say(asked ? way : "retry")),
    );
  }

  /** Says what is being fetched once it takes long enough to wonder.
   * @template T @param {Promise<T>} work @param {(said: Node) => void} show */
  async waiting(work, show) {
    const timer = setTimeout(() => show(h("slot", { name: "loading" }, this.say("fetching"))), 400);
    try {
      return await work;
    } finally {
      clearTimeout(timer);
    }
  }

  /** The page's font by name, for captions within serif text; colours for a dark page if the page's text is light, whether or
   * not it says `color-scheme`; and words on the accent colour that can be read whatever the page makes it. */
  #suit() {
    const { color, fontFamily } = getComputedStyle(this);
    this.root.style.setProperty("--host-font", fontFamily);
    this.root.classList.toggle("on-dark", isLight(color));
    // `accent-color` is set to the accent so that its computed value can be read here.
    this.root.style.setProperty("--fitting", isLight(getComputedStyle(this.root).accentColor) ? "#1b1b1f" : "#fff");
  }
}

/** Whether black is easier to read on a colour than white. @param {string} color as computed: `rgb(1, 2, 3)` */
function isLight(color) {
  const [red = 0, green = 0, blue = 0] = color.startsWith("rgb") ? (color.match(/[\d.]+/g) ?? []).map(Number) : [];
  const linear = [red, green, blue].map((value) => (value / 255) ** 2.2);
  // Relative luminance (WCAG 2.2, gamma simplified); at 0.18 black and white have the same contrast.
  return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] > 0.18;
}
