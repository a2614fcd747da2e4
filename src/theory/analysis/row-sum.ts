/**
 * The sum of an anchor's weights. For ψ(x) = exp(kx + m) it is kξφ′(ξ) = k·dφ(eˡ)/dl, a function of ξ alone; it is constant
 * exactly if F(x + c) = F(x) + cS for a shift c of all margins. Theorem 2 takes it as given.
 */
import { difference, exactly, product, type Interval } from '../algebra/interval.js';
import { rangeOver } from './certify-sign.js';
import { exponentialPsi, logXi, phiOfExponent, refuteAlongEqualMargins } from './exponential-psi.js';
import { VARIABLE } from './core-expression.js';
import { hull } from './jet-rules.js';
import { jetOver, pointBox, type Box } from './interval-jet.js';
import { affine, type Affine } from './log-affine.js';
import {
  boxOf,
  jetsAtEqualMargins,
  MARGIN_RANGE,
  middleOf,
  MOST_NEGATIVES,
  parameterText,
  usualParameterText,
  type Domain,
  type LossExpressions,
} from './loss-expressions.js';
import { bothProven, certified, joined, proveSign, symbolic } from './prove-sign.js';
import { rangeOf } from './range-of.js';
import { isProven, jointEvidence, type Statement } from './statement.js';

export interface RowSum {
  /** The statement that Σⱼ αᵢⱼ is the same for every batch of a given size. */
  readonly constant: Statement;
  /** An enclosure of Σⱼ αᵢⱼ for unit vectors and up to MOST_NEGATIVES negatives; undefined where intervals do not bound it. */
  readonly range: Interval | undefined;
}

const ABOUT = {
  id: 'row-sum-constant',
  claim: 'Σⱼ αᵢⱼ is constant: F(x + c) = F(x) + c·Σα for a shift of all margins',
};

/**
 * Decides if Σⱼ αᵢⱼ is constant, and encloses it.
 *
 * @param increases true if φ and ψ are proven to increase, so that no weight is negative
 */
export function rowSum(loss: LossExpressions, xi: Domain, increases: boolean): RowSum {
  const line = exponentialPsi(loss);
  const { constant, range } = line === undefined ? generalRowSum(loss, xi) : exponentialRowSum(loss, xi, line);
  // Rounding reaches below the 0 that the sum of such weights does not.
  return { constant, range: range && increases ? { ...range, lower: Math.max(0, range.lower) } : range };
}

function exponentialRowSum(loss: LossExpressions, xi: Domain, line: Affine): RowSum {
  const ofExponent = phiOfExponent(loss);
  const domain = logXi(xi);
  const sumAt = (box: Box): Interval | undefined => {
    const rate = jetOver(line.rate, box)?.value;
    const slope = jetOver(ofExponent, box)?.first;
    return rate && slope && product(rate, slope);
  };
  const about = { ...ABOUT, quantity: 'd² φ(eˡ)/dl²', expression: ofExponent, aspect: 'curvature', domain } as const;
  const bothFor = (parameters: 'usual' | 'given'): Statement[] =>
    (['non-negative', 'non-positive'] as const).map((wanted) =>
      proveSign(loss, { ...about, wanted, variable: 'log ξ', parameters }),
    );
  const usual = bothFor('usual');
  // Both signs for the same parameters.
  const both = usual[0]?.evidence.domain === usual[1]?.evidence.domain ? usual : bothFor('given');
  const constant = constancy(both, differingSums(loss), domain);
  return {
    constant,
    range: sumRange(loss, sumAt, domain.bounded, both[0] !== undefined && isProven(both[0]) ? 'rises' : 'unknown'),
  };
}

/** Decides if φ(eˡ) is a line. @param signs what is known of its curvature, ≥ 0 and ≤ 0 */
function constancy(signs: readonly Statement[], fails: Statement | undefined, domain: Domain): Statement {
  const isLine = signs.every(({ outcome }) => outcome === 'holds');
  const holds: Statement | undefined = isLine
    ? { ...ABOUT, outcome: 'holds', evidence: jointEvidence(signs) }
    : undefined;
  if (holds !== undefined && isProven(holds) && fails !== undefined) throw bothProven(holds, fails);
  const reason = 'no two sums of as many negatives were told apart';
  const open = { grade: 'sampled', domain: domain.wholeText, reason } as const;
  return fails ?? holds ?? { ...ABOUT, outcome: 'open', evidence: open };
}

