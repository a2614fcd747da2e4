/** Proofs about a trained deep linear network, and the values that its figures draw. */
import { eigenvalueBounds } from '../../src/theory/algebra/eigenvalue-bounds.js';
import {
  difference,
  exactly,
  product,
  quotient,
  width,
  WHOLE_LINE,
  type Interval,
} from '../../src/theory/algebra/interval.js';
import { exactMatrix, intervalProduct, squaredNorm } from '../../src/theory/algebra/interval-matrix.js';
import { endToEndEnclosure, energyEnclosure, rankOneRemainder } from '../../src/theory/landscape/energy-enclosure.js';
import { norm, type Matrix } from '../../src/theory/algebra/matrix.js';
import type { Layers } from '../../src/theory/networks/deep-linear.js';

export interface PcaCertificate {
  /** ½λ_max(C) − E of the layers scaled to norm 1. */
  readonly gap: Interval;
  /** Width of that interval. */
  readonly width: number;
  /** 1 − ‖Pv‖²/(‖P‖_F²‖v‖²) for the eigenvector v as computed. */
  readonly astray: Interval;
  /** At least σ₂/‖W_l‖_F of every layer. */
  readonly remainder: number;
}

/** @param eigenvector [d], as computed */
export function pcaCertificate(layers: Layers, covariance: Matrix, eigenvector: Float64Array): PcaCertificate {
  const [top = WHOLE_LINE] = eigenvalueBounds(covariance);
  const end = endToEndEnclosure(layers);
  const gap = difference(product(exactly(0.5), top), energyEnclosure(layers, covariance, end));
  const v = exactMatrix({ rows: eigenvector.length, columns: 1, data: eigenvector });
  const share = quotient(squaredNorm(intervalProduct(end, v)), product(squaredNorm(end), squaredNorm(v)));
  return {
    gap,
    width: width(gap),
    astray: difference(exactly(1), share),
    remainder: Math.max(...layers.map((layer) => rankOneRemainder(layer).upper)),
  };
}

/** The row of P of largest norm, as a unit vector: ±v₀ᵀ when P has rank 1. */
export function leadingRow(end: Matrix): Float64Array {
  let best = new Float64Array(end.columns);
  for (let i = 0; i < end.rows; i++) {
    const candidate = end.data.slice(i * end.columns, (i + 1) * end.columns);
    if (norm(candidate) > norm(best)) best = candidate;
  }
  const length = norm(best) || 1;
  return best.map((entry) => entry / length);
}

/** E / ½λ_max at sweeps 0, 1, 2, 4, 8, … and the last. */
export function courseOf(energies: readonly number[], best: number): { sweep: number; share: number }[] {
  const last = energies.length - 1;
  return energies.flatMap((energy, sweep) =>
    sweep === last || (sweep & (sweep - 1)) === 0 ? [{ sweep, share: energy / best }] : [],
  );
}
