// @ts-check
/** Styles of every element: what the page may set, what is inherited from it, and controls. */
export const chrome = `
:host { display: block !important; min-inline-size: 0; scroll-margin-block-start: var(--backissue-sticky, 0px) }
:host([hidden]) { display: none !important }
.frame { container: backissue / inline-size }
.root {
  --ink: var(--backissue-ink, currentColor);
  --secondary: var(--backissue-secondary, color-mix(in srgb, var(--ink) 74%, transparent));
  --border: var(--backissue-border, color-mix(in srgb, var(--ink) 62%, transparent));
  --rule: var(--backissue-rule, color-mix(in srgb, var(--ink) 16%, transparent));
  --wash: color-mix(in srgb, var(--ink) 5%, transparent);
  --accent: var(--backissue-accent, #6a2383);
  --mark: var(--backissue-mark, #ffe38a);
  --ground: var(--backissue-ground, #fff);
  --on-accent: var(--backissue-on-accent, var(--fitting, #fff));
  --serif: var(--backissue-serif, Charter, "Bitstream Charter", "Sitka Text", Cambria, Georgia, serif);
  --sans: var(--backissue-sans, var(--host-font));
  accent-color: var(--accent); color: var(--ink); font-family: var(--sans);
  line-height: 1.5; letter-spacing: normal; word-spacing: normal; text-transform: none; text-indent: 0;
  text-align: start; white-space: normal; font-style: normal; font-variant: normal; hyphens: manual;
  overflow-wrap: break-word; word-break: normal; text-shadow: none; color-scheme: light;
}
.root.on-dark {
  --accent: var(--backissue-accent, #d7b3ea); --mark: var(--backissue-mark, #5c4a00);
  --ground: var(--backissue-ground, #17171a); --on-accent: var(--backissue-on-accent, var(--fitting, #1b1b1f));
  color-scheme: dark;
}
*, *::before, *::after { box-sizing: border-box }
[hidden] { display: none !important }
slot { display: contents }
a, button, input, select, summary, [tabindex] { scroll-margin-block: calc(var(--backissue-sticky, 0px) + 8px) 8px }
[tabindex="-1"]:focus { outline: 0; box-shadow: none }
p, h1, h2, h3, h4, h5, h6, ol, ul, blockquote, fieldset, figure { margin: 0; padding: 0; font: inherit; border: 0; min-inline-size: 0 }
ol, ul { list-style: none }
a { color: var(--accent); text-underline-offset: .15em }
:focus-visible { outline: 2px solid var(--ink); outline-offset: 2px; box-shadow: 0 0 0 2px var(--ground); border-radius: 2px }
button, input, select { font: inherit; color: inherit; letter-spacing: inherit }
button { display: inline-flex; align-items: center; justify-content: center; gap: 8px; min-block-size: 36px; padding: 4px 12px;
  background: none; border: 1px solid var(--border); border-radius: 4px; cursor: pointer }
button:hover { background: var(--wash) }
button:disabled { opacity: .45; cursor: default }
button.plain { border: 0; padding: 4px 0; color: var(--accent); text-decoration: underline; text-underline-offset: .15em; min-block-size: 24px; text-align: start }
button.plain:hover { background: none }
select { min-inline-size: 0; min-block-size: 36px; padding: 4px 8px; background: transparent; border: 1px solid var(--border); border-radius: 4px }
option { color: CanvasText; background: Canvas }
mark { background: var(--mark); color: inherit; border-radius: 2px }
.quiet { color: var(--secondary); font-size: .875em }
.unseen { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
.error { padding: 16px; border-inline-start: 3px solid var(--accent); display: grid; gap: 8px; grid-template-columns: minmax(0, 1fr); justify-items: start }
.error p { overflow-wrap: anywhere }
.error p:first-child { font-weight: 600 }
.icon { inline-size: 1.25em; block-size: 1.25em; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; flex: none }
@media (forced-colors: active) {
  mark { outline: 1px solid Highlight; background: Canvas; color: CanvasText; forced-color-adjust: none }
  :focus-visible { box-shadow: none }
}
@media (prefers-reduced-motion: no-preference) { .fade { animation: fade .12s } }
@keyframes fade { from { opacity: 0 } }
`;
