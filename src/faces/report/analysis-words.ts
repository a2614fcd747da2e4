/** The findings of an analysis in words, the same in a terminal and on a page. */
import type { LossAnalysis } from '../../theory/analysis/analyse-loss.js';
import type { Preference } from '../../theory/analysis/hard-negatives.js';
import type { Regulariser } from '../../theory/analysis/regulariser-form.js';
import { formatNumber } from '../../base/format-number.js';

type Interval = Preference['logSlope'];

/** Describes a limit relation: `tends to Triplet as tau → 0, eps = 1, up to a factor and a constant (sampled)`. */
export function limitRelationWords({
  kind,
  title,
  parameter,
  towards,
  parameters,
  grade,
}: LossAnalysis['limitRelations'][number]): string {
  const set = Object.entries(parameters).map(([name, value]) => `, ${name} = ${value}`);
  return (
    `${kind === 'tends-to' ? 'tends to' : 'is the limit of'} ${title} as ${parameter} → ${towards}${set.join('')}, ` +
    `up to a factor and a constant for each number of negatives (${grade})`
  );
}

/** Lists parameters: `, tau = 0.5, eps ∈ [0, 1]`; empty without parameters. */
export function parameterWords({ parameters }: LossAnalysis): string {
  return Object.entries(parameters)
    .map(([name, { lower, upper }]) => `, ${name} ${lower === upper ? `= ${lower}` : `∈ [${lower}, ${upper}]`}`)
    .join('');
}

export function intervalWords({ lower, upper }: Interval): string {
  return `[${formatNumber(lower)}, ${formatNumber(upper)}]`;
}

/** Describes the preference for near negatives. @param known what stands of its evidence: grade and domain, or the grade alone */
export function preferenceWords(analysis: LossAnalysis, known: 'domain' | 'grade' = 'domain'): string {
  const { logSlope, evidence } = analysis.preference;
  const slope = `−∂ log α/∂d² = ${spread(logSlope)}`;
  const grade = known === 'domain' ? `${evidence.grade}: ${evidence.domain}` : evidence.grade;
  return `${slope}, effective temperature ${temperatureWords(analysis)} (${grade})`;
}

/** Describes the effective temperature: `0.500`, `1.14 … 8.39`, `0.500 or more`, or the reason why there is none. */
export function temperatureWords(analysis: LossAnalysis): string {
  const { effectiveTemperature } = analysis.preference;
  if (effectiveTemperature === undefined) {
    const falls = analysis.statements.find(({ id }) => id === 'importance-falls');
    return falls?.outcome === 'fails' ? 'none: some far pairs are preferred' : 'none: no sign of the slope is proven';
  }
  const { lower, upper } = effectiveTemperature;
  if (lower === Infinity) return '∞, no preference';
  return upper === Infinity ? `${formatNumber(lower)} or more` : spread(effectiveTemperature);
}

function spread({ lower, upper }: Interval): string {
  return lower === upper ? formatNumber(lower) : `${formatNumber(lower)} … ${formatNumber(upper)}`;
}

/** Describes the computed part of a regulariser that has no closed form. */
export function computedRegulariserWords({ of, points }: Extract<Regulariser, { readonly kind: 'numerical' }>): string {
  const what = {
    sum: 'the part of −R that depends on Σα, beside the entropy of the shares',
    weight: 'what each weight adds to −R',
    'equal-weights': '−R for equal weights of 1, 2 and 4 negatives',
  }[of];
  return `no closed form found; ${what}, computed at ${points.length} points`;
}

/** Describes the range of Σα: `, Σα from 0 to 4,100`; empty if none is known. */
function sumWords(range: Interval | undefined): string {
  if (range === undefined || range.lower === -Infinity) return '';
  const [least, most] = [formatNumber(range.lower), formatNumber(range.upper)];
  return range.upper === Infinity ? `, Σα ≥ ${least} without a bound that is proven` : `, Σα from ${least} to ${most}`;
}

/** Describes the set A of one anchor's weights, if it is known, and the range of their sums. */
export function constraintText({ regulariser, rowSumRange }: LossAnalysis): string {
  const range = sumWords(rowSumRange);
  if (regulariser?.kind !== 'closed-form') return `α ≥ 0${range}`;
  const { set } = regulariser;
  switch (set.kind) {
    case 'sum-equals':
      return `A = {α ≥ 0, Σα = ${set.bound}}`;
    case 'sum-at-most':
      return `A = {α ≥ 0, Σα ≤ ${set.bound}}${range}`;
    case 'each-at-most':
      return `A = {0 ≤ αⱼ ≤ ${set.bound}}`;
    case 'each-equals':
      return `A = {αⱼ = ${set.bound}}`;
    case 'orthant':
      return `A = {α ≥ 0}${range}`;
  }
}
