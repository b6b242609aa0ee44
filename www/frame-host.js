// @ts-check
/**
 * For the page around frames of frame.html: gives each the height that its content has. Without it they keep the height of
 * their attribute, and scroll.
 *
 *     <script type="module" src="frame-host.js"></script>
 */

export {};

/** No content is so high: a frame that says more is broken, or means mischief. */
const HIGHEST = 4_000;

/** @returns {HTMLIFrameElement[]} */
const framed = () => [...document.querySelectorAll("iframe")].filter(({ src }) => /\/frame\.html\?/.test(src));

addEventListener("message", (event) => {
  const frame = framed().find(({ contentWindow }) => contentWindow === event.source);
  if (!frame || event.origin !== new URL(frame.src).origin || event.data?.backissue !== "height") return;
  const { height } = event.data;
  if (typeof height === "number" && height > 0 && height <= HIGHEST) frame.style.height = `${Math.ceil(height)}px`;
});

// A frame that was there first has said its height to nobody: it is asked, by its own host's name.
for (const frame of framed()) {
  const ask = () => frame.contentWindow?.postMessage({ backissue: "height?" }, new URL(frame.src).origin);
  frame.addEventListener("load", ask);
  // Until its page comes a frame is an empty one of this page's own, and would be asked by a wrong name.
  if (frame.contentDocument?.URL !== "about:blank") ask();
}
