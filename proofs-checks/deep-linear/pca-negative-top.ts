import fc, { type Arbitrary } from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { decide } from '../../src/claims/evidence.js';
import { seeds } from '../../src/claims/instances.js';
import { eigenvalueBounds } from '../../src/theory/algebra/eigenvalue-bounds.js';
import { exactly, product, type Interval, WHOLE_LINE } from '../../src/theory/algebra/interval.js';
import { energyEnclosure } from '../../src/theory/landscape/energy-enclosure.js';
import { projectedAscent } from '../../src/theory/landscape/projected-ascent.js';
import { severedAt } from '../../src/theory/landscape/spurious-maxima.js';
import { symmetricEigen } from '../../src/theory/algebra/decompositions.js';
import { at, generate, map, maxAbs, type Matrix } from '../../src/theory/algebra/matrix.js';
import { multiplyTransposed } from '../../src/theory/algebra/multiply.js';
import { randomLayers, unitNorm, type Layers } from '../../src/theory/networks/deep-linear.js';
import { randomStream, type RandomStream } from '../../src/theory/algebra/random-stream.js';
import { TIAN_2022 } from '../papers.js';
import { tightnessFigure } from '../tightness-figure.js';
import { negativeTopFigure } from './negative-top-figure.js';

interface Instance {
  /** C = −BBᵀ, [d, d], exact: B has multiples of 1/8. */
  readonly covariance: Matrix;
  /** n₁ … n_L. */
  readonly widths: readonly number[];
  readonly seed: number;
}

interface Subject {
  /** The maximum of E. @param top encloses λ_max(C) ≤ 0 */
  readonly maximum: (top: Interval, widths: readonly number[]) => Interval;
  /** Layers that reach it. */
  readonly maximiser: (covariance: Matrix, widths: readonly number[], random: RandomStream) => Layers;
}

const SIZE = 4;
/** Sweeps of ascent, short of which most networks rise above what a wrong maximum allows. */
const SWEEPS = 30;

const subject: Subject = {
  maximum: (top, widths) => (wideHidden(widths) > 0 ? exactly(0) : product(exactly(0.5), top)),
  maximiser: (covariance, widths, random) => {
    const hidden = wideHidden(widths);
    const layers = randomLayers([covariance.rows, ...widths], random);
    return hidden > 0 ? severedAt(layers, hidden) : onTopEigenvector(layers, covariance);
  },
};

