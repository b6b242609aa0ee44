// @ts-check
/**
 * What a reader looks at, as an address that can be shared, bookmarked and gone back to.
 *
 * In the fragment (`#q=pay&section=news`, the default) it is never sent to a server. In the query (`?q=pay`) it is, if
 * the page is loaded again or followed from elsewhere: a page that opts for it says so to its readers.
 */

/** @typedef {"relevance" | "newest" | "oldest"} Sort */
/**
 * @typedef {object} View
 * @property {string} q what was searched; empty for nothing
 * @property {string[]} section
 * @property {string[]} issue with neither `q` nor another filter: the contents page of this one issue
 * @property {string[]} author
 * @property {string} from
 * @property {string} to
 * @property {Sort} sort
 * @property {string} article the article that is open; empty for none
 */
/** Where the address is kept: `fragment`, `query` or `none`. A second word is what the query is called there, and what the other
 * parameters begin with, for a page that has a `q` of its own or two archives: `fragment find` keeps `#find=pay&find-section=news`.
 * @typedef {string} Mode */

/** No query is longer: the engine cuts it anyway, and an address has to fit everywhere. */
const LONGEST = 1_000;
const FIELDS = ["q", "section", "issue", "author", "from", "to", "sort", "article"];

/** @returns {View} */
export function emptyView() {
  return { q: "", section: [], issue: [], author: [], from: "", to: "", sort: "relevance", article: "" };
}

/** How an element's `address` attribute is meant. @param {string | null} attribute @param {Mode} usual @returns {Mode} */
export function modeOf(attribute, usual) {
  return attribute && /^(fragment|query|none)( [\w-]+)?$/.test(attribute) ? attribute : usual;
}

/** What a field of a view is called in an address. @param {Mode} mode @param {string} field */
export function parameter(mode, field) {
  const [, name] = mode.split(" ");
  return name ? (field === "q" ? name : `${name}-${field}`) : field;
}

/** Reads an address; whatever is in it, the view is one. @param {string} text after the `#` or the `?` @param {Mode} mode @returns {View} */
export function parseView(text, mode) {
  const params = new URLSearchParams(text);
  const one = (/** @type {string} */ field) => (params.get(parameter(mode, field)) ?? "").slice(0, LONGEST);
  const many = (/** @type {string} */ field) => params.getAll(parameter(mode, field)).filter(Boolean).slice(0, 100);
  const sort = one("sort");
  return {
    q: one("q"),
    section: many("section"),
    issue: many("issue"),
    author: many("author"),
    from: one("from"),
    to: one("to"),
    sort: sort === "newest" || sort === "oldest" ? sort : "relevance",
    article: one("article"),
  };
}

/** The view as parameters, without what is as usual. @param {Partial<View>} view @param {Mode} mode @param {URLSearchParams} [params] to add to */
export function viewParams(view, mode, params = new URLSearchParams()) {
  for (const field of FIELDS) {
    const name = parameter(mode, field);
    const value = view[/** @type {keyof View} */ (field)];
    params.delete(name);
    if (Array.isArray(value)) for (const item of value) params.append(name, item);
    else if (value && value !== "relevance") params.set(name, value);
  }
  return params;
}

/** Parameters as text, with the `/` of article ids left readable. @param {URLSearchParams} params */
export function text(params) {
  return params.toString().replaceAll("%2F", "/");
}

/**
 * The view that the page's address asks for; undefined where it says nothing about what to show: none is kept there, or
 * its fragment is not ours (a link to a heading, "skip to content").
 * @param {Mode} mode @returns {View | undefined}
 */
export function readView(mode) {
  if (mode.startsWith("none")) return undefined;
  if (inQuery(mode)) return parseView(location.search, mode);
  const fragment = location.hash.slice(1);
  return isView(fragment, mode) ? parseView(fragment, mode) : undefined;
}

const inQuery = (/** @type {Mode} */ mode) => mode.startsWith("query");

/** Whether a fragment is an address of a view. @param {string} fragment @param {Mode} mode */
export function isView(fragment, mode) {
  const params = new URLSearchParams(fragment);
  return fragment === "" || FIELDS.some((field) => params.has(parameter(mode, field)) && fragment !== parameter(mode, field));
}

/** The address of a view on a page, this one without another. @param {Mode} mode @param {Partial<View>} view @param {URL} [url] the page's own */
export function viewAddress(mode, view, url = new URL(location.href)) {
  // A page that keeps no address still gets links with one: it can be opened in a new tab, by whoever reads it there.
  if (inQuery(mode)) {
    // The page's own parameters stay.
    url.search = text(viewParams(view, mode, url.searchParams));
    url.hash = "";
  } else {
    url.hash = text(viewParams(view, mode));
  }
  return url;
}

/** Shows a view in the address bar, as a step to go back from unless `replace`. @param {Mode} mode @param {Partial<View>} view @param {boolean} [replace] */
export function writeView(mode, view, replace = false) {
  if (mode.startsWith("none")) return;
  const url = viewAddress(mode, view);
  if (url.href === location.href) return;
  if (replace) history.replaceState(history.state, "", url);
  else history.pushState(null, "", url);
}

/** A link from such a template. @param {string} template @param {string} value @param {string} query */
export function filled(template, value, query) {
  const fill = (/** @type {string} */ text) => encodeURIComponent(text).replaceAll("%2F", "/");
  return template.replaceAll("{q}", fill(query)).replaceAll("{}", fill(value));
}

/** Templates for links to views, on this page or another. @param {Mode} mode @param {string} [page] @returns {Required<import("./archive.js").Links>} */
export function linkTemplates(mode, page = "") {
  let start = `${page}#`;
  if (inQuery(mode)) {
    const url = viewAddress(mode, {}, new URL(page || location.href, document.baseURI));
    start = url.href + (url.search ? "&" : "?");
  }
  // A page with a brace in its address would be a template of its own.
  const link = (/** @type {string} */ field) => `${start.replace(/[{}]/g, encodeURIComponent)}${parameter(mode, field)}={}`;
  return { article: `${link("article")}&${parameter(mode, "q")}={q}`, issue: link("issue"), author: link("author") };
}
