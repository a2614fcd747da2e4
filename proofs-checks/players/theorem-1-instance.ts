/** Instances of Theorem 1: a loss, two views and a path θ + tV through the weights of a network. */
import { TAYLOR_HIDES, taylorSlope, type TaylorSlope } from '../../src/claims/taylor-slope.js';
import type { ViewGradients } from '../../src/theory/losses/energy.js';
import {
  add,
  copy,
  generate,
  inner,
  map,
  norm,
  sliceRows,
  stack,
  zeros,
  type Matrix,
  type Rows,
} from '../../src/theory/algebra/matrix.js';
import { multiplyTransposed } from '../../src/theory/algebra/multiply.js';
import { lossOfMargins, type Loss } from '../../src/theory/losses/loss.js';
import { trustedPairMargins } from '../../src/theory/losses/pair-margins.js';
import {
  forwardBuffers,
  twoLayerForward,
  twoLayerGradient,
  type ActivationName,
  type TwoLayer,
} from '../../src/theory/networks/two-layer.js';
import { normalMatrix, randomStream } from '../../src/theory/algebra/random-stream.js';
import type { importanceOfSlopes } from './exact-chain-rule.js';
import { longestRow, steepnessOf } from './given-loss.js';
import { lossRounding } from './given-rounding.js';
import { lossOf, type LossChoice } from './loss-instances.js';
import { hasPhiCorners, sidesOfPhiCorners } from './phi-corners.js';

export interface Theorem1Instance {
  readonly loss: LossChoice;
  readonly x: Rows;
  readonly xPrime: Rows;
  readonly activation: ActivationName;
  /** Seed of the weights θ and of the direction V. */
  readonly seed: number;
}

