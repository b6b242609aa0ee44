// @ts-check
/**
 * `<backissue-reader src="/archive/" article="66/an-article">`: an article, an issue's contents page, the articles of an author or
 * a section, or the shelf of issues.
 *
 * | attribute | what | without it |
 * | --- | --- | --- |
 * | `src` | the archive's folder | a message |
 * | `article` | the article's id | the issue |
 * | `issue` | the issue's key, usually its number | the shelf of all issues |
 * | `author` | an author, whose articles are listed | the shelf of all issues |
 * | `section` | a section, whose articles are listed | the shelf of all issues |
 * | `query` | what to mark in the article | nothing is marked |
 * | `address` | keep what is read in the `fragment` or the `query` of the page's address; a second word begins its parameters | `none` |
 * | `whole` | fetch every part before the first article, so that what is fetched tells nothing | as needed |
 * | `level` | the level of the first heading, 1 to 4 | 2 |
 * | `keep-title` | leave the page's title as it is | with `address`, it says what is read |
 * | `report` | where mistakes in the text are reported, an e-mail address | no such link |
 *
 * Events: `backissue-open` (`detail`: article, issue, author, section, href) before a link is followed, `preventDefault` to do it oneself;
 * `backissue-read` (`detail`: article, issue, author, section) when something is shown; `backissue-error` (`detail`: error).
 */

import { emptyView, linkTemplates, readView, viewAddress, writeView } from "../address.js";
import { nextTask } from "../archive.js";
import { later } from "../later.js";
import { article as styles } from "../styles/article.js";
import { BackissueElement, followed, h, register } from "./base.js";
import { HitBar } from "./hits.js";
import { Marks } from "./marks.js";
import { apply, settingsPanel } from "./settings.js";
import { issueName, sectionName, titleOf } from "./names.js";

/** @typedef {import("../archive.js").IssueSummary} IssueSummary */
/** @typedef {import("../archive.js").Listing} Listing */
/** @typedef {{article: string, issue: string, author: string, section: string, query: string}} Place */

/** @type {() => Promise<typeof import("./tools.js")>} */
const toolsScript = later(() => import("./tools.js"), "elements/tools.js");

/** So many related articles are offered of each kind. */
const RELATED = 5;
/** So many articles of an author or a section are listed at once. */
const LISTED = 50;
const PLACES = /** @type {const} */ (["article", "issue", "author", "section", "query"]);

/** Whether an element takes what a search elsewhere on the page found and is about to follow: an article or issue of the same archive,
 * if the page does not say where else it is. @param {HTMLElement} element @param {Event} event its `backissue-open`; then the search does not */
export function offered(element, event) {
  const [search] = event.composedPath();
  const { article, issue } = /** @type {CustomEvent} */ (event).detail;
  if (event.defaultPrevented || !(article || issue) || !(search instanceof Element) || search.localName !== "backissue-search") return false;
  if (search.getAttribute("src") !== element.getAttribute("src") || search.hasAttribute("page") || search.hasAttribute("link")) return false;
  event.preventDefault();
  return true;
}

export class BackissueReaderElement extends BackissueElement {
  static styles = [styles];
  static observedAttributes = ["src", ...PLACES];

  #page = h("div", { part: "page", class: "page" });
  #status = h("p", { role: "status", class: "unseen" });
  /** The hits of the article that is shown. @type {Marks | undefined} */
  #marks;
  /** @type {HitBar | undefined} */
  #bar = undefined;
  /** Counts what was asked to be shown: an answer that comes after a newer question is dropped. */
  #turn = 0;
  /** Whether what is shown next was asked for by the reader, who then goes to its start. */
  #moved = false;
  /** Within `<backissue-archive>` nothing is fetched until there is something to read. */
  #asked = false;

