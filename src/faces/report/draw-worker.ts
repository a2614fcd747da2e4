/** Program of a worker thread that draws the figures of a claim. */
import type { Claim } from '../../claims/claim.js';
import { findClaim, type ClaimName } from '../../claims/task.js';
import type { Verdict } from '../../claims/verdict.js';
import type { DrawnFigure } from '../views/report-entry.js';
import { drawFigures, figuresOf } from './draw-figures.js';

export interface WorkerInput {
  /** URL of the module that exports `CLAIMS`. */
  readonly catalogue: string;
  readonly name: ClaimName;
  readonly verdict: Verdict;
}

export default async function work({ catalogue, name, verdict }: WorkerInput): Promise<DrawnFigure[]> {
  const { CLAIMS } = (await import(catalogue)) as { CLAIMS: readonly Claim[] };
  return drawFigures(figuresOf({ claim: findClaim(CLAIMS, name), verdict }));
}
