/** What is proven of losses of distances is true: fresh random losses, held against dense evaluation. */
import { expect, it } from 'vitest';
import { analyseDistances } from '../../../src/theory/analysis/analyse-distances.js';
import { fuzzDistances } from './fuzz.js';

const LOSSES = Number(process.env['ALPHA_CL_DISTANCE_LOSSES'] ?? 40);
const SEED = Number(process.env['ALPHA_CL_DISTANCE_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

it(`nothing that is certain is contradicted, seed ${SEED}`, { timeout: 1e7 }, () => {
  const indices = Array.from({ length: LOSSES }, (_, index) => index);
  const { counts, contradictions } = fuzzDistances(SEED, indices, analyseDistances);
  const settled = counts.proven + counts.refuted;
  process.stderr.write(
    `${LOSSES} losses of distances, seed ${SEED}: ${settled} of ${counts.statements} statements settled\n`,
  );
  expect(contradictions).toEqual([]);
  expect(settled).toBeGreaterThan(0.6 * counts.statements);
});
