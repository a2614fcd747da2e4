/**
 * Instances of a claim in streams: each name draws its own, so that another name moves no instance, seed or replay path of
 * those that are there.
 */
import type { Arbitrary } from 'fast-check';

/** The instances of each name, and the share of a claim's cases that every name gets. */
export interface Streams<Instance> {
  readonly streams: Readonly<Record<string, Arbitrary<Instance>>>;
  /** From 0 to 1; what a name gets must not depend on how many there are, where there may be more. */
  readonly share: number;
}

/** The instances of a claim: one stream, or one for each of some names. */
export type Instances<Instance> = Arbitrary<Instance> | Streams<Instance>;

/** A part of a claim's instances. */
export interface Stream {
  /** Undefined where there is one stream alone. */
  readonly name: string | undefined;
  readonly instances: Arbitrary<unknown>;
  readonly share: number;
}

/**
 * Makes a stream of instances for each name.
 *
 * @param share of the claim's cases that every name gets. Default: what divides them among these names
 * @example
 * inStreams(['infonce', 'triplet'], () => seeds()).share; // 0.5
 */
export function inStreams<Name extends string, Instance>(
  names: readonly Name[],
  instancesOf: (name: Name) => Arbitrary<Instance>,
  share: number = 1 / names.length,
): Streams<Instance> {
  return { streams: Object.fromEntries(names.map((name) => [name, instancesOf(name)])), share };
}

/** Lists the streams of instances, in the order of their names. */
export function streamsOf(instances: Instances<unknown>): Stream[] {
  if (!('streams' in instances)) return [{ name: undefined, instances, share: 1 }];
  return Object.entries(instances.streams).map(([name, own]) => ({ name, instances: own, share: instances.share }));
}
