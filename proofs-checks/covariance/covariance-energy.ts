import { defineClaim } from '../../src/claims/claim.js';
import { decide } from '../../src/claims/evidence.js';
import { weightedViews } from '../../src/claims/instances.js';
import { contrastiveCovariance } from '../../src/covariance/contrastive-covariance.js';
import { energy } from '../../src/covariance/energy.js';
import { trace, zeros, type Matrix, type Rows } from '../../src/linear-algebra/matrix.js';
import { covarianceRounding } from './covariance-rounding.js';
import { tightnessFigure } from '../tightness-figure.js';
import { realWeightedCases } from '../real-views.js';

interface Subject {
  readonly covariance: (alpha: Matrix, z: Rows, zPrime: Rows) => Matrix;
  readonly energy: (alpha: Matrix, z: Rows, zPrime: Rows) => number;
}

const subject: Subject = { covariance: contrastiveCovariance, energy };

export const covarianceEnergy = defineClaim({
  id: 'covariance-energy',
  title: 'Energy is half the trace of the contrastive covariance',
  source: 'Eq. 4, section 3',
  statement: String.raw`$$E_\alpha(\theta) = \tfrac12\operatorname{tr} C_\alpha[f_\theta] = \sum_i\sum_{j\ne i}\alpha_{ij}\,(d_{ij}^2-d_i^2),\qquad d_{ij}^2=\tfrac12\|z[i]-z[j]\|^2,\quad d_i^2=\tfrac12\|z[i]-z[i']\|^2.$$`,
  method: String.raw`The sum over pair distances against the trace of the Laplacian form. The bound is the rounding of $d$ diagonal entries.`,
  grade: { kind: 'sampled', reason: 'Floating-point code against its definition, within rounding.' },
  instances: weightedViews(),
  subject,
  check: ({ alpha, z, zPrime }, { covariance, energy: energyOf }) => {
    const value = energyOf(alpha, z, zPrime);
    const half = trace(covariance(alpha, z, zPrime)) / 2;
    return decide(
      { trace: { residual: Math.abs(value - half), bound: z.columns * covarianceRounding(alpha, z, zPrime) } },
      { energy: value, halfTrace: half },
    );
  },
  counterfeits: [
    {
      id: 'unhalved-trace',
      description: 'forgets the ½ in front of the trace',
      subject: { ...subject, energy: (...input) => 2 * energy(...input) },
    },
    {
      id: 'no-intra-view-distance',
      description: 'leaves d²ᵢ out of the energy',
      subject: { ...subject, energy: (alpha, z) => energy(alpha, z, z) },
    },
    {
      id: 'views-exchanged',
      description: 'measures pair distances between the second views',
      subject: { ...subject, energy: (alpha, z, zPrime) => energy(alpha, zPrime, z) },
    },
    {
      id: 'unweighted',
      description: 'counts every pair with weight 1',
      subject: {
        ...subject,
        energy: (alpha, z, zPrime) => energy(withOnes(alpha), z, zPrime),
      },
    },
  ],
  real: realWeightedCases,
  figures: (verdict) => [
    {
      id: 'covariance-energy-trace',
      title: 'Energy by distances and by the trace',
      caption:
        'Every generated instance is a point; the claim puts it on the diagonal. Energies can be negative where augmentation moves a sample further than its neighbours are.',
      spec: {
        $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
        width: 320,
        height: 320,
        data: { values: verdict.evidence.map(({ details }) => details) },
        mark: { type: 'point', opacity: 0.7 },
        encoding: {
          x: { field: 'halfTrace', type: 'quantitative', title: '½ tr C_α' },
          y: { field: 'energy', type: 'quantitative', title: 'Σ α (d²ᵢⱼ − d²ᵢ)' },
        },
      },
    },
    tightnessFigure(verdict, 'the difference between energy and half the trace'),
  ],
});

function withOnes(alpha: Matrix): Matrix {
  const ones = zeros(alpha.rows, alpha.columns);
  return { ...ones, data: ones.data.map((_, k) => (k % (alpha.columns + 1) === 0 ? 0 : 1)) };
}
