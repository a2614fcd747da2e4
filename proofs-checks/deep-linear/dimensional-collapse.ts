/**
 * G₁ = ∂E/∂W₁ = MW₁C with M = W_{>1}ᵀW_{>1} ⪰ 0, and ⟨G₁, W₁⟩ = 2E. So G₁u = λMW₁u for Cu = λu, ⟨W₁u, G₁u⟩ = λ‖Pu‖², and
 * the tangential gradient T₁ = G₁ − 2EW₁ has ⟨W₁u, T₁u⟩ = λ‖Pu‖² − 2E‖W₁u‖² ≤ −2E‖W₁u‖² for λ ≤ 0: hence 2E‖W₁u‖ ≤ ‖T₁u‖.
 *
 * A step: ‖W₁ + ηG₁‖² = 1 + 4ηE + η²‖G₁‖², and (W₁ + ηG₁)u = (I + ηλM)W₁u is no longer than W₁u for ηλ ≥ −2, since
 * 0 ⪯ M ⪯ I. All of this adds up over orthonormal u, so it is checked for the whole space of λ ≤ 0 at once.
 */
import fc from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { decide, type Comparison } from '../../src/claims/evidence.js';
import { gridNumber, seeds, weightedViews } from '../../src/claims/instances.js';
import { symmetricEigen } from '../../src/theory/algebra/decompositions.js';
import { transpose } from '../../src/theory/algebra/exact-matrix.js';
import { fieldMatrices, randomFieldMatrix, type FieldMatrix } from '../../src/theory/algebra/field-matrix.js';
import { add, at, generate, identity, inner, norm, type Matrix } from '../../src/theory/algebra/matrix.js';
import { multiply } from '../../src/theory/algebra/multiply.js';
import { inverse, type FieldElement } from '../../src/theory/algebra/prime-field.js';
import { alignedStack } from '../../src/theory/landscape/aligned-stacks.js';
import { projectedAscent } from '../../src/theory/landscape/projected-ascent.js';
import { contrastiveCovariance } from '../../src/theory/losses/contrastive-covariance.js';
import { deepLinearEnergy, deepLinearGradients, unitNorm, type Layers } from '../../src/theory/networks/deep-linear.js';
import { covarianceRounding } from '../covariance/covariance-rounding.js';
import { exactly, randomWords, withPoint, type WithPoint } from '../exact-comparison.js';
import { exactEnergy } from '../oracles/exact-deep-linear.js';
import { JING_2022 } from '../papers.js';
import { realWeightedCases } from '../real-views.js';
import { tightnessFigure } from '../tightness-figure.js';
import { collapseFigure } from './collapse-figure.js';
import { plainFlow, unitFlow, type FieldFlow } from './field-flows.js';
import { startOf, type PcaInstance } from './pca-instance.js';

interface Instance extends PcaInstance, WithPoint {
  /** η as a share of 2/|λ_min|. */
  readonly share: number;
}

interface Subject {
  /** The rate of W₁u over F_p without a constraint. @param above W_{>1} @param weight W₁u */
  readonly freeRate: (lambda: FieldElement, above: FieldMatrix, weight: FieldMatrix) => FieldMatrix;
  /** The flow under the constraint. */
  readonly flow: FieldFlow;
  /** Directions that lose all weight, orthonormal columns. @param rounding eigenvalues below it count as 0 */
  readonly losing: (covariance: Matrix, rounding: number) => Matrix;
  readonly start: (instance: Instance, covariance: Matrix) => Layers;
  /** The longest step, in units of 1/|λ_min|. */
  readonly longest: number;
}

/** Eigenvalues of both signs are at least this share of the largest. */
const CLEAR = 0.05;
const STEPS = 12;
/** Sweeps of ascent, after which little is left of the gradient. */
const SWEEPS = 20;
/** Seeds tried for a start with E > 0 on real images. */
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];

const subject: Subject = {
  freeRate: (lambda, above, weight) =>
    fieldMatrices.scale(lambda, fieldMatrices.product(transpose(above), above, weight)),
  flow: unitFlow,
  losing: (covariance, rounding) => eigenvectors(covariance, (value) => value <= rounding),
  start: startOf,
  longest: 2,
};

