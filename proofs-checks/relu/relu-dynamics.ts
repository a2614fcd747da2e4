/**
 * With A = W₂ᵀW₂ and homogeneous h, E = ½ Σ_{kk'} A_{kk'} w_kᵀ C_α[x̃_k, x̃_{k'}] w_{k'}; off the kinks the gates do not
 * move, so ∂E/∂w_k = Σ_{k'} A_{kk'} C_α[x̃_k, x̃_{k'}] w_{k'}. Danskin: E*(W₁) = max_s ½ sᵀC_α[f₁]s over unit s is
 * differentiable where the maximiser ±s is unique, with the gradient of E at that s, A = ssᵀ.
 */
import fc from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { decide } from '../../src/claims/evidence.js';
import { gridNumber, matrixOf, seeds, weightedViews, type WeightedViews } from '../../src/claims/instances.js';
import { taylorSlope, type TaylorSlope } from '../../src/claims/taylor-slope.js';
import { optimalTopLayer } from '../../src/theory/landscape/top-layer.js';
import {
  add,
  at,
  fromNested,
  generate,
  identity,
  inner,
  norm,
  trace,
  type Matrix,
} from '../../src/theory/algebra/matrix.js';
import { multiply, multiplyTransposed, transposedMultiply } from '../../src/theory/algebra/multiply.js';
import { unitNorm } from '../../src/theory/networks/deep-linear.js';
import { gatedGradient, hiddenCovariance, outer, type Sample } from '../../src/theory/networks/gated-dynamics.js';
import type { ActivationName } from '../../src/theory/networks/two-layer.js';
import { normalMatrix, randomStream } from '../../src/theory/algebra/random-stream.js';
import { withPoint, type WithPoint } from '../exact-comparison.js';
import { TIAN_2022 } from '../papers.js';
import { exactDynamics, exactGatedGradient } from './exact-gated.js';
import { dynamicsFigure } from './relu-dynamics-figures.js';

interface DynamicsInstance extends WeightedViews {
  readonly activation: ActivationName;
  /** W₁, [K, d]. */
  readonly first: Matrix;
  /** Seed of the direction and of the fixed top layer. */
  readonly seed: number;
}

type Gradient = typeof gatedGradient;

interface Subject {
  readonly exact: typeof exactGatedGradient;
  readonly float: Gradient;
}

const subject: Subject = { exact: exactGatedGradient, float: gatedGradient };

const FEATURES = 3;
const NEURONS = 3;
const OUTPUTS = 2;
const LONGEST_STEP = 1e-2;
/** Instances with a kink nearer than this are left out: no three decades of steps would remain. */
const SHORTEST_STEP = 1e-4;
/** λ_max and the next eigenvalue differ by this share of the trace norm at least: E* bends like 1/gap. */
const SMALLEST_GAP = 0.02;

const drawn = fc
  .tuple(
    weightedViews({ samples: 6, features: FEATURES }),
    matrixOf(fc.integer({ min: 1, max: NEURONS }), fc.constant(FEATURES), gridNumber(-2, 2), NEURONS * FEATURES),
    seeds(),
  )
  .map(([own, first, seed]) => ({
    ...own,
    first: generate(first.rows, own.z.columns, (k, j) => at(first, k, j)),
    seed,
  }));

