import fc, { type Arbitrary } from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { decide, type Comparison } from '../../src/claims/evidence.js';
import { gridNumber, views } from '../../src/claims/instances.js';
import { add, map, row, type Rows } from '../../src/theory/algebra/matrix.js';
import { distanceWeights, type DistanceLoss } from '../../src/theory/distance-losses/distance-loss.js';
import { namedDistanceLoss } from '../../src/theory/distance-losses/named-distance-losses.js';
import { halfSquaredDistance } from '../../src/theory/losses/energy.js';
import { tightnessFigure } from '../tightness-figure.js';
import type { PairWeights } from '../../src/theory/distance-losses/two-weight-energy.js';

interface Instance {
  readonly parameters: { readonly temperature: number; readonly tau_plus: number };
  /** First views, [N, d]; anchors and negatives are of this view, so that a positive is nobody’s negative. */
  readonly z: Rows;
  readonly zPrime: Rows;
  /** The factor ≥ 1 by which the second views are moved away. */
  readonly away: number;
}

/** α and β of the loss. */
type Subject = (loss: DistanceLoss, z: Rows, zPrime: Rows) => PairWeights;

export const debiasedNoMinPlayer = defineClaim<Instance, Subject>({
  id: 'debiased-no-min-player',
  title: 'The debiased loss has no min player where it subtracts more than one',
  source: 'derived here',
  statement: String.raw`With margins $x_j=d_i^2-d_{ij}^2$ of $M$ negatives and $S=\sum_je^{x_j/\tau}$ the debiased contrastive loss of one anchor is, off its lower bound, $\log(S+\epsilon)$ up to a constant, $\epsilon=1-\tau^+(M+1)$. If $\epsilon<0$, $$\tau\sum_j\alpha_j=\frac{S}{S+\epsilon}>1,$$ and this falls where all margins grow alike. A best response $\alpha=\arg\max_\alpha\alpha^\top x-R(\alpha)$ to any regulariser $R$ is monotone, $\langle\alpha(x)-\alpha(y),x-y\rangle\ge0$; so this $\alpha$ is none.`,
  restsOn: ['min-player-none'],
  method: String.raw`Second views are moved away from the first, which raises all margins of an anchor alike. $\tau N\sum_j\alpha_j$ must exceed 1 before, and fall, for every anchor. Instances are those where $\epsilon\le-0.05$, no anchor meets the lower bound before or after, and the second views are apart. No rounding comes near: the bound is the smallest positive number, and the residual is by how much $1$ or the fall is missed.`,
  grade: { kind: 'sampled', reason: 'Exponentials are no polynomials; the derivative of S/(S + ε) has the sign of ε.' },
  instances: instancesOf(gridNumber(0.05, 0.6)).filter(
    (instance) => offsetOf(instance) <= -0.05 && isOffBound(instance),
  ),
  subject: distanceWeights,
  check: (instance, weightsOf) => {
    const { parameters, z } = instance;
    const loss = lossOf(parameters);
    const sums = [1, instance.away].map((factor) => {
      const { alpha } = weightsOf(loss, z, movedAway(instance, factor));
      return Array.from({ length: z.rows }, (_, i) =>
        row(alpha, i).reduce((sum, weight) => sum + parameters.temperature * z.rows * weight, 0),
      );
    }) as [number[], number[]];
    const comparisons = sums[0].flatMap((before, i): [string, Comparison][] => [
      [`more than 1, anchor ${i + 1}`, { residual: Math.max(0, 1 - before), bound: Number.MIN_VALUE }],
      [
        `falls, anchor ${i + 1}`,
        // An equal sum misses the fall too.
        {
          residual: (sums[1][i] as number) < before ? 0 : Math.max(Number.EPSILON, (sums[1][i] as number) - before),
          bound: Number.MIN_VALUE,
        },
      ],
    ]);
    return decide(Object.fromEntries(comparisons));
  },
  counterfeits: [
    {
      id: 'few-negatives',
      description: 'takes so few negatives, or so small a τ⁺, that ε > 0',
      subject: distanceWeights,
      instances: instancesOf(gridNumber(0, 0.15)).filter(
        (instance) => offsetOf(instance) >= 0.05 && isOffBound(instance),
      ),
      drops: {
        condition: String.raw`$\epsilon=1-\tau^+(M+1)<0$`,
        statedBy: 'here',
        explanation: String.raw`With $\epsilon>0$ the loss is InfoNCE with another constant: $\tau\sum\alpha<1$ rises with the margins, and its regulariser is an entropy.`,
      },
    },
    {
      id: 'at-the-lower-bound',
      description: 'takes views where the lower bound of the negatives’ mass is active',
      subject: distanceWeights,
      instances: instancesOf(gridNumber(0.3, 0.6)).filter(
        (instance) =>
          offsetOf(instance) <= -0.05 && massesOf(instance, 1).every(({ mass, least }) => mass < 0.9 * least),
      ),
      drops: {
        condition: 'the loss is off its lower bound',
        statedBy: 'here',
        explanation: String.raw`There the negatives have no weight at all, $\alpha=0$.`,
      },
    },
    {
      id: 'normalised',
      description: 'divides the weights of an anchor by their sum',
      subject: (...input) => {
        const { alpha, beta } = distanceWeights(...input);
        const sums = Array.from({ length: alpha.rows }, (_, i) => row(alpha, i).reduce((sum, one) => sum + one, 0));
        const data = alpha.data.map((weight, k) => weight / (sums[Math.floor(k / alpha.columns)] as number));
        return { alpha: { ...alpha, data }, beta };
      },
    },
    {
      id: 'not-debiased',
      description: 'subtracts nothing',
      subject: ({ formulae }, z, zPrime) =>
        distanceWeights(lossOf({ temperature: formulae.parameters?.['tau'] ?? 1, tau_plus: 0 }), z, zPrime),
    },
    {
      id: 'positives-for-negatives',
      description: 'reads the weights of the second view, which has no negatives',
      subject: (...input) => {
        const { alpha, beta } = distanceWeights(...input);
        return { alpha: map(alpha, () => 0), beta };
      },
    },
  ],
  figures: (verdict) => [tightnessFigure(verdict, 'by how much 1 or the fall is missed')],
});

