// @ts-check
/**
 * Headlines in a frame, for pages that allow no scripts of others:
 *
 *     <iframe src="https://union.example/pkg/frame.html?src=../archive/&count=4&host=https://partner.example"
 *       title="Headlines of the magazine" width="100%" height="420"></iframe>
 *
 * The parameters are the attributes of `<backissue-headlines>` but `heading`, and `lang`, and `scheme`: `light` or `dark`, without which
 * the frame has that of the reader's system. It has a ground of its own, for it cannot know what it stands on. Addresses lead to this frame's own
 * host only: whoever writes the parameters must not be able to show something else, or say anything, in its name. With `host`, the origin of the page
 * around, the frame tells that page and no other how high it is (frame-host.js listens).
 */

import { BackissueHeadlinesElement } from "./headlines.js";

const ADDRESSES = ["src", "link", "more"];

const params = new URLSearchParams(location.search);
const host = params.get("host");
const element = document.createElement("backissue-headlines");
for (const name of [...BackissueHeadlinesElement.observedAttributes, "lang"]) {
  const value = params.get(name);
  if (value === null || name === "heading" || (ADDRESSES.includes(name) && !ours(value))) continue;
  element.setAttribute(name, value);
}
document.documentElement.lang = params.get("lang") || "en";
const sheet = new CSSStyleSheet();
const scheme = /^(light|dark)$/.exec(params.get("scheme") ?? "")?.[0] ?? "light dark";
sheet.replaceSync(`:root { color-scheme: ${scheme}; background: Canvas; color: CanvasText; font: 1rem/1.4 system-ui, sans-serif } body { margin: 0 }`);
document.adoptedStyleSheets = [sheet];
document.body.append(element);

const tell = () => {
  if (host && parent !== window) parent.postMessage({ backissue: "height", height: Math.ceil(element.getBoundingClientRect().height) }, host);
};
new ResizeObserver(tell).observe(element);
addEventListener("message", (event) => {
  if (event.source === parent && event.origin === host && event.data?.backissue === "height?") tell();
});

/** Whether an address is of this host. @param {string} address */
function ours(address) {
  return URL.canParse(address, location.href) && new URL(address, location.href).origin === location.origin;
}