export const pcaNegativeTop = defineClaim<Instance, Subject>({
  id: 'pca-negative-top',
  title: 'Without a positive eigenvalue the best product is zero, where a hidden layer allows it',
  source: 'derived here',
  about: TIAN_2022,
  place: 'The theorem on deep linear networks, which is for λ_max > 0: what holds without it',
  statement: String.raw`Let $\lambda_{\max}(C)\le0$ and $\|W_l\|_F=1$. If some hidden layer has at least two units ($n_l\ge2$, $1\le l\le L-1$), then $\max E=0$, reached where $P=W_L\cdots W_1=0$. Otherwise ($L=1$, or $n_1=\dots=n_{L-1}=1$) $\max E=\tfrac12\lambda_{\max}(C)$, reached as in the PCA theorem: $P$ is then $W_1$ itself, or a unit column times $\pm$ a unit row, so that $\|P\|_F=1$ for all layers.`,
  restsOn: ['pca-upper-bound'],
  method: String.raw`$C=-BB^\top$ is exact, $B$ of any rank, so that $\lambda_{\max}=0$ occurs. The energy of a constructed maximiser (units fed and not read, others read and not fed, where $P$ must vanish) is enclosed in interval arithmetic and must meet the maximum; the energies of random layers, before and after 30 sweeps of ascent, must not exceed it. The bound is the width of the enclosures, $16n^2(L+2)\varepsilon\max|\lambda|$.`,
  grade: {
    kind: 'interval-certified',
    reason: String.raw`The energies are enclosed for the layers scaled to norm 1 exactly, and $\lambda_{\max}$ for the exact $C$: that the maximum is reached, and not exceeded at the points tried, is proven up to the width of an enclosure. That no other point exceeds it is the proof in the statement (and claim pca-upper-bound).`,
  },
  instances: instancesWith(
    fc.array(fc.integer({ min: 1, max: SIZE }), { minLength: 1, maxLength: SIZE }),
    fc.integer({ min: 1, max: SIZE }),
  ),
  subject,
  check: ({ covariance, widths, seed }, { maximum, maximiser }) => {
    const random = randomStream(seed, 'negative top');
    const [top = WHOLE_LINE] = eigenvalueBounds(covariance);
    const best = maximum(top, widths);
    const reached = energyEnclosure(maximiser(covariance, widths, random), covariance);
    const start = randomLayers([covariance.rows, ...widths], random);
    const climbed = projectedAscent(start, covariance, { sweeps: SWEEPS }).layers;
    const [before, after] = [energyEnclosure(start, covariance), energyEnclosure(climbed, covariance)];

    const n = Math.max(covariance.rows, ...widths);
    const scale = Math.max(...symmetricEigen(covariance).values.map(Math.abs));
    const bound = 16 * n ** 2 * (widths.length + 2) * Number.EPSILON * scale;
    return decide(
      {
        'reached, not less': { residual: Math.max(0, best.upper - reached.lower), bound },
        'reached, not more': { residual: Math.max(0, reached.upper - best.lower), bound },
        'not exceeded': { residual: Math.max(0, before.upper - best.lower, after.upper - best.lower), bound },
      },
      {
        network: widths.length === 1 ? 'one layer' : wideHidden(widths) > 0 ? 'a wide hidden layer' : 'hidden widths 1',
        // In units of ½|λ_max|; none where that is 0.
        ...(top.upper < 0 && {
          start: (-2 * before.upper) / top.upper,
          climbed: (-2 * after.upper) / top.upper,
        }),
      },
    );
  },
  counterfeits: [
    {
      id: 'half-top-always',
      description: 'keeps ½λ_max as the maximum of every network',
      subject: { ...subject, maximum: (top) => product(exactly(0.5), top) },
    },
    {
      id: 'counts-outputs',
      description: 'counts the outputs among the hidden units',
      subject: {
        ...subject,
        maximum: (top, widths) => subject.maximum(top, [...widths, 1]),
      },
    },
    {
      id: 'lowest-eigenvalue',
      description: 'takes the eigenvector of the eigenvalue of largest modulus',
      subject: {
        ...subject,
        maximiser: (covariance, widths, random) =>
          wideHidden(widths) > 0
            ? subject.maximiser(covariance, widths, random)
            : onTopEigenvector(
                randomLayers([covariance.rows, ...widths], random),
                map(covariance, (entry) => -entry),
              ),
      },
    },
    {
      id: 'half-severed',
      description: 'lets the layer above read all units, the fed ones included',
      subject: {
        ...subject,
        maximiser: (covariance, widths, random) => {
          const layers = subject.maximiser(covariance, widths, random);
          const hidden = wideHidden(widths);
          const reading = layers[hidden];
          if (hidden === 0 || reading === undefined) return layers;
          return layers.with(hidden, unitNorm(map(reading, (entry) => (entry === 0 ? 0.5 : entry))));
        },
      },
    },
    {
      id: 'any-width',
      description: 'claims the maximum 0 of every network of two or more layers',
      subject: {
        ...subject,
        maximum: (top, widths) => (widths.length > 1 ? exactly(0) : subject.maximum(top, widths)),
      },
      instances: instancesWith(
        fc
          .tuple(fc.integer({ min: 1, max: SIZE }), fc.integer({ min: 1, max: SIZE - 1 }))
          .map(([outputs, hidden]) => [...Array.from({ length: hidden }, () => 1), outputs]),
        fc.constant(SIZE),
      ),
      drops: {
        condition: String.raw`some hidden layer has at least two units, for $\max E=0$ with $L\ge2$`,
        statedBy: 'here',
        explanation: String.raw`Numbers do not multiply to zero: with all hidden widths 1 every layer between the first and the last is $\pm1$, so that $\|P\|_F=1$, $P=0$ is out of reach and the maximum stays $\tfrac12\lambda_{\max}<0$.`,
      },
    },
  ],
  figures: (verdict) => [
    negativeTopFigure(verdict),
    tightnessFigure(verdict, 'distance of the enclosed energies from the maximum, on the wrong side of it'),
  ],
});

/** The first hidden layer of two units or more, counted from 1; 0 when there is none. */
function wideHidden(widths: readonly number[]): number {
  return widths.slice(0, -1).findIndex((width) => width >= 2) + 1;
}

/** W₁ = (first column of W₁) u₁ᵀ, the layers above as they are: a product of norm 1 where all hidden widths are 1. */
function onTopEigenvector(layers: Layers, covariance: Matrix): Layers {
  const { vectors } = symmetricEigen(covariance);
  const aligned = (layer: Matrix): Matrix =>
    unitNorm(generate(layer.rows, layer.columns, (i, j) => at(layer, i, 0) * at(vectors, j, 0)));
  return layers.map((layer, l) => (l === 0 ? aligned(layer) : layer));
}

/** @param ranks at most so many columns of B */
function instancesWith(widths: Arbitrary<number[]>, ranks: Arbitrary<number>): Arbitrary<Instance> {
  const entries = fc.array(fc.integer({ min: -16, max: 16 }), {
    minLength: SIZE ** 2,
    maxLength: SIZE ** 2,
    size: 'max',
  });
  return fc
    .tuple(fc.integer({ min: 1, max: SIZE }), ranks, entries, widths, seeds())
    .map(([d, rank, values, sizes, seed]) => {
      const factor = generate(d, rank, (i, j) => (values[SIZE * i + j] as number) / 8);
      return { covariance: map(multiplyTransposed(factor, factor), (entry) => 0 - entry), widths: sizes, seed };
    })
    .filter(({ covariance }) => maxAbs(covariance.data) > 0);
}
