import fc, { type Arbitrary } from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { decide } from '../../src/claims/evidence.js';
import { meeting, seeds, weightedViews } from '../../src/claims/instances.js';
import { contrastiveCovariance } from '../../src/theory/losses/contrastive-covariance.js';
import { width } from '../../src/theory/algebra/interval.js';
import { projectedAscent, type Ascent } from '../../src/theory/landscape/projected-ascent.js';
import { symmetricEigen } from '../../src/theory/algebra/decompositions.js';
import { map, type Matrix, type Rows } from '../../src/theory/algebra/matrix.js';
import { multiply, multiplyTransposed } from '../../src/theory/algebra/multiply.js';
import { deepLinearEnergy, endToEnd, type Layers } from '../../src/theory/networks/deep-linear.js';
import { withGivenAlpha } from '../given-alpha.js';
import { TIAN_2022 } from '../papers.js';
import { courseOf, leadingRow, pcaCertificate } from './pca-certificate.js';
import { DROPPED_CONDITIONS } from './pca-conditions.js';
import { enclosureFigure } from './pca-enclosure-figure.js';
import { ascentFigure, eigenImageFigure } from './pca-figures.js';
import { gapOf, gapOfValues, startOf, STATIONARITY, type PcaInstance } from './pca-instance.js';
import { tightnessFigure } from '../tightness-figure.js';
import { spanBasis } from './span-basis.js';
import { infoNCEImportance, labelOf } from '../real-views.js';

interface Subject {
  readonly covariance: (alpha: Matrix, x: Rows, xPrime: Rows) => Matrix;
  /** Trains from a start until stationary. */
  readonly ascend: (start: Layers, covariance: Matrix) => Ascent;
}

/** λ_max and its distance to the next eigenvalue are at least this share of max |λ|: closer ones take ascent too long. */
const SMALLEST_GAP = 0.02;

const subject: Subject = {
  covariance: contrastiveCovariance,
  ascend: (start, covariance) => projectedAscent(start, covariance, { stationarity: STATIONARITY }),
};

