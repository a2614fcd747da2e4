/** Worth of a ranking: its criteria against the accuracy that short trainings measured. */
import { kendall, spearman } from '../../training/evaluate/rank-correlation.js';
import { randomStream } from '../../theory/algebra/random-stream.js';
import type { TableRun } from '../tables/table-runs.js';
import { CRITERION_NAMES, type CriterionName, type Judgement } from './criteria.js';

interface StudiedLoss {
  readonly judgement: Judgement;
  /** Share of held-out images, 0..1, that their 20 nearest training images classify correctly, by seed. */
  readonly accuracies: readonly number[];
  readonly mean: number;
}

export interface CriterionWorth {
  readonly criterion: CriterionName;
  /** Spearman's correlation with the mean accuracy of a loss over its seeds. */
  readonly spearman: number;
  /** 95 % interval of Spearman's correlation, by `bootstrapInterval`; null for fewer than 4 losses. */
  readonly interval: { readonly lower: number; readonly upper: number } | null;
  readonly kendall: number;
}

export interface StudyResults {
  /** Losses by mean accuracy, the best first. */
  readonly losses: readonly StudiedLoss[];
  readonly worth: readonly CriterionWorth[];
  /** Accuracies of the network before training, by seed. */
  readonly untrained: readonly number[];
  /** Pooled standard deviation of an accuracy over seeds, from all losses; null with one seed. */
  readonly seedDeviation: number | null;
  /** Standard deviation of the mean accuracies of the losses. */
  readonly lossDeviation: number;
  /** Spearman's correlation between the accuracies of the first two seeds: no criterion can be expected to do much better. */
  readonly seedAgreement: number | null;
}

/**
 * Correlates criteria with measured accuracies.
 *
 * @param runs of at least two losses, those of a loss in the order of their seeds
 */
export function studyResults(judgements: readonly Judgement[], runs: readonly TableRun[]): StudyResults {
  const losses = judgements
    .map((judgement): StudiedLoss => {
      const accuracies = runs.filter(({ job }) => job.row === judgement.candidate.id).map(accuracyOf);
      return { judgement, accuracies, mean: meanOf(accuracies) };
    })
    .filter(({ accuracies }) => accuracies.length > 0)
    .toSorted((a, b) => b.mean - a.mean);
  const seeds = Math.min(...losses.map(({ accuracies }) => accuracies.length));
  const ofSeed = (k: number): Float64Array => Float64Array.from(losses, ({ accuracies }) => accuracies[k] as number);
  return {
    losses,
    worth: CRITERION_NAMES.map((criterion) => worthOf(criterion, losses)),
    untrained: runs.flatMap(({ baselines }) => baselines.map(({ neighbours }) => neighbours.weighted)),
    seedDeviation: seeds < 2 ? null : pooledDeviation(losses.map(({ accuracies }) => accuracies)),
    lossDeviation: deviationOf(losses.map(({ mean }) => mean)),
    seedAgreement: seeds < 2 ? null : spearman(ofSeed(0), ofSeed(1)),
  };
}

function accuracyOf({ measured }: TableRun): number {
  return measured.at(-1)?.evaluation.neighbours.weighted ?? Number.NaN;
}

function worthOf(criterion: CriterionName, losses: readonly StudiedLoss[]): CriterionWorth {
  const points = losses.map(({ judgement, accuracies, mean }) => ({
    value: judgement.values[criterion],
    accuracies,
    mean,
  }));
  const [x, y] = [Float64Array.from(points, ({ value }) => value), Float64Array.from(points, ({ mean }) => mean)];
  return {
    criterion,
    spearman: spearman(x, y),
    interval: points.length < FEWEST ? null : bootstrapInterval(points),
    kendall: kendall(x, y),
  };
}

/** Fewest losses for an interval; resamplings of fewer are mostly repetitions. */
const FEWEST = 4;
const RESAMPLINGS = 10_000;
const TAIL = 0.025;

/**
 * Returns the percentiles (2.5 %, 97.5 %) of Spearman's correlation over 10,000 resamplings of the losses and, within each, of
 * its seeds, always the same ones. A resampling in which either side does not vary is left out.
 */
export function bootstrapInterval(
  points: readonly { readonly value: number; readonly accuracies: readonly number[] }[],
): { lower: number; upper: number } {
  const random = randomStream(1, 'bootstrap');
  const drawn = <T>(from: readonly T[]): T[] => from.map(() => from[random.integer(from.length)] as T);
  const found: number[] = [];
  for (let k = 0; k < RESAMPLINGS; k++) {
    const chosen = drawn(points);
    const x = Float64Array.from(chosen, ({ value }) => value);
    const y = Float64Array.from(chosen, ({ accuracies }) => meanOf(drawn(accuracies)));
    if (varies(x) && varies(y)) found.push(spearman(x, y));
  }
  const ascending = Float64Array.from(found).toSorted();
  const at = (share: number): number => ascending[Math.round(share * (ascending.length - 1))] ?? Number.NaN;
  return { lower: at(TAIL), upper: at(1 - TAIL) };
}

function varies(values: Float64Array): boolean {
  return values.some((value) => value !== values[0]);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Returns the standard deviation of a sample, divided by n − 1. */
function deviationOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

function pooledDeviation(samples: readonly (readonly number[])[]): number {
  const repeated = samples.filter(({ length }) => length > 1);
  const freedom = repeated.reduce((sum, { length }) => sum + length - 1, 0);
  const squares = repeated.reduce((sum, sample) => sum + deviationOf(sample) ** 2 * (sample.length - 1), 0);
  return Math.sqrt(squares / freedom);
}
