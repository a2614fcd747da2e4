/** One anchor as an instance: a loss, and the margins xⱼ = d²ᵢ − d²ᵢⱼ to its negatives. */
import fc, { type Arbitrary } from 'fast-check';
import { gridNumber, seeds } from '../../src/claims/instances.js';
import type { Loss } from '../../src/theory/losses/loss.js';
import { lossChoice, lossOf, type LossChoice } from './loss-instances.js';

export interface AnchorInstance {
  readonly loss: LossChoice;
  /** [n]; any numbers are the margins of some views. */
  readonly margins: Float64Array;
  /** Seed of what a check draws beside them. */
  readonly seed: number;
}

/** The losses with convex F: all but Modified triplet. */
export const CONVEX_LOSSES = [
  'infonce',
  'mine',
  'soft-triplet',
  'n-plus-one-tuplet',
  'lifted-structured',
  'triplet',
  'triplet-contrastive',
  'nt-xent',
  'dcl',
] as const;

/** Tells if a named loss has a convex F; a test holds it against the conjugates that there are. */
export function isConvex(name: string): boolean {
  return (CONVEX_LOSSES as readonly string[]).includes(name);
}

/** Margins in [−4, 4], 1 to `most` of them. */
function anchorMargins(most = 6): Arbitrary<Float64Array> {
  return fc.array(gridNumber(-4, 4), { minLength: 1, maxLength: most }).map((x) => Float64Array.from(x));
}

export function anchorInstances(names: readonly string[]): Arbitrary<AnchorInstance> {
  return fc.record({ loss: lossChoice(names), margins: anchorMargins(), seed: seeds() });
}

/** Margins this close to a corner of ψ may lie on either side of it, by rounding. */
const CORNER_MARGIN = 1e-9;

/** True if α is the only subgradient: no margin lies on a corner of ψ. */
export function offCorners({ loss, margins }: AnchorInstance): boolean {
  const corners = lossOf(loss).psi.kinks.filter(({ order }) => order === 1);
  return corners.every(({ at }) => margins.every((x) => Math.abs(x - at) > CORNER_MARGIN));
}

/** τ of ψ(x) = c·exp(x/τ); 1 for any other ψ. */
export function temperatureOf(loss: Loss): number {
  return 1 / (loss.psi.logLine?.rate ?? 1);
}

/** Relative rounding of α and of sums with it: exponentials of x/τ carry ε|x|/τ, a sum of n of them nε. */
export function anchorRounding(loss: Loss, margins: Float64Array): number {
  const reach = Math.max(...margins.map(Math.abs)) / temperatureOf(loss);
  return 8 * (margins.length + 2 * reach + 8) * Number.EPSILON;
}