export const dimensionalCollapse = defineClaim<Instance, Subject>({
  id: 'dimensional-collapse',
  title: 'Directions in which augmentation outweighs the samples lose all weight',
  source: 'derived here',
  about: JING_2022,
  place: String.raw`Collapse of a linear network by strong augmentation, with its matrix $X=\hat\Sigma_0-\hat\Sigma_1$ held fixed, here $C_\alpha[x]$: one layer without constraint there, any depth and norms held at 1 here`,
  statement: String.raw`Let $\alpha$ be fixed, $C=C_\alpha[x]$, the weighted spread of the samples less that of the views, and $Cu=\lambda u$ with $\lambda\le0$. Without a constraint $$\tfrac{d}{dt}(W_1u)=\lambda\,W_{>1}^\top W_{>1}W_1u,\qquad\tfrac{d}{dt}\|W_1u\|^2=2\lambda\|Pu\|^2\le0:$$ one layer has $W(t)u=e^{\lambda t}W(0)u$, which vanishes for $\lambda<0$; with more layers $\|W_1u\|$ never grows, and what no layer above reads stays. Under $\|W_l\|_F=1$ $$\tfrac{d}{dt}\|W_1u\|^2=2\lambda\|Pu\|^2-4E\|W_1u\|^2.$$ From a start with $E>0$, where $E$ only rises, $W_1u$ dies out at the rate $2E$ or faster, for $\lambda=0$ too. Everywhere $\|W_1u\|\le\|T_1u\|/2E$ with the tangential gradient $T_1$ of the first layer, so that $W_1u=0$ at every critical point with $E>0$. A step of gradient ascent with $\eta\le2/|\lambda_{\min}|$, normalised, divides $\|W_1u\|$ by $\sqrt{1+4\eta E}$ at least. Where $\lambda_{\max}\le0$ there is no such start: claim pca-negative-top.`,
  restsOn: ['deep-linear-dynamics', 'deep-linear-balance-normalised'],
  method: String.raw`Exactly: at a random point of $\mathbb F_p$ with three features and two layers of width 2, for a matrix with a random eigenvector $u$ of random eigenvalue; all layers above the first enter as one product. The library's code: $C_\alpha$ of augmented views with eigenvalues of both signs, networks of 1 to 3 layers; the bound of $\|W_1u\|$ by the gradient at a random start and after 20 sweeps of ascent, and 12 steps of length $\eta$, for all $\lambda\le0$ at once, on real images too. Bounds are the rounding of the products and of the eigenvectors.`,
  grade: {
    kind: 'exact',
    degree: 12,
    reason: String.raw`Cleared of the denominators of $C$, the two rates are polynomials of degree 12 at most in $W,u,\lambda$ and the entries of $C$. The inequalities are read off them: $\lambda\|Pu\|^2\le0$ and $0\preceq W_{>1}^\top W_{>1}\preceq I$.`,
  },
  instances: withPoint(
    fc
      .tuple(
        weightedViews({ samples: 6, features: 4, augmentation: 2 }),
        fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }),
        seeds(),
        gridNumber(0.1, 1),
      )
      .map(([own, widths, seed, share]) => ({ ...own, widths, seed, share }))
      .filter((instance) => isStronglyAugmented(instance)),
  ),
  subject,
  check: (instance, { losing, start, longest, ...exact }) => {
    const { alpha, z, zPrime, widths, share, pointSeed } = instance;
    const C = contrastiveCovariance(alpha, z, zPrime);
    const ofEntries = covarianceRounding(alpha, z, zPrime);
    const directions = losing(C, ofEntries);
    const { values } = symmetricEigen(C);
    const scale = Math.max(...values.map(Math.abs));
    const n = Math.max(z.columns, ...widths);
    // Products of matrices of norm 1 with C, an eigenvector, and eigenvalues that are 0 up to the rounding of C.
    const rounding = 16 * n ** 2 * (widths.length + 2) * Number.EPSILON * scale + ofEntries;
    const byGradient = (layers: Layers): Comparison => {
      const [first, gradient] = firstLayer(layers, C);
      const tangent = add(gradient, first, -inner(gradient, first));
      // E > 0 from the start on; taken without its sign, so that a start below 0 does not pass for want of a bound.
      const twice = Math.abs(2 * deepLinearEnergy(layers, C));
      return { residual: Math.max(0, twice * part(first, directions) - part(tangent, directions)), bound: rounding };
    };

    const begin = start(instance, C);
    const eta = (longest * share) / Math.abs(values.at(-1) ?? 0);
    const { shares, excess } = stepped(begin, C, directions, eta);
    return decide(
      {
        ...exactComparisons(pointSeed, exact),
        'weight by gradient at the start': byGradient(begin),
        'weight by gradient after ascent': byGradient(projectedAscent(begin, C, { sweeps: SWEEPS }).layers),
        'every step': { residual: excess, bound: 2 * eta * rounding * (1 + eta * scale) + n ** 2 * Number.EPSILON },
      },
      { depth: widths.length, shares },
    );
  },
  counterfeits: [
    {
      id: 'exact-one-layer-rate',
      description: 'over F_p: takes the rate of one layer, λW₁u, at every depth',
      subject: { ...subject, freeRate: (lambda, _above, weight) => fieldMatrices.scale(lambda, weight) },
      drops: {
        condition: String.raw`$L=1$, for $W(t)u=e^{\lambda t}W(0)u$`,
        statedBy: 'paper',
        explanation: String.raw`The layers above slow it down: where $W_{>1}W_1u=0$, as where they do not read the units that $u$ feeds, $W_1u$ stands still for ever, and only the product $Pu$ vanishes.`,
      },
    },
    {
      id: 'exact-free-flow',
      description: 'over F_p: forgets that norms are held',
      subject: { ...subject, flow: plainFlow },
    },
    {
      id: 'exact-unhalved-energy',
      description: 'over F_p: shrinks by the energy once instead of twice',
      subject: {
        ...subject,
        flow: (layers, covariance) => {
          const [free, held] = [plainFlow(layers, covariance), unitFlow(layers, covariance)];
          return free.map((velocity, l) =>
            fieldMatrices.scale(fieldMatrices.half, fieldMatrices.sum(velocity, held[l] ?? [])),
          );
        },
      },
    },
    {
      id: 'features-for-eigenvectors',
      description: 'takes single features whose augmentation outweighs the samples',
      subject: {
        ...subject,
        losing: (covariance) => columnsOf(identity(covariance.rows), (k) => at(covariance, k, k) < 0),
      },
      drops: {
        condition: String.raw`$u$ is an eigenvector of $C$`,
        statedBy: 'derived part',
        explanation: String.raw`$u^\top Cu<0$ is not enough: the top eigenvector, which takes all the weight, may well have a part along such a $u$. It shows only that some eigenvalue is negative.`,
      },
    },
    {
      id: 'all-but-the-top',
      description: 'says the same of all eigenvectors but the top one',
      subject: { ...subject, losing: (covariance) => eigenvectors(covariance, (_, k) => k > 0) },
      instances: withPoint(
        fc
          .tuple(weightedViews({ samples: 6, features: 4, augmentation: 1 }), fc.constant([2, 2]), seeds())
          .map(([own, widths, seed]) => ({ ...own, widths, seed, share: 1 }))
          .filter((instance) => isStronglyAugmented(instance) && secondEigenvalue(instance) > 0),
      ),
      drops: {
        condition: String.raw`$\lambda\le0$`,
        statedBy: 'paper',
        explanation: String.raw`A direction with $0<\lambda<\lambda_{\max}$ may gain weight for a while, and keeps it at the saddles on its eigenvector. At the maximum it has none either.`,
      },
    },
    {
      id: 'negative-energy',
      description: 'starts at the critical point on the lowest eigenvector',
      subject: {
        ...subject,
        start: ({ widths }, covariance) => {
          const lowest = eigenvectors(covariance, (_, k) => k === covariance.rows - 1);
          const frames = widths.map((width) => generate(width, 1, (i) => (i === 0 ? 1 : 0)));
          return alignedStack([lowest, ...frames], Float64Array.of(1));
        },
      },
      drops: {
        condition: '$E>0$',
        statedBy: 'derived part',
        explanation: String.raw`$W_l=v_lv_{l-1}^\top$ on an eigenvector with $\lambda<0$ is a critical point with $E=\tfrac12\lambda$, and all its weight lies there: norms that are held at 1 leave nowhere to go.`,
      },
    },
    {
      id: 'long-step',
      description: 'takes steps eight times as long',
      subject: { ...subject, longest: 16 },
      drops: {
        condition: String.raw`$\eta\le2/|\lambda_{\min}|$, for steps`,
        statedBy: 'derived part',
        explanation: String.raw`A longer step overshoots: $1+\eta\lambda<-1$, and the part that should shrink changes its sign and grows.`,
      },
    },
  ],
  real: function* (images) {
    for (const { label, instance } of realWeightedCases(images)) {
      const starts = SEEDS.map((seed) => ({ ...instance, widths: [8, 4], seed, share: 1 }));
      const uphill = starts.find((start) => isStronglyAugmented(start));
      if (uphill !== undefined) yield { label, instance: uphill };
    }
  },
  figures: (verdict) => [
    collapseFigure(verdict),
    tightnessFigure(verdict, 'weight on the directions that lose it, beyond what is allowed'),
  ],
});

