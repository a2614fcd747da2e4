/** Random losses of distances, analysed and held against evaluation. */
import { InvalidInput } from '../../../src/base/invalid-input.js';
import type { analyseDistances } from '../../../src/theory/analysis/analyse-distances.js';
import { distanceLoss } from '../../../src/theory/distance-losses/distance-loss.js';
import { noCounts, type Contradiction, type Findings } from '../fuzz.js';
import { randomLoss } from './generate.js';
import { contradictions } from './judge.js';

export type AnalyseDistances = typeof analyseDistances;

/** Counts what is said of some losses; dense evaluation of a whole batch contradicts, and decides nothing for certain. */
export function fuzzDistances(seed: number, indices: Iterable<number>, analyse: AnalyseDistances): Findings {
  const counts = noCounts();
  const found: Contradiction[] = [];
  for (const index of indices) {
    const loss = randomLoss(seed, index);
    const { anchor, sums, choice } = loss;
    const about = { seed, index, loss: JSON.stringify({ anchor, sums, ...choice }) };
    counts.losses++;
    try {
      const analysis = analyse(distanceLoss({ anchor, sums }, choice));
      for (const { id, outcome, evidence } of analysis.statements) {
        const share = (counts.shares[id] ??= [0, 0]);
        const isSettled = evidence.grade !== 'sampled';
        counts.statements++;
        share[0]++;
        if (isSettled) share[1]++;
        if (!isSettled) counts.abstained++;
        else if (outcome === 'holds') counts.proven++;
        else counts.refuted++;
      }
      for (const { id, said, grade, why } of contradictions(loss, analysis, seed + index)) {
        found.push({ ...about, id, said, grade, why });
      }
    } catch (error) {
      // A loss that is not finite somewhere is refused.
      if (error instanceof InvalidInput) counts.refused++;
      else found.push({ ...about, id: 'analysis', said: 'nothing', grade: 'ended', why: String(error) });
    }
  }
  return { counts, contradictions: found };
}
