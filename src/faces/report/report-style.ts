/** The style of the pages: one column of text, a wider first page, light, dark and in print. */
import { ELEMENT_STYLE } from './report-elements.js';
import { DARK, FONTS, LIGHT, variables } from './report-colours.js';

export const REPORT_STYLE = `
:root { ${variables({ ...LIGHT, ...FONTS })} }
@media (prefers-color-scheme: dark) {
  :root { ${variables(DARK)} }
}
${ELEMENT_STYLE}
html { color-scheme: light dark; scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 1.6rem 1.25rem 3rem; max-width: 54rem; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.6 var(--serif); overflow-wrap: break-word;
}
[hidden] { display: none !important; }
main > section { margin-top: 2.2rem; }
main > section > details { margin-top: 1rem; }
.steps { display: flex; gap: 1.4rem; margin: 0 0 1rem; font-size: 0.86rem; }

.front { max-width: 90rem; }
.front h1 { font-size: 1.7rem; margin: 0 0 0.3rem; }
.front .lead { font-size: 0.95rem; line-height: 1.5; margin: 0; max-width: none; }
.front .outcomes div { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 1.4rem; }
.front .outcomes dt { margin: 0; }
.front .outcomes { margin: 0.6rem 0; }
.front h2 { margin-bottom: 0.4rem; }
.front .notable { columns: 38rem; column-gap: 2.4rem; }
.front .notable li { break-inside: avoid; }
.front main > section { margin-top: 1.4rem; }
.drawings { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); gap: 1.2rem 1.6rem; }
.drawings figure { margin: 0; }
@media (min-width: 44rem) {
  .drawings .drawing { display: grid; place-items: center; height: 17rem; overflow: hidden; }
  .drawings .drawing img { min-width: 0; max-height: 16rem; width: auto; object-fit: contain; }
}
.drawings figcaption { font-size: 0.82rem; }
.drawings figcaption p:first-child { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden; }
.index { columns: 19rem; column-gap: 2.4rem; font: 0.92rem/1.4 var(--sans); }
.index h3 { margin: 0 0 0.3rem; break-after: avoid; }
.index li { break-inside: avoid; }
.index ul { list-style: none; margin: 0 0 1.1rem; padding: 0; }
.index li { display: flex; gap: 0.6em; padding: 0.08rem 0; }
.index li .sign { flex: 0 0 1.1em; text-align: center; }
.index a { text-decoration: none; }
.index a:hover { text-decoration: underline; }
.filters { display: flex; flex-wrap: wrap; align-items: end; gap: 0.5rem 1.2rem; margin: 0 0 1rem; font: 0.86rem/1.4 var(--sans); color: var(--faint); }
.filters input, .filters select { font: inherit; color: var(--ink); background: var(--paper); border: 1px solid var(--line); border-radius: 4px; padding: 0.3rem 0.5rem; max-width: 100%; }
.front > main > details { margin-top: 0.8rem; }

@media (max-width: 44rem) {
  body { padding-top: 1rem; font-size: 1rem; }
}
@media print {
  :root { --paper: #ffffff; --panel: #f5f6f8; --ink: #000000; --faint: #444444; --line: #cccccc; --link: #1d4f91; }
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  .steps, .skip, .filters { display: none; }
  .badge, .notice, .counterexample { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  h2, h3, caption, thead { break-after: avoid; }
  tr, .counterexample, .statement { break-inside: avoid; }
}
`;
