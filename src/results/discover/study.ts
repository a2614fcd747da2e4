/** The short trainings that a ranking is held against: ordinary runs, as jobs. */
import path from 'node:path';
import type { TableJob } from '../tables/table-jobs.js';
import type { PresetName } from '../../training/train/presets.js';
import type { GivenConfig } from '../../training/train/run-options.js';
import type { Candidate } from './candidate.js';

export interface StudyOptions {
  /** Keeps the runs, `FOLDER/discover/SHAPE-seed-N`. */
  readonly folder: string;
  /** Folder of the data sets. */
  readonly data: string;
  readonly seeds: readonly number[];
  readonly preset: PresetName;
  /** What wins over the preset: epochs, the subset of the images, the engine … */
  readonly options?: GivenConfig;
}

/** Those of the paper: α ≡ 1, InfoNCE's α, α-CL-direct, the square and the power regulariser. */
export const REFERENCES: readonly string[] = [
  'uniform',
  'exponent-p2-tau0.5',
  'exponent-p4-tau0.5',
  'min-player-square-tau0.5',
  'min-player-power-gamma2',
];

/**
 * What a person gave, the paper's own and, evenly along the enumeration, others: chosen by no criterion, so that the correlation
 * with any of them is not the choice's doing.
 */
export function studied(candidates: readonly Candidate[], count: number): Candidate[] {
  const own = candidates.filter(({ id, family }) => family === 'given' || REFERENCES.includes(id));
  const others = candidates.filter((candidate) => !own.includes(candidate));
  const wanted = Math.max(0, Math.min(count - own.length, others.length));
  const spread = Array.from({ length: wanted }, (_, k) => others[Math.floor(((k + 0.5) * others.length) / wanted)]);
  const chosen = new Set([...own.slice(0, count), ...spread]);
  return candidates.filter((candidate) => chosen.has(candidate));
}

/** Nothing is looked at during the training; accuracies come from the evaluation after it. */
const UNOBSERVED: GivenConfig = { knnEvery: 0, importanceEvery: 0 };

/** Seed by seed, so that whoever stops early has each shape once. Accuracies are those on held-out training images. */
export function studyJobs(candidates: readonly Candidate[], study: StudyOptions): TableJob[] {
  const { folder, data, seeds, preset, options = {} } = study;
  return seeds.flatMap((seed) =>
    candidates.map((candidate, k): TableJob => {
      const id = `${candidate.id}-seed-${seed}`;
      return {
        id,
        row: candidate.id,
        column: 'discover',
        seed,
        title: `α ∝ ${candidate.alpha}, seed ${seed}`,
        folder: path.join(folder, 'discover', id),
        preset,
        options: { ...UNOBSERVED, ...options, ...candidate.options, data, seed },
        test: 'held-out',
        measuredEpochs: [],
        baselines: k === 0 ? ['random'] : [],
      };
    }),
  );
}
