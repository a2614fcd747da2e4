/** What is proven of losses of distances is true: fresh random losses, held against dense evaluation. */
import { expect, it } from 'vitest';
import { fuzzed } from './fuzz.js';

const LOSSES = Number(process.env['ALPHA_CL_DISTANCE_LOSSES'] ?? 40);
const SEED = Number(process.env['ALPHA_CL_DISTANCE_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

it(`nothing that is certain is contradicted, seed ${SEED}`, { timeout: 1e7 }, () => {
  let [statements, settled] = [0, 0];
  const wrong = [];
  for (const outcome of fuzzed(SEED, 0, LOSSES)) {
    statements += outcome.statements;
    settled += outcome.settled;
    if (outcome.contradictions.length > 0) wrong.push(outcome);
  }
  process.stderr.write(`${LOSSES} losses of distances, seed ${SEED}: ${settled} of ${statements} statements settled\n`);
  expect(wrong).toEqual([]);
  expect(settled).toBeGreaterThan(0.6 * statements);
});
