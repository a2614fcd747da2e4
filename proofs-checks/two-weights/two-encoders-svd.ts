import fc, { type Arbitrary } from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { decide } from '../../src/claims/evidence.js';
import { seeds, views, type Views } from '../../src/claims/instances.js';
import { eigenvalueBounds } from '../../src/theory/algebra/eigenvalue-bounds.js';
import { difference, quotient, squareRoot, width, WHOLE_LINE } from '../../src/theory/algebra/interval.js';
import { exactMatrix, intervalInner, intervalProduct, squaredNorm } from '../../src/theory/algebra/interval-matrix.js';
import { symmetricEigen } from '../../src/theory/algebra/decompositions.js';
import {
  add,
  at,
  generate,
  inner,
  map,
  maxAbs,
  norm,
  type Matrix,
  type Rows,
} from '../../src/theory/algebra/matrix.js';
import { multiply, multiplyTransposed, transposedMultiply } from '../../src/theory/algebra/multiply.js';
import { randomStream } from '../../src/theory/algebra/random-stream.js';
import {
  distanceLossGradient,
  distanceWeights,
  type DistanceLoss,
} from '../../src/theory/distance-losses/distance-loss.js';
import { namedDistanceLoss } from '../../src/theory/distance-losses/named-distance-losses.js';
import { twoEncoderCovariance, type PairWeights } from '../../src/theory/distance-losses/two-weight-energy.js';
import { endToEndEnclosure, rankOneRemainder } from '../../src/theory/landscape/energy-enclosure.js';
import { chainGradient, endToEnd, randomLayers, unitNorm, type Layers } from '../../src/theory/networks/deep-linear.js';
import { NAKADA_2023 } from '../papers.js';
import { tightnessFigure } from '../tightness-figure.js';

interface Instance extends Views {
  /** A loss of products of rows, 1 − a·b, takes its negatives from the other view. */
  readonly loss: string;
  /** Outputs of each layer of the two encoders; the last ones are the same. */
  readonly widths: readonly [readonly number[], readonly number[]];
  readonly seed: number;
}

interface Encoders {
  readonly first: Layers;
  readonly second: Layers;
}

interface Subject {
  readonly covariance: (weights: PairWeights, first: Rows, second: Rows) => Matrix;
  /** Trains both encoders from a start on S. */
  readonly ascend: (start: Encoders, cross: Matrix) => Encoders;
  /** The loss whose gradient is taken compares outputs in this way. */
  readonly distance: DistanceLoss['distance'];
}

/** σ₁ − σ₂ and σ₁ are at least this share of σ₁. */
const SMALLEST_GAP = 0.05;
/** The tangential gradient at which training stops, as a share of σ₁. */
const STATIONARITY = 1e-8;
const SWEEPS = 5000;

/** The losses of pairs across two views or modalities from which weights are drawn. */
const LOSSES = ['clip', 'siglip', 'spectral', 'multiple-negatives-ranking'];

const subject: Subject = { covariance: twoEncoderCovariance, ascend: alternating, distance: 'dot' };

