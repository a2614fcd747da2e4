/** What the slope test for the Hessian looks like. */
import type { Figure } from '../../src/claims/figure.js';
import type { TaylorSlope } from '../../src/claims/taylor-slope.js';
import type { Verdict } from '../../src/claims/verdict.js';

const SCHEMA = 'https://vega.github.io/schema/vega-lite/v6.json';

/** Slopes of all instances by place, and of the counterfeits' refuting instances. */
export function hessianSlopeFigure(verdict: Verdict): Figure {
  const instances = verdict.evidence.map(({ details }) => ({
    group: details['place'],
    slope: details['slope'],
    kind: 'claim',
  }));
  const fakes = verdict.counterfeits.flatMap(({ id, counterexample }) =>
    counterexample === undefined
      ? []
      : [{ group: `counterfeit: ${id}`, slope: counterexample.details['slope'], kind: 'counterfeit' }],
  );
  return {
    id: `${verdict.claim}-slopes`,
    title: 'Slope of the second-order remainder',
    caption:
      'One tick an instance, by the kind of point. A right Hessian leaves a remainder of order t³ or higher (4 where the third derivative vanishes), a wrong one of order t²; the dashed line is the bound.',
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
        { data: { values: [{}] }, mark: { type: 'rule', strokeDash: [4, 3] }, encoding: { x: { datum: 2.5 } } },
      ],
    },
  };
}

/**
 * Remainder against step on one instance.
 *
 * @param curvesOf the remainders on an instance, by the name of the Hessian
 */
export function hessianTaylorFigure<Instance>(
  verdict: Verdict<Instance>,
  curvesOf: (instance: Instance) => Readonly<Record<string, TaylorSlope['curve']>>,
): Figure {
  const refuted = verdict.counterfeits.find(({ counterexample }) => counterexample !== undefined)?.counterexample;
  const instance = refuted?.instance ?? verdict.worst?.instance;
  const curves = instance === undefined ? {} : curvesOf(instance);
  const points = Object.entries(curves).flatMap(([hessian, curve]) => curve.map((point) => ({ ...point, hessian })));
  return {
    id: `${verdict.claim}-taylor`,
    title: 'The slope test at work',
    caption:
      'With the Hessian on the spheres the remainder falls at least three decades for one of the step, until rounding takes over; with the Hessian of flat space it falls two.',
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
          title: 'remainder of second order',
          axis: { format: '.0e', tickCount: 6 },
        },
        color: { field: 'hessian', type: 'nominal', title: 'Hessian', sort: null },
      },
    },
  };
}
