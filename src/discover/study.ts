/** The short trainings that a ranking is held against: a table of runs like any other. */
import type { BenchmarkTable } from '../tables/benchmark-table.js';
import type { GivenConfig } from '../train/run-options.js';
import type { Candidate } from './candidate.js';

export interface StudySize {
  /** Candidates that are trained. */
  readonly losses: number;
  readonly epochs: number;
  /** The first so many images are trained on; accuracies are measured on the others. */
  readonly images: number;
}

/** Those of the paper: α ≡ 1, InfoNCE's α, α-CL-direct, the square and the power regulariser. */
export const REFERENCES = [
  'uniform',
  'exponent-p2-tau0.5',
  'exponent-p4-tau0.5',
  'min-player-square-tau0.5',
  'min-player-power-gamma2',
] as const;

/**
 * The paper's own and, evenly along the enumeration, others: chosen by no criterion, so that the correlation with any of them is
 * not the choice's doing.
 */
export function studied(candidates: readonly Candidate[], count: number): Candidate[] {
  const isReference = ({ id }: Candidate): boolean => (REFERENCES as readonly string[]).includes(id);
  const own = candidates.filter((candidate) => candidate.family === 'given' || isReference(candidate));
  const others = candidates.filter((candidate) => !own.includes(candidate));
  const wanted = Math.max(0, Math.min(count - own.length, others.length));
  const spread = new Set(
    Array.from({ length: wanted }, (_, k) => others[Math.floor(((k + 0.5) * others.length) / wanted)]),
  );
  const chosen = new Set([...own.slice(0, count), ...others.filter((candidate) => spread.has(candidate))]);
  return candidates.filter((candidate) => chosen.has(candidate));
}

/** Nothing is looked at during the training; accuracies come from the evaluation after it. */
const UNOBSERVED: GivenConfig = { knnEvery: 0, importanceEvery: 0 };

export function studyTable(candidates: readonly Candidate[], { epochs, images }: StudySize): BenchmarkTable {
  return {
    id: 'discover',
    title: 'Shapes of α, judged by theory and by short trainings',
    setting: `\`convnet-small\` on the first images of CIFAR-10.`,
    preset: 'laptop',
    test: 'held-out',
    baselines: ['random'],
    rows: candidates.map(({ id, alpha, options }) => ({
      id,
      label: alpha,
      options: { ...options, ...UNOBSERVED, epochs, subset: images },
    })),
  };
}