/** Follows the share of ‖W₁‖² on the directions, and the most by which a step misses its factor. */
function stepped(
  start: Layers,
  covariance: Matrix,
  directions: Matrix,
  eta: number,
): { readonly shares: readonly number[]; readonly excess: number } {
  let layers = start;
  const shares = [part(firstLayer(layers, covariance)[0], directions) ** 2];
  let excess = 0;
  for (let step = 0; step < STEPS; step++) {
    const gradients = deepLinearGradients(layers, covariance);
    const squared = 1 + 4 * eta * deepLinearEnergy(layers, covariance) + eta ** 2 * norm(gradients[0] as Matrix) ** 2;
    layers = layers.map((layer, l) => unitNorm(add(layer, gradients[l] as Matrix, eta)));
    const share = part(layers[0] as Matrix, directions) ** 2;
    excess = Math.max(excess, share * squared - (shares.at(-1) as number));
    shares.push(share);
  }
  return { shares, excess };
}

function firstLayer(layers: Layers, covariance: Matrix): readonly [Matrix, Matrix] {
  return [layers[0] as Matrix, deepLinearGradients(layers, covariance)[0] as Matrix];
}

/** Returns ‖WU‖_F. */
function part(layer: Matrix, directions: Matrix): number {
  return directions.columns === 0 ? 0 : norm(multiply(layer, directions));
}

