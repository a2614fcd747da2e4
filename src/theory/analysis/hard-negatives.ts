/**
 * The dependence of α on distance. At one anchor ξ is the same for every pair, so αᵢⱼ/αᵢₖ = ψ′(xⱼ)/ψ′(xₖ) with x = d²ᵢ − d²ᵢⱼ:
 * α falls with dᵢⱼ where ψ is convex, and −∂ log α/∂d²ᵢⱼ = ψ″/ψ′ at fixed ξ. Its inverse is the temperature at which InfoNCE
 * would prefer close pairs as strongly.
 */
import { contains, exactly, middle, product, quotient, sum, WHOLE_LINE, type Interval } from '../algebra/interval.js';
import { rangeOver } from './certify-sign.js';
import { exponentialPsi } from './exponential-psi.js';
import { evaluated, VARIABLE } from './core-expression.js';
import { jetOver, pointBox, type Box } from './interval-jet.js';
import {
  boxOf,
  jetsAtEqualMargins,
  MARGIN_RANGE,
  MARGINS,
  middleOf,
  MOST_NEGATIVES,
  parameterText,
  usualParameterText,
  type Domain,
  type LossExpressions,
} from './loss-expressions.js';
import { bothProven, certified, joined, proveSign, symbolic } from './prove-sign.js';
import { refuteSign, type Fault } from './refute-sign.js';
import { isProven, jointEvidence, strongest, type Evidence, type Statement } from './statement.js';

/**
 * Decides the property that the paper finds essential: close pairs weigh at least as much.
 *
 * @param phiRises what is known of φ′ ≥ 0, on which the sign of α rests
 */
export function importanceFalls(loss: LossExpressions, phiRises: Statement, xi: Domain): Statement {
  const about = { id: 'importance-falls', claim: 'αᵢⱼ never rises with dᵢⱼ' };
  return aboutOrder(loss, phiRises, xi, about, 'non-negative');
}

/** Decides if close pairs weigh more, wherever the anchor has any weight. */
export function importanceFallsStrictly(loss: LossExpressions, phiRises: Statement, xi: Domain): Statement {
  const about = { id: 'importance-falls-strictly', claim: 'αᵢⱼ falls strictly with dᵢⱼ where φ′(ξᵢ) > 0' };
  return aboutOrder(loss, phiRises, xi, about, 'positive');
}

/**
 * Decides the order of α = φ′(ξ)ψ′(x): at an anchor it is that of the margins where φ′ ≥ 0 and ψ is convex, or φ′ ≤ 0 and ψ is
 * concave.
 */
function aboutOrder(
  loss: LossExpressions,
  phiRises: Statement,
  xi: Domain,
  about: Pick<Statement, 'id' | 'claim'>,
  wanted: 'non-negative' | 'positive',
): Statement {
  const question = { ...about, quantity: 'ψ″(x)', expression: loss.psi, aspect: 'curvature', domain: MARGINS } as const;
  const bends = proveSign(loss, { ...question, wanted });
  const proofs = [
    bends.outcome === 'holds' && phiRises.outcome === 'holds'
      ? { ...bends, evidence: jointEvidence([bends, phiRises]) }
      : undefined,
    wanted === 'non-negative' ? whereAllAlike(loss, phiRises, xi, about) : undefined,
  ].filter((proof) => proof !== undefined);
  const holds = strongest(proofs);
  const fails = wrongOrder(loss, about, wanted);
  if (holds !== undefined && holds.evidence.grade !== 'sampled' && fails !== undefined) throw bothProven(holds, fails);
  const { evidence } = bends.outcome === 'holds' ? phiRises : bends;
  return (
    fails ?? holds ?? { ...about, outcome: 'open', evidence: { ...evidence, grade: 'sampled', reason: UNSETTLED } }
  );
}

const UNSETTLED = 'no proof, and no two margins were found whose weights are proven to be in the wrong order';

/** Proves the order where φ need not rise: φ falls and ψ is concave, or ψ is a line and all weights of an anchor are equal. */
function whereAllAlike(
  loss: LossExpressions,
  phiRises: Statement,
  xi: Domain,
  about: Pick<Statement, 'id' | 'claim'>,
): Statement | undefined {
  const ofPsi = { ...about, quantity: 'ψ″(x)', expression: loss.psi, aspect: 'curvature', domain: MARGINS } as const;
  const concave = proveSign(loss, { ...ofPsi, wanted: 'non-positive' });
  if (concave.outcome !== 'holds') return undefined;
  const convex = proveSign(loss, { ...ofPsi, wanted: 'non-negative' });
  if (phiRises.outcome === 'holds' && convex.outcome !== 'holds') return undefined;
  const falls = proveSign(loss, {
    ...about,
    quantity: 'φ′(ξ)',
    expression: loss.phi,
    aspect: 'slope',
    wanted: 'non-positive',
    domain: xi,
    variable: 'ξ',
  });
  const other = [convex, falls].find(({ outcome }) => outcome === 'holds');
  return other && { ...concave, evidence: jointEvidence([concave, other]) };
}

/**
 * Finds two margins of one anchor whose weights are proven to be in the wrong order, at a sum ξ that further negatives may
 * bring about. Then F is not convex either: a convex symmetric function gives the larger weight to the larger margin.
 */