export const twoEncodersSvd = defineClaim<Instance, Subject>({
  id: 'two-encoders-svd',
  title: 'Two deep linear encoders find the top singular pair of the contrastive cross-covariance',
  source: 'derived here',
  about: NAKADA_2023,
  place: 'Gradient steps of linear encoders as an SVD of the cross-covariance: deep encoders, and α, β of distances',
  statement: String.raw`Let two linear encoders $F=A_K\cdots A_1$, $G=B_M\cdots B_1$ be trained on a loss of the products $Fx_i\cdot Gy_j$ of rows of two views, with weights $\alpha,\beta$ of the distances $1-Fx_i\cdot Gy_j$, and $$S=\sum_i\beta_ix_iy_i^\top-\sum_{i,j}\alpha_{ij}x_iy_j^\top .$$ Then $\partial L/\partial F=-GS^\top$ and $\partial L/\partial G=-FS$. With $\alpha,\beta$ fixed and every layer of norm 1, $\max\operatorname{tr}(FSG^\top)=\sigma_{\max}(S)$, reached at rank-1 layers with $F\propto ua^\top$, $G\propto ub^\top$ for a top singular pair $a,b$ of $S$; alternating maximisation gets there from almost every start, with no condition on signs and at every depth.`,
  restsOn: ['two-weights-gradient'],
  method: String.raw`Weights are those of a named loss at a random start; both gradients of the loss, by distances, are compared with $-GS^\top$ and $-FS$ within rounding. Then every layer in turn is replaced by its normed gradient, which is its best response since $\operatorname{tr}(FSG^\top)$ is linear in each, until the tangential gradient $g$ of every layer is $10^{-8}\sigma_1$. Intervals enclose $\sigma_1$, as the largest eigenvalue of $\begin{pmatrix}0&S\\S^\top&0\end{pmatrix}$, the form reached, and the distance of every layer from rank 1. The curvature at the maximum is at least $h=\sigma_1-\sigma_2$: the bounds are twice $(K+M)g^2/(2h)$ and $\sqrt{K+M}\,g/h$, plus the width of the enclosures. Instances have $h\ge5\%$ of $\sigma_1$.`,
  grade: {
    kind: 'interval-certified',
    reason: String.raw`Proven for each pair of trained encoders: $\sigma_1$ less the form reached is at most the bound and not negative, and every layer has rank 1 up to a proven remainder. The gradients are compared in floating point; that almost every start gets there is tried on random starts.`,
  },
  instances: instancesOf().filter((instance) => gapOf(crossOf(instance)) >= SMALLEST_GAP),
  subject,
  check: (instance, { covariance, ascend, distance }) => {
    const start = startOf(instance);
    const { z: x, zPrime: y } = instance;
    const loss = namedDistanceLoss(instance.loss);
    const [F, G] = [endToEnd(start.first), endToEnd(start.second)];
    const [outputs, outputsPrime] = [multiplyTransposed(x, F), multiplyTransposed(y, G)];
    const weights = distanceWeights({ ...loss, distance }, outputs, outputsPrime);
    const cross = covariance(weights, x, y);
    const gradient = distanceLossGradient({ ...loss, distance }, outputs, outputsPrime);
    const [toF, toG] = [transposedMultiply(gradient.z, x), transposedMultiply(gradient.zPrime, y)];
    const apart = Math.max(
      maxAbs(add(toF, multiplyTransposed(G, cross)).data),
      maxAbs(add(toG, multiply(F, cross)).data),
    );
    // Sums over all pairs of products of a weight, an input and an output.
    const weightSize = [...weights.alpha.data, ...weights.beta.data].reduce((sum, one) => sum + Math.abs(one), 0);
    const reach = Math.max(maxAbs(x.data), maxAbs(y.data));
    const rounding = 16 * (x.rows ** 2 + x.columns + 8) * Number.EPSILON;

    const target = crossOf(instance);
    const { first, second } = ascend(start, covariance(weightsOf(instance), x, y));
    const layers = [...first, ...second];
    const [top = WHOLE_LINE] = eigenvalueBounds(dilation(target));
    const [firstEnd, secondEnd] = [endToEndEnclosure(first), endToEndEnclosure(second)];
    const form = intervalInner(intervalProduct(firstEnd, exactMatrix(target)), secondEnd);
    const reached = layers.reduce((so, layer) => quotient(so, squareRoot(squaredNorm(exactMatrix(layer)))), form);
    const short = difference(top, reached);
    const scale = top.upper;
    const gap = Math.max(gapOf(target), SMALLEST_GAP);
    const depth = layers.length;
    return decide(
      {
        gradients: {
          residual: apart,
          bound: rounding * weightSize * reach ** 2 * (norm(F) + norm(G)) * x.columns + Number.MIN_VALUE,
        },
        'form reached': {
          residual: Math.max(0, short.upper) / scale,
          bound: (depth * STATIONARITY ** 2) / gap + width(short) / scale,
        },
        'no larger form': { residual: Math.max(0, -short.upper) / scale, bound: Number.MIN_VALUE },
        'rank one': {
          residual: Math.max(...layers.map((layer) => rankOneRemainder(layer).upper)),
          bound: (2 * Math.sqrt(depth) * STATIONARITY) / gap + rounding,
        },
      },
      { loss: instance.loss, depth },
    );
  },
  counterfeits: [
    {
      id: 'euclidean-distances',
      description: 'compares outputs by ½‖a − b‖², whose squares of the outputs are not bilinear',
      subject: { ...subject, distance: 'euclidean' },
      drops: {
        condition: String.raw`outputs are compared by $1-a\cdot b$, or have length 1`,
        statedBy: 'here',
        explanation: String.raw`$\frac12\|Fx_i-Gy_j\|^2$ has $\frac12\|Fx_i\|^2$ and $\frac12\|Gy_j\|^2$ beside the product; their weights $\sum_j\alpha_{ij}-\beta_i$ vanish for rows of each view only where both sums balance.`,
      },
    },
    {
      id: 'negatives-ignored',
      description: 'takes the cross-covariance of the positives alone',
      subject: {
        ...subject,
        covariance: ({ alpha, beta }, x, y) => twoEncoderCovariance({ alpha: map(alpha, () => 0), beta }, x, y),
      },
    },
    {
      id: 'views-exchanged',
      description: 'exchanges the inputs of the two encoders',
      subject: { ...subject, covariance: (weights, x, y) => twoEncoderCovariance(weights, y, x) },
    },
    {
      id: 'first-encoder-only',
      description: 'trains the first encoder and leaves the second at its random start',
      subject: { ...subject, ascend: (start, cross) => ({ ...alternating(start, cross), second: start.second }) },
    },
    {
      id: 'stops-early',
      description: 'stops after one sweep',
      subject: { ...subject, ascend: (start, cross) => alternating(start, cross, 1) },
    },
  ],
  figures: (verdict) => [tightnessFigure(verdict, 'the comparison that came closest to failing')],
});