function lossOf(parameters: Instance['parameters']): DistanceLoss {
  return namedDistanceLoss('debiased', parameters, { anchors: 'first', negatives: 'same' });
}

function instancesOf(tauPlus: Arbitrary<number>): Arbitrary<Instance> {
  return fc
    .tuple(
      views({ samples: 5, features: 2, spread: 1, augmentation: 1 }),
      gridNumber(0.5, 2),
      tauPlus,
      gridNumber(1.1, 1.5),
    )
    .map(([{ z, zPrime }, temperature, tau_plus, away]) => ({ parameters: { temperature, tau_plus }, z, zPrime, away }))
    .filter(({ z, zPrime }) =>
      Array.from({ length: z.rows }, (_, i) => i).every((i) => halfSquaredDistance(row(z, i), row(zPrime, i)) > 0.01),
    );
}

/** ε. */
function offsetOf({ parameters, z }: Instance): number {
  return 1 - parameters.tau_plus * z.rows;
}

/** z + factor (z' − z). */
function movedAway({ z, zPrime }: Instance, factor: number): Rows {
  return add(z, add(zPrime, z, -1), factor);
}

/** The estimated mass of the negatives of every anchor, and its lower bound. */
function massesOf(instance: Instance, factor: number): readonly { readonly mass: number; readonly least: number }[] {
  const { parameters, z } = instance;
  const { temperature: tau, tau_plus: c } = parameters;
  const M = z.rows - 1;
  const zPrime = movedAway(instance, factor);
  return Array.from({ length: z.rows }, (_, i) => {
    const p = halfSquaredDistance(row(z, i), row(zPrime, i));
    let S = 0;
    for (let j = 0; j < z.rows; j++) if (j !== i) S += Math.exp((p - halfSquaredDistance(row(z, i), row(z, j))) / tau);
    return { mass: (S - c * M) / (1 - c), least: M * Math.exp((p - 2) / tau) };
  });
}

function isOffBound(instance: Instance): boolean {
  return [1, instance.away].every((factor) =>
    massesOf(instance, factor).every(({ mass, least }) => mass > 1.1 * least),
  );
}
