/** What Theorem 1 looks like: slope 2 for every loss, slope 1 for every counterfeit. */
import type { Figure } from '../../src/claims/figure.js';
import type { Verdict } from '../../src/claims/verdict.js';
import { taylorOf, type Theorem1Instance, type Theorem1Subject } from './theorem-1-instance.js';

const SCHEMA = 'https://vega.github.io/schema/vega-lite/v6.json';

/** Slopes of all instances by loss, and of the counterfeits' refuting instances. */
export function slopeFigure(verdict: Verdict<Theorem1Instance>): Figure {
  const instances = verdict.evidence.map(({ details }) => ({
    group: details['loss'],
    slope: details['slope'],
    kind: 'claim',
  }));
  const fakes = verdict.counterfeits.flatMap(({ id, counterexample }) =>
    counterexample === undefined
      ? []
      : [{ group: `counterfeit: ${id}`, slope: counterexample.details['slope'], kind: 'counterfeit' }],
  );
  return {
    id: 'theorem-1-gradient-slopes',
    title: 'Slope of the Taylor remainder',
    caption:
      'One tick an instance. A right gradient leaves a remainder of order t² (slope 2), a wrong one of order t (slope 1); the dashed line half way between them is the bound.',
    spec: {
      $schema: SCHEMA,
      width: 520,
      data: { values: [...instances, ...fakes] },
      layer: [
        {
          mark: { type: 'tick', thickness: 1.5, opacity: 0.6 },
          encoding: {
            x: { field: 'slope', type: 'quantitative', title: 'slope', scale: { zero: false } },
            y: { field: 'group', type: 'nominal', title: null, sort: null, axis: { labelLimit: 260 } },
            color: {
              field: 'kind',
              type: 'nominal',
              title: null,
              scale: { domain: ['claim', 'counterfeit'], range: ['#0072b2', '#d55e00'] },
            },
          },
        },
        { data: { values: [{}] }, mark: { type: 'rule', strokeDash: [4, 3] }, encoding: { x: { datum: 1.5 } } },
      ],
    },
  };
}

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
