/** Instances of the claims on dynamics and balance: a point of F_p, and a network in floating point. */
import fc, { type Arbitrary } from 'fast-check';
import { gridNumber, seeds } from '../../src/claims/instances.js';
import { entryAt } from '../../src/theory/algebra/exact-matrix.js';
import { fieldMatrix, randomFieldMatrix, type FieldMatrix } from '../../src/theory/algebra/field-matrix.js';
import { generate, type Matrix } from '../../src/theory/algebra/matrix.js';
import { randomLayers, type Layers } from '../../src/theory/networks/deep-linear.js';
import { randomStream } from '../../src/theory/algebra/random-stream.js';
import { pointSeeds, randomWords } from '../exact-comparison.js';

export interface DeepLinearPoint {
  /** W₁ first: [n_l, n_{l−1}]. */
  readonly layers: readonly FieldMatrix[];
  /** C, [n₀, n₀]. */
  readonly covariance: FieldMatrix;
  /** One direction a layer, of its shape. */
  readonly directions: readonly FieldMatrix[];
}

export interface DeepLinearInstance {
  /** A point, or the seed of a random one, which prints short. */
  readonly point: DeepLinearPoint | number;
  /** n₀ … n_L of the network in floating point. */
  readonly widths: readonly number[];
  /** C, [n₀, n₀], symmetric. */
  readonly covariance: Matrix;
  /** Seed of the layers, each with ‖W_l‖_F = 1, and of the direction. */
  readonly seed: number;
}

const [DEPTH, WIDTH] = [6, 4];

/** The way in which the point is drawn, as sentences of a claim's method. */
export const DEEP_POINT_METHOD = String.raw`Exactly: at a uniformly random point of $\mathbb F_p$, $p=2^{61}-1$, with six layers of width 4 and a symmetric $C$. Narrower layers are the special case of rows and columns of zeros, shallower networks that of layers equal to the identity.`;

export function deepLinearInstances(): Arbitrary<DeepLinearInstance> {
  const entries = fc.array(gridNumber(-2, 2), { minLength: WIDTH ** 2, maxLength: WIDTH ** 2, size: 'max' });
  const widths = fc.array(fc.integer({ min: 1, max: WIDTH }), { minLength: 2, maxLength: DEPTH + 1, size: 'max' });
  return fc.tuple(pointSeeds(), widths, entries, seeds()).map(([point, sizes, values, seed]) => ({
    point,
    widths: sizes,
    covariance: symmetric(sizes[0] as number, values),
    seed,
  }));
}

/** The layers of an instance in floating point. */
export function layersOf({ widths, seed }: DeepLinearInstance): Layers {
  return randomLayers(widths, randomStream(seed, 'layers'));
}

/**
 * Small natural numbers in place of a random point, for a counterexample that a person can follow: widths 1 or 2, entries
 * from 0 to 2, and a C that need not be symmetric. The network in floating point is the plainest there is.
 *
 * @param range least and most number of layers
 */
export function smallPoints({ min, max }: { min: number; max: number }): Arbitrary<DeepLinearInstance> {
  const capacity = 4;
  const block = fc.array(fc.nat({ max: 2 }), { minLength: capacity, maxLength: capacity, size: 'max' });
  const perLayer = fc.array(block, { minLength: max, maxLength: max, size: 'max' });
  const widths = fc.array(fc.integer({ min: 1, max: 2 }), { minLength: max + 1, maxLength: max + 1, size: 'max' });
  const sizes = fc.tuple(fc.integer({ min, max }), widths).map(([depth, all]) => all.slice(0, depth + 1));
  return fc.tuple(sizes, perLayer, perLayer, block).map(([own, weights, steps, values]) => {
    const shaped = (blocks: readonly number[][]): FieldMatrix[] =>
      own.slice(1).map((rows, l) => matrixFrom(blocks[l] ?? [], rows, own[l] as number));
    const inputs = own[0] as number;
    const point = {
      layers: shaped(weights),
      covariance: matrixFrom(values, inputs, inputs),
      directions: shaped(steps),
    };
    return { point, widths: [1, 1], covariance: generate(1, 1, () => 1), seed: 0 };
  });
}

/** With C replaced by its upper triangle, mirrored. */
export function symmetrised(instance: DeepLinearInstance): DeepLinearInstance {
  const point = pointOf(instance);
  return { ...instance, point: { ...point, covariance: mirrored(point.covariance) } };
}

/** The point of an instance. */
export function pointOf({ point }: DeepLinearInstance): DeepLinearPoint {
  if (typeof point !== 'number') return point;
  const word = randomWords(point);
  const square = (): FieldMatrix => randomFieldMatrix(word, WIDTH, WIDTH);
  const stack = (): FieldMatrix[] => Array.from({ length: DEPTH }, square);
  return { layers: stack(), covariance: mirrored(square()), directions: stack() };
}

function matrixFrom(values: readonly number[], rows: number, columns: number): FieldMatrix {
  return fieldMatrix(
    Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_entry, j) => values[i * 2 + j] ?? 0)),
  );
}

function mirrored(square: FieldMatrix): FieldMatrix {
  return square.map((row, i) => row.map((entry, j) => (i <= j ? entry : entryAt(square, j, i))));
}

function symmetric(size: number, values: readonly number[]): Matrix {
  return generate(size, size, (i, j) => values[Math.min(i, j) * size + Math.max(i, j)] as number);
}
