/** Representations that were evaluated beside an encoder, as lines to hold its curve against. */
import type { Evaluation } from './evaluation.js';
import { subjectName } from './evaluation-words.js';

export interface EvaluatedBaseline {
  /** With the images that it was measured on: `raw pixels, CIFAR-10 test`. */
  readonly name: string;
  /** Share of the test images that weighted nearest neighbours classify rightly. */
  readonly neighbours: number;
}

/** Returns the baselines among evaluations; one that was evaluated beside several runs occurs once. */
export function evaluatedBaselines(evaluations: readonly Evaluation[]): EvaluatedBaseline[] {
  const found = new Map<string, EvaluatedBaseline>();
  for (const { subject, images, neighbours } of evaluations) {
    if (subject.kind === 'encoder') continue;
    const name = `${subjectName(subject)}, ${images.test.name}`;
    found.set(`${name} ${images.test.sha256}`, { name, neighbours: neighbours.weighted });
  }
  return [...found.values()];
}
