import fc from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { decide } from '../../src/claims/evidence.js';
import { certifiedPositiveDefinite } from '../../src/theory/algebra/definiteness.js';
import {
  exactMatrix,
  generateIntervals,
  intervalAt,
  intervalProduct,
  transposeIntervals,
} from '../../src/theory/algebra/interval-matrix.js';
import { negative, sum } from '../../src/theory/algebra/interval.js';
import { gradientAscent } from '../../src/theory/landscape/gradient-ascent.js';
import {
  coreAt,
  flatRadius,
  severedAt,
  spuriousCuts,
  spuriousMaximum,
} from '../../src/theory/landscape/spurious-maxima.js';
import { symmetricEigen } from '../../src/theory/algebra/decompositions.js';
import { add, at, generate, maxAbs, norm, type Matrix } from '../../src/theory/algebra/matrix.js';
import { multiply, multiplyTransposed } from '../../src/theory/algebra/multiply.js';
import { productOf, randomLayers, unitNorm, type Layers } from '../../src/theory/networks/deep-linear.js';
import { normalMatrix, randomStream, type RandomStream } from '../../src/theory/algebra/random-stream.js';
import { TIAN_2022 } from '../papers.js';
import { covarianceOf, spectra, widthLists, type AlignedInstance } from './aligned-instance.js';
import { basinFigure } from './spurious-figures.js';
import { tightnessFigure } from '../tightness-figure.js';

type Instance = Omit<AlignedInstance, 'chosen'>;

interface Subject {
  readonly maximum: typeof spuriousMaximum;
  readonly radius: typeof flatRadius;
}

const subject: Subject = { maximum: spuriousMaximum, radius: flatRadius };
/** Random perturbations within the radius. */
const PERTURBATIONS = 4;
/** Steps of ascent from a start near by, of length STEP / max |λ|. */
const STEPS = 30;
const STEP = 0.5;
/**
 * The start lies within this share of the radius. ‖A‖ is then at most L − 1 ≤ 4 such shares and W₁ … W_k move by at most
 * STEPS·STEP·‖A‖², a third of the radius: ascent cannot leave the ball.
 */
const START_SHARE = 1 / 30;

const instances = fc
  .tuple(spectra(4), widthLists(5, 3, 3), fc.nat())
  .map(([eigenvalues, widths, seed]) => ({ eigenvalues, widths, seed }))
  .filter(({ eigenvalues, widths }) => Math.max(...eigenvalues) > 0 && cutsOf(eigenvalues, widths).length > 0);

export const spuriousMaxima = defineClaim<Instance, Subject>({
  id: 'spurious-maxima',
  title: 'Deep networks have spurious local maxima',
  source: 'derived here',
  about: TIAN_2022,
  place:
    'Abstract, “almost all local minima are global and rank-1”: minima of −E, so maxima of E; what speaks against it',
  statement: String.raw`Let $\lambda_{\max}(C)>0$, $A_k=W_L\cdots W_{k+1}$, $B_k=W_k\cdots W_1$. A critical point with $E=0$ is a local maximum exactly if $A_k=0$ and $B_kCB_k^\top\prec0$ for some $1\le k\le L-2$. Such points exist exactly if some layer $2\le l\le L-1$ has $n_l\ge2$ and $\min(n_1,\dots,n_{l-1})$ is at most the number of negative eigenvalues of $C$. With $\mu=-\lambda_{\max}(B_kCB_k^\top)$, $E\le0$ wherever $W_1,\dots,W_k$ move by less than $(1+\mu/\|C\|)^{1/(2k)}-1$ each.`,
  restsOn: ['critical-points-saddle'],
  method: String.raw`At a constructed point $A_k$ is exactly 0, and $B_kCB_k^\top\prec0$ is proven in interval arithmetic. Within the radius, at random perturbations of all layers and at the one towards the top eigenvector, $B_kCB_k^\top\prec0$ is proven again, so that $E\le0$ there whatever the layers above are. Ascent from a start near by must not end above 0. The residual counts what is not proven, plus any energy above 0; the bound is ½.`,
  grade: {
    kind: 'interval-certified',
    reason: String.raw`$A_k=0$ is exact and $B_kCB_k^\top\prec0$ proven in interval arithmetic: the point is a local maximum with $E=0<\tfrac12\lambda_{\max}$. That $E\le0$ in the whole ball follows from the radius, whose formula is proven and tried.`,
  },
  instances,
  subject,
  check: (instance, { maximum, radius }) => {
    const { eigenvalues, widths, seed } = instance;
    const { covariance } = covarianceOf(instance);
    const random = randomStream(seed, 'spurious');
    const size = Math.max(...eigenvalues.map(Math.abs));
    const cuts = cutsOf(eigenvalues, widths);
    const place = cuts[random.integer(cuts.length)] ?? { cut: 1, severed: 2 };
    const { cut } = place;
    const layers = maximum(covariance, widths, place, random);
    const above = productOf(layers.slice(cut), (layers[cut - 1] as Matrix).rows);
    const margin = -(symmetricEigen(coreAt(layers, covariance, cut)).values[0] ?? 0);
    const reach = radius(Math.max(0, margin), size, cut);
    const near = [
      ...Array.from({ length: PERTURBATIONS }, () => perturbed(layers, reach, cut, random)),
      towardsTop(layers, covariance, reach, cut),
    ];
    const unproven = [layers, ...near].filter((point) => !provenNegative(point, covariance, cut)).length;
    const start = perturbed(layers, reach * START_SHARE, layers.length, random).map(unitNorm);
    const { energies } = gradientAscent(start, covariance, { step: STEP / size, steps: STEPS });
    const reached = energies.at(-1) ?? Number.NaN;
    return decide(
      {
        'product above the cut': { residual: maxAbs(above.data), bound: Number.MIN_VALUE },
        'not proven negative definite': { residual: unproven, bound: 0.5 },
        'energy after ascent': {
          // Rounding of an energy that is 0 in the limit.
          residual: Math.max(0, reached),
          bound: 16 * eigenvalues.length * Number.EPSILON * size,
        },
      },
      { depth: widths.length, cut, reach, startEnergy: energies[0], reached },
    );
  },
  counterfeits: [
    {
      id: 'positive-directions',
      description: 'aligns the layers below the cut on random directions instead of negative eigenvectors',
      subject: {
        ...subject,
        maximum: (covariance, widths, place, random) =>
          severedAt(randomLayers([covariance.rows, ...widths], random), place.severed),
      },
    },
    {
      id: 'not-severed',
      description: 'leaves the layers above the cut joined: E < 0 there',
      subject: {
        ...subject,
        maximum: (covariance, widths, place, random) => [
          ...spuriousMaximum(covariance, widths, place, random).slice(0, place.cut),
          ...randomLayers(widths.slice(place.cut - 1), random),
        ],
      },
    },
    {
      id: 'radius-too-large',
      description: 'forgets to take 1 off the radius',
      subject: { ...subject, radius: (...input) => flatRadius(...input) + 1 },
    },
    {
      id: 'not-strictly-negative',
      description: 'lets W₁ lie half way between the top eigenvector and the lowest, so that W₁CW₁ᵀ is 0',
      subject: { ...subject, maximum: flattened },
      drops: {
        condition: String.raw`$B_kCB_k^\top$ is strictly negative definite`,
        statedBy: 'here',
        explanation: String.raw`Along a null direction $q$ of $B_kCB_k^\top$ a small move of $W_1$ towards the top eigenvector makes $q^\top B_kCB_k^\top q$ positive, and $E$ with it.`,
      },
    },
  ],
  figures: (verdict) => [basinFigure(), tightnessFigure(verdict, 'unproven definiteness or energy above 0, the worse')],
});

