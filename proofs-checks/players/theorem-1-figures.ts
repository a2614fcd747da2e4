/** The slope test of Theorem 1 at work. */
import type { Figure } from '../../src/claims/figure.js';
import type { Verdict } from '../../src/claims/verdict.js';
import { taylorOf, type Theorem1Instance, type Theorem1Subject } from './theorem-1-instance.js';

const SCHEMA = 'https://vega.github.io/schema/vega-lite/v6.json';

/** Remainder against step on one instance, with each of the given gradients. */
export function taylorFigure(
  verdict: Verdict<Theorem1Instance>,
  gradients: Readonly<Record<string, Theorem1Subject>>,
): Figure {
  const refuted = verdict.counterfeits.find(({ counterexample }) => counterexample !== undefined)?.counterexample;
  const instance = refuted?.instance ?? verdict.worst?.instance;
  const points = Object.entries(gradients).flatMap(([gradient, subject]) =>
    instance === undefined ? [] : taylorOf(instance, subject).curve.map((point) => ({ ...point, gradient })),
  );
  return {
    id: 'theorem-1-gradient-taylor',
    title: 'The slope test at work',
    caption: `${instance === undefined ? '' : `On the loss ${instance.loss.name}: the`} remainder with the gradient of the theorem falls two decades for one of the step, until rounding takes over; with α differentiated too it falls one for one.`,
    spec: {
      $schema: SCHEMA,
      width: 420,
      height: 280,
      // A remainder of exactly 0 has no place on a logarithmic axis.
      data: { values: points.filter(({ remainder }) => remainder > 0) },
      mark: { type: 'line', point: true },
      encoding: {
        x: {
          field: 'step',
          type: 'quantitative',
          scale: { type: 'log' },
          title: 'step t',
          axis: { format: '.0e', tickCount: 6 },
        },
        y: {
          field: 'remainder',
          type: 'quantitative',
          scale: { type: 'log' },
          title: 'remainder',
          axis: { format: '.0e', tickCount: 6 },
        },
        color: { field: 'gradient', type: 'nominal', title: 'gradient', sort: null },
      },
    },
  };
}
