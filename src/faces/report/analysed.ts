/** A loss with its analysis and what was searched beside it, as pages and terminals show it. */
import type { DistanceAnalysis } from '../../theory/analysis/analyse-distances.js';
import type { LossAnalysis } from '../../theory/analysis/analyse-loss.js';
import type { Change } from '../../theory/analysis/changes.js';
import type { Condition } from '../../theory/analysis/conditions.js';
import type { DistanceLatex } from '../../theory/distance-losses/distance-latex.js';

/** A loss of either family, analysed. */
export interface Analysed {
  readonly name: string;
  readonly analysis: LossAnalysis | DistanceAnalysis;
  /** A loss of distances in LaTeX. */
  readonly latex?: DistanceLatex;
  /** Conditions on its parameters, where they were searched. */
  readonly conditions?: readonly Condition[];
  /** Changes that prove what fails, where they were searched. */
  readonly changes?: readonly Change<object>[];
}
