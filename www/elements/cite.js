// @ts-check
/** Citations: Harvard (Cite Them Right), BibTeX and RIS, with issue and page. */

import { issueName, titleOf } from "./names.js";

/** @typedef {{listing: import("../archive.js").Listing, summary: import("../archive.js").IssueSummary, address: URL}} Cited */

export const FORMS = /** @type {const} */ (["Harvard", "BibTeX", "RIS"]);

/** @param {typeof FORMS[number]} form @param {Cited} cited @param {import("./base.js").BackissueElement} element */
export function cite(form, { listing, summary, address }, element) {
  const { issue } = summary;
  const title = titleOf(element.words, listing);
  const year = (listing.date || issue.date || issue.year).slice(0, 4);
  const pages = listing.pages.length > 1 ? [listing.pages[0], listing.pages[listing.pages.length - 1]] : listing.pages;
  const url = address.href;
  if (form === "Harvard") {
    const names = listing.authors.map(surnameFirst);
    const [and, undated, one, several] = element.say("cited").split("|");
    const who = names.length > 1 ? `${names.slice(0, -1).join(", ")} ${and} ${names.at(-1)}` : names[0];
    const where = [issue.title, issueName(element.words, issue.key), pages.length && `${pages.length > 1 ? several : one} ${pages.join("–")}`];
    const now = new Date();
    const today = `${now.getDate()} ${element.words.months.split(" ")[now.getMonth()]} ${now.getFullYear()}`;
    const quoted = /[‘’']/.test(title) ? `“${title}”` : `‘${title}’`;
    return `${who ? `${who} ` : ""}(${year || undated}) ${quoted}, ${where.filter(Boolean).join(", ")}. ${url} (${element.say("accessed", today)}).`;
  }
  if (form === "BibTeX") {
    const fields = {
      author: listing.authors.map(surnameFirst).join(" and "),
      title: `{${title}}`,
      journal: issue.title,
      number: issue.key,
      pages: pages.join("--"),
      year,
      issn: issue.issn,
      url,
    };
    const key = listing.id.replace(/[^A-Za-z0-9]+/g, "-") || "article";
    const lines = Object.entries(fields).filter(([, value]) => value).map(([name, value]) => `  ${name} = {${name === "url" ? value : texed(value)}}`);
    return `@article{${key},\n${lines.join(",\n")}\n}`;
  }
  /** @type {[string, string | number | undefined][]} */
  const lines = [
    ["TY", "MGZN"],
    ...listing.authors.map((name) => /** @type {[string, string]} */ (["AU", surnameFirst(name)])),
    ["TI", title],
    ["T2", issue.title],
    ["IS", issue.key],
    ["PY", year],
    ["DA", listing.date.replaceAll("-", "/")],
    ["SP", pages[0]],
    ["EP", pages[1]],
    ["SN", issue.issn],
    ["UR", url],
  ];
  // A line end in a title would begin a field of its own.
  const written = lines.filter(([, value]) => value).map(([tag, value]) => `${tag}  - ${String(value).replace(/\s+/g, " ")}`);
  return `${written.join("\n")}\nER  - `;
}

/** `Ann van Other` as `van Other, Ann` would need a table of names; the last word is right for most. @param {string} name */
function surnameFirst(name) {
  const words = name.trim().split(/\s+/);
  return words.length > 1 ? `${words.at(-1)}, ${words.slice(0, -1).join(" ")}` : name;
}

/** @param {string} text */
function texed(text) {
  const inner = text.replace(/^\{|\}$/g, "");
  const escaped = inner.replace(/[\\{}]/g, "").replace(/[&%$#_]/g, "\\$&").replace(/\s+/g, " ");
  return text.startsWith("{") ? `{${escaped}}` : escaped;
}
