import { defineClaim } from '../../src/claims/claim.js';
import { decide } from '../../src/claims/evidence.js';
import { mapEntries } from '../../src/theory/algebra/exact-matrix.js';
import { dualMatrices, fieldMatrices } from '../../src/theory/algebra/field-matrix.js';
import { derivativeFigure } from '../derivative-figure.js';
import { exactly, pointSeeds } from '../exact-comparison.js';
import { twoWeightEnergyByDistances } from '../oracles/exact-two-weights.js';
import {
  ACTIVATION_DEGREE,
  heldWeights,
  LOSS_DEGREE,
  movingWeights,
  rowSumsForBeta,
  SAMPLES,
  twoWeightDerivatives,
  type TwoWeightsSubject,
} from './two-weights-polynomial-point.js';

const subject: TwoWeightsSubject = {
  weights: heldWeights,
  energy: (...input) => twoWeightEnergyByDistances(dualMatrices, ...input),
};

/** Factors of z = W₂h(W₁x): one coefficient of h, its powers of W₁x, and W₂. */
const REPRESENTATION_DEGREE = 2 + 2 * ACTIVATION_DEGREE;
/** Factors of a polynomial of a distance: one coefficient, and powers of a square of z. */
const PIECE_DEGREE = 1 + LOSS_DEGREE * 2 * REPRESENTATION_DEGREE;
/** Factors of ρ(p)·φ(u), u a sum of products of two such polynomials. */
const DEGREE = PIECE_DEGREE + 1 + LOSS_DEGREE * 2 * PIECE_DEGREE;

export const twoWeightsPolynomial = defineClaim<{ readonly pointSeed: number }, TwoWeightsSubject>({
  id: 'two-weights-polynomial',
  title: 'Theorem 1 with two weights, exactly, for polynomial losses of distances',
  source: 'derived here',
  statement: String.raw`For polynomials $\rho,\phi,\psi,\chi,\kappa$, a network $z=W_2\,h(W_1x)$ with a polynomial $h$, and $$L=\sum_i\rho(d_i^2)\,\phi(u_i)+\Big(\sum_{i,j}\chi(d_{ij}^2)\Big)^2,\qquad u_i=\sum_j\operatorname{sg}\!\big(\kappa(d_{ij}^2)\big)\,\psi(d_{ij}^2),$$ as formal derivatives, $\partial L/\partial\theta=-\partial E_{\alpha,\beta}/\partial\theta$ with $\alpha_{ij}=-\partial L/\partial d_{ij}^2$ and $\beta_i=\partial L/\partial d_i^2$ held fixed.`,
  method: String.raw`At a uniformly random point of $\mathbb F_p$, $p=2^{61}-1$: all coefficients (degree up to ${LOSS_DEGREE}), both weights, a direction $V$, and two views of ${SAMPLES} samples, all rows of which are anchors. $L$ and $E_{\alpha,\beta}$ are evaluated at $\theta+\varepsilon V$ with $\varepsilon^2=0$, and the coefficients of $\varepsilon$ must add up to 0. The $\varepsilon$ of $\alpha$, $\beta$ and $\operatorname{sg}(\kappa)$ is cut off.`,
  grade: {
    kind: 'exact',
    degree: DEGREE,
    reason: String.raw`$z$ has total degree ${REPRESENTATION_DEGREE} in coefficients, weights, $V$ and $x$, a polynomial of a distance has ${PIECE_DEGREE}, $u_i$ has ${2 * PIECE_DEGREE}, and $\rho\,\phi(u)$ has ${DEGREE}; $V$ takes the place of one weight.`,
  },
  instances: pointSeeds().map((pointSeed) => ({ pointSeed })),
  subject,
  check: ({ pointSeed }, under) => {
    const { loss, energy } = twoWeightDerivatives(pointSeed, under);
    return decide({ 'L + E along V': exactly([[fieldMatrices.add(loss, energy)]], [[0n]]) });
  },
  counterfeits: [
    {
      id: 'back-propagated-weights',
      description: 'differentiates through α and β as well (no stop-gradient)',
      subject: { ...subject, weights: movingWeights },
      drops: {
        condition: String.raw`$\alpha$ and $\beta$ are held fixed (under stop-gradient)`,
        statedBy: 'here',
        explanation: String.raw`$E_{\alpha(\theta),\beta(\theta)}(\theta)$ has the terms of $\partial\alpha/\partial\theta$ and $\partial\beta/\partial\theta$ besides.`,
      },
    },
    {
      id: 'one-weight',
      description: 'takes β = Σα at the positive, as losses of margins have it',
      subject: { ...subject, weights: (...input) => rowSumsForBeta(heldWeights(...input)) },
    },
    {
      id: 'no-positive-pair',
      description: 'leaves the positives out of the energy',
      subject: {
        ...subject,
        energy: ({ alpha, beta }, rows) =>
          subject.energy({ alpha, beta: mapEntries(beta, () => dualMatrices.zero) }, rows),
      },
    },
    {
      id: 'unhalved-distances',
      description: 'forgets the ½ in d² of the energy, not of the loss',
      subject: {
        ...subject,
        energy: (...input) => dualMatrices.multiply(dualMatrices.fromInteger(2), subject.energy(...input)),
      },
    },
    {
      id: 'wrong-sign',
      description: 'descends the energy',
      subject: { ...subject, energy: (...input) => dualMatrices.subtract(dualMatrices.zero, subject.energy(...input)) },
    },
  ],
  figures: ({ claim }) => [
    derivativeFigure(claim, {
      'α and β held fixed': (seed) => twoWeightDerivatives(seed, subject),
      'both differentiated too': (seed) => twoWeightDerivatives(seed, { ...subject, weights: movingWeights }),
    }),
  ],
});
