/** Assignments of ReLU neurons on an orthogonal mixture under a loss, and the paths that lead away from them. */
import fc, { type Arbitrary } from 'fast-check';
import { gridNumber, seeds } from '../../src/claims/instances.js';
import { lossAssignment, type AssignedPoint } from '../../src/theory/landscape/loss-assignment.js';
import { normalised, tangential } from '../../src/theory/landscape/two-layer-ascent.js';
import { add, generate, maxAbs, type Matrix, type Rows } from '../../src/theory/algebra/matrix.js';
import { lossGradient, lossValue, pairwiseImportance } from '../../src/theory/losses/loss.js';
import { pairMargins } from '../../src/theory/losses/pair-margins.js';
import { assignedRows, mixtureViews } from '../../src/theory/networks/orthogonal-mixture.js';
import { twoLayerForward, twoLayerGradient } from '../../src/theory/networks/two-layer.js';
import { lossChoice, lossOf, type LossChoice } from '../players/loss-instances.js';
import { lossTerms } from '../players/loss-terms.js';
import { assignmentIn, draws, mixtures } from './mixture-instances.js';

export interface DynamicAssignment extends AssignedPoint {
  readonly loss: LossChoice;
  /** Seed of the random directions. */
  readonly seed: number;
}

/** Entries of G are at least this share of the largest, and that of the terms of L: smaller ones drown in rounding. */
const CLEAR = 1e-2;
/** Least distance between a margin and a kink of ψ; paths move margins by less. */
const KINK_DISTANCE = 0.05;

/**
 * 2 to 4 components, up to 4 neurons.
 *
 * @param losses names of losses
 * @param second W₂ of K neurons. Default: one output sᵀ, random.
 */
export function dynamicAssignments(
  losses: readonly string[],
  second: Arbitrary<(K: number) => Matrix> = randomTop(),
): Arbitrary<DynamicAssignment> {
  return fc
    .record({
      loss: lossChoice(losses),
      mixture: mixtures({ fewest: 2, components: 4, samples: 6 }),
      neurons: draws(4),
      second,
      seed: seeds(),
    })
    .map(({ loss, mixture, neurons, second: top, seed }) => {
      const assignment = assignmentIn(neurons, mixture.components);
      return { loss, ...mixtureViews(mixture), assignment, second: top(assignment.length), seed };
    })
    .filter(isClear);
}

/** W₂ = sᵀ with entries between 0.1 and 1 in size. */
function randomTop(): Arbitrary<(K: number) => Matrix> {
  const entry = fc.tuple(gridNumber(0.1, 1), fc.constantFrom(1, -1)).map(([size, sign]) => sign * size);
  return fc
    .array(entry, { minLength: 4, maxLength: 4 })
    .map((s) => (K: number) => generate(1, K, (_, k) => s[k] as number));
}

/** −L of the network whose rows w_k are those given, divided by their lengths; α is whatever it is there. */
export function ascended({ loss, x, xPrime, second }: DynamicAssignment, rows: Matrix): number {
  const network = { activation: 'relu', first: normalised(rows, 'row'), second } as const;
  return -lossValue(lossOf(loss), twoLayerForward(network, x), twoLayerForward(network, xPrime));
}

/**
 * −∂L/∂W₁ at the assignment less its part along every row, [K, M], by back-propagation.
 *
 * @param gates `relu`: closed at the corner, h′(0) = 0. `linear`: open, which at an assignment is h′(0) = 1
 */
export function tangentialGradient(gates: 'relu' | 'linear', point: DynamicAssignment): Matrix {
  const { loss, x, xPrime, second } = point;
  const network = { activation: gates, first: rowsOf(point), second } as const;
  const { z, zPrime } = lossGradient(lossOf(loss), twoLayerForward(network, x), twoLayerForward(network, xPrime));
  const down = add(twoLayerGradient(network, x, z).first, twoLayerGradient(network, xPrime, zPrime).first);
  return tangential(down, network.first, 'row');
}

/** W₁ of the assignment, [K, M]. */
export function rowsOf({ assignment, x }: AssignedPoint): Matrix {
  return assignedRows(assignment, x.columns);
}

/** The terms of L at the assignment, which its rounding is a multiple of. */
export function termsOf(point: DynamicAssignment): number {
  return lossTerms(lossOf(point.loss), ...outputsOf(point));
}

function outputsOf(point: DynamicAssignment): [Rows, Rows] {
  const network = { activation: 'relu', first: rowsOf(point), second: point.second } as const;
  return [twoLayerForward(network, point.x), twoLayerForward(network, point.xPrime)];
}

/** No entry of G near 0, and no margin near a kink of ψ: the theorem decides, and steps can show it. */
function isClear(point: DynamicAssignment): boolean {
  const loss = lossOf(point.loss);
  const { pull } = lossAssignment((z, zPrime) => pairwiseImportance(loss, z, zPrime), point);
  const largest = maxAbs(pull.data);
  if (!(largest >= CLEAR * termsOf(point))) return false;
  if (pull.data.some((entry) => Math.abs(entry) < CLEAR * largest)) return false;
  const margins = pairMargins(...outputsOf(point));
  return loss.psi.kinks.every(({ at: kink }) => margins.data.every((entry) => Math.abs(entry - kink) >= KINK_DISTANCE));
}
