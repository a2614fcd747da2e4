/** The figure of ascent without a positive eigenvalue: to 0 with a wide hidden layer, to ½λ_max without one. */
import type { Figure } from '../../src/claims/figure.js';
import { layer, layered, mark, nominal, quantitative, view } from '../../src/claims/marks.js';
import type { Verdict } from '../../src/claims/verdict.js';

const SHOWN = 600;
/** In units of ½|λ_max|: where the axis ends. */
const LOWEST = -6;
const STAGES = ['random start', 'after ascent'];

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
    spec: layered({ width: 460, values: points }, [
      layer(mark('tick', { thickness: 1.5, opacity: 0.5 }), {
        x: quantitative('energy', 'E / ½|λ_max|', { scale: { domain: [LOWEST, 0.2], nice: false } }),
        y: nominal('network', null, { axis: { labelLimit: 200 } }),
        yOffset: { field: 'stage', sort: STAGES },
        color: nominal('stage', null, {
          scale: { domain: STAGES, range: ['#999999', '#0072b2'] },
          legend: { orient: 'top' },
        }),
      }),
      view({ values: [{ level: -1 }, { level: 0 }] }, mark('rule', { strokeDash: [4, 3] }), {
        x: quantitative('level'),
      }),
    ]),
  };
}
