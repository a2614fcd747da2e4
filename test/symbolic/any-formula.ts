/** Formulae of every operation, in x, a and b: the generator of the property tests. */
import fc, { type Arbitrary } from 'fast-check';

export const VALUES = fc.record({
  a: fc.double({ min: 0.25, max: 3, noNaN: true }),
  b: fc.double({ min: -2, max: 2, noNaN: true }),
});

export const ARGUMENTS = fc.double({ min: -3, max: 3, noNaN: true });

/** Text with every operand in parentheses: what stands where depends on no rule of precedence. */
export const formulaText: Arbitrary<string> = fc.letrec<{ formula: string }>((tie) => ({
  formula: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom('x', 'a', 'b', '0', '1', '2', '0.5', '3.25', '1e-3'),
    fc
      .tuple(fc.constantFrom('+', '-', '*', '/'), tie('formula'), tie('formula'))
      .map(([sign, u, v]) => `(${u}) ${sign} (${v})`),
    fc
      .tuple(tie('formula'), fc.constantFrom('2', '3', '0', '1', '-1', '-2', '0.5', 'a', 'x'))
      .map(([u, k]) => `(${u})^(${k})`),
    fc
      .tuple(fc.constantFrom('exp', 'log', 'sqrt', 'abs', 'tanh', 'sigmoid', 'softplus', '-'), tie('formula'))
      .map(([name, u]) => `${name}(${u})`),
    fc
      .tuple(fc.constantFrom('max', 'min'), tie('formula'), tie('formula'))
      .map(([name, u, v]) => `${name}(${u}, ${v})`),
  ),
})).formula;
