/** A loss as an instance: a named one of the family with parameters, or the one that a reader gives as formulae. */
import fc, { type Arbitrary } from 'fast-check';
import { gridNumber } from '../../src/claims/instances.js';
import { mapValues } from '../../src/base/map-values.js';
import { inStreams, type Streams } from '../../src/claims/streams.js';
import type { Interval } from '../../src/theory/algebra/interval.js';
import type { LossParameter } from '../../src/theory/losses/loss-parameters.js';
import { lossEntry, lossNames, namedLoss } from '../../src/theory/losses/named-losses.js';
import type { Loss } from '../../src/theory/losses/loss.js';
import type { LossFormulae } from '../../src/theory/losses/loss-formulae.js';
import { lossFromFormulae } from '../../src/theory/losses/loss-from-formulae.js';

export type LossChoice =
  | { readonly name: string; readonly parameters: Readonly<Record<string, number>> }
  | ({ readonly name: 'formulae' } & Required<LossFormulae>);

/** The losses from which instances are drawn: some of the named ones, or one loss alone. */
export type LossFamily = readonly string[] | LossFormulae;

/** The ranges from which parameters are drawn: margins are offsets that may lie below 0. */
const RANGES = {
  temperature: { lower: 0.1, upper: 2 },
  offset: { lower: 0, upper: 2 },
  margin: { lower: -1, upper: 2 },
  steepness: { lower: 0.5, upper: 4 },
} as const;

/** The range of a parameter by its name; of an ε, by whether it may lie below 0. */
export function rangeOfParameter(key: string, { range }: Pick<LossParameter, 'range'>): Interval {
  if (key === 'epsilon') return range === 'non-negative' ? RANGES.offset : RANGES.margin;
  return RANGES[key as keyof typeof RANGES];
}

/** The share of a claim's instances that each loss gets where the claim is about all of the table, which may grow. */
const SHARE = 0.1;

/** Makes a stream of instances for every named loss that is meant. */
export function perLoss<Instance>(
  instancesOf: (names: readonly [string]) => Arbitrary<Instance>,
  isMeant: (name: string) => boolean = () => true,
): Streams<Instance> {
  return inStreams(lossNames().filter(isMeant), (name) => instancesOf([name]), SHARE);
}

/**
 * Temperatures 0.1 … 2, offsets 0 … 2, margins −1 … 2, steepness 0.5 … 4; shrinks towards plain InfoNCE.
 *
 * @throws InvalidInput as `lossFromFormulae`
 */
export function lossChoice(family: LossFamily): Arbitrary<LossChoice> {
  if (isGiven(family)) {
    const choice = { name: 'formulae', parameters: {}, ...family } as const;
    // Refused here and not by a worker in the middle of a run.
    lossOf(choice);
    return fc.constant(choice);
  }
  return fc
    .record({
      name: fc.constantFrom(...family),
      temperature: gridOf(RANGES.temperature),
      offset: gridOf(RANGES.offset),
      margin: gridOf(RANGES.margin),
      steepness: gridOf(RANGES.steepness),
    })
    .map(({ name, temperature, offset, margin, steepness }) => {
      const { parameters } = lossEntry(name);
      const isOffset = parameters['epsilon']?.range === 'non-negative';
      const all: Record<string, number> = { temperature, epsilon: isOffset ? offset : margin, steepness };
      return { name, parameters: mapValues(parameters, (own, key) => all[key] ?? own.default) };
    });
}

function gridOf({ lower, upper }: Interval): Arbitrary<number> {
  return gridNumber(lower, upper);
}

function isGiven(family: LossFamily): family is LossFormulae {
  return !Array.isArray(family);
}

export function lossOf(choice: LossChoice): Loss {
  const before = COMPILED.get(choice);
  if (before !== undefined) return before;
  const loss = 'phi' in choice ? lossFromFormulae(formulaeOf(choice)) : namedLoss(choice.name, choice.parameters);
  COMPILED.set(choice, loss);
  return loss;
}

/** An instance names its loss, and checks ask for it many times. */
const COMPILED = new WeakMap<LossChoice, Loss>();

function formulaeOf({ phi, psi, parameters }: Required<LossFormulae>): LossFormulae {
  return { phi, psi, parameters };
}