function cutsOf(eigenvalues: readonly number[], widths: readonly number[]): ReturnType<typeof spuriousCuts> {
  return spuriousCuts(eigenvalues.filter((value) => value < 0).length, widths);
}

/** Moves each of the first `count` layers by `radius` in a random direction, and a hair less, for rounding. */
function perturbed(layers: Layers, radius: number, count: number, random: RandomStream): Layers {
  return layers.map((layer, l) => {
    const step = normalMatrix(random, layer.rows, layer.columns);
    return l < count ? add(layer, step, (radius * (1 - 1e-9)) / norm(step)) : layer;
  });
}

/** Moves W₁ by `radius` so that the weakest direction q of B C Bᵀ turns towards the top eigenvector of C. */
function towardsTop(layers: Layers, covariance: Matrix, radius: number, cut: number): Layers {
  const [first, ...rest] = layers;
  const top = symmetricEigen(covariance).vectors;
  const weakest = symmetricEigen(coreAt(layers, covariance, cut)).vectors;
  const between = productOf(rest.slice(0, cut - 1), (first as Matrix).rows);
  const q = generate(1, weakest.rows, (_, i) => at(weakest, i, 0));
  const pulled = multiply(q, between);
  const step = multiplyTransposed(
    generate(pulled.columns, 1, (i) => at(pulled, 0, i)),
    generate(top.rows, 1, (i) => at(top, i, 0)),
  );
  return layers.with(0, add(first as Matrix, step, (radius * (1 - 1e-9)) / (norm(step) || 1)));
}

/** True if −B C Bᵀ is proven positive definite. */
function provenNegative(layers: Layers, covariance: Matrix, cut: number): boolean {
  const below = layers
    .slice(0, cut)
    .map(exactMatrix)
    .reduce((product, layer) => intervalProduct(layer, product));
  const core = intervalProduct(intervalProduct(below, exactMatrix(covariance)), transposeIntervals(below));
  // The exact B C Bᵀ is symmetric, so it lies in the enclosure of its symmetric part.
  const half = generateIntervals(core.rows, core.columns, (i, j) => {
    const both = negative(sum(intervalAt(core, i, j), intervalAt(core, j, i)));
    return { lower: both.lower / 2, upper: both.upper / 2 };
  });
  return certifiedPositiveDefinite(half) === 'proven';
}

/** A severed stack whose W₁ has rows w with wᵀCw = 0, between the top eigenvector and the lowest. */
function flattened(...input: Parameters<typeof spuriousMaximum>): Layers {
  const layers = spuriousMaximum(...input);
  const { values, vectors } = symmetricEigen(input[0]);
  const last = values.length - 1;
  const [high, low] = [Math.abs(values[0] ?? 0), Math.abs(values[last] ?? 0)];
  const isotropic = (j: number): number => Math.sqrt(low) * at(vectors, j, 0) + Math.sqrt(high) * at(vectors, j, last);
  return layers.with(0, unitNorm(generate((layers[0] as Matrix).rows, values.length, (_, j) => isotropic(j))));
}
