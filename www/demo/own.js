// @ts-check
/** The front page of a demo of one's own issues: its name and what to look for come from the archive. */
// @ts-ignore: the package lies beside the page once both are served
import { openArchive } from "./pkg/backissue.js";

const [title, tries] = ["title", "tries"].map((id) => /** @type {HTMLElement} */ (document.getElementById(id)));

/** The two longest words of a headline: short ones are in every other article. @param {string} headline */
const telling = (headline) =>
  (headline.match(/\p{L}{5,}/gu) ?? []).sort((a, b) => b.length - a.length).slice(0, 2).join(" ");

const archive = await openArchive("archive/");
const [issues, headlines] = await Promise.all([archive.issues(), archive.headlines({ limit: 12 })]);
const name = issues.find((/** @type {{issue: {title: string}}} */ { issue }) => issue.title)?.issue.title;
if (name) title.textContent = document.title = name;
const author = headlines.find((/** @type {{authors: string[]}} */ { authors }) => authors.length)?.authors[0];
const queries = new Set(headlines.map((/** @type {{title: string}} */ headline) => telling(headline.title)));
const shown = [...queries].filter((query) => query.includes(" ")).slice(0, 3).concat(author ? [`author:"${author}"`] : []);
for (const query of shown) {
  const link = document.createElement("a");
  link.href = `#q=${encodeURIComponent(query)}`;
  link.textContent = query;
  tries.append(query === shown[0] ? " " : ", ", link);
}
tries.hidden = shown.length === 0;
