// @ts-check
/**
 * `<backissue-archive src="/archive/">`: search, reader and shelf together, with an address for everything that they show.
 *
 * | attribute | what | without it |
 * | --- | --- | --- |
 * | `src` | the archive's folder | a message |
 * | `address` | where the address is kept: `fragment`, `query`, or `none`; a second word is what the query is called there | `fragment`, which no server ever sees |
 * | `label`, `limit`, `excerpts`, `hotkey`, `eager`, `whole` | as for `<backissue-search>` | |
 * | `report` | as for `<backissue-reader>` | |
 * | `level` | the level of the first heading | 2 |
 * | `keep-title` | leave the page's title as it is | it says what is read, and that something is searched |
 * | `title-query` | the page's title says what is searched, and with it visitor counters and synced histories | it does not |
 *
 * Events are those of the two. `backissue-open` can be cancelled.
 */

import { emptyView, modeOf, parameter, readView, writeView } from "../address.js";
import { BackissueElement, h, register } from "./base.js";
import { icon } from "./icon.js";
import { BackissueReaderElement, offered } from "./reader.js";
import { BackissueSearchElement } from "./search.js";
import { chosen, isFiltered } from "./filters.js";

/** @typedef {import("../address.js").View} View */

const HANDED_ON = ["src", "label", "limit", "excerpts", "hotkey", "eager", "whole", "report", "level", "lang", "keep-title", "title-query"];

export class BackissueArchiveElement extends BackissueElement {
  static styles = [".search, .reader { display: block } .reader { margin-block-start: 24px } .back { margin-block-start: 16px; justify-self: start } .stack { display: grid; grid-template-columns: minmax(0, 1fr) } @media print { .back { display: none } }"];
  static observedAttributes = HANDED_ON;

  #search = /** @type {BackissueSearchElement} */ (document.createElement("backissue-search"));
  #reader = /** @type {BackissueReaderElement} */ (document.createElement("backissue-reader"));
  #back = h("button", { type: "button", class: "back plain", part: "back", hidden: true, onclick: () => this.#goBack() });
  /** @type {View} */
  #view = emptyView();
  /** Where the page was scrolled to when it was left, by address. @type {Map<string, number>} */
  #left = new Map();
  /** @type {Record<string, HTMLSlotElement>} */
  #slots = {};
  /** The address that is shown, for which `#left` remembers. */
  #shown = "";

  get mode() {
    return modeOf(this.getAttribute("address"), "fragment");
  }

