import { defineClaim } from '../../src/claims/claim.js';
import { decide } from '../../src/claims/evidence.js';
import { constant, type Dual } from '../../src/exact/dual.js';
import { mapEntries } from '../../src/exact/exact-matrix.js';
import {
  dualMatrices,
  fieldMatrices,
  fixed,
  moving,
  randomFieldMatrix,
  type DualMatrix,
  type FieldMatrix,
} from '../../src/exact/field-matrix.js';
import { randomElement, type FieldElement } from '../../src/exact/prime-field.js';
import { exactly, pointSeeds, randomWords } from '../exact-comparison.js';
import { energyByDistances } from '../oracles/exact-covariance.js';
import { tightnessFigure } from '../tightness-figure.js';
import {
  polynomialImportance,
  polynomialLoss,
  representation,
  type PolynomialLoss,
  type PolynomialNetwork,
} from './polynomial-loss.js';

interface Point {
  readonly loss: PolynomialLoss<FieldElement>;
  readonly network: PolynomialNetwork<FieldElement>;
  /** V, of the shapes of W₁ and W₂. */
  readonly direction: { readonly first: FieldMatrix; readonly second: FieldMatrix };
  /** Two views, [N, d] each. */
  readonly x: FieldMatrix;
  readonly xPrime: FieldMatrix;
}

interface Subject {
  /** α, or what stands in for it, of a representation that moves; fixed, since its slope is 0. */
  readonly importance: (loss: PolynomialLoss<Dual>, z: DualMatrix, zPrime: DualMatrix) => DualMatrix;
  /** E_α. */
  readonly energy: (alpha: DualMatrix, z: DualMatrix, zPrime: DualMatrix) => Dual;
}

const subject: Subject = {
  importance: (loss, z, zPrime) => stopped(polynomialImportance(dualMatrices, loss, z, zPrime)),
  energy: (...input) => energyByDistances(dualMatrices, ...input),
};

/** x ↦ x. */
const IDENTITY = [dualMatrices.zero, dualMatrices.one];
const TWO = dualMatrices.fromInteger(2);

const [SAMPLES, FEATURES, HIDDEN, OUTPUTS] = [3, 2, 3, 2];
/** Of φ and ψ, and of the activation. */
const [LOSS_DEGREE, ACTIVATION_DEGREE] = [4, 2];
/** Of z = W₂h(W₁x): one coefficient of h, its powers of W₁x, and W₂. */
const REPRESENTATION_DEGREE = 2 + 2 * ACTIVATION_DEGREE;
/** Of ψ(d²ᵢ − d²ᵢⱼ): one coefficient of ψ, and powers of a square of z. */
const PSI_DEGREE = 1 + LOSS_DEGREE * 2 * REPRESENTATION_DEGREE;
/** Of φ(ξᵢ). Differentiation along V puts one V in place of one W. */
const DEGREE = 1 + LOSS_DEGREE * PSI_DEGREE;

export const theorem1Polynomial = defineClaim<number, Subject>({
  id: 'theorem-1-polynomial',
  title: 'Theorem 1, exactly, for polynomial losses and networks',
  source: 'Theorem 1, section 3',
  statement: String.raw`For polynomials $\phi,\psi$ and a network $f_\theta(x)=W_2\,h(W_1x)$ with a polynomial $h$, as formal derivatives, $$\frac{\partial L_{\phi,\psi}}{\partial\theta} = -\frac{\partial E_\alpha}{\partial\theta}\Big|_{\alpha=\operatorname{sg}(\alpha(\theta))},\qquad \alpha_{ij}(\theta)=\phi'(\xi_i)\,\psi'(d_i^2-d_{ij}^2).$$`,
  method: String.raw`At a uniformly random point of $\mathbb F_p$, $p=2^{61}-1$: all coefficients of $\phi$ and $\psi$ (degree up to ${LOSS_DEGREE}) and of $h$ (up to ${ACTIVATION_DEGREE}), both weights, a direction $V$, and two views of ${SAMPLES} samples. $L$ and $E_\alpha$ are evaluated at $\theta+\varepsilon V$ with $\varepsilon^2=0$; the coefficients of $\varepsilon$ are the exact derivatives along $V$, and their sum must be 0. In $E_\alpha$ the $\varepsilon$ of $\alpha$ is cut off: that is the stop-gradient. Losses of lower degree, and the deep linear network $h(u)=u$, are special cases.`,
  grade: {
    kind: 'exact',
    degree: DEGREE,
    reason: String.raw`Both derivatives are polynomials in coefficients, weights, $V$ and $x$. $z$ has total degree $2+2\cdot ${ACTIVATION_DEGREE}=${REPRESENTATION_DEGREE}$, $\psi(d_i^2-d_{ij}^2)$ has $1+${LOSS_DEGREE}\cdot ${2 * REPRESENTATION_DEGREE}=${PSI_DEGREE}$, $\phi(\xi_i)$ has $1+${LOSS_DEGREE}\cdot ${PSI_DEGREE}=${DEGREE}$, and $V$ takes the place of one weight.`,
  },
  instances: pointSeeds(),
  subject,
  check: (seed, { importance, energy }) => {
    const {
      loss: { phi, psi },
      network,
      direction,
      x,
      xPrime,
    } = pointOf(seed);
    const loss = { phi: phi.map(constant), psi: psi.map(constant) };
    const path: PolynomialNetwork<Dual> = {
      activation: network.activation.map(constant),
      first: moving(network.first, direction.first),
      second: moving(network.second, direction.second),
    };
    const z = representation(dualMatrices, path, fixed(x));
    const zPrime = representation(dualMatrices, path, fixed(xPrime));
    const descent = polynomialLoss(dualMatrices, loss, z, zPrime);
    const ascent = energy(importance(loss, z, zPrime), z, zPrime);
    return decide({ 'L + E along V': exactly([[fieldMatrices.add(descent.slope, ascent.slope)]], [[0n]]) });
  },
  counterfeits: [
    {
      id: 'back-propagated-alpha',
      description: 'differentiates through α as well (no stop-gradient)',
      subject: { ...subject, importance: (...input) => polynomialImportance(dualMatrices, ...input) },
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
  figures: (verdict) => [tightnessFigure(verdict, 'the number of derivatives that differ, 0 or 1')],
});

/** sg: what does not move with θ. */
function stopped(alpha: DualMatrix): DualMatrix {
  return mapEntries(alpha, ({ value }) => constant(value));
}

/** The point of a seed: independent, uniformly random elements. */
function pointOf(seed: number): Point {
  const word = randomWords(seed);
  const polynomial = (degree: number): FieldElement[] => Array.from({ length: degree + 1 }, () => randomElement(word));
  const weights = (): Point['direction'] => ({
    first: randomFieldMatrix(word, HIDDEN, FEATURES),
    second: randomFieldMatrix(word, OUTPUTS, HIDDEN),
  });
  return {
    loss: { phi: polynomial(LOSS_DEGREE), psi: polynomial(LOSS_DEGREE) },
    network: { activation: polynomial(ACTIVATION_DEGREE), ...weights() },
    direction: weights(),
    x: randomFieldMatrix(word, SAMPLES, FEATURES),
    xPrime: randomFieldMatrix(word, SAMPLES, FEATURES),
  };
}
