/** Styles of the parts of a page, in the report and in the explorer: text, tables, badges, statements, figures. */
export const ELEMENT_STYLE = `
* { box-sizing: border-box; }
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: 0.15em; }
a:focus-visible, [tabindex]:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
code, pre { font-family: var(--mono); font-size: 0.84em; }
pre { font-size: 0.84rem; }
pre code { font-size: inherit; }
p { margin: 0 0 0.9em; }
h1, h2, h3 { line-height: 1.25; text-wrap: balance; }
h1 { font-size: 2.1rem; font-weight: 600; letter-spacing: -0.01em; margin: 0.2em 0 0.5em; }
h2 { font-size: 1.45rem; font-weight: 600; margin: 0 0 0.8rem; }
h3, h2.part { font: 600 0.82rem/1.4 var(--sans); color: var(--faint); letter-spacing: 0.02em; margin: 1.8rem 0 0.5rem; }
table, dl, nav, .eyebrow, .badge, figcaption, footer, .outcome, .notice, .key { font-family: var(--sans); }
.number { white-space: nowrap; font-variant-numeric: tabular-nums; }
sup { font-size: 0.72em; line-height: 0; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: 0.5rem; }
.exceeds { color: var(--refuted); }

.eyebrow { display: flex; flex-wrap: wrap; align-items: center; gap: 0.3rem 0.9rem; font-size: 0.84rem; color: var(--faint); margin: 0 0 0.5rem; }
.lead { font-size: 1.15rem; color: var(--faint); max-width: 42rem; }
.outcome { font-size: 1.5rem; font-weight: 600; line-height: 1.3; margin: 1.6rem 0; padding-left: 0.9rem; border-left: 5px solid; }
.outcome.all-hold { border-color: var(--holds); }
.outcome.some-fail { border-color: var(--refuted); border-left-style: double; border-left-width: 7px; }
.command { display: inline-block; padding: 0.1em 0.5em; background: var(--panel); border-radius: 4px; overflow-wrap: anywhere; }

.badge {
  display: inline-block; white-space: nowrap; font-size: 0.8rem; font-weight: 600; line-height: 1.3;
  padding: 0.16em 0.65em 0.2em; border: 1.5px solid; border-radius: 1em;
}
.badge.holds, .badge.derived { color: var(--holds); background: var(--holds-tint); }
.badge.derived { background: none; border-width: 1px; }
.badge.conditional, .badge.false { color: var(--finding); background: var(--finding-tint); }
.badge.false { color: var(--on-fill); background: var(--finding); border-color: var(--finding); }
.badge.refuted { color: var(--on-fill); background: var(--refuted); border-color: var(--refuted); border-radius: 3px; }
.badge.broken { color: var(--broken); background: var(--broken-tint); border-style: dashed; border-radius: 3px; }
.badge.grade { color: var(--faint); font-weight: 500; border-width: 1px; border-radius: 3px; }
.badge.grade.symbolic, .badge.grade.exact, .badge.grade.interval-certified { color: var(--link); border-color: var(--link); font-weight: 600; }
.badge.grade.symbolic, .badge.grade.exact { border-width: 2px; }
.condition { margin: 0.8rem 0; padding: 0.6rem 0 0.2rem 1rem; border-left: 2px solid var(--line); font-size: 0.95rem; }
.condition p { margin-bottom: 0.4rem; }
summary { cursor: pointer; color: var(--faint); font: 0.9rem/1.5 var(--sans); }
.notable { list-style: none; margin: 1rem 0 0; padding: 0; }
.notable li { display: grid; grid-template-columns: minmax(6rem, 13rem) minmax(0, 1fr); align-items: baseline; gap: 0.2rem 0.6rem; padding: 0.22rem 0; font: 0.95rem/1.45 var(--sans); }
.notable .badge { justify-self: start; }
.notable .source { font-size: 0.84rem; }
.condition pre { margin-top: 0.6rem; }
.badge.unfinished { color: var(--unfinished); background: var(--unfinished-tint); border-style: dotted; }
.badge.not-applicable, .badge.cannot-be-told { color: var(--unfinished); background: var(--paper); border-width: 1px; }

table { border-collapse: collapse; width: 100%; font-size: 0.88rem; line-height: 1.45; }
caption { text-align: left; font-weight: 600; font-size: 0.82rem; color: var(--faint); padding: 0 0 0.45rem; letter-spacing: 0.02em; }
th, td { text-align: left; vertical-align: top; padding: 0.5rem 1.1rem 0.5rem 0; border-bottom: 1px solid var(--line); }
th:last-child, td:last-child { padding-right: 0; }
th { font-weight: 600; }
thead th { font-size: 0.8rem; color: var(--faint); vertical-align: bottom; border-bottom: 1.5px solid var(--faint); }
tbody th { font-weight: 500; }
.data .number { text-align: right; font-variant-numeric: tabular-nums; }
.data .breaks { white-space: normal; }
.data .number:not(:last-child) { padding-right: 0.7rem; }
.data thead .number { white-space: normal; }
.data th:first-child { max-width: 22rem; }
.data th code { white-space: nowrap; }
/* A shrunk instance has a long path. */
.data td code { display: inline-block; min-width: 11rem; white-space: normal; overflow-wrap: anywhere; }
.summary .data th:first-child { width: 36%; }
.summary caption { font-size: 0.95rem; color: var(--ink); }
table.data { margin: 1.4rem 0 1.8rem; }
table.facts { margin: 1.8rem 0 2.5rem; }
.facts th, .facts td { padding-top: 0.36rem; padding-bottom: 0.36rem; }
.facts th { width: 8rem; color: var(--faint); font-weight: 500; }
.facts tr:first-child > * { border-top: 1px solid var(--line); }
.source { display: block; font-size: 0.8rem; font-weight: 400; color: var(--faint); }

.pair { display: inline-flex; gap: 2px; margin: 0 0.7rem 0.2rem 0; vertical-align: middle; }
.pair img { width: 64px; height: 64px; image-rendering: pixelated; }
.key { font-size: 0.86rem; line-height: 1.55; color: var(--faint); }
.key em { color: var(--ink); }
.key ul { list-style: none; margin: 0; padding: 0; }
.key li { display: grid; grid-template-columns: minmax(6rem, 13rem) minmax(0, 1fr); gap: 0.6rem; align-items: baseline; margin: 0.35rem 0; }
.key .badge { justify-self: start; }

.outcomes { margin: 1.2rem 0; font-size: 0.95rem; }
.outcomes dt { font-weight: 600; margin-top: 0.7rem; }
.outcomes dd { display: flex; flex-wrap: wrap; gap: 0.2rem 1.4rem; margin: 0.15rem 0 0; }

.sign { font-weight: 700; }
.sign.holds, .sign.derived { color: var(--holds); }
.sign.conditional, .sign.false { color: var(--finding); }
.sign.refuted { color: var(--refuted); }
.sign.broken { color: var(--broken); }
.sign.unfinished, .sign.not-applicable, .sign.cannot-be-told { color: var(--unfinished); }
.badge .sign { color: inherit; }

.claim { margin: 3.5rem 0 0; padding: 2.2rem 0 0; border-top: 1px solid var(--line); }
h1 + .claim { margin: 0; padding: 0; border: 0; }
.statement { padding: 0.2rem 0 0.2rem 1.2rem; border-left: 3px solid var(--holds); }
.conditional .statement, .false .statement { border-left-color: var(--finding); }
.refuted .statement { border-left: 7px double var(--refuted); }
.broken .statement { border-left: 5px dashed var(--broken); }
.unfinished .statement { border-left: 4px dotted var(--unfinished); }
.not-applicable .statement, .cannot-be-told .statement { border-left: 2px solid var(--unfinished); }
.statement p:last-child, .method > p:last-child { margin-bottom: 0; }
.notice, .counterexample { margin: 1.4rem 0; padding: 0.8rem 1.1rem; border-radius: 4px; font-size: 0.93rem; }
.notice p:last-child { margin-bottom: 0; }
.refuted .notice { background: var(--refuted-tint); border: 1.5px solid var(--refuted); }
.broken .notice { background: var(--broken-tint); border: 1.5px dashed var(--broken); }
.unfinished .notice { background: var(--unfinished-tint); border: 1.5px dotted var(--unfinished); }
.holds .notice, .derived .notice, .conditional .notice, .false .notice, .not-applicable .notice, .cannot-be-told .notice { background: var(--unfinished-tint); border: 1px solid var(--unfinished); }
.counterexample { background: var(--refuted-tint); border: 1.5px solid var(--refuted); }
.counterexample h2.part { margin: 0 0 0.4rem; color: var(--refuted); }
.counterexample p:last-child { margin-bottom: 0.2rem; }
pre { margin: 0 0 0.9rem; padding: 0.8rem 1rem; background: var(--paper); border: 1px solid var(--line); border-radius: 4px; overflow-x: auto; line-height: 1.45; }
.numbers { display: flex; flex-wrap: wrap; gap: 1rem 2.4rem; margin: 0; }
.numbers dt { font-size: 0.8rem; color: var(--faint); }
.numbers dd { margin: 0; font-size: 1.15rem; font-variant-numeric: tabular-nums; }
.numbers small { display: block; font-size: 0.78rem; color: var(--faint); }

/* What is too wide scrolls within itself. */
.table, .scroll { overflow-x: auto; }
.record, .record .record { margin: 0; font: 0.88rem/1.5 var(--sans); }
.record > div { display: grid; grid-template-columns: minmax(5rem, 10rem) minmax(0, 1fr); gap: 0.2rem 1rem; padding: 0.35rem 0; border-bottom: 1px solid var(--line); }
.record > div:last-child { border-bottom: 0; }
.record dt { color: var(--faint); overflow-wrap: anywhere; }
.record dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
.list { margin: 0; padding-left: 2rem; }
.records { width: auto; font: 0.8rem/1.5 var(--mono); }
.records th, .records td { padding: 0.1rem 1rem 0.1rem 0; font-family: inherit; }
.matrix { width: auto; font: 0.8rem/1.5 var(--mono); }
.matrix caption { padding-bottom: 0.2rem; font: 0.8rem/1.4 var(--sans); white-space: nowrap; }
.matrix td { padding: 0.05rem 0.7rem 0.05rem 0; border: 0; text-align: right; white-space: nowrap; }
.matrix tbody { border-left: 1px solid var(--faint); border-right: 1px solid var(--faint); }
.matrix td:first-child { padding-left: 0.7rem; }
@media (max-width: 30rem) {
  .record > div { grid-template-columns: 1fr; gap: 0; }
}

figure { margin: 2.2rem 0; break-inside: avoid; }
.drawing { overflow-x: auto; background: var(--paper); border: 1px solid var(--line); border-radius: 6px; padding: 0.5rem; }
.drawing svg, .drawing img { display: block; margin: 0 auto; max-width: 100%; min-width: min(30rem, var(--width) * 0.8); height: auto; }
.drawing .mark-rect { shape-rendering: crispEdges; }
figcaption { font-size: 0.88rem; line-height: 1.5; margin-top: 0.7rem; }
figcaption p { margin: 0 0 0.2rem; }
.files { font-size: 0.8rem; }
.files a { margin-right: 0.9rem; }
.katex { font-size: 1.08em; }
.katex-display { overflow-x: auto; overflow-y: hidden; padding: 0.3em 0; margin: 0.7em 0; }

@media (min-width: 44rem) {
  .data tbody th { min-width: 10rem; }
}
@media (max-width: 44rem) {
  h1 { font-size: 1.6rem; }
  .outcome { font-size: 1.25rem; }
  .facts th { width: 6rem; }
  .data thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .data, .data tbody, .data tr, .data th, .data td, .data caption { display: block; }
  .data tr { padding: 0.7rem 0; border-bottom: 1px solid var(--line); }
  .data tbody tr:first-child { border-top: 1.5px solid var(--faint); }
  .data th, .data td { padding: 0.12rem 0; border: 0; width: auto; max-width: none; }
  .summary .data th:first-child { width: auto; }
  .data td { display: flex; justify-content: space-between; gap: 1.5rem; text-align: right; }
  .data td::before { content: attr(data-label); color: var(--faint); text-align: left; flex: 0 0 auto; max-width: 60%; }
  .data tbody th { text-align: left; }
  .data th code { white-space: normal; }
  .data td code { min-width: 0; }
  .notable li, .key li { grid-template-columns: 1fr; }
  .pair { display: flex; }
}
`;
