import { defineClaim } from '../../src/claims/claim.js';
import { decide } from '../../src/claims/evidence.js';
import { constant } from '../../src/theory/algebra/dual.js';
import { mapEntries } from '../../src/theory/algebra/exact-matrix.js';
import { dualMatrices, fieldMatrices, type DualMatrix } from '../../src/theory/algebra/field-matrix.js';
import { TIAN_2022 } from '../papers.js';
import { exactly, pointSeeds } from '../exact-comparison.js';
import { energyByDistances } from '../oracles/exact-covariance.js';
import { polynomialImportance } from './polynomial-loss.js';
import { derivativeFigure } from '../derivative-figure.js';
import {
  ACTIVATION_DEGREE,
  derivativesAt,
  LOSS_DEGREE,
  SAMPLES,
  type PolynomialSubject,
} from './theorem-1-polynomial-point.js';

const subject: PolynomialSubject = {
  importance: (loss, z, zPrime) => stopped(polynomialImportance(dualMatrices, loss, z, zPrime)),
  energy: (...input) => energyByDistances(dualMatrices, ...input),
};

const backPropagated: PolynomialSubject = {
  ...subject,
  importance: (...input) => polynomialImportance(dualMatrices, ...input),
};

/** x ↦ x. */
const IDENTITY = [dualMatrices.zero, dualMatrices.one];
const TWO = dualMatrices.fromInteger(2);

/** Factors of z = W₂h(W₁x): one coefficient of h, its powers of W₁x, and W₂. */
const REPRESENTATION_DEGREE = 2 + 2 * ACTIVATION_DEGREE;
/** Factors of ψ(d²ᵢ − d²ᵢⱼ): one coefficient of ψ, and powers of a square of z. */
const PSI_DEGREE = 1 + LOSS_DEGREE * 2 * REPRESENTATION_DEGREE;
/** Factors of φ(ξᵢ). Differentiation along V puts one V in place of one W. */
const DEGREE = 1 + LOSS_DEGREE * PSI_DEGREE;

export const theorem1Polynomial = defineClaim<{ readonly pointSeed: number }, PolynomialSubject>({
  id: 'theorem-1-polynomial',
  title: 'Theorem 1, exactly, for polynomial losses and networks',
  source: TIAN_2022,
  place: 'Theorem 1',
  statement: String.raw`For polynomials $\phi,\psi$ and a network $f_\theta(x)=W_2\,h(W_1x)$ with a polynomial $h$, as formal derivatives, $$\frac{\partial L_{\phi,\psi}}{\partial\theta} = -\frac{\partial E_\alpha}{\partial\theta}\Big|_{\alpha=\operatorname{sg}(\alpha(\theta))},\qquad \alpha_{ij}(\theta)=\phi'(\xi_i)\,\psi'(d_i^2-d_{ij}^2).$$`,
  method: String.raw`At a uniformly random point of $\mathbb F_p$, $p=2^{61}-1$: all coefficients of $\phi$ and $\psi$ (degree up to ${LOSS_DEGREE}) and of $h$ (up to ${ACTIVATION_DEGREE}), both weights, a direction $V$, and two views of ${SAMPLES} samples. $L$ and $E_\alpha$ are evaluated at $\theta+\varepsilon V$ with $\varepsilon^2=0$; the coefficients of $\varepsilon$ are the exact derivatives along $V$, and their sum must be 0. In $E_\alpha$ the $\varepsilon$ of $\alpha$ is cut off: that is the stop-gradient. Losses of lower degree, and the deep linear network $h(u)=u$, are special cases.`,
  grade: {
    kind: 'exact',
    degree: DEGREE,
    reason: String.raw`Both derivatives are polynomials in coefficients, weights, $V$ and $x$. $z$ has total degree $2+2\cdot ${ACTIVATION_DEGREE}=${REPRESENTATION_DEGREE}$, $\psi(d_i^2-d_{ij}^2)$ has $1+${LOSS_DEGREE}\cdot ${2 * REPRESENTATION_DEGREE}=${PSI_DEGREE}$, $\phi(\xi_i)$ has $1+${LOSS_DEGREE}\cdot ${PSI_DEGREE}=${DEGREE}$, and $V$ takes the place of one weight.`,
  },
  instances: pointSeeds().map((pointSeed) => ({ pointSeed })),
  subject,
  check: ({ pointSeed }, under) => {
    const { loss, energy } = derivativesAt(pointSeed, under);
    return decide({ 'L + E along V': exactly([[fieldMatrices.add(loss, energy)]], [[0n]]) });
  },
  counterfeits: [
    {
      id: 'back-propagated-alpha',
      description: 'differentiates through α as well (no stop-gradient)',
      subject: backPropagated,
    },
    {
      id: 'outer-derivative-forgotten',
      description: 'takes α = ψ′, without the factor φ′(ξ)',
      subject: {
        ...subject,
        importance: ({ psi }, z, zPrime) => subject.importance({ phi: IDENTITY, psi }, z, zPrime),
      },
    },
    {
      id: 'no-positive-pair',
      description: 'leaves the intra-view distance d²ᵢ out of the energy',
      subject: { ...subject, energy: (alpha, z) => subject.energy(alpha, z, z) },
    },
    {
      id: 'unhalved-distances',
      description: 'forgets the ½ in d² of the energy, not of the loss',
      subject: { ...subject, energy: (...input) => dualMatrices.multiply(TWO, subject.energy(...input)) },
    },
    {
      id: 'wrong-sign',
      description: 'descends the energy',
      subject: {
        ...subject,
        energy: (...input) => dualMatrices.subtract(dualMatrices.zero, subject.energy(...input)),
      },
    },
  ],
  figures: ({ claim }) => [
    derivativeFigure(claim, {
      'α held fixed (Theorem 1)': (seed) => derivativesAt(seed, subject),
      'α differentiated too': (seed) => derivativesAt(seed, backPropagated),
    }),
  ],
});

/** sg: what does not move with θ. */
function stopped(alpha: DualMatrix): DualMatrix {
  return mapEntries(alpha, ({ value }) => constant(value));
}
