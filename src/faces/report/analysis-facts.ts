/** The findings of an analysis that are no statements, a title and a line each, for a terminal, a page and the explorer. */
import type { LossAnalysis } from '../../theory/analysis/analyse-loss.js';
import { roundNumber } from '../../base/round-number.js';
import {
  computedRegulariserWords,
  constraintText,
  intervalWords,
  limitRelationWords,
  preferenceWords,
} from './analysis-words.js';

/** One finding. */
export interface AnalysisFact {
  readonly title: string;
  readonly text: string;
  /** The text without the domain of its evidence, where it has one. */
  readonly brief?: string;
  /** The beginning of the text as a formula, and the rest after it. */
  readonly latex?: { readonly formula: string; readonly rest: string };
}

/** Lists the findings of an analysis. */
export function factsOf(analysis: LossAnalysis): AnalysisFact[] {
  const { corners, undecidedCorners, limits, relations, limitRelations, numerics } = analysis;
  return [
    { title: 'hard negatives', text: preferenceWords(analysis), brief: preferenceWords(analysis, 'grade') },
    { title: 'weights', text: constraintText(analysis) },
    ...regulariserFact(analysis),
    ...cornerFacts('ψ', 'x', corners.psi),
    ...cornerFacts('φ', 'ξ', corners.phi),
    ...undecidedFacts('ψ', 'x', undecidedCorners.psi),
    ...undecidedFacts('φ', 'ξ', undecidedCorners.phi),
    ...limits.map(({ parameter, towards, shares, sharesGrade, value, grade }) => ({
      title: `${parameter} → ${towards}`,
      text: `F → ${value} (${grade}); weights: ${shares} (${sharesGrade})`,
    })),
    ...relations.map((relation) => ({ title: 'relation', text: relationWords(relation) })),
    ...limitRelations.map((relation) => ({ title: 'limit', text: limitRelationWords(relation) })),
    ...numerics.hazards.filter(({ reached }) => reached).map(({ words }) => ({ title: 'hazard', text: words })),
    { title: 'safe form', text: numerics.safeForm },
  ];
}

function regulariserFact({ regulariser }: LossAnalysis): AnalysisFact[] {
  switch (regulariser?.kind) {
    case 'closed-form': {
      const { text, latex, name } = regulariser;
      const formula = { formula: String.raw`-R(\alpha)=${latex}`, rest: `: ${name}` };
      return [{ title: 'regulariser', text: `−R(α) = ${text}: ${name}`, latex: formula }];
    }
    case 'numerical':
      return [{ title: 'regulariser', text: computedRegulariserWords(regulariser) }];
    case undefined:
      return [];
  }
}

function cornerFacts(name: string, variable: string, corners: LossAnalysis['corners']['psi']): AnalysisFact[] {
  return corners.map(({ at, order }) => ({
    title: `corner of ${name}`,
    text: `${variable} = ${at}: its ${order === 1 ? 'slope' : 'curvature'} jumps`,
  }));
}

function undecidedFacts(
  name: string,
  variable: string,
  places: LossAnalysis['undecidedCorners']['psi'],
): AnalysisFact[] {
  return places.map((place) => ({
    title: `corners of ${name}`,
    text: `not told apart: ${variable} ∈ ${intervalWords(place)}`,
  }));
}

/** Describes a relation to a named loss: `is 0.5 times NT-Xent with temperature 0.5 (sampled)`. */
function relationWords({ title, parameters, factor, offset, grade }: LossAnalysis['relations'][number]): string {
  const set = Object.entries(parameters).map(([name, value]) => `${name} ${value}`);
  const times = factor === 1 ? '' : `${roundNumber(factor)} times `;
  const plus = offset === 0 ? '' : `, plus ${roundNumber(offset)}`;
  return `is ${times}${title}${set.length > 0 ? ` with ${set.join(', ')}` : ''}${plus} (${grade})`;
}
