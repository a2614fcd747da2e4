import fc, { type Arbitrary } from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { decide } from '../../src/claims/evidence.js';
import { seeds } from '../../src/claims/instances.js';
import { alignedStack } from '../../src/theory/landscape/aligned-stacks.js';
import { energyEnclosure } from '../../src/theory/landscape/energy-enclosure.js';
import { projectedAscent, tangentialGradient } from '../../src/theory/landscape/projected-ascent.js';
import { add, at, generate, norm, type Matrix } from '../../src/theory/algebra/matrix.js';
import { multiply } from '../../src/theory/algebra/multiply.js';
import { orthonormalColumns } from '../../src/theory/algebra/orthonormal-columns.js';
import { randomLayers, unitNorm, type Layers } from '../../src/theory/networks/deep-linear.js';
import { normalMatrix, randomStream, type RandomStream } from '../../src/theory/algebra/random-stream.js';
import { TIAN_2022 } from '../papers.js';
import { tightnessFigure } from '../tightness-figure.js';
import { reflectedCovariance, type ReflectedSpectrum } from './reflected-spectrum.js';
import { beyondRank, provenRank, shareOutside } from './repeated-certificate.js';
import { repeatedFigure } from './repeated-figure.js';

interface Instance extends ReflectedSpectrum {
  /** n₁ … n_L. */
  readonly widths: readonly number[];
  readonly seed: number;
}

interface Subject {
  /** The eigenvalues, by index, whose eigenvectors span the space of v₀. */
  readonly space: (eigenvalues: readonly number[]) => number[];
  /** The largest rank of a layer of a maximiser. */
  readonly rank: (multiplicity: number, widths: readonly number[]) => number;
  /** The part off the eigenspace that shortness of energy allows, times δ. @param next the next eigenvalue */
  readonly leeway: (top: number, next: number) => number;
  /** A maximiser of that rank. @param space orthonormal top eigenvectors, [d, m] */
  readonly maximiser: (space: Matrix, widths: readonly number[], random: RandomStream) => Layers;
}

/** Largest number of features and layers, and of units. */
const [SIZE, WIDTH] = [5, 4];
/** The distance of the other points from a maximiser: each layer moves by this times a random unit matrix. */
const DISTANCES = [0, 1e-1, 1e-4];
/** Sweeps of ascent from a random start, anywhere on the way up. */
const SWEEPS = 10;

const subject: Subject = {
  space: topIndices,
  rank: (multiplicity, widths) => (widths.length === 1 ? Math.min(multiplicity, ...widths) : 1),
  leeway: (top, next) => top / (top - next),
  maximiser: (space, widths, random) => spread(space, widths, widths.length === 1 ? WIDTH : 1, random),
};

