/**
 * Conditions that some claims set on a loss that a reader gives, and proofs that it does not meet them.
 *
 * Before an instance is tried, `analyse` is asked: what it refutes is not claimed here. On an instance the inequality that
 * defines the condition is enclosed, without α, energy or Hessian of the library, whose code the claims are about.
 */
import { analyseLoss, statementOf, type StatementId } from '../../src/theory/analysis/analyse-loss.js';
import type { FailurePoint } from '../../src/theory/analysis/statement.js';
import type { GivenCondition } from '../../src/claims/claim.js';
import { InvalidInput } from '../../src/base/invalid-input.js';
import { difference, product, square, sum, total, type Interval } from '../../src/theory/algebra/interval.js';
import { witnessText } from '../../src/theory/analysis/statement.js';
import { parts } from '../../src/theory/formula/expression.js';
import type { LossFormulae } from '../../src/theory/losses/loss-formulae.js';
import { parseFormula } from '../../src/theory/formula/parse-formula.js';
import { anchorOver, enclosedLoss, importanceOver, pointsOf, sumOver, type EnclosedLoss } from './loss-enclosure.js';

/** F is convex in the margins. @param isUnmetAt whether the instance proves that it is not */
export function convexF<Instance>(
  loss: LossFormulae,
  isUnmetAt: (instance: Instance, enclosed: EnclosedLoss) => boolean,
): GivenCondition<Instance> {
  return analysedCondition(loss, '$F$ is convex', 'F is not convex', 'convex', isUnmetAt);
}

/** ψ is convex. */
export function convexPsi<Instance>(
  loss: LossFormulae,
  isUnmetAt: (instance: Instance, enclosed: EnclosedLoss) => boolean,
): GivenCondition<Instance> {
  const words = String.raw`$\psi$ is convex on the margins that occur`;
  return analysedCondition(loss, words, 'ψ is not convex', 'importance-falls', isUnmetAt);
}

function analysedCondition<Instance>(
  loss: LossFormulae,
  words: string,
  unmet: string,
  statement: StatementId,
  isUnmetAt: (instance: Instance, enclosed: EnclosedLoss) => boolean,
): GivenCondition<Instance> {
  return {
    words,
    unmet: () => {
      const point = failurePoint(loss, statement);
      return point && `${unmet} (${witnessText(point)})`;
    },
    unmetAt: (instance) => (isUnmetAt(instance, enclosedLoss(loss)) ? unmet : undefined),
  };
}

/**
 * A point at which the analysis proves that the statement fails; it need not be able to speak of every loss that can be
 * computed.
 */
function failurePoint(loss: LossFormulae, statement: StatementId): FailurePoint | undefined {
  try {
    const { outcome, witness } = statementOf(analyseLoss(loss), statement);
    return outcome === 'fails' ? witness : undefined;
  } catch (error) {
    if (error instanceof InvalidInput) return undefined;
    throw error;
  }
}

/** F(y) < F(x) + αᵀ(y − x), which no convex F allows. */
export function liesBelowTangent(loss: EnclosedLoss, from: Float64Array, to: Float64Array): boolean {
  const [x, y] = [pointsOf(from), pointsOf(to)];
  const rise = total(importanceOver(loss, x).map((weight, j) => product(weight, step(x, y, j))));
  const [at, there] = [anchorOver(loss, x), anchorOver(loss, y)];
  return difference(there, sum(at, rise)).upper < 0;
}

/** (α(x) − α(y))ᵀ(x − y) < 0, which no convex F allows. */
export function importanceTurnsBack(loss: EnclosedLoss, from: Float64Array, to: Float64Array): boolean {
  const [x, y] = [pointsOf(from), pointsOf(to)];
  const [here, there] = [importanceOver(loss, x), importanceOver(loss, y)];
  const gain = here.map((weight, j) => product(difference(weight, there[j] as Interval), step(y, x, j)));
  return total(gain).upper < 0;
}

/** vᵀ∇²F(x)v < 0. @param direction v */
export function bendsDown(loss: EnclosedLoss, margins: Float64Array, direction: Float64Array): boolean {
  const x = pointsOf(margins);
  const v = pointsOf(direction);
  const xi = sumOver(loss, x);
  const slope = total(x.map((at, j) => product(loss.psi.derivative(at), v[j] as Interval)));
  const bend = total(x.map((at, j) => product(loss.psi.secondDerivative(at), square(v[j] as Interval))));
  const outer = product(loss.phi.secondDerivative(xi), square(slope));
  return sum(outer, product(loss.phi.derivative(xi), bend)).upper < 0;
}

/** True if ψ′ falls between two of the margins. */
export function slopeFalls({ psi }: EnclosedLoss, margins: Float64Array): boolean {
  const rising = pointsOf(margins.toSorted());
  let steepest = -Infinity;
  return rising.some((x) => {
    const { lower, upper } = psi.derivative(x);
    const falls = upper < steepest;
    steepest = Math.max(steepest, lower);
    return falls;
  });
}

/** Margins at which ψ′/ψ is compared: those of views of length 1, and beyond where ψ is one analytic function. */
const MARGINS = Array.from({ length: 33 }, (_, k) => -2 + k / 8);
const FAR = [-1000, -300, -100, -30, -10, -4, 4, 10, 30, 100, 300, 1000];

/** True if ψ is proven to be no exponential: c·exp(x/τ) is positive, and its ψ′/ψ is the same everywhere. */
export function isNoExponential(loss: LossFormulae): boolean {
  const { psi } = enclosedLoss(loss);
  const { expression } = parseFormula(loss.psi, Object.keys(loss.parameters ?? {}), 'ψ');
  const isAnalytic = parts(expression).every(({ kind }) => ENTIRE.has(kind));
  const points = pointsOf(isAnalytic ? [...MARGINS, ...FAR] : MARGINS);
  const found = points.map((x) => ({ value: psi.value(x), slope: psi.derivative(x) }));
  return found.some(
    (here) => here.value.upper <= 0 || found.some((there) => isApart(here.slope, here.value, there.slope, there.value)),
  );
}

/** a/b ≠ c/d, for positive b and d. */
function isApart(a: Interval, b: Interval, c: Interval, d: Interval): boolean {
  const apart = difference(product(a, d), product(c, b));
  return apart.lower > 0 || apart.upper < 0;
}

/** Parts of formulae that are one analytic function on ℝ, so that an exponential on [−2, 2] is one everywhere. */
const ENTIRE: ReadonlySet<string> = new Set([
  'number',
  'symbol',
  'sum',
  'difference',
  'product',
  'negative',
  'exp',
  'softplus',
  'sigmoid',
  'tanh',
]);

/** yⱼ − xⱼ. */
function step(x: readonly Interval[], y: readonly Interval[], j: number): Interval {
  return difference(y[j] as Interval, x[j] as Interval);
}
