import { defineClaim } from '../../src/claims/claim.js';
import { decide } from '../../src/claims/evidence.js';
import { dot } from '../../src/theory/algebra/matrix.js';
import { conjugateOf, type Conjugate } from '../../src/theory/analysis/conjugate.js';
import { anchorImportance, anchorLoss, type Loss } from '../../src/theory/losses/loss.js';
import { namedLoss } from '../../src/theory/losses/named-losses.js';
import { randomStream } from '../../src/theory/algebra/random-stream.js';
import { TIAN_2022 } from '../papers.js';
import { conjugateAscent } from '../oracles/conjugate-ascent.js';
import { numericalConjugate } from '../oracles/numerical-conjugate.js';
import { tightnessFigure } from '../tightness-figure.js';
import {
  anchorInstances,
  anchorRounding,
  CONVEX_LOSSES,
  isConvex,
  offCorners,
  temperatureOf,
  type AnchorInstance,
} from './anchor-instances.js';
import { feasibleWeights, interiorWeights } from './feasible-weights.js';
import { lossOf, perLoss } from './loss-instances.js';
import { regulariserFigure } from './min-player-figures.js';
import { realAnchors } from './real-anchors.js';

interface Subject {
  readonly importance: (loss: Loss, margins: Float64Array) => Float64Array;
  readonly conjugate: (loss: Loss) => Conjugate | undefined;
}

const subject: Subject = { importance: anchorImportance, conjugate: conjugateOf };

/** Weights that the min player might choose instead, for each instance. */
const OTHERS = 4;

export const minPlayerConjugate = defineClaim<AnchorInstance, Subject>({
  id: 'min-player-conjugate',
  title: 'Every convex loss has a min player: the importance is its best response',
  source: 'derived here',
  about: TIAN_2022,
  place: 'Theorem 2 beyond exponential ψ, by convex conjugation',
  statement: String.raw`For one anchor with margins $x_j=d_i^2-d_{ij}^2$ let $F(x)=\phi\big(\sum_j\psi(x_j)\big)$. If $F$ is convex, then with its conjugate $F^*(\alpha)=\sup_x\alpha^\top x-F(x)$ $$\alpha(\theta)=\nabla F(x)=\arg\max_\alpha\;\alpha^\top x-F^*(\alpha)=\arg\min_\alpha\;E_\alpha(\theta)+F^*(\alpha),\qquad F(x)+F^*(\alpha(\theta))=\alpha(\theta)^\top x,$$ so $\min_\theta L=\min_\theta\max_\alpha$: the loss is a game with regulariser $\mathcal R=-F^*$. With $\psi(x)=e^{x/\tau+m}$, $G(l)=\phi(e^l)$ and $S=\sum_j\alpha_j$, $$F^*(\alpha)=\tau\sum_j\alpha_j\log\frac{\alpha_j}{S}-\tau mS+G^*(\tau S):$$ InfoNCE ($G^*=\tau[S\log S+(1-S)\log\frac{1-S}{\epsilon}]$, $S\le1$), MINE ($S=1$, $G^*=0$), soft triplet and N+1 tuplet ($\epsilon=1$), lifted structured ($G^*=S^2/4$). Triplet: $-\epsilon S$ on $[0,1]^n$. Triplet contrastive: $0$ at $\alpha=1$ alone.`,
  restsOn: ['min-player-none'],
  method: String.raw`At the library's $\alpha$: the Fenchel–Young equality; at other feasible weights: the inequality; an ascent on $\alpha^\top x-F^*(\alpha)$ that knows the slopes of $F^*$ alone must end at the same $\alpha$; and for exponential $\psi$, $F^*$ at random weights against $\sup_x\alpha^\top x-F(x)$ found by Newton's method. Bounds are the rounding of exponentials of size $|x|/\tau$ and of $1-S$.`,
  grade: {
    kind: 'sampled',
    reason: String.raw`That a convex $F$ has a best response is Fenchel's theorem, and its convexity is proven (claim min-player-none); the closed forms of $F^*$ hold logarithms of sums, for which neither the field nor the rules of calculus have an equality, so they are compared at points.`,
  },
  instances: perLoss((names) => anchorInstances(names).filter(offCorners), isConvex),
  subject,
  check: ({ loss: choice, margins, seed }, { importance, conjugate }) => {
    const loss = lossOf(choice);
    const player = conjugate(loss);
    if (player === undefined) return { residual: Infinity, bound: 1, details: { loss: choice.name } };
    const temperature = temperatureOf(loss);
    const random = randomStream(seed, 'feasible');
    const alpha = importance(loss, margins);
    const value = anchorLoss(loss, margins);

    const rounding = anchorRounding(loss, margins);
    /** Rounding of F + F* − αᵀx; 1 − S carries nε, which its logarithm enlarges up to 40 times. */
    const boundAt = (weights: Float64Array): number =>
      rounding *
      (1 + 40 * temperature + Math.abs(value) + 4 * dot(weights, margins.map(Math.abs)) + total(weights) ** 2);
    const excess = (weights: Float64Array): number => value + player.value(weights) - dot(weights, margins);

    const others = Array.from({ length: OTHERS }, () => feasibleWeights(player.set, margins.length, random));
    const shortfalls = others.map((weights) => Math.max(0, -excess(weights)) / boundAt(weights));
    const solution = conjugateAscent({ conjugate: player, margins, temperature });
    const apart = Math.max(...alpha.map((weight, j) => Math.abs(weight - (solution[j] as number))));
    const inside = interiorWeights(player.set, margins.length, random);
    return decide(
      {
        'Fenchel–Young equality': { residual: Math.abs(excess(alpha)), bound: boundAt(alpha) },
        'Fenchel–Young inequality': { residual: Math.max(...shortfalls), bound: 1 },
        solver: { residual: apart, bound: 4 * rounding * (1 + total(alpha)) },
        ...(loss.psi.logLine !== undefined && supremum(loss, player, inside)),
      },
      { loss: choice.name, total: total(alpha) },
    );
  },
  counterfeits: [
    {
      id: 'modified-triplet',
      description: 'takes the conjugate of Modified triplet, which is not convex',
      subject: { ...subject, conjugate: () => ORIGIN_ALONE },
      instances: anchorInstances(['modified-triplet']),
      drops: {
        condition: '$F$ is convex',
        statedBy: 'here',
        explanation: String.raw`The sigmoid of Modified triplet is bounded, so the largest convex function below $F$ is constant, $F^*$ is finite at $\alpha=0$ alone, and the min player would choose $\alpha=0$; but $\alpha(\theta)>0$ for every pair.`,
      },
    },
    {
      id: 'no-regulariser-of-the-total',
      description: 'leaves out G*, as Theorem 2 with its given row sum does',
      subject: { ...subject, conjugate: changed((value, alpha, loss) => value - conjugateOfTotal(loss, total(alpha))) },
    },
    {
      id: 'offset-forgotten',
      description: 'takes ε = 1 in the regulariser of InfoNCE',
      subject: {
        ...subject,
        conjugate: (loss) => conjugateOf(loss.name === 'infonce' ? withEpsilon(loss, 1) : loss),
      },
    },
    {
      id: 'margin-sign',
      description: 'adds εS instead of subtracting it',
      subject: {
        ...subject,
        conjugate: (loss) =>
          conjugateOf(
            loss.name === 'infonce' || loss.parameters['epsilon'] === undefined
              ? loss
              : withEpsilon(loss, -loss.parameters['epsilon']),
          ),
      },
    },
    {
      id: 'lifted-half',
      description: 'takes S²/2 for the conjugate of [l]₊²',
      subject: {
        ...subject,
        conjugate: changed((value, alpha, { name }) =>
          name === 'lifted-structured' ? value + total(alpha) ** 2 / 4 : value,
        ),
      },
    },
    {
      id: 'outer-derivative-forgotten',
      description: 'takes α = ψ′, without the factor φ′(ξ)',
      subject: { ...subject, importance: ({ psi }, margins) => margins.map((x) => psi.derivative(x)) },
    },
  ],
  real: realAnchors(CONVEX_LOSSES),
  figures: (verdict) => [
    regulariserFigure(),
    tightnessFigure(verdict, 'the largest of Fenchel–Young residual, distance to the solver and error of the supremum'),
  ],
});

