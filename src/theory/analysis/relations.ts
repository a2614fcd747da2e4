/**
 * Finds the named losses that a loss is, up to a factor and a constant that no gradient sees: F = λ·F_named + μ, and so
 * α = λ·α_named.
 *
 * Candidates for the named loss's parameters are those of the loss itself and the plain ones; λ and μ are fitted on two sets of
 * margins and tried on others. A match is symbolic where φ − φ_named and ψ − ψ_named simplify to 0.
 */
import { lossEntry, lossNames } from '../losses/named-losses.js';
import { parseFormula } from '../formula/parse-formula.js';
import { simplify } from '../formula/simplify.js';
import { anchorFunction, probe } from './anchor-function.js';
import { exponentialPsi } from './exponential-psi.js';
import { evaluated, type CoreExpression } from './core-expression.js';
import { exactly, product } from '../algebra/interval.js';
import {
  boxOf,
  jetsAtEqualMargins,
  lossExpressions,
  middleOf,
  MOST_NEGATIVES,
  type LossExpressions,
} from './loss-expressions.js';
import { remembered } from './remembered.js';
import type { EvidenceGrade } from '../../base/evidence-grades.js';
import { expressionText } from '../formula/write-text.js';

/** A named loss that is the same up to a factor and an offset. */
export interface Relation {
  readonly name: string;
  readonly title: string;
  /** Parameters of the named loss. */
  readonly parameters: Readonly<Record<string, number>>;
  /** F = factor·F_named + offset, with sums of up to MOST_NEGATIVES negatives. */
  readonly factor: number;
  readonly offset: number;
  readonly grade: EvidenceGrade;
}

/** Lists every named loss that this one is up to a factor and a constant, with one choice of parameters each. */
export function relations(loss: LossExpressions): Relation[] {
  const own = middleOf(loss);
  return lossNames().flatMap((name) => {
    const entry = lossEntry(name);
    const symbols = Object.values(entry.parameters).map(({ symbol }) => symbol);
    for (const values of choices(symbols, own, loss)) {
      const named = lossExpressions(entry, values);
      const fit = fitted(onFew(loss), onFew(named));
      if (fit === undefined || !agree(fit, onMany(loss), onMany(named)) || isApart(fit, loss, named)) continue;
      const grade = fit.factor === 1 && fit.offset === 0 && isSame(loss, named) ? 'symbolic' : 'sampled';
      const parameters = Object.fromEntries(
        Object.entries(entry.parameters).map(([key, { symbol }]) => [key, values[symbol] ?? Number.NaN]),
      );
      return [{ name, title: entry.title, parameters, ...fit, grade }];
    }
    return [];
  });
}

/** Lists values for the named loss's symbols: the loss's own of the same name first, its rate, then the plain ones. */
function choices(
  names: readonly string[],
  own: Readonly<Record<string, number>>,
  loss: LossExpressions,
): Record<string, number>[] {
  const line = exponentialPsi(loss);
  const rate = line && evaluated(line.rate, own);
  const shift = line && evaluated(line.shift, own);
  const valuesOf = (name: string): number[] => {
    const proper = name === 'tau' ? [rate === undefined ? undefined : 1 / rate] : [shift, 0, 1];
    const all = [own[name], ...proper, ...Object.values(own), 1].filter((x): x is number => x !== undefined);
    return [...new Set(all)].filter((x) => (name === 'eps' ? Number.isFinite(x) : x >= 1e-6));
  };
  return names.reduce<Record<string, number>[]>(
    (so, name) => so.flatMap((values) => valuesOf(name).map((x) => ({ ...values, [name]: x }))),
    [{}],
  );
}

/** Sets of 1 to 6 margins, and single ones all over [−2, 2]: two losses may differ only where ξ is small. */
const FEW = [
  ...Array.from({ length: 24 }, (_, k) => probe(k, 1 + (k % 6))),
  ...Array.from({ length: 33 }, (_, k) => [-2 + k / 8]),
];
const SINGLE = FEW.filter(({ length }) => length === 1).flat();
/** Many equal margins: two losses may differ only where ξ is large. */
const MANY = [16, MOST_NEGATIVES].flatMap((count) => [-2, -0.5, 0.4, 2].map((margin) => ({ margin, count })));

