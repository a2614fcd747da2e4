/**
 * Decides if F(x) = φ(Σⱼ ψ(xⱼ)) is convex in the margins of an anchor. Its Hessian is φ″ψ′ψ′ᵀ + φ′ diag(ψ″).
 *
 * Proofs, from the strongest:
 * - ψ(x) = exp(kx + m): F = G(log Σ exp(kxⱼ + m)) with G(l) = φ(eˡ), convex if G is convex and does not fall.
 * - φ′, φ″, ψ″ ≥ 0.
 * - φ″ < 0 somewhere: by Cauchy and Schwarz vᵀHv ≥ Σ φ′ψ″v² + φ″ (Σ ψ′²/ψ″)(Σ ψ″v²), so φ′ + κξφ″ ≥ 0 suffices, with
 *   κ ≥ ψ′²/(ψψ″) for every margin.
 *
 * Refutations: two margins of an anchor whose weights are in the wrong order; and for some numbers n of negatives the
 * direction (1, …, 1) at equal margins, where F is φ(nψ(x)).
 */
import { exactly, middle, product, quotient, square, sum, type Interval } from '../algebra/interval.js';
import { rangeOver } from './certify-sign.js';
import { VARIABLE, type CoreExpression } from './core-expression.js';
import { jetOver, type Box } from './interval-jet.js';
import { exponentialPsi, logXi, phiOfExponent, refuteAlongEqualMargins } from './exponential-psi.js';
import { wrongOrder } from './hard-negatives.js';
import {
  boxOf,
  MARGINS,
  MOST_NEGATIVES,
  parameterText,
  type Domain,
  type LossExpressions,
} from './loss-expressions.js';
import { certainSeams, jumpOf, piecesOf } from './pieces.js';
import { bothProven, byEnclosure, certified, joined, proveSign, type SignQuestion } from './prove-sign.js';
import { rangeOf } from './range-of.js';
import { jointEvidence, type Evidence, type Statement } from './statement.js';

const ABOUT = { id: 'convex', claim: 'F(x) = φ(Σⱼ ψ(xⱼ)) is convex in the margins' } as const;

/**
 * States if F is convex in the margins: proven, refuted at a witness, or open.
 *
 * @param xi the domain of φ, from `xiDomain`
 * @param phiRises the statement of `phiIncreases`
 * @throws Error when it is proven that F is convex, and that it is not: a defect of the analysis
 */
export function convexity(loss: LossExpressions, xi: Domain, phiRises: Statement): Statement {
  const corners = concaveCorners(loss, xi);
  const holds = byLogSumExp(loss, xi, phiRises) ?? byComposition(loss, xi, phiRises) ?? bySchwarz(loss, xi, corners);
  const fails = unordered(loss) ?? bentDown(loss, corners);
  if (holds !== undefined && holds.evidence.grade !== 'sampled' && fails !== undefined) throw bothProven(holds, fails);
  return fails ?? holds ?? unsettled(loss);
}

function byLogSumExp(loss: LossExpressions, xi: Domain, phiRises: Statement): Statement | undefined {
  if (exponentialPsi(loss) === undefined) return undefined;
  const curvature = proveSign(loss, {
    ...ABOUT,
    quantity: 'd² φ(eˡ)/dl²',
    expression: phiOfExponent(loss),
    aspect: 'curvature',
    wanted: 'non-negative',
    // In the words of ξ, as φ′ ≥ 0 is.
    domain: { ...logXi(xi), wholeText: xi.wholeText },
    variable: 'log ξ',
  });
  if (phiRises.outcome !== 'holds' || curvature.outcome !== 'holds') return undefined;
  return joint(
    [phiRises, curvature],
    'ψ is exponential, so F is φ(eˡ) of a log-sum-exp, and φ(eˡ) is convex and does not fall',
  );
}

function byComposition(loss: LossExpressions, xi: Domain, phiRises: Statement): Statement | undefined {
  const parts: readonly SignQuestion[] = [
    { ...ABOUT, quantity: 'ψ″(x)', expression: loss.psi, aspect: 'curvature', wanted: 'non-negative', domain: MARGINS },
    {
      ...ABOUT,
      quantity: 'φ″(ξ)',
      expression: loss.phi,
      aspect: 'curvature',
      wanted: 'non-negative',
      domain: xi,
      variable: 'ξ',
    },
  ];
  if (phiRises.outcome !== 'holds') return undefined;
  const statements: Statement[] = [phiRises];
  for (const part of parts) {
    const statement = proveSign(loss, part);
    if (statement.outcome !== 'holds') return undefined;
    statements.push(statement);
  }
  return joint(statements, 'φ is convex and does not fall, ψ is convex');
}