  build() {
    this.#search.keptBy = this.#reader.keptBy = this.mode;
    this.#search.navigate = (view) => this.#go(view);
    this.#search.className = "search";
    this.#search.setAttribute("part", "search");
    this.#search.setAttribute("exportparts", "author, button, byline, chip, chips, clear, clear-filters, count, date, error, excerpt, excerpt-heading, facts, filter, filter-value, filters, filters-summary, form, help, hit, hit-line, hit-link, hit-title, input, issue-link, label, list, mark, more, none, note, notes, option, options, outcome, place, results, retry, row, section, sort, submit, suggestion, summary");
    this.#reader.className = "reader";
    this.#reader.setAttribute("part", "reader");
    this.#reader.setAttribute("exportparts", "actions, alike, article, author, body, box, box-title, button, byline, caption, contents, contents-section, cover, cover-line, cover-lines, cover-link, cover-masthead, cover-number, cover-season, cover-title, crosshead, date, dateline, end-mark, endnote, endnotes, entry, entry-link, entry-standfirst, entry-title, error, event, event-date, event-list, event-place, event-text, event-title, events, facts, header, headline, hit-position, hits, issue, issue-header, issue-link, issue-title, kicker, link, list, mark, masthead, more, page, panel, pull-quote, question, related, report, retry, season, section-link, settings, shelf, shelf-title, side, standfirst, table, turn, uncertain");
    this.#hand();
    this.root.classList.add("stack");
    this.root.append(this.#search, this.#back, this.#reader);
    this.root.addEventListener("backissue-open", (event) => this.#opened(/** @type {CustomEvent} */ (event)));
  }

  attributeChangedCallback() {
    if (this.shadowRoot) this.#hand();
  }

  /** @param {AbortSignal} signal */
  connected(signal) {
    // A box elsewhere on the page: in its head, perhaps. Of what is within, the archive's own event tells.
    window.addEventListener("backissue-open", (event) => {
      if (!offered(this, event)) return;
      const { article, issue, query } = /** @type {CustomEvent} */ (event).detail;
      this.#go({ ...emptyView(), article: article ?? "", issue: article ? [] : [issue], q: article ? query : "" });
    }, { signal });
    if (this.keeps) {
      const read = () => {
        const view = readView(this.mode);
        // A step within the page, to a heading of its own, is none away from what is shown.
        if (view && JSON.stringify(view) !== JSON.stringify(this.#view)) this.#read(view);
      };
      window.addEventListener("popstate", read, { signal });
    }
    // A form that served without scripts sends its words as a query: they are searched, and kept where ours are.
    const name = parameter(this.mode, "q");
    const asked = !this.mode.startsWith("query") && new URLSearchParams(location.search).get(name);
    if (this.#shown || !asked || location.hash) return this.#read(readView(this.mode) ?? this.#view);
    if (this.mode.startsWith("fragment")) {
      // From now on no server sees them: not at a reload, nor in a referrer.
      const url = new URL(location.href);
      url.searchParams.delete(name);
      history.replaceState(history.state, "", url);
    }
    this.#go({ ...emptyView(), q: asked.slice(0, 1_000) }, true);
  }

  /** What is shown. Setting it goes there. @returns {View} */
  get view() {
    return this.#view;
  }

  set view(view) {
    this.#go({ ...emptyView(), ...view });
  }

  /** Shows an article. @param {string} article @param {string} [query] what to mark in it */
  open(article, query = "") {
    this.#go({ ...emptyView(), article, q: query });
  }

  #hand() {
    for (const name of HANDED_ON) {
      const value = this.getAttribute(name);
      for (const element of [this.#search, this.#reader]) {
        if (value === null) element.removeAttribute(name);
        else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
      }
    }
  }

  /** @param {View} view what the address says */
  #read(view) {
    this.#leave();
    void this.#show(view, false);
  }

  /** @param {View} view @param {boolean} [replace] @param {boolean} [forward] */
  #go(view, replace, forward = true) {
    this.#leave();
    writeView(this.mode, view, replace);
    void this.#show(view, forward);
  }

  #leave() {
    if (this.#shown) this.#left.set(this.#shown, scrollY);
  }

  /** @param {View} view @param {boolean} forward whether the reader went on, rather than back */
  async #show(view, forward) {
    const before = this.#view;
    this.#view = view;
    this.#shown = location.href;
    const contents = !view.article && !view.q && view.issue.length === 1 && !isFiltered({ ...view, issue: [] });
    const reading = Boolean(view.article) || contents || (!view.q && !isFiltered(view));
    this.#search.toggleAttribute("collapsed", reading);
    // What the page says in place of our words, handed to the one that shows.
    for (const name of ["empty", "loading", "error"]) {
      if ([...this.children].some((child) => child.slot === name)) (reading ? this.#reader : this.#search).append((this.#slots[name] ??= h("slot", { name, slot: name })));
    }
    this.#reader.hidden = !reading;
    const searched = view.q || isFiltered(view);
    this.#back.hidden = !reading || !(view.article || contents);
    this.#back.replaceChildren(icon("back"), this.say(view.article && view.q ? "back" : "home"));
    if (view.article) {
      this.#reader.show({ article: view.article, query: view.q }, forward);
      // The box still says what was searched; the results behind the article are there for going back.
      if (this.#search.view.q !== view.q) void this.#search.search({ ...view, article: "" });
    } else if (contents || !searched) {
      this.#reader.show({ issue: contents ? view.issue[0] : "" }, forward && Boolean(before.article || contents));
      void this.#search.search(emptyView());
    } else {
      if (view.q) this.entitleSearch(view.q);
      else this.entitle(chosen(this.words, view).join(", "));
      const same = JSON.stringify({ ...view, article: "" }) === JSON.stringify({ ...this.#search.view, article: "" });
      if (!same || !this.#search.shows) await this.#search.search(view);
    }
    if (!forward) {
      const top = this.#left.get(location.href);
      if (top !== undefined) requestAnimationFrame(() => scrollTo({ top, behavior: "instant" }));
      else if (this.getBoundingClientRect().top < 0) this.scrollIntoView({ block: "start", behavior: "instant" });
      if (before.article && !view.article) this.#search.focusHit(before.article);
    }
  }

  /** Back to the results that the article was opened from, to where the reader was in them; without any, to the shelf. */
  #goBack() {
    const found = this.#view.article && this.#view.q;
    this.#go(found ? { ...this.#view, article: "" } : emptyView(), false, !found);
  }

  /** @param {CustomEvent} event from search or reader, before a link is followed */
  #opened(event) {
    const { article, issue, author, section, query } = event.detail;
    // The page hears of it first, as an event of this element.
    event.stopPropagation();
    event.preventDefault();
    if (!this.tell("backissue-open", event.detail)) return;
    if (author) this.#go({ ...emptyView(), author: [author] });
    else if (section) this.#go({ ...emptyView(), section: [section] });
    else if (article) this.#go({ ...(query ? this.#search.view : emptyView()), q: query ?? "", article });
    else this.#go({ ...emptyView(), issue: issue ? [issue] : [] });
  }
}

register("backissue-archive", BackissueArchiveElement);
