/** Everything that turns an anchor's distances into weights: the named losses and the chosen importances. */
import fc, { type Arbitrary } from 'fast-check';
import { gridNumber } from '../../src/claims/instances.js';
import { IMPORTANCES, namedImportance, type ImportanceName } from '../../src/theory/losses/importances.js';
import { anchorImportance } from '../../src/theory/losses/loss.js';
import { importanceOf, type ImportanceChoice as GivenImportance } from '../../src/training/step/importance-choice.js';
import { lossChoice, lossOf, type LossChoice, type LossFamily } from './loss-instances.js';

export type ImportanceChoice =
  | { readonly kind: 'loss'; readonly loss: LossChoice; readonly intra: number }
  | {
      readonly kind: 'chosen';
      readonly name: ImportanceName;
      readonly parameters: Readonly<Record<string, number>>;
    }
  | { readonly kind: 'given'; readonly alpha: GivenImportance };

/** A loss of the family with its intra-view distance d²ᵢ. */
export function lossImportances(family: LossFamily, intra = gridNumber(0, 4)): Arbitrary<ImportanceChoice> {
  return fc
    .record({ loss: lossChoice(family), intra })
    .map((choice) => ({ kind: 'loss', ...choice }) satisfies ImportanceChoice);
}

/** A chosen importance; every parameter in 0.2 … 3. */
export function chosenImportances(names: readonly ImportanceName[]): Arbitrary<ImportanceChoice> {
  const numbers = fc.tuple(gridNumber(0.2, 3), gridNumber(0.2, 3), gridNumber(0.2, 3));
  return fc.record({ name: fc.constantFrom(...names), numbers }).map(({ name, numbers: values }) => {
    const keys = Object.keys(IMPORTANCES[name].defaults);
    const parameters = Object.fromEntries(keys.map((key, k) => [key, values[k] as number]));
    return { kind: 'chosen', name, parameters } satisfies ImportanceChoice;
  });
}

/** α of distances d²ᵢⱼ, [n]. */
export function weightsOf(choice: ImportanceChoice, distances: Float64Array): Float64Array {
  if (choice.kind === 'chosen') return namedImportance(choice.name, choice.parameters)(distances);
  if (choice.kind === 'given') return importanceOf(choice.alpha)(distances);
  return anchorImportance(
    lossOf(choice.loss),
    distances.map((r) => choice.intra - r),
  );
}

export function nameOf(choice: ImportanceChoice): string {
  if (choice.kind === 'given') return 'given';
  return choice.kind === 'loss' ? choice.loss.name : choice.name;
}
