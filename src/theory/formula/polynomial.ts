/**
 * Sums of products of powers, the form that formulae are simplified in.
 *
 * A sum is a list of terms c·Π bᵏ with exact coefficients c; a base b is an atom, whatever is no sum or product itself; an
 * exponent k is a sum again, so that x^a·x^(1−a) and exp(u)·exp(v) come together by the same rule. exp(u) is the power
 * with base E and exponent u.
 *
 * The rules hold wherever the formula is defined as it was written: x/x becomes 1, exp(log x) becomes x.
 */
import type { Expression } from './expression.js';
import {
  ONE,
  plus as plusFraction,
  power as powerFraction,
  times as timesFraction,
  fraction,
  type Fraction,
} from './fraction.js';

/** Terms by their products' keys; none has coefficient 0. */
export type Sum = ReadonlyMap<string, Term>;

export interface Term {
  readonly coefficient: Fraction;
  /** By the atoms' keys; no exponent is 0. */
  readonly factors: ReadonlyMap<string, Factor>;
}

export interface Factor {
  /** Simplified. For E the number's symbol, which no formula has. */
  readonly base: Atom;
  readonly exponent: Sum;
}

/** A part that cannot be taken apart, with a key that equal atoms share. */
export interface Atom {
  readonly key: string;
  readonly expression: Expression;
  /** The terms of a sum in parentheses. */
  readonly sum?: Sum;
  /** The argument u of log u. */
  readonly logOf?: Sum;
  /** The key of u in step(u). */
  readonly stepOf?: string;
  /** The key of u in max(0, u). */
  readonly positivePartOf?: string;
}

export const NOTHING: Sum = new Map();

export function rational(value: Fraction): Sum {
  return value.n === 0n ? NOTHING : sumOf([{ coefficient: value, factors: new Map() }]);
}

export const UNITY = rational(ONE);

/** The value of a sum that is a number. */
export function valueOf(sum: Sum): Fraction | undefined {
  if (sum.size === 0) return fraction(0n);
  const term = singleTerm(sum);
  return term !== undefined && term.factors.size === 0 ? term.coefficient : undefined;
}

/** Tells if a sum is the number 1. */
export function isOne(sum: Sum): boolean {
  const value = valueOf(sum);
  return value !== undefined && value.n === value.d;
}

export function singleTerm(sum: Sum): Term | undefined {
  return sum.size === 1 ? [...sum.values()][0] : undefined;
}

export function atomPower(base: Atom, exponent: Sum): Sum {
  return exponent.size === 0
    ? UNITY
    : sumOf([{ coefficient: ONE, factors: new Map([[base.key, { base, exponent }]]) }]);
}

export function plus(a: Sum, b: Sum): Sum {
  return sumOf([...a.values(), ...b.values()]);
}

export function scaled(a: Sum, factor: Fraction): Sum {
  return sumOf([...a.values()].map((term) => ({ ...term, coefficient: timesFraction(term.coefficient, factor) })));
}

export function negated(a: Sum): Sum {
  return scaled(a, fraction(-1n));
}

/** The product of two terms. */
export function timesTerm(a: Term, b: Term): Term {
  const factors = new Map(a.factors);
  for (const [key, { base, exponent }] of b.factors) {
    const together = plus(factors.get(key)?.exponent ?? NOTHING, exponent);
    if (together.size === 0) factors.delete(key);
    else factors.set(key, { base, exponent: together });
  }
  return { coefficient: timesFraction(a.coefficient, b.coefficient), factors };
}

/** A term to a whole power; its coefficient is not 0. */
export function termPower({ coefficient, factors }: Term, exponent: bigint): Term {
  return {
    coefficient: powerFraction(coefficient, exponent),
    factors: new Map(
      [...factors].map(([key, { base, exponent: own }]) => [key, { base, exponent: scaled(own, fraction(exponent)) }]),
    ),
  };
}

export function sumOf(terms: Iterable<Term>): Sum {
  const sum = new Map<string, Term>();
  for (const term of terms) {
    const key = factorsKey(term.factors);
    const before = sum.get(key);
    const coefficient = before === undefined ? term.coefficient : plusFraction(before.coefficient, term.coefficient);
    if (coefficient.n === 0n) sum.delete(key);
    else sum.set(key, { coefficient, factors: term.factors });
  }
  return sum;
}

/** The same for equal sums, whatever the order of their terms. */
export function sumKey(sum: Sum): string {
  return [...sum]
    .map(
      ([
        key,
        {
          coefficient: { n, d },
        },
      ]) => `${n}/${d}${key}`,
    )
    .toSorted()
    .join('+');
}

function factorsKey(factors: ReadonlyMap<string, Factor>): string {
  return [...factors]
    .map(([key, { exponent }]) => `*{${key}}^(${sumKey(exponent)})`)
    .toSorted()
    .join('');
}
