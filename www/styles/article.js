// @ts-check
/** Styles of the reader: an article as one would set it, an issue's contents page, the shelf of issues. */
export const article = `
.page { --measure: 66ch; --leading: 1.55; background: var(--paper, transparent); color: var(--ink); display: grid; gap: 24px 72px; grid-template-columns: minmax(0, 1fr); align-items: start }
.page.theme-light { --ink: #1b1b1f; --paper: #fff; --ground: #fff; --accent: #6a2383; --on-accent: #fff; --mark: #ffe38a; color-scheme: light }
.page.theme-sepia { --ink: #2b2419; --paper: #f7f0e3; --ground: #f7f0e3; --accent: #6a2383; --on-accent: #fff; --mark: #f3d06a; color-scheme: light }
.page.theme-dark { --ink: #ececf0; --paper: #17171a; --ground: #17171a; --accent: #d7b3ea; --mark: #5c4a00; --on-accent: #1b1b1f; color-scheme: dark }
.page:is(.theme-light, .theme-sepia, .theme-dark) { padding: clamp(16px, 4cqi, 48px); border-radius: 4px;
  --secondary: color-mix(in srgb, var(--ink) 74%, transparent); --border: color-mix(in srgb, var(--ink) 62%, transparent); --rule: color-mix(in srgb, var(--ink) 16%, transparent) }
.hits { position: sticky; inset-block-start: var(--backissue-sticky, 0px); z-index: 5; background: var(--paper, var(--ground)); padding-block: 8px;
  border-block-end: 1px solid var(--rule); display: flex; flex-wrap: wrap; gap: 8px; align-items: center; justify-content: space-between; font-size: .9375em }
.hits > div { display: flex; gap: 8px }
.hits button { min-inline-size: 36px; padding: 4px }
.page.wide-lines { --leading: 1.8 }

.bi-article { font-size: calc(clamp(1.0625rem, .98rem + .5cqi, 1.25rem) * var(--scale, 1)); line-height: var(--leading);
  max-inline-size: var(--measure); hanging-punctuation: first allow-end last; font-kerning: normal; overflow-wrap: anywhere }
.bi-article:lang(en), .bi-article:lang(cy) { hyphens: auto; hyphenate-limit-chars: 7 3 3 }
.bi-headline, .bi-standfirst, .bi-body { font-family: var(--face, var(--serif)) }
.bi-header { margin-block-end: 2em; hyphens: manual; overflow-wrap: break-word }
.bi-kicker { font-size: .8125rem; font-weight: 600; letter-spacing: .06em; color: var(--accent); margin-block-end: 8px; line-height: 1.4 }
.bi-headline { font-size: min(clamp(1.75rem, 1.2rem + 3.2cqi, 2.75rem) * var(--scale, 1), 14cqi); line-height: 1.1; font-weight: 700; letter-spacing: -.012em; text-wrap: balance }
.bi-standfirst { font-size: 1.175em; line-height: 1.4; color: var(--secondary); margin-block-start: 16px; text-wrap: pretty }
.bi-byline, .bi-dateline { font-size: .9375rem; line-height: 1.5 }
p.bi-byline { margin-block-start: 24px; font-weight: 600 }
.bi-dateline { color: var(--secondary); margin-block-start: 4px }
p.bi-byline ~ .bi-dateline { margin-block-start: 0 }
.bi-headline + .bi-dateline { margin-block-start: 16px }
.bi-header > .bi-dateline { padding-block-end: 16px; border-block-end: 1px solid var(--rule) }
.bi-byline a, .bi-dateline a { color: inherit; text-decoration-color: color-mix(in srgb, currentColor 45%, transparent) }
.bi-byline a:hover, .bi-dateline a:hover { text-decoration-color: currentColor }
.bi-uncertain { font-size: .875rem; color: var(--secondary); margin-block-start: 16px; padding-inline-start: 12px; border-inline-start: 3px solid var(--border); line-height: 1.5 }
.bi-body > p { margin-block-start: 1em; text-wrap: pretty }
.bi-body > :first-child { margin-block-start: 0 }
.bi-crosshead { font-size: 1.125em; font-weight: 700; line-height: 1.25; margin-block: 1.9em .45em; text-wrap: balance; hyphens: manual }
.bi-crosshead + p, .bi-box-title + p { margin-block-start: 0 }
.bi-question { font-weight: 700; margin-block: 1.6em .35em }
.bi-question + p { margin-block-start: 0 }
.bi-body p.bi-question { margin-block-start: 1.6em }
.bi-list { margin-block-start: 1em; padding-inline-start: 1.4em; display: grid; gap: .5em }
ul.bi-list { list-style: disc } ol.bi-list { list-style: decimal }
.bi-list li::marker { color: var(--accent); font-variant-numeric: tabular-nums; font-weight: 600 }
.bi-pull-quote { margin-block: 2em; padding-block: 1em; border-block: 1px solid var(--border); font-size: 1.35em; line-height: 1.3; font-style: italic; text-wrap: balance; hyphens: manual }
.bi-box { margin-block: 2em; padding-inline-start: 20px; border-inline-start: 3px solid var(--accent); font-size: .9375em }
.bi-box p { margin-block-start: .75em }
.bi-box > :first-child { margin-block-start: 0 }
.bi-box-title { font-family: var(--sans); font-weight: 700; font-size: 1.0625em; line-height: 1.3; margin-block-end: .5em; hyphens: manual }
.bi-body .bi-caption { font-family: var(--sans); font-size: .875rem; line-height: 1.4; color: var(--secondary); margin-block: 1.2em; padding-block-start: 8px; border-block-start: 1px solid var(--rule) }
.bi-table { overflow-x: auto; margin-block: 1.5em; font-family: var(--sans); font-size: .875em; line-height: 1.4 }
.bi-table table { border-collapse: collapse; inline-size: 100% }
.bi-table th, .bi-table td { text-align: start; vertical-align: top; padding: 8px 16px 8px 0; border-block-end: 1px solid var(--rule) }
.bi-table th { border-block-end: 2px solid var(--border) }
.bi-end-mark { display: inline-block; inline-size: .55em; block-size: .55em; margin-inline-start: .4em; background: var(--accent) }
.bi-endnotes { font-size: .875rem; line-height: 1.5; color: var(--secondary); margin-block-start: 2.5em; padding-block-start: 12px; border-block-start: 1px solid var(--rule); display: grid; gap: 8px; hyphens: manual }
.bi-mark.current { background: color-mix(in srgb, var(--mark), var(--accent) 25%); text-decoration: underline 3px var(--accent) }
::highlight(backissue-hit) { background-color: var(--mark); color: inherit }
::highlight(backissue-listening) { background-color: color-mix(in srgb, var(--accent) 14%, transparent) }
::highlight(backissue-current) { background-color: color-mix(in srgb, var(--mark), var(--accent) 25%); color: inherit; text-decoration: underline 3px var(--accent) }
.bi-article ::selection { background: color-mix(in srgb, var(--accent) 25%, transparent) }

.turn { display: grid; gap: 16px; grid-template-columns: repeat(auto-fit, minmax(min(100%, 14rem), 1fr)); padding-block: 16px; border-block: 1px solid var(--rule) }
.turn a, .related a { color: inherit; text-decoration: none; font-weight: 600; text-wrap: balance }
.turn a:hover, .related a:hover { text-decoration: underline }
.turn span { display: block; font-weight: 400 }
.turn > .next:not(:first-child) { text-align: end }
.side { display: grid; gap: 32px; font-size: .9375rem }
.actions, .actions > div:first-child { display: flex; flex-wrap: wrap; gap: 8px; align-items: center }
.actions a { padding-block: 4px }
.actions button { min-block-size: 32px; padding: 2px 10px; font-size: .875rem }
.actions .panel { inline-size: 100% }
.alike { position: sticky; inset-block-end: 8px; inline-size: fit-content; margin-inline-start: auto; z-index: 5 }
.alike button { background: var(--paper, var(--ground)); color: var(--ink) }
.related > :first-child { font-weight: 700; margin-block-end: 8px }
.related li { padding-block: 8px; border-block-start: 1px solid var(--rule) }

.bi-issue { max-inline-size: 60rem }
@container backissue (min-width: 60rem) {
  .page.reading { grid-template-columns: minmax(0, calc(44rem * var(--scale, 1))) minmax(12rem, 15rem); justify-content: space-between }
  .reading > * { grid-column: 1 }
  .reading > .side { grid-column: 2; grid-row: 1 / span 9; padding-block-start: 8px }
}
.bi-issue-header { padding-block-end: 16px; border-block-end: 3px solid var(--ink); margin-block-end: 24px; display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: baseline }
.bi-masthead { inline-size: 100%; color: var(--accent); font-weight: 600; font-size: .875rem; letter-spacing: .06em }
.bi-issue-title, .shelf-page > :first-child { font-family: var(--serif); font-size: min(clamp(1.75rem, 1.2rem + 3.2cqi, 2.75rem), 14cqi); line-height: 1.1; font-weight: 700; letter-spacing: -.012em }
.shelf-page > :first-child { margin-block-end: 24px }
.bi-season { color: var(--secondary); font-size: 1.125rem }
.bi-season::first-letter, .bi-cover-season::first-letter { text-transform: uppercase }
.bi-contents-section, .bi-events { display: grid; gap: 4px 32px; grid-template-columns: minmax(0, 1fr); padding-block-end: 32px; border-block-start: 1px solid var(--border) }
.bi-contents-heading { font-weight: 700; font-size: .9375rem; color: var(--accent); padding-block-start: 12px }
.bi-contents-heading a { color: inherit; text-decoration: none }
.bi-contents-heading a:hover { text-decoration: underline }
.bi-entry, .bi-event { padding-block: 12px; border-block-start: 1px solid var(--rule) }
:is(.bi-entry, .bi-event):first-child { border-block-start: 0 }
.bi-entry { display: flex; flex-direction: column; gap: 4px }
.bi-entry .bi-kicker { order: -1; margin: 0; color: var(--secondary) }
.bi-entry-title { font-family: var(--serif); font-size: 1.25rem; line-height: 1.25; font-weight: 700; text-wrap: balance }
.bi-entry-link { color: inherit; text-decoration: none }
a.bi-entry-link:hover, a.bi-entry-link:focus-visible { text-decoration: underline; text-decoration-thickness: 2px }
.bi-entry-standfirst { max-inline-size: 60ch; text-wrap: pretty; display: -webkit-box; -webkit-line-clamp: 3; -webkit-box-orient: vertical; overflow: hidden }
.bi-facts { color: var(--secondary); font-size: .875rem }
.bi-facts a { color: inherit; text-decoration-color: color-mix(in srgb, currentColor 45%, transparent) }
.bi-event { display: grid; gap: 2px }
.bi-event-date { font-weight: 600 }
.bi-event-place, .bi-event-text { color: var(--secondary); font-size: .9375rem }
@container backissue (min-width: 44rem) {
  .bi-contents-section, .bi-events { grid-template-columns: 11rem minmax(0, 1fr) }
  .bi-event { grid-template-columns: 9rem minmax(0, 1fr); column-gap: 24px }
  .bi-event > * { grid-column: 2 }
  .bi-event > .bi-event-date { grid-column: 1; grid-row: 1 / span 3 }
}
.bi-issue-header + :is(.bi-contents-section, .bi-events) { border-block-start: 0 }

.bi-shelf { display: grid; gap: 24px 16px; grid-template-columns: repeat(auto-fill, minmax(clamp(min(100%, 8rem), 45%, 11.5rem), 1fr)) }
.bi-cover { position: relative; aspect-ratio: 3 / 4; inline-size: 100%; min-block-size: 15.5rem; display: flex; flex-direction: column; padding: 12px 12px 14px; overflow: hidden; border-radius: 2px;
  background: oklch(.46 .12 var(--hue)); color: #fff; line-height: 1.25; box-shadow: inset 0 0 0 1px rgb(255 255 255 / .12) }
.bi-cover-masthead { order: -3; font-size: .75rem; font-weight: 600; letter-spacing: .04em; padding-block-end: 8px; border-block-end: 1px solid rgb(255 255 255 / .45) }
.bi-cover-number { order: -2; font-family: var(--serif); font-size: clamp(2.75rem, 9cqi, 3.75rem); line-height: 1.05; font-weight: 700; margin-block-start: 4px; letter-spacing: -.02em; font-variant-numeric: lining-nums }
.bi-cover-season { order: -1; font-size: .875rem }
.bi-cover-title { position: absolute; inset: 0; font-size: 0 }
.bi-cover-link { position: absolute; inset: 0; color: transparent; font-size: 1px }
a.bi-cover-link:focus-visible { outline: 3px solid #fff; outline-offset: -6px; box-shadow: none }
.bi-cover:hover { filter: brightness(1.12) }
.bi-cover-lines { margin-block-start: auto; display: grid; gap: 5px; font-family: var(--serif); font-size: .8125rem; font-weight: 700; line-height: 1.2; padding-block-start: 8px; min-block-size: 0; overflow: hidden; grid-auto-rows: max-content }
.bi-cover-line { display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; text-wrap: balance }
${[..."0123456789ab"].map((_, hue) => `.bi-cover[data-hue="${hue}"] { --hue: ${hue * 30 + 10} }`).join("\n")}

.settings { display: grid; gap: 12px; padding: 16px; border: 1px solid var(--rule); border-radius: 4px; font-size: .9375em }
.settings fieldset { display: flex; flex-wrap: wrap; gap: 8px; align-items: center }
.settings legend { float: inline-start; inline-size: 100%; padding: 0; margin-block-end: 4px; color: var(--secondary); font-size: .875em }
.settings button[aria-pressed=true] { background: var(--accent); color: var(--on-accent); border-color: var(--accent) }
.citation { margin-block: 4px 8px; white-space: pre-wrap; font-size: .875em; padding: 8px 12px; border-inline-start: 3px solid var(--rule); overflow-wrap: anywhere; font-family: ui-monospace, monospace }
.listening { background: color-mix(in srgb, var(--accent) 14%, transparent) }
@media (forced-colors: active) {
  .bi-cover { border: 1px solid CanvasText; background: Canvas; color: CanvasText }
  .bi-end-mark { background: CanvasText; forced-color-adjust: none }
  .bi-mark.current { outline: 3px solid Highlight }
  ::highlight(backissue-hit) { background-color: Mark; color: MarkText }
  ::highlight(backissue-current) { background-color: Highlight; color: HighlightText }
  .settings button[aria-pressed=true] { outline: 2px solid Highlight }
}
@media print {
  .hits, .turn, .side, .alike { display: none !important }
  .page { display: block !important; padding: 0 !important; --paper: transparent; --ink: #000; --accent: #000 }
  .bi-article { font-size: 11pt; line-height: 1.4; max-inline-size: none }
  .bi-headline { font-size: 22pt } .bi-crosshead, .bi-box-title { break-after: avoid } .bi-box, .bi-pull-quote, .bi-table { break-inside: avoid }
  mark { background: none } ::highlight(backissue-hit), ::highlight(backissue-current) { background-color: transparent; color: inherit } p { orphans: 3; widows: 3 }
  .bi-body a[href^="http"]::after { content: " (" attr(href) ")"; font-size: .8em; overflow-wrap: anywhere }
}
`;