/** Proves that two sums of as many equal margins differ: φ(eˡ) bends there. */
function differingSums(loss: LossExpressions): Statement | undefined {
  for (const negatives of COUNTS) {
    for (const wanted of ['non-negative', 'non-positive'] as const) {
      const fault = refuteAlongEqualMargins(loss, negatives, wanted);
      if (fault === undefined) continue;
      const evidence = certified(joined('x ∈ [−2, 2]', parameterText(loss)), fault.reason);
      return { ...ABOUT, outcome: 'fails', evidence, witness: { ...fault.witness, quantity: fault.quantity } };
    }
  }
  return undefined;
}

const COUNTS = [1, 2, MOST_NEGATIVES] as const;

/**
 * Encloses the sum of an anchor's weights over ξ. Where φ′(eˡ) rises with ξ the sum lies between those at both ends, whatever
 * the sign of the rate, which is tighter than any cutting.
 */
function sumRange(
  loss: LossExpressions,
  sumAt: (box: Box) => Interval | undefined,
  { lower, upper }: Interval,
  course: 'rises' | 'unknown',
): Interval | undefined {
  if (course === 'unknown') return rangeOver(sumAt, boxOf(loss, { lower, upper }));
  const [least, most] = [lower, upper].map((end) => rangeOver(sumAt, boxOf(loss, { lower: end, upper: end })));
  return least && most && hull(least, most);
}

function generalRowSum(loss: LossExpressions, xi: Domain): RowSum {
  const [phi, psi] = [affine(loss.phi), affine(loss.psi)];
  const range = generalSumRange(loss, xi);
  if (phi !== undefined && psi !== undefined) {
    const evidence = symbolic(joined('x ∈ ℝ', usualParameterText(loss)), 'φ and ψ are linear: every α is the same');
    return { constant: { ...ABOUT, outcome: 'holds', evidence }, range };
  }
  const parameters = middleOf(loss);
  const at = (x: number): Interval | undefined => {
    const jets = jetsAtEqualMargins(loss, { negatives: 2, box: pointBox({ ...parameters, [VARIABLE]: x }) });
    return jets && product(exactly(2), product(jets.phi.first, jets.psi.first));
  };
  const domain = joined('x ∈ [−2, 2]', parameterText(loss));
  const points = Array.from({ length: 81 }, (_, k) => -2 + k / 20);
  let [least, most]: [[number, Interval] | undefined, [number, Interval] | undefined] = [undefined, undefined];
  for (const x of points) {
    const value = at(x);
    if (value === undefined) continue;
    if (least === undefined || value.upper < least[1].upper) least = [x, value];
    if (most === undefined || value.lower > most[1].lower) most = [x, value];
  }
  if (least !== undefined && most !== undefined && most[1].lower > least[1].upper) {
    return {
      constant: {
        ...ABOUT,
        outcome: 'fails',
        evidence: certified(domain, 'the sums at two pairs of equal margins are enclosed and differ'),
        witness: {
          at: { x: least[0], y: most[0], ...parameters },
          quantity: 'Σα at margins (y, y) minus Σα at (x, x)',
          value: difference(most[1], least[1]),
        },
      },
      range,
    };
  }
  return {
    constant: {
      ...ABOUT,
      outcome: 'open',
      evidence: { grade: 'sampled', domain, reason: 'no two sums were told apart' },
    },
    range,
  };
}

/** Encloses φ′(ξ)Σⱼψ′(xⱼ), each factor over its whole range. */
function generalSumRange(loss: LossExpressions, xi: Domain): Interval | undefined {
  const [phi, psi] = [
    rangeOf(loss.phi, 'slope', xi.bounded, loss.parameters),
    rangeOf(loss.psi, 'slope', MARGIN_RANGE, loss.parameters),
  ];
  return phi && psi && product(phi, product(psi, { lower: 1, upper: MOST_NEGATIVES }));
}
