/** A loss that code is written of, and numbers by which a file of code checks itself. */
import { fromNested, type Matrix } from '../algebra/matrix.js';
import { distanceWeights, gradientOfWeights, type DistanceLoss } from '../distance-losses/distance-loss.js';
import { writtenSums } from '../distance-losses/write-distances.js';
import { unitRows, unitRowsGradient } from '../losses/unit-rows.js';
import { codeName, vectorisedProgram, type VectorisedProgram } from './vectorised-program.js';

/** A loss with what its file tells of it. */
export interface CodeSubject {
  /** Lower-case words between hyphens. */
  readonly name: string;
  readonly title: string;
  /** Authors, year, and what to cite. */
  readonly source: string;
  readonly loss: DistanceLoss;
  /** The command that writes this file. */
  readonly command: string;
}

/** Parts of a file that it has on demand. */
export interface CodeOptions {
  /** True if the class can append what the weights α do in a batch to a CSV file. */
  readonly diagnosis: boolean;
}

/** A subject with all that the languages need of it. */
export interface PreparedSubject extends CodeSubject {
  readonly program: VectorisedProgram;
  /** Lines of its formula: the loss of an anchor, sums, parameters that are part of the code. */
  readonly formula: readonly string[];
  readonly check: Check;
}

/** A small batch, and what float64 gives for it. */
interface Check {
  readonly z1: readonly (readonly number[])[];
  readonly z2: readonly (readonly number[])[];
  readonly value: number;
  /** The length of the gradient with respect to both views. */
  readonly gradientNorm: number;
}

/** Rows that are no multiples of each other, and short: a loss of scalar products takes them as they are. */
export const CHECK_BATCH = {
  z1: [
    [0.6, -0.2],
    [0.1, 0.7],
    [-0.5, 0.3],
  ],
  z2: [
    [0.5, 0.1],
    [-0.2, 0.6],
    [-0.4, -0.4],
  ],
} as const;

/**
 * Prepares a loss for writing code.
 *
 * @throws InvalidInput as `vectorisedProgram` and `distanceWeights`
 */
export function preparedSubject(subject: CodeSubject): PreparedSubject {
  const { loss } = subject;
  return { ...subject, program: vectorisedProgram(loss), formula: formulaLines(loss), check: checkOf(loss) };
}

function formulaLines({ formulae: { anchor, sums = {}, parameters = {} } }: DistanceLoss): string[] {
  const zero = Object.keys(parameters).filter((name) => parameters[name] === 0);
  return [
    `loss of an anchor = ${anchor}`,
    ...writtenSums(sums),
    ...zero.map((name) => `${name} = 0, which is built in`),
    ...Object.keys(parameters)
      .filter((name) => codeName(name) !== name && parameters[name] !== 0)
      .map((name) => `${name} is ${codeName(name)} below`),
  ];
}

function checkOf(loss: DistanceLoss): Check {
  const { z1, z2 } = CHECK_BATCH;
  const gradients = batchGradient(loss, fromNested(z1), fromNested(z2));
  const squares = [gradients.z, gradients.zPrime].flatMap(({ data }) => [...data]).map((one) => one * one);
  return {
    z1,
    z2,
    value: gradients.value,
    gradientNorm: Math.sqrt(squares.reduce((sum, one) => sum + one, 0)),
  };
}

/** Value and gradient with respect to rows before they are normalised, which those of a loss of scalar products are not. */
function batchGradient(
  loss: DistanceLoss,
  z: Matrix,
  zPrime: Matrix,
): { readonly value: number; readonly z: Matrix; readonly zPrime: Matrix } {
  const isPlain = loss.distance === 'dot';
  const [first, second] = [unitRows(z), unitRows(zPrime, 'zPrime')];
  const [a, b] = isPlain ? [z, zPrime] : [first.unit, second.unit];
  const weights = distanceWeights(loss, a, b);
  const gradient = gradientOfWeights(loss, weights, a, b);
  if (isPlain) return { value: weights.value, ...gradient };
  return {
    value: weights.value,
    z: unitRowsGradient(first, gradient.z),
    zPrime: unitRowsGradient(second, gradient.zPrime),
  };
}