  build() {
    this.root.append(this.#status, this.#page);
    this.#page.addEventListener("click", (event) => this.#clicked(event));
    apply(this.#page);
  }

  /** @param {AbortSignal} signal */
  connected(signal) {
    if (this.keptBy) return void (this.#asked && this.#show());
    // On the window, so that the page hears of it first.
    window.addEventListener("backissue-open", (event) => offered(this, event) && this.#go(/** @type {CustomEvent} */ (event).detail), { signal });
    if (!this.keeps) return void this.#show();
    const read = () => {
      const view = readView(this.mode);
      if (view) this.show({ article: view.article, issue: view.issue[0], author: view.author[0], section: view.section[0], query: view.q }, false);
    };
    window.addEventListener("popstate", read, { signal });
    // What the address does not say, the attributes do.
    const view = readView(this.mode);
    if (view?.article || view?.issue[0] || view?.author[0] || view?.section[0]) read();
    else void this.#show();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    // What is on its way has no page to come to.
    this.#turn++;
    this.#marks?.clear();
  }

  attributeChangedCallback() {
    this.#soon();
  }

  /** Shows what the attributes say, once for all that are set together. */
  #soon() {
    const turn = ++this.#turn;
    queueMicrotask(() => {
      if (turn === this.#turn && this.isConnected && this.shadowRoot) void this.#show();
    });
  }

  /** What is shown. @returns {Place} */
  get place() {
    return /** @type {Place} */ (Object.fromEntries(PLACES.map((name) => [name, this.getAttribute(name) ?? ""])));
  }

  /** Shows an article, an issue, what an author or a section has, or without any of them the shelf. @param {Partial<Place>} place @param {boolean} [focus] whether the reader's focus follows */
  show(place, focus = true) {
    this.#moved = focus;
    this.#asked = true;
    for (const name of PLACES) {
      if (place[name]) this.setAttribute(name, place[name] ?? "");
      else this.removeAttribute(name);
    }
    this.#soon();
  }

  async #show() {
    const turn = ++this.#turn;
    const { article, issue, author, section, query } = this.place;
    const options = { query, lang: this.language, heading: this.#level, links: linkTemplates(this.mode) };
    try {
      const fresh = h("div", { class: "fade" });
      const archive = await this.waiting(this.archive, (said) => this.#say(said));
      const render = article
        ? archive.renderArticle(fresh, article, options)
        : issue
          ? archive.renderIssue(fresh, issue, options)
          : author || section
            ? this.#listing(fresh, author, section)
            : archive.renderShelf(fresh, options);
      await this.waiting(render, (said) => this.#say(said));
      if (turn !== this.#turn) return;
      this.#say("");
      this.#page.classList.remove("reading");
      this.#marks?.clear();
      this.#marks = undefined;
      this.#bar = undefined;
      if (article) this.#article(fresh, article, turn);
      else if (issue) this.#contents(fresh);
      else if (author || section) this.#page.replaceChildren(fresh);
      else this.#page.replaceChildren(h("div", { class: "shelf-page" }, h(this.#heading, { part: "shelf-title" }, this.say("shelf")), fresh));
      // To lay it out is another task than to put it there.
      await nextTask();
      if (turn !== this.#turn) return;
      if (!this.hidden) this.entitle(article || issue || author || section ? (fresh.querySelector("h1, h2, h3, h4, h5")?.textContent ?? "") : "");
      if (this.#moved) this.#start(Boolean(article && query));
      this.#startHits();
      this.tell("backissue-read", { article, issue, author, section });
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#say("");
      this.#page.replaceChildren(this.failure(error, () => void this.#show(), "home", () => this.#follow({})));
    } finally {
      if (turn === this.#turn) this.#moved = false;
    }
  }

  get #level() {
    return Math.min(4, Math.max(1, Number(this.getAttribute("level")) || 2));
  }

  get #heading() {
    return /** @type {"h2"} */ (`h${this.#level}`);
  }

  /** @param {string | Node} said */
  #say(said) {
    this.#status.replaceChildren(said);
    this.#status.className = said ? "quiet" : "unseen";
  }

  /** @param {HTMLElement} fresh @param {string} id @param {number} turn */
  #article(fresh, id, turn) {
    const side = h("div", { class: "side", part: "side" });
    this.#page.replaceChildren(fresh, side);
    // On the page by now: Firefox never paints what was highlighted before.
    const marks = (this.#marks = new Marks(fresh));
    this.#bar = marks.hits.length ? new HitBar(this, marks) : undefined;
    if (this.#bar) fresh.before(this.#bar.bar);
    this.#page.classList.add("reading");
    // What stands beside an article is a courtesy: nobody waits for it, and without a network the article is there all the same.
    this.#beside(fresh, side, id, turn).catch(() => {});
  }

  /** @param {HTMLElement} fresh @param {HTMLElement} side @param {string} id @param {number} turn */
  async #beside(fresh, side, id, turn) {
    const archive = await this.archive;
    // Each is a courtesy too: without it there are the others.
    const [summary, alike] = await Promise.all([archive.around(id), archive.related(id).catch(() => [])]);
    const listing = summary.articles.find((listing) => listing.id === id);
    if (!listing) return;
    const written = await Promise.all(listing.authors.slice(0, 2).map((author) => archive.headlines({ author, limit: RELATED + 1 }).catch(() => [])));
    if (turn !== this.#turn) return;
    const actions = h("div", { class: "actions", part: "actions" });
    side.before(this.#turnTo(summary, listing));
    side.append(actions, ...this.#related(summary, listing, alike, written));
    const { offering, tools } = await toolsScript();
    if (turn !== this.#turn) return;
    const address = viewAddress(this.mode, { article: id });
    actions.append(...tools(this, { listing, summary, address, passage: fresh, settings: () => settingsPanel(this, this.#page) }));
    /** @type {HTMLElement | undefined} */
    let shown;
    const show = async (/** @type {string} */ passage) => {
      const found = await this.#alike(id, passage, () => turn === this.#turn, () => void show(passage));
      if (!found) return;
      shown?.remove();
      actions.after((shown = found));
      /** @type {HTMLElement} */ (found.firstChild).focus();
    };
    fresh.append(offering(this, fresh, show));
  }

  /** Articles like a passage of one, or why there are none; nothing if the reader has gone on.
   * @param {string} id @param {string} passage @param {() => boolean} stays whether the article is still shown @param {() => void} retry */
  async #alike(id, passage, stays, retry) {
    try {
      const archive = await this.archive;
      const { hits } = await this.waiting(archive.moreLike(passage, { except: id, limit: RELATED }), (said) => stays() && this.#say(said));
      if (!stays()) return;
      this.#say(this.count("articles", hits.length));
      const start = passage.length > 80 ? `${passage.slice(0, 79)}…` : passage;
      const list = this.#list(this.say("moreLike"), hits, h("p", { class: "quiet" }, hits.length ? `“${start}”` : this.say("none", start)));
      /** @type {HTMLElement} */ (list.firstChild).tabIndex = -1;
      return list;
    } catch (error) {
      if (!stays()) return;
      this.#say("");
      return this.failure(error, retry, "home", () => this.#follow({}));
    } finally {
      // Who sees the list needs not be told how long it is.
      if (stays()) this.#status.className = "unseen";
    }
  }

  /** The article before and the one after. @param {IssueSummary} summary @param {Listing} listing */
  #turnTo({ articles }, listing) {
    const at = articles.indexOf(listing);
    const turn = h("nav", { class: "turn", part: "turn", "aria-label": `${this.say("contents")}: ${titleOf(this.words, listing)}` });
    for (const [key, other] of /** @type {[string, Listing | undefined][]} */ ([["previous", articles[at - 1]], ["next", articles[at + 1]]])) {
      if (other) turn.append(h("p", { class: key }, h("span", { class: "quiet" }, this.say(key)), this.#link(other)));
    }
    return turn;
  }

  /** An issue's contents page: the names of its sections lead to what every issue has of them.
   * @param {HTMLElement} fresh */
  #contents(fresh) {
    for (const heading of /** @type {NodeListOf<HTMLElement>} */ (fresh.querySelectorAll("[data-section]"))) {
      const section = heading.dataset.section ?? "";
      const link = h("a", { href: viewAddress(this.mode, { section: [section] }).href, part: "section-link", "data-section": section });
      link.append(...heading.childNodes);
      heading.append(link);
    }
    this.#page.replaceChildren(fresh);
  }

  /** What an author wrote, or a section has, newest first. @param {HTMLElement} into @param {string} author @param {string} section */
  async #listing(into, author, section) {
    const level = this.#level;
    const entry = (/** @type {Listing} */ listing) => {
      const link = this.#link(listing);
      link.className = "bi-entry-link";
      link.setAttribute("part", "entry-link");
      const facts = [author ? listing.section && sectionName(this.words, listing.section) : listing.authors.join(", "), listing.issue && issueName(this.words, listing.issue)];
      return h(
        "li",
        { class: "bi-entry", part: "entry" },
        h(/** @type {"h3"} */ (`h${level + 1}`), { class: "bi-entry-title", part: "entry-title" }, link),
        listing.standfirst && h("p", { class: "bi-entry-standfirst", part: "entry-standfirst", lang: this.own(listing.lang) }, listing.standfirst),
        h("p", { class: "bi-facts", part: "facts" }, facts.filter(Boolean).join("\u00a0· ")),
      );
    };
    const archive = await this.archive;
    const wanted = author ? { author } : { section };
    const [{ total }, newest] = await Promise.all([archive.search("", { ...wanted, limit: 0 }), archive.headlines({ ...wanted, limit: LISTED })]);
    const list = h("ol", { class: "bi-contents", part: "contents" }, ...newest.map(entry));
    into.append(
      h(
        "header",
        { class: "bi-issue-header", part: "issue-header" },
        h(this.#heading, { class: "bi-issue-title", part: "issue-title" }, author || sectionName(this.words, section)),
        h("p", { class: "bi-season", part: "season" }, this.count("articles", total)),
      ),
      list,
    );
    if (total <= LISTED) return;
    let isAsking = false;
    /** Pressed while it is asking it stays as it is: a button that is disabled loses the focus. */
    const extend = async () => {
      if (isAsking) return;
      isAsking = true;
      const shown = list.children.length;
      try {
        list.append(...(await archive.headlines({ ...wanted, limit: LISTED, offset: shown })).map(entry));
        below.replaceChildren(...(shown + LISTED < total ? [more] : []));
        // The reader goes on at the first of the new ones.
        list.children[shown]?.querySelector("a")?.focus();
      } catch (error) {
        below.replaceChildren(this.failure(error, extend, "home", () => this.#follow({})));
        below.querySelector("button")?.focus();
      } finally {
        isAsking = false;
      }
    };
    const more = h("button", { type: "button", part: "button more", onclick: extend }, this.say("more"));
    const below = h("div", {}, more);
    into.append(below);
  }

  /** What goes with an article, more of the same section of the issue, and by the same authors.
   * @param {IssueSummary} summary @param {Listing} listing @param {Listing[]} alike @param {Listing[][]} written the newest by its first authors */
  #related({ articles, issue }, listing, alike, written) {
    const isOther = (/** @type {Listing} */ other) => other.id !== listing.id && other.title;
    const others = articles.filter(isOther);
    const ofSection = others.filter((other) => other.section === listing.section);
    /** @type {[string, Listing[]][]} */
    const lists = [
      [this.say("related"), alike],
      [this.say("moreFrom", issueName(this.words, issue.key)), !issue.key ? [] : ofSection.length ? ofSection : others],
      ...written.map((theirs, at) => /** @type {[string, Listing[]]} */ ([this.say("moreBy", listing.authors[at]), theirs.filter(isOther)])),
    ];
    return lists
      .filter(([, listings]) => listings.length)
      .map(([title, listings]) => this.#list(title, listings));
  }

  /** @param {string} title @param {Pick<Listing, "id" | "title" | "section" | "lang">[]} articles @param {Node} [note] */
  #list(title, articles, note) {
    const links = articles.slice(0, RELATED).map((article) => h("li", {}, this.#link(article)));
    return h("section", { class: "related", part: "related" }, h(/** @type {"h3"} */ (`h${this.#level + 1}`), {}, title), note, h("ul", {}, ...links));
  }

  /** @param {Pick<Listing, "id" | "title" | "section" | "lang">} listing */
  #link(listing) {
    const lang = listing.title ? this.own(listing.lang) : undefined;
    const link = h("a", { href: viewAddress(this.mode, { article: listing.id }).href, part: "link", lang }, titleOf(this.words, listing));
    link.dataset.article = listing.id;
    return link;
  }

  /** To the start of what was opened: its first hit, if it was found by searching, else its heading.
   * @param {boolean} toHit */
  #start(toHit) {
    const heading = this.#page.querySelector("h1, h2, h3, h4");
    if (!(heading instanceof HTMLElement)) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    const top = this.getBoundingClientRect().top;
    // Only if the start is out of sight: a page that need not jump does not.
    if (toHit || top < 0 || top > innerHeight / 2) this.scrollIntoView({ block: "start" });
  }

  #startHits() {
    this.#bar?.start();
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const link = followed(event, "a[data-article], a[data-issue], a[data-author], a[data-section]");
    if (!link) return;
    const { article, issue, author, section } = link.dataset;
    event.preventDefault();
    this.#follow({ article, issue, author, section, href: link.href });
  }

  /** Goes where a link leads, unless the page does so itself. @param {{article?: string, issue?: string, author?: string, section?: string, href?: string}} to */
  #follow(to) {
    if (this.tell("backissue-open", to)) this.#go(to);
  }

  /** @param {Partial<Place>} to */
  #go(to) {
    const list = (/** @type {string | undefined} */ value) => (value ? [value] : []);
    writeView(this.mode, { ...emptyView(), q: to.article && to.query, article: to.article, issue: list(to.issue), author: list(to.author), section: list(to.section) });
    this.show(to);
  }
}

register("backissue-reader", BackissueReaderElement);
