import { defineClaim } from '../../src/claims/claim.js';
import { decide, type Comparison } from '../../src/claims/evidence.js';
import { alignedValues } from '../../src/theory/landscape/aligned-stacks.js';
import { constrainedHessian } from '../../src/theory/landscape/constrained-hessian.js';
import { alignedIndex, alignedSpectrum, type AlignedPoint } from '../../src/theory/landscape/index-formula.js';
import { symmetricEigen } from '../../src/theory/algebra/decompositions.js';
import { certifiedSignature } from '../../src/theory/algebra/definiteness.js';
import { generateIntervals } from '../../src/theory/algebra/interval-matrix.js';
import { product, quotient, difference, type Interval } from '../../src/theory/algebra/interval.js';
import { fieldMatrices } from '../../src/theory/algebra/field-matrix.js';
import { randomElement } from '../../src/theory/algebra/prime-field.js';
import { exactly, randomWords, withPoint, type WithPoint } from '../exact-comparison.js';
import { alignedParts, elimination, exactEigenvalue, exactStack } from '../oracles/exact-aligned.js';
import {
  characteristicPolynomial,
  fieldPowers,
  pairForm,
  predictedFactors,
  predictedPolynomial,
  type AlignedPoint as ExactPoint,
  type PairNumbers,
  type Factor,
} from '../oracles/exact-spectrum.js';
import { alignedInstances, stackOf, stackRounding, type AlignedInstance } from './aligned-instance.js';
import { indexFigure, spectrumFigure } from './index-figures.js';

interface Subject {
  /** The predicted eigenvalues over F_p, but those of the pairs in S. */
  readonly factors: (point: ExactPoint) => readonly Factor[];
  readonly spectrum: (point: AlignedPoint) => Float64Array;
  readonly index: (point: AlignedPoint) => number;
}

const subject: Subject = { factors: predictedFactors, spectrum: alignedSpectrum, index: alignedIndex };

