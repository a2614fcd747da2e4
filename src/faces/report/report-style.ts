/** The style of the page: one column of text, contents at its side if there is room, light, dark and in print. */
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
  margin: 0 auto; padding: 2.5rem 1.25rem 4rem; max-width: 54rem; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.6 var(--serif); overflow-wrap: break-word;
}

nav { font-size: 0.86rem; line-height: 1.4; margin: 0 0 2.5rem; }
nav h2 { font-size: 0.82rem; color: var(--faint); margin: 0 0 0.5rem; letter-spacing: 0.02em; }
nav ol { list-style: none; margin: 0; padding: 0; }
nav a { display: flex; gap: 0.6em; padding: 0.28rem 0; text-decoration: none; }
nav a:hover span:not(.sign) { text-decoration: underline; }
nav .chapter { display: block; font-weight: 600; margin: 0.9rem 0 0.2rem; }
nav .sign { flex: 0 0 1.1em; text-align: center; }
footer { margin-top: 4rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: 0.8rem; color: var(--faint); }

@media (min-width: 82rem) {
  body { display: grid; grid-template-columns: 15rem minmax(0, 54rem); column-gap: 4.5rem; max-width: 78rem; }
  .masthead, main, footer { grid-column: 2; }
  nav { grid-column: 1; grid-row: 1 / span 3; position: sticky; top: 2.5rem; align-self: start; max-height: calc(100vh - 5rem); overflow-y: auto; }
}
@media (max-width: 44rem) {
  body { padding-top: 1.5rem; font-size: 1rem; }
}
@media print {
  :root { --paper: #ffffff; --panel: #f5f6f8; --ink: #000000; --faint: #444444; --line: #cccccc; --link: #1d4f91; }
  body { display: block; max-width: none; padding: 0; font-size: 10.5pt; }
  nav, .skip { display: none; }
  .claim { break-before: page; border-top: 0; margin-top: 0; padding-top: 0; }
  .badge, .notice, .counterexample { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  h2, h3, caption, thead { break-after: avoid; }
  tr, .counterexample, .statement { break-inside: avoid; }
}
`;
