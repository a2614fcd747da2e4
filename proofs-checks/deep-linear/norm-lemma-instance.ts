/** Instances of the norm lemma: a loss, two views, and a network of any depth with a normalised output. */
import fc, { type Arbitrary } from 'fast-check';
import { gridNumber, seeds, views } from '../../src/claims/instances.js';
import {
  add,
  at,
  generate,
  map,
  norm,
  row,
  sliceRows,
  stack,
  type Matrix,
  type Rows,
} from '../../src/theory/algebra/matrix.js';
import { lossGradient, lossValue } from '../../src/theory/losses/loss.js';
import { pairMargins } from '../../src/theory/losses/pair-margins.js';
import type { Layers } from '../../src/theory/networks/deep-linear.js';
import { rowsCentred } from '../../src/theory/networks/layer-norm.js';
import {
  networkGradient,
  networkPass,
  type NormalisedNetwork,
  type OutputNorm,
} from '../../src/theory/networks/normalised-network.js';
import type { ActivationName } from '../../src/theory/networks/two-layer.js';
import { normalMatrix, randomStream } from '../../src/theory/algebra/random-stream.js';
import { steepnessOf } from '../players/given-loss.js';
import { lossChoice, lossOf, type LossChoice, type LossFamily } from '../players/loss-instances.js';
import { hasPhiCorners, sidesOfPhiCorners } from '../players/phi-corners.js';

export interface NormLemmaInstance extends NormalisedNetwork {
  readonly loss: LossChoice;
  readonly x: Rows;
  readonly xPrime: Rows;
  /** Fixed parameters behind the normalisation: the loss sees γ∘y + β. None where left out. */
  readonly affine?: { readonly gain: readonly number[]; readonly shift: readonly number[] };
  /** c, of the layer that is scaled. */
  readonly factor: number;
  /** Seed of the direction V. */
  readonly seed: number;
}

/** The network on rows, and the way back from its output to its weights. */
export interface NormLemmaSubject {
  readonly forward: (network: NormalisedNetwork, x: Rows) => Rows;
  readonly gradient: (network: NormalisedNetwork, x: Rows, toOutput: Rows) => Layers;
}

export const librarySubject: NormLemmaSubject = {
  forward: (network, x) => networkPass(network, x).output,
  gradient: (network, x, toOutput) => networkGradient(networkPass(network, x), toOutput),
};

export interface NormLemmaOptions {
  /** h. Default linear and ReLU. */
  readonly activations?: readonly ActivationName[];
  /** Default ℓ2 and layer normalisation. */
  readonly outputNorms?: readonly OutputNorm[];
  /** Layers from this. Default 1. */
  readonly shallowest?: number;
  readonly losses: LossFamily;
  /** γ and β. Default in half of the instances. */
  readonly affine?: 'some' | 'none';
}

const DEPTH = 4;
const WIDTH = 4;
/** Layer normalisation of 2 outputs gives ±1 and nothing else. */
const FEWEST_OUTPUTS = 3;
const FEATURES = 3;
/** The largest κ: rounding and the bend of L grow with it. Rows of zeros, and constant rows under layer normalisation, have κ = ∞. */
const LONGEST_REACH = 1e3;
const LONGEST_STEP = 1e-2;
/** Two decades of steps at least remain short of the first kink. */
const SHORTEST_STEP = 1e-4;

/** Depth 1 to 4 and widths 1 to 4, away from kinks and from outputs without a direction. */
export function normLemmaInstances(options: NormLemmaOptions): Arbitrary<NormLemmaInstance> {
  const { activations = ['linear', 'relu'], outputNorms = ['l2', 'layer'], shallowest = 1 } = options;
  const { losses, affine: affineIn = 'some' } = options;
  const capacity = DEPTH * WIDTH ** 2;
  return fc
    .record({
      loss: lossChoice(losses),
      both: views({ samples: 5, features: FEATURES, augmentation: 0.5 }),
      depth: fc.integer({ min: shallowest, max: DEPTH }),
      hidden: fc.array(fc.integer({ min: 1, max: WIDTH }), { minLength: DEPTH, maxLength: DEPTH }),
      outputs: fc.integer({ min: FEWEST_OUTPUTS, max: WIDTH }),
      // Quarters: a counterexample shrinks to weights that are not lost in rounding.
      entries: fc.array(fc.integer({ min: -8, max: 8 }), { minLength: capacity, maxLength: capacity, size: 'max' }),
      activation: fc.constantFrom(...activations),
      outputNorm: fc.constantFrom(...outputNorms),
      withAffine: affineIn === 'some' ? fc.boolean() : fc.constant(false),
      gain: fc.array(gridNumber(0.5, 2), { minLength: WIDTH, maxLength: WIDTH }),
      shift: fc.array(gridNumber(-1, 1), { minLength: WIDTH, maxLength: WIDTH }),
      factor: fc.constantFrom(2, 0.5, 3, 0.1, 10),
      seed: seeds(),
    })
    .map(({ both, depth, hidden, outputs, entries, withAffine, gain, shift, ...own }) => {
      const widths = [both.z.columns, ...hidden.slice(0, depth - 1), outputs];
      const layers = widths.slice(1).map((rows, l) => {
        const columns = widths[l] as number;
        return generate(rows, columns, (i, j) => (entries[(l * WIDTH + i) * WIDTH + j] as number) / 4);
      });
      const affine = { gain: gain.slice(0, outputs), shift: shift.slice(0, outputs) };
      return { ...own, x: both.z, xPrime: both.zPrime, layers, ...(withAffine ? { affine } : {}) };
    })
    .filter((instance) => longestReach(instance) <= LONGEST_REACH && stepOf(instance) > 0);
}

