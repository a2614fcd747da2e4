import fc from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { decide } from '../../src/claims/evidence.js';
import { views, type Views } from '../../src/claims/instances.js';
import { add, at, generate, map, maxAbs, stack, type Rows } from '../../src/theory/algebra/matrix.js';
import { distanceLoss, distanceWeights, type DistanceLoss } from '../../src/theory/distance-losses/distance-loss.js';
import { namedDistanceLoss, ofMargins } from '../../src/theory/distance-losses/named-distance-losses.js';
import { twoWeightCovariance, type PairWeights } from '../../src/theory/distance-losses/two-weight-energy.js';
import { contrastiveCovariance, importanceSums } from '../../src/theory/losses/contrastive-covariance.js';
import { namedFormulae } from '../../src/theory/losses/named-losses.js';
import { lossChoice, perLoss } from '../players/loss-instances.js';
import { tightnessFigure } from '../tightness-figure.js';
import { twoWeightRounding } from './two-weight-instances.js';

interface Instance extends Views {
  readonly loss: { readonly name: string; readonly parameters: Readonly<Record<string, number>> };
}

/** α and β of anchors of the first view and negatives of the first view, as the paper has them. */
type Subject = (loss: DistanceLoss, z: Rows, zPrime: Rows) => PairWeights;

const PAPERS_PAIRS = { anchors: 'first', negatives: 'same' } as const;

/** Losses whose positive and negatives enter apart, which these instances take from the table of names. */
const NOT_OF_MARGINS = ['siglip', 'f-micl-kl', 'kcl', 'uniformity', 'multi-similarity'];

export const twoWeightsMargins = defineClaim<Instance, Subject>({
  id: 'two-weights-margins',
  title: 'One weight is enough where the loss depends on margins',
  source: 'derived here',
  statement: String.raw`If $L$ is a function of the margins $d_i^2-d_{ij}^2$ alone, as every loss of the paper’s family is, then $$\beta_i=\sum_{j\ne i}\alpha_{ij},\qquad E_{\alpha,\beta}=\sum_i\sum_{j\ne i}\alpha_{ij}(d_{ij}^2-d_i^2)=E_\alpha,\qquad C_{\alpha,\beta}=C_\alpha,$$ since all distances of an anchor can grow alike without changing $L$.`,
  method: String.raw`Named losses of the family, written in $d_i^2$ and $d_{ij}^2$, are differentiated with respect to both. $\beta_i$ is compared with the row sum of $\alpha$, and $C_{\alpha,\beta}$ of both views with the paper’s $C_\alpha$. Each slope is a product and a sum of a few dozen rounded factors of one sign; the bound is $64(N+8)$ units in the last place of their size.`,
  grade: { kind: 'sampled', reason: 'Exponentials are no polynomials; it is the chain rule that proves the identity.' },
  instances: perLoss((names) =>
    fc.tuple(views({ features: 3 }), lossChoice(names)).map(([both, loss]) => withLoss(both, loss)),
  ),
  subject: distanceWeights,
  check: ({ loss, z, zPrime }, weightsOf) => {
    const weights = weightsOf(readLoss(loss), z, zPrime);
    const N = z.rows;
    const alpha = generate(N, N, (i, j) => at(weights.alpha, i, j));
    const sums = importanceSums(alpha).rows;
    const size = weights.alpha.data.reduce((sum, weight) => sum + Math.abs(weight), 0);
    const unit = 64 * (N + 8) * Number.EPSILON;
    const apart = sums.map((sum, i) => Math.abs(sum - at(weights.beta, i, N + i)));
    const covariance = twoWeightCovariance(weights, stack(z, zPrime));
    const change = add(covariance, contrastiveCovariance(alpha, z, zPrime), -1);
    const reach = maxAbs(z.data) + maxAbs(zPrime.data);
    return decide({
      'row sums': { residual: Math.max(...apart), bound: unit * size + Number.MIN_VALUE },
      covariance: {
        residual: maxAbs(change.data),
        // β may be off by as much as the row sums are.
        bound: twoWeightRounding(weights, stack(z, zPrime)) + N * unit * size * reach ** 2,
      },
    });
  },
  counterfeits: [
    {
      id: 'not-of-margins',
      description: 'takes a loss in which positive and negatives enter apart',
      subject: distanceWeights,
      instances: fc
        .tuple(views({ features: 2, samples: 3 }), fc.constantFrom(...NOT_OF_MARGINS))
        .map(([both, name]) => withLoss(both, { name, parameters: {} })),
      drops: {
        condition: String.raw`$L$ depends on the margins $d_i^2-d_{ij}^2$ alone`,
        statedBy: 'paper',
        explanation: String.raw`The positive then has a weight of its own: $E_{\alpha,\beta}$ and $C_{\alpha,\beta}$ need both.`,
      },
    },
    {
      id: 'mean-for-sum',
      description: 'takes the mean of α over negatives for β',
      subject: (...input) => {
        const { alpha, beta } = distanceWeights(...input);
        return { alpha, beta: map(beta, (entry) => entry / (alpha.columns / 2 - 1)) };
      },
    },
    {
      id: 'no-positives',
      description: 'has no weight at the positives',
      subject: (...input) => {
        const { alpha, beta } = distanceWeights(...input);
        return { alpha, beta: map(beta, () => 0) };
      },
    },
    {
      id: 'columns',
      description: 'exchanges anchor and negative in α',
      subject: (loss, z, zPrime) => {
        const { alpha, beta } = distanceWeights(loss, z, zPrime);
        return { alpha: generate(z.rows, 2 * z.rows, (i, j) => (j < z.rows ? at(alpha, j, i) : 0)), beta };
      },
    },
  ],
  figures: (verdict) => [tightnessFigure(verdict, 'the comparison that came closest to failing')],
});

function withLoss({ z, zPrime }: Views, { name, parameters }: Instance['loss']): Instance {
  return { loss: { name, parameters }, z, zPrime };
}

function readLoss({ name, parameters }: Instance['loss']): DistanceLoss {
  return NOT_OF_MARGINS.includes(name)
    ? namedDistanceLoss(name, parameters, PAPERS_PAIRS)
    : distanceLoss(ofMargins(namedFormulae(name, parameters)), PAPERS_PAIRS);
}