export const pcaRepeatedTop = defineClaim<Instance, Subject>({
  id: 'pca-repeated-top',
  title: 'A repeated top eigenvalue leaves the direction free, and one layer the rank too',
  source: 'derived here',
  about: TIAN_2022,
  place: 'The theorem on deep linear networks, which is for a simple top eigenvalue: what holds without it',
  statement: String.raw`Let $\lambda_{\max}(C)>0$ have multiplicity $m$ and eigenspace $U$, let $\mu$ be the next eigenvalue and $\delta=1-2E/\lambda_{\max}\ge0$ at layers with $\|W_l\|_F=1$. Then $\|P\,\Pi_{U^\perp}\|_F^2\le\delta\,\lambda_{\max}/(\lambda_{\max}-\mu)$, and for $L\ge2$ every layer has $1-\sigma_1(W_l)^2\le\delta$. So for $L\ge2$ the maximisers are again the rank-1 stacks $W_l=v_lv_{l-1}^\top$, with $v_0$ any unit vector of $U$; for $L=1$ they are $W=\sum_i\sigma_ia_iu_i^\top$ with $\sum\sigma_i^2=1$, $a_i$ orthonormal and $u_i\in U$ orthonormal: all ranks up to $\min(m,n_1)$. Proof: $2E\le\lambda_{\max}\|P\|_F^2-(\lambda_{\max}-\mu)\|P\,\Pi_{U^\perp}\|_F^2$, and $1-\delta\le\|P\|_F^2\le\|W_{l+1}W_l\|_F^2\le\sigma_1(W_l)^2$ (for the last layer, with $W_{L-1}$, likewise).`,
  restsOn: ['pca-upper-bound'],
  method: String.raw`$C=H\Lambda H$ is exact: a reflection with entries 0, ±½, ±1 and eigenvalues that are multiples of 1/8, the largest $m\ge2$ times, so that $U$ is exact too. At a maximiser of the largest rank, $E$ must be $\tfrac12\lambda_{\max}$, the tangential gradient 0, and exactly so many singular values of each layer proven to be no rounding of 0. Near by (at distances $10^{-1}$, $10^{-4}$ and 0) and on the way up from a random start, interval arithmetic bounds the part of each layer beyond that rank, and of $P$ off $U$, from above, and $\delta$ from below. The bound is the width of the enclosures, $16n^2(L+2)\varepsilon$ times $\max|\lambda|/(\lambda_{\max}-\mu)$.`,
  grade: {
    kind: 'interval-certified',
    reason: String.raw`Both inequalities and the rank of the maximisers are proven in interval arithmetic at every point tried, up to the width of an enclosure; $C$ and its eigenspace are exact.`,
  },
  instances: instancesWith(fc.array(fc.integer({ min: 1, max: WIDTH }), { minLength: 1, maxLength: SIZE - 1 })),
  subject,
  check: (instance, { space, rank, leeway, maximiser }) => {
    const { eigenvalues, widths, seed } = instance;
    const { covariance, vectors } = reflectedCovariance(instance);
    const random = randomStream(seed, 'repeated top');
    const top = Math.max(...eigenvalues);
    const eigenspace = topIndices(eigenvalues);
    const claimed = space(eigenvalues);
    const outside = columnsOf(
      vectors,
      eigenvalues.flatMap((_, i) => (claimed.includes(i) ? [] : [i])),
    );
    const largest = rank(eigenspace.length, widths);
    const best = maximiser(columnsOf(vectors, eigenspace), widths, random);
    const energy = energyEnclosure(best, covariance);

    const start = randomLayers([eigenvalues.length, ...widths], random);
    const points = [
      ...DISTANCES.map((distance) => moved(best, distance, random)),
      projectedAscent(start, covariance, { sweeps: SWEEPS }).layers,
    ].map((layers) => {
      const short = 1 - (2 * energyEnclosure(layers, covariance).upper) / top;
      const beyond = Math.max(...layers.map((layer) => beyondRank(layer, largest)));
      return { layers, short, beyond, off: shareOutside(layers, outside) };
    });

    const scale = Math.max(...eigenvalues.map(Math.abs));
    const next = Math.max(...eigenvalues.filter((value) => value < top), -scale);
    const share = leeway(top, next);
    // The part of a single layer beyond rank m is at most its part off U.
    const slack = widths.length === 1 ? Math.max(1, share) : 1;
    const n = Math.max(eigenvalues.length, ...widths);
    const rounding = 16 * n ** 2 * (widths.length + 2) * Number.EPSILON;
    const bound = (rounding * scale) / Math.min(top, top - next);
    return decide(
      {
        energy: { residual: Math.max(energy.upper - top / 2, top / 2 - energy.lower), bound: rounding * scale },
        stationary: { residual: tangentialGradient(best, covariance), bound: rounding * scale },
        'rank of the maximiser': {
          residual: Math.max(...best.map((layer) => Math.abs(provenRank(layer) - largest))),
          bound: 0.5,
        },
        'beyond that rank': {
          residual: Math.max(0, ...points.map(({ beyond, short }) => beyond - slack * short)),
          bound,
        },
        'off the eigenspace': { residual: Math.max(0, ...points.map(({ off, short }) => off - share * short)), bound },
      },
      {
        depth: widths.length,
        points: points.map(({ layers, short, beyond }) => ({
          short,
          beyondOne: largest === 1 ? beyond : Math.max(...layers.map((layer) => beyondRank(layer, 1))),
        })),
      },
    );
  },
  counterfeits: [
    {
      id: 'rank-of-multiplicity',
      description: 'spreads the weight over the whole eigenspace in deep networks too',
      subject: {
        ...subject,
        rank: (multiplicity, widths) => Math.min(multiplicity, ...widths),
        maximiser: (space, widths, random) => spread(space, widths, WIDTH, random),
      },
    },
    {
      id: 'one-eigenvector',
      description: 'expects one of the eigenvectors as v₀',
      subject: { ...subject, space: (eigenvalues) => topIndices(eigenvalues).slice(0, 1) },
    },
    {
      id: 'gap-forgotten',
      description: 'allows P off the eigenspace no more than δ, however near the next eigenvalue is',
      subject: { ...subject, leeway: () => 1 },
    },
    {
      id: 'one-output',
      description: 'sends all eigenvectors to one output direction, in place of orthonormal ones',
      subject: {
        ...subject,
        maximiser: (space, widths, random) =>
          subject
            .maximiser(space, widths, random)
            .map((layer) => generate(layer.rows, layer.columns, (_, j) => at(layer, 0, j)))
            .map(unitNorm),
      },
    },
    {
      id: 'rank-one-always',
      description: 'claims rank 1 of a single layer too',
      subject: { ...subject, rank: () => 1 },
      instances: instancesWith(fc.integer({ min: 2, max: WIDTH }).map((width) => [width])),
      drops: {
        condition: String.raw`$L\ge2$, for the rank of the layers, where $\lambda_{\max}$ is repeated`,
        statedBy: 'here',
        explanation: String.raw`A single layer has $2E=\operatorname{tr}(WCW^\top)=\lambda_{\max}$ wherever its rows lie in the eigenspace, in whatever ranks; only a product loses norm when its factors have rank 2.`,
      },
    },
  ],
  figures: (verdict) => [
    repeatedFigure(verdict),
    tightnessFigure(verdict, 'what is left of each inequality, the worst of them'),
  ],
});

