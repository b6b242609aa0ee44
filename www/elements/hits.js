// @ts-check
/** The bar that goes from hit to hit in an article. */

import { h } from "./base.js";
import { icon } from "./icon.js";

/** Buttons for the next hit and the one before, and which one it is. */
export class HitBar {
  #at = -1;

  /**
   * @param {import("./base.js").BackissueElement} element
   * @param {HTMLElement[]} marks in the order of the text
   */
  constructor(element, marks) {
    this.element = element;
    this.hits = grouped(marks);
    this.position = h("span", { role: "status", part: "hit-position" }, element.count("hits", this.hits.length));
    const button = (/** @type {"up" | "down"} */ way, /** @type {string} */ label, /** @type {number} */ step) => {
      const made = h("button", { type: "button", part: "button", "aria-label": element.say(label), title: element.say(label), onclick: () => this.step(step) });
      made.append(icon(way));
      return made;
    };
    this.bar = h(
      "div",
      { class: "hits", part: "hits" },
      this.position,
      h("div", {}, button("up", "previousHit", -1), button("down", "nextHit", 1)),
    );
  }

  /** Goes to the next hit or the one before, round and round. @param {number} step */
  step(step) {
    const count = this.hits.length;
    for (const mark of this.hits[this.#at] ?? []) mark.classList.remove("current");
    this.#at = this.#at < 0 ? (step > 0 ? 0 : count - 1) : (this.#at + step + count) % count;
    const hit = this.hits[this.#at];
    for (const mark of hit) mark.classList.add("current");
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    hit[0].scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
    this.position.textContent = this.element.say("hit", this.#at + 1, { n: count });
  }
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

/** @param {HTMLElement} one @param {HTMLElement} next */
function adjoins(one, next) {
  const between = document.createRange();
  between.setStartAfter(one);
  between.setEndBefore(next);
  return between.toString() === "" && one.closest("p, li, td, th, h1, h2, h3, h4, h5, h6") === next.closest("p, li, td, th, h1, h2, h3, h4, h5, h6");
}
