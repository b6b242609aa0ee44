// @ts-check
/**
 * What a query found in an article, marked: by the `<mark>` elements that the engine set and, over them, by the CSS Custom
 * Highlight API where the browser has it.
 *
 * The elements stay, in the same colours. Assistive technology has a role for them, while how highlights are told to it is
 * not written down (w3c/html-aam#550; mdn/content#43469 advises `<mark>` besides). And that a browser has the API does not
 * say that it paints: Firefox 153 never paints a range that was added before it was on the page, WebKit long did not repaint
 * highlights whose rules changed (WebKit/WebKit#71559), and which rules reach into a shadow root is not settled
 * (w3c/csswg-drafts#12497).
 */

/** A hit's marks, and their words. @typedef {{marks: HTMLElement[], ranges: Range[]}} Hit */

const HIT = "backissue-hit";
const CURRENT = "backissue-current";

/** The registry is the document's: the readers of a page share two highlights. @param {string} name */
function highlight(name) {
  let found = CSS.highlights.get(name);
  if (!found) {
    found = new Highlight();
    // The current hit is painted over the others.
    found.priority = name === CURRENT ? 1 : 0;
    CSS.highlights.set(name, found);
  }
  return found;
}

const paints = () => typeof Highlight === "function" && "highlights" in CSS;

export class Marks {
  /** @param {HTMLElement} text an article on the page, in which the engine has marked what was found */
  constructor(text) {
    const groups = grouped([...text.querySelectorAll("mark")]);
    /** The hits, in the order of the text. @type {Hit[]} */
    this.hits = groups.map((marks) => ({ marks, ranges: paints() ? marks.map(words) : [] }));
    for (const { ranges } of this.hits) for (const range of ranges) highlight(HIT).add(range);
  }

  /** Makes one hit the current one; none without it. @param {Hit} [current] */
  show(current) {
    for (const { marks, ranges } of this.hits) {
      for (const mark of marks) mark.classList.toggle("current", marks === current?.marks);
      for (const range of ranges) highlight(CURRENT)[ranges === current?.ranges ? "add" : "delete"](range);
    }
  }

  /** Where a hit is in the window. @param {Hit} hit */
  place({ marks }) {
    return marks[0].getBoundingClientRect();
  }

  /** Scrolls a hit to the middle of what holds it, and of the window. @param {Hit} hit */
  reveal(hit) {
    hit.marks[0].scrollIntoView({ block: "center", behavior: "instant" });
  }

  /** Takes the ranges out of the document's registry, which would keep the article for ever. */
  clear() {
    this.show();
    for (const { ranges } of this.hits) for (const range of ranges) highlight(HIT).delete(range);
  }
}

/** The words of a mark. @param {HTMLElement} mark */
function words(mark) {
  const range = document.createRange();
  range.selectNodeContents(mark.firstChild ?? mark);
  return range;
}

/** Marks with nothing between them are one hit: a phrase that runs across italics is several marks.
 * @param {HTMLElement[]} marks */
function grouped(marks) {
  /** @type {HTMLElement[][]} */
  const hits = [];
  for (const mark of marks) {
    const last = hits.at(-1)?.at(-1);
    if (last && adjoins(last, mark)) hits.at(-1)?.push(mark);
    else hits.push([mark]);
  }
  return hits;
}

const BLOCKS = "p, li, td, th, h1, h2, h3, h4, h5, h6";

/** @param {HTMLElement} one @param {HTMLElement} next */
function adjoins(one, next) {
  const between = document.createRange();
  between.setStartAfter(one);
  between.setEndBefore(next);
  return between.toString() === "" && one.closest(BLOCKS) === next.closest(BLOCKS);
}
