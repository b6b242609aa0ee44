// @ts-check
/** What sections, issues and articles are called, in the reader's language. */

import { say } from "../words.js";

/** @typedef {import("../words.js").Words} Words */

/** The name of a section, as the tables list them. @param {Words} table @param {string} section */
export function sectionName(table, section) {
  const entry = (table.sections ?? "").split("|").find((entry) => entry.startsWith(`${section}=`));
  return entry?.slice(section.length + 1) ?? section;
}

/** What an issue is called: a key that is no number is a name already. @param {Words} table @param {string} key */
export const issueName = (table, key) => (/^\d+$/.test(key) ? say(table, "issue", key) : key);

/** What an article is called: its headline or, without one, its section. @param {Words} table @param {{title: string, section: string}} article */
export function titleOf(table, { title, section }) {
  return title || (section ? sectionName(table, section) : table.untitled);
}
