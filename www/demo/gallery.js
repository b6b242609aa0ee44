// @ts-check
/** Every element in every state. What is searched and read comes from the archive itself, whatever is in it. */

// @ts-ignore: beside this page in the demo, not in the sources
import { defineElements, openArchive } from "./pkg/backissue.js";

const SRC = "archive/";
/** An archive that never answers, and one whose server is broken: not asked of any network. */
const [SLOW, DOWN] = ["never/", "down/"];
const { fetch } = window;
window.fetch = (address, options) => {
  const [slow, down] = [SLOW, DOWN].map((name) => String(address).startsWith(new URL(name, document.baseURI).href));
  return slow ? new Promise(() => {}) : down ? Promise.resolve(new Response("", { status: 503 })) : fetch(address, options);
};
const main = /** @type {HTMLElement} */ (document.querySelector("main"));

await defineElements();
const archive = await openArchive(SRC);
const issues = await archive.issues();
const articles = issues.flatMap((/** @type {any} */ issue) => issue.articles);
const article = articles.reduce((/** @type {any} */ best, /** @type {any} */ other) => (other.title && other.words > best.words ? other : best), articles[0]);
const longest = (/** @type {string} */ text) => text.split(/[^\p{L}]+/u).sort((one, other) => other.length - one.length)[0] || "a";
const word = longest(article.title);
const author = articles.find((/** @type {any} */ other) => other.authors.length)?.authors[0] ?? "";

/** Adds a state to the page. @param {string} name @param {string} what @param {string} tag @param {Record<string, string>} attributes */
function add(name, what, tag, attributes) {
  const section = document.createElement("section");
  section.id = name;
  const heading = document.createElement("h2");
  heading.textContent = what;
  const element = /** @type {any} */ (document.createElement(tag));
  for (const [key, value] of Object.entries({ src: SRC, level: "3", ...attributes })) element.setAttribute(key, value);
  section.append(heading, element);
  main.append(section);
  return element;
}

const search = (/** @type {string} */ name, /** @type {string} */ what, /** @type {object} */ view, attributes = {}) =>
  add(name, what, "backissue-search", { label: what, ...attributes }).search(view);

add("search", "Search", "backissue-search", { label: "Search" });
const work = [
  search("results", "Search: results", { q: word }),
  search("filtered", "Search: filtered", { q: word, section: [article.section], sort: "newest" }),
  search("misspelt", "Search: misspelt", { q: word.slice(0, -2) + word.slice(-1) + word.slice(-2, -1) }),
  search("nothing", "Search: nothing found", { q: `${word} qqxzy`, issue: ["none"] }),
  search("author", "Search: an author's articles", { author: [author] }),
  search("welsh", "Chwilio: canlyniadau", { q: word }, { lang: "cy" }),
];
const suggesting = add("suggestions", "Search: suggestions", "backissue-search", { label: "Search: suggestions" });
const opened = search("filters", "Search: filters open", { q: "" , from: articles.at(-1).date.slice(0, 4) });
search("fetching", "Search: fetching", { q: word }, { src: SLOW });
work.push(opened, search("down", "Search: out of reach", { q: word }, { src: DOWN }), search("down-welsh", "Chwilio: allan o gyrraedd", { q: word }, { src: DOWN, lang: "cy" }));
add("article", "Reader: an article, found by searching", "backissue-reader", { article: article.id, query: word, report: "editor@union.example" });
const short = [...articles].sort((/** @type {any} */ one, /** @type {any} */ other) => one.words - other.words);
for (const [name, panel, theme] of [["settings", 0, "sepia"], ["citations", 1, "dark"]]) {
  const reader = add(String(name), `Reader: ${name}, ${theme}`, "backissue-reader", { article: short[Number(panel)].id });
  work.push(
    (async () => {
      while (!reader.shadowRoot?.querySelector("[part=actions] button")) await new Promise((done) => setTimeout(done, 50));
      reader.shadowRoot.querySelectorAll("[part=actions] button")[panel].click();
      reader.shadowRoot.querySelector("[part=page]").classList.add(`theme-${theme}`);
    })(),
  );
}
add("section", "Reader: a section", "backissue-reader", { section: article.section });
add("writer", "Reader: an author", "backissue-reader", { author });
add("issue", "Reader: an issue", "backissue-reader", { issue: issues[0].issue.key });
add("shelf", "Reader: the shelf", "backissue-reader", {});
add("broken", "Reader: an article that is not there", "backissue-reader", { article: "0/nothing" });
for (const layout of ["list", "compact", "cards"]) add(layout, `Headlines: ${layout}`, "backissue-headlines", { layout, heading: `Headlines: ${layout}`, count: layout === "cards" ? "6" : "4" });
add("headlines-search", "Headlines: with search", "backissue-headlines", { search: "", heading: "Headlines with search", count: "3" });
add("headlines-welsh", "Penawdau", "backissue-headlines", { lang: "cy", count: "3" });
add("headlines-bare", "Headlines: without kickers and dates", "backissue-headlines", { hide: "kicker date", heading: "Headlines: without kickers and dates", count: "3" });
add("headlines-down", "Headlines: out of reach", "backissue-headlines", { src: DOWN, count: "3" });
await Promise.all(work);
for (const search of document.querySelectorAll("#filters backissue-search")) search.shadowRoot?.querySelector("details")?.setAttribute("open", "");
suggesting.input.value = word.slice(0, -1);
suggesting.input.dispatchEvent(new Event("input"));
while (!suggesting.shadowRoot.querySelector("[part=option]")) await new Promise((done) => setTimeout(done, 50));
main.dataset.ready = "";
