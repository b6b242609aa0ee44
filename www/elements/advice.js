// @ts-check
/** What was done with a query that its writer may not expect and, where nothing was found, what would find something.
 * Fetched when there is first something to say. */

import { emptyView } from "../address.js";
import { h } from "./base.js";
import { isFiltered, unfiltered } from "./filters.js";

/** @typedef {import("../address.js").View} View */
/** @typedef {import("./search.js").BackissueSearchElement} BackissueSearchElement */

/** Of a longer query only the first words are tried without each other. */
const WORDS_MAX = 8;

/**
 * What was done with the query.
 * @param {BackissueSearchElement} element @param {import("../archive.js").Page} page
 */
export function notes(element, page) {
  // That the only word was left out says no more than that nothing was found.
  const telling = page.notes.filter((note) => note.kind !== "unknown" || page.total || note.word !== element.view.q.trim());
  const said = telling.map((note) => {
    if (note.kind === "corrected") return element.say("corrected", element.quoted(note.word), { n: note.instead });
    if (note.kind === "also") return element.say("also", element.quoted(note.word), { n: note.instead });
    if (note.kind === "unknown") return element.say("unknown", element.quoted(note.word));
    if (note.kind === "unread") return element.say("unread", element.quoted(note.part));
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
 * @param {boolean} misspelt whether another spelling was offered already
 * @param {(view: View) => Promise<import("../archive.js").Page>} ask
 */
export async function ways(element, misspelt, ask) {
  const ways = [];
  const { view } = element;
  const instead = (/** @type {View} */ view, /** @type {string} */ words) => element.instead(view, words);
  if (isFiltered(view)) {
    const without = await ask(unfiltered(view));
    if (view.q && without.total) ways.push(h("p", {}, element.say("noneFiltered"), " ", instead(unfiltered(view), `${element.say("clearFilters")} (${element.count("articles", without.total)})`)));
  }
  // Without its quotation marks: half a phrase is none.
  const words = view.q.replace(/["“”]/g, " ").split(/\s+/).filter(Boolean).slice(0, WORDS_MAX);
  if (words.length > 1 && !misspelt) {
    // The word whose absence finds most is the one in the way.
    const shorter = words.map((_, out) => words.filter((_, at) => at !== out).join(" "));
    const pages = await Promise.all(shorter.map((q) => ask({ ...view, q })));
    const most = pages.reduce((best, page, at) => (page.total > pages[best].total ? at : best), 0);
    if (pages[most].total) ways.push(h("p", {}, instead({ ...view, q: shorter[most] }, element.say("without", element.quoted(shorter[most]))), ` (${element.count("articles", pages[most].total)})`));
  }
  // Where there is a shelf of issues, that is the way out.
  ways.push(h("p", {}, element.say("noneHelp"), " ", element.navigate && instead(emptyView(), element.say("home"))));
  return h("slot", { name: "empty" }, h("div", { class: "none", part: "none" }, ...ways));
}
