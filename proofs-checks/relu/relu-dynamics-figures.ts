/** The figure of the gated dynamics: slope 2 on both energies, slope 1 for every counterfeit. */
import type { Figure } from '../../src/claims/figure.js';
import { category, layer, layered, mark, nominal, quantitative, ruleAt } from '../../src/claims/marks.js';
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
  // What is refuted over F_p has the right slopes in floating point.
  const fakes = verdict.counterfeits.flatMap(({ id, counterexample }) =>
    counterexample === undefined || String(counterexample.details['decidedBy']).endsWith('exactly')
      ? []
      : points(`counterfeit: ${id}`, counterexample.details),
  );
  return {
    id: 'relu-dynamics-slopes',
    title: 'Slope of the Taylor remainder',
    caption:
      'One tick an instance and energy. A right gradient leaves a remainder of order t² (slope 2), a wrong one of order t (slope 1); the dashed line between them is the bound. A repeated eigenvalue breaks E* only.',
    spec: layered({ width: 520, values: [...instances, ...fakes] }, [
      layer(mark('tick', { thickness: 1.5, opacity: 0.6 }), {
        x: quantitative('slope', 'slope of the remainder', { scale: { zero: false } }),
        y: category('group', { axis: { labelLimit: 260 } }),
        yOffset: nominal('energy'),
        color: nominal('energy', null),
      }),
      ruleAt({ x: 1.5 }),
    ]),
  };
}
