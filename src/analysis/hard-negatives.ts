/**
 * How α depends on distance. At one anchor ξ is the same for every pair, so αᵢⱼ/αᵢₖ = ψ′(xⱼ)/ψ′(xₖ) with x = d²ᵢ − d²ᵢⱼ: α
 * falls with dᵢⱼ where ψ is convex, and −∂ log α/∂d²ᵢⱼ = ψ″/ψ′ at fixed ξ. Its inverse is the temperature at which InfoNCE
 * would prefer close pairs as much.
 */
import { contains, middle, product, quotient, WHOLE_LINE, type Interval } from '../intervals/interval.js';
import { rangeOver } from './certify-sign.js';
import { exponentialPsi } from './exponential-psi.js';
import { evaluated, VARIABLE } from './expression.js';
import { jetOver, pointBox, type Box } from './interval-jet.js';
import {
  boxOf,
  jetsAtEqualMargins,
  MARGIN_RANGE,
  MARGINS,
  middleOf,
  parameterText,
  usualParameterText,
  type LossExpressions,
} from './loss-expressions.js';
import { byEnclosure, certified, joined, proveSign, symbolic } from './prove-sign.js';
import { isProven, type Evidence, type Statement } from './statement.js';

/**
 * The property that the paper finds essential: close pairs weigh at least as much.
 *
 * @param phiIncreases what is known of φ′ ≥ 0, on which the sign of α rests
 */
export function importanceFalls(loss: LossExpressions, phiIncreases: Statement): Statement {
  const about = { id: 'importance-falls', claim: 'αᵢⱼ never rises with dᵢⱼ' };
  return aboutSlope(loss, phiIncreases, about, 'non-negative');
}

/** Close pairs weigh more, wherever the anchor has any weight. */
export function importanceFallsStrictly(loss: LossExpressions, phiIncreases: Statement): Statement {
  const about = { id: 'importance-falls-strictly', claim: 'αᵢⱼ falls strictly with dᵢⱼ where φ′(ξᵢ) > 0' };
  return aboutSlope(loss, phiIncreases, about, 'positive');
}

function aboutSlope(
  loss: LossExpressions,
  phiIncreases: Statement,
  about: Pick<Statement, 'id' | 'claim'>,
  wanted: 'non-negative' | 'positive',
): Statement {
  if (phiIncreases.outcome === 'holds') {
    const question = { ...about, quantity: 'ψ″(x)', expression: loss.psi, aspect: 'curvature', wanted } as const;
    return proveSign(loss, { ...question, domain: MARGINS });
  }
  // Without φ′ ≥ 0 the sign of −∂α/∂d² = φ′(ξ)ψ″(x) is asked for, with two equal margins.
  const quantity = 'φ′(2ψ(x))ψ″(x)';
  return byEnclosure(loss, { ...about, quantity, wanted, domain: MARGINS }, (box) => {
    const jets = jetsAtEqualMargins(loss, 2, box);
    return jets && product(jets.phi.first, jets.psi.second);
  });
}

/** How much heavier near pairs weigh than far ones. */
export interface Preference {
  /** −∂ log α/∂d² = ψ″/ψ′ over the margins of unit vectors. */
  readonly logSlope: Interval;
  /**
   * Its inverse: infinite where α does not depend on distance, negative where far pairs are preferred, undefined where the
   * slope is not known to keep its sign.
   */
  readonly effectiveTemperature: Interval | undefined;
  readonly evidence: Evidence;
}

const POINTS = 401;

/** @param falls whether α falls with distance; undefined where φ and ψ are not proven to increase */
export function preference(loss: LossExpressions, falls: Statement | undefined): Preference {
  const line = exponentialPsi(loss);
  if (line !== undefined) {
    const rate = evaluated(line.rate, middleOf(loss));
    return {
      logSlope: { lower: rate, upper: rate },
      effectiveTemperature: { lower: 1 / rate, upper: 1 / rate },
      evidence: symbolic(joined('x ∈ ℝ', usualParameterText(loss)), 'ψ = exp(rate·x + shift): ψ″/ψ′ is the rate'),
    };
  }
  const range = rangeOver((box) => logSlopeOver(loss, box), boxOf(loss, MARGIN_RANGE));
  if (range !== undefined && Number.isFinite(range.lower) && Number.isFinite(range.upper)) {
    // Rounding reaches below the 0 that a slope which is proven never to be negative does not.
    const logSlope = falls !== undefined && isProven(falls) ? { ...range, lower: Math.max(0, range.lower) } : range;
    return {
      logSlope,
      effectiveTemperature: inverse(logSlope),
      evidence: certified(joined('x ∈ [−2, 2]', parameterText(loss)), 'enclosures of ψ″/ψ′ over 512 boxes'),
    };
  }
  return sampledPreference(loss);
}

function logSlopeOver(loss: LossExpressions, box: Box): Interval | undefined {
  const psi = jetOver(loss.psi, box);
  return psi === undefined || contains(psi.first, 0) ? undefined : quotient(psi.second, psi.first);
}

/** 1/x where x has one sign; 1/0 is ∞. */
function inverse({ lower, upper }: Interval): Interval | undefined {
  if (upper === 0) return lower === 0 ? { lower: Infinity, upper: Infinity } : undefined;
  if (lower < 0 && upper > 0) return undefined;
  // Not 1/lower: it may be −0.
  return { lower: 1 / upper, upper: lower === 0 ? Infinity : 1 / lower };
}

function sampledPreference(loss: LossExpressions): Preference {
  const parameters = middleOf(loss);
  let [lower, upper] = [Infinity, -Infinity];
  for (let k = 0; k < POINTS; k++) {
    const at = MARGIN_RANGE.lower + ((MARGIN_RANGE.upper - MARGIN_RANGE.lower) * k) / (POINTS - 1);
    const slope = logSlopeOver(loss, pointBox({ ...parameters, [VARIABLE]: at }));
    if (slope === undefined || !Number.isFinite(slope.lower + slope.upper)) continue;
    [lower, upper] = [Math.min(lower, middle(slope)), Math.max(upper, middle(slope))];
  }
  const found = lower <= upper ? { lower, upper } : WHOLE_LINE;
  return {
    logSlope: found,
    effectiveTemperature: inverse(found),
    evidence: {
      grade: 'sampled',
      domain: joined('x ∈ [−2, 2] where ψ′ > 0', parameterText(loss)),
      reason: `ψ″/ψ′ at ${POINTS} margins`,
    },
  };
}
