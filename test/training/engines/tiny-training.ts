/** A small convolutional net trained contrastively: what engines are compared on. */
import {
  sizeOf,
  type NamedData,
  type NamedTensors,
  type Step,
  type TensorData,
  type TensorSpecs,
} from '../../../src/training/compile/step.js';
import type { RunningStep } from '../../../src/training/engines/engine.js';
import { mapValues } from '../../../src/base/map-values.js';
import { initialWeights } from '../../../src/training/models/initialise.js';
import { tinyNet } from '../../../src/training/models/tiny-net.js';
import { randomStream } from '../../../src/theory/algebra/random-stream.js';
import { tf } from '../../../src/training/compile/tfjs.js';

const MODEL = tinyNet({ hidden: 16, output: 8 });
const PAIRS = 8;
const SIDE = 16;
const NAMES = Object.keys(MODEL.parameters);
const TEMPERATURE = 0.5;
const RATE = 0.05;
const MOMENTUM = 0.9;

/** The longest sum in the step: of a weight's gradient over the images and pixels behind the first convolution. */
const LONGEST_SUM = PAIRS * (SIDE / 2) ** 2;

function velocities<T>(of: (name: string) => T): Record<string, T> {
  return Object.fromEntries(NAMES.map((name) => [`velocity/${name}`, of(name)]));
}

const STATE: TensorSpecs = {
  ...MODEL.parameters,
  ...MODEL.buffers,
  ...velocities((name) => MODEL.parameters[name] as TensorSpecs[string]),
};

const VIEWS: TensorSpecs[string] = { shape: [PAIRS, SIDE, SIDE, 3], dtype: 'float32' };

/** InfoNCE of one view against the other, descended with momentum. */
export const TINY_TRAINING: Step = {
  state: STATE,
  inputs: { first: VIEWS, second: VIEWS },
  run: (state, { first, second }) => {
    let buffers: NamedTensors = {};
    const loss = (...parameters: tf.Tensor[]): tf.Scalar => {
      const weights = { ...state, ...Object.fromEntries(NAMES.map((name, k) => [name, parameters[k] as tf.Tensor])) };
      const one = MODEL.forward(weights, first as tf.Tensor, 'train');
      const other = MODEL.forward({ ...weights, ...one.buffers }, second as tf.Tensor, 'train');
      // Kept: what is made in here is freed otherwise.
      buffers = mapValues(other.buffers, (buffer) => tf.keep(tf.clone(buffer)));
      const logits = tf.div(tf.matMul(unit(one.embedding), unit(other.embedding), false, true), TEMPERATURE);
      // Logits are at most 1/TEMPERATURE: no exponential overflows.
      const agreement = tf.sum(tf.mul(logits, tf.eye(PAIRS)), 1);
      return tf.mean(tf.sub(tf.log(tf.sum(tf.exp(logits), 1)), agreement));
    };
    const { value, grads } = tf.valueAndGrads(loss)(NAMES.map((name) => state[name] as tf.Tensor));
    const next: Record<string, tf.Tensor> = { ...buffers };
    NAMES.forEach((name, k) => {
      const velocity = tf.add(tf.mul(MOMENTUM, state[`velocity/${name}`] as tf.Tensor), grads[k] as tf.Tensor);
      next[`velocity/${name}`] = velocity;
      next[name] = tf.sub(state[name] as tf.Tensor, tf.mul(RATE, velocity));
    });
    return { state: next, outputs: { loss: value } };
  },
};

function unit(rows: tf.Tensor2D): tf.Tensor2D {
  return tf.div(rows, tf.sqrt(tf.add(tf.sum(tf.square(rows), 1, true), 1e-6)));
}

export function initialState(): NamedData {
  const empty = (name: string): TensorData => {
    const { shape, dtype } = MODEL.parameters[name] as TensorSpecs[string];
    return { shape, dtype, data: new Float32Array(sizeOf(shape)) };
  };
  return { ...initialWeights(MODEL, 1), ...velocities(empty) };
}

/** Two views of images: the same noise, seen with other noise. */
export function pairsOfViews(): NamedData {
  const random = randomStream(2, 'views');
  const noise = (): number[] => Array.from({ length: PAIRS * SIDE * SIDE * 3 }, () => random.normal());
  const images = noise();
  const view = (): TensorData => {
    const other = noise();
    return { ...VIEWS, data: Float32Array.from(images, (x, k) => x + 0.5 * (other[k] as number)) };
  };
  return { first: view(), second: view() };
}

export interface Training {
  readonly losses: readonly number[];
  readonly state: NamedData;
}

/** Trains from the initial state on. @param running `TINY_TRAINING`, started */
export async function train(running: RunningStep, steps: number): Promise<Training> {
  running.setState(initialState());
  const views = pairsOfViews();
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) losses.push((await running.run(views))['loss']?.data[0] as number);
  return { losses, state: await running.state() };
}

/** Half the distance of neighbouring float32 numbers, relative. */
const UNIT_ROUNDOFF = 2 ** -24;

/**
 * By how much two trainings differ, over what roundings explain: at most 1.
 *
 * A sum of n numbers in another order differs by at most n roundings of its size. To first order the differences of all steps
 * add up; they are relative to the first loss and to the largest entry of the state.
 */
export function excessDifference(a: Training, b: Training): number {
  const explained = a.losses.length * LONGEST_SUM * UNIT_ROUNDOFF;
  const ofLosses = largest(a.losses.map((loss, step) => loss - (b.losses[step] as number))) / (a.losses[0] as number);
  const entries = ({ state }: Training): number[] =>
    Object.keys(STATE).flatMap((name) => [...(state[name]?.data ?? [])]);
  const other = entries(b);
  const ofState = largest(entries(a).map((entry, k) => entry - (other[k] as number))) / largest(other);
  return Math.max(ofLosses, ofState) / explained;
}

function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
