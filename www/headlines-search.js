// @ts-check
/** The search box of `<backissue-headlines search>`. The tiny edition is fetched when the box is first used, not before. */

import { element, failure, MOST } from "./headlines.js";
import { later } from "./later.js";
import { count, say } from "./words.js";

/** @typedef {import("./headlines.js").Headline} Headline */

const CSS = `
form { margin-block-end: var(--gap) }
label { display: block; font-size: .875em; font-weight: 600; margin-block-end: .3em }
input { inline-size: 100%; min-block-size: 44px; padding: 0 .75em; color: inherit; background: transparent;
  border: 1px solid color-mix(in srgb, currentColor 65%, transparent); border-radius: 4px }
.all { text-decoration: underline; text-underline-offset: .15em }
@media (forced-colors: active) { input { border-color: CanvasText } }
`;

const sheet = new CSSStyleSheet();
sheet.replaceSync(CSS);

/** @type {() => Promise<typeof import("./tiny.js")>} */
const tinyScript = later(() => import("./tiny.js"), "tiny.js");

/** So much of a query is quoted, and so much of it is in a link. */
const QUOTED = 60;
const LINKED = 200;

/**
 * @param {import("./headlines.js").BackissueHeadlinesElement} host
 * @param {import("./headlines.js").Source} source
 * @param {URL} more the magazine's own page
 * @param {HTMLElement} status where to say what came of it
 * @param {() => void} clear shows the newest again
 * @param {(items: Headline[], query: string) => void} show
 */
export function searchBox(host, { src, title }, more, status, clear, show) {
  const root = /** @type {ShadowRoot} */ (host.shadowRoot);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  const input = /** @type {HTMLInputElement} */ (element("input", { id: "q", type: "search", autocomplete: "off", part: "input" }));
  const label = title ? `${say(host.words, "search")}: ${title}` : say(host.words, "label");
  const form = element("form", { role: "search" }, element("label", { for: "q" }, label), input);
  /** @type {Promise<import("./headlines.js").Edition> | undefined} */
  let edition;
  const load = () => {
    edition ??= tinyScript().then(({ openTiny }) => openTiny(new URL("tiny.wasm", src)));
    // A failure is told where the answer is awaited, and the next word typed tries again.
    edition.catch(() => (edition = undefined));
    return edition;
  };
  const ask = async () => {
    const query = input.value.trim();
    if (!query) {
      status.replaceChildren();
      return clear();
    }
    const slow = setTimeout(() => (status.textContent = say(host.words, "fetching")), 400);
    try {
      const found = (await load()).search(query, MOST);
      // What was typed meanwhile has its own answer coming.
      if (query !== input.value.trim()) return;
      show(found, query.slice(0, LINKED));
      if (found.length) {
        status.textContent = count(host.words, "articles", found.length);
      } else {
        const whole = new URL(more);
        // After the #, so that not even a click tells the server what was searched.
        whole.hash = `q=${encodeURIComponent(query.slice(0, LINKED))}`;
        const quoted = query.length > QUOTED ? `${query.slice(0, QUOTED)}…` : query;
        status.replaceChildren(`${say(host.words, "none", quoted)} `, element("a", { class: "all", href: whole.href }, say(host.words, "home")));
      }
    } catch (error) {
      status.replaceChildren(...failure(host.words, error));
    } finally {
      clearTimeout(slow);
    }
  };
  input.addEventListener("focus", () => void load().catch(() => {}), { once: true });
  input.addEventListener("input", () => void ask());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void ask();
  });
  return form;
}
