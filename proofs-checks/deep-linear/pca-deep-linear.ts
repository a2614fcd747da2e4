import fc from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { decide } from '../../src/claims/evidence.js';
import { seeds, weightedViews, type WeightedViews } from '../../src/claims/instances.js';
import { contrastiveCovariance } from '../../src/covariance/contrastive-covariance.js';
import { projectedAscent, type Ascent } from '../../src/landscape/projected-ascent.js';
import { singularValues, symmetricEigen } from '../../src/linear-algebra/decompositions.js';
import { map, norm, trace, type Matrix, type Rows } from '../../src/linear-algebra/matrix.js';
import { multiply, multiplyTransposed } from '../../src/linear-algebra/multiply.js';
import { deepLinearEnergy, endToEnd, randomLayers, type Layers } from '../../src/networks/deep-linear.js';
import { randomStream } from '../../src/random/random-stream.js';
import { ascentFigure, eigenImageFigure } from './pca-figures.js';
import { tightnessFigure } from '../tightness-figure.js';
import { spanBasis } from './span-basis.js';
import { infoNCEImportance, labelOf } from '../real-views.js';

interface Instance extends WeightedViews {
  /** n₁ … n_L: outputs of each layer. */
  readonly widths: readonly number[];
  /** Of the random start. */
  readonly seed: number;
}

interface Subject {
  readonly covariance: (alpha: Matrix, x: Rows, xPrime: Rows) => Matrix;
  /** Trains from a start until stationary. */
  readonly ascend: (start: Layers, covariance: Matrix) => Ascent;
}

/** Tangential gradient at which training stops, as a share of max |λ|. */
const STATIONARITY = 1e-8;
/** λ_max and its distance to the next eigenvalue are at least this share of max |λ|: closer ones take ascent too long. */
const SMALLEST_GAP = 0.02;

const subject: Subject = {
  covariance: contrastiveCovariance,
  ascend: (start, covariance) => projectedAscent(start, covariance, { stationarity: STATIONARITY }),
};

