/**
 * Tells what the analysis proves of a loss, for all its parameters at once: the rules of calculus where they decide, intervals elsewhere.
 *
 * The analysis is no part of what the claims test: it reads formulae, and they test the code that computes α, F and ∇²F.
 */
import type { Comparison } from '../../src/claims/evidence.js';
import type { Grade } from '../../src/claims/grade.js';
import { InvalidInput } from '../../src/base/invalid-input.js';
import { mapValues } from '../../src/base/map-values.js';
import type { Interval } from '../../src/theory/algebra/interval.js';
import type { WantedSign } from '../../src/theory/analysis/certify-sign.js';
import { convexity } from '../../src/theory/analysis/convexity.js';
import {
  expressionIn,
  MARGINS,
  xiDomain,
  type Domain,
  type LossExpressions,
} from '../../src/theory/analysis/loss-expressions.js';
import { phiIncreases, psiIncreases } from '../../src/theory/analysis/monotonicity.js';
import { proveSign } from '../../src/theory/analysis/prove-sign.js';
import { smoothness, type Smoothness } from '../../src/theory/analysis/smoothness.js';
import { spanOf } from '../../src/theory/analysis/span.js';
import { isProven, type Statement } from '../../src/theory/analysis/statement.js';
import { parseFormula } from '../../src/theory/formula/parse-formula.js';
import type { LossFormulae } from '../../src/theory/losses/loss-formulae.js';
import { lossEntry } from '../../src/theory/losses/named-losses.js';
import { rangeOfParameter, type LossChoice } from './loss-instances.js';

/** Remembers answers by the formulae and the ranges that they are about. */
function remembered<Answer>(answer: (loss: LossExpressions) => Answer): (choice: LossChoice) => Answer {
  const known = new Map<string, Answer>();
  return (choice) => {
    const { phi, psi, ranges } = formulaeOf(choice);
    const key = JSON.stringify([phi, psi, ranges]);
    const found = known.get(key) ?? answer(expressionsOf(phi, psi, ranges));
    known.set(key, found);
    return found;
  };
}

/** F is convex in the margins. */
export const provenConvexity = remembered((loss): Statement => {
  const xi = xiDomain(loss);
  return convexity(loss, xi, phiIncreases(loss, xi));
});

/** F rises in every margin: neither φ nor ψ falls anywhere. */
export const provenRising = remembered((loss): Statement => {
  const [phi, psi] = [phiIncreases(loss, xiDomain(loss)), psiIncreases(loss)];
  return isSymbolic(phi) ? psi : phi;
});

/** φ and ψ are continuously differentiable, and where they are not. */
export const provenSmoothness = remembered((loss): Record<'phi' | 'psi', Smoothness> => ({
  phi: smoothness(loss, 'phi', xiDomain(loss), 'ξ'),
  psi: smoothness(loss, 'psi', MARGINS),
}));

/** Margins d²ᵢ − d²ᵢⱼ where the second view is the nearest of all: 0 and below; intervals cover those of distances up to 4. */
const NEAR_VIEW: Domain = {
  whole: spanOf({ lower: -Infinity, upper: 0 }),
  wholeText: 'x ≤ 0',
  bounded: { lower: -4, upper: 0 },
};

/** ψ″ ≥ 0 on all margins, ψ″ > 0 on them, and ψ″ ≥ 0 on those of a second view that is the nearest. */
export const provenConvexPsi = remembered((loss): Record<'everywhere' | 'strictly' | 'nearView', Statement> => ({
  everywhere: bends(loss, MARGINS, 'non-negative'),
  strictly: bends(loss, MARGINS, 'positive'),
  nearView: bends(loss, NEAR_VIEW, 'non-negative'),
}));

function bends(loss: LossExpressions, domain: Domain, wanted: WantedSign): Statement {
  const words = { id: 'importance-falls', claim: 'ψ is convex', quantity: 'ψ″(x)' };
  return proveSign(loss, { ...words, expression: loss.psi, aspect: 'curvature', wanted, domain });
}

/** True if the rules of calculus prove the statement on the whole domain that it names. */
export function isSymbolic({ outcome, evidence }: Statement): boolean {
  return outcome === 'holds' && evidence.grade === 'symbolic';
}

/** 0 where the statement is proven. */
export function provenComparison(isKnown: boolean): Comparison {
  return { residual: isKnown ? 0 : 1, bound: 0.5 };
}

/** The grade of a claim about a loss that a reader gives: that of the proof which the analysis finds for it. */
export function gradeOfGiven(loss: LossFormulae, prove: (choice: LossChoice) => Statement): Grade {
  const proof = proofOf({ name: 'formulae', ...loss, parameters: loss.parameters ?? {} }, prove);
  if (proof === undefined || !isProven(proof)) {
    return {
      kind: 'sampled',
      reason: 'For this loss the analysis found no proof: it is tried in floating point alone.',
    };
  }
  const { grade, domain, reason } = proof.evidence;
  return { kind: grade, reason: `For this loss: ${proof.claim}, by ${reason}; ${domain}.` };
}

function proofOf(choice: LossChoice, prove: (choice: LossChoice) => Statement): Statement | undefined {
  try {
    return prove(choice);
  } catch (error) {
    if (error instanceof InvalidInput) return undefined;
    throw error;
  }
}

function formulaeOf(choice: LossChoice): { phi: string; psi: string; ranges: Record<string, Interval> } {
  if ('phi' in choice) {
    const { phi, psi, parameters } = choice;
    return { phi, psi, ranges: mapValues(parameters, (value) => ({ lower: value, upper: value })) };
  }
  const { phi, psi, parameters } = lossEntry(choice.name);
  const ranges = Object.entries(parameters).map(([key, own]): [string, Interval] => {
    const { lower, upper } = rangeOfParameter(key, own);
    const value = choice.parameters[key] ?? own.default;
    return [own.symbol, { lower: Math.min(lower, value), upper: Math.max(upper, value) }];
  });
  return { phi, psi, ranges: Object.fromEntries(ranges) };
}

function expressionsOf(phi: string, psi: string, ranges: Record<string, Interval>): LossExpressions {
  const names = Object.keys(ranges);
  return {
    phi: expressionIn(parseFormula(phi, names, 'φ').expression, ranges),
    psi: expressionIn(parseFormula(psi, names, 'ψ').expression, ranges),
    parameters: ranges,
  };
}
