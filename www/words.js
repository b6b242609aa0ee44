// @ts-check
/**
 * What the elements say, in the reader's language. A language is one file in strings/ and a line here.
 */

/** @typedef {Record<string, string>} Words */

/** @type {Record<string, () => Promise<{default: Words}>>} */
const LANGUAGES = {
  en: () => import("./strings/en.js"),
  cy: () => import("./strings/cy.js"),
};

/**
 * The words of a language, or English.
 * @param {string | null | undefined} lang a BCP 47 tag
 * @returns {Promise<Words>}
 */
export async function words(lang) {
  const language = lang?.toLowerCase().split("-")[0] ?? "";
  const load = Object.hasOwn(LANGUAGES, language) ? LANGUAGES[language] : LANGUAGES.en;
  return (await load()).default;
}

/**
 * A phrase with its values in place: `{}` is the first, `{name}` one by name.
 * @param {Words} table @param {string} key @param {string | number} [value] @param {Record<string, string | number>} [more]
 */
export function say(table, key, value = "", more = {}) {
  const phrase = table[key] ?? key;
  return phrase.replace(/\{(\w*)\}/g, (_, name) => String(name ? (more[name] ?? "") : value));
}

/**
 * A phrase that depends on a number, by the plural rules of the language.
 * @param {Words} table @param {string} lang @param {string} key @param {number} count @param {Record<string, string | number>} [more]
 */
export function count(table, lang, key, count, more = {}) {
  let form = "other";
  let shown = String(count);
  try {
    form = new Intl.PluralRules(lang).select(count);
    shown = count.toLocaleString(lang);
  } catch {
    // `lang` is no language tag: the page's mistake, and no reason to say nothing.
  }
  return say(table, `${key}.${form}` in table ? `${key}.${form}` : `${key}.other`, shown, more);
}

/** The name of a section, as the tables list them. @param {Words} table @param {string} section */
export function sectionName(table, section) {
  const entry = (table.sections ?? "").split("|").find((entry) => entry.startsWith(`${section}=`));
  return entry?.slice(section.length + 1) ?? section;
}

/** What an article is called: its headline or, without one, its section. @param {Words} table @param {{title: string, section: string}} article */
export function titleOf(table, { title, section }) {
  return title || (section ? sectionName(table, section) : table.untitled);
}
