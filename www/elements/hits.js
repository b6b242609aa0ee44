// @ts-check
/** The bar that goes from hit to hit in an article. */

import { h } from "./base.js";
import { icon } from "./icon.js";

/** Buttons for the first hit, the one before and the next, and which one it is. */
export class HitBar {
  #at = -1;

  /**
   * @param {import("./base.js").BackissueElement} element
   * @param {import("./marks.js").Marks} marks
   */
  constructor(element, marks) {
    this.element = element;
    this.marks = marks;
    this.position = h("span", { role: "status", part: "hit-position" }, element.count("hits", marks.hits.length));
    const button = (/** @type {"top" | "up" | "down"} */ way, /** @type {string} */ label, /** @type {() => void} */ go) => {
      const made = h("button", { type: "button", part: "button", "aria-label": element.say(label), title: element.say(label), onclick: go });
      made.append(icon(way));
      return made;
    };
    this.bar = h(
      "div",
      { class: "hits", part: "hits", role: "group", "aria-label": element.count("hits", marks.hits.length) },
      this.position,
      h("div", {}, button("top", "firstHit", () => this.#go(0)), button("up", "previousHit", () => this.step(-1)), button("down", "nextHit", () => this.step(1))),
    );
  }

  /** The article is on the page: a first hit that is in sight is the current one, and the next is the one after it. */
  start() {
    const { top } = this.marks.place(this.marks.hits[0]);
    if (top >= 0 && top < innerHeight) this.#tell(0);
  }

  /** Goes to the next hit or the one before, round and round. @param {number} step */
  step(step) {
    const { length } = this.marks.hits;
    this.#go(this.#at < 0 ? (step > 0 ? 0 : length - 1) : (this.#at + step + length) % length);
  }

  /** @param {number} at */
  #go(at) {
    this.#tell(at);
    this.marks.reveal(this.marks.hits[at]);
  }

  /** @param {number} at */
  #tell(at) {
    this.#at = at;
    this.marks.show(this.marks.hits[at]);
    this.position.textContent = this.element.say("hit", at + 1, { n: this.marks.hits.length });
  }
}
