// @ts-check
/**
 * Suggestions below a search box: the editable combobox with a list of the ARIA Authoring Practices (1.2). Nothing pops up
 * on focus, the first option is never chosen for the reader, and Enter without a choice searches for what was typed.
 */

import { h } from "./base.js";

/** @typedef {{text: string, lang?: string, kind: string, href?: string, act: () => void}} Option */

/** How long the reader must have stopped typing, in milliseconds: a word typed at an ordinary pace is one question. */
const PAUSE = 120;
/** Of the list; ids are a shadow root's own. */
const ID = "options";

export class Combobox {
  /** @type {Option[]} */
  #options = [];
  #active = -1;
  #timer = 0;
  /** @type {AbortController | undefined} */
  #asking;

  /**
   * @param {HTMLInputElement} input
   * @param {string} label
   * @param {(text: string, signal: AbortSignal) => Promise<Option[]>} suggest
   * @param {(count: number) => void} announce
   */
  constructor(input, label, suggest, announce) {
    this.input = input;
    this.suggest = suggest;
    this.announce = announce;
    this.list = h("ul", { role: "listbox", id: ID, part: "options", class: "options", "aria-label": label, hidden: true });
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", ID], ["aria-expanded", "false"]]) {
      input.setAttribute(name, value);
    }
    input.addEventListener("input", () => this.#typed());
    input.addEventListener("keydown", (event) => this.#key(event));
    input.addEventListener("blur", () => this.close());
    // A press must not take the focus from the box before it is a click.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
  }

  get open() {
    return !this.list.hidden;
  }

  close() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#show([]);
  }

  #typed() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    const text = this.input.value.trim();
    if (text.length < 2) return this.#show([]);
    this.#timer = window.setTimeout(async () => {
      const asking = (this.#asking = new AbortController());
      // Suggestions are a courtesy: one that fails is none, and the search itself will say what is wrong.
      const options = await this.suggest(text, asking.signal).catch(() => []);
      if (asking.signal.aborted) return;
      const before = this.open;
      this.#show(options);
      // Said is what a question gave; that the list goes when it is done with is nothing new.
      if (options.length || before) this.announce(options.length);
    }, PAUSE);
  }

  /** @param {Option[]} options */
  #show(options) {
    this.#options = options;
    this.list.replaceChildren(
      ...options.map((option, place) =>
        h(
          "li",
          { role: "option", id: `${ID}-${place}`, part: "option", class: "option", "aria-selected": "false", onclick: () => this.#choose(place) },
          h("span", { lang: option.lang }, option.text),
          h("span", { class: "option-kind" }, option.kind),
        ),
      ),
    );
    this.list.hidden = !options.length;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.#activate(-1);
  }

  /** @param {number} place -1 for the box itself */
  #activate(place) {
    this.#active = place;
    [...this.list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === place)));
    if (place < 0) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", `${ID}-${place}`);
    this.list.children[place].scrollIntoView({ block: "nearest" });
  }

  /** @param {number} place */
  #choose(place) {
    const option = this.#options[place];
    this.close();
    option.act();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.isComposing) return;
    const count = this.#options.length;
    if (this.open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      // The box is one of the places that the arrows go round.
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.#activate(((this.#active + 1 + step + count + 1) % (count + 1)) - 1);
    } else if (event.key === "ArrowDown" && this.input.value.trim()) {
      event.preventDefault();
      this.#typed();
    } else if (event.key === "Enter" && this.#active >= 0) {
      event.preventDefault();
      const { href } = this.#options[this.#active];
      if (href && (event.ctrlKey || event.metaKey)) window.open(href, "_blank", "noopener");
      else this.#choose(this.#active);
    } else if (event.key === "Escape" && this.open) {
      // The second Escape, with nothing open, clears the box.
      event.preventDefault();
      event.stopPropagation();
      this.close();
    }
  }
}
