import fc from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { decide } from '../../src/claims/evidence.js';
import { gridNumber } from '../../src/claims/instances.js';
import { eigenvalueBounds } from '../../src/theory/algebra/eigenvalue-bounds.js';
import { exactMatrix, intervalInner, intervalProduct, squaredNorm } from '../../src/theory/algebra/interval-matrix.js';
import { exactly, product, squareRoot, WHOLE_LINE, type Interval } from '../../src/theory/algebra/interval.js';
import { endToEndEnclosure } from '../../src/theory/landscape/energy-enclosure.js';
import { symmetricEigen } from '../../src/theory/algebra/decompositions.js';
import { at, generate, transpose, type Matrix } from '../../src/theory/algebra/matrix.js';
import type { Layers } from '../../src/theory/networks/deep-linear.js';
import { TIAN_2022 } from '../papers.js';
import { tightnessFigure } from '../tightness-figure.js';
import { boundFigure } from './pca-bound-figure.js';

interface Instance {
  readonly covariance: Matrix;
  readonly layers: Layers;
  /** Aligned: the layers become v_l v_{l−1}ᵀ, v_l their first columns and v₀ the top eigenvector, where equality holds. */
  readonly kind: 'given' | 'aligned';
}

interface Subject {
  /** Encloses the λ of tr(PCPᵀ) ≤ λ‖P‖_F². */
  readonly top: (covariance: Matrix) => Interval;
  /** Encloses the bound Π‖W_l‖_F² of ‖P‖_F². */
  readonly ceiling: (layers: Layers) => Interval;
}

/** Largest number of features, units and layers. */
const [SIZE, DEPTH] = [4, 4];

const subject: Subject = {
  top: (covariance) => eigenvalueBounds(covariance)[0] ?? WHOLE_LINE,
  ceiling: (layers) => productOfAll(layers.map((layer) => squaredNorm(exactMatrix(layer)))),
};

const instances = instancesOf((covariance) => (symmetricEigen(covariance).values[0] ?? 0) >= 0);

