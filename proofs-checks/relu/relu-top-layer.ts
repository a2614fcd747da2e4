/**
 * E(W₂) = ½ tr(W₂ C W₂ᵀ) = ½ Σ_j λ_j ‖W₂v_j‖² with Σ_j ‖W₂v_j‖² = ‖W₂‖_F² = 1, so E ≤ ½λ_max, and what is missing is
 * ½ Σ_j (λ_max − λ_j)‖W₂v_j‖² ≥ ½ gap · (1 − ‖W₂s‖²): with a gap the maximisers are the W₂ with W₂v_j = 0 for j > 1.
 */
import fc from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { decide, type Comparison } from '../../src/claims/evidence.js';
import { gridNumber, matrixOf, seeds, weightedViews, type WeightedViews } from '../../src/claims/instances.js';
import { contrastiveCovariance } from '../../src/theory/losses/contrastive-covariance.js';
import { energy } from '../../src/theory/losses/energy.js';
import { unitNorm } from '../../src/theory/networks/deep-linear.js';
import { hiddenFeatures } from '../../src/theory/networks/gated-dynamics.js';
import type { ActivationName } from '../../src/theory/networks/two-layer.js';
import { optimalTopLayer, rankOneTop } from '../../src/theory/landscape/top-layer.js';
import { singularValues, symmetricEigen } from '../../src/theory/algebra/decompositions.js';
import {
  add,
  at,
  fromNested,
  generate,
  identity,
  norm,
  type Matrix,
  type Rows,
} from '../../src/theory/algebra/matrix.js';
import { multiplyTransposed } from '../../src/theory/algebra/multiply.js';
import { normalMatrix, randomStream } from '../../src/theory/algebra/random-stream.js';
import { entryAt, transpose } from '../../src/theory/algebra/exact-matrix.js';
import { fieldMatrices, randomFieldMatrix, type FieldMatrix } from '../../src/theory/algebra/field-matrix.js';
import { randomElement, type FieldElement } from '../../src/theory/algebra/prime-field.js';
import { exactly, randomWords, withPoint, type WithPoint } from '../exact-comparison.js';
import { randomOrthogonal } from '../oracles/exact-aligned.js';
import { covarianceByDefinition, energyByDistances } from '../oracles/exact-covariance.js';
import { TIAN_2022 } from '../papers.js';
import { covarianceRounding } from '../covariance/covariance-rounding.js';
import { naiveContrastiveCovariance } from '../oracles/contrastive-covariance.js';
import { tightnessFigure } from '../tightness-figure.js';

interface Instance extends WeightedViews {
  /** W₁, [K, d]. */
  readonly first: Matrix;
  readonly activation: ActivationName;
  readonly outputs: number;
  /** Seed of the other top layers. */
  readonly seed: number;
}

/** W₂ for given hidden features, [outputs, K]. */
type Top = (alpha: Matrix, f: Rows, fPrime: Rows, outputs: number) => Matrix;

interface Subject {
  readonly best: Top;
  /** Σⱼ (λ₁ − λⱼ)‖W₂vⱼ‖² over F_p, from ‖W₂vⱼ‖²: twice what E lacks of ½λ₁. */
  readonly shortfall: (eigenvalues: readonly FieldElement[], squares: readonly FieldElement[]) => FieldElement;
}

const FEATURES = 4;
const NEURONS = 4;
/** Other top layers: as many random ones, and as many near the maximiser. */
const OTHERS = 4;

const best: Top = (alpha, f, fPrime, outputs) =>
  rankOneTop(optimalTopLayer(contrastiveCovariance(alpha, f, fPrime)), outputs);

const subject: Subject = { best, shortfall: weightedShortfall };