export const pcaDeepLinear = defineClaim<PcaInstance, Subject>({
  id: 'pca-deep-linear',
  title: 'A deep linear network does PCA of the contrastive covariance',
  source: TIAN_2022,
  place: 'Theorem on deep linear networks',
  statement: String.raw`For $z=W_L\cdots W_1x$ with $\|W_l\|_F=1$ and $\lambda_{\max}(C_\alpha[x])>0$, $$\max_{W_1,\dots,W_L}E_\alpha=\tfrac12\lambda_{\max}(C_\alpha[x]),$$ reached exactly by the aligned rank-1 stacks $W_l=\pm v_lv_{l-1}^\top$ with $v_0$ a top eigenvector (for $L=1$ where $\lambda_{\max}$ is simple, see claim pca-repeated-top); gradient ascent ends there from almost every start with $E_\alpha>0$, and from almost every start at all where $L\le2$.`,
  restsOn: ['pca-upper-bound', 'local-maxima-global'],
  method: String.raw`Projected gradient ascent from a random start, depth 1 to 6 and widths 1 to 6, on $C_\alpha$ of augmented samples with random $\alpha$, until the tangential gradient $g$ of every layer is $10^{-8}\max|\lambda|$. Interval arithmetic then encloses $\lambda_{\max}$ of the float matrix $C_\alpha$ (by Gershgorin circles of $V^\top CV$), $E/\prod_l\|W_l\|_F^2$ of the float layers, the part of $W_L\cdots W_1$ off the computed top eigenvector, and what one elimination step leaves of each layer. The Hessian at the maximum has, beside the directions that leave $E$ unchanged, curvatures $\lambda_1-\lambda_k$, $\lambda_1$ and $2\lambda_1$; with $h$ the least, the energy is short by $Lg^2/(2h)$, and directions by $\sqrt L\,g/h$. The bound $\delta$ is twice that, plus the width of the enclosures. Instances have $h\ge2\%$ of $\max|\lambda|$. Real images are written in an orthonormal basis of the span of their views, outside of which $C_\alpha$ vanishes.`,
  grade: {
    kind: 'interval-certified',
    reason: String.raw`Proven for each trained network, rounding included: $\tfrac12\lambda_{\max}-E\le\delta$ for the exact eigenvalue and energy of the float matrices, no enclosure of $E$ lies above that of $\tfrac12\lambda_{\max}$, and every layer is a rank-1 matrix up to a proven remainder. That almost every start gets there is tried on random starts.`,
  },
  instances: instancesOf(1).filter(meetsConditions),
  ofAlpha: (alpha) => {
    // Weights of near pairs alone give few positive eigenvalues where second views are far away.
    const { instances, ...changes } = withGivenAlpha(instancesOf(0.5), () => false)(alpha);
    return {
      ...changes,
      instances: meeting(instances, meetsConditions, 'a largest eigenvalue of C_α that is positive and simple'),
    };
  },
  subject,
  check: ({ alpha, z, zPrime, widths, seed }, { covariance, ascend }) => {
    const target = contrastiveCovariance(alpha, z, zPrime);
    const { values, vectors } = symmetricEigen(target);
    const { layers, energies, converged } = ascend(startOf({ z, widths, seed }), covariance(alpha, z, zPrime));

    const [top = 0, scale] = [values[0], Math.max(...values.map(Math.abs))];
    const eigenvector = vectors.data.filter((_, k) => k % vectors.columns === 0);
    const proven = pcaCertificate(layers, target, eigenvector);
    // Instances that drop a condition have a smaller gap, and no bound of their own.
    const curvature = Math.max(gapOfValues(values), SMALLEST_GAP);
    const delta = (layers.length * STATIONARITY ** 2) / curvature + proven.width / scale;
    const rounding = 16 * z.columns ** 2 * Number.EPSILON;
    return decide(
      {
        'energy reached': { residual: Math.max(0, proven.gap.upper) / scale, bound: delta },
        'no higher energy': { residual: Math.max(0, -proven.gap.upper) / scale, bound: Number.MIN_VALUE },
        direction: {
          residual: proven.astray.upper,
          // Twice √L g/h, squared; the computed eigenvector is off by rounding over the gap.
          bound:
            (4 * layers.length * STATIONARITY ** 2) / curvature ** 2 +
            width(proven.astray) +
            (rounding / curvature) ** 2,
        },
        'rank one': {
          residual: proven.remainder,
          bound: (2 * Math.sqrt(layers.length) * STATIONARITY) / curvature + rounding,
        },
      },
      {
        depth: layers.length,
        sweeps: energies.length - 1,
        converged,
        course: courseOf(energies, top / 2),
        eigenvector,
        width: proven.width / scale,
        short: Math.max(0, proven.gap.upper) / scale,
        delta,
        direction: leadingRow(endToEnd(layers)),
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
    ...DROPPED_CONDITIONS.map((dropped) => ({
      ...dropped,
      subject: { ...subject, ascend: dropped.ascend ?? subject.ascend },
    })),
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
    enclosureFigure(verdict),
    ...eigenImageFigure(verdict),
    tightnessFigure(verdict, 'the comparison that came closest to failing'),
  ],
});

function instancesOf(augmentation: number): Arbitrary<PcaInstance> {
  return fc
    .tuple(
      weightedViews({ samples: 10, features: 5, augmentation }),
      fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 6 }),
      seeds(),
    )
    .map(([own, widths, seed]) => ({ ...own, widths, seed }));
}

function meetsConditions(instance: PcaInstance): boolean {
  const covariance = contrastiveCovariance(instance.alpha, instance.z, instance.zPrime);
  if (gapOf(covariance) < SMALLEST_GAP) return false;
  return instance.widths.length <= 2 || deepLinearEnergy(startOf(instance), covariance) > 0;
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
