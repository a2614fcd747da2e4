/** Proofs that weights fall with distance: of a loss, where ψ is convex, and of each chosen importance at a fixed multiplier. */
import type { Interval } from '../../src/theory/algebra/interval.js';
import { coreOf } from '../../src/theory/analysis/core-expression.js';
import type { Domain } from '../../src/theory/analysis/loss-expressions.js';
import { proveSign } from '../../src/theory/analysis/prove-sign.js';
import { POSITIVE_NUMBERS } from '../../src/theory/analysis/span.js';
import { isProven } from '../../src/theory/analysis/statement.js';
import { parseFormula } from '../../src/theory/formula/parse-formula.js';
import type { ImportanceName } from '../../src/theory/losses/importances.js';
import type { ImportanceChoice } from './importance-choice.js';
import { isSymbolic, provenConvexPsi } from './proven-of-loss.js';

/** Every parameter of an importance is drawn from here. */
const DRAWN: Interval = { lower: 0.2, upper: 3 };
/** Σα = 1 bounds the multiplier of at most 8 distances from the nearest on: 1 ≤ λ ≤ 8^γ, and μ ≤ 4 + τ. */
const MULTIPLIERS: Readonly<Record<string, Interval>> = {
  lambda: { lower: 1, upper: 512 },
  mu: { lower: 0, upper: 8 },
};

/** The weight of a distance x = d², or of one from the nearest on, up to a factor of the anchor. */
const WEIGHTS: Readonly<Record<ImportanceName, string>> = {
  entropy: 'exp(-x/tau)',
  power: '(x + lambda)^(-1/gamma)',
  'shifted-power': '(x^a + t)^(-g)',
  square: 'max(0, mu - x)/tau',
  'square-as-coded': 'max(0, mu - x^a)/tau',
  direct: 'exp(-x^(p/2)/tau)',
};

const DISTANCES: Domain = { whole: POSITIVE_NUMBERS, wholeText: 'd² > 0', bounded: { lower: 1e-3, upper: 4 } };

/** True if it is proven that nearer pairs weigh no less, or more where it is to be strict. */
export function isProvenToFall(choice: ImportanceChoice, isStrict: boolean): boolean {
  if (choice.kind === 'given') return false;
  if (choice.kind === 'chosen') return importanceFalls(choice.name, isStrict);
  const { everywhere, strictly, nearView } = provenConvexPsi(choice.loss);
  if (isSymbolic(everywhere)) return !isStrict || isSymbolic(strictly);
  return choice.intra === 0 && isProven(nearView);
}

const KNOWN = new Map<string, boolean>();

function importanceFalls(name: ImportanceName, isStrict: boolean): boolean {
  const key = `${name} ${isStrict}`;
  const found = KNOWN.get(key) ?? slopeIsProven(WEIGHTS[name], isStrict);
  KNOWN.set(key, found);
  return found;
}

function slopeIsProven(weight: string, isStrict: boolean): boolean {
  const names = ['tau', 'gamma', 'a', 'g', 't', 'p', ...Object.keys(MULTIPLIERS)].filter((symbol) =>
    new RegExp(String.raw`\b${symbol}\b`).test(weight),
  );
  const parameters = Object.fromEntries(names.map((symbol) => [symbol, MULTIPLIERS[symbol] ?? DRAWN]));
  const words = { id: 'importance-falls', claim: 'α never rises with d²', quantity: '∂α/∂d²', variable: 'd²' };
  const expression = coreOf(parseFormula(weight, names, 'α').expression);
  const wanted = isStrict ? 'negative' : 'non-positive';
  return isSymbolic(proveSign({ parameters }, { ...words, expression, aspect: 'slope', wanted, domain: DISTANCES }));
}
