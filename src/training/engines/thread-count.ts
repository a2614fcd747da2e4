/** The number of threads that a graph is worth. */
import type { GraphWork } from '../compile/graph-builder.js';

/**
 * Multiplications of a mean product from which more than one thread is used; one thread does them in about a millisecond.
 *
 * At every operator threads wait for each other, and on a machine that does other things as well, for the scheduler. Steps with
 * a smaller mean product take two to four times as long on two threads as on one, and are at best as fast; from here on the
 * second thread pays. (Means: linear evaluation 0.7 million, the tiny net on 256 views 6 million, ResNet-18 on 32 views 780
 * million.)
 */
const WORTH_THREADS = 2 ** 25;

/**
 * Returns the number of threads for a graph. Sums over threads are taken in an order that depends on their number, so that last
 * bits do too. The number is therefore taken from the graph, never from a measurement: the same step on the same machine gives
 * the same bits.
 *
 * @param available threads that the system lets run at once
 */
export function threadCount({ products, multiplyAdds }: GraphWork, available: number): number {
  return multiplyAdds >= products * WORTH_THREADS && products > 0 ? available : 1;
}
