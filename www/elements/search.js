// @ts-check
/**
 * `<backissue-search src="/archive/">`: a search box with suggestions, filters and results.
 *
 * | attribute | what | without it |
 * | --- | --- | --- |
 * | `src` | the archive's folder | an error when it is used |
 * | `label` | what the box is labelled with | "Search the archive" |
 * | `page` | the page that shows results; the box then only leads there | results below the box |
 * | `link` | where articles are, as a template: `archive.html#article={}&q={q}` | on `page`; with `address` on this page; else a reader on this page, or their plain pages |
 * | `address` | keep the search in the `fragment` or the `query` of the page's address; a second word is what it is called there | `none` |
 * | `limit` | hits at a time, 1 to 100 | 10 |
 * | `excerpts` | passages of each article, 1 to 5 | 1 |
 * | `eager` | fetch the engine at once instead of at the first sign of use | when focused, pointed at, or typed in |
 * | `hotkey` | the `/` key goes to the box | it does not |
 * | `whole` | fetch every part before the first search, so that what is fetched tells nothing | as needed |
 * | `level` | the level of the heading over the results, 2 to 5 | 2 |
 * | `keep-title` | leave the page's title as it is | with `address`, it says that something is searched |
 * | `title-query` | the page's title says what is searched, and with it visitor counters and synced histories | it does not |
 *
 * Events: `backissue-search` (`detail`: view, page) when there are results; `backissue-open` (`detail`: article, query) before an
 * article is opened, `preventDefault` to open it oneself; `backissue-error` (`detail`: error).
 */

import { emptyView, filled, linkTemplates, readView, viewAddress, writeView } from "../address.js";
import { later } from "../later.js";
import { results } from "../styles/results.js";
import { BackissueElement, followed, h, register } from "./base.js";
import { Combobox } from "./combobox.js";
import { chosen, filters, isFiltered, unfiltered } from "./filters.js";
import { icon } from "./icon.js";
import { sectionName } from "./names.js";

/** @typedef {import("../address.js").View} View */
/** @typedef {import("../archive.js").Page} Page */

/** @type {() => Promise<typeof import("./advice.js")>} */
const adviceScript = later(() => import("./advice.js"), "elements/advice.js");

/** Container width in pixels from which filters are a column: 48rem at the usual size. As in styles/results.js. */
const WIDE = 768;

export class BackissueSearchElement extends BackissueElement {
  static styles = [results];

  /** @type {View} */
  #view = emptyView();
  /** @type {Page | undefined} */
  #page;
  /** @type {AbortController | undefined} */
  #running;
  #announcing = 0;
  /** Set by `<backissue-archive>`: searches are then its to carry out. @type {((view: View) => void) | undefined} */
  navigate;

  input = h("input", { type: "search", name: "q", id: "q", part: "input", autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "search", maxlength: 1000 });
  #clear = h("button", { type: "button", part: "clear", class: "clear", hidden: true, onclick: () => this.#cleared() });
  #status = h("p", { role: "status", class: "unseen" });
  #outcome = h("div", { part: "outcome", class: "outcome", hidden: true });
  #list = h("div", { part: "list" });
  #filters = h("details", { part: "filters", class: "filters", hidden: true });
  /** @type {Combobox | undefined} */
  #combobox;

  /** What is searched. Setting it searches. @returns {View} */
  get view() {
    return this.#view;
  }

  set view(view) {
    void this.search(view);
  }

