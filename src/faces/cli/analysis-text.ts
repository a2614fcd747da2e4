/** An analysis as text for a terminal, and as LaTeX. */
import { type Statement, witnessText } from '../../theory/analysis/statement.js';
import type { NamedAnalysis } from './analyse-command.js';
import {
  computedRegulariserWords,
  constraintText,
  intervalWords,
  limitRelationWords,
  parameterWords,
  preferenceWords,
} from '../report/analysis-words.js';
import type { Regulariser } from '../../theory/analysis/regulariser-form.js';

export function analysisText({ name, analysis }: NamedAnalysis): string {
  const { phi, psi, importance, statements, domains, numerics } = analysis;
  const lines = [
    `${name}: φ(x) = ${phi.text}, ψ(x) = ${psi.text}${parameterWords(analysis)}`,
    `  α     ${importance.text}`,
    `  where x = d²ᵢ − d²ᵢⱼ ∈ ${intervalWords(domains.psi.certified)} for unit vectors, ξ ∈ ${intervalWords(domains.phi.certified)} up to 4,095 negatives`,
    '',
    ...statements.flatMap(statementLines),
    '',
    `  hard negatives   ${preferenceWords(analysis)}`,
    `  weights          ${constraintText(analysis)}`,
    ...regulariserLines(analysis.regulariser),
    ...analysis.corners.psi.map(
      ({ at, order }) => `  corner of ψ      at x = ${at}: its ${order === 1 ? 'slope' : 'curvature'} jumps`,
    ),
    ...analysis.corners.phi.map(
      ({ at, order }) => `  corner of φ      at ξ = ${at}: its ${order === 1 ? 'slope' : 'curvature'} jumps`,
    ),
    ...analysis.undecidedCorners.psi.map((place) => `  corners of ψ     not told apart: x ∈ ${intervalWords(place)}`),
    ...analysis.undecidedCorners.phi.map((place) => `  corners of φ     not told apart: ξ ∈ ${intervalWords(place)}`),
    ...analysis.limits.map(
      ({ parameter, towards, shares, sharesGrade, value, grade }) =>
        `  ${parameter} → ${towards}`.padEnd(19) + `F → ${value} (${grade}); weights: ${shares} (${sharesGrade})`,
    ),
    ...analysis.relations.map(relationLine),
    ...analysis.limitRelations.map((relation) => `  relation         ${limitRelationWords(relation)}`),
    ...numerics.hazards.filter(({ reached }) => reached).map(({ words }) => `  hazard           ${words}`),
    `  safe form        ${numerics.safeForm}`,
  ];
  return `${lines.join('\n')}\n`;
}

export function analysisLatex({ name, analysis }: NamedAnalysis): string {
  const { phi, psi, importance, regulariser } = analysis;
  const lines = [
    `% ${name}`,
    String.raw`\phi(\xi) = ${phi.latex}`,
    String.raw`\psi(x) = ${psi.latex}`,
    String.raw`\alpha_{ij} = ${importance.latex}`,
    ...(regulariser?.kind === 'closed-form' ? [String.raw`-R(\alpha) = ${regulariser.latex}`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

const SIGNS = { holds: '✓', fails: '✗', open: '?' } as const;

/** Writes a statement with its evidence, and with the point at which it fails. */
export function statementLines({ claim, outcome, evidence, witness }: Statement): string[] {
  const first = `  ${SIGNS[outcome]} ${claim}`;
  const second = `      ${evidence.grade}: ${evidence.domain} — ${evidence.reason}`;
  return witness === undefined ? [first, second] : [first, second, `      fails at ${witnessText(witness)}`];
}

function regulariserLines(regulariser: Regulariser | undefined): string[] {
  if (regulariser === undefined) return [];
  switch (regulariser.kind) {
    case 'closed-form':
      return [`  regulariser      −R(α) = ${regulariser.text}: ${regulariser.name}`];
    case 'numerical':
      return [`  regulariser      ${computedRegulariserWords(regulariser)}: see --json or --out`];
  }
}

function relationLine({
  title,
  parameters,
  factor,
  offset,
  grade,
}: NamedAnalysis['analysis']['relations'][number]): string {
  const set = Object.entries(parameters).map(([parameter, value]) => `${parameter} ${value}`);
  const scale =
    factor === 1 && offset === 0 ? 'is' : `is ${factor.toPrecision(6)} times, plus ${offset.toPrecision(6)},`;
  return `  relation         ${scale} ${title}${set.length > 0 ? ` with ${set.join(', ')}` : ''} (${grade})`;
}
