/** The vote of the nearest neighbours on a class. */
import { InvalidInput } from '../../base/invalid-input.js';
import { requirePositive, requireWhole } from '../../base/option-checks.js';
import { largestAt } from './class-scores.js';
import { requireClass } from './feature-rows.js';

/** The nearest rows of a bank to each query, nearest first. */
export interface Neighbours {
  /** Neighbours of each query. */
  readonly count: number;
  /** [queries, count] rows of the bank, the most similar first; of equally similar ones the lower row first. */
  readonly indices: Int32Array;
  /** [queries, count] cosines, descending. A row of zeros is similar to nothing: 0. */
  readonly similarities: Float32Array;
}

/** τ of a vote, where none is given. */
export const TEMPERATURE = 0.1;

/** Options of the vote of neighbours. */
export interface VoteOptions {
  /** [bank rows] classes from 0. */
  readonly labels: ArrayLike<number>;
  readonly classes: number;
  /** τ of a vote's weight exp(cosine/τ). Default 0.1. */
  readonly temperature?: number;
  /** Only the nearest so many vote. Default: all that were found. */
  readonly voters?: number;
}

/**
 * Returns the class with the largest sum of weights exp(cosine/τ) for each query, the first of equal ones.
 *
 * @throws InvalidInput on options out of range, or a neighbour without a label in 0..classes − 1
 * @example
 * const neighbours = { count: 3, indices: Int32Array.of(0, 1, 2), similarities: Float32Array.of(0.9, 0.8, 0.8) };
 * neighbourVotes(neighbours, { labels: [0, 1, 1], classes: 2 }); // [0]
 * neighbourVotes(neighbours, { labels: [0, 1, 1], classes: 2, voters: 1 }); // [0]
 */
export function neighbourVotes(neighbours: Neighbours, options: VoteOptions): Int32Array {
  const { count, indices, similarities } = neighbours;
  const { labels, classes, temperature = TEMPERATURE, voters = count } = options;
  requireWhole('classes', classes, 1);
  requirePositive('temperature', temperature);
  requireWhole('voters', voters, 1);
  if (voters > count) throw new InvalidInput(`${voters} voters of ${count} neighbours: find more, or let fewer vote`);
  return Int32Array.from({ length: indices.length / count }, (_, query) => {
    const votes = new Float64Array(classes);
    const from = query * count;
    const nearest = similarities[from] as number;
    for (let k = from; k < from + voters; k++) {
      const neighbour = indices[k] as number;
      const label = labels[neighbour] as number;
      requireClass(`the label of neighbour ${neighbour}`, label, classes);
      // Relative to the nearest: no exponential overflows.
      const weight = Math.exp(((similarities[k] as number) - nearest) / temperature);
      votes[label] = (votes[label] as number) + weight;
    }
    return largestAt(votes);
  });
}
