/** The spectrum of the constrained Hessian at an aligned stack over F_p, as its characteristic polynomial at one number. */
import type { ExactMatrix } from '../../src/theory/algebra/exact-matrix.js';
import { dualMatrices, fieldMatrices, fixed, moving, type FieldMatrix } from '../../src/theory/algebra/field-matrix.js';
import { inverse, power, primeField, type FieldElement } from '../../src/theory/algebra/prime-field.js';
import { elimination, type AlignedParts } from './exact-aligned.js';
import { exactFlow } from './exact-deep-linear.js';

const { subtract, multiply, fromInteger } = primeField;

/** An aligned stack with what it is built of. */
export interface AlignedPoint extends AlignedParts {
  /** d, n₁ … n_L. */
  readonly sizes: readonly number[];
  readonly layers: readonly FieldMatrix[];
}

/**
 * det(x − A) for A = Π(∇²E − 2E)Π on the entries of all layers, Π the projection on the tangent space: that of the
 * Hessian, times x for every layer. The columns of ∇²E are derivatives of the flow.
 */
export function characteristicPolynomial(
  { layers, covariance, twiceEnergy }: AlignedPoint,
  x: FieldElement,
): FieldElement {
  const entries = layers.flatMap((layer, l) => layer.flatMap((row, i) => row.map((_, j) => ({ l, i, j }))));
  const columns = entries.map((entry) => {
    const step = tangential(
      layers.map((layer, l) =>
        layer.map((row, i) => row.map((_, j) => (entry.l === l && entry.i === i && entry.j === j ? 1n : 0n))),
      ),
      layers,
    );
    const path = layers.map((layer, l) => moving(layer, step[l] as FieldMatrix));
    const bend = exactFlow(dualMatrices, path, fixed(covariance)).map((flow, l) =>
      flow.map((row, i) => row.map(({ slope }, j) => subtract(slope, multiply(twiceEnergy, step[l]?.[i]?.[j] ?? 0n)))),
    );
    return tangential(bend, layers).flat(2);
  });
  return elimination(columns.map((column, k) => column.map((entry, j) => subtract(j === k ? x : 0n, entry))))
    .determinant;
}

/** H_l − ⟨H_l, W_l⟩W_l. */
function tangential(step: readonly FieldMatrix[], layers: readonly FieldMatrix[]): FieldMatrix[] {
  const { difference, scale, inner } = fieldMatrices;
  return step.map((own, l) => {
    const layer = layers[l] as FieldMatrix;
    return difference(own, scale(inner(own, layer), layer));
  });
}

/** A factor (x − value)^times of the predicted polynomial. */
export type Factor = readonly [value: FieldElement, times: number];

/** The predicted eigenvalues but those of the pairs, with their multiplicities. */
export function predictedFactors({ sizes, eigenvalues, singularValues, twiceEnergy }: AlignedPoint): Factor[] {
  const [depth, rank] = [sizes.length - 1, singularValues.length];
  const [set, others] = [eigenvalues.slice(0, rank), eigenvalues.slice(rank)];
  const turns = set.flatMap((own) =>
    others.map((other) => multiply(twiceEnergy, subtract(multiply(other, inverse(own)), 1n))),
  );
  if (depth === 1)
    return [...turns.map((value): Factor => [value, sizes[1] as number]), [0n, (sizes[1] as number) - 1]];
  const spare = sizes.map((size) => size - rank);
  const hidden = spare.slice(1, -1).reduce((sum, units) => sum + units * rank, 0);
  const unused = spare.slice(1).reduce((sum, units, l) => sum + units * (spare[l] as number), 0);
  const energies = (n: number): FieldElement => multiply(fromInteger(n), twiceEnergy);
  return [
    ...turns.map((value): Factor => [value, 1]),
    [energies(-1), unused],
    [0n, hidden + (spare.at(-1) as number) * rank],
    [energies(-2), hidden + (depth - 1) * (rank - 1)],
    [energies(2 * (depth - 1)), rank - 1],
  ];
}

/** Π (x − value)^times · Π det(x − 2E·form) over the pairs of singular values. */
export function predictedPolynomial(
  { sizes, singularValues, twiceEnergy }: AlignedPoint,
  factors: readonly Factor[],
  x: FieldElement,
): FieldElement {
  const depth = sizes.length - 1;
  const pairs = singularValues.flatMap((sigma, i) =>
    singularValues.slice(i + 1).map((other) => pairForm(fieldPowers(multiply(sigma, inverse(other))), depth)),
  );
  const ofPairs = pairs.map((form) => {
    const scaled = fieldMatrices.scale(subtract(0n, twiceEnergy), form);
    return elimination(scaled.map((row, k) => row.map((entry, j) => (j === k ? primeField.add(entry, x) : entry))))
      .determinant;
  });
  return [...factors.map(([value, times]) => power(subtract(x, value), BigInt(times))), ...ofPairs].reduce(
    multiply,
    1n,
  );
}

/** Holds what the form of a pair is made of: 0, x − 1, and integer powers of the ratio of the two singular values. */
export interface PairNumbers<Element> {
  readonly zero: Element;
  readonly lessOne: (x: Element) => Element;
  readonly ratioTo: (n: number) => Element;
}

/** Powers of a ratio in the field. */
export function fieldPowers(ratio: FieldElement): PairNumbers<FieldElement> {
  return {
    zero: 0n,
    lessOne: (x) => subtract(x, 1n),
    ratioTo: (n) => power(n < 0 ? inverse(ratio) : ratio, BigInt(Math.abs(n))),
  };
}

/** The form of two directions, divided by 2E: [2L, 2L], symmetric. */
export function pairForm<Element>(
  { zero, lessOne, ratioTo }: PairNumbers<Element>,
  depth: number,
): ExactMatrix<Element> {
  const within = (turn: 1 | -1, a: number, b: number): Element => {
    const entry = ratioTo(turn * (2 * (depth - 1) - a - b));
    return a === b ? lessOne(entry) : entry;
  };
  const across = (first: number, second: number): Element =>
    first === second ? zero : ratioTo(second < first ? second + 1 - first : second - first - 1);
  const layers = Array.from({ length: depth }, (_, l) => l);
  return [
    ...layers.map((a) => [...layers.map((b) => within(1, a, b)), ...layers.map((b) => across(a, b))]),
    ...layers.map((a) => [...layers.map((b) => across(b, a)), ...layers.map((b) => within(-1, a, b))]),
  ];
}
