/** The proven shortfall of each trained network beside the bound that it must keep. */
import type { Figure } from '../../src/claims/figure.js';
import { logarithmic, mark, nominal, ordinal, view } from '../../src/claims/marks.js';
import type { Verdict } from '../../src/claims/verdict.js';

const SHOWN = 400;

export function enclosureFigure(verdict: Verdict): Figure {
  const points = verdict.evidence.slice(0, SHOWN).flatMap(({ details }) => {
    const { depth, short, width, delta } = details as { depth: number; short: number; width: number; delta: number };
    return [
      { depth, quantity: 'proven shortfall of E, at most', value: short },
      { depth, quantity: 'width of the enclosure', value: width },
      { depth, quantity: 'bound δ', value: delta },
    ].map((point) => ({ ...point, value: Math.max(point.value, 1e-18) }));
  });
  return {
    id: 'pca-deep-linear-enclosure',
    title: 'What is proven of the energy reached',
    caption:
      'Upper end of the enclosure of ½λ_max − E, width of that enclosure and the bound δ, all divided by max |λ|, for the trained networks of each depth (box: quartiles, whiskers: extremes). An enclosure of 1e-15 is a few units in the last place.',
    spec: view({ width: 460, height: 260, values: points }, mark('boxplot', { extent: 'min-max', size: 12 }), {
      x: ordinal('depth', 'layers', { axis: { labelAngle: 0 } }),
      xOffset: { field: 'quantity' },
      y: logarithmic('value', 'share of max |λ|', { ticks: 8 }),
      color: nominal('quantity', null, { legend: { orient: 'top', labelLimit: 260 } }),
    }),
  };
}