function withEpsilon({ name, parameters }: Loss, epsilon: number): Loss {
  return namedLoss(name, { ...parameters, epsilon });
}

/** F* of the constant 0, the convex hull of the sigmoid: 0 at the origin, infinite elsewhere. */
const ORIGIN_ALONE: Conjugate = {
  set: { kind: 'each-at-most', bound: 1 },
  value: (alpha) => (alpha.every((weight) => weight === 0) ? 0 : Infinity),
  gradient: (alpha) => alpha.map(() => Infinity),
};

/** F* by formula and by its definition, at weights inside the domain. */
function supremum(
  loss: Loss,
  { set, value }: Conjugate,
  alpha: Float64Array,
): Record<'supremum', { residual: number; bound: number }> {
  // F of Lifted structured is flat below its threshold; far above it, it is curved.
  const start = alpha.map(() => (set.kind === 'orthant' ? 2 - (loss.psi.logLine?.shift ?? 0) : 0));
  const found = numericalConjugate(loss, alpha, start);
  const size = Math.abs(found) + total(alpha) ** 2 + temperatureOf(loss) * (1 + total(alpha));
  // Newton stops when the value no longer rises: to rounding of αᵀx and F at |x| up to 40τ + |m|.
  return { supremum: { residual: Math.abs(value(alpha) - found), bound: 1000 * Number.EPSILON * (1 + 8 * size) } };
}

/** The library's conjugate with another value. */
function changed(change: (value: number, alpha: Float64Array, loss: Loss) => number): Subject['conjugate'] {
  return (loss) => {
    const right = conjugateOf(loss);
    return right && { ...right, value: (alpha) => change(right.value(alpha), alpha, loss) };
  };
}

/** G*(τS) of the losses whose S has an upper bound; 0 for the others. */
function conjugateOfTotal(loss: Loss, sum: number): number {
  const set = conjugateOf(loss)?.set;
  if (set?.kind !== 'sum-at-most') return 0;
  const { epsilon = 1 } = loss.name === 'infonce' ? loss.parameters : {};
  const share = sum / set.bound;
  const rest = 1 - share;
  const entropy = share * Math.log(share) + (rest > 0 ? rest * Math.log(rest / epsilon) : 0);
  return temperatureOf(loss) * set.bound * entropy;
}

function total(weights: Float64Array): number {
  return weights.reduce((a, b) => a + b, 0);
}
