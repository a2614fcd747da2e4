import fc from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { decide } from '../../src/claims/evidence.js';
import { gridNumber, matrixOf, weightedViews, type WeightedViews } from '../../src/claims/instances.js';
import { contrastiveCovariance } from '../../src/covariance/contrastive-covariance.js';
import { add, at, generate, maxAbs, norm, type Matrix } from '../../src/linear-algebra/matrix.js';
import { multiply, multiplyTransposed } from '../../src/linear-algebra/multiply.js';
import { normalMatrix, randomStream } from '../../src/random/random-stream.js';
import { absolute, normalisedRows, ridge, type Covariance } from './covariance-counterfeits.js';
import { covarianceRounding } from './covariance-rounding.js';
import { tightnessFigure } from '../tightness-figure.js';
import { realWeightedCases } from '../real-views.js';

interface Instance extends WeightedViews {
  /** [e, d]. */
  readonly w: Matrix;
}

const FEATURES = 5;

export const covarianceEquivariance = defineClaim<Instance, Covariance>({
  id: 'covariance-equivariance',
  title: 'A linear layer acts on the contrastive covariance from both sides',
  source: 'Section 4, the step from z = Wx to W C_α[x] Wᵀ; derived here',
  statement: String.raw`$$C_\alpha[Wa] = W\,C_\alpha[a]\,W^\top\quad\text{for every matrix } W.$$`,
  method: String.raw`Features mapped first against the covariance mapped afterwards. The bound is the rounding of the two covariances and of the products with $W$.`,
  grade: { kind: 'sampled', reason: 'Floating-point code against its definition, within rounding.' },
  instances: fc
    .tuple(
      weightedViews({ features: FEATURES }),
      matrixOf(fc.integer({ min: 1, max: 4 }), fc.constant(FEATURES), gridNumber(-2, 2), 4 * FEATURES),
    )
    .map(([own, w]) => ({ ...own, w: generate(w.rows, own.z.columns, (i, j) => at(w, i, j)) })),
  subject: contrastiveCovariance,
  check: ({ alpha, z, zPrime, w }, covariance) => {
    const [mapped, mappedPrime] = [multiplyTransposed(z, w), multiplyTransposed(zPrime, w)];
    const before = covariance(alpha, mapped, mappedPrime);
    const after = multiplyTransposed(multiply(w, covariance(alpha, z, zPrime)), w);
    // Products with W round the features by dε‖W‖ each, and enlarge the rounding of C by ‖W‖².
    const bound =
      (2 + z.columns) *
      (covarianceRounding(alpha, mapped, mappedPrime) + norm(w) ** 2 * covarianceRounding(alpha, z, zPrime));
    return decide({ 'C[Wa]': { residual: maxAbs(add(before, after, -1).data), bound } });
  },
  counterfeits: [normalisedRows, absolute, ridge()],
  real: function* (images) {
    for (const { label, instance } of realWeightedCases(images)) {
      yield { label, instance: { ...instance, w: normalMatrix(randomStream('equivariance'), 8, instance.z.columns) } };
    }
  },
  figures: (verdict) => [tightnessFigure(verdict, 'the largest difference between the two sides')],
});