export function wrongOrder(
  loss: LossExpressions,
  about: Pick<Statement, 'id' | 'claim'>,
  wanted: 'non-negative' | 'positive',
): Statement | undefined {
  const ofPsi = { expression: loss.psi, aspect: 'curvature', quantity: 'ψ″(x)', domain: MARGINS } as const;
  const sides = [
    { sign: 1, fault: refuteSign(loss, { ...ofPsi, wanted }) },
    { sign: -1, fault: wanted === 'positive' ? undefined : refuteSign(loss, { ...ofPsi, wanted: 'non-positive' }) },
  ] as const;
  for (const { sign, fault } of sides) {
    const weight = fault && weightAt(loss, fault, sign);
    if (fault === undefined || weight === undefined) continue;
    const { negatives, others, slope } = weight;
    const evidence = certified(
      joined('x ∈ [−2, 2]', parameterText(loss)),
      `${fault.reason}, and φ′ at a sum of ${negatives} ψ with it`,
    );
    const at = { ...fault.witness.at, negatives, ...(negatives > 2 && { others }) };
    const value = product(slope, fault.witness.value);
    return { ...about, outcome: 'fails', evidence, witness: { at, quantity: `φ′(ξ) times ${fault.quantity}`, value } };
  }
  return wrongOrderAtPoints(loss, about, wanted);
}

/** Does the same where ψ bends either way and φ′ has either sign, at equal margins, point by point. */
function wrongOrderAtPoints(
  loss: LossExpressions,
  about: Pick<Statement, 'id' | 'claim'>,
  wanted: 'non-negative' | 'positive',
): Statement | undefined {
  const parameters = middleOf(loss);
  const { lower, upper } = MARGIN_RANGE;
  for (const negatives of [2, 32]) {
    for (let k = 0; k <= POINTS_OF_ORDER; k++) {
      const x = lower + ((upper - lower) * k) / POINTS_OF_ORDER;
      const jets = jetsAtEqualMargins(loss, { negatives, box: pointBox({ ...parameters, [VARIABLE]: x }) });
      if (jets === undefined) continue;
      const value = product(jets.phi.first, jets.psi.second);
      // The strict order is claimed only where φ′ > 0.
      if (!(value.upper < 0) || (wanted === 'positive' && jets.phi.first.lower <= 0)) continue;
      const evidence = certified(joined('x ∈ [−2, 2]', parameterText(loss)), 'φ′ and ψ″ are enclosed at equal margins');
      const at = { x, ...parameters, negatives };
      return { ...about, outcome: 'fails', evidence, witness: { at, quantity: 'φ′(ξ) times ψ″(x)', value } };
    }
  }
  return undefined;
}

const POINTS_OF_ORDER = 80;

const FURTHER = [0, 30, MOST_NEGATIVES - 2] as const;

/**
 * Finds a number of negatives, two at the margins x and y (on either side of a corner, or both at x, if y is missing) and the others
 * at one margin, for which φ′ is proven to have the sign.
 */
function weightAt(
  loss: LossExpressions,
  { witness, zone }: Fault,
  sign: 1 | -1,
): { readonly negatives: number; readonly others: number; readonly slope: Interval } | undefined {
  const { [VARIABLE]: x = 0, y = x, ...parameters } = witness.at;
  const psiAt = (margin: number): Interval | undefined =>
    jetOver(loss.psi, {
      ...pointBox(parameters),
      [VARIABLE]: margin === x && zone !== undefined ? zone : exactly(margin),
    })?.value;
  const [one, other] = [psiAt(x), psiAt(y)];
  if (one === undefined || other === undefined) return undefined;
  for (const further of FURTHER) {
    for (const margin of [x, MARGIN_RANGE.upper, MARGIN_RANGE.lower]) {
      const rest = psiAt(margin);
      if (rest === undefined) continue;
      const xi = sum(sum(one, other), product(exactly(further), rest));
      const slope = jetOver(loss.phi, { ...pointBox(parameters), [VARIABLE]: xi })?.first;
      if (slope !== undefined && (sign > 0 ? slope.lower > 0 : slope.upper < 0)) {
        return { negatives: further + 2, others: margin, slope };
      }
    }
  }
  return undefined;
}

/** The strength with which α prefers near pairs to far ones. */
export interface Preference {
  /** −∂ log α/∂d² = ψ″/ψ′ over the margins of unit vectors. */
  readonly logSlope: Interval;
  /**
   * The inverse of `logSlope`: infinite where α does not depend on distance, negative where far pairs are preferred, undefined
   * where the slope is not known to keep its sign.
   */
  readonly effectiveTemperature: Interval | undefined;
  readonly evidence: Evidence;
}

const POINTS = 401;

/**
 * Encloses the preference for near pairs over the margins of unit vectors.
 *
 * @param falls the statement that α falls with distance; undefined where φ and ψ are not proven to increase
 */
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
      evidence: certified(joined('x ∈ [−2, 2]', parameterText(loss)), 'enclosures of ψ″/ψ′ over up to 257 boxes'),
    };
  }
  return sampledPreference(loss);
}

function logSlopeOver(loss: LossExpressions, box: Box): Interval | undefined {
  const psi = jetOver(loss.psi, box);
  return psi === undefined || contains(psi.first, 0) ? undefined : quotient(psi.second, psi.first);
}

/** Encloses 1/x for x ≥ 0 or x < 0, with 1/0 = ∞; undefined for other intervals. */
function inverse({ lower, upper }: Interval): Interval | undefined {
  if (upper === 0) return lower === 0 ? { lower: Infinity, upper: Infinity } : undefined;
  if (lower < 0 && upper > 0) return undefined;
  const ofUpper = quotient(exactly(1), exactly(upper)).lower;
  return { lower: ofUpper, upper: lower === 0 ? Infinity : quotient(exactly(1), exactly(lower)).upper };
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