function topIndices(eigenvalues: readonly number[]): number[] {
  const top = Math.max(...eigenvalues);
  return eigenvalues.flatMap((value, i) => (value === top ? [i] : []));
}

function columnsOf(matrix: Matrix, columns: readonly number[]): Matrix {
  return generate(matrix.rows, columns.length, (i, k) => at(matrix, i, columns[k] as number));
}

/** The stack on as many random directions of the space as fit, at most `rank`. */
function spread(space: Matrix, widths: readonly number[], rank: number, random: RandomStream): Layers {
  const size = Math.min(rank, space.columns, ...widths);
  const directions = multiply(space, orthonormalColumns(normalMatrix(random, space.columns, size)));
  const frames = widths.map((width) => orthonormalColumns(normalMatrix(random, width, size)));
  // None of them small beside the others.
  const weights = Float64Array.from({ length: size }, () => 1 + random.uniform());
  const length = norm(weights);
  return alignedStack(
    [directions, ...frames],
    weights.map((weight) => weight / length),
  );
}

/** Each layer moved by `distance` times a random unit matrix, and back on its sphere. */
function moved(layers: Layers, distance: number, random: RandomStream): Layers {
  return layers.map((layer) =>
    unitNorm(add(layer, unitNorm(normalMatrix(random, layer.rows, layer.columns)), distance)),
  );
}

/** Multiplicity m from 2 to d ≤ 5, eigenvalues from −2 to 2. */
function instancesWith(widths: Arbitrary<number[]>): Arbitrary<Instance> {
  return fc
    .record({
      top: fc.integer({ min: 1, max: 16 }),
      multiplicity: fc.integer({ min: 2, max: SIZE }),
      below: fc.array(fc.integer({ min: 1, max: 16 }), { maxLength: SIZE - 2 }),
      ones: fc.constantFrom(0 as const, 1 as const, 2 as const, 4 as const),
      widths,
      seed: seeds(),
    })
    .map(({ top, multiplicity, below, ...rest }) => ({
      eigenvalues: [
        ...Array.from({ length: multiplicity }, () => top / 8),
        ...below.slice(0, SIZE - multiplicity).map((drop) => (top - drop) / 8),
      ],
      ...rest,
    }));
}
