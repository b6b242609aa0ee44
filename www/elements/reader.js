// @ts-check
/**
 * `<backissue-reader src="/archive/" article="66/an-article">`: an article, an issue's contents page, or the shelf of issues.
 *
 * | attribute | what | without it |
 * | --- | --- | --- |
 * | `src` | the archive's folder | a message |
 * | `article` | the article's id | the issue |
 * | `issue` | the issue's key, usually its number | the shelf of all issues |
 * | `query` | what to mark in the article | nothing is marked |
 * | `address` | keep what is read in the `fragment` or the `query` of the page's address | `none` |
 * | `level` | the level of the first heading, 1 to 4 | 2 |
 * | `report` | where mistakes in the text are reported, an e-mail address | no such link |
 *
 * Events: `backissue-open` (`detail`: article, issue, author) before a link is followed, `preventDefault` to do it oneself;
 * `backissue-read` (`detail`: article, issue) when something is shown; `backissue-error` (`detail`: error).
 */

import { emptyView, linkTemplates, modeOf, readView, viewAddress, writeView } from "../address.js";
import { article as styles } from "../styles/article.js";
import { BackissueElement, followed, h } from "./base.js";
import { HitBar } from "./hits.js";

/** @typedef {import("../archive.js").IssueSummary} IssueSummary */
/** @typedef {import("../archive.js").Listing} Listing */
/** @typedef {{article: string, issue: string, query: string}} Place */

export class BackissueReaderElement extends BackissueElement {
  static styles = [styles];
  static observedAttributes = ["src", "article", "issue", "query"];

  /** Set by `<backissue-archive>`, which knows how links are followed. @type {import("../archive.js").Links | undefined} */
  links;
  #page = h("div", { part: "page", class: "page" });
  #status = h("p", { role: "status", class: "unseen" });
  /** Counts what was asked to be shown: an answer that comes after a newer question is dropped. */
  #turn = 0;
  /** Whether what is shown next was asked for by the reader, who then goes to its start. */
  #moved = false;