function eigenvectors(covariance: Matrix, wanted: (value: number, k: number) => boolean): Matrix {
  const { values, vectors } = symmetricEigen(covariance);
  return columnsOf(vectors, (k) => wanted(values[k] as number, k));
}

function columnsOf(matrix: Matrix, wanted: (k: number) => boolean): Matrix {
  const chosen = Array.from({ length: matrix.columns }, (_, k) => k).filter(wanted);
  return generate(matrix.rows, chosen.length, (i, k) => at(matrix, i, chosen[k] as number));
}

/** Tells if C has eigenvalues of both signs, and the start E > 0. */
function isStronglyAugmented(instance: Omit<Instance, 'pointSeed'>): boolean {
  const C = contrastiveCovariance(instance.alpha, instance.z, instance.zPrime);
  const { values } = symmetricEigen(C);
  const [highest, lowest] = [values[0] ?? 0, values.at(-1) ?? 0];
  const least = CLEAR * Math.max(highest, -lowest);
  return highest > least && lowest < -least && deepLinearEnergy(startOf(instance), C) > 0;
}

function secondEigenvalue({ alpha, z, zPrime }: Omit<Instance, 'pointSeed'>): number {
  const { values } = symmetricEigen(contrastiveCovariance(alpha, z, zPrime));
  return (values[1] ?? 0) / (values[0] as number) - CLEAR;
}

function exactComparisons(
  seed: number,
  { freeRate, flow }: Pick<Subject, 'freeRate' | 'flow'>,
): Readonly<Record<string, Comparison>> {
  const { product, scale, difference, multiply: times } = fieldMatrices;
  const word = randomWords(seed);
  const { covariance, u, lambda } = withEigenvector(word);
  const [first, above] = [randomFieldMatrix(word, 2, 3), randomFieldMatrix(word, 2, 2)];
  const layers = [first, above];
  const weight = product(first, u);
  const velocity = (rates: readonly FieldMatrix[]): FieldMatrix => product(rates[0] ?? [], u);
  const pulled = scale(lambda, product(transpose(above), above, weight));
  const shrunk = scale(times(2n, exactEnergy(fieldMatrices, layers, covariance)), weight);
  return {
    'one layer, exactly': exactly(
      velocity(plainFlow([first], covariance)),
      freeRate(lambda, fieldMatrices.identity(2), weight),
    ),
    'without constraint, exactly': exactly(velocity(plainFlow(layers, covariance)), freeRate(lambda, above, weight)),
    'norms held, exactly': exactly(velocity(flow(layers, covariance)), difference(pulled, shrunk)),
  };
}

/** Draws C = MSM + λuuᵀ/uᵀu with M = I − uuᵀ/uᵀu and a random symmetric S: any symmetric matrix with Cu = λu. */
function withEigenvector(word: () => number): {
  readonly covariance: FieldMatrix;
  readonly u: FieldMatrix;
  readonly lambda: FieldElement;
} {
  const { product, scale, difference, sum, inner: dot, multiply: times } = fieldMatrices;
  const u = randomFieldMatrix(word, 3, 1);
  const [[lambda = 0n] = []] = randomFieldMatrix(word, 1, 1);
  const drawn = randomFieldMatrix(word, 3, 3);
  const share = inverse(dot(u, u));
  const along = product(u, transpose(u));
  const beside = difference(fieldMatrices.identity(3), scale(share, along));
  const covariance = sum(product(beside, sum(drawn, transpose(drawn)), beside), scale(times(lambda, share), along));
  return { covariance, u, lambda };
}
