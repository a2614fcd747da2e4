/** Trains one two-layer network and follows how far its rows specialise. */
import { energyGradient, negated, type ViewGradients } from '../../src/theory/losses/energy.js';
import { atRest, sgdStep, type SgdOptions } from '../../src/theory/landscape/sgd.js';
import { specialisation, type Specialisation } from '../../src/theory/landscape/specialisation.js';
import { constrained, type WeightConstraint } from '../../src/theory/landscape/weight-constraint.js';
import { add, generate, map, toNested, type Matrix, type Rows } from '../../src/theory/algebra/matrix.js';
import { lossGradient } from '../../src/theory/losses/loss.js';
import { namedLoss } from '../../src/theory/losses/named-losses.js';
import { unitRows, unitRowsGradient } from '../../src/theory/losses/unit-rows.js';
import { passGradient, twoLayerPass, type TwoLayerPass } from '../../src/theory/networks/two-layer-pass.js';
import type { TwoLayer } from '../../src/theory/networks/two-layer.js';
import { randomStream } from '../../src/theory/algebra/random-stream.js';
import { codedMeasures, codedStart, codedStep, type CodedOptions } from './as-coded.js';
import { DATA, drawCodedViews, drawViews } from './components.js';
import type { AsCoded, Cell, Ours } from './configuration.js';

const NETWORK = { hidden: 10, outputs: 20 } as const;
export const TEMPERATURE = 0.1;
const DESCENT: SgdOptions = { learningRate: 0.01, momentum: 0.9, weightDecay: 5e-3 };

/** Number of moments of a run that are kept beside its start. */
const MOMENTS = 50;

export interface Moment extends Specialisation {
  readonly step: number;
}

export interface Training {
  readonly course: readonly Moment[];
  /** W₁ at the end, one array a row. */
  readonly first: readonly (readonly number[])[];
}

export function train(cell: Cell): Training {
  return cell.variant === 'ours' ? trainOurs(cell) : trainAsCoded(cell);
}

interface Length {
  readonly seed: number;
  readonly steps: number;
}

function trainAsCoded({ seed, steps, ...axes }: AsCoded & Length): Training {
  const options: CodedOptions = {
    ...axes,
    similarity: 'negative-distance',
    temperature: TEMPERATURE,
    descent: DESCENT,
  };
  const { first, second } = initialWeights(seed);
  let state = codedStart(first, second);
  const moment = (step: number): Moment => {
    const { weight } = state.first;
    return { step, ...specialisation(weight), ...codedMeasures(weight) };
  };
  const course = [moment(0)];
  for (let step = 1; step <= steps; step++) {
    ({ state } = codedStep(state, drawCodedViews(step), options));
    if (isKept(step, steps)) course.push(moment(step));
  }
  return { course, first: toNested(state.first.weight) };
}

function isKept(step: number, steps: number): boolean {
  return step % Math.ceil(steps / MOMENTS) === 0;
}

function trainOurs(cell: Ours & Length): Training {
  const constraint: WeightConstraint = {
    norm: cell.weightNorm,
    rowLength: cell.rowLength,
    sign: cell.activation === 'relu' ? 'non-negative' : 'free',
  };
  const start = initialWeights(cell.seed);
  // All three norms start from one W₁, up to the lengths of its rows.
  let first = atRest(constrained(constrained(start.first, { ...constraint, norm: 'layer' }), constraint));
  let second = atRest(start.second);
  const course: Moment[] = [{ step: 0, ...specialisation(first.weight) }];
  for (let step = 1; step <= cell.steps; step++) {
    const weights = { first: first.weight, second: second.weight };
    const gradient = batchGradient(cell, weights, drawViews(cell.seed, step));
    const moved = sgdStep(first, gradient.first, DESCENT);
    first = { ...moved, weight: constrained(moved.weight, constraint) };
    second = sgdStep(second, gradient.second, DESCENT);
    if (isKept(step, cell.steps)) course.push({ step, ...specialisation(first.weight) });
  }
  return { course, first: toNested(first.weight) };
}

type Weights = Pick<TwoLayer, 'first' | 'second'>;

/**
 * The gradient of the mean softmax cross-entropy, which is eq. 1 over Nτ; each view goes through the network on its own,
 * with its own batch statistics. With uniform α that of −E_α, over Nτ too.
 */
export function batchGradient(configuration: Ours, weights: Weights, views: readonly [Rows, Rows]): Weights {
  const [z, zPrime] = views.map((x) => branch(configuration, weights, x)) as [Branch, Branch];
  const gradients = outputGradients(configuration, z.output, zPrime.output);
  const [a, b] = [z.back(gradients.z), zPrime.back(gradients.zPrime)];
  const scale = 1 / (z.output.rows * TEMPERATURE);
  const total = (p: Matrix, q: Matrix): Matrix => map(add(p, q), (entry) => scale * entry);
  return { first: total(a.first, b.first), second: total(a.second, b.second) };
}

interface Branch {
  /** The outputs that the loss sees. */
  readonly output: Rows;
  readonly back: (gradient: Rows) => Weights;
}

function branch({ activation, hiddenNorm, outputs }: Ours, weights: Weights, x: Rows): Branch {
  const pass: TwoLayerPass = twoLayerPass({ activation, hiddenNorm, ...weights }, x);
  if (outputs === 'free') return { output: pass.output, back: (gradient) => passGradient(pass, gradient) };
  // A component that no neuron sees has output 0; it has no direction to learn from and must not stop the run.
  const unit = unitRows(pass.output, 'the outputs', 'keep');
  return { output: unit.unit, back: (gradient) => passGradient(pass, unitRowsGradient(unit, gradient)) };
}

const INFONCE = namedLoss('infonce', { temperature: TEMPERATURE });

function outputGradients({ importance }: Ours, z: Rows, zPrime: Rows): ViewGradients {
  return importance === 'dynamic'
    ? lossGradient(INFONCE, z, zPrime)
    : negated(energyGradient(uniformImportance(z.rows), z, zPrime));
}

/** α with row sums 1, those that InfoNCE's approach from below. */
export function uniformImportance(samples: number): Matrix {
  return generate(samples, samples, (i, j) => (i === j ? 0 : 1 / (samples - 1)));
}

/** Uniform in ±1/√(inputs). */
function initialWeights(seed: number): Weights {
  const random = randomStream(seed, 'weights');
  const layer = (outputs: number, inputs: number): Matrix =>
    generate(outputs, inputs, () => (2 * random.uniform() - 1) / Math.sqrt(inputs));
  return { first: layer(NETWORK.hidden, DATA.components), second: layer(NETWORK.outputs, NETWORK.hidden) };
}
