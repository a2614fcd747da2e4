/** Figures that several claims draw: how close the instances and the counterfeits came to the bound. */
import type { Figure } from '../src/claims/figure.js';
import { category, layer, layered, logarithmic, mark, ruleAt } from '../src/claims/marks.js';
import { tightness, type Verdict } from '../src/claims/verdict.js';

/**
 * A strip of residual / bound on a logarithmic axis: instances of the claim to the left of 1, refuted counterfeits right
 * of it.
 *
 * @param quantity what the residual measures, in words
 */
export function tightnessFigure(verdict: Verdict, quantity: string): Figure {
  const instances = verdict.evidence.map((evidence) => ({ group: 'claim', ratio: tightness(evidence) }));
  const real = verdict.real.map((evidence) => ({ group: 'claim, real images', ratio: tightness(evidence) }));
  const fakes = verdict.counterfeits.flatMap(({ id, counterexample }) =>
    counterexample === undefined ? [] : [{ group: `counterfeit: ${id}`, ratio: tightness(counterexample) }],
  );
  const values = [...instances, ...real, ...fakes].map((point) => ({ ...point, ratio: onAxis(point.ratio) }));
  return {
    id: `${verdict.claim}-tightness`,
    title: 'How close to the bound',
    caption: `Each tick is one instance: ${quantity}, divided by its bound. The claim holds left of 1; every counterfeit must fall right of it.`,
    spec: layered({ width: 520, values }, [
      layer(mark('tick', { thickness: 1.5, opacity: 0.6 }), {
        x: logarithmic('ratio', 'residual / bound', { ticks: 8 }),
        y: category('group', { axis: { labelLimit: 260 } }),
        color: { condition: { test: 'datum.ratio > 1', value: '#d55e00' }, value: '#0072b2' },
      }),
      ruleAt({ x: 1 }),
    ]),
  };
}

/** Exact agreement has residual 0, which a logarithmic axis cannot show: it stands at the left end. */
function onAxis(ratio: number): number {
  const [low, high] = [1e-6, 1e18];
  return Math.min(high, Math.max(low, ratio));
}