  build() {
    this.input.ariaDescription = this.say("help");
    this.#clear.append(icon("close"));
    this.#clear.setAttribute("aria-label", this.say("clear"));
    const combobox = new Combobox(
      this.input,
      this.say("suggested"),
      (text, signal) => this.#suggest(text, signal),
      (number) => this.#announce(this.count("suggestions", number)),
    );
    this.#combobox = combobox;
    const label = this.getAttribute("label") ?? this.say("label");
    const form = h(
      "form",
      { role: "search", part: "form", class: "box", "aria-label": label, onsubmit: (event) => this.#submitted(event) },
      h("label", { for: "q", part: "label" }, label),
      h(
        "div",
        { class: "row", part: "row" },
        h("div", { class: "field" }, this.input, this.#clear),
        h("button", { part: "button submit", class: "submit", "aria-label": this.say("search") }, icon("search"), h("span", {}, this.say("search"))),
        combobox.list,
      ),
      !this.hasAttribute("page") && h("p", { part: "help", class: "help", "aria-hidden": "true" }, this.say("help")),
    );
    this.input.addEventListener("input", () => (this.#clear.hidden = !this.input.value));
    this.input.addEventListener("keydown", (event) => this.#key(event));
    // The first sign that the box will be used: fetch while the reader types.
    for (const sign of ["focusin", "pointerenter"]) {
      form.addEventListener(sign, () => this.#prepare("results"), { once: true });
    }
    this.#outcome.addEventListener("click", (event) => this.#clicked(event));
    this.#takeOver();
    this.root.append(form, this.#status, this.#outcome);
    new ResizeObserver(([entry]) => {
      const wide = entry.contentRect.width >= WIDE;
      if (wide || this.#filters.dataset.wide === "true") this.#filters.open = wide;
      this.#filters.dataset.wide = String(wide);
    }).observe(this.root);
  }

  /** What was typed into the form that served until now, and the cursor in it. */
  #takeOver() {
    const before = this.querySelector("input");
    if (!before) return;
    this.input.value = before.value;
    this.#clear.hidden = !before.value;
    // The shadow root hides the form at the next layout; until then the focus is still in it.
    if (before === document.activeElement) queueMicrotask(() => this.input.focus());
  }

  /** @param {AbortSignal} signal */
  connected(signal) {
    if (this.hasAttribute("eager")) this.#prepare("results");
    document.addEventListener("keydown", (event) => this.#hotkey(event), { signal });
    if (this.keeps && !this.keptBy && !this.hasAttribute("page")) {
      const read = () => {
        const view = readView(this.mode);
        if (view) void this.search(view);
      };
      window.addEventListener("popstate", read, { signal });
      read();
    }
  }

  /**
   * Searches and shows what was found; with nothing to search for, shows nothing.
   * @param {Partial<View>} view
   * @returns {Promise<Page | undefined>} undefined if another search came before this one was done, or it failed
   */
  async search(view) {
    this.#running?.abort();
    const running = (this.#running = new AbortController());
    this.#view = { ...emptyView(), ...view };
    this.#combobox?.close();
    this.input.value = this.#view.q;
    if (!this.keptBy) this.entitleSearch(this.#view.q);
    this.#clear.hidden = !this.input.value;
    if (!this.#view.q.trim() && !isFiltered(this.#view)) {
      this.#outcome.hidden = true;
      this.root.classList.remove("found");
      this.#page = undefined;
      // Nor is anything said any more of the search that was under way.
      this.#announce("");
      return;
    }
    this.#prepare("results");
    try {
      await this.ready;
      const page = await this.waiting(this.#ask(this.#view, { signal: running.signal }), (said) => this.#waiting(said));
      const fresh = await this.#rendered(page);
      if (running.signal.aborted) return;
      this.#page = page;
      this.#draw(fresh, page);
      // Now that nobody waits: the next query may be misspelt, or a filter chosen.
      this.#prepare("special");
      this.tell("backissue-search", { view: this.#view, page });
      if (isFiltered(this.#view) || !page.total || page.notes.length || page.suggestion) await this.#advise(page, running.signal);
      return page;
    } catch (error) {
      if (running.signal.aborted) return;
      // What stood here before is shown no more: asking again asks.
      this.#page = undefined;
      this.#status.className = "unseen";
      this.#outcome.replaceChildren(this.#failed(error));
      this.#outcome.hidden = false;
    }
  }

  /** Adds to what was found what is said of it and what is chosen, once the script for that is there. @param {Page} page @param {AbortSignal} signal */
  async #advise(page, signal) {
    const [summary] = this.#outcome.children;
    const ask = (/** @type {View} */ other) => this.#ask(other, { limit: 0, signal });
    try {
      const { above, choices, ways } = await adviceScript();
      const facets = await choices(this.#view, page.facets, ask);
      if (signal.aborted) return;
      summary.after(...above(this, page, (view) => this.#go(view)));
      this.#choose(facets);
      if (page.total) return;
      const none = await ways(this, ask);
      if (!signal.aborted) this.#outcome.append(none);
    } catch (error) {
      if (signal.aborted) return;
      // What was found stays, and with it what filters it knows.
      this.#choose(page.facets);
      summary.after(this.#failed(error));
    }
  }

  /** Whether results are shown, or hidden behind an article. */
  get shows() {
    return this.#page !== undefined;
  }

  /** Puts the focus on the link to an article, for a reader who comes back from it. @param {string} article */
  focusHit(article) {
    const links = [...this.#list.querySelectorAll("a")];
    links.find((link) => link.dataset.article === article)?.focus({ preventScroll: true });
  }

  /** Puts the cursor in the box. */
  focus() {
    this.input.focus();
  }

  /** Fetches what will be needed. If it fails now, whoever needs it will be told. @param {"results" | "special"} piece */
  #prepare(piece) {
    void this.archive.then((archive) => archive.prepare(piece)).catch(() => {});
  }

  /** @param {View} view @param {import("../archive.js").SearchOptions} [options] */
  async #ask({ q, section, issue, author, from, to, sort }, options = {}) {
    const [limit, excerpts] = ["limit", "excerpts"].map((name) => Number(this.getAttribute(name)) || undefined);
    return (await this.archive).search(q, { section, issue, author, from, to, sort, limit, excerpts, ...options });
  }

  /** @param {import("../archive.js").BackissueArchive} archive */
  #rendering({ base }) {
    const page = this.getAttribute("page");
    const links = linkTemplates(this.mode, page ?? "");
    if (!this.keeps && page === null) {
      // Nothing on this page need show them: the plain pages that lie beside every archive do.
      const pages = `${base}`.replace(/[^/]*$/, "pages/{}");
      links.article = `${pages}.html`;
      links.issue = `${pages}/index.html`;
    }
    links.article = this.getAttribute("link") || links.article;
    return { lang: this.language, heading: this.#level + 1, links, query: this.#view.q };
  }

  get #level() {
    return Math.min(5, Math.max(2, Number(this.getAttribute("level")) || 2));
  }

  /** The page that shows a search, if there is one. @param {View} view */
  #address(view) {
    const elsewhere = this.getAttribute("page");
    if (elsewhere !== null) return viewAddress(this.mode, view, new URL(elsewhere, document.baseURI));
    return this.keeps ? viewAddress(this.mode, view) : undefined;
  }

  /** Carries a search out: here, by the archive around it, or on the page that shows results. @param {View} view */
  #go(view) {
    if (this.hasAttribute("page")) {
      location.assign(/** @type {URL} */ (this.#address(view)));
    } else if (this.navigate) {
      this.navigate(view);
    } else {
      writeView(this.mode, view);
      void this.search(view);
    }
  }

  /** What is in the box, as a search. Another question starts without the filters of the last: they would hide answers.
   * @returns {View} */
  get #typed() {
    const q = this.input.value.trim();
    return q === this.#view.q ? { ...this.#view, article: "" } : { ...emptyView(), q, sort: this.#view.sort };
  }

  /** @param {Event} event */
  #submitted(event) {
    event.preventDefault();
    this.#combobox?.close();
    this.#seek = true;
    this.#go(this.#typed);
  }

  /** @param {KeyboardEvent} event in the box, unless its suggestions took it */
  #key(event) {
    if (event.defaultPrevented || event.isComposing) return;
    if (event.key === "Escape" && this.input.value) this.#cleared();
    const address = event.key === "Enter" && (event.ctrlKey || event.metaKey) && this.#address(this.#typed);
    if (!address) return;
    event.preventDefault();
    window.open(address, "_blank", "noopener");
  }

  #cleared() {
    this.input.value = "";
    this.#clear.hidden = true;
    this.#combobox?.close();
    this.input.focus();
    if (!this.#outcome.hidden) this.#go(emptyView());
  }

  /** @param {KeyboardEvent} event */
  #hotkey(event) {
    const typing = event.composedPath()[0];
    const busy = typing instanceof HTMLElement && (typing.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(typing.tagName));
    if (event.key !== "/" || !this.hasAttribute("hotkey") || event.ctrlKey || event.metaKey || event.altKey || busy || event.defaultPrevented) return;
    event.preventDefault();
    this.input.focus();
    this.input.select();
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const link = followed(event, "a[data-article], a[data-author], a[data-issue]");
    if (!link) return;
    const { article, author, issue } = link.dataset;
    const detail = { article, author, issue, query: this.#view.q, href: link.href };
    if (!this.tell("backissue-open", detail)) event.preventDefault();
    else if (author && !this.navigate) {
      event.preventDefault();
      this.#go({ ...emptyView(), author: [author] });
    }
  }

  /** @param {Element} fresh the hits, rendered @param {Page} page */
  #draw(fresh, page) {
    const view = this.#view;
    // Without a query it is the page of a section, an author, an issue: named as such.
    const found = view.q ? this.count("resultsFor", page.total, { q: this.quoted(view.q) }) : [chosen(this.words, view).join(", "), this.count("articles", page.total)].filter(Boolean).join(": ");
    const said = page.total ? found : view.q ? this.say("none", this.quoted(view.q)) : this.say("noneFiltered");
    const heading = h(/** @type {"h2"} */ (`h${this.#level}`), { part: "count", class: page.total ? "count" : "count empty" }, said);
    // Who is choosing keeps what there is to choose from until all of it is known.
    if (!isFiltered(view) || !this.#filters.matches(":hover, :focus-within")) this.#choose(page.facets);
    this.#list.replaceChildren(...fresh.childNodes);
    this.#inPlace(() =>
      this.#outcome.replaceChildren(
        h("div", { class: "summary", part: "summary" }, heading, page.total > 1 && this.#sort()),
        this.#filters,
        ...(page.total ? [this.#list, this.#more()] : []),
      ),
    );
    this.#outcome.hidden = false;
    this.root.classList.add("found");
    this.#announce(said);
    // On a small screen what was found may lie below the fold: then the box goes to the top.
    if (this.#seek) {
      requestAnimationFrame(() => {
        if (heading.getBoundingClientRect().bottom > innerHeight / 2) this.scrollIntoView({ block: "start", behavior: "instant" });
      });
    }
    this.#seek = false;
  }

  /** Draws the filters. @param {import("../archive.js").Facets} facets */
  #choose(facets) {
    const unfolded = [...this.#filters.querySelectorAll("details")].map(({ open, dataset }) => (open && dataset.list) || "");
    const choices = filters(this.words, this.#view, facets, unfolded, (changed) => this.#go({ ...this.#view, ...changed }));
    this.#inPlace(() => this.#filters.replaceChildren(h("summary", { part: "filters-summary" }, this.say("filters")), h("div", { class: "choices" }, ...choices)));
    this.#filters.hidden = !choices.length;
    this.#outcome.classList.toggle("filtered", !this.#filters.hidden);
  }

  /** Draws anew, and leaves the focus on the filter that has it. @param {() => void} draw */
  #inPlace(draw) {
    const filter = this.shadowRoot?.activeElement?.getAttribute("data-filter");
    draw();
    if (!filter) return;
    /** @type {HTMLElement | null} */
    const again = this.#outcome.querySelector(`[data-filter="${CSS.escape(filter)}"]`);
    // It may be folded away now.
    again?.closest("details")?.setAttribute("open", "");
    again?.focus({ preventScroll: true });
  }

  /** Whether the reader asked for what is being searched, and wants to see it. */
  #seek = false;

  #sort() {
    const select = h(
      "select",
      { part: "sort", "data-filter": "sort", onchange: () => this.#go({ ...this.#view, sort: /** @type {any} */ (select.value) }) },
      ...["relevance", "newest", "oldest"].map((sort) => h("option", { value: sort, selected: sort === this.#view.sort }, this.say(sort))),
    );
    return h("label", { class: "sort" }, h("span", {}, this.say("sort")), select);
  }

  /** A query as it is quoted in a sentence. @param {string} query */
  quoted(query) {
    return query.length > 80 ? `${query.slice(0, 79)}…` : query;
  }

  /** @param {unknown} error @param {() => void} [retry] */
  #failed(error, retry = () => this.search(this.#view)) {
    return this.failure(error, retry, "clearFilters", () => this.#go(unfiltered(this.#view)));
  }

  /** Another search, as a button in a sentence. @param {View} view @param {string} words */
  instead(view, words) {
    return h("button", { type: "button", class: "plain", onclick: () => this.#go(view) }, words);
  }

  /** Hits, as they are drawn. @param {Page} page */
  async #rendered(page) {
    const fresh = h("div");
    const archive = await this.archive;
    await archive.renderResults(fresh, page, this.#rendering(archive));
    return fresh;
  }

  /** What stands below the hits that are shown, if there are more. */
  #more() {
    const page = /** @type {Page} */ (this.#page);
    const shown = this.#list.querySelectorAll(".bi-hit").length;
    let isAsking = false;
    /** Pressed while it is asking it stays as it is: a button that is disabled loses the focus. */
    const extend = async () => {
      if (isAsking) return;
      isAsking = true;
      try {
        const fresh = await this.#rendered(await this.#ask(this.#view, { offset: shown }));
        if (page !== this.#page) return;
        const hits = [...fresh.querySelectorAll(".bi-hit")];
        this.#list.firstElementChild?.append(...hits);
        below.replaceWith(this.#more());
        this.#announce(this.say("shown", shown + hits.length, { n: page.total }));
        // The reader goes on at the first of the new ones.
        hits[0]?.querySelector("a")?.focus();
      } catch (error) {
        below.replaceWith((below = this.#failed(error, extend)));
        below.querySelector("button")?.focus();
      }
      isAsking = false;
    };
    /** @type {HTMLElement} */
    let below = h("button", { type: "button", part: "button more", class: "more", onclick: extend, hidden: shown >= page.total }, this.say("more"));
    return below;
  }

  /** @param {string} text @param {AbortSignal} signal @returns {Promise<import("./combobox.js").Option[]>} */
  async #suggest(text, signal) {
    const archive = await this.archive;
    const page = await archive.search(text, { typing: true, limit: 6, signal });
    /** @type {import("./combobox.js").Option[]} */
    const options = [];
    if (page.suggestion) {
      options.push({ text: page.suggestion, kind: this.say("didYouMean"), act: () => this.#go({ ...emptyView(), q: page.suggestion }) });
    }
    const last = text.toLowerCase().split(/\s+/).at(-1) ?? "";
    for (const term of last.length > 1 ? completions(last, page).slice(0, 2) : []) {
      const q = text.slice(0, -last.length) + term;
      options.push({ text: q, kind: this.say("search"), act: () => this.#go({ ...emptyView(), q }) });
    }
    const authors = page.facets.author.filter(({ value }) => value.toLowerCase().split(/\s+/).some((name) => name.startsWith(last)));
    for (const { value } of last.length > 1 ? authors.slice(0, 2) : []) {
      options.push({ text: value, kind: this.say("author"), act: () => this.#go({ ...emptyView(), author: [value] }) });
    }
    const { article } = this.#rendering(archive).links;
    for (const hit of page.hits.slice(0, 6 - options.length)) {
      const own = URL.canParse(hit.url, document.baseURI) && hit.url;
      const { href, protocol } = new URL(own || filled(article, hit.id, text), document.baseURI);
      const act = () => {
        if (this.tell("backissue-open", { article: hit.id, query: text, href })) location.assign(href);
      };
      if (hit.title && /^https?:$/.test(protocol)) options.push({ text: hit.title, lang: this.own(hit.lang), kind: sectionName(this.words, hit.section), href, act });
    }
    return options;
  }

  /** Says politely, after a pause in which something newer may come; the same words again are said again. @param {string} text */
  #announce(text) {
    clearTimeout(this.#announcing);
    this.#status.className = "unseen";
    this.#announcing = window.setTimeout(() => {
      this.#status.textContent = this.#status.textContent === text ? `${text}\u00a0` : text;
    }, 400);
  }

  /** Says for all to see what is being waited for. @param {Node} said */
  #waiting(said) {
    clearTimeout(this.#announcing);
    this.#status.className = "quiet";
    this.#status.replaceChildren(said);
  }
}

/** The words that the beginning of one became in what was found, the most frequent first. @param {string} start @param {Page} page */
function completions(start, { hits }) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { snippet } of hits) {
    for (const range of snippet.ranges) {
      const word = snippet.text.slice(range.start, range.end).toLowerCase();
      if (word.startsWith(start) && word !== start) counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  return [...counts.keys()].sort((one, other) => (counts.get(other) ?? 0) - (counts.get(one) ?? 0));
}

register("backissue-search", BackissueSearchElement);
