/** What a kernel is tried on: numbers, and the way they come to it. */
import fc from 'fast-check';
import { sizeOf, type TensorData } from '../../../src/training/compile/step.js';
import { randomStream, type RandomStream } from '../../../src/theory/algebra/random-stream.js';
import { tf } from '../../../src/training/compile/tfjs.js';

type Dtype = 'float32' | 'int32' | 'bool';

/**
 * An operand of a kernel. `stored` goes into the step, `arrive` makes the operand of it: the compiler notes transpositions
 * and equal entries instead of making them, so the same numbers must do by every way.
 */
export interface Operand {
  readonly shape: readonly number[];
  readonly dtype: Dtype;
  readonly stored: TensorData;
  readonly text: string;
  arrive(stored: tf.Tensor): tf.Tensor;
  /** The same with another number for every number. */
  mapped(change: (value: number) => number): Operand;
}

type Arrival =
  | { readonly way: 'straight' | 'flat' | 'filled' | 'spread' | 'constant' }
  /** Stored with its axes in another order. */
  | { readonly way: 'transposed'; readonly perm: readonly number[] }
  /** Stored with an axis of length 1 more and its axes in another order. */
  | { readonly way: 'squeezed'; readonly perm: readonly number[] };

/** One number. */
export type Values = (random: RandomStream) => number;

function oneOf(random: RandomStream, values: readonly number[]): number {
  return values[random.integer(values.length)] as number;
}

/** Normal, with zeros and equal ones. */
export const ordinary: Values = (random) =>
  random.uniform() < 0.3 ? oneOf(random, [0, -0, 1, -1, 0.5, -0.5, 1.5, -2]) : random.normal();

/** From 1e-30 to 1e30. */
export const wide: Values = (random) =>
  random.uniform() < 0.4 ? random.normal() * 10 ** (60 * random.uniform() - 30) : ordinary(random);

export const infinite: Values = (random) =>
  random.uniform() < 0.1 ? oneOf(random, [Infinity, -Infinity]) : wide(random);

export const any: Values = (random) => (random.uniform() < 0.1 ? Number.NaN : infinite(random));

export const positive: Values = (random) => Math.abs(random.normal()) + 0.1;

export const whole: Values = (random) => random.integer(9) - 4;

export const truth: Values = (random) => random.integer(2);

export interface OperandOptions {
  /** Default: `ordinary` for float32, `whole` for int32. */
  readonly values?: Values;
  readonly dtype?: Dtype;
}

export function operand(
  shape: readonly number[],
  { dtype = 'float32', values }: OperandOptions = {},
): fc.Arbitrary<Operand> {
  const draw = values ?? { float32: ordinary, int32: whole, bool: truth }[dtype];
  const permutation = (rank: number): fc.Arbitrary<readonly number[]> => {
    const axes = Array.from({ length: rank }, (_, axis) => axis);
    return fc.shuffledSubarray(axes, { minLength: rank, maxLength: rank });
  };
  const arrival = fc.oneof(
    {
      weight: 2,
      arbitrary: fc.constantFrom<Arrival>(
        ...(['straight', 'flat', 'filled', 'spread', 'constant'] as const).map((way) => ({ way })),
      ),
    },
    { weight: 2, arbitrary: permutation(shape.length).map((perm): Arrival => ({ way: 'transposed', perm })) },
    { weight: 1, arbitrary: permutation(shape.length + 1).map((perm): Arrival => ({ way: 'squeezed', perm })) },
  );
  return fc.record({ seed: fc.nat(), arrival }).map(({ seed, arrival: chosen }) => {
    const random = randomStream(seed);
    const numbers = Array.from({ length: sizeOf(shape) }, () => draw(random));
    return operandOf(shape, dtype, numbers, chosen);
  });
}

function operandOf(shape: readonly number[], dtype: Dtype, numbers: readonly number[], arrival: Arrival): Operand {
  const { stored, arrive } = wayOf(shape, dtype, numbers, arrival);
  const count = sizeOf(stored);
  const data =
    dtype === 'float32' ? Float32Array.from(numbers.slice(0, count)) : Int32Array.from(numbers.slice(0, count));
  const how = 'perm' in arrival ? `${arrival.way} ${arrival.perm.join('')}` : arrival.way;
  return {
    shape,
    dtype,
    stored: { shape: stored, dtype: dtype === 'float32' ? 'float32' : 'int32', data },
    text: `${dtype} [${shape.join(', ')}] ${how} (${[...data].join(' ')})`,
    arrive: (tensor) => (dtype === 'bool' ? arrive(tf.cast(tensor, 'bool')) : arrive(tensor)),
    mapped: (change) => operandOf(shape, dtype, numbers.map(change), arrival),
  };
}

function wayOf(
  shape: readonly number[],
  dtype: Dtype,
  numbers: readonly number[],
  arrival: Arrival,
): { readonly stored: readonly number[]; readonly arrive: (tensor: tf.Tensor) => tf.Tensor } {
  const target = [...shape];
  const filled = (value: number): tf.Tensor => {
    const { fill } = tf;
    return fill(target, value, dtype);
  };
  switch (arrival.way) {
    case 'straight':
      return { stored: shape, arrive: (tensor) => tensor };
    case 'flat':
      return { stored: [sizeOf(shape)], arrive: (tensor) => tf.reshape(tensor, target) };
    case 'filled':
      return { stored: [], arrive: () => filled(numbers[0] ?? 0) };
    case 'spread': {
      const ones = shape.map(() => 1);
      return {
        stored: [],
        arrive: (tensor) => (ones.length === 0 ? tensor : tf.tile(tf.reshape(tensor, ones), target)),
      };
    }
    case 'constant':
      return { stored: [], arrive: () => tf.tensor([...numbers], target, dtype) };
    case 'transposed':
    case 'squeezed': {
      const longer = arrival.way === 'squeezed' ? [...shape, 1] : shape;
      const stored = arrival.perm.map((axis) => longer[axis] as number);
      const back = longer.map((_, axis) => arrival.perm.indexOf(axis));
      return { stored, arrive: (tensor) => tf.reshape(tf.transpose(tensor, back), target) };
    }
  }
}

const LENGTH = fc.integer({ min: 1, max: 4 });

export interface ShapeOptions {
  readonly minRank?: number;
  readonly maxRank?: number;
}

export function shapes({ minRank = 0, maxRank = 4 }: ShapeOptions = {}): fc.Arbitrary<number[]> {
  return fc.array(LENGTH, { minLength: minRank, maxLength: maxRank });
}

/** Shapes that broadcast against each other. */
export function broadcastShapes(count: number): fc.Arbitrary<number[][]> {
  return shapes().chain((common) => {
    const rank = common.length;
    const one = fc
      .record({
        dropped: fc.integer({ min: 0, max: rank }),
        long: fc.array(fc.boolean(), { minLength: rank, maxLength: rank }),
      })
      .map(({ dropped, long }) => common.map((length, axis) => (long[axis] ? length : 1)).slice(dropped));
    return fc.array(fc.oneof(fc.constant(common), one), { minLength: count, maxLength: count });
  });
}
