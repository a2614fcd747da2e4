/** The figure of claims decided by a Taylor slope: 2 for a right gradient, 1 for a wrong one. */
import type { Figure } from '../src/claims/figure.js';
import type { Verdict } from '../src/claims/verdict.js';

/**
 * A strip of the slopes in `details.slope`: the instances by group, and the counterfeits that the slope refuted.
 *
 * @param groupOf the strip that an instance belongs to, from its details
 */
export function slopeFigure<Instance>(
  verdict: Verdict<Instance>,
  groupOf: (details: Readonly<Record<string, unknown>>) => string,
): Figure {
  const instances = verdict.evidence
    .map(({ details }) => ({ group: groupOf(details), slope: details['slope'], kind: 'claim' }))
    .toSorted((a, b) => a.group.localeCompare(b.group));
  const fakes = verdict.counterfeits.flatMap(({ id, counterexample }) =>
    counterexample?.details['decidedBy'] === 'slope'
      ? [{ group: `counterfeit: ${id}`, slope: counterexample.details['slope'], kind: 'counterfeit' }]
      : [],
  );
  return {
    id: `${verdict.claim}-slopes`,
    title: 'Slope of the Taylor remainder',
    caption:
      'One tick an instance. A right gradient leaves a remainder of order t² (slope 2), a wrong one of order t (slope 1); the dashed line half way between them is the bound.',
    spec: {
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
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
