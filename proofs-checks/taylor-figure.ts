/** The slope test at work on one instance: remainder against step, for right and wrong derivatives. */
import type { Figure } from '../src/claims/figure.js';
import type { TaylorSlope } from '../src/claims/taylor-slope.js';
import type { Verdict } from '../src/claims/verdict.js';

export interface TaylorFigureWords<Instance> {
  /** The quantity in which the curves differ: `gradient`. */
  readonly legend: string;
  /** @param instance the one that is drawn, where there is any */
  readonly caption: (instance: Instance | undefined) => string;
}

/**
 * Draws the first counterfeit's refuting instance, or the claim's worst.
 *
 * @param curvesOf the remainders on an instance, by the name of the derivative
 */
export function taylorFigure<Instance>(
  verdict: Verdict<Instance>,
  curvesOf: (instance: Instance) => Readonly<Record<string, TaylorSlope['curve']>>,
  { legend, caption }: TaylorFigureWords<Instance>,
): Figure {
  const refuted = verdict.counterfeits.find(({ counterexample }) => counterexample !== undefined)?.counterexample;
  const instance = refuted?.instance ?? verdict.worst?.instance;
  const curves = instance === undefined ? {} : curvesOf(instance);
  const points = Object.entries(curves).flatMap(([name, curve]) => curve.map((point) => ({ ...point, name })));
  const axis = (title: string): object => ({
    type: 'quantitative',
    scale: { type: 'log' },
    title,
    axis: { format: '.0e', tickCount: 6 },
  });
  return {
    id: `${verdict.claim}-taylor`,
    title: 'The slope test at work',
    caption: caption(instance),
    spec: {
      width: 420,
      height: 280,
      // A remainder of exactly 0 has no place on a logarithmic axis.
      data: { values: points.filter(({ remainder }) => remainder > 0) },
      mark: { type: 'line', point: true },
      encoding: {
        x: { field: 'step', ...axis('step t') },
        y: { field: 'remainder', ...axis('remainder') },
        color: { field: 'name', type: 'nominal', title: legend, sort: null },
      },
    },
  };
}
