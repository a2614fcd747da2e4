/** Evaluations in words. */
import { thousands } from '../../base/thousands.js';
import type { Subject } from './evaluation.js';

/** Names a subject: `encoder, step 1,248`. */
export function subjectName(subject: Subject): string {
  switch (subject.kind) {
    case 'encoder':
      return `encoder, step ${thousands(subject.step)}`;
    case 'random':
      return `random ${subject.model}, seed ${subject.seed}`;
    case 'pixels':
      return 'raw pixels';
    case 'supervised':
      return `supervised ${subject.model}, ${thousands(subject.epochs)} epochs`;
  }
}

/** Writes a share in per cent: `43.21 %`. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}
