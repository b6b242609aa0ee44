// @ts-check
/** The filters of a search: checkboxes with counts in a disclosure. */

import { emptyView } from "../address.js";
import { h } from "./base.js";
import { issueName, sectionName } from "./names.js";
import { say } from "../words.js";

/** @typedef {import("../address.js").View} View */
/** @typedef {import("../archive.js").Facets} Facets */
/** @typedef {import("../words.js").Words} Words */

/** How many values of a filter show before the rest is folded away. */
const AT_ONCE = 6;
export const LISTS = /** @type {const} */ (["section", "issue", "author"]);

/** How a value is shown. @param {Words} words @param {string} list @param {string} value */
export function named(words, list, value) {
  if (list === "section") return sectionName(words, value);
  return list === "issue" ? issueName(words, value) : value;
}

/** Whether anything is filtered. @param {View} view */
export function isFiltered(view) {
  return [...LISTS, /** @type {const} */ ("from"), /** @type {const} */ ("to")].some((filter) => view[filter].length);
}

/** The view without its filters. @param {View} view @returns {View} */
export function unfiltered(view) {
  return { ...emptyView(), q: view.q, sort: view.sort };
}

/**
 * The filters that would change the results.
 * @param {Words} words @param {View} view @param {Facets} facets @param {string[]} unfolded whose further values show @param {(changed: Partial<View>) => void} change
 */
export function filters(words, view, facets, unfolded, change) {
  const groups = LISTS.map((list) => group(words, view, list, facets[list], unfolded.includes(list), change));
  return [...groups, years(words, view, facets.year, change)].filter((group) => group !== undefined);
}

/** @param {Words} words @param {View} view @param {typeof LISTS[number]} list @param {import("../archive.js").Facet[]} facets @param {boolean} open @param {(changed: Partial<View>) => void} change */
function group(words, view, list, facets, open, change) {
  const chosen = view[list];
  // A chosen value stays in sight when nothing has it any more, so that it can be taken back.
  const lost = chosen.filter((value) => !facets.some((facet) => facet.value === value)).map((value) => ({ value, count: 0 }));
  const values = [...facets.filter((facet) => facet.value), ...lost];
  if (values.length < 2 && !chosen.length) return;
  const boxes = values.map(({ value, count }) => {
    const input = h("input", {
      type: "checkbox",
      checked: chosen.includes(value),
      "data-filter": `${list} ${value}`,
      onchange: () => change({ [list]: input.checked ? [...chosen, value] : chosen.filter((other) => other !== value) }),
    });
    return h("label", { part: "filter-value" }, input, h("span", {}, named(words, list, value)), h("span", { class: "tally" }, String(count)));
  });
  const rest = boxes.splice(Math.max(AT_ONCE, values.findLastIndex(({ value }) => chosen.includes(value)) + 1));
  return h(
    "fieldset",
    { class: "filter", part: "filter" },
    h("legend", {}, words[`filter.${list}`]),
    ...boxes,
    rest.length > 0 && h("details", { "data-list": list, open }, h("summary", { class: "quiet" }, say(words, "moreValues", rest.length)), ...rest),
  );
}

/** @param {Words} words @param {View} view @param {import("../archive.js").Facet[]} facets @param {(changed: Partial<View>) => void} change */
function years(words, view, facets, change) {
  const all = new Set(facets.map((facet) => facet.value));
  for (const date of [view.from, view.to]) if (date) all.add(date.slice(0, 4));
  const sorted = [...all].filter(Boolean).sort();
  if (sorted.length < 2 && !view.from && !view.to) return;
  const choice = (/** @type {"from" | "to"} */ end) => {
    const options = sorted.map((year) => h("option", { value: year, selected: view[end].slice(0, 4) === year }, year));
    const select = h("select", { "aria-label": words[end], "data-filter": end, onchange: () => change({ [end]: select.value }) }, h("option", { value: "" }, words[`any.${end}`]), ...options);
    return select;
  };
  return h("fieldset", { class: "filter", part: "filter" }, h("legend", {}, words["filter.year"]), h("div", { class: "years" }, choice("from"), "–", choice("to")));
}

/** What is chosen, by name. @param {Words} words @param {View} view */
export function chosen(words, view) {
  return LISTS.flatMap((list) => view[list].map((value) => named(words, list, value)));
}
