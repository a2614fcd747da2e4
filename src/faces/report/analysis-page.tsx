/** Analyses of losses as one page that needs no network, no script and no other file. */
import type { DistanceAnalysis } from '../../theory/analysis/analyse-distances.js';
import type { LossAnalysis } from '../../theory/analysis/analyse-loss.js';
import type { DrawnFigure } from '../views/report-entry.js';
import { TypesetLine } from '../views/typeset.js';
import type { Analysed } from './analysed.js';
import { ConclusionTable, FindingTable, StatementTable } from './analysis-tables.js';
import { intervalWords, parameterWords } from './analysis-words.js';
import { conclude, isOfDistances } from './conclusion.js';
import { DrawnFigureView } from './drawn-figure.js';
import { htmlPage } from './html-page.js';
import { SearchedLists } from './searched-lists.js';

export interface DrawnAnalysis extends Analysed {
  readonly id: string;
  readonly figures: readonly DrawnFigure[];
}

export function analysisPage(analyses: readonly DrawnAnalysis[]): string {
  const [only] = analyses;
  const title = analyses.length === 1 && only !== undefined ? `${only.name}, analysed` : 'Losses, analysed';
  return htmlPage(
    { title: `${title} · alpha-cl` },
    <body>
      <header>
        <p class="eyebrow">alpha-cl analyse</p>
        <h1>{title}</h1>
        <p class="lead">
          What the theory of contrastive learning as a game of two players (
          <a href="https://arxiv.org/abs/2201.12680">Tian 2022</a>) says of each loss, how that is known, and where it
          fails.
        </p>
      </header>
      <main id="main">
        {analyses.map((analysis) => (
          <Analysis key={analysis.id} {...analysis} />
        ))}
      </main>
    </body>,
  );
}

function Analysis({ id, name, analysis, latex, conditions = [], changes = [], figures }: DrawnAnalysis) {
  const { sentences, rows } = conclude(analysis);
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{name}</h2>
      <p>{sentences.join(' ')}</p>
      {isOfDistances(analysis) ? (
        <DistanceFormulae analysis={analysis} latex={latex} />
      ) : (
        <FamilyFormulae analysis={analysis} />
      )}
      {figures.map((drawn) => (
        <DrawnFigureView key={drawn.figure.id} {...drawn} />
      ))}
      <ConclusionTable rows={rows} />
      <SearchedLists changes={changes} conditions={conditions} />
      <details>
        <summary>How each is known</summary>
        <StatementTable statements={analysis.statements} />
        {!isOfDistances(analysis) && <FindingTable analysis={analysis} />}
      </details>
    </section>
  );
}

function FamilyFormulae({ analysis }: { readonly analysis: LossAnalysis }) {
  const { phi, psi, importance, domains } = analysis;
  return (
    <>
      <p>
        <TypesetLine
          text={String.raw`$$\phi(\xi)=${phi.latex},\qquad\psi(x)=${psi.latex},\qquad\alpha_{ij}=${importance.latex}$$`}
        />
      </p>
      <p>
        <TypesetLine
          text={String.raw`The loss is $\mathcal L=\sum_i\phi\big(\sum_{j\ne i}\psi(d_i^2-d_{ij}^2)\big)$.`}
        />{' '}
        With x = d²ᵢ − d²ᵢⱼ in {intervalWords(domains.psi.certified)}, as for unit vectors, and ξ in{' '}
        {intervalWords(domains.phi.certified)}, up to 4,095 negatives{parameterWords(analysis)}.
      </p>
    </>
  );
}

interface DistanceFormulaeProps {
  readonly analysis: DistanceAnalysis;
  readonly latex: Analysed['latex'];
}

function DistanceFormulae({ analysis: { parameters }, latex }: DistanceFormulaeProps) {
  if (latex === undefined) return null;
  const { anchor, parts, alpha, beta } = latex;
  const equations = [
    String.raw`\mathcal L_i=${anchor}`,
    ...parts.map((part) => `${part.symbol}=${part.latex}`),
    ...(alpha === undefined ? [] : [String.raw`\alpha_{ij}=${alpha}`]),
    ...(beta === undefined ? [] : [String.raw`\beta_i=${beta}`]),
  ];
  const values = Object.entries(parameters).map(([name, value]) => `, ${name} = ${value}`);
  return (
    <>
      {equations.map((equation) => (
        <p key={equation}>
          <TypesetLine text={`$$${equation}$$`} />
        </p>
      ))}
      <p>With d² = 1 − cosine to the positive and to a negative in [0, 2]{values.join('')}.</p>
    </>
  );
}
