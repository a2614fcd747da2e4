/**
 * Theory of a shape of α, with the grade of its evidence. The weight w is α at a fixed multiplier of the anchor: its normaliser,
 * or the λ or μ of the regularisers of Tian (2022).
 */
import { constantValue, coreOf, VARIABLE, type CoreExpression } from '../../theory/analysis/core-expression.js';
import { jetOver } from '../../theory/analysis/interval-jet.js';
import { logAffine } from '../../theory/analysis/log-affine.js';
import { analyseLoss, statementOf } from '../../theory/analysis/analyse-loss.js';
import { boxOf, type Domain, type Parameterised } from '../../theory/analysis/loss-expressions.js';
import { certified, proveSign, symbolic } from '../../theory/analysis/prove-sign.js';
import { POSITIVE_NUMBERS } from '../../theory/analysis/span.js';
import type { Evidence, Statement } from '../../theory/analysis/statement.js';
import { quotient, type Interval } from '../../theory/algebra/interval.js';
import { mapValues } from '../../base/map-values.js';
import { call, substitute, symbol } from '../../theory/formula/expression.js';
import { parseFormula } from '../../theory/formula/parse-formula.js';
import type { LossFormulae } from '../../theory/losses/loss-formulae.js';
import type { Candidate } from './candidate.js';

/**
 * Kind of min player whose best response α is.
 *
 * - `row`: each row of α is the best response to its distances, under a convex regulariser of the row
 * - `pair`: at a fixed normaliser, each weight is one under a convex regulariser of that weight alone; the row is not
 * - `none`: neither
 * - `open`: not decided
 */
export type MinPlayer = 'row' | 'pair' | 'none' | 'open';

/** Statements of the theory on a shape, each with its evidence. */
export interface Theory {
  /** Statement that α never rises with distance, the property that Tian (2022) finds essential. */
  readonly falls: Statement;
  readonly minPlayer: { readonly kind: MinPlayer; readonly evidence: Evidence };
  /** Statement that w is bounded for r in [0, 2]. */
  readonly bounded: Statement;
  /** −∂ log w/∂r at r = 1, where pairs lie that are neither near nor far; undefined where w is 0 or has a corner there. */
  readonly preference: { readonly logSlope: Interval; readonly evidence: Evidence } | undefined;
}

const DISTANCES: Domain = { whole: POSITIVE_NUMBERS, wholeText: 'r > 0', bounded: { lower: 1e-6, upper: 2 } };

/**
 * Analyses a shape: its fall with distance, its bound, its min player and its preference for close pairs.
 *
 * @example
 * const { falls, minPlayer } = theoryOf(givenCandidate('exp(-r/tau)', { tau: 0.5 }));
 * falls.outcome; // 'holds'
 * minPlayer.kind; // 'row'
 */
export function theoryOf(candidate: Candidate): Theory {
  if (candidate.loss !== undefined) return theoryOfLoss(candidate.loss);
  const weight = weightOf(candidate);
  const falls = proveSign(weight, {
    id: 'falls',
    claim: 'α never rises with d',
    quantity: '∂w/∂r',
    expression: weight.expression,
    aspect: 'slope',
    wanted: 'non-positive',
    domain: DISTANCES,
    variable: 'r',
  });
  return {
    falls,
    minPlayer: minPlayerOf(candidate, weight, falls),
    bounded: boundedness(weight, falls),
    preference: candidate.isBestResponse === true ? undefined : preferenceOf(weight),
  };
}

/** Takes the theory of a loss from its analysis, which speaks of α at every d²ᵢ. */
function theoryOfLoss(loss: LossFormulae): Theory {
  const analysis = analyseLoss(loss);
  const minPlayer = statementOf(analysis, 'min-player');
  const { logSlope, evidence } = analysis.preference;
  const isOne = logSlope.upper - logSlope.lower <= NARROW * (1 + Math.abs(logSlope.lower));
  return {
    falls: statementOf(analysis, 'importance-falls'),
    minPlayer: {
      kind: ({ holds: 'row', fails: 'none', open: 'open' } as const)[minPlayer.outcome],
      evidence: minPlayer.evidence,
    },
    bounded: boundedAs(
      Number.isFinite(analysis.rowSumRange?.upper ?? Infinity)
        ? certified('d² ∈ [0, 2]', 'the sum of the weights of an anchor is enclosed')
        : FINITE_SO_FAR,
    ),
    preference: isOne ? { logSlope, evidence } : undefined,
  };
}

interface Weight extends Parameterised {
  readonly expression: CoreExpression;
}

function weightOf({ alpha, parameters }: Candidate): Weight {
  const given = parseFormula(alpha, Object.keys(parameters), 'α', ['r', 'd']);
  const inDistance = substitute(given.expression, 'd', call('sqrt', symbol('r')));
  const expression = coreOf(substitute(inDistance, 'r', symbol(VARIABLE)));
  const ranges = mapValues(parameters, (value) => (typeof value === 'number' ? { lower: value, upper: value } : value));
  return { expression, parameters: ranges };
}

