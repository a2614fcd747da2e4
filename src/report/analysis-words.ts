/** The findings of an analysis in words, the same in a terminal and on a page. */
import type { LossAnalysis } from '../analysis/analyse-loss.js';
import type { Preference } from '../analysis/hard-negatives.js';
import type { Regulariser } from '../analysis/regulariser.js';
import type { FailurePoint } from '../analysis/statement.js';
import { formatNumber } from './format-number.js';

type Interval = Preference['logSlope'];

/** `tends to Triplet as tau → 0, eps = 1, up to a factor and a constant (sampled)`. */
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

/** `, tau = 0.5, eps ∈ [0, 1]`, or nothing. */
export function parameterWords({ parameters }: LossAnalysis): string {
  return Object.entries(parameters)
    .map(([name, { lower, upper }]) => `, ${name} ${lower === upper ? `= ${lower}` : `∈ [${lower}, ${upper}]`}`)
    .join('');
}

export function intervalWords({ lower, upper }: Interval): string {
  return `[${formatNumber(lower)}, ${formatNumber(upper)}]`;
}

export function witnessText({ at, quantity, value }: FailurePoint): string {
  const place = Object.entries(at).map(([name, x]) => `${name} = ${x}`);
  return `${place.join(', ')}: ${quantity} ∈ [${value.lower}, ${value.upper}]`;
}

export function preferenceWords({ logSlope, effectiveTemperature, evidence }: Preference): string {
  const [slope, temperature] = [spread(logSlope), spread(effectiveTemperature)];
  return `−∂ log α/∂d² = ${slope}, effective temperature ${temperature} (${evidence.grade}: ${evidence.domain})`;
}

function spread({ lower, upper }: Interval): string {
  return lower === upper ? formatNumber(lower) : `${formatNumber(lower)} … ${formatNumber(upper)}`;
}

/** What is computed of a regulariser that has no closed form. */
export function computedRegulariserWords({ of, points }: Extract<Regulariser, { readonly kind: 'numerical' }>): string {
  const what = {
    sum: 'the price of Σα in −R, beside the entropy of the shares',
    weight: 'what each weight adds to −R',
    'equal-weights': '−R for equal weights of 1, 2 and 4 negatives',
  }[of];
  return `no closed form found; ${what}, computed at ${points.length} points`;
}

/** The set A of the weights of one anchor, where it is known, and the sums that occur. */
export function constraintText({ regulariser, rowSumRange }: LossAnalysis): string {
  const range =
    rowSumRange === undefined
      ? ''
      : `, Σα from ${formatNumber(rowSumRange.lower)} to ${formatNumber(rowSumRange.upper)}`;
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
