// @ts-check
/** Reads an article aloud, sentence by sentence, and shows the one that is being read. */

import { h } from "./base.js";

/** What is read, in the order of the page: not captions, boxes' titles or what can be pressed. */
const READ = ".bi-headline, .bi-standfirst, .bi-body > p:not(.bi-caption), .bi-crosshead, .bi-body li, .bi-box p:not(.bi-caption)";

/** @param {import("./base.js").BackissueElement} element @param {HTMLElement} passage the article */
export function listening(element, passage) {
  let speaking = false;
  const button = h("button", { type: "button", part: "button", "aria-pressed": "false", onclick: () => (speaking ? stop() : start()) }, element.say("listen"));
  const show = (/** @type {boolean} */ on) => {
    speaking = on;
    button.textContent = element.say(on ? "stop" : "listen");
    button.setAttribute("aria-pressed", String(on));
    if (!on) follow();
  };
  /** @type {HTMLElement | undefined} */
  let followed;
  const follow = (/** @type {Sentence} */ sentence = undefined) => {
    followed?.classList.remove("listening");
    followed = undefined;
    if (!("highlights" in CSS)) {
      followed = sentence?.block;
      followed?.classList.add("listening");
    } else if (sentence) {
      CSS.highlights.set("backissue-listening", new Highlight(sentence.range));
    } else {
      CSS.highlights.delete("backissue-listening");
    }
    sentence?.block.scrollIntoView({ block: "nearest", behavior: "instant" });
  };
  const stop = () => {
    speechSynthesis.cancel();
    show(false);
  };
  const start = () => {
    speechSynthesis.cancel();
    const all = /** @type {HTMLElement[]} */ ([...passage.querySelectorAll(READ)]).flatMap((block) => sentences(block, element.language));
    all.forEach((sentence, at) => {
      const words = new SpeechSynthesisUtterance(sentence.range.toString());
      words.lang = sentence.lang;
      words.onstart = () => {
        if (speaking) follow(sentence);
      };
      words.onend = () => {
        if (at === all.length - 1) show(false);
      };
      // A voice that fails may tell neither its end nor that of what waits behind it; what was cancelled was cancelled here.
      words.onerror = ({ error }) => {
        if (error !== "canceled" && error !== "interrupted") stop();
      };
      speechSynthesis.speak(words);
    });
    show(all.length > 0);
  };
  // Speech would go on after its article is gone.
  element.signal.addEventListener("abort", stop, { once: true });
  new MutationObserver((_, observer) => {
    if (passage.isConnected) return;
    observer.disconnect();
    element.signal.removeEventListener("abort", stop);
    if (speaking) stop();
  }).observe(/** @type {Node} */ (element.shadowRoot), { childList: true, subtree: true });
  return button;
}

/** @typedef {{range: Range, block: HTMLElement, lang: string} | undefined} Sentence */

/** The sentences of a block, each as a range that may run through several text nodes.
 * @param {HTMLElement} block @param {string} usual @returns {NonNullable<Sentence>[]} */
function sentences(block, usual) {
  const lang = block.closest("[lang]")?.getAttribute("lang") ?? usual;
  const text = block.textContent ?? "";
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  /** @type {{node: Text, start: number}[]} */
  const nodes = [];
  for (let start = 0; walker.nextNode(); ) {
    const node = /** @type {Text} */ (walker.currentNode);
    nodes.push({ node, start });
    start += node.length;
  }
  const place = (/** @type {number} */ at) => nodes.findLast(({ start }) => start <= at) ?? nodes[0];
  return cuts(text, lang)
    .filter(([start, end]) => text.slice(start, end).trim())
    .map(([start, end]) => {
      const [first, last] = [place(start), place(end - 1)];
      const range = document.createRange();
      range.setStart(first.node, start - first.start);
      range.setEnd(last.node, end - last.start);
      return { range, block, lang };
    });
}

/** Where sentences begin and end; without Intl.Segmenter a block is one. @param {string} text @param {string} lang @returns {[number, number][]} */
function cuts(text, lang) {
  try {
    return Array.from(new Intl.Segmenter(lang, { granularity: "sentence" }).segment(text), ({ index, segment }) => [index, index + segment.length]);
  } catch {
    return [[0, text.length]];
  }
}
