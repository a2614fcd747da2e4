/** The figure of the classification: only rank 1, and rank 2 of two components, lie left of slope 0. */
import type { Figure } from '../../src/claims/figure.js';
import { category, layer, layered, mark, nominal, quantitative, ruleAt } from '../../src/claims/marks.js';
import type { Verdict } from '../../src/claims/verdict.js';

/** The steepest one-sided slope of every fixed point, by rank and number of components. @param unit what slopes are divided by */
export function stabilityFigure(verdict: Verdict, unit: string): Figure {
  const values = verdict.evidence.map(({ details }) => ({
    group: `rank ${String(details['rank'])} of M = ${String(details['components'])}`,
    steepest: details['steepest'],
    kind: details['stability'] === 'maximum' ? 'strict local maximum' : 'has an ascent direction',
  }));
  return {
    id: `${verdict.claim}-slopes`,
    title: 'Which fixed points are local maxima',
    caption: `One tick a fixed point: the steepest of its slopes, into gates that open and, where those count, by gates that close, in units of ${unit}. Left of 0 every one of them lowers the energy. With three or more components only rank 1 is left there; with two also rank 2.`,
    spec: layered({ width: 520, values: values.toSorted((a, b) => a.group.localeCompare(b.group)) }, [
      layer(mark('tick', { thickness: 1.5, opacity: 0.6 }), {
        x: quantitative('steepest', `steepest slope / ${unit}`),
        y: category('group'),
        color: nominal('kind', null),
      }),
      ruleAt({ x: 0 }),
    ]),
  };
}