export interface Theorem1Subject {
  /** α over F_p, from the slopes of φ and ψ. */
  readonly exactImportance: typeof importanceOfSlopes;
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
/** Outputs of length r have margins in [−2r², 2r²]; a step adds a hundredth of the weights. */
const LONGEST_OUTPUT = 0.9 * Math.SQRT1_2;

/** Inputs of a given loss become shorter by this, until its margins are within reach. */
const SHORTER = 0.8;

/** The slope test of the theorem on one instance; the figures draw its curve. */
export function taylorOf(instance: Theorem1Instance, subject: Theorem1Subject): TaylorSlope {
  const loss = lossOf(instance.loss);
  const path = pathOf(instance);
  const marginsAt = marginsAlong(instance, path);
  const valueAt = (t: number): number => lossOfMargins(loss, marginsAt(t));
  const noise = noiseOf(instance);
  return taylorSlope(valueAt, -slopeAlong(instance, path, subject), longestStep(instance, path), () => noise);
}

/** True if two subjects give the same slope along V, but for what the slope test cannot see above the rounding of L. */
export function slopesAgree(instance: Theorem1Instance, own: Theorem1Subject, other: Theorem1Subject): boolean {
  const path = pathOf(instance);
  const [right, wrong] = [slopeAlong(instance, path, own), slopeAlong(instance, path, other)];
  const seen = (TAYLOR_HIDES * noiseOf(instance)) / longestStep(instance, path);
  return Math.abs(right - wrong) <= seen;
}

/** Rounding of L, of a loss that is given: the slope test measures that of the named ones itself. */
function noiseOf({ loss, x, xPrime, ...own }: Theorem1Instance): number {
  if (!('phi' in loss)) return 0;
  const network = pathOf({ loss, x, xPrime, ...own }).at(0);
  return lossRounding(loss, twoLayerForward(network, x), twoLayerForward(network, xPrime));
}

/** dE_α/dt along V, α and its gradient as the subject has them. */
function slopeAlong(instance: Theorem1Instance, path: Path, { importance, energyGradient }: Theorem1Subject): number {
  const { x, xPrime } = instance;
  const loss = lossOf(instance.loss);
  const { direction } = path;
  const network = path.at(0);
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
  return slopes.reduce((sum, slope) => sum + slope);
}

/** True if a step of useful length stays on one side of every kink. */
export function farFromKinks(instance: Theorem1Instance): boolean {
  return longestStep(instance) >= stepUnit(instance) * SHORTEST_STEP;
}

/** d²ᵢ − d²ᵢⱼ of the first pair at θ. */
export function firstMargin(instance: Theorem1Instance): number {
  return marginsAlong(instance, pathOf(instance))(0).data[1] as number;
}

/** Inputs made shorter until no margin of the outputs lies beyond the reach, with room for a step. */
export function withShortOutputs(instance: Theorem1Instance, reach: number): Theorem1Instance {
  const network = pathOf(instance).at(0);
  let { x, xPrime } = instance;
  const isLong = (rows: Rows): boolean =>
    longestRow(twoLayerForward(network, rows)) > LONGEST_OUTPUT * Math.sqrt(reach);
  while (isLong(x) || isLong(xPrime))
    [x, xPrime] = [x, xPrime].map((rows) => map(rows, (entry) => SHORTER * entry)) as [Rows, Rows];
  return { ...instance, x, xPrime };
}

interface Path {
  /** θ + tV: one network, moved by each call. */
  readonly at: (t: number) => TwoLayer;
  readonly direction: Pick<TwoLayer, 'first' | 'second'>;
}

function pathOf({ x, activation, seed }: Theorem1Instance): Path {
  const random = randomStream(seed, 'theorem-1');
  const scale = 1 / Math.sqrt(x.columns);
  const first = generate(HIDDEN, x.columns, () => scale * random.normal());
  const second = normalMatrix(random, OUTPUTS, HIDDEN);
  const [v1, v2] = [normalMatrix(random, HIDDEN, x.columns), normalMatrix(random, OUTPUTS, HIDDEN)];
  const length = Math.hypot(norm(v1), norm(v2));
  const direction = { first: map(v1, (entry) => entry / length), second: map(v2, (entry) => entry / length) };
  const moved = { activation, first: copy(first), second: copy(second) };
  const at = (t: number): TwoLayer => {
    add(first, direction.first, t, moved.first);
    add(second, direction.second, t, moved.second);
    return moved;
  };
  return { at, direction };
}

/** t ↦ the margins at θ + tV, [N, N]: one matrix, overwritten by each call, since the slope test calls some fifty times. */
function marginsAlong({ x, xPrime }: Theorem1Instance, { at }: Path): (t: number) => Matrix {
  // One pass for both views: the network treats each row on its own.
  const both = stack(x, xPrime);
  const buffers = forwardBuffers(at(0), both);
  const [z, zPrime] = [sliceRows(buffers.output, 0, x.rows), sliceRows(buffers.output, x.rows, both.rows)];
  const margins = zeros(x.rows, x.rows);
  return (t) => {
    twoLayerForward(at(t), both, buffers);
    return trustedPairMargins(z, zPrime, margins);
  };
}

/** The unit of the steps: shorter for a given loss that bends faster than the named ones. */
function stepUnit({ loss }: Theorem1Instance): number {
  return 'phi' in loss ? 1 / steepnessOf(loss) : 1;
}

/** LONGEST_STEP / 10^k, the first that crosses no kink of ψ or ReLU, by its end and its middle. */
function longestStep(instance: Theorem1Instance, path?: Path): number {
  const loss = lossOf(instance.loss);
  const unit = stepUnit(instance);
  if (instance.activation !== 'relu' && loss.psi.kinks.length === 0 && !hasPhiCorners(loss)) return unit * LONGEST_STEP;
  const sidesAt = kinkSides(instance, path ?? pathOf(instance));
  const origin = sidesAt(0);
  const crosses = (t: number): boolean => sidesAt(t).some((side, k) => side !== origin[k]);
  let step = LONGEST_STEP;
  while (step >= SHORTEST_STEP && (crosses(unit * step) || crosses((unit * step) / 2))) step /= 10;
  return unit * step;
}

/** t ↦ on which side of every kink θ + tV puts the instance: one sign a hidden unit and sample, one a pair, one an anchor. */
function kinkSides(instance: Theorem1Instance, path: Path): (t: number) => boolean[] {
  const loss = lossOf(instance.loss);
  const { kinks } = loss.psi;
  const corners = hasPhiCorners(loss);
  const marginsAt = marginsAlong(instance, path);
  const both = stack(instance.x, instance.xPrime);
  return (t) => {
    const hidden = instance.activation === 'relu' ? multiplyTransposed(both, path.at(t).first).data : [];
    const margins = kinks.length > 0 || corners ? marginsAt(t) : zeros(0, 0);
    return [
      ...Array.from(hidden, (entry) => entry > 0),
      ...kinks.flatMap(({ at }) => Array.from(margins.data, (entry) => entry > at)),
      ...(corners ? sidesOfPhiCorners(loss, margins) : []),
    ];
  };
}
