/** What a run's `metrics.jsonl` says, also while it is being written: lines of other kinds, and half ones, are passed over. */
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

export interface StepPoint {
  /** Steps done, from 1. */
  readonly step: number;
  readonly loss: number;
  readonly learningRate: number;
  readonly viewsPerSecond: number;
}

export interface KnnPoint {
  readonly step: number;
  /** Shares of the images looked at during training, 0..1: weighted vote, and the nearest alone. */
  readonly weighted: number;
  readonly nearest: number;
}

export interface TrainingMetrics {
  readonly steps: readonly StepPoint[];
  /** Empty where neighbours were not followed. */
  readonly knn: readonly KnnPoint[];
}

const STEP = z.object({ step: z.number(), loss: z.number(), learningRate: z.number(), viewsPerSecond: z.number() });
const KNN = z.object({ step: z.number(), knn: z.object({ weighted: z.number(), nearest: z.number() }) });

export function readTrainingMetrics(file: string): TrainingMetrics {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  const steps: StepPoint[] = [];
  const knn: KnnPoint[] = [];
  for (const line of lines) {
    const content = parsed(line);
    const step = STEP.safeParse(content);
    if (step.success) steps.push(step.data);
    const neighbours = KNN.safeParse(content);
    if (neighbours.success) knn.push({ step: neighbours.data.step, ...neighbours.data.knn });
  }
  return { steps, knn };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
