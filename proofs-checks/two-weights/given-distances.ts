/** A loss of distances that a reader gives, in claims about two weights. */
import { InvalidInput } from '../../src/base/invalid-input.js';
import type { GivenDistances } from '../../src/claims/claim.js';
import type { Rows } from '../../src/theory/algebra/matrix.js';
import { compiledProgram } from '../../src/theory/distance-losses/compiled-program.js';
import { distanceLoss, distanceWeights, type DistanceLoss } from '../../src/theory/distance-losses/distance-loss.js';
import { NEGATIVE } from '../../src/theory/distance-losses/distance-program.js';
import { namedDistanceLoss } from '../../src/theory/distance-losses/named-distance-losses.js';
import type { PairWeights } from '../../src/theory/distance-losses/two-weight-energy.js';
import type { StepOperation } from '../../src/theory/formula/straight-line.js';

/** Makes the loss. @throws InvalidInput as `namedDistanceLoss` and `distanceLoss` */
export function givenDistanceLoss({ distances }: GivenDistances): DistanceLoss {
  return 'name' in distances ? namedDistanceLoss(distances.name, distances.parameters) : distanceLoss(distances);
}

const CORNERED: ReadonlySet<StepOperation> = new Set(['max', 'min', 'abs']);

/** Says why a loss is no differentiable function of squared distances; returns undefined where it is one. */
export function noFunctionOfDistances({ distance, keys, program, formulae }: DistanceLoss): string | undefined {
  const { parts, anchor } = compiledProgram(program, formulae.parameters ?? {});
  if (distance === 'dot') return 'it is a function of scalar products, of rows of any length';
  if (keys === 'held' || parts.some(({ kind }) => kind !== 'sum')) {
    return 'parts of it are held fixed, so that its values do not show its gradient';
  }
  const lines = [...parts.map(({ line }) => line), anchor];
  if (lines.some(({ steps }) => steps.some(({ operation }) => CORNERED.has(operation)))) return 'it has a corner';
  return undefined;
}

/** Says so of a loss without negatives, whose covariance has no positive eigenvalue if it draws positives closer. */
export function seesNoNegative({ program, formulae }: DistanceLoss): string | undefined {
  const { parts, anchor } = compiledProgram(program, formulae.parameters ?? {});
  const isSeen = [...parts.map(({ line }) => line), anchor].some(({ steps, result }) =>
    [result, ...steps.flatMap(({ operands }) => operands)].includes(NEGATIVE),
  );
  return isSeen ? undefined : 'it looks at no negative, and its covariance is that of the positives alone';
}

/** The weights of a loss on two views; undefined where they or the loss are not finite. */
export function finiteWeights(loss: DistanceLoss, z: Rows, zPrime: Rows): PairWeights | undefined {
  try {
    return distanceWeights(loss, z, zPrime);
  } catch (error) {
    if (error instanceof InvalidInput) return undefined;
    throw error;
  }
}
