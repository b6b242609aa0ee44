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
/** @typedef {"fragment" | "query" | "none"} Mode */

/** No query is longer: the engine cuts it anyway, and an address has to fit everywhere. */
const LONGEST = 1_000;
const NAMES = ["q", "section", "issue", "author", "from", "to", "sort", "article"];

/** @returns {View} */
export function emptyView() {
  return { q: "", section: [], issue: [], author: [], from: "", to: "", sort: "relevance", article: "" };
}

/** How an element's `address` attribute is meant. @param {string | null} attribute @param {Mode} usual @returns {Mode} */
export function modeOf(attribute, usual) {
  return attribute === "fragment" || attribute === "query" || attribute === "none" ? attribute : usual;
}

/** Reads an address; whatever is in it, the view is one. @param {string} text after the `#` or the `?` @returns {View} */
export function parseView(text) {
  const params = new URLSearchParams(text);
  const one = (/** @type {string} */ name) => (params.get(name) ?? "").slice(0, LONGEST);
  const many = (/** @type {string} */ name) => params.getAll(name).filter(Boolean).slice(0, 100);
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

/** The view as parameters, without what is as usual. @param {Partial<View>} view @param {URLSearchParams} [params] to add to */
export function viewParams(view, params = new URLSearchParams()) {
  for (const name of NAMES) {
    const value = view[/** @type {keyof View} */ (name)];
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
 * The view that the page's address asks for; undefined for a fragment that is not ours (a link to a heading, "skip to
 * content"), which says nothing about what to show.
 * @param {Mode} mode @returns {View | undefined}
 */
export function readView(mode) {
  if (mode === "none") return emptyView();
  if (mode === "query") return parseView(location.search);
  const fragment = location.hash.slice(1);
  return isView(fragment) ? parseView(fragment) : undefined;
}

/** Whether a fragment is an address of a view. @param {string} fragment */
export function isView(fragment) {
  const params = new URLSearchParams(fragment);
  return fragment === "" || NAMES.some((name) => params.has(name) && fragment !== name);
}

/** The address of a view on this page. @param {Mode} mode @param {Partial<View>} view */
export function viewAddress(mode, view) {
  const url = new URL(location.href);
  // A page that keeps no address still gets links with one: it can be opened in a new tab, by whoever reads it there.
  if (mode === "query") {
    // The page's own parameters stay.
    url.search = text(viewParams(view, url.searchParams));
    url.hash = "";
  } else {
    url.hash = text(viewParams(view));
  }
  return url;
}

/** Shows a view in the address bar, as a step to go back from unless `replace`. @param {Mode} mode @param {Partial<View>} view @param {boolean} [replace] */
export function writeView(mode, view, replace = false) {
  if (mode === "none") return;
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
  // A page with a brace in its address would be a template of its own.
  const start = page.replace(/[{}]/g, encodeURIComponent) + (mode === "query" ? "?" : "#");
  return { article: `${start}article={}&q={q}`, issue: `${start}issue={}`, author: `${start}author={}` };
}
