/** A named loss with parameters, as an instance: all eight of the family, or some of them. */
import fc, { type Arbitrary } from 'fast-check';
import { gridNumber } from '../../src/claims/instances.js';
import { namedLoss, type LossName } from '../../src/losses/named-losses.js';
import type { Loss } from '../../src/losses/loss.js';

export interface LossChoice {
  readonly name: LossName;
  readonly parameters: Readonly<Record<string, number>>;
}

/** Temperatures 0.1 … 2, offsets 0 … 2, margins −1 … 2, steepness 0.5 … 4; shrinks towards plain InfoNCE. */
export function lossChoice(names: readonly LossName[]): Arbitrary<LossChoice> {
  return fc
    .record({
      name: fc.constantFrom(...names),
      temperature: gridNumber(0.1, 2),
      offset: gridNumber(0, 2),
      margin: gridNumber(-1, 2),
      steepness: gridNumber(0.5, 4),
    })
    .map(({ name, temperature, offset, margin, steepness }) => {
      const epsilon = name === 'infonce' ? offset : margin;
      const all: Record<string, number> = { temperature, epsilon, steepness };
      const taken = Object.keys(namedLoss(name).parameters);
      return { name, parameters: Object.fromEntries(taken.map((key) => [key, all[key] as number])) };
    });
}

export function lossOf({ name, parameters }: LossChoice): Loss {
  return namedLoss(name, parameters);
}