/** Returns the places ξ at which the slope of φ is not proven not to fall. */
function concaveCorners({ phi, parameters }: LossExpressions, xi: Domain): number[] {
  return certainSeams(piecesOf(phi, xi.bounded, parameters))
    .filter((seam) => !((jumpOf(parameters, seam)?.lower ?? -1) >= 0))
    .map(({ zone }) => middle(zone));
}

/** @param corners the slope of φ may fall at these; points beside them do not tell */
function bySchwarz(loss: LossExpressions, xi: Domain, corners: readonly number[]): Statement | undefined {
  const ratio = rangeOver((box) => ratioOver(loss.psi, box), boxOf(loss, MARGINS.bounded), 2048);
  if (ratio === undefined || !Number.isFinite(ratio.upper)) return undefined;
  const kappa = exactly(ratio.upper);
  const statement = byEnclosure(
    loss,
    { ...ABOUT, quantity: 'φ′(ξ) + κξφ″(ξ)', wanted: 'non-negative', domain: xi, variable: 'ξ' },
    (box) => {
      const phi = jetOver(loss.phi, box);
      if (phi === undefined) return undefined;
      const bent = { lower: Math.min(0, phi.second.lower), upper: Math.min(0, phi.second.upper) };
      return sum(phi.first, product(kappa, product(box[VARIABLE] as Interval, bent)));
    },
  );
  if (statement.outcome !== 'holds') return undefined;
  if (statement.evidence.grade === 'sampled' && corners.length > 0) return undefined;
  const reason = `φ′ + κξφ″ ≥ 0 with κ = ${ratio.upper.toPrecision(4)} ≥ ψ′²/(ψψ″); ${statement.evidence.reason}`;
  return { ...statement, evidence: { ...statement.evidence, reason } };
}

/** Encloses ψ′²/(ψψ″) where ψ and ψ″ are proven positive; undefined elsewhere. */
function ratioOver(psi: CoreExpression, box: Box): Interval | undefined {
  const jet = jetOver(psi, box);
  if (jet === undefined || jet.value.lower <= 0 || jet.second.lower <= 0) return undefined;
  return quotient(square(jet.first), product(jet.value, jet.second));
}

const COUNTS = [1, 2, 32, MOST_NEGATIVES] as const;

/** Refutes convexity by two margins whose weights are in the wrong order: F bends down along (1, −1), by twice φ′ times ψ″. */
function unordered(loss: LossExpressions): Statement | undefined {
  const fails = wrongOrder(loss, ABOUT, 'non-negative');
  if (fails?.witness === undefined) return fails;
  const { at, quantity, value } = fails.witness;
  const along = { at, quantity: `along (1, −1), 2${quantity}`, value: product(exactly(2), value) };
  return { ...fails, witness: along };
}

/** Refutes convexity along equal margins, for one of a few numbers of negatives, and for some that lead to a corner of φ. */
function bentDown(loss: LossExpressions, corners: readonly number[]): Statement | undefined {
  for (const negatives of new Set([...COUNTS, ...countsAt(loss, corners)])) {
    const fault = refuteAlongEqualMargins(loss, negatives, 'non-negative');
    if (fault === undefined) continue;
    const evidence = certified(joined('x ∈ [−2, 2]', parameterText(loss)), fault.reason);
    return { ...ABOUT, outcome: 'fails', evidence, witness: { ...fault.witness, quantity: fault.quantity } };
  }
  return undefined;
}

/** Returns numbers of negatives whose equal margins have sums on both sides of a corner. */
function countsAt({ psi, parameters }: LossExpressions, corners: readonly number[]): number[] {
  if (corners.length === 0) return [];
  const values = rangeOf(psi, 'value', MARGINS.bounded, parameters);
  if (values === undefined) return [];
  return corners.slice(0, MOST_CORNERS).flatMap((xi) => {
    const [one, other] = [xi / values.lower, xi / values.upper].map(Math.abs).toSorted((a, b) => a - b) as [
      number,
      number,
    ];
    const counts = [Math.ceil(one), Math.round(Math.sqrt(one * other)), Math.floor(other)];
    return counts.filter((n) => n >= 1 && n <= MOST_NEGATIVES);
  });
}

/** Corners of φ that are led to; each costs up to three searches. */
const MOST_CORNERS = 4;

function unsettled(loss: LossExpressions): Statement {
  const evidence: Evidence = {
    grade: 'sampled',
    domain: joined('x ∈ [−2, 2]', parameterText(loss)),
    reason: `no proof; at equal margins and up to ${MOST_NEGATIVES} negatives no direction tried has negative curvature`,
  };
  return { ...ABOUT, outcome: 'open', evidence };
}

/** Joins statements into one that rests on all of them, as weak as the weakest. */
function joint(statements: readonly Statement[], reason: string): Statement {
  const evidence = jointEvidence(statements);
  return { ...ABOUT, outcome: 'holds', evidence: { ...evidence, reason: `${reason}; ${evidence.reason}` } };
}
