import fc from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { decide } from '../../src/claims/evidence.js';
import { seeds } from '../../src/claims/instances.js';
import { alignedValues } from '../../src/theory/landscape/aligned-stacks.js';
import { inputTurn, reawakening, weightShift } from '../../src/theory/landscape/ascent-direction.js';
import { boxAround, curvatureEnclosure } from '../../src/theory/landscape/certified-curvature.js';
import { severedAt } from '../../src/theory/landscape/spurious-maxima.js';
import { at, generate, map, type Matrix } from '../../src/theory/algebra/matrix.js';
import { randomLayers, type Layers } from '../../src/theory/networks/deep-linear.js';
import { randomStream } from '../../src/theory/algebra/random-stream.js';
import { TIAN_2022 } from '../papers.js';
import { tightnessFigure } from '../tightness-figure.js';
import { alignedInstances, covarianceOf, stackOf, type AlignedInstance } from './aligned-instance.js';

interface Instance extends AlignedInstance {
  /** Severed stacks have P = 0; they need a hidden layer of two units and no layers above the one that reads it. */
  readonly kind: 'aligned' | 'severed';
}

interface Subject {
  readonly inputTurn: typeof inputTurn;
  readonly weightShift: typeof weightShift;
  readonly reawakening: typeof reawakening;
}

const subject: Subject = { inputTurn, weightShift, reawakening };

/**
 * The exact critical point of the exact C = QΛQᵀ lies this close to the computed one: Q and the frames are orthonormal
 * to some 1e-15, and no step magnifies that by more than the number of entries and layers.
 */
const RADIUS = 1e-11;

export const criticalPointsSaddle = defineClaim<Instance, Subject>({
  id: 'critical-points-saddle',
  title: 'Every other critical point has an ascent direction, but for severed deep stacks',
  source: 'derived here',
  about: TIAN_2022,
  place: 'Abstract, “almost all local minima are global and rank-1”: minima of −E, so maxima of E',
  statement: String.raw`Let $\lambda_{\max}(C)>0$. Every critical point of $E$ under $\|W_l\|_F=1$ other than the maximisers has a tangent direction of positive curvature if $E\ne0$, or if $E=0$ and $W_L\cdots W_2\ne0$ (always so for $L\le2$): turning $u_i$ towards a larger eigenvector gives $2E(\lambda_j/\lambda_i-1)$, shifting weight between two directions $4EL(L-1)$, and $H_1=A^\top zu_1^\top$, $A=W_L\cdots W_2$, gives $\lambda_{\max}\|AA^\top z\|^2$.`,
  restsOn: ['critical-points-complete', 'critical-points-hessian'],
  method: String.raw`At aligned stacks on every kind of set and at stacks with $P=0\ne W_L\cdots W_2$, the curvature along the named direction, made tangent, is enclosed in interval arithmetic for all layers and all $C$ within $10^{-11}$ of the computed ones, entry by entry: the exact critical point is among them. The lower end must be positive. The residual is the width of the enclosure plus its shortfall, the bound is the curvature in the middle.`,
  grade: {
    kind: 'interval-certified',
    reason: String.raw`$\operatorname{Hess}(H,H)>0$ is proven in interval arithmetic on a box around the critical point, rounding included.`,
  },
  instances: fc
    .tuple(alignedInstances(), fc.constantFrom('aligned' as const, 'severed' as const), seeds())
    .map(([instance, kind]) => ({ ...instance, kind }))
    .filter(
      ({ eigenvalues, chosen, widths, kind }) =>
        Math.max(...eigenvalues) > 0 &&
        (kind === 'severed'
          ? (widths[0] ?? 0) > 1 && widths.length > 1
          : chosen.length > 1 || Math.max(...eigenvalues) > (eigenvalues[chosen[0] as number] as number)),
    ),
  subject,
  check: (instance, own) => {
    const { covariance, layers, direction } = pointAndDirection(instance, own);
    const { lower, upper } = curvatureEnclosure(
      layers.map((layer) => boxAround(layer, RADIUS)),
      boxAround(covariance, RADIUS),
      direction,
    );
    const middle = (lower + upper) / 2;
    // lower > 0 exactly when half the width is below the middle; a middle that is not positive refutes.
    const bound = Number.MIN_VALUE + Math.max(0, middle);
    return decide(
      { curvature: { residual: middle > 0 ? upper - middle : Math.max(1, -middle), bound } },
      { curvature: middle, rank: instance.chosen.length, kind: instance.kind, depth: instance.widths.length },
    );
  },
  counterfeits: [
    {
      id: 'output-turned',
      description: 'turns the output of the last layer instead of the input of the first',
      subject: { ...subject, inputTurn: outputTurn },
    },
    {
      id: 'first-layer-shift',
      description: 'shifts weight between directions in the first layer alone',
      subject: {
        ...subject,
        weightShift: (frames, sigma) =>
          weightShift(frames, sigma).map((layer, l) => (l === 0 ? layer : map(layer, () => 0))),
      },
    },
    {
      id: 'shift-in-opposite-senses',
      description: 'shifts weight back and forth from layer to layer',
      subject: {
        ...subject,
        weightShift: (frames, sigma) =>
          weightShift(frames, sigma).map((layer, l) => map(layer, (entry) => (l % 2 === 0 ? entry : -entry))),
      },
    },
    {
      id: 'deep-severed',
      description: 'severs layers above the first, so that W_L ⋯ W₂ = 0 as well',
      subject,
      instances: fc
        .tuple(alignedInstances(), fc.integer({ min: 2, max: 3 }), seeds())
        .map(([instance, width, seed]) => ({
          eigenvalues: [1, -1],
          chosen: [0],
          widths: [1, width, ...instance.widths.slice(0, 1)],
          seed,
          kind: 'severed' as const,
        })),
      drops: {
        condition: String.raw`$W_L\cdots W_2\ne0$ where $E=0$`,
        statedBy: 'here',
        explanation: String.raw`For $L\ge3$ a hidden layer with $n_l\ge2$ can be severed above $W_1$: the direction $A^\top zu_1^\top$ is zero, and where $W_1CW_1^\top\prec0$ the point is a local maximum (claim spurious-maxima).`,
      },
    },
  ],
  figures: (verdict) => [tightnessFigure(verdict, 'half the width of the enclosed curvature over its middle')],
});

