/** The short trainings with which a ranking is compared: ordinary runs, as jobs. */
import path from 'node:path';
import type { TableJob } from '../tables/table-jobs.js';
import type { PresetName } from '../../training/train/presets.js';
import type { GivenConfig } from '../../training/train/run-options.js';
import type { Candidate } from './candidate.js';

export interface StudyOptions {
  /** Folder of the runs, which are `FOLDER/discover/SHAPE-seed-N`. */
  readonly folder: string;
  /** Folder of the data sets. */
  readonly data: string;
  readonly seeds: readonly number[];
  readonly preset: PresetName;
  /** Options that win over the preset: epochs, the subset of the images, the engine … */
  readonly options?: GivenConfig;
}

/** Shapes of Tian (2022): α ≡ 1, InfoNCE's α, α-CL-direct, the square and the power regulariser. */
export const REFERENCES: readonly string[] = [
  'uniform',
  'exponent-p2-tau0.5',
  'exponent-p4-tau0.5',
  'min-player-square-tau0.5',
  'min-player-power-gamma2',
];

/**
 * Chooses the shapes to train: a person's own, those of Tian (2022), and others evenly along the enumeration. No criterion chooses, so
 * that the choice makes no correlation with any of them.
 */
export function studied(candidates: readonly Candidate[], count: number): Candidate[] {
  const own = candidates.filter(({ id, family }) => family === 'given' || REFERENCES.includes(id));
  const others = candidates.filter((candidate) => !own.includes(candidate));
  const wanted = Math.max(0, Math.min(count - own.length, others.length));
  const spread = Array.from({ length: wanted }, (_, k) => others[Math.floor(((k + 0.5) * others.length) / wanted)]);
  const chosen = new Set([...own.slice(0, count), ...spread]);
  return candidates.filter((candidate) => chosen.has(candidate));
}

/** Options without observation during the training; accuracies come from the evaluation after it. */
const UNOBSERVED: GivenConfig = { knnEvery: 0, importanceEvery: 0 };

/**
 * Returns the jobs of a study seed by seed, so that one stopped early has each shape once. Accuracies are measured on held-out
 * training images.
 */
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
