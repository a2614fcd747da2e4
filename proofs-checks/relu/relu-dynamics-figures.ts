/** The figure of the gated dynamics: slope 2 on both energies, slope 1 for every counterfeit. */
import type { Figure } from '../../src/claims/figure.js';
import type { Verdict } from '../../src/claims/verdict.js';

/** Slopes of the Taylor remainder: instances by activation, counterfeits by what they broke. */
export function dynamicsFigure(verdict: Verdict): Figure {
  const points = (group: string, details: Readonly<Record<string, unknown>>): object[] =>
    (['fixed', 'best'] as const).map((key) => ({
      group,
      slope: details[key],
      energy: key === 'fixed' ? 'E, W₂ fixed' : 'E*, W₂ at its optimum',
    }));
  const instances = verdict.evidence.flatMap(({ details }) =>
    points(`claim, ${String(details['activation'])}`, details),
  );
  const fakes = verdict.counterfeits.flatMap(({ id, counterexample }) =>
    counterexample === undefined ? [] : points(`counterfeit: ${id}`, counterexample.details),
  );
  return {
    id: 'relu-dynamics-slopes',
    title: 'Slope of the Taylor remainder',
    caption:
      'One tick an instance and energy. A right gradient leaves a remainder of order t² (slope 2), a wrong one of order t (slope 1); the dashed line between them is the bound. A repeated eigenvalue breaks E* only.',
    spec: {
      width: 520,
      data: { values: [...instances, ...fakes] },
      layer: [
        {
          mark: { type: 'tick', thickness: 1.5, opacity: 0.6 },
          encoding: {
            x: { field: 'slope', type: 'quantitative', title: 'slope of the remainder', scale: { zero: false } },
            y: { field: 'group', type: 'nominal', title: null, sort: null, axis: { labelLimit: 260 } },
            yOffset: { field: 'energy', type: 'nominal' },
            color: { field: 'energy', type: 'nominal', title: null },
          },
        },
        { data: { values: [{}] }, mark: { type: 'rule', strokeDash: [4, 3] }, encoding: { x: { datum: 1.5 } } },
      ],
    },
  };
}