export const pcaUpperBound = defineClaim<Instance, Subject>({
  id: 'pca-upper-bound',
  title: 'No network of given norms has more energy than half the top eigenvalue times them',
  source: TIAN_2022,
  place: 'The upper bound in the theorem on deep linear networks; proof derived here',
  statement: String.raw`For symmetric $C$ with $\lambda_{\max}(C)\ge0$ and $P=W_L\cdots W_1$ with layers of any norm, $$\operatorname{tr}(PCP^\top)\le\lambda_{\max}\|P\|_F^2\le\lambda_{\max}\prod_l\|W_l\|_F^2,$$ with equality in both for $W_l=v_lv_{l-1}^\top$, $v_0$ a top eigenvector. The first step is $\sum_i(\lambda_{\max}-\lambda_i)\|Pu_i\|^2\ge0$ and needs no sign; the second is $\|AB\|_F\le\|A\|_F\|B\|_F$, layer by layer.`,
  restsOn: ['covariance-energy', 'covariance-equivariance'],
  method: String.raw`$C$ and the layers have random entries, the layers times 1, 1000 or 1/1000, or are aligned on the top eigenvector, where equality must hold. All three sides are enclosed in interval arithmetic for the float matrices as they stand. The residual is the upper end of the smaller side less the lower end of the larger one, which the exact difference cannot exceed. The bound is the width of the enclosures: $16n^2(L+2)\varepsilon\,\max|\lambda|\prod\|W_l\|_F^2$ for $L+2$ products of matrices of at most $n$ rows.`,
  grade: {
    kind: 'interval-certified',
    reason: String.raw`Both inequalities are proven for each instance up to the width of an enclosure, and without it wherever the enclosures are apart, which is everywhere but at equality (one layer, one feature, an aligned stack) and near it.`,
  },
  instances,
  subject,
  check: (instance, { top, ceiling }) => {
    const { covariance } = instance;
    const layers = layersOf(instance);
    const end = endToEndEnclosure(layers);
    const [eigenvalue, norms, size] = [top(covariance), ceiling(layers), squaredNorm(end)];
    const energy = intervalInner(intervalProduct(end, exactMatrix(covariance)), end);
    const first = product(eigenvalue, size);
    const second = product(eigenvalue, norms);

    const n = Math.max(covariance.rows, ...layers.map(({ rows }) => rows));
    const scale = Math.max(...symmetricEigen(covariance).values.map(Math.abs)) * subject.ceiling(layers).upper;
    // Zero matrices have exact enclosures.
    const bound = 16 * n ** 2 * (layers.length + 2) * Number.EPSILON * scale + Number.MIN_VALUE;
    return decide(
      {
        'energy ≤ λ_max‖P‖²': { residual: Math.max(0, energy.upper - first.lower), bound },
        'λ_max‖P‖² ≤ λ_maxΠ‖W_l‖²': { residual: Math.max(0, first.upper - second.lower), bound },
        equality: { residual: instance.kind === 'aligned' ? Math.max(0, second.upper - energy.lower) : 0, bound },
      },
      {
        depth: layers.length,
        kind: instance.kind,
        apart: energy.upper <= first.lower && first.upper <= second.lower,
        // What the figure draws; a bound of zero has no shares.
        ...(second.lower > 0 && { energy: energy.lower / second.lower, size: first.lower / second.lower }),
      },
    );
  },
  counterfeits: [
    {
      id: 'mean-eigenvalue',
      description: 'takes the mean of the eigenvalues for the largest',
      subject: {
        ...subject,
        top: (covariance) => {
          const { values } = symmetricEigen(covariance);
          return exactly(values.reduce((sum, value) => sum + value, 0) / values.length);
        },
      },
    },
    {
      id: 'second-eigenvalue',
      description: 'takes the second eigenvalue where there is one',
      subject: { ...subject, top: (covariance) => eigenvalueBounds(covariance).slice(0, 2).at(-1) ?? WHOLE_LINE },
    },
    {
      id: 'operator-norms',
      description: 'multiplies the largest singular values of the layers instead of their Frobenius norms',
      subject: {
        ...subject,
        ceiling: (layers) =>
          productOfAll(
            layers.map((layer) => {
              const entries = exactMatrix(layer);
              return eigenvalueBounds(intervalProduct(entries, exactMatrix(transpose(layer))))[0] ?? WHOLE_LINE;
            }),
          ),
      },
      // Several layers lose so much norm that their operator norms bound the product too.
      instances: instances.filter(({ kind, layers }) => kind === 'given' && layers.length === 1),
    },
    {
      id: 'norms-not-squared',
      description: 'multiplies the norms and forgets the squares',
      subject: { ...subject, ceiling: (layers) => squareRoot(subject.ceiling(layers)) },
    },
    {
      id: 'negative-top',
      description: 'takes covariances whose eigenvalues are all negative',
      subject,
      instances: instancesOf((covariance) => (eigenvalueBounds(covariance)[0] ?? WHOLE_LINE).upper < 0),
      drops: {
        condition: String.raw`$\lambda_{\max}(C)\ge0$`,
        statedBy: 'paper',
        explanation: String.raw`The first inequality holds for every sign, but with $\lambda_{\max}<0$ and $\|P\|_F<\prod_l\|W_l\|_F$ the second turns round: the bound is then 0 (claim pca-negative-top).`,
      },
    },
  ],
  figures: (verdict) => [
    boundFigure(verdict),
    tightnessFigure(verdict, 'how far the enclosure of the smaller side reaches above that of the larger'),
  ],
});

/** Any C that is accepted, of 1 to 4 features, and 1 to 4 layers of 1 to 4 units. */
function instancesOf(accepts: (covariance: Matrix) => boolean): fc.Arbitrary<Instance> {
  const entries = (count: number, size: number): fc.Arbitrary<number[]> =>
    fc.array(gridNumber(-size, size), { minLength: count, maxLength: count, size: 'max' });
  return fc
    .record({
      sizes: fc.array(fc.integer({ min: 1, max: SIZE }), { minLength: 2, maxLength: DEPTH + 1 }),
      form: entries(SIZE ** 2, 2),
      weights: entries(DEPTH * SIZE ** 2, 3),
      scales: fc.array(fc.constantFrom(1, 1000, 1e-3), { minLength: DEPTH, maxLength: DEPTH, size: 'max' }),
      kind: fc.constantFrom('given' as const, 'aligned' as const),
    })
    .map(({ sizes: [d = 1, ...widths], form, weights, scales, kind }) => ({
      covariance: generate(d, d, (i, j) => form[SIZE * Math.min(i, j) + Math.max(i, j)] as number),
      layers: widths.map((width, l) =>
        generate(
          width,
          widths[l - 1] ?? d,
          (i, j) => (scales[l] as number) * (weights[SIZE * (SIZE * l + i) + j] as number),
        ),
      ),
      kind,
    }))
    .filter(({ covariance }) => accepts(covariance));
}

function layersOf({ covariance, layers, kind }: Instance): Layers {
  if (kind === 'given') return layers;
  const { vectors } = symmetricEigen(covariance);
  return layers.map((layer, l) => {
    const before = layers[l - 1] ?? vectors;
    return generate(layer.rows, layer.columns, (i, j) => at(layer, i, 0) * at(before, j, 0));
  });
}

function productOfAll(factors: readonly Interval[]): Interval {
  return factors.reduce((so, factor) => product(so, factor), exactly(1));
}
