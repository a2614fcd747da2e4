/** Formulae of every operation, in x, a and b: the generator of the property tests. */
import fc, { type Arbitrary } from 'fast-check';

/** Hundredths: no argument lies so close to a pole that only rounding keeps it off. */
const hundredths = (min: number, max: number): Arbitrary<number> =>
  fc.integer({ min: 100 * min, max: 100 * max }).map((k) => k / 100);

export const VALUES = fc.record({ a: hundredths(0.25, 3), b: hundredths(-2, 2) });

export const ARGUMENTS = hundredths(-3, 3);

/** Text with every operand in parentheses: what stands where depends on no rule of precedence. */
export const formulaText: Arbitrary<string> = fc.letrec<{ formula: string }>((tie) => ({
  formula: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom('x', 'a', 'b', '0', '1', '2', '0.5', '3.25', '1e-3'),
    fc
      .tuple(fc.constantFrom('+', '-', '*', '/'), tie('formula'), tie('formula'))
      .map(([sign, u, v]) => `(${u}) ${sign} (${v})`),
    fc
      .tuple(tie('formula'), fc.constantFrom('2', '3', '0', '1', '-1', '-2', '0.5', 'a'))
      .map(([u, k]) => `(${u})^(${k})`),
    // A variable exponent asks for a positive base.
    tie('formula').map((u) => `exp(${u})^(x)`),
    fc
      .tuple(fc.constantFrom('exp', 'log', 'sqrt', 'abs', 'tanh', 'sigmoid', 'softplus', '-'), tie('formula'))
      .map(([name, u]) => `${name}(${u})`),
    fc
      .tuple(fc.constantFrom('max', 'min'), tie('formula'), tie('formula'))
      .map(([name, u, v]) => `${name}(${u}, ${v})`),
  ),
})).formula;
