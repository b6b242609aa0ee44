// @ts-check
/** The filters that are chosen: as chips that take them back, and what could be chosen instead. */

import { h } from "./base.js";
import { LISTS, named, unfiltered } from "./filters.js";
import { say } from "../words.js";

/** @typedef {import("../address.js").View} View */
/** @typedef {import("../archive.js").Facets} Facets */
/** @typedef {import("../words.js").Words} Words */

/**
 * Each filter that narrows by itself: what it is called, the filter alone, and the view without it.
 * @param {Words} words @param {View} view @returns {{name: string, alone: Partial<View>, without: View}[]}
 */
export function narrowing(words, view) {
  const each = LISTS.flatMap((list) => view[list].map((value) => ({ name: named(words, list, value), alone: { [list]: [value] }, without: { ...view, [list]: view[list].filter((other) => other !== value) } })));
  for (const end of /** @type {const} */ (["from", "to"])) {
    if (view[end]) each.push({ name: `${words[end]} ${view[end]}`, alone: /** @type {any} */ ({ [end]: view[end] }), without: { ...view, [end]: "" } });
  }
  return each;
}

/** What is chosen, each with a way to take it back. @param {Words} words @param {View} view @param {(view: View) => void} change */
export function chips(words, view, change) {
  const made = narrowing(words, view).map(({ name, without }) =>
    h("button", { type: "button", class: "chip", part: "chip", "aria-label": say(words, "remove", name), onclick: () => change(without) }, name, h("span", { "aria-hidden": "true" }, "×")),
  );
  if (made.length > 1) made.push(h("button", { type: "button", class: "plain", part: "clear-filters", onclick: () => change(unfiltered(view)) }, words.clearFilters));
  return made;
}

/**
 * The facets to choose from: for a list in which something is chosen, as if nothing were, or a second choice could not be made.
 * @param {View} view @param {Facets} found @param {(view: View) => Promise<import("../archive.js").Page>} ask
 */
export async function choices(view, found, ask) {
  const facets = { ...found };
  const others = LISTS.map(async (list) => {
    if (view[list].length) facets[list] = (await ask({ ...view, [list]: [] })).facets[list];
  });
  if (view.from || view.to) others.push(ask({ ...view, from: "", to: "" }).then((other) => void (facets.year = other.facets.year)));
  await Promise.all(others);
  return facets;
}
