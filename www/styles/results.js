// @ts-check
/** Styles of the search box, its suggestions, filters and results. */
export const results = `
@media print { :host([collapsed]) { display: none !important } }
.box + .quiet { margin-block-start: 12px }
:host([collapsed]) .outcome, :host([collapsed]) .help { display: none }
.box { display: grid; gap: 4px; position: relative; max-inline-size: 44rem }
.box label { font-weight: 600 }
.row { display: flex; gap: 8px; position: relative }
.field { position: relative; flex: 1; min-inline-size: 0 }
.field input { inline-size: 100%; min-block-size: 44px; padding-block: 8px; padding-inline: 12px 44px; background: var(--backissue-field, transparent);
  border: 1px solid var(--border); border-radius: 4px; appearance: none; outline-offset: 0 }
.field input::-webkit-search-cancel-button { display: none }
.clear { position: absolute; inset-block: 2px; inset-inline-end: 2px; inline-size: 40px; min-block-size: 40px; border: 0; padding: 0; color: var(--secondary) }
.submit { min-block-size: 44px; padding-inline: 16px; background: var(--accent); border-color: var(--accent); color: var(--on-accent); font-weight: 600 }
.submit:hover { opacity: .9 }
.help { color: var(--secondary); font-size: .8125em }
.options { position: absolute; z-index: 10; inset-inline: 0; inset-block-start: calc(100% + 4px); padding-block: 4px; background: var(--ground);
  color: var(--backissue-popup-ink, #1b1b1f); border: 1px solid var(--border); border-radius: 4px; box-shadow: 0 8px 24px rgb(0 0 0 / .18); max-block-size: min(60vh, 26rem); overflow-y: auto }
.on-dark .options { color: var(--backissue-popup-ink, #ececf0) }
.option { display: flex; flex-wrap: wrap; gap: 0 12px; align-items: baseline; justify-content: space-between; padding: 8px 12px; min-block-size: 40px }
.option[aria-selected=true], .option:hover { background: color-mix(in srgb, currentColor 9%, transparent) }
.option[aria-selected=true] { box-shadow: inset 3px 0 var(--accent) }
.option > :first-child { flex: 1 1 min(100%, 9em); overflow-wrap: anywhere }
.option-kind { font-size: .8125em; opacity: .78 }
.outcome { display: grid; gap: 16px; margin-block-start: 24px; grid-template-columns: minmax(0, 1fr) }
.summary { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; justify-content: space-between; min-block-size: 36px }
.count { color: var(--secondary) }
.sort { display: flex; gap: 8px; align-items: center; color: var(--secondary); font-size: .875em }
.notes { display: grid; gap: 8px }
.chips { display: flex; flex-wrap: wrap; gap: 8px }
.chip { min-block-size: 32px; padding: 2px 10px; border-color: var(--rule); background: var(--wash); font-size: .875em; border-radius: 4px }
.option, summary, label { cursor: pointer }
.filters > summary { font-weight: 600; padding-block: 8px; min-block-size: 40px; align-content: center }
.choices { display: grid; gap: 0 32px; grid-template-columns: repeat(auto-fill, minmax(min(100%, 13rem), 1fr)); align-items: start }
.filter { display: grid; gap: 2px; padding-block: 12px; border-block-start: 1px solid var(--rule) }
.filter legend { float: inline-start; inline-size: 100%; padding: 0; margin-block-end: 4px; font-weight: 600; font-size: .875em }
.filter details > summary { padding-block: 4px }
.filter label { display: flex; gap: 8px; align-items: center; min-block-size: 28px; font-size: .9375em }
.filter input { inline-size: 18px; block-size: 18px; margin: 0; flex: none; accent-color: var(--accent) }
.tally { margin-inline-start: auto; color: var(--secondary); font-size: .875em }
.years { display: flex; gap: 8px; align-items: center; flex-wrap: wrap }
.bi-results { border-block-end: 1px solid var(--rule) }
.bi-hit { display: flex; flex-direction: column; gap: 4px; padding-block: 16px; border-block-start: 1px solid var(--rule) }
.bi-hit-line { order: -1; color: var(--secondary); font-size: .875em }
.bi-hit-line .bi-section { color: var(--accent); font-weight: 600 }
.bi-hit-title { font-size: 1.25em; line-height: 1.25; font-weight: 600; text-wrap: pretty }
.bi-hit-link { color: var(--backissue-link, inherit); text-decoration: none }
a.bi-hit-link:hover, a.bi-hit-link:focus-visible { text-decoration: underline }
.bi-excerpt { max-inline-size: 66ch; text-wrap: pretty }
.bi-excerpt-heading { font-weight: 600; margin-inline-end: .4em }
.bi-facts { text-wrap: balance; color: var(--secondary); font-size: .875em }
.bi-facts a { color: inherit; }
.more { justify-self: start; min-block-size: 44px; margin-block-start: 16px }
.none { display: grid; gap: 12px; justify-items: start; padding-block: 16px; border-block-start: 1px solid var(--rule) }
.count.empty { color: inherit; font-size: 1.25em; font-weight: 600 }
@container backissue (max-width: 32rem) {
  .found .help { display: none } .sort span { font-size: 0 }
  .outcome { gap: 8px; margin-block-start: 12px; grid-template-columns: auto minmax(0, 1fr) }
  .summary { display: contents } .outcome > :not(.filters), .filters[open], .count, .none { grid-column: 1 / -1 }
  .filters { order: 1 } .sort { order: 2; grid-column: 2; align-self: start; justify-content: end } .outcome > [part~=list], .none, .more, .error { order: 3 }
}
@container backissue (min-width: 48rem) {
  .outcome.filtered { grid-template-columns: minmax(0, 1fr) 15rem; column-gap: 48px }
  .filtered .filters { grid-column: 2; grid-row: 1 / span 6 }
  .filters > summary { display: none }
  .filter:first-of-type { border-block-start: 0; padding-block-start: 0 }
}
@container backissue (max-width: 22rem) { .submit { padding-inline: 12px } .submit span { display: none } }
@media (forced-colors: active) { .option[aria-selected=true] { outline: 2px solid Highlight; outline-offset: -2px } .submit { border-color: ButtonText } }
`;
