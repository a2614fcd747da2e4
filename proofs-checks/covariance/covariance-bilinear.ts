import fc from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { decide } from '../../src/claims/evidence.js';
import { gridNumber, views, weightedViews, type Views, type WeightedViews } from '../../src/claims/instances.js';
import { contrastiveCovariance } from '../../src/covariance/contrastive-covariance.js';
import { add, at, generate, map, maxAbs, type Rows } from '../../src/linear-algebra/matrix.js';
import { covarianceRounding } from './covariance-rounding.js';
import { tightnessFigure } from '../tightness-figure.js';
import { absolute, normalisedRows, ridge, type Covariance } from './covariance-counterfeits.js';
import { realWeightedCases } from '../real-views.js';

interface Instance extends WeightedViews {
  /** b, of the same shape as a = z. */
  readonly other: Views;
  readonly weight: number;
}

export const covarianceBilinear = defineClaim<Instance, Covariance>({
  id: 'covariance-bilinear',
  title: 'The contrastive covariance is bilinear',
  source: 'Section 3, used throughout the proofs; derived here',
  statement: String.raw`$$C_\alpha[a+\lambda b,\,c] = C_\alpha[a,c]+\lambda\,C_\alpha[b,c],\qquad C_\alpha[c,\,a+\lambda b] = C_\alpha[c,a]+\lambda\,C_\alpha[c,b].$$`,
  method: String.raw`Both sides, with $c=a$. The bound adds the rounding of the three covariances.`,
  grade: { kind: 'sampled', reason: 'Floating-point code against its definition, within rounding.' },
  instances: fc
    .tuple(weightedViews(), views(), gridNumber(-2, 2))
    .map(([own, second, weight]) => ({ ...own, other: shapedLike(own, second), weight })),
  subject: contrastiveCovariance,
  check: ({ alpha, z, zPrime, other, weight }, covariance) => {
    const sum = { z: add(z, other.z, weight), zPrime: add(zPrime, other.zPrime, weight) };
    const own = covariance(alpha, z, zPrime, z, zPrime);
    const left = add(own, covariance(alpha, other.z, other.zPrime, z, zPrime), weight);
    const right = add(own, covariance(alpha, z, zPrime, other.z, other.zPrime), weight);
    const bound =
      covarianceRounding(alpha, sum.z, sum.zPrime, z, zPrime) +
      covarianceRounding(alpha, z, zPrime) +
      Math.abs(weight) * covarianceRounding(alpha, other.z, other.zPrime, z, zPrime);
    const error = (a: Rows, b: Rows): number => maxAbs(add(a, b, -1).data);
    return decide({
      'first argument': { residual: error(covariance(alpha, sum.z, sum.zPrime, z, zPrime), left), bound },
      'second argument': { residual: error(covariance(alpha, z, zPrime, sum.z, sum.zPrime), right), bound },
    });
  },
  counterfeits: [normalisedRows, absolute, ridge()],
  real: function* (images) {
    for (const { label, instance } of realWeightedCases(images)) {
      const other = { z: map(instance.zPrime, Math.sqrt), zPrime: map(instance.z, Math.sqrt) };
      yield { label, instance: { ...instance, other, weight: -0.5 } };
    }
  },
  figures: (verdict) => [tightnessFigure(verdict, 'the largest difference between the two sides')],
});

function shapedLike({ z }: Views, { z: first, zPrime: second }: Views): Views {
  const fit = (rows: Rows): Rows => generate(z.rows, z.columns, (i, j) => at(rows, i % rows.rows, j % rows.columns));
  return { z: fit(first), zPrime: fit(second) };
}
