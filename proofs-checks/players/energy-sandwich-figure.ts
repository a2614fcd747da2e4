/** The fall of the loss between the two rises of the energy. */
import type { Figure } from '../../src/claims/figure.js';
import { category, layered, mark, quantitative, view, type FieldOptions } from '../../src/claims/marks.js';
import type { Verdict } from '../../src/claims/verdict.js';

/** Instances beyond this many hide each other. */
const SHOWN = 300;

export function sandwichFigure<Instance>(verdict: Verdict<Instance>): Figure {
  const values = verdict.evidence.slice(0, SHOWN).flatMap(({ details }) => [
    { side: 'at the old α', loss: details['loss'], fall: details['fall'], rise: details['upper'] },
    { side: 'at the new α', loss: details['loss'], fall: details['fall'], rise: details['lower'] },
  ]);
  return {
    id: 'energy-sandwich-rises',
    title: 'Fall of the loss against rise of the energy',
    caption: `Two points for each of the first ${Math.min(SHOWN, verdict.evidence.length)} pairs of random representations, on symmetric logarithmic axes: the energy at the old α rises at least as much as the loss falls (on or above the diagonal), at the new α at most as much (on or below).`,
    spec: layered({ width: 380, height: 380 }, [
      view({ values }, mark('point', { size: 18, opacity: 0.6 }), {
        x: quantitative('fall', 'fall of the loss, L(θ) − L(θ′)', SYMLOG),
        y: quantitative('rise', 'rise of the energy, E(θ′) − E(θ)', SYMLOG),
        color: category('side'),
      }),
      view({ values: TICKS.map((tick) => ({ tick })) }, mark('line', { strokeDash: [4, 3], color: '#555' }), {
        x: quantitative('tick', undefined, SYMLOG),
        y: quantitative('tick', undefined, SYMLOG),
      }),
    ]),
  };
}

const TICKS = [-1000, -100, -10, -1, 0, 1, 10, 100, 1000];
const SYMLOG: FieldOptions = { scale: { type: 'symlog', constant: 1 }, axis: { values: TICKS } };