export const reluTopLayer = defineClaim<Instance & WithPoint, Subject>({
  id: 'relu-top-layer',
  title: 'The best top layer on fixed features has rank 1',
  source: TIAN_2022,
  place: 'Two-layer networks; equality and the gap derived here',
  statement: String.raw`For fixed hidden features $f_1=h(W_1x)$, $$\max_{\|W_2\|_F=1}E_\alpha=\tfrac12\lambda_{\max}(C_\alpha[f_1]),\qquad \tfrac12\lambda_{\max}-E_\alpha(W_2)\ge\tfrac12(\lambda_1-\lambda_2)\,(1-\|W_2s\|^2),$$ with $s$ the unit top eigenvector. If $\lambda_{\max}$ is simple, the maximisers are exactly $W_2=us^\top$, $\|u\|=1$: rank 1.`,
  restsOn: ['covariance-energy', 'covariance-equivariance'],
  method: String.raw`Exactly: at a random point of $\mathbb F_p$, $p=2^{61}-1$, $E_\alpha$ of features $W_2f$ by pair distances is $\tfrac12\operatorname{tr}(W_2C_\alpha[f]W_2^\top)$, and for $C=V\Lambda V^\top$ with a random orthogonal $V$ $$\lambda_1\|W_2\|^2-\operatorname{tr}(W_2CW_2^\top)=\sum_j(\lambda_1-\lambda_j)\|W_2v_j\|^2,\qquad\|W_2\|^2=\sum_j\|W_2v_j\|^2.$$ Both inequalities and the case of equality are read off the sum, in which no term is negative. The library's code: the energy of $us^\top$ by its pair distances, against $\tfrac12\lambda_{\max}$ of the covariance summed pair by pair; its norm and its second singular value; and both inequalities for top layers at random and near the maximiser. Linear and ReLU features. Bounds are the rounding of the covariance and of its eigenvalues.`,
  grade: {
    kind: 'exact',
    degree: 27,
    // W₂ twice, V four times on either side with reflections of degree 2·3 over as much, and an eigenvalue.
    reason: String.raw`What the energy lacks is a rational identity in $W_2$, the eigenvalues and the vectors of the reflections that make $V$, of degree 27 at most; $V$ and $\Lambda$ stand for every symmetric matrix.`,
  },
  instances: withPoint(
    fc
      .tuple(
        weightedViews({ samples: 6, features: FEATURES }),
        matrixOf(fc.integer({ min: 1, max: NEURONS }), fc.constant(FEATURES), gridNumber(-2, 2), NEURONS * FEATURES),
        fc.constantFrom<ActivationName>('linear', 'relu'),
        fc.integer({ min: 1, max: 3 }),
        seeds(),
      )
      .map(([own, first, activation, outputs, seed]) => {
        const columns = generate(first.rows, own.z.columns, (k, j) => at(first, k, j));
        return { ...own, first: columns, activation, outputs, seed };
      }),
  ),
  subject,
  check: ({ alpha, z, zPrime, first, activation, outputs, seed, pointSeed }, { best: top, shortfall }) => {
    const [f, fPrime] = [hiddenFeatures(activation, first, z), hiddenFeatures(activation, first, zPrime)];
    const energyOf = (second: Matrix): number =>
      energy(alpha, multiplyTransposed(f, second), multiplyTransposed(fPrime, second));
    const { values, vectors } = symmetricEigen(naiveContrastiveCovariance(alpha, f, fPrime, f, fPrime));
    const [highest = 0, next = highest] = values;
    const s = generate(1, first.rows, (_, k) => at(vectors, k, 0));
    const chosen = top(alpha, f, fPrime, outputs);

    const random = randomStream(seed, 'top layers');
    const others = Array.from({ length: 2 * OTHERS }, (_, n) => {
      const step = normalMatrix(random, outputs, first.rows);
      return unitNorm(n < OTHERS ? step : add(chosen, step, 10 ** (OTHERS - n)));
    });
    // An eigenvalue moves by at most ‖ΔC‖ ≤ K max|ΔC|; an energy is half of K diagonal entries.
    const rounding = 4 * first.rows * covarianceRounding(alpha, f, fPrime);
    const shortfalls = others.map((other) => {
      const outside = Math.max(0, 1 - norm(multiplyTransposed(s, other)) ** 2);
      return ((highest - next) / 2) * outside - (highest / 2 - energyOf(other));
    });
    const excess = others.map((other) => energyOf(other) - highest / 2);
    return decide(
      {
        'shortfall, exactly': exactComparison(pointSeed, shortfall),
        energy: { residual: Math.abs(energyOf(chosen) - highest / 2), bound: rounding },
        norm: { residual: Math.abs(norm(chosen) - 1), bound: 16 * first.rows * Number.EPSILON },
        'rank one': { residual: singularValues(chosen)[1] ?? 0, bound: 16 * first.rows * Number.EPSILON },
        'upper bound': { residual: Math.max(0, ...excess), bound: rounding },
        gap: { residual: Math.max(0, ...shortfalls), bound: rounding },
      },
      { energies: others.map(energyOf), half: highest / 2, scale: Math.max(...values.map(Math.abs)) },
    );
  },
  counterfeits: [
    {
      id: 'lowest-eigenvector',
      description: 'takes the eigenvector of the smallest eigenvalue',
      subject: {
        ...subject,
        best: (alpha, f, fPrime, outputs) => rowOf(eigenvector(contrastiveCovariance(alpha, f, fPrime), -1), outputs),
      },
    },
    {
      id: 'no-augmentation-term',
      description: 'does PCA of the features alone, without the attraction between the two views',
      subject: { ...subject, best: (alpha, f, _fPrime, outputs) => best(alpha, f, f, outputs) },
    },
    {
      id: 'two-directions',
      description: 'spreads W₂ over the two top eigenvectors',
      subject: {
        ...subject,
        best: (alpha, f, fPrime, outputs) => twoDirections(contrastiveCovariance(alpha, f, fPrime), outputs),
      },
    },
    {
      id: 'exact-second-gap',
      description: 'over F_p: takes (λ₁ − λ₂) for the gap to every other eigenvalue',
      subject: {
        ...subject,
        shortfall: (eigenvalues, squares) => {
          const [first = 0n, second = 0n] = eigenvalues;
          return weightedShortfall([first, ...eigenvalues.slice(1).map(() => second)], squares);
        },
      },
    },
    {
      id: 'repeated-eigenvalue',
      description: 'spreads W₂ over a top eigenspace of dimension 2: as good, and of rank 2',
      subject: {
        ...subject,
        best: (alpha, f, fPrime, outputs) => twoDirections(contrastiveCovariance(alpha, f, fPrime), outputs),
      },
      // Samples at 0, ae₁ and ae₂, with weight between the first and either of the others: C_α[f₁] = wa²I.
      instances: fc.tuple(gridNumber(0.1, 2), gridNumber(0.1, 1), seeds()).map(([a, w, seed]) => ({
        alpha: fromNested([
          [0, w, w],
          [0, 0, 0],
          [0, 0, 0],
        ]),
        z: corner(a),
        zPrime: corner(a),
        first: identity(2),
        activation: 'relu',
        outputs: 2,
        seed,
        pointSeed: 1,
      })),
      drops: {
        condition: String.raw`$\lambda_{\max}(C_\alpha[f_1])$ is simple`,
        statedBy: 'here',
        explanation: String.raw`Every $W_2$ whose rows lie in the top eigenspace is a maximiser; if the eigenvalue is repeated $m$ times, the rank can be anything up to $m$. A rank-1 maximiser exists always.`,
      },
    },
  ],
  figures: (verdict) => [
    tightnessFigure(verdict, 'error of the energy, of the norm or of rank one, or what an inequality lacks'),
  ],
});