function instancesOf(): Arbitrary<Instance> {
  const size = (): Arbitrary<number> => fc.integer({ min: 1, max: 4 });
  const hidden = (): Arbitrary<number[]> => fc.array(size(), { maxLength: 2 });
  return fc
    .tuple(views({ samples: 5, features: 4 }), fc.constantFrom(...LOSSES), hidden(), hidden(), size(), seeds())
    .map(([both, loss, first, second, output, seed]) => ({
      ...both,
      loss,
      widths: [
        [...first, output],
        [...second, output],
      ] as const,
      seed,
    }));
}

function startOf({ z, zPrime, widths, seed }: Instance): Encoders {
  const random = randomStream(seed, 'encoders');
  return {
    first: randomLayers([z.columns, ...widths[0]], random),
    second: randomLayers([zPrime.columns, ...widths[1]], random),
  };
}

/** α and β of the loss at the start. */
function weightsOf(instance: Instance): PairWeights {
  const { first, second } = startOf(instance);
  const loss = { ...namedDistanceLoss(instance.loss), distance: 'dot' } as const;
  const [x, y] = [instance.z, instance.zPrime];
  return distanceWeights(loss, multiplyTransposed(x, endToEnd(first)), multiplyTransposed(y, endToEnd(second)));
}

function crossOf(instance: Instance): Matrix {
  return twoEncoderCovariance(weightsOf(instance), instance.z, instance.zPrime);
}

/** The symmetric matrix with blocks S and Sᵀ, whose eigenvalues are ± the singular values of S. */
function dilation(cross: Matrix): Matrix {
  const d = cross.rows;
  return generate(d + cross.columns, d + cross.columns, (i, j) => {
    if (i < d && j >= d) return at(cross, i, j - d);
    return i >= d && j < d ? at(cross, j, i - d) : 0;
  });
}

/** (σ₁ − σ₂)/σ₁, 1 for a single one, 0 for S = 0. */
function gapOf(cross: Matrix): number {
  if (maxAbs(cross.data) === 0 || !cross.data.every(Number.isFinite)) return 0;
  const { values } = symmetricEigen(dilation(cross));
  const [first = 0, second = 0] = values;
  return (first - Math.max(0, second)) / first;
}

/** Replaces each layer in turn by its normed gradient, its best response, until all of them stay. */
function alternating(start: Encoders, cross: Matrix, sweeps = SWEEPS): Encoders {
  // One chain y → … → output → … → x: tr(F S Gᵀ) is linear in every layer.
  let [first, second]: [Layers, Layers] = [start.first.map(unitNorm), start.second.map(unitNorm)];
  for (let sweep = 0, moved = Infinity; sweep < sweeps && moved > STATIONARITY; sweep++) {
    moved = 0;
    const update = (layers: Layers, target: Matrix): Layers => {
      const own = [...layers];
      own.forEach((layer, l) => {
        const gradient = chainGradient(own, target, l);
        const length = norm(gradient);
        const along = inner(gradient, layer);
        if (length > 0) {
          moved = Math.max(moved, Math.sqrt(Math.max(0, length ** 2 - along ** 2)) / length);
          own[l] = map(gradient, (entry) => entry / length);
        }
      });
      return own;
    };
    first = update(first, multiplyTransposed(endToEnd(second), cross));
    second = update(second, multiply(endToEnd(first), cross));
  }
  return { first, second };
}
