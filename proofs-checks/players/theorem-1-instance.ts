/** Instances of Theorem 1: a loss, two views and a path θ + tV through the weights of a network. */
import { taylorSlope, type TaylorSlope } from '../../src/claims/taylor-slope.js';
import type { ViewGradients } from '../../src/covariance/energy.js';
import {
  add,
  identity,
  inner,
  map,
  norm,
  sliceRows,
  stack,
  type Matrix,
  type Rows,
} from '../../src/linear-algebra/matrix.js';
import { lossValue, type Loss } from '../../src/losses/loss.js';
import { pairMargins } from '../../src/losses/pair-margins.js';
import { twoLayerForward, twoLayerGradient, type ActivationName, type TwoLayer } from '../../src/networks/two-layer.js';
import { normalMatrix, randomStream } from '../../src/random/random-stream.js';
import { lossOf, type LossChoice } from './loss-instances.js';

export interface Theorem1Instance {
  readonly loss: LossChoice;
  readonly x: Rows;
  readonly xPrime: Rows;
  readonly activation: ActivationName;
  /** Of the weights θ and of the direction V. */
  readonly seed: number;
}

export interface Theorem1Subject {
  /** α, or what stands in for it. */
  readonly importance: (loss: Loss, z: Rows, zPrime: Rows) => Matrix;
  /** ∂E_α/∂z and ∂E_α/∂z' at fixed α. */
  readonly energyGradient: (alpha: Matrix, z: Rows, zPrime: Rows) => ViewGradients;
}

const HIDDEN = 4;
const OUTPUTS = 3;
/** The longest step along V, ‖V‖ = 1; smaller where a kink is near. */
const LONGEST_STEP = 1e-2;
/** Instances with a kink nearer than this are left out: no three decades of steps would remain. */
const SHORTEST_STEP = 1e-4;

/** The slope test of the theorem on one instance; the figures draw its curve. */
export function taylorOf(instance: Theorem1Instance, { importance, energyGradient }: Theorem1Subject): TaylorSlope {
  const { x, xPrime } = instance;
  const loss = lossOf(instance.loss);
  const { at, direction } = pathOf(instance);
  const network = at(0);
  const [z, zPrime] = [twoLayerForward(network, x), twoLayerForward(network, xPrime)];
  const ascent = energyGradient(importance(loss, z, zPrime), z, zPrime);
  const views = [
    [x, ascent.z],
    [xPrime, ascent.zPrime],
  ] as const;
  const slopes = views.map(([rows, gradient]) => {
    const { first, second } = twoLayerGradient(network, rows, gradient);
    return inner(first, direction.first) + inner(second, direction.second);
  });
  // One pass for both views: the network treats each row on its own.
  const both = stack(x, xPrime);
  const valueAt = (t: number): number => {
    const out = twoLayerForward(at(t), both);
    return lossValue(loss, sliceRows(out, 0, x.rows), sliceRows(out, x.rows, out.rows));
  };
  return taylorSlope(valueAt, -slopes.reduce((sum, slope) => sum + slope), longestStep(instance));
}

/** Whether a step of useful length stays on one side of every kink. */
export function farFromKinks(instance: Theorem1Instance): boolean {
  return longestStep(instance) >= SHORTEST_STEP;
}

/** d²ᵢ − d²ᵢⱼ of the first pair at θ. */
export function firstMargin(instance: Theorem1Instance): number {
  const network = pathOf(instance).at(0);
  return pairMargins(twoLayerForward(network, instance.x), twoLayerForward(network, instance.xPrime)).data[1] as number;
}

interface Path {
  /** θ + tV. */
  readonly at: (t: number) => TwoLayer;
  readonly direction: Pick<TwoLayer, 'first' | 'second'>;
}

function pathOf({ x, activation, seed }: Theorem1Instance): Path {
  const random = randomStream(seed, 'theorem-1');
  const scale = 1 / Math.sqrt(x.columns);
  const first = map(normalMatrix(random, HIDDEN, x.columns), (entry) => scale * entry);
  const second = normalMatrix(random, OUTPUTS, HIDDEN);
  const [v1, v2] = [normalMatrix(random, HIDDEN, x.columns), normalMatrix(random, OUTPUTS, HIDDEN)];
  const length = Math.hypot(norm(v1), norm(v2));
  const direction = { first: map(v1, (entry) => entry / length), second: map(v2, (entry) => entry / length) };
  const at = (t: number): TwoLayer => ({
    activation,
    first: add(first, direction.first, t),
    second: add(second, direction.second, t),
  });
  return { at, direction };
}

/** LONGEST_STEP / 10^k, the first that crosses no kink of ψ or ReLU, by its end and its middle. */
function longestStep(instance: Theorem1Instance): number {
  if (instance.activation !== 'relu' && lossOf(instance.loss).psi.kinks.length === 0) return LONGEST_STEP;
  const { at } = pathOf(instance);
  const sides = (t: number): string => kinkSides(instance, at(t));
  const origin = sides(0);
  let step = LONGEST_STEP;
  while (step >= SHORTEST_STEP && (sides(step) !== origin || sides(step / 2) !== origin)) step /= 10;
  return step;
}

/** On which side of every kink a network puts the instance: one sign a hidden unit and sample, one a pair. */
function kinkSides({ loss, x, xPrime, activation }: Theorem1Instance, network: TwoLayer): string {
  const signs: boolean[] = [];
  if (activation === 'relu') {
    const hidden: TwoLayer = { activation: 'linear', first: network.first, second: identity(HIDDEN) };
    for (const rows of [x, xPrime]) for (const entry of twoLayerForward(hidden, rows).data) signs.push(entry > 0);
  }
  for (const { at: kink } of lossOf(loss).psi.kinks) {
    const margins = pairMargins(twoLayerForward(network, x), twoLayerForward(network, xPrime));
    for (const entry of margins.data) signs.push(entry > kink);
  }
  return signs.map(Number).join('');
}