/** L of the network with these layers. */
export function lossAt(instance: NormLemmaInstance, layers: Layers, { forward }: NormLemmaSubject): number {
  const output = forward({ ...instance, layers }, stack(instance.x, instance.xPrime));
  return lossValue(lossOf(instance.loss), ...viewsOf(instance, output));
}

/** ∂L/∂y, [2N, n_L]: both views, one above the other. */
export function lossSlopes(instance: NormLemmaInstance, output: Rows): Rows {
  const { z, zPrime } = lossGradient(lossOf(instance.loss), ...viewsOf(instance, output));
  return scaledColumns(stack(z, zPrime), instance.affine?.gain);
}

/** The part of y that the loss sees, [2N, n_L]: γ∘y + β of the first views and of the second. */
export function viewsOf({ affine }: NormLemmaInstance, output: Rows): [Rows, Rows] {
  const gained = scaledColumns(output, affine?.gain);
  const { rows, columns } = output;
  const seen = generate(rows, columns, (i, j) => at(gained, i, j) + (affine?.shift[j] ?? 0));
  return [sliceRows(seen, 0, rows / 2), sliceRows(seen, rows / 2, rows)];
}

/** ∂L/∂W_l for every l. */
export function weightGradients(instance: NormLemmaInstance, { forward, gradient }: NormLemmaSubject): Layers {
  const both = stack(instance.x, instance.xPrime);
  return gradient(instance, both, lossSlopes(instance, forward(instance, both)));
}

/**
 * κᵢ = Π_l ‖W_l‖_F ‖xᵢ‖ / ‖zᵢ‖ for every row of both views, z less its mean under layer normalisation: what a relative
 * error of a product can become in the direction of the output. 1 / 0 = ∞.
 */
export function reaches({ layers, x, xPrime, ...network }: NormLemmaInstance): Float64Array {
  const both = stack(x, xPrime);
  const plain = networkPass({ ...network, layers, outputNorm: 'none' }, both).output;
  const z = network.outputNorm === 'layer' ? rowsCentred(plain) : plain;
  const gain = layers.reduce((product, layer) => product * norm(layer), 1);
  return Float64Array.from({ length: both.rows }, (_, i) => (gain * norm(row(both, i))) / norm(row(z, i)));
}

/** V, of norm 1 over all layers together. */
export function directionOf({ layers, seed }: NormLemmaInstance): Layers {
  const random = randomStream(seed, 'norm lemma');
  const raw = layers.map((layer) => normalMatrix(random, layer.rows, layer.columns));
  const length = Math.hypot(...raw.map(norm));
  return raw.map((layer) => map(layer, (entry) => entry / length));
}

/** W + tV. */
export function along(layers: Layers, direction: Layers, t: number): Layers {
  return layers.map((layer, l) => add(layer, direction[l] as Matrix, t));
}

/** The longest step along V for the slope test, short of kinks; 0 where they are too near. */
export function stepOf(instance: NormLemmaInstance): number {
  const { layers } = instance;
  const direction = directionOf(instance);
  const origin = kinkSides(instance, layers);
  // A step of this size turns an output by a hundredth at most.
  const steepness = 'phi' in instance.loss ? steepnessOf(instance.loss) : 1;
  const unit = Math.min(1, ...layers.map((layer) => norm(layer))) / longestReach(instance) / steepness;
  for (let share = LONGEST_STEP; share >= SHORTEST_STEP; share /= 10) {
    const crosses = [1, 0.5].some(
      (part) => kinkSides(instance, along(layers, direction, part * share * unit)) !== origin,
    );
    if (!crosses) return share * unit;
  }
  return 0;
}

function longestReach(instance: NormLemmaInstance): number {
  const longest = Math.max(...reaches(instance));
  return Number.isNaN(longest) ? Infinity : longest;
}

/** On which side of every kink of ReLU, ψ and φ: one sign a hidden unit and row, one a pair, one an anchor. */
function kinkSides(instance: NormLemmaInstance, layers: Layers): string {
  const signs: boolean[] = [];
  const pass = networkPass({ ...instance, layers }, stack(instance.x, instance.xPrime));
  if (instance.activation === 'relu') {
    for (const { data } of pass.before.slice(0, -1)) for (const entry of data) signs.push(entry > 0);
  }
  const loss = lossOf(instance.loss);
  for (const { at: kink } of loss.psi.kinks) {
    for (const margin of pairMargins(...viewsOf(instance, pass.output)).data) signs.push(margin > kink);
  }
  if (hasPhiCorners(loss)) {
    signs.push(...sidesOfPhiCorners(loss, pairMargins(...viewsOf(instance, pass.output))));
  }
  return signs.map(Number).join('');
}

function scaledColumns(matrix: Rows, factors?: readonly number[]): Rows {
  return generate(matrix.rows, matrix.columns, (i, j) => at(matrix, i, j) * (factors?.[j] ?? 1));
}
