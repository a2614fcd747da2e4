/** An analysis as text for a terminal: conclusion, picture, table, changes and conditions, and on request all proofs; and as LaTeX. */
import type { DistanceAnalysis } from '../../theory/analysis/analyse-distances.js';
import type { LossAnalysis } from '../../theory/analysis/analyse-loss.js';
import { type Statement, witnessText } from '../../theory/analysis/statement.js';
import { writtenSums } from '../../theory/distance-losses/write-distances.js';
import { factsOf } from '../report/analysis-facts.js';
import type { Analysed } from '../report/analysed.js';
import { intervalWords, parameterWords } from '../report/analysis-words.js';
import { conclude, isOfDistances, SIGN_MARKS, type ConclusionRow } from '../report/conclusion.js';
import { changeCommand, changeWords, conditionWords } from '../report/search-words.js';
import { weightChart } from './weight-chart.js';

/** Writes the conclusion of an analysis, and how each part of it is known where that is asked for. */
export function analysisText(analysed: Analysed, show: 'conclusion' | 'proofs'): string {
  const { name, analysis, conditions = [], changes = [] } = analysed;
  const { sentences, rows } = conclude(analysis);
  const blocks = [
    [`${name}: ${formulaText(analysis)}`],
    sentences,
    chartLines(analysis),
    [...tableLines(rows), ...factLines(name, analysis)],
    section(
      'What would change it',
      changes.flatMap((change) => [changeWords(change), `    ${changeCommand(change)}`]),
    ),
    section('Conditions', conditionWords(conditions)),
    show === 'proofs' ? proofLines(analysis) : ['--proofs shows how each is known, with domains and points.'],
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

function formulaText(analysis: LossAnalysis | DistanceAnalysis): string {
  if (!isOfDistances(analysis))
    return `φ(x) = ${analysis.phi.text}, ψ(x) = ${analysis.psi.text}${parameterWords(analysis)}`;
  const { anchor, sums, parameters } = analysis;
  return [
    `loss of an anchor = ${anchor}`,
    ...writtenSums(sums),
    ...Object.entries(parameters).map(([parameter, value]) => `${parameter} = ${value}`),
  ].join(', ');
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];
}

function chartLines(analysis: LossAnalysis | DistanceAnalysis): string[] {
  if (!isOfDistances(analysis)) {
    return [
      '  α of a negative at d², beside the heaviest, for an anchor whose two views are at d² = 0.5',
      ...weightChart(analysis.curve),
    ];
  }
  const { curve, attraction, statements } = analysis;
  const isBalanced = statements.some(({ id, outcome }) => id === 'balanced' && outcome === 'holds');
  return [
    '  α of a negative at d², one of 41 from 0 to 2, with the positive at 0.5',
    ...weightChart(curve.map(({ distance, alpha }) => ({ distance, weight: alpha }))),
    ...(isBalanced
      ? []
      : [
          '  β of the positive at d²',
          ...weightChart(attraction.map(({ distance, beta }) => ({ distance, weight: beta }))),
        ]),
  ];
}

function tableLines(rows: readonly ConclusionRow[]): string[] {
  const width = Math.max(...rows.map(({ claim }) => claim.length));
  return rows.map(({ sign, claim, known, follows }) => {
    const therefore = follows === undefined ? '' : `: ${follows}`;
    return `  ${SIGN_MARKS[sign]} ${claim.padEnd(width)}  ${known}${therefore}`;
  });
}

/** The facts that say most of a loss; the others are shown with the proofs. */
const SHOWN = new Set(['hard negatives', 'weights', 'regulariser', 'relation', 'hazard']);

/** Lists facts, but not that a loss is itself. */
function factLines(name: string, analysis: LossAnalysis | DistanceAnalysis): string[] {
  if (isOfDistances(analysis)) return [];
  return factsOf(analysis)
    .filter(({ title, text }) => SHOWN.has(title) && !text.startsWith(`is ${name} `))
    .map(({ title, text, brief = text }) => `  · ${title.padEnd(TITLE)} ${brief}`);
}

const TITLE = 14;

function proofLines(analysis: LossAnalysis | DistanceAnalysis): string[] {
  if (isOfDistances(analysis)) return ['How each is known', ...analysis.statements.flatMap(statementLines)];
  const { importance, domains, statements } = analysis;
  return [
    'How each is known',
    `  α     ${importance.text}`,
    `  where x = d²ᵢ − d²ᵢⱼ ∈ ${intervalWords(domains.psi.certified)} for unit vectors, ξ ∈ ${intervalWords(domains.phi.certified)} up to 4,095 negatives`,
    '',
    ...statements.flatMap(statementLines),
    '',
    ...factsOf(analysis).map(({ title, text }) => `  ${title.padEnd(TITLE + 2)} ${text}`),
  ];
}

/** Writes an analysis in LaTeX. */
export function analysisLatex({ name, analysis, latex }: Analysed): string {
  const lines = isOfDistances(analysis) ? distanceLines(latex) : familyLatex(analysis);
  return `${[`% ${name}`, ...lines].join('\n')}\n`;
}

function distanceLines(latex: Analysed['latex']): string[] {
  if (latex === undefined) return [];
  const { anchor, parts, alpha, beta } = latex;
  return [
    ...parts.map((part) => `${part.symbol} = ${part.latex}`),
    String.raw`\mathcal L_i = ${anchor}`,
    ...(alpha === undefined ? [] : [String.raw`\alpha_{ij} = ${alpha}`]),
    ...(beta === undefined ? [] : [String.raw`\beta_i = ${beta}`]),
  ];
}

function familyLatex({ phi, psi, importance, regulariser }: LossAnalysis): string[] {
  return [
    String.raw`\phi(\xi) = ${phi.latex}`,
    String.raw`\psi(x) = ${psi.latex}`,
    String.raw`\alpha_{ij} = ${importance.latex}`,
    ...(regulariser?.kind === 'closed-form' ? [String.raw`-R(\alpha) = ${regulariser.latex}`] : []),
  ];
}

const SIGNS = { holds: '✓', fails: '✗', open: '?' } as const;

/** Writes a statement with its evidence, and with the point at which it fails. */
export function statementLines({ claim, outcome, evidence, witness }: Statement): string[] {
  const first = `  ${SIGNS[outcome]} ${claim}`;
  const second = `      ${evidence.grade}: ${evidence.domain} — ${evidence.reason}`;
  return witness === undefined ? [first, second] : [first, second, `      fails at ${witnessText(witness)}`];
}