export const reluDynamics = defineClaim<DynamicsInstance & WithPoint, Subject>({
  id: 'relu-dynamics',
  title: 'The dynamics of the hidden layer through gated inputs',
  source: TIAN_2022,
  place: 'Dynamics of the two-layer ReLU network; $E^*$ derived here',
  statement: String.raw`For $h(x)=h'(x)x$ and gated inputs $\tilde x_k=x\,h'(w_k^\top x)$, off the kinks, $$\frac{\partial E_\alpha}{\partial w_k}=\sum_{k'}(W_2^\top W_2)_{kk'}\,C_\alpha[\tilde x_k,\tilde x_{k'}]\,w_{k'}.$$ For the top layer at its optimum, $W_2=us^\top$, this is $s_k\sum_{k'}s_{k'}C_\alpha[\tilde x_k,\tilde x_{k'}]w_{k'}$, which is the gradient of $E^*(W_1)=\tfrac12\lambda_{\max}(C_\alpha[h(W_1x)])$ wherever $\lambda_{\max}$ is simple.`,
  restsOn: ['covariance-bilinear', 'relu-top-layer'],
  method: String.raw`Exactly: at a random point of $\mathbb F_p$, $p=2^{61}-1$, with gates drawn like everything else, the derivative of $E_\alpha$ by pair distances along a random direction of $W_1$ is that of the formula; and for $C=V\Lambda V^\top$ and any symmetric $\dot C$ the eigenvalue equation holds to first order with $\dot\lambda=s^\top\dot Cs$ and an $\dot s\perp s$. The library's code: slope test of both along a random direction of $W_1$: $E$ with a random fixed $W_2$, and $E^*$. The remainder must fall like $t^2$ (slope 2; a wrong gradient gives 1; the bound on $2-$ slope is ½). Steps end at the first gate that switches; $\lambda_{\max}$ stands out by 2 %.`,
  grade: {
    kind: 'exact',
    // The eigenvalue equation: C has degree 13 over 12, ṡ 20 over 20, and either side is multiplied by what divides the other.
    degree: 80,
    reason: String.raw`Off the kinks no gate moves, and with gates of any values the formula is a polynomial identity. A simple $\lambda_{\max}$ with its eigenvector is differentiable, and $\dot\lambda=s^\top\dot Cs$ is a rational identity of degree 80 at most.`,
  },
  instances: withPoint(
    fc
      .tuple(drawn, fc.constantFrom<ActivationName>('linear', 'relu'))
      .map(([own, activation]) => ({ ...own, activation }))
      .filter((instance) => longestStep(instance) >= SHORTEST_STEP && relativeGap(instance) >= SMALLEST_GAP),
  ),
  subject,
  check: (instance, { exact, float: gradient }) => {
    const { fixed, best } = slopesOf(instance, gradient);
    const short = ({ slope }: TaylorSlope): number => (Number.isNaN(slope) ? slope : Math.max(0, 2 - slope));
    return decide(
      {
        'gradient and eigenvalue, exactly': exactDynamics(instance.pointSeed, exact),
        'W₂ fixed': { residual: short(fixed), bound: 0.5 },
        'W₂ at its optimum': { residual: short(best), bound: 0.5 },
      },
      { activation: instance.activation, fixed: fixed.slope, best: best.slope },
    );
  },
  counterfeits: [
    {
      id: 'gates-forgotten',
      description: 'uses the inputs x in place of the gated ones',
      subject: { ...subject, float: (sample, _activation, ...rest) => gatedGradient(sample, 'linear', ...rest) },
    },
    {
      id: 'own-covariance-only',
      description: 'leaves out the cross-covariances C_α[x̃_k, x̃_{k′}] with k′ ≠ k',
      subject: {
        ...subject,
        float: (sample, activation, first, gram) =>
          gatedGradient(
            sample,
            activation,
            first,
            generate(gram.rows, gram.columns, (k, l) => (k === l ? at(gram, k, l) : 0)),
          ),
      },
    },
    {
      id: 'no-augmentation-term',
      description: 'leaves out the attraction between the two views',
      subject: { ...subject, float: (sample, ...rest) => gatedGradient({ ...sample, xPrime: sample.x }, ...rest) },
    },
    {
      id: 'exact-own-covariance-only',
      description: 'over F_p: leaves out the cross-covariances',
      subject: {
        ...subject,
        exact: (alpha, gated, first, gram) =>
          exactGatedGradient(
            alpha,
            gated,
            first,
            gram.map((row, k) => row.map((entry, j) => (k === j ? entry : 0n))),
          ),
      },
    },
    {
      id: 'not-homogeneous',
      description: 'gates a tanh layer by h′ as if h(x) = h′(x)x',
      subject,
      instances: withPoint(
        drawn
          .map((own) => ({ ...own, activation: 'tanh' as const }))
          .filter((instance) => relativeGap(instance) >= SMALLEST_GAP),
      ),
      drops: {
        condition: String.raw`$h$ is homogeneous, $h(x)=h'(x)x$`,
        statedBy: 'paper',
        explanation: String.raw`Only then $f_k=w_k^\top\tilde x_k$. For $\tanh$ the gated covariances are those of another feature.`,
      },
    },
    {
      id: 'repeated-eigenvalue',
      description: 'takes one of many top eigenvectors for the gradient of E*',
      subject,
      // Samples at 0, ae₁ and ae₂: C_α[x] = wa²I, and W₁ = I.
      instances: fc.tuple(gridNumber(0.1, 2), gridNumber(0.1, 1), seeds()).map(([a, w, seed]) => {
        const z = fromNested([
          [0, 0],
          [a, 0],
          [0, a],
        ]);
        const alpha = generate(3, 3, (i, j) => (i === 0 && j > 0 ? w : 0));
        return { alpha, z, zPrime: z, first: identity(2), activation: 'linear' as const, seed, pointSeed: 1 };
      }),
      drops: {
        condition: String.raw`$\lambda_{\max}(C_\alpha[f_1])$ is simple`,
        statedBy: 'derived part',
        explanation: String.raw`Where it is repeated, $E^*$ has a kink: its slope is the maximum over the eigenspace, which no single $s$ gives in all directions.`,
      },
    },
  ],
  figures: (verdict) => [dynamicsFigure(verdict)],
});

