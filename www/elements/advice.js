// @ts-check
/** What was done with a query that its writer may not expect, what narrows it and, where nothing was found, what would find something.
 * Fetched when there is first something to say. */

import { emptyView } from "../address.js";
import { h } from "./base.js";
import { chips, narrowing } from "./chosen.js";
import { isFiltered, unfiltered } from "./filters.js";

/** @typedef {import("../address.js").View} View */
/** @typedef {import("../archive.js").Page} Page */
/** @typedef {import("./search.js").BackissueSearchElement} BackissueSearchElement */

export { choices } from "./chosen.js";

/** Of many filters only the first are tried. */
const MOST = 8;
/** A filter, a phrase or a word as `src/query/operators.rs` reads them, and several with OR, in capitals, between them. */
const ITEM = /[-−]?(?:[A-Za-z]+:)?(?:["“”„‟«»＂][^"“”„‟«»＂]*["“”„‟«»＂]?|[^\s"“”„‟«»＂]+)/.source;
const CLAUSE = new RegExp(`${ITEM}(?:\\s+OR\\s+${ITEM})*`, "g");
const QUOTES = /["“”„‟«»＂]/g;
/** What leaves articles out, beside words that are merely wanted. */
const NARROWS = /^[-−]\S|^(author|section|issue|before|after|title):/i;

/** What stands above the hits: what was done with the query, and what is chosen.
 * @param {BackissueSearchElement} element @param {Page} page @param {(view: View) => void} change */
export function above(element, page, change) {
  const rows = [notes(element, page), h("div", { class: "chips", part: "chips" }, ...chips(element.words, element.view, change))];
  return rows.filter((row) => row.hasChildNodes());
}

/** What was done with the query. @param {BackissueSearchElement} element @param {Page} page */
function notes(element, page) {
  // That the only word was left out says no more than that nothing was found.
  const telling = page.notes.filter((note) => note.kind !== "unknown" || page.total || note.word !== element.view.q.trim());
  const said = telling.map((note) => {
    if (note.kind === "corrected") return element.say("corrected", element.quoted(note.word), { n: note.instead });
    if (note.kind === "also") return element.say("also", element.quoted(note.word), { n: note.instead });
    if (note.kind === "unknown") return element.say("unknown", element.quoted(note.word));
    if (note.kind === "unread" || note.kind === "apart") return element.say(note.kind, element.quoted(note.part));
    if (note.kind === "cut") return element.say("cut", note.words);
    if (note.kind === "bounded") return element.say("bounded", note.articles);
    return element.say(note.kind);
  });
  const nodes = said.map((note) => h("p", { part: "note" }, note));
  // What was searched in its place already needs no second offer.
  if (page.suggestion && !(page.total && page.notes.some(({ kind }) => kind === "corrected"))) {
    const instead = element.instead({ ...element.view, q: page.suggestion }, element.quoted(page.suggestion));
    nodes.unshift(h("p", { part: "suggestion" }, `${element.say("didYouMean")} `, instead, "?"));
  }
  return h("div", { class: "notes", part: "notes" }, ...nodes);
}

/**
 * What to search for instead, as sentences with buttons.
 * @param {BackissueSearchElement} element
 * @param {(view: View) => Promise<Page>} ask
 */
export async function ways(element, ask) {
  const ways = [];
  const { view, words } = element;
  const offer = (/** @type {View} */ view, /** @type {string} */ words, /** @type {number} */ total) => [" ", element.instead(view, words), ` (${element.count("articles", total)})`];
  const search = (/** @type {string} */ q) => element.say("without", element.quoted(q));
  const clauses = (view.q.match(CLAUSE) ?? []).filter((clause) => clause !== "AND");
  /** Of what narrows, each with what to call the search without it. */
  const narrow = [
    ...narrowing(words, view).map((filter) => ({ ...filter, way: element.say("remove", filter.name) })),
    ...clauses.filter((clause) => NARROWS.test(clause)).map((name) => {
      const q = clauses.filter((clause) => clause !== name).join(" ");
      return { name, alone: { q: name }, without: { ...view, q }, way: search(q) };
    }),
  ].slice(0, MOST);
  let isExplained = false;
  for (const { name, alone, without, way } of narrow) {
    const [fits, others] = await Promise.all([ask({ ...emptyView(), ...alone }), ask(without)]);
    // Without a search that is left it would find everything.
    const helps = others.total > 0 && (without.q || isFiltered(without));
    isExplained ||= Boolean(helps);
    if (helps || !fits.total) ways.push(h("p", {}, element.say(fits.total ? "leavesOut" : "fitsNone", element.quoted(name)), ...(helps ? offer(without, way, others.total) : [])));
  }
  if (isFiltered(view) && view.q && !isExplained) {
    const { total } = await ask(unfiltered(view));
    if (total) ways.push(h("p", {}, element.say("noneFiltered"), ...offer(unfiltered(view), element.say("clearFilters"), total)));
  }
  // A phrase that others have may be words here. (One that none has was searched so: words that lack leave out nothing.)
  const loose = clauses.map((clause) => (NARROWS.test(clause) || / OR /.test(clause) ? clause : clause.replace(QUOTES, " ").trim())).join(" ");
  if (loose !== clauses.join(" ")) {
    const q = { ...view, q: loose };
    const { total } = await ask(q);
    if (total) ways.push(h("p", {}, ...offer(q, search(loose), total)));
  }
  // Where there is a shelf of issues, that is the way out.
  ways.push(h("p", {}, element.say("noneHelp"), " ", element.navigate && element.instead(emptyView(), element.say("home"))));
  return h("slot", { name: "empty" }, h("div", { class: "none", part: "none" }, ...ways));
}
