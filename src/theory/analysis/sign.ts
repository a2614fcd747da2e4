/** Sets of signs, and the arithmetic that holds for every number of these signs. */

/** A set of possible signs, as bits for negative, zero and positive. */
export type Sign = number;

export const [NEGATIVE, ZERO, POSITIVE] = [1, 2, 4] as const;
export const NON_NEGATIVE = ZERO | POSITIVE;
export const NON_POSITIVE = NEGATIVE | ZERO;
export const ANY = NEGATIVE | ZERO | POSITIVE;

const SINGLE = [NEGATIVE, ZERO, POSITIVE] as const;

export function signOfNumber(x: number): Sign {
  return x > 0 ? POSITIVE : x < 0 ? NEGATIVE : ZERO;
}

/** Tells if every possible sign is one of `allowed`. */
export function within(sign: Sign, allowed: Sign): boolean {
  return (sign & ~allowed) === 0;
}

export function minus(sign: Sign): Sign {
  return (sign & ZERO) | (sign & NEGATIVE ? POSITIVE : 0) | (sign & POSITIVE ? NEGATIVE : 0);
}

export function plus(...signs: readonly Sign[]): Sign {
  return signs.reduce((a, b) => combined(a, b, (p, q) => (p === ZERO ? q : q === ZERO || p === q ? p : ANY)));
}

export function times(...signs: readonly Sign[]): Sign {
  return signs.reduce((a, b) =>
    combined(a, b, (p, q) => (p === ZERO || q === ZERO ? ZERO : p === q ? POSITIVE : NEGATIVE)),
  );
}

/** Returns the sign of a square. */
export function squared(sign: Sign): Sign {
  return (sign & ZERO) | (sign & ~ZERO ? POSITIVE : 0);
}

function combined(a: Sign, b: Sign, of: (p: Sign, q: Sign) => Sign): Sign {
  let all = 0;
  for (const p of SINGLE) {
    if ((a & p) === 0) continue;
    for (const q of SINGLE) if (b & q) all |= of(p, q);
  }
  return all;
}
