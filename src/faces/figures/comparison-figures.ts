/** Figures of runs side by side. */
import type { Figure } from '../../claims/figure.js';
import type { ComparedRuns } from '../../results/runs/compare-runs.js';
import { importanceFigure } from './importance-figure.js';
import { trainingCurves } from './training-curves.js';

/**
 * Returns the training curves of all runs, and α through training for the first run of each configuration that observed it.
 *
 * @example
 * comparisonFigures(compareRuns(['run'])).map(({ id }) => id); // ['training-loss', 'training-neighbours', …]
 */
export function comparisonFigures(compared: ComparedRuns): Figure[] {
  const { comparison, metrics } = compared;
  const looked = comparison.groups.flatMap(({ runs }) => {
    const first = runs.find(({ folder }) => metrics.get(folder)?.importance === true);
    return first === undefined ? [] : [first.folder];
  });
  return [
    ...trainingCurves(compared),
    ...looked.map((folder, k) => importanceFigure(folder, `importance-through-training-${k + 1}`)),
  ];
}
