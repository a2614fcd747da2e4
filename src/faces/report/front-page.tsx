/** The first page of a report: findings, three figures, a link to each claim, and the facts of the run. */
import type { ComponentChildren } from 'preact';
import { formatSeconds } from '../../base/format-number.js';
import { thousands } from '../../base/thousands.js';
import { isNotable, OUTCOMES, OUTCOME_NAMES, outcomeSummary } from '../../claims/outcome-words.js';
import { citation, paperAddress, papersOf } from '../../claims/source.js';
import { OutcomeSign } from '../views/badges.js';
import { claimLine, type ClaimLine } from '../views/claim-detail.js';
import { ClaimTable } from '../views/claim-table.js';
import { claimWords } from '../views/claim-words.js';
import { lossOptions } from '../views/loss-options.js';
import { Moment } from '../views/moment.js';
import { Key, Notable, OutcomeCounts } from '../views/outcomes.js';
import { chaptersOf, type DrawnEntry, type RunFacts } from '../views/report-entry.js';
import { TypesetLine } from '../views/typeset.js';
import { FILTER_SCRIPT } from './filter-script.js';
import { htmlPage } from './html-page.js';
import { SavedFigure } from './saved-figure.js';

/** Figures on the page. */
const FIGURES = 3;

/** Returns the page. @throws Error naming the text when a formula of a claim is invalid */
export function frontPage(run: RunFacts, entries: readonly DrawnEntry[]): string {
  const claims = entries.map((entry) => claimLine(claimWords(entry), entry.verdict));
  const papers = papersOf(entries.map(({ claim }) => claim));
  const summary = outcomeSummary(claims);
  return htmlPage(
    {
      title: `${summary} · alpha-cl report`,
      description: `${summary}: ${papers.map(({ title }) => title).join('; ')}`,
      script: FILTER_SCRIPT,
      folder: '.',
    },
    <body class="front">
      <a class="skip" href="#claims">
        To the claims
      </a>
      <header>
        <p class="eyebrow">alpha-cl verify</p>
        <h1>Verification report</h1>
        {papers.map((paper) => (
          <p class="lead" key={paper.identifier}>
            {citation(paper)}, <cite>{paper.title}</cite>, <a href={paperAddress(paper)}>{paper.identifier}</a>
          </p>
        ))}
      </header>
      <main>
        <section aria-labelledby="findings">
          <h2 id="findings">Findings</h2>
          <OutcomeCounts claims={claims} counted={(_, words) => words} />
          <Notable claims={claims} address={pageOf} />
        </section>
        <section class="drawings">
          {figuresOf(entries).map((figure) => (
            <SavedFigure key={figure.figure.id} drawn={figure} folder="." />
          ))}
        </section>
        <section aria-labelledby="claims">
          <h2 id="claims">Claims</h2>
          <Filters claims={claims} />
          <div class="index">
            {chaptersOf(claims).map(({ title: chapter, entries: own }) => (
              <section key={chapter}>
                <h3>{chapter}</h3>
                <ul>
                  {own.map((claim) => (
                    <IndexLine key={claim.id} claim={claim} />
                  ))}
                </ul>
              </section>
            ))}
          </div>
        </section>
        <details>
          <summary>Numbers of all claims</summary>
          {chaptersOf(claims).map(({ title: chapter, entries: own }) => (
            <ClaimTable key={chapter} chapter={chapter} claims={own} address={pageOf} />
          ))}
        </details>
        <details>
          <summary>The run</summary>
          <Facts run={run} />
        </details>
        <details>
          <summary>Words of this report</summary>
          <Key />
        </details>
      </main>
    </body>,
  );
}

function pageOf(id: string): string {
  return `claims/${id}.html`;
}

/** Chooses the first figure of each claim that does more than hold, then those of the others, in the order of findings. */
function figuresOf(entries: readonly DrawnEntry[]) {
  const outcomes = entries.map((entry) => ({ entry, outcome: claimWords(entry).outcome }));
  const notable = OUTCOME_NAMES.filter(isNotable);
  const others = OUTCOME_NAMES.filter((outcome) => !isNotable(outcome));
  return [...notable, ...others]
    .flatMap((outcome) => outcomes.filter((one) => one.outcome === outcome))
    .flatMap(({ entry }) => entry.figures.slice(0, 1))
    .slice(0, FIGURES);
}

function IndexLine({ claim }: { readonly claim: ClaimLine }) {
  const { id, title, source, outcome, grade, chapter } = claim;
  const words = `${title} ${source} ${id} ${outcome} ${grade} ${chapter}`.toLowerCase();
  return (
    <li data-words={words} data-outcome={outcome} data-grade={grade}>
      <OutcomeSign outcome={outcome} />{' '}
      <a href={pageOf(id)}>
        <TypesetLine text={title} />
      </a>
      <span class="hidden"> {OUTCOMES[outcome].label}</span>
    </li>
  );
}

/** The controls of the filters, which the script of the page shows and serves. */
function Filters({ claims }: { readonly claims: readonly ClaimLine[] }) {
  const outcomes = OUTCOME_NAMES.filter((outcome) => claims.some((claim) => claim.outcome === outcome));
  const grades = [...new Set(claims.map(({ grade }) => grade))];
  return (
    <search class="filters" hidden>
      <label>
        Words <input type="search" name="words" placeholder="gradient, Theorem 2 …" />
      </label>
      <Choice name="outcome" title="Outcome" of={outcomes} />
      <Choice name="grade" title="Evidence" of={grades} />
      <output />
    </search>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly title: string;
  readonly of: readonly string[];
}

function Choice({ name, title, of }: ChoiceProps) {
  return (
    <label>
      {title}{' '}
      <select name={name}>
        <option value="">any</option>
        {of.map((value) => (
          <option key={value}>{value}</option>
        ))}
      </select>
    </label>
  );
}

function Facts({ run }: { readonly run: RunFacts }) {
  const { seed, profile, requestedCases, loss, real, version, node, startedAt, seconds, command } = run;
  const facts: (readonly [string, ComponentChildren])[] = [
    ['Seed', <code>{seed}</code>],
    ['Profile', `${profile}, ${thousands(requestedCases)} instances a claim`],
    ['Real images', real],
    ['Versions', `alpha-cl ${version}, Node ${node}`],
    ['Started', <Moment at={startedAt} />],
    ['Wall time', formatSeconds(seconds)],
    ['Reproduce', <code class="command">{command}</code>],
    [
      'Data',
      <>
        <a href="verdicts.json">verdicts.json</a>, <a href="findings.md">findings.md</a>
      </>,
    ],
  ];
  if (loss !== undefined) {
    const about = (
      <>
        <code>{lossOptions(loss.formulae)}</code>; {loss.claimsLeftOut} claims are not about it and were left out
      </>
    );
    facts.splice(2, 0, ['Loss', about]);
  }
  return (
    <table class="facts">
      <tbody>
        {facts.map(([name, value]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
