// @ts-check
/** The title of the page: what the reader looks at, before the page's own. */

/** The page's own title, and the one that it was given here. */
let own = "";
let given = "";

/** @param {string} text what is shown; empty for the page's own title alone */
export function entitle(text) {
  // A title that is not ours was set by the page meanwhile: it is the page's own now.
  if (document.title !== given) own = document.title;
  given = text ? `${text} – ${own}` : own;
  if (document.title !== given) document.title = given;
}