export const criticalPointsIndex = defineClaim<AlignedInstance & WithPoint, Subject>({
  id: 'critical-points-index',
  title: 'The index of every aligned critical point',
  source: 'derived here',
  statement: String.raw`At the aligned stack on a set $S$ of $r$ eigenvectors ($L\ge2$, $n_0=d$) the Hessian on the spheres has exactly $$\#\{i\in S,j\notin S:\lambda_j>\lambda_i\}+\begin{cases}(r-1)(1+\tfrac r2)&E>0\\(L-1)(r-1)(1+\tfrac r2)+\sum_{l=1}^{L-1}r(n_l-r)+\sum_{l=1}^{L}(n_l-r)(n_{l-1}-r)&E<0\end{cases}$$ ascent directions, and for $L=1$, $r=1$ it has $n_1\#\{j:\lambda_j>\lambda\}$. Its spectrum is $2E(\lambda_j/\lambda_i-1)$; $-2E$; $0$ and $-4E$; $4E(L-1)$ and $-4E$; and that of one $2L\times2L$ form for each pair in $S$. For rank 1: $\lambda_j-\lambda_k$, $0$, $-2\lambda_k$ and $-\lambda_k$.`,
  restsOn: ['critical-points-aligned', 'critical-points-hessian'],
  method: String.raw`Exactly: at random stacks over $\mathbb F_p$, $p=2^{61}-1$, of depth 1, 2 and 3 by turns, $\det(x-\nabla^2E)$ of the Hessian on the tangent space is the product over the predicted eigenvalues at a random $x$. The form of a pair has rank $L$ over $\mathbb F_p$, and interval arithmetic proves that one of its eigenvalues is positive and $L-1$ are negative at the singular values of the instance; the signs of all others are those of $E$ and $\lambda_j-\lambda_i$. The library's code: all $\sum_l(n_ln_{l-1}-1)$ eigenvalues of the hand-written Hessian, in order, against the predicted ones, within the rounding of the Hessian and of the eigenvalue solver; and the number of those above that bound against the formula. Depth 1 to 4, widths 1 to 3, $d$ up to 4; equal eigenvalues included.`,
  grade: {
    kind: 'interval-certified',
    reason: String.raw`The spectrum is an exact identity of characteristic polynomials (degree below $10^4$, so a false one passes a point with probability below $10^{-14}$); the signs of the eigenvalues of each pair, on which the index rests, are proven in interval arithmetic and by an exact rank.`,
  },
  instances: withPoint(
    alignedInstances().filter(({ eigenvalues, widths }) => [eigenvalues.length, ...widths].some((size) => size > 1)),
  ),
  subject,
  check: (instance, { factors, spectrum, index }) => {
    const { covariance, layers, energy } = stackOf(instance, alignedValues);
    const computed = symmetricEigen(constrainedHessian(layers, covariance)).values;
    const predicted = spectrum(instance);
    // The Hessian sums over all pairs of L layers, and an eigenvalue moves by at most the norm of its error.
    const bound = stackRounding(instance) * computed.length * instance.widths.length;
    const differences = computed.map((value, k) => Math.abs(value - (predicted[k] ?? Number.NaN)));
    const ascents = computed.filter((value) => value > bound).length;
    return decide(
      {
        'spectrum, exactly': exactComparison(instance.pointSeed, factors),
        'signs of pairs, proven': provenSigns(instance),
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
      id: 'exact-spare-units-at-rest',
      description: 'over F_p: takes spare hidden units as indifferent',
      subject: {
        ...subject,
        factors: (point) =>
          predictedFactors(point).map(([value, times]): Factor => [
            value === fieldMatrices.multiply(fieldMatrices.fromInteger(-2), point.twiceEnergy) ? 0n : value,
            times,
          ]),
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

/** Rank and sizes d, n₁ … n_L of the exact stacks: one layer, units to spare in and around a hidden one, and two hidden ones. */
const SHAPES = [
  { rank: 1, sizes: [2, 2] },
  { rank: 2, sizes: [3, 3, 2] },
  { rank: 2, sizes: [2, 2, 2, 2] },
] as const;

/** The characteristic polynomial of one shape, by turns, at a random number, against the predicted one. */
function exactComparison(pointSeed: number, factors: Subject['factors']): Comparison {
  const word = randomWords(pointSeed);
  const { rank, sizes } = SHAPES[pointSeed % SHAPES.length] as (typeof SHAPES)[number];
  const parts = alignedParts(word, exactEigenvalue, rank, sizes);
  const point = { ...parts, sizes, layers: exactStack(parts.frames, parts.singularValues) };
  const x = randomElement(word);
  // The projection adds an eigenvalue 0 for every layer.
  const all: Factor[] = [...factors(point), [0n, point.layers.length]];
  return exactly([[characteristicPolynomial(point, x)]], [[predictedPolynomial(point, all, x)]]);
}

/** Pairs in S whose form is not proven to have one positive eigenvalue, L − 1 negative ones and 0 for all others. */
function provenSigns({ eigenvalues, chosen, widths, pointSeed }: AlignedInstance & WithPoint): Comparison {
  const depth = widths.length;
  const set = chosen.map((i) => eigenvalues[i] as number);
  const pairs = set.flatMap((value, i) => set.slice(i + 1).map((other) => [value, other] as const));
  if (pairs.length === 0) return { residual: 0, bound: 0.5 };
  const { rank } = elimination(pairForm(fieldPowers(randomElement(randomWords(pointSeed))), depth));
  const open = pairs.filter(([value, other]) => {
    const ratio = ratioEnclosure(value, other, depth);
    if (ratio === undefined) return true;
    const form = pairForm(intervalPowers(ratio), depth);
    const signs = certifiedSignature(generateIntervals(2 * depth, 2 * depth, (i, j) => form[i]?.[j] as Interval));
    return signs.positive !== 1 || signs.negative !== depth - 1;
  });
  return { residual: open.length + Math.abs(rank - depth), bound: 0.5 };
}

/** Encloses σᵢ/σⱼ = (λⱼ/λᵢ)^{1/(2L−2)}: its power is proven to lie on either side of λⱼ/λᵢ at the two ends. */
function ratioEnclosure(value: number, other: number, depth: number): Interval | undefined {
  const goal = quotient({ lower: other, upper: other }, { lower: value, upper: value });
  const guess = (other / value) ** (1 / (2 * (depth - 1)));
  const [lower, upper] = [guess * (1 - 1e-12), guess * (1 + 1e-12)];
  const at = (x: number): Interval => intervalPowers({ lower: x, upper: x }).ratioTo(2 * (depth - 1));
  return at(lower).upper <= goal.lower && at(upper).lower >= goal.upper ? { lower, upper } : undefined;
}

const ONE = { lower: 1, upper: 1 };

function intervalPowers(ratio: Interval): PairNumbers<Interval> {
  const upTo = (n: number): Interval => Array.from({ length: n }, () => ratio).reduce(product, ONE);
  return {
    zero: { lower: 0, upper: 0 },
    lessOne: (x) => difference(x, ONE),
    ratioTo: (n) => (n < 0 ? quotient(ONE, upTo(-n)) : upTo(n)),
  };
}

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