function pointAndDirection(
  instance: Instance,
  own: Subject,
): { readonly covariance: Matrix; readonly layers: Layers; readonly direction: Layers } {
  const { eigenvalues, chosen, widths, seed, kind } = instance;
  const { covariance, vectors } = covarianceOf(instance);
  const column = (k: number): Float64Array => Float64Array.from({ length: vectors.rows }, (_, i) => at(vectors, i, k));
  const top = eigenvalues.indexOf(Math.max(...eigenvalues));
  if (kind === 'severed') {
    // The lowest severed layer: for the claim's own instances the first, which leaves W_L ⋯ W₂ ≠ 0.
    const hidden = widths.findIndex((width) => width > 1) + 1;
    const layers = severedAt(randomLayers([eigenvalues.length, ...widths], randomStream(seed, 'severed')), hidden);
    return { covariance, layers, direction: own.reawakening(layers, column(top)) };
  }
  const { layers, frames } = stackOf(instance, alignedValues);
  const set = chosen.map((i) => eigenvalues[i] as number);
  const lowest = set.indexOf(Math.min(...set));
  if (!chosen.includes(top) && (eigenvalues[top] as number) > (set[lowest] as number)) {
    return { covariance, layers, direction: own.inputTurn(frames, lowest, column(top)) };
  }
  return { covariance, layers, direction: own.weightShift(frames, alignedValues(set, widths.length).singularValues) };
}

/** A rotation of the outputs: E does not change along it. */
function outputTurn(frames: readonly Matrix[], i: number, towards: Float64Array): Layers {
  const last = frames.at(-1) as Matrix;
  const before = frames.at(-2) as Matrix;
  return inputTurn(frames, i, towards).map((layer, l, all) =>
    l < all.length - 1
      ? map(layer, () => 0)
      : generate(
          last.rows,
          before.rows,
          (a, b) => (a === 0 ? at(before, b, i) : 0) - at(last, a, i) * at(last, 0, i) * at(before, b, i),
        ),
  );
}