/**
 * Finds the min player. A row α(r₁ … rₙ) is the best response to distances where it is minus the gradient of a convex function of
 * −r: its derivatives ∂αⱼ/∂rₖ are symmetric. For αⱼ = w(rⱼ)/Σw, j ≠ k, they are −w(rⱼ)w′(rₖ)/(Σw)², symmetric only where w′/w is
 * the same at all distances: w = exp(−r/τ), the entropy's, or a constant. At a fixed normaliser Z each αⱼ = w(rⱼ)/Z depends on
 * its own rⱼ alone, and falls with it where it minimises αⱼrⱼ + R(αⱼ) for a convex R.
 */
function minPlayerOf(candidate: Candidate, weight: Weight, falls: Statement): Theory['minPlayer'] {
  if (candidate.isBestResponse === true) {
    const reason = 'α minimises Σ αr plus a convex regulariser over Σα = 1, by its definition';
    return { kind: 'row', evidence: symbolic('all distances', reason) };
  }
  const line = logAffine(weight.expression);
  if (line !== undefined && falls.outcome === 'holds') {
    const what = constantValue(line.rate) === 0 ? 'w is constant' : 'log w is a line in r, so that R is an entropy';
    return { kind: 'row', evidence: symbolic('all distances', what) };
  }
  if (falls.outcome === 'fails') {
    const reason = 'w rises with r somewhere: a best response never does';
    return { kind: 'none', evidence: { ...falls.evidence, reason } };
  }
  const apart = slopesDiffer(weight);
  if (falls.outcome === 'open' || apart === undefined) {
    const reason = 'no two distances were found at which the slopes of log w are proven to differ';
    return { kind: 'open', evidence: { grade: 'sampled', domain: 'r ∈ [0, 2]', reason } };
  }
  const reason = `w falls, and ∂ log w/∂r is proven to differ between r = ${apart[0]} and ${apart[1]}`;
  return { kind: 'pair', evidence: { ...falls.evidence, reason } };
}

/** Distances at which slopes of log w are compared. */
const PLACES = [0.1, 0.2, 0.5, 0.75, 1.25, 1.5, 1.75];

function slopesDiffer(weight: Weight): readonly [number, number] | undefined {
  const slopes = PLACES.flatMap((r) => {
    const slope = logSlopeAt(weight, r);
    return slope === undefined ? [] : [{ r, slope }];
  });
  for (const [k, one] of slopes.entries()) {
    for (const other of slopes.slice(k + 1)) {
      const isApart = one.slope.upper < other.slope.lower || other.slope.upper < one.slope.lower;
      if (isApart) return [one.r, other.r];
    }
  }
  return undefined;
}

/** Encloses the slope of log w around r; undefined if w may be 0 there, or at a corner, where the enclosure holds both slopes. */
function logSlopeAt(weight: Weight, r: number): Interval | undefined {
  const jet = jetOver(weight.expression, boxOf(weight, { lower: r - NEAR, upper: r + NEAR }));
  if (jet === undefined || jet.value.lower <= 0) return undefined;
  const { lower, upper } = quotient(jet.first, jet.value);
  return upper - lower <= NARROW * (1 + Math.abs(lower)) ? { lower, upper } : undefined;
}

const NEAR = 2 ** -40;
/** Largest relative width of an enclosed slope: far below the jump of any corner, far above the effect of NEAR and rounding. */
const NARROW = 1e-6;

function preferenceOf(weight: Weight): Theory['preference'] {
  const slope = logSlopeAt(weight, 1);
  if (slope === undefined) return undefined;
  // + 0: the temperature of no preference is 1/0 = ∞, and 1/−0 is not.
  const logSlope = { lower: -slope.upper + 0, upper: -slope.lower + 0 };
  const evidence =
    logAffine(weight.expression) === undefined
      ? certified('r = 1', 'w and its slope are enclosed')
      : symbolic('r > 0', 'log w is a line in r');
  return { logSlope, evidence };
}

function boundedness(weight: Weight, falls: Statement): Statement {
  const largestOn = (r: Interval): number | undefined => jetOver(weight.expression, boxOf(weight, r))?.value.upper;
  const atNought = largestOn({ lower: 0, upper: 0 });
  if (falls.outcome === 'holds' && atNought !== undefined && Number.isFinite(atNought)) {
    return boundedAs({ ...falls.evidence, reason: 'w falls, and w(0) is finite' });
  }
  const everywhere = largestOn({ lower: 0, upper: 2 });
  const isEnclosed = everywhere !== undefined && Number.isFinite(everywhere);
  return boundedAs(isEnclosed ? certified('r ∈ [0, 2]', 'w is enclosed') : FINITE_SO_FAR);
}

/** The evidence where no enclosure bounds w. */
const FINITE_SO_FAR: Evidence = {
  grade: 'sampled',
  domain: 'r ∈ [0, 2]',
  reason: 'w was finite at every distance tried',
};

function boundedAs(evidence: Evidence): Statement {
  return { id: 'bounded', claim: 'no pair weighs more than a bound', outcome: 'holds', evidence };
}
