/** Random losses of distances, analysed and held against evaluation. */
import { analyseDistances } from '../../../src/theory/analysis/analyse-distances.js';
import { distanceLoss } from '../../../src/theory/distance-losses/distance-loss.js';
import { InvalidInput } from '../../../src/base/invalid-input.js';
import { randomLoss } from './generate.js';
import { contradictions, type Contradiction } from './judge.js';

/** The outcome of one loss. */
export interface Outcome {
  readonly index: number;
  readonly anchor: string;
  readonly sums: Readonly<Record<string, string>>;
  /** Statements, and those of them that are proven or refuted; 0 where the loss is refused. */
  readonly statements: number;
  readonly settled: number;
  readonly contradictions: readonly Contradiction[];
}

/** Analyses the losses from one index up to another. */
export function* fuzzed(seed: number, from: number, to: number): Generator<Outcome> {
  for (let index = from; index < to; index++) {
    const loss = randomLoss(seed, index);
    const { anchor, sums } = loss;
    try {
      const analysis = analyseDistances(distanceLoss({ anchor, sums }));
      const settled = analysis.statements.filter(({ evidence }) => evidence.grade !== 'sampled').length;
      const wrong = contradictions(loss, analysis, seed + index);
      yield { index, anchor, sums, statements: analysis.statements.length, settled, contradictions: wrong };
    } catch (error) {
      // A loss that is not finite somewhere is refused.
      const found = error instanceof InvalidInput ? [] : [{ id: 'analysis', said: String(error), found: 'a defect' }];
      yield { index, anchor, sums, statements: 0, settled: 0, contradictions: found };
    }
  }
}
