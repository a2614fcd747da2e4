/**
 * How α depends on distance. At one anchor ξ is the same for every pair, so αᵢⱼ/αᵢₖ = ψ′(xⱼ)/ψ′(xₖ) with x = d²ᵢ − d²ᵢⱼ: α
 * falls with dᵢⱼ where ψ is convex, and −∂ log α/∂d²ᵢⱼ = ψ″/ψ′ at fixed ξ. Its inverse is the temperature at which InfoNCE
 * would prefer close pairs as much.
 */
import { product, quotient, type Interval } from '../intervals/interval.js';
import { rangeOver } from './certify-sign.js';
import { exponentialPsi } from './convexity.js';
import { evaluated, VARIABLE } from './expression.js';
import { jetOver, type Box } from './interval-jet.js';
import {
  boxOf,
  MARGIN_RANGE,
  MARGINS,
  middleOf,
  parameterText,
  usualParameterText,
  type LossFormulae,
} from './loss-formulae.js';
import { byEnclosure, certified, joined, proveSign, symbolic } from './prove-sign.js';
import type { Evidence, Statement } from './statement.js';

/**
 * The property that the paper finds essential: close pairs weigh at least as much.
 *
 * @param phiIncreases what is known of φ′ ≥ 0, on which the sign of α rests
 */
export function importanceFalls(loss: LossFormulae, phiIncreases: Statement): Statement {
  const about = { id: 'importance-falls', claim: 'αᵢⱼ never rises with dᵢⱼ' };
  return aboutSlope(loss, phiIncreases, about, 'non-negative');
}

/** Close pairs weigh more, wherever the anchor has any weight. */
export function importanceFallsStrictly(loss: LossFormulae, phiIncreases: Statement): Statement {
  const about = { id: 'importance-falls-strictly', claim: 'αᵢⱼ falls strictly with dᵢⱼ where φ′(ξᵢ) > 0' };
  return aboutSlope(loss, phiIncreases, about, 'positive');
}

function aboutSlope(
  loss: LossFormulae,
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
    const psi = jetOver(loss.psi, box);
    const phi = psi && jetOver(loss.phi, { ...box, [VARIABLE]: product({ lower: 2, upper: 2 }, psi.value) });
    return phi && product(phi.first, psi.second);
  });
}

/** How much heavier near pairs weigh than far ones. */
export interface Preference {
  /** −∂ log α/∂d² = ψ″/ψ′ over the margins of unit vectors. */
  readonly logSlope: Interval;
  /** Its inverse; infinite where α does not depend on distance. */
  readonly effectiveTemperature: Interval;
  readonly evidence: Evidence;
}

const POINTS = 401;

export function preference(loss: LossFormulae): Preference {
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
    return {
      logSlope: range,
      effectiveTemperature: inverse(range),
      evidence: certified(joined('x ∈ [−2, 2]', parameterText(loss)), 'enclosures of ψ″/ψ′ over 512 boxes'),
    };
  }
  return sampledPreference(loss);
}

function logSlopeOver(loss: LossFormulae, box: Box): Interval | undefined {
  const psi = jetOver(loss.psi, box);
  if (psi === undefined || (psi.first.lower <= 0 && psi.first.upper >= 0)) return undefined;
  return quotient(psi.second, psi.first);
}

/** 1/x; where α does not prefer close pairs the temperature is infinite, where it prefers far ones negative. */
function inverse({ lower, upper }: Interval): Interval {
  if (lower > 0 || upper < 0) return { lower: 1 / upper, upper: 1 / lower };
  return lower === 0
    ? { lower: upper === 0 ? Infinity : 1 / upper, upper: Infinity }
    : { lower: -Infinity, upper: Infinity };
}

function sampledPreference(loss: LossFormulae): Preference {
  const parameters = middleOf(loss);
  let [lower, upper] = [Infinity, -Infinity];
  for (let k = 0; k < POINTS; k++) {
    const at = MARGIN_RANGE.lower + ((MARGIN_RANGE.upper - MARGIN_RANGE.lower) * k) / (POINTS - 1);
    const box = Object.fromEntries(
      Object.entries({ ...parameters, [VARIABLE]: at }).map(([name, x]) => [name, { lower: x, upper: x }]),
    );
    const slope = logSlopeOver(loss, box);
    if (slope === undefined || !Number.isFinite(slope.lower + slope.upper)) continue;
    const middle = slope.lower / 2 + slope.upper / 2;
    [lower, upper] = [Math.min(lower, middle), Math.max(upper, middle)];
  }
  const found = lower <= upper ? { lower, upper } : { lower: -Infinity, upper: Infinity };
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