const onFew = remembered((loss: LossExpressions) => FEW.map((margins) => anchorFunction(loss)(margins)));
const onMany = remembered((loss: LossExpressions) =>
  MANY.map(({ margin, count }) => anchorFunction(loss)([margin], count)),
);

const CLOSE = 1e-9;

interface Fit {
  readonly factor: number;
  readonly offset: number;
}

/** Fits curve = factor·other + offset with factor > 0, by 1 and 0 where they fit; undefined if some probe disagrees. */
function fitted(curve: readonly number[], other: readonly number[]): Fit | undefined {
  if (agree(SAME, curve, other)) return SAME;
  const [low, high] = [other.indexOf(Math.min(...other)), other.indexOf(Math.max(...other))];
  const [a, b] = [other[low] as number, other[high] as number];
  const factor = ((curve[high] as number) - (curve[low] as number)) / (b - a);
  const offset = (curve[low] as number) - factor * a;
  if (!(factor > 0 && Number.isFinite(offset))) return undefined;
  // An offset that the fit does not need is rounding.
  return [
    { factor, offset: 0 },
    { factor, offset },
  ].find((fit) => agree(fit, curve, other));
}

const SAME: Fit = { factor: 1, offset: 0 };

/** Tells if a fit holds at every probe; never where the loss overflows at one, since there is nothing to compare. */
function agree({ factor, offset }: Fit, curve: readonly number[], other: readonly number[]): boolean {
  const size = Math.max(...curve.map(Math.abs), 1e-300);
  return (
    Number.isFinite(size) &&
    curve.every((value, k) => Math.abs(value - factor * (other[k] as number) - offset) <= CLOSE * size)
  );
}

/**
 * Tells if enclosures prove at some margin that a fit without an offset does not hold there: values of 1e-40 beside 0 agree to
 * rounding of larger ones, and are not equal.
 */
function isApart({ factor, offset }: Fit, loss: LossExpressions, named: LossExpressions): boolean {
  if (offset !== 0) return false;
  const scale = { lower: factor * (1 - CLOSE), upper: factor * (1 + CLOSE) };
  return SINGLE.some((x) => {
    const [own, other] = [loss, named].map(
      (one) => jetsAtEqualMargins(one, { negatives: 1, box: boxOf(one, exactly(x)) })?.phi.value,
    );
    if (own === undefined || other === undefined) return false;
    const scaled = product(scale, other);
    return own.lower > scaled.upper || own.upper < scaled.lower;
  });
}

/** Tells if both differences simplify to 0, with equal parameters under one name and numbers for the others. */
function isSame(loss: LossExpressions, named: LossExpressions): boolean {
  return vanishes(loss, named, 'phi') && vanishes(loss, named, 'psi');
}

function vanishes(loss: LossExpressions, named: LossExpressions, part: 'phi' | 'psi'): boolean {
  const numbers = { ...middleOf(loss), ...middleOf(named) };
  const shared = Object.keys(loss.parameters).filter((name) => middleOf(named)[name] === middleOf(loss)[name]);
  const fixed = (of: LossExpressions): string => expressionText(numbersFor(of[part], middleOf(of), shared));
  const text = `(${fixed(loss)}) - (${fixed(named)})`;
  return simplify(parseFormula(text, Object.keys(numbers))).text === '0';
}

/** Replaces the parameters that are not shared by numbers. */
function numbersFor(
  expression: CoreExpression,
  values: Readonly<Record<string, number>>,
  shared: readonly string[],
): CoreExpression {
  if (expression.kind === 'number') return expression;
  if (expression.kind === 'symbol') {
    const value = shared.includes(expression.name) ? undefined : values[expression.name];
    return value === undefined ? expression : { kind: 'number', value };
  }
  if ('of' in expression) return { kind: expression.kind, of: numbersFor(expression.of, values, shared) };
  const [a, b] = [numbersFor(expression.a, values, shared), numbersFor(expression.b, values, shared)];
  return { kind: expression.kind, a, b };
}
