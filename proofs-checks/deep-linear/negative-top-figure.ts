/** The figure of ascent without a positive eigenvalue: to 0 with a wide hidden layer, to ½λ_max without one. */
import type { Figure } from '../../src/claims/figure.js';
import type { Verdict } from '../../src/claims/verdict.js';

const SHOWN = 600;
/** In units of ½|λ_max|: where the axis ends. */
const LOWEST = -6;

export function negativeTopFigure(verdict: Verdict): Figure {
  const points = verdict.evidence.slice(0, SHOWN).flatMap(({ details }) => {
    const { network, start, climbed } = details as { network: string; start?: number; climbed?: number };
    return [
      { network, stage: 'random start', energy: start ?? -Infinity },
      { network, stage: 'after ascent', energy: climbed ?? -Infinity },
    ].filter(({ energy }) => energy >= LOWEST);
  });
  return {
    id: 'pca-negative-top-energies',
    title: 'The maximum without a positive eigenvalue',
    caption:
      'Energy in units of ½|λ_max| for λ_max < 0, at random layers and after 30 sweeps of ascent (lower energies than −6 are left out). Dashed: ½λ_max at −1 and 0. Networks of one layer, or with hidden widths 1, stay below −1; one hidden layer of two units or more opens the way to P = 0.',
    spec: {
      width: 460,
      data: { values: points },
      layer: [
        {
          mark: { type: 'tick', thickness: 1.5, opacity: 0.5 },
          encoding: {
            x: {
              field: 'energy',
              type: 'quantitative',
              title: 'E / ½|λ_max|',
              scale: { domain: [LOWEST, 0.2], nice: false },
            },
            y: { field: 'network', type: 'nominal', title: null, axis: { labelLimit: 200 } },
            yOffset: { field: 'stage', sort: ['random start', 'after ascent'] },
            color: {
              field: 'stage',
              type: 'nominal',
              title: null,
              scale: { domain: ['random start', 'after ascent'], range: ['#999999', '#0072b2'] },
              legend: { orient: 'top' },
            },
          },
        },
        {
          data: { values: [{ level: -1 }, { level: 0 }] },
          mark: { type: 'rule', strokeDash: [4, 3] },
          encoding: { x: { field: 'level', type: 'quantitative' } },
        },
      ],
    },
  };
}
