import { defineClaim } from '../../src/claims/claim.js';
import { decide, type Comparison } from '../../src/claims/evidence.js';
import { taylorSlope, type TaylorSlope } from '../../src/claims/taylor-slope.js';
import { transpose } from '../../src/theory/algebra/exact-matrix.js';
import { dualMatrices, fieldMatrices, fixed, moving, type FieldMatrix } from '../../src/theory/algebra/field-matrix.js';
import { add, inner, map, zeros, type Matrix } from '../../src/theory/algebra/matrix.js';
import { multiplyTransposed, transposedMultiply } from '../../src/theory/algebra/multiply.js';
import {
  deepLinearEnergy,
  deepLinearGradient,
  endToEnd,
  productOf,
  randomLayers,
} from '../../src/theory/networks/deep-linear.js';
import { randomStream } from '../../src/theory/algebra/random-stream.js';
import { TIAN_2022 } from '../papers.js';
import { exactly } from '../exact-comparison.js';
import { exactEnergy, exactFlow, productOf as exactProductOf, type ExactLayers } from '../oracles/exact-deep-linear.js';
import { slopeFigure } from '../slope-figure.js';
import {
  DEEP_POINT_METHOD,
  deepLinearInstances,
  layersOf,
  pointOf,
  smallPoints,
  type DeepLinearInstance,
  type DeepLinearPoint,
} from './deep-linear-instance.js';

type Flow = (layers: readonly FieldMatrix[], covariance: FieldMatrix) => ExactLayers<bigint>;

interface Subject {
  /** ∂E/∂W_l for every l, over F_p. */
  readonly exact: Flow;
  readonly float: typeof deepLinearGradient;
}

const subject: Subject = {
  exact: (layers, covariance) => exactFlow(fieldMatrices, layers, covariance),
  float: deepLinearGradient,
};

export const deepLinearDynamics = defineClaim<DeepLinearInstance, Subject>({
  id: 'deep-linear-dynamics',
  title: 'The dynamics of a deep linear network',
  source: TIAN_2022,
  place: 'Dynamics of the max player',
  statement: String.raw`For $E=\tfrac12\operatorname{tr}(PCP^\top)$ with $P=W_L\cdots W_1$ and symmetric $C$, gradient ascent follows $$\dot W_l=\frac{\partial E}{\partial W_l}=W_{>l}^\top W_{>l}\,W_l\,W_{<l}\,C\,W_{<l}^\top,$$ where $W_{>l}$ and $W_{<l}$ are the products of the layers above and below.`,
  restsOn: ['covariance-energy', 'covariance-equivariance'],
  method: String.raw`${DEEP_POINT_METHOD} $E$ is evaluated at $W_l+\varepsilon V_l$ with $\varepsilon^2=0$ and random $V_l$, all layers at once: the coefficient of $\varepsilon$ is its derivative along $V$, and must be $\sum_l\langle\dot W_l,V_l\rangle$. The library’s code: the remainder $|E(W+tV)-E(W)-t\sum_l\langle\dot W_l,V_l\rangle|$ of networks of depth 1 to 6 and widths 1 to 4 must fall like $t^2$; the bound is a slope of ½ below 2, half way to a wrong gradient.`,
  grade: {
    kind: 'exact',
    degree: 13,
    reason: String.raw`For $L=6$ layers both sides are polynomials in $W,V,C$: $2L-1$ factors $W$, one $V$, one $C$, of total degree 13.`,
  },
  instances: deepLinearInstances(),
  subject,
  check: (instance, { exact, float }) => {
    const { slope } = slopeOf(instance, float);
    return decide(
      {
        'derivative, exactly': directional(pointOf(instance), exact),
        slope: { residual: Number.isNaN(slope) ? slope : Math.max(0, 2 - slope), bound: 0.5 },
      },
      { slope, depth: instance.widths.length - 1 },
    );
  },
  counterfeits: [
    {
      id: 'unsymmetric',
      description: 'lets C be any matrix: the statement without its condition',
      subject,
      instances: smallPoints({ min: 1, max: 2 }),
      drops: {
        condition: '$C$ is symmetric, as every $C_\\alpha[x]$ is.',
        statedBy: 'paper',
        explanation: String.raw`$E$ sees the symmetric part of $C$ alone, so that its gradient has $\tfrac12(C+C^\top)$ in place of $C$.`,
      },
    },
    {
      id: 'exact-input-side-once',
      description: 'over F_p: forgets W_{<l}ᵀ on the right',
      subject: {
        ...subject,
        exact: (layers, covariance) =>
          layers.map((layer, l) => {
            const above = exactProductOf(fieldMatrices, layers.slice(l + 1), layer.length);
            const upTo = exactProductOf(fieldMatrices, layers.slice(0, l + 1), layer.length);
            return fieldMatrices.product(transpose(above), above, upTo, covariance);
          }),
      },
    },
    {
      id: 'exact-unhalved',
      description: 'over F_p: the gradient of tr(PCPᵀ), without the ½',
      subject: {
        ...subject,
        exact: (layers, covariance) => subject.exact(layers, covariance).map((one) => fieldMatrices.scale(2n, one)),
      },
    },
    {
      id: 'unhalved',
      description: 'the gradient of tr(PCPᵀ), without the ½',
      subject: { ...subject, float: (...input) => map(deepLinearGradient(...input), (entry) => 2 * entry) },
    },
    {
      id: 'top-layer-only',
      description: 'propagates no gradient below the top layer',
      subject: {
        ...subject,
        float: (layers, covariance, l) => {
          const gradient = deepLinearGradient(layers, covariance, l);
          return l === layers.length - 1 ? gradient : zeros(gradient.rows, gradient.columns);
        },
      },
    },
    {
      id: 'covariance-forgotten',
      description: 'takes C for the identity',
      subject: { ...subject, float: withoutCovariance },
    },
  ],
  figures: (verdict) => [slopeFigure(verdict, ({ depth }) => `depth ${String(depth)}`)],
});

/** The formal derivative of E along V against Σ_l ⟨flow_l, V_l⟩. */
function directional({ layers, covariance, directions }: DeepLinearPoint, flow: Flow): Comparison {
  const path = layers.map((layer, l) => moving(layer, directions[l] ?? []));
  const { slope } = exactEnergy(dualMatrices, path, fixed(covariance));
  const claimed = flow(layers, covariance).map((velocity, l) => fieldMatrices.inner(velocity, directions[l] ?? []));
  return exactly([[slope]], [[fieldMatrices.total(claimed)]]);
}

/** The longest step along V, ‖V_l‖ = ‖W_l‖ = 1. */
const LONGEST_STEP = 1e-2;

function slopeOf(instance: DeepLinearInstance, gradient: Subject['float']): TaylorSlope {
  const { widths, covariance, seed } = instance;
  const layers = layersOf(instance);
  const directions = randomLayers(widths, randomStream(seed, 'direction'));
  const along = (l: number): Matrix => directions[l] as Matrix;
  const derivative = layers.reduce((sum, _, l) => sum + inner(gradient(layers, covariance, l), along(l)), 0);
  const valueAt = (t: number): number =>
    deepLinearEnergy(
      layers.map((layer, l) => add(layer, along(l), t)),
      covariance,
    );
  return taylorSlope(valueAt, derivative, LONGEST_STEP);
}

function withoutCovariance(...[layers, covariance, l]: Parameters<typeof deepLinearGradient>): Matrix {
  const below = productOf(layers.slice(0, l), covariance.rows);
  const above = productOf(layers.slice(l + 1), (layers[l] as Matrix).rows);
  return transposedMultiply(above, multiplyTransposed(endToEnd(layers), below));
}
