/** The boundary of a step of several replicas: here, and nowhere else, their gradients become one. */
import { allSum } from '../compile/collectives.js';
import type { NamedTensors } from '../compile/step.js';
import { sizeOf } from '../compile/step.js';
import { tf } from '../compile/tfjs.js';

/** The ways in which replicas take a step together. */
export interface ReplicaOptions {
  /** Their number, at least 2; the pairs of a batch are a multiple of it. */
  readonly count: number;
  /** `global`: an anchor's negatives are the views of all replicas; `local`: of its own. Default `global`. */
  readonly negatives?: ReplicaScope;
  /** `global`: batch norm takes the statistics of all replicas together; `local`: of each alone. Default `global`. */
  readonly statistics?: ReplicaScope;
}

/** `global`: of all replicas together; `local`: of each alone. */
export type ReplicaScope = 'global' | 'local';

/** The names of the scopes. */
export const REPLICA_SCOPES: readonly ReplicaScope[] = ['global', 'local'];

/**
 * Makes the gradients of the whole batch of those of each replica: of a loss that each replica computes whole (`global`
 * negatives), a replica has its views' share, and shares add up; of losses of their own (`local`), the mean counts.
 *
 * All go in one message: a network is slow to begin, not to carry.
 */
export function wholeGradients(gradients: NamedTensors, { count, negatives = 'global' }: ReplicaOptions): NamedTensors {
  const entries = Object.entries(gradients);
  const sum = allSum(tf.concat(entries.map(([, gradient]) => tf.reshape(gradient, [gradient.size]))), count);
  const whole = negatives === 'global' ? sum : tf.div(sum, count);
  let from = 0;
  return Object.fromEntries(
    entries.map(([name, { shape }]) => {
      const size = sizeOf(shape);
      from += size;
      return [name, tf.reshape(tf.slice(whole, [from - size], [size]), shape)];
    }),
  );
}
