import { defineClaim } from '../../src/claims/claim.js';
import { decide } from '../../src/claims/evidence.js';
import { alignedValues } from '../../src/theory/landscape/aligned-stacks.js';
import { constrainedHessian } from '../../src/theory/landscape/constrained-hessian.js';
import { alignedIndex, alignedSpectrum, type AlignedPoint } from '../../src/theory/landscape/index-formula.js';
import { symmetricEigen } from '../../src/theory/algebra/decompositions.js';
import { alignedInstances, stackOf, stackRounding, type AlignedInstance } from './aligned-instance.js';
import { indexFigure, spectrumFigure } from './index-figures.js';

interface Subject {
  readonly spectrum: (point: AlignedPoint) => Float64Array;
  readonly index: (point: AlignedPoint) => number;
}

const subject: Subject = { spectrum: alignedSpectrum, index: alignedIndex };

export const criticalPointsIndex = defineClaim<AlignedInstance, Subject>({
  id: 'critical-points-index',
  title: 'The index of every aligned critical point',
  source: 'derived here',
  statement: String.raw`At the aligned stack on a set $S$ of $r$ eigenvectors ($L\ge2$, $n_0=d$) the Hessian on the spheres has exactly $$\#\{i\in S,j\notin S:\lambda_j>\lambda_i\}+\begin{cases}(r-1)(1+\tfrac r2)&E>0\\(L-1)(r-1)(1+\tfrac r2)+\sum_{l=1}^{L-1}r(n_l-r)+\sum_{l=1}^{L}(n_l-r)(n_{l-1}-r)&E<0\end{cases}$$ ascent directions, and for $L=1$, $r=1$ it has $n_1\#\{j:\lambda_j>\lambda\}$. Its spectrum is $2E(\lambda_j/\lambda_i-1)$; $-2E$; $0$ and $-4E$; $4E(L-1)$ and $-4E$; and that of one $2L\times2L$ form for each pair in $S$. For rank 1: $\lambda_j-\lambda_k$, $0$, $-2\lambda_k$ and $-\lambda_k$.`,
  method: String.raw`All $\sum_l(n_ln_{l-1}-1)$ eigenvalues of the hand-written Hessian, in order, against the predicted ones, within the rounding of the Hessian and of the eigenvalue solver; and the number of those above that bound against the formula. Depth 1 to 4, widths 1 to 3, $d$ up to 4; equal eigenvalues included.`,
  grade: {
    kind: 'sampled',
    reason: String.raw`The formula is proven for all sizes (block by block, the pairs in the gauge $y=0$); the numbers compare the proof with the Hessian in floating point.`,
  },
  instances: alignedInstances().filter(({ eigenvalues, widths }) =>
    [eigenvalues.length, ...widths].some((size) => size > 1),
  ),
  subject,
  check: (instance, { spectrum, index }) => {
    const { covariance, layers, energy } = stackOf(instance, alignedValues);
    const computed = symmetricEigen(constrainedHessian(layers, covariance)).values;
    const predicted = spectrum(instance);
    // The Hessian sums over all pairs of L layers, and an eigenvalue moves by at most the norm of its error.
    const bound = stackRounding(instance) * computed.length * instance.widths.length;
    const differences = computed.map((value, k) => Math.abs(value - (predicted[k] ?? Number.NaN)));
    const ascents = computed.filter((value) => value > bound).length;
    return decide(
      {
        'number of eigenvalues': { residual: Math.abs(predicted.length - computed.length), bound: 0.5 },
        spectrum: { residual: Math.max(...differences), bound },
        index: { residual: Math.abs(ascents - index(instance)), bound: 0.5 },
      },
      { index: ascents, energy, rank: instance.chosen.length, computed, predicted },
    );
  },
  counterfeits: [
    {
      id: 'larger-eigenvalues-only',
      description: 'counts one ascent direction for each larger eigenvalue and nothing else',
      subject: { ...subject, index: largerEigenvalues },
    },
    {
      id: 'no-pairs',
      description: 'forgets the ascent direction of every pair in S',
      subject: { ...subject, index: (point) => alignedIndex(point) - pairsOf(point) },
    },
    {
      id: 'spare-units-at-rest',
      description: 'takes spare hidden units as indifferent: 0 instead of −4E',
      subject: {
        ...subject,
        spectrum: (point) => {
          const { energy } = valuesOf(point);
          return alignedSpectrum(point)
            .map((value) => (Math.abs(value + 4 * energy) < Number.EPSILON ? 0 : value))
            .toSorted((a, b) => b - a);
        },
      },
    },
    {
      id: 'eigenvalue-differences',
      description: 'takes λⱼ − λᵢ for the other inputs at every rank, as at rank 1',
      subject: { ...subject, spectrum: differencesAtEveryRank },
    },
  ],
  figures: (verdict) => [indexFigure(verdict), spectrumFigure(verdict)],
});

function valuesOf({ eigenvalues, chosen, widths }: AlignedPoint): { energy: number; set: number[]; others: number[] } {
  const set = chosen.map((i) => eigenvalues[i] as number);
  const others = eigenvalues.filter((_, j) => !chosen.includes(j));
  return { energy: alignedValues(set, widths.length).energy, set, others };
}

function largerEigenvalues(point: AlignedPoint): number {
  const { set, others } = valuesOf(point);
  return set.reduce((count, value) => count + others.filter((other) => other > value).length, 0);
}

function pairsOf({ chosen, widths }: AlignedPoint): number {
  return widths.length === 1 ? 0 : (chosen.length * (chosen.length - 1)) / 2;
}

function differencesAtEveryRank(point: AlignedPoint): Float64Array {
  const { energy, set, others } = valuesOf(point);
  const spectrum = [...alignedSpectrum(point)];
  for (const value of set) {
    for (const other of others) {
      const right = 2 * energy * (other / value - 1);
      spectrum[spectrum.findIndex((entry) => entry === right)] = other - value;
    }
  }
  return Float64Array.from(spectrum).toSorted((a, b) => b - a);
}
