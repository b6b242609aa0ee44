// @ts-check
/**
 * What the elements say, in the reader's language. A language is one file in strings/, a line here, and what offline.js has of its own.
 */

import { later } from "./later.js";

/** @typedef {Record<string, string>} Words */

/** @type {Record<string, () => Promise<{default: Words}>>} */
const LANGUAGES = {
  // @ts-expect-error: nothing is inherited, so that no page's `lang` finds what is no language
  __proto__: null,
  en: later(() => import("./strings/en.js"), "strings/en.js"),
  cy: later(() => import("./strings/cy.js"), "strings/cy.js"),
};

/**
 * The words of a language, or English.
 * @param {string | null | undefined} lang a BCP 47 tag
 * @returns {Promise<Words>}
 */
export async function words(lang) {
  return (await (LANGUAGES[primary(lang ?? "")] ?? LANGUAGES.en)()).default;
}

/** What a tag says of the language itself: of `en-GB` the `en`. @param {string} lang */
export const primary = (lang) => lang.toLowerCase().split("-")[0];

/**
 * A phrase with its values in place: `{}` is the first, `{name}` one by name.
 * @param {Words} table @param {string} key @param {string | number} [value] @param {Record<string, string | number>} [more]
 */
export function say(table, key, value = "", more = {}) {
  const phrase = table[key] ?? key;
  return phrase.replace(/\{(\w*)\}/g, (_, name) => String(name ? (more[name] ?? "") : value));
}

/**
 * A phrase that depends on a number, by the plural rules of the table's language.
 * @param {Words} table @param {string} key @param {number} count @param {Record<string, string | number>} [more]
 */
export function count(table, key, count, more = {}) {
  const form = `${key}.${new Intl.PluralRules(table.lang).select(count)}`;
  // What Intl has for writing numbers takes a slow machine 80 ms when it is first used.
  const shown = String(count).replace(/\B(?=(\d{3})+$)/g, table.comma);
  return say(table, form in table ? form : `${key}.other`, shown, more);
}
