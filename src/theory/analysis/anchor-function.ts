/** F of an anchor as a function of numbers, and margins to try it on. */
import { exponentialPsi, phiOfExponent } from './exponential-psi.js';
import { asFunction, evaluated } from './core-expression.js';
import { middleOf, type LossExpressions } from './loss-expressions.js';
import { remembered } from './remembered.js';

/** Returns F of an anchor's margins, of which each occurs `times` times: once, if it is missing. */
type AnchorFunction = (margins: readonly number[], times?: number) => number;

/** Makes F of an anchor, with parameters at the middle of their ranges; in the log domain where ψ is exponential. */
export const anchorFunction = remembered((loss: LossExpressions): AnchorFunction => {
  const values = middleOf(loss);
  const line = exponentialPsi(loss);
  if (line !== undefined) {
    const [rate, shift] = [evaluated(line.rate, values), evaluated(line.shift, values)];
    const composed = asFunction(phiOfExponent(loss), values);
    return (margins, times = 1) => {
      const top = Math.max(...margins.map((x) => rate * x));
      const l = shift + top + Math.log(times * margins.reduce((so, x) => so + Math.exp(rate * x - top), 0));
      return composed(l);
    };
  }
  const [phi, psi] = [asFunction(loss.phi, values), asFunction(loss.psi, values)];
  return (margins, times = 1) => phi(times * margins.reduce((so, x) => so + psi(x), 0));
});

/** Returns the k-th set of `size` margins in [−2, 2], from a fixed golden-ratio sequence. */
export function probe(k: number, size: number): number[] {
  return Array.from({ length: size }, (_, j) => 4 * (((k * 7 + j * 3 + 1) * 0.6180339887498949) % 1) - 2);
}