/** The slope test with a fixed top layer and with the best one. */
function slopesOf(instance: DynamicsInstance, gradient: Gradient): { fixed: TaylorSlope; best: TaylorSlope } {
  const { activation, first, seed } = instance;
  const sample = sampleOf(instance);
  const step = longestStep(instance);
  const direction = directionOf(instance);
  const random = randomStream(seed, 'top layer');
  const gram = gramOf(normalMatrix(random, OUTPUTS, first.rows));
  const covariance = hiddenCovariance(sample, activation, first);
  const { direction: s } = optimalTopLayer(covariance);
  // λ_max and tr(W₂CW₂ᵀ) may be small beside ‖C‖: products and the decomposition err by some ε‖C‖ all the same.
  const rounding = (top: Matrix): number => 8 * first.rows ** 2 * Number.EPSILON * norm(covariance) * norm(top);
  const covarianceAt = (t: number): Matrix => hiddenCovariance(sample, activation, add(first, direction, t));
  const slope = (top: Matrix): number => inner(gradient(sample, activation, first, top), direction);
  return {
    fixed: taylorSlope(
      (t) => trace(multiply(gram, covarianceAt(t))) / 2,
      slope(gram),
      step,
      () => rounding(gram),
    ),
    best: taylorSlope(
      (t) => optimalTopLayer(covarianceAt(t)).value / 2,
      slope(outer(s)),
      step,
      () => rounding(outer(s)),
    ),
  };
}

function gramOf(second: Matrix): Matrix {
  return transposedMultiply(second, second);
}

function sampleOf({ alpha, z, zPrime }: WeightedViews): Sample {
  return { alpha, x: z, xPrime: zPrime };
}

function directionOf({ first, seed }: DynamicsInstance): Matrix {
  return unitNorm(normalMatrix(randomStream(seed, 'direction'), first.rows, first.columns));
}

/** Half the way to the first gate that switches along the direction; LONGEST_STEP at most. */
function longestStep(instance: DynamicsInstance): number {
  const { activation, z, zPrime, first } = instance;
  if (activation !== 'relu') return LONGEST_STEP;
  const direction = directionOf(instance);
  let step = LONGEST_STEP;
  for (const x of [z, zPrime]) {
    const [before, change] = [multiplyTransposed(x, first), multiplyTransposed(x, direction)];
    before.data.forEach((entry, k) => {
      const speed = change.data[k] as number;
      // A sample at 0 stays at its corner on every path, where h is 0 on both sides.
      if (entry * speed < 0 || (entry === 0 && speed !== 0)) step = Math.min(step, -entry / speed / 2);
    });
  }
  return step;
}

function relativeGap(instance: DynamicsInstance): number {
  const covariance = hiddenCovariance(sampleOf(instance), instance.activation, instance.first);
  const scale = Math.sqrt(inner(covariance, covariance));
  return scale === 0 ? 0 : optimalTopLayer(covariance).gap / scale;
}