function weightedShortfall(eigenvalues: readonly FieldElement[], squares: readonly FieldElement[]): FieldElement {
  const { subtract, multiply, total } = fieldMatrices;
  const [first = 0n] = eigenvalues;
  return total(eigenvalues.map((value, j) => multiply(subtract(first, value), squares[j] as FieldElement)));
}

const [SAMPLES, SIZE, OUTPUTS] = [3, 3, 2];

/** Energy and trace of random features, and both identities of a random C = VΛVᵀ. */
function exactComparison(pointSeed: number, shortfall: Subject['shortfall']): Comparison {
  const { product, inner, total, subtract, multiply, diagonal, half } = fieldMatrices;
  const word = randomWords(pointSeed);
  const [f, fPrime] = [randomFieldMatrix(word, SAMPLES, SIZE), randomFieldMatrix(word, SAMPLES, SIZE)];
  const alpha = randomFieldMatrix(word, SAMPLES, SAMPLES);
  const second = randomFieldMatrix(word, OUTPUTS, SIZE);
  const traceOf = (C: FieldMatrix): FieldElement => inner(product(second, C), second);
  const outputs = (features: FieldMatrix): FieldMatrix => product(features, transpose(second));

  const V = randomOrthogonal(word, SIZE);
  const eigenvalues = V.map(() => randomElement(word));
  const C = product(V, diagonal(eigenvalues), transpose(V));
  const turned = product(second, V);
  const squares = V.map((_, j) =>
    total(turned.map((_row, o) => multiply(entryAt(turned, o, j), entryAt(turned, o, j)))),
  );
  const norm2 = inner(second, second);
  return exactly(
    [
      [
        energyByDistances(fieldMatrices, alpha, outputs(f), outputs(fPrime)),
        total(squares),
        subtract(multiply(eigenvalues[0] as FieldElement, norm2), traceOf(C)),
      ],
    ],
    [
      [
        multiply(half, traceOf(covarianceByDefinition(fieldMatrices, alpha, f, fPrime))),
        norm2,
        shortfall(eigenvalues, squares),
      ],
    ],
  );
}

function eigenvector(covariance: Matrix, k: number): Float64Array {
  const { vectors } = symmetricEigen(covariance);
  return Float64Array.from({ length: covariance.rows }, (_, i) => at(vectors, i, k < 0 ? covariance.rows + k : k));
}

function rowOf(direction: Float64Array, outputs: number): Matrix {
  return generate(outputs, direction.length, (o, k) => (o === 0 ? (direction[k] as number) : 0));
}

/** v₁ and v₂ in two rows where there are two outputs, their mean in one otherwise. */
function twoDirections(covariance: Matrix, outputs: number): Matrix {
  const K = covariance.rows;
  const [v1, v2] = [eigenvector(covariance, 0), eigenvector(covariance, Math.min(1, K - 1))];
  return unitNorm(
    generate(
      outputs,
      K,
      (o, k) => (o === 0 ? (v1[k] as number) : 0) + (o === Math.min(1, outputs - 1) ? (v2[k] as number) : 0),
    ),
  );
}

function corner(a: number): Matrix {
  return fromNested([
    [0, 0],
    [a, 0],
    [0, a],
  ]);
}
