// @ts-check
/** How the reader wants text: size, line spacing, typeface, colours. Kept on the device, and only once something is chosen. */

import { h } from "./base.js";

const KEY = "backissue-reading";
const SIZES = [0.875, 1, 1.125, 1.25, 1.5];
/** @type {Record<string, string[]>} */
const CHOICES = { theme: ["host", "light", "sepia", "dark"], spacing: ["normal", "wide"], face: ["serif", "sans"] };
/** @typedef {{size: number, theme: string, spacing: string, face: string}} Settings */

/** @returns {Settings} what was chosen; whatever the storage holds, these are settings */
function read() {
  /** @type {any} */
  let kept = {};
  try {
    kept = JSON.parse(localStorage.getItem(KEY) ?? "{}") ?? {};
  } catch {
    // No storage, or not ours: as nothing chosen.
  }
  const choice = (/** @type {string} */ name) => (CHOICES[name].includes(kept[name]) ? kept[name] : CHOICES[name][0]);
  return { size: SIZES.includes(kept.size) ? kept.size : 1, theme: choice("theme"), spacing: choice("spacing"), face: choice("face") };
}

/** @param {Settings} settings */
function keep(settings) {
  try {
    localStorage.setItem(KEY, JSON.stringify(settings));
  } catch {
    // A private window: the choice holds until the page is left.
  }
}

/** Sets a page as the reader wants it. @param {HTMLElement} page @param {Settings} [settings] */
export function apply(page, settings = read()) {
  page.style.setProperty("--scale", String(settings.size));
  page.style.setProperty("--face", settings.face === "sans" ? "var(--sans)" : "var(--serif)");
  page.classList.toggle("wide-lines", settings.spacing === "wide");
  for (const theme of CHOICES.theme) page.classList.toggle(`theme-${theme}`, theme === settings.theme);
}

/** The panel in which they are chosen. @param {import("./base.js").BackissueElement} element @param {HTMLElement} page */
export function settingsPanel(element, page) {
  const settings = read();
  const panel = h("div", { class: "settings", part: "settings", role: "group", "aria-label": element.say("settings") });
  const change = (/** @type {Partial<Settings>} */ changed) => {
    Object.assign(settings, changed);
    keep(settings);
    apply(page, settings);
    draw();
  };
  const draw = () => {
    const focused = /** @type {ShadowRoot} */ (element.shadowRoot).activeElement?.getAttribute("data-choice");
    const button = (/** @type {string} */ name, /** @type {string} */ text, /** @type {boolean | undefined} */ pressed, /** @type {Partial<Settings>} */ to, off = false) =>
      h("button", { type: "button", part: "button", "data-choice": name, "aria-pressed": pressed === undefined ? undefined : String(pressed), disabled: off, onclick: () => change(to) }, text);
    const at = SIZES.indexOf(settings.size);
    const size = h(
      "fieldset",
      {},
      h("legend", {}, element.say("size")),
      button("smaller", element.say("smaller"), undefined, { size: SIZES[at - 1] }, at === 0),
      button("larger", element.say("larger"), undefined, { size: SIZES[at + 1] }, at === SIZES.length - 1),
    );
    const groups = Object.entries(CHOICES).map(([name, values]) =>
      h(
        "fieldset",
        {},
        h("legend", {}, element.say(name)),
        ...values.map((value) => button(`${name}.${value}`, element.say(`${name}.${value}`), settings[/** @type {"theme"} */ (name)] === value, { [name]: value })),
      ),
    );
    panel.replaceChildren(size, ...groups);
    const again = [...panel.querySelectorAll("button")].find((node) => node.dataset.choice === focused);
    again?.focus();
  };
  draw();
  return panel;
}