  build() {
    this.root.append(this.#status, this.#page);
    this.#page.addEventListener("click", (event) => this.#clicked(event));
    import("./settings.js").then(({ apply }) => apply(this.#page));
  }

  /** @param {AbortSignal} signal */
  connected(signal) {
    const mode = modeOf(this.getAttribute("address"), "none");
    if (mode === "none") return void this.#show();
    const read = () => {
      const { article, issue, q } = readView(mode);
      if (article || issue.length) this.show({ article, issue: issue[0] ?? "", query: q }, false);
      else void this.#show();
    };
    window.addEventListener("popstate", read, { signal });
    read();
  }

  attributeChangedCallback() {
    // Attributes that are set together are one change.
    const turn = ++this.#turn;
    queueMicrotask(() => {
      if (turn === this.#turn && this.isConnected && this.shadowRoot) void this.#show();
    });
  }

  /** What is shown. @returns {Place} */
  get place() {
    return {
      article: this.getAttribute("article") ?? "",
      issue: this.getAttribute("issue") ?? "",
      query: this.getAttribute("query") ?? "",
    };
  }

  /** Shows an article, an issue, or with neither the shelf. @param {Partial<Place>} place @param {boolean} [focus] whether the reader's focus follows */
  show(place, focus = true) {
    this.#moved = focus;
    for (const name of /** @type {const} */ (["article", "issue", "query"])) {
      if (place[name]) this.setAttribute(name, place[name]);
      else this.removeAttribute(name);
    }
  }

  async #show() {
    const turn = ++this.#turn;
    const { article, issue, query } = this.place;
    const options = { query, lang: this.language, heading: this.#level, links: this.links ?? linkTemplates(modeOf(this.getAttribute("address"), "fragment")) };
    try {
      const fresh = h("div", { class: "fade" });
      const archive = await this.waiting(this.archive, (text) => this.#say(text));
      const render = article
        ? archive.renderArticle(fresh, article, options)
        : issue
          ? archive.renderIssue(fresh, issue, options)
          : archive.renderShelf(fresh, options);
      await this.waiting(render, (text) => this.#say(text));
      if (turn !== this.#turn) return;
      this.#say("");
      if (article) await this.#article(fresh, article, query, turn);
      else if (issue) this.#page.replaceChildren(fresh);
      else this.#page.replaceChildren(h("div", { class: "shelf-page" }, h(this.#heading, { part: "shelf-title" }, this.say("shelf")), fresh));
      if (turn !== this.#turn) return;
      if (this.#moved) this.#start(Boolean(article && query));
      this.tell("backissue-read", { article, issue });
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#say("");
      this.#page.replaceChildren(this.failure(error, () => void this.#show()));
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

  /** @param {string} text */
  #say(text) {
    this.#status.textContent = text;
    this.#status.className = text ? "quiet" : "unseen";
  }

  /** @param {HTMLElement} fresh @param {string} id @param {string} query @param {number} turn */
  async #article(fresh, id, query, turn) {
    const marks = /** @type {HTMLElement[]} */ ([...fresh.querySelectorAll(".bi-mark")]);
    const bar = marks.length ? new HitBar(this, marks).bar : undefined;
    const actions = h("div", { class: "actions bar", part: "actions" });
    this.#page.replaceChildren(...(bar ? [bar] : []), fresh, actions);
    const summaries = await (await this.archive).issues();
    if (turn !== this.#turn) return;
    const summary = summaries.find(({ articles }) => articles.some((listing) => listing.id === id));
    const listing = summary?.articles.find((listing) => listing.id === id);
    if (!summary || !listing) return;
    this.#page.append(this.#after(summaries, summary, listing));
    const { tools } = await import("./tools.js");
    if (turn !== this.#turn) return;
    const address = viewAddress(modeOf(this.getAttribute("address"), "fragment"), { article: id });
    actions.append(...tools(this, { listing, summary, address, page: this.#page, passage: fresh }));
  }

  /** What to read next. @param {IssueSummary[]} summaries @param {IssueSummary} summary @param {Listing} listing */
  #after(summaries, summary, listing) {
    const { articles, issue } = summary;
    const at = articles.indexOf(listing);
    const turn = h("nav", { class: "turn", part: "turn", "aria-label": this.say("contents") });
    for (const [key, other] of /** @type {[string, Listing | undefined][]} */ ([["previous", articles[at - 1]], ["next", articles[at + 1]]])) {
      if (other) turn.append(h("p", {}, h("span", { class: "quiet" }, this.say(key)), this.#link(other)));
    }
    const after = h("div", { class: "after", part: "after" });
    if (turn.childElementCount) after.append(turn);
    const others = articles.filter((other) => other !== listing && other.title && other.section === listing.section);
    const list = (/** @type {string} */ title, /** @type {Listing[]} */ listings) => {
      if (!listings.length) return;
      const items = listings.slice(0, 5).map((other) => h("li", {}, this.#link(other)));
      after.append(h("section", { class: "related", part: "related" }, h("h2", {}, title), h("ul", {}, ...items)));
    };
    const name = /^\d+$/.test(issue.key) ? this.say("issue", issue.key) : issue.key;
    if (issue.key) list(this.say("moreFrom", name), others.length ? others : articles.filter((other) => other !== listing && other.title));
    for (const author of listing.authors.slice(0, 2)) {
      const by = summaries.flatMap(({ articles }) => articles).filter((other) => other !== listing && other.authors.includes(author));
      list(this.say("moreBy", author), by);
    }
    return after;
  }

  /** @param {Listing} listing */
  #link(listing) {
    const mode = modeOf(this.getAttribute("address"), "fragment");
    const link = h("a", { href: viewAddress(mode, { article: listing.id }).href, part: "link" }, listing.title || this.say("untitled"));
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

  /** @param {MouseEvent} event */
  #clicked(event) {
    const link = followed(event, "a[data-article], a[data-issue], a[data-author]");
    if (!link) return;
    const { article, issue, author } = link.dataset;
    if (!this.tell("backissue-open", { article, issue, author, href: link.href })) return event.preventDefault();
    // On its own the reader follows what it can show; an author's articles are a search.
    if (author) return;
    event.preventDefault();
    writeView(modeOf(this.getAttribute("address"), "none"), { ...emptyView(), article, issue: issue ? [issue] : [] });
    this.show({ article, issue });
  }
}

