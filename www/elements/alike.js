// @ts-check
/** What is selected of an article, and "more like this" for it. */

import { h } from "./base.js";

/** @typedef {import("./base.js").BackissueElement} BackissueElement */

/** The range across shadow roots. Safari 17 takes the roots themselves (w3c/selection-api#176). @param {any} selection @param {ShadowRoot} root */
function composed(selection, root) {
  try {
    return selection?.getComposedRanges?.({ shadowRoots: [root] })[0];
  } catch {
    return selection.getComposedRanges(root)[0];
  }
}

/** What is selected of a passage; nothing if the selection begins outside of it. @param {BackissueElement} element @param {HTMLElement} passage */
export function selected(element, passage) {
  const root = /** @type {any} */ (element.shadowRoot);
  // Chromium keeps a shadow root's selection by itself; elsewhere the page's own is asked for its place in it.
  const selection = root.getSelection?.() ?? getSelection();
  const range = composed(selection, root) ?? (selection?.rangeCount && selection.getRangeAt(0));
  if (!range || !passage.contains(range.startContainer)) return "";
  if (String(selection)) return String(selection);
  const copy = document.createRange();
  copy.setStart(range.startContainer, range.startOffset);
  copy.setEnd(range.endContainer, range.endOffset);
  return String(copy);
}

/**
 * A button over the end of what is in sight of an article, while some words of it are selected.
 * @param {BackissueElement} element @param {HTMLElement} passage the article @param {(text: string) => Promise<void>} act
 */
export function offering(element, passage, act) {
  let text = "";
  const button = h(
    "button",
    {
      type: "button",
      part: "button",
      onclick: async () => {
        await act(text);
        offer.hidden = true;
      },
    },
    element.say("moreLike"),
  );
  // A press on it would end the selection before it is a click.
  const offer = h("div", { part: "alike", class: "alike", hidden: true, onmousedown: (/** @type {Event} */ event) => event.preventDefault() }, button);
  const look = () => {
    if (!passage.isConnected) return document.removeEventListener("selectionchange", look);
    const now = selected(element, passage);
    // Whoever is at the button means what was selected on the way there.
    if (!now && offer.matches(":hover, :focus-within")) return;
    // More than is read of it.
    text = now.slice(0, 10_000);
    offer.hidden = !/\S\s+\S/.test(text);
  };
  document.addEventListener("selectionchange", look, { signal: element.signal });
  return offer;
}
