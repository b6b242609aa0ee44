// @ts-check
/** What a reader can do with an article: change how it is set, share, cite, print, listen, report a mistake. */

import { offering, selected } from "./alike.js";
import { h } from "./base.js";
import { cite, FORMS } from "./cite.js";
import { listening } from "./listen.js";

export { offering };

/** @typedef {import("./base.js").BackissueElement} BackissueElement */
/** @typedef {{listing: import("../archive.js").Listing, summary: import("../archive.js").IssueSummary, address: URL, passage: HTMLElement, settings: () => Node}} Article `settings` changes how it is set */

/** @param {BackissueElement} element @param {Article} article */
export function tools(element, article) {
  const panel = h("div", { part: "panel", class: "panel", hidden: true });
  /** @type {HTMLButtonElement | undefined} */
  let open;
  const opener = (/** @type {string} */ key, /** @type {() => Node} */ content) => {
    const button = h(
      "button",
      {
        type: "button",
        part: "button",
        "aria-expanded": "false",
        onclick: () => {
          const closing = open === button;
          open?.setAttribute("aria-expanded", "false");
          open = closing ? undefined : button;
          panel.hidden = closing;
          panel.replaceChildren();
          if (closing) return;
          button.setAttribute("aria-expanded", "true");
          panel.append(content());
        },
      },
      element.say(key),
    );
    return button;
  };
  const buttons = [
    opener("settings", article.settings),
    opener("cite", () => citations(element, article)),
    copying(element, "copyLink", () => article.address.href),
    "share" in navigator && h("button", { type: "button", part: "button", onclick: () => share(article) }, element.say("share")),
    h("button", { type: "button", part: "button", onclick: () => print() }, element.say("print")),
    "speechSynthesis" in globalThis && listening(element, article.passage),
    report(element, article),
  ];
  const bar = h("div", {});
  for (const button of buttons) if (button) bar.append(button);
  return [bar, panel];
}

/** The system's own share sheet. Closing it is an error to the browser and none to us. @param {Article} article */
function share({ listing, address }) {
  void navigator.share({ title: listing.title, url: address.href }).catch(() => {});
}

/** A button that copies, and says that it has. @param {BackissueElement} element @param {string} key @param {() => string} text */
function copying(element, key, text) {
  const button = h(
    "button",
    {
      type: "button",
      part: "button",
      onclick: async () => {
        // Without permission or https there is no clipboard: the reader gets the text to copy.
        const done = await navigator.clipboard?.writeText(text()).then(() => true, () => false);
        if (!done) return void prompt(element.say(key), text());
        button.textContent = element.say("copied");
        setTimeout(() => (button.textContent = element.say(key)), 2_000);
      },
    },
    element.say(key),
  );
  button.setAttribute("aria-live", "polite");
  return button;
}

/** @param {BackissueElement} element @param {Article} article */
function citations(element, article) {
  const box = h("div", { class: "settings", role: "group", "aria-label": element.say("cite") });
  for (const form of FORMS) {
    const text = cite(form, article, element);
    box.append(h("div", {}, h("p", { class: "quiet" }, form), h("p", { class: "citation" }, text), copying(element, "copy", () => text)));
  }
  return box;
}

/** A letter to the editor with the article and the passage that is selected. @param {BackissueElement} element @param {Article} article */
function report(element, { listing, address, passage: article }) {
  const to = element.getAttribute("report");
  if (!to || !/^[^\s@?&]+@[^\s@?&]+$/.test(to)) return;
  const link = h("a", { part: "report", href: `mailto:${to}` }, element.say("report"));
  let passage = "";
  // A press ends the selection before it is a click.
  for (const sign of ["pointerdown", "focus"]) link.addEventListener(sign, () => (passage = selected(element, article).slice(0, 500) || passage));
  link.addEventListener("click", () => {
    const subject = encodeURIComponent(listing.title || listing.id);
    link.href = `mailto:${to}?subject=${subject}&body=${encodeURIComponent(`${address.href}\n\n${passage}\n\n`)}`;
  });
  return link;
}