export const pcaDeepLinear = defineClaim<Instance, Subject>({
  id: 'pca-deep-linear',
  title: 'A deep linear network does PCA of the contrastive covariance',
  source: 'Theorem on deep linear networks, section 4',
  statement: String.raw`For $z=W_L\cdots W_1x$ with $\|W_l\|_F=1$ and $\lambda_{\max}(C_\alpha[x])>0$, $$\max_{W_1,\dots,W_L}E_\alpha=\tfrac12\lambda_{\max}(C_\alpha[x]),$$ reached exactly by the aligned rank-1 stacks $W_l=\pm v_lv_{l-1}^\top$ with $v_0$ a top eigenvector; almost every start of gradient ascent ends there.`,
  method: String.raw`Projected gradient ascent from a random start, depth 1 to 4 and widths 1 to 4, on $C_\alpha$ of augmented samples with random $\alpha$, until the tangential gradient is $10^{-8}\max|\lambda|$. Then: energy against $\tfrac12\lambda_{\max}$, the direction of $W_L\cdots W_1$ against the top eigenvector, $\sigma_2/\sigma_1$ of every layer, and the norms. At a stationary point of size $g$ the energy is short by $g^2/(2h)$ and directions by $g/h$, $h$ the curvature, at least the eigenvalue gap; the bounds are ten times that, plus rounding. Instances have a gap of at least 2 % of $\max|\lambda|$. Real images are written in an orthonormal basis of the span of their views, outside of which $C_\alpha$ vanishes.`,
  grade: { kind: 'sampled', reason: 'Floating-point code against its definition, within rounding.' },
  instances: fc
    .tuple(
      weightedViews({ samples: 10, features: 5 }),
      fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }),
      seeds(),
    )
    .map(([own, widths, seed]) => ({ ...own, widths, seed }))
    .filter(({ alpha, z, zPrime }) => gapOf(contrastiveCovariance(alpha, z, zPrime)) >= SMALLEST_GAP),
  subject,
  check: ({ alpha, z, zPrime, widths, seed }, { covariance, ascend }) => {
    const target = contrastiveCovariance(alpha, z, zPrime);
    const { values, vectors } = symmetricEigen(target);
    const start = randomLayers([z.columns, ...widths], randomStream(seed, 'start'));
    const { layers, energies, converged } = ascend(start, covariance(alpha, z, zPrime));

    const [top = 0, scale] = [values[0], Math.max(...values.map(Math.abs))];
    const curvature = gapOf(target);
    const rounding = 16 * z.columns * Number.EPSILON;
    const energy = deepLinearEnergy(layers, target);
    const product = endToEnd(layers);
    const captured = multiply(product, vectors);
    const share =
      captured.data.filter((_, k) => k % captured.columns === 0).reduce((sum, x) => sum + x * x, 0) /
      norm(product) ** 2;
    const ratios = layers.map((layer) => ratioOf(singularValues(layer)));
    const norms = layers.map((layer) => Math.abs(norm(layer) - 1));
    return decide(
      {
        'energy reached': {
          residual: Math.abs(top / 2 - energy) / scale,
          bound: (10 * STATIONARITY ** 2) / curvature + rounding,
        },
        direction: { residual: Math.abs(1 - share), bound: 10 * (STATIONARITY / curvature) ** 2 + rounding },
        'rank one': { residual: Math.max(...ratios), bound: (10 * STATIONARITY) / curvature },
        norms: { residual: Math.max(...norms), bound: rounding },
      },
      {
        depth: layers.length,
        sweeps: energies.length - 1,
        converged,
        course: courseOf(energies, top / 2),
        eigenvector: vectors.data.filter((_, k) => k % vectors.columns === 0),
        direction: leadingRow(product),
        eigenvalues: values,
      },
    );
  },
  counterfeits: [
    {
      id: 'descent',
      description: 'descends the energy',
      subject: {
        ...subject,
        ascend: (start, covariance) =>
          subject.ascend(
            start,
            map(covariance, (entry) => -entry),
          ),
      },
    },
    {
      id: 'last-layer-only',
      description: 'trains the last layer and leaves the others at their random start',
      subject: { ...subject, ascend: lastLayerOnly },
    },
    {
      id: 'no-augmentation-term',
      description: 'trains on the covariance without the attraction between the views of a sample',
      subject: { ...subject, covariance: (alpha, x) => contrastiveCovariance(alpha, x, x) },
    },
    {
      id: 'stops-early',
      description: 'stops after two sweeps',
      subject: { ...subject, ascend: (start, covariance) => projectedAscent(start, covariance, { sweeps: 2 }) },
    },
  ],
  real: function* (images) {
    for (const dataset of ['cifar10', 'cifar100', 'stl10'] as const) {
      const options = { dataset, count: 64, size: 32 };
      const { first, second } = images.views(options);
      // An isometry: C_α has no part outside the span of the views, so nothing is lost in its coordinates.
      const { basis, coordinates } = spanBasis(first, second);
      const instance = { ...coordinates, alpha: infoNCEImportance(first, second), widths: [16, 8, 4], seed: 1 };
      yield { label: labelOf(options), instance, context: { basis, size: options.size } };
    }
  },
  figures: (verdict) => [
    ascentFigure(verdict),
    ...eigenImageFigure(verdict),
    tightnessFigure(verdict, 'the comparison that came closest to failing'),
  ],
});

/** min(λ₁, λ₁ − λ₂) / max |λ|; not positive when λ_max ≤ 0. */
function gapOf(covariance: Matrix): number {
  if (trace(multiply(covariance, covariance)) === 0) return 0;
  const { values } = symmetricEigen(covariance);
  const [first = 0, second = 0] = values;
  return Math.min(first, values.length > 1 ? first - second : first) / Math.max(...values.map(Math.abs));
}

function ratioOf([first = 0, second = 0]: Float64Array): number {
  return second / first;
}

/** Ascends in W_L alone: the last layer meets a fixed feature map. */
function lastLayerOnly(start: Layers, covariance: Matrix): Ascent {
  const fixed = start.slice(0, -1);
  if (fixed.length === 0) return subject.ascend(start, covariance);
  const features = endToEnd(fixed);
  const seen = multiplyTransposed(multiply(features, covariance), features);
  const last = start.at(-1) as Matrix;
  const ascent = subject.ascend([last], seen);
  return { ...ascent, layers: [...fixed, ...ascent.layers] };
}

/** The row of P of largest norm, as a unit vector: ±v₀ᵀ when P has rank 1. */
function leadingRow(product: Matrix): Float64Array {
  let best = new Float64Array(product.columns);
  for (let i = 0; i < product.rows; i++) {
    const candidate = product.data.slice(i * product.columns, (i + 1) * product.columns);
    if (norm(candidate) > norm(best)) best = candidate;
  }
  const length = norm(best) || 1;
  return best.map((entry) => entry / length);
}

/** E / ½λ_max at sweeps 0, 1, 2, 4, 8, … and the last. */
function courseOf(energies: readonly number[], best: number): { sweep: number; share: number }[] {
  const last = energies.length - 1;
  return energies.flatMap((energy, sweep) =>
    sweep === last || (sweep & (sweep - 1)) === 0 ? [{ sweep, share: energy / best }] : [],
  );
}
