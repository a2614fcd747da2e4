/** The figure of claims decided by a Taylor slope: 2 for a right gradient, 3 for a right Hessian, one less for a wrong one. */
import type { Figure } from '../src/claims/figure.js';
import { category, layer, layered, mark, nominal, quantitative, ruleAt } from '../src/claims/marks.js';
import type { Verdict } from '../src/claims/verdict.js';

export interface SlopeFigureOptions {
  /** The quantity under test. Default: gradient. */
  readonly derivative?: keyof typeof DERIVATIVES;
  /** The comparisons of the check that the slope decides. Default: `slope`. */
  readonly deciding?: readonly string[];
}

const DERIVATIVES = {
  gradient: {
    title: 'Slope of the Taylor remainder',
    right: 2,
    caption: 'A right gradient leaves a remainder of order t² (slope 2), a wrong one of order t (slope 1)',
  },
  Hessian: {
    title: 'Slope of the second-order remainder',
    right: 3,
    caption:
      'A right Hessian leaves a remainder of order t³ or higher (slope 4 where the third derivative vanishes), a wrong one of order t²',
  },
} as const;

/**
 * A strip of the slopes in `details.slope`: the instances by group, and the counterfeits that the slope refuted.
 *
 * @param groupOf the strip that an instance belongs to, from its details
 */
export function slopeFigure<Instance>(
  verdict: Verdict<Instance>,
  groupOf: (details: Readonly<Record<string, unknown>>) => string,
  { derivative = 'gradient', deciding = ['slope'] }: SlopeFigureOptions = {},
): Figure {
  const { title, right, caption } = DERIVATIVES[derivative];
  const instances = verdict.evidence
    .map(({ details }) => ({ group: groupOf(details), slope: details['slope'], kind: 'claim' }))
    .toSorted((a, b) => a.group.localeCompare(b.group));
  const fakes = verdict.counterfeits.flatMap(({ id, counterexample }) =>
    counterexample !== undefined && deciding.includes(String(counterexample.details['decidedBy']))
      ? [{ group: `counterfeit: ${id}`, slope: counterexample.details['slope'], kind: 'counterfeit' }]
      : [],
  );
  return {
    id: `${verdict.claim}-slopes`,
    title,
    caption: `One tick an instance. ${caption}; the dashed line half way between them is the bound.`,
    spec: layered({ width: 520, values: [...instances, ...fakes] }, [
      layer(mark('tick', { thickness: 1.5, opacity: 0.6 }), {
        x: quantitative('slope', 'slope', { scale: { zero: false } }),
        y: category('group', { axis: { labelLimit: 260 } }),
        color: nominal('kind', null, { scale: { domain: ['claim', 'counterfeit'], range: ['#0072b2', '#d55e00'] } }),
      }),
      ruleAt({ x: right - 0.5 }),
    ]),
  };
}
