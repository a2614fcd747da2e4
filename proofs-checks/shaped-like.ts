/** Views that several claims fit to others. */
import type { Views } from '../src/claims/instances.js';
import { at, generate, type Rows } from '../src/theory/algebra/matrix.js';

/** The rows and columns of `second`, repeated or cut to the shape of `first`. */
export function shapedLike({ z }: Views, second: Views): Views {
  const fit = (rows: Rows): Rows => generate(z.rows, z.columns, (i, j) => at(rows, i % rows.rows, j % rows.columns));
  return { z: fit(second.z), zPrime: fit(second.zPrime) };
}
