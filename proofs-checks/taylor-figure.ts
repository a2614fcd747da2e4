/** The slope test at work on one instance: remainder against step, for right and wrong derivatives. */
import type { Figure } from '../src/claims/figure.js';
import { logarithmic, mark, nominal, view } from '../src/claims/marks.js';
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
  // A remainder of exactly 0 has no place on a logarithmic axis.
  const values = points.filter(({ remainder }) => remainder > 0);
  return {
    id: `${verdict.claim}-taylor`,
    title: 'The slope test at work',
    caption: caption(instance),
    spec: view({ width: 420, height: 280, values }, mark('line', { point: true }), {
      x: logarithmic('step', 'step t'),
      y: logarithmic('remainder', 'remainder'),
      color: nominal('name', legend, { sort: null }),
    }),
  };
}
