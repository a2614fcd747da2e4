/** The fall of the loss between the two rises of the energy. */
import type { Figure } from '../../src/claims/figure.js';
import type { Verdict } from '../../src/claims/verdict.js';

/** Instances beyond this many hide each other. */
const SHOWN = 300;

export function sandwichFigure<Instance>(verdict: Verdict<Instance>): Figure {
  const values = verdict.evidence.slice(0, SHOWN).flatMap(({ details }) => [
    { side: 'at the old α', loss: details['loss'], fall: details['fall'], rise: details['upper'] },
    { side: 'at the new α', loss: details['loss'], fall: details['fall'], rise: details['lower'] },
  ]);
  const quantitative = {
    type: 'quantitative',
    scale: { type: 'symlog', constant: 1 },
    axis: { values: TICKS },
  } as const;
  return {
    id: 'energy-sandwich-rises',
    title: 'Fall of the loss against rise of the energy',
    caption: `Two points for each of the first ${Math.min(SHOWN, verdict.evidence.length)} pairs of random representations, on symmetric logarithmic axes: the energy at the old α rises at least as much as the loss falls (on or above the diagonal), at the new α at most as much (on or below).`,
    spec: {
      width: 380,
      height: 380,
      layer: [
        {
          data: { values },
          mark: { type: 'point', size: 18, opacity: 0.6 },
          encoding: {
            x: { field: 'fall', title: 'fall of the loss, L(θ) − L(θ′)', ...quantitative },
            y: { field: 'rise', title: 'rise of the energy, E(θ′) − E(θ)', ...quantitative },
            color: { field: 'side', type: 'nominal', title: null, sort: null },
          },
        },
        {
          data: { values: TICKS.map((tick) => ({ tick })) },
          mark: { type: 'line', strokeDash: [4, 3], color: '#555' },
          encoding: { x: { field: 'tick', ...quantitative }, y: { field: 'tick', ...quantitative } },
        },
      ],
    },
  };
}

const TICKS = [-1000, -100, -10, -1, 0, 1, 10, 100, 1000];
