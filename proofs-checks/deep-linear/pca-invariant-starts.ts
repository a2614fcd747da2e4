import { defineClaim } from '../../src/claims/claim.js';
import { decide } from '../../src/claims/evidence.js';
import { exactMatrix } from '../../src/theory/algebra/interval-matrix.js';
import { inputTurn } from '../../src/theory/landscape/ascent-direction.js';
import { alignedStack } from '../../src/theory/landscape/aligned-stacks.js';
import { boxAround, curvatureEnclosure } from '../../src/theory/landscape/certified-curvature.js';
import { energyEnclosure } from '../../src/theory/landscape/energy-enclosure.js';
import { projectedAscent, type Ascent } from '../../src/theory/landscape/projected-ascent.js';
import { add, generate, inner, map, maxAbs, norm, type Matrix } from '../../src/theory/algebra/matrix.js';
import { multiply } from '../../src/theory/algebra/multiply.js';
import { unitNorm, type Layers } from '../../src/theory/networks/deep-linear.js';
import { TIAN_2022 } from '../papers.js';
import { tightnessFigure } from '../tightness-figure.js';
import { invariantFigure } from './invariant-figure.js';
import { diagonal, invariantStarts, markedColumns, startOf, topOf, type InvariantStart } from './invariant-starts.js';
import { STATIONARITY } from './pca-instance.js';

interface Subject {
  readonly ascend: (start: Layers, covariance: Matrix) => Ascent;
  /** Twice the energy at which ascent ends. */
  readonly limit: (eigenvalues: readonly number[], seen: readonly boolean[]) => number;
  /** The way up from there. @param frames v₀ … v_L, [n_l, 1] each; @param towards the top eigenvector */
  readonly direction: (frames: readonly Matrix[], i: number, towards: Float64Array) => Layers;
}

/** Two eigenvalues lie so far apart at least. */
const GAP = 0.25;
/** The perturbation that escapes: well above the gradient at which ascent stops, and small beside 1. */
const NUDGE = 1e-6;
/** The exact critical stack lies this close to the one in floats, whose factors have norm 1 up to rounding. */
const RADIUS = 1e-13;

const subject: Subject = {
  ascend: (start, covariance) => projectedAscent(start, covariance, { stationarity: STATIONARITY }),
  limit: topOf,
  direction: inputTurn,
};

export const pcaInvariantStarts = defineClaim<InvariantStart, Subject>({
  id: 'pca-invariant-starts',
  title: 'A first layer blind to the top eigenvector stays blind, until the least nudge',
  source: 'derived here',
  about: TIAN_2022,
  place: '“Almost all” of the abstract: the starts that are left out',
  statement: String.raw`Let $Cu=\lambda u$. Since $\partial E/\partial W_1\,u=\lambda\,W_{>1}^\top W_{>1}W_1u$, ascent keeps $W_1u=0$ where it holds at the start, and for $\lambda=0$ (fewer samples than features) it only rescales $W_1u$. From almost every such start with $E>0$ it ends at $E=\tfrac12\lambda_k$, $\lambda_k$ the largest eigenvalue with $W_1u_k\ne0$, at an aligned rank-1 stack. If $\lambda_k<\lambda_{\max}$, that stack is a saddle: turning its input towards $u_1$ has curvature $\lambda_{\max}-\lambda_k>0$, and ascent from there, moved that way by however little, ends at $\tfrac12\lambda_{\max}$. Layers of width 1, to which all this applies, are among the instances here and of claim pca-deep-linear.`,
  restsOn: ['deep-linear-dynamics', 'pca-deep-linear'],
  method: String.raw`$C$ is diagonal, so that rounding does not couple its eigenvectors (the counterfeit coupled-by-rounding shows what it does otherwise), its eigenvalues different multiples of 1/4 and zeros; the first layer misses the largest and any others. After ascent until the tangential gradient $g$ is $10^{-8}\max|\lambda|$, the columns of $W_1$ that were 0 must be 0 exactly, and those of $\lambda=0$ multiples of what they were. $E$ is enclosed in interval arithmetic, and so is the curvature, for all layers within $10^{-13}$ of the aligned stack: it must be $\lambda_{\max}-\lambda_k$ within $\tfrac18$, hence positive. A nudge of $10^{-6}$ and a second ascent must end at $\tfrac12\lambda_{\max}$. With $h\ge\tfrac14$ the least curvature at a maximum among what is seen, the energy is short by $Lg^2/(2h)$ and the stack by $\sqrt L\,g/h$; the bounds are twice that, added up over the layers, and rounding.`,
  grade: {
    kind: 'interval-certified',
    reason: String.raw`Proven for each trained network: the blind columns are exactly 0, the energy before and after the nudge is $\tfrac12\lambda_k$ and $\tfrac12\lambda_{\max}$ up to the bound, and the saddle has an ascent direction. That almost every start ends there is tried on random starts.`,
  },
  instances: invariantStarts(),
  subject,
  check: (instance, { ascend, limit, direction }) => {
    const { eigenvalues, seen, widths } = instance;
    const covariance = diagonal(eigenvalues);
    const start = startOf(instance) ?? [];
    const first = ascend(start, covariance);
    const end = first.layers;
    const [before, after] = [start[0] as Matrix, end[0] as Matrix];

    const unseen = seen.map((sees) => !sees);
    const flat = eigenvalues.map((value) => value === 0);

    const [reached, top] = [limit(eigenvalues, seen), Math.max(...eigenvalues)];
    const frames = framesOf(end, axis(eigenvalues, topOf(eigenvalues, seen)));
    const stack = alignedStack(frames, Float64Array.of(1));
    const upwards = direction(frames, 0, axis(eigenvalues, top).data);
    const curvature = curvatureEnclosure(
      stack.map((layer) => boxAround(layer, RADIUS)),
      exactMatrix(covariance),
      upwards,
    );
    const nudged = end.map((layer, l) => unitNorm(add(layer, upwards[l] as Matrix, NUDGE)));
    const second = ascend(nudged, covariance);

    const scale = maxAbs(covariance.data);
    const n = Math.max(eigenvalues.length, ...widths);
    const rounding = 16 * n ** 2 * (widths.length + 2) * Number.EPSILON;
    const step = STATIONARITY * scale;
    const energyBound = (widths.length * step ** 2) / GAP + rounding * scale;
    return decide(
      {
        'stays blind': { residual: maxAbs(markedColumns(after, unseen).data), bound: Number.MIN_VALUE },
        'null columns rescaled': rescaled(
          markedColumns(before, flat),
          markedColumns(after, flat),
          first.energies.length,
        ),
        'energy reached': { residual: distance(end, covariance, reached / 2), bound: energyBound },
        'aligned stack': {
          residual: Math.max(...end.map((layer, l) => norm(add(layer, stack[l] as Matrix, -1)))),
          bound: ((2 * widths.length + 2) * Math.sqrt(widths.length) * step) / GAP + rounding,
        },
        'ascent direction': {
          residual: Math.max(curvature.upper - (top - reached), top - reached - curvature.lower),
          bound: GAP / 2,
        },
        escape: { residual: distance(second.layers, covariance, top / 2), bound: energyBound },
      },
      { depth: widths.length, sweeps: [first.energies.length - 1, second.energies.length - 1] },
    );
  },
  counterfeits: [
    {
      id: 'coupled-by-rounding',
      description: 'ascends on a covariance with entries of 1e-15 off the diagonal',
      subject: {
        ...subject,
        ascend: (start, covariance) =>
          subject.ascend(
            start,
            map(covariance, (entry) => entry + 1e-15),
          ),
      },
    },
    {
      id: 'largest-modulus',
      description: 'ends at the eigenvalue of largest modulus that is seen',
      subject: { ...subject, limit: largestModulus },
    },
    {
      id: 'null-regularised',
      description: 'adds a ridge of 1/8 to the covariance, so that null directions receive a gradient',
      subject: {
        ...subject,
        ascend: (start, covariance) =>
          subject.ascend(start, add(covariance, diagonal(Array.from({ length: covariance.rows }, () => 1 / 8)))),
      },
      instances: invariantStarts().filter(
        ({ eigenvalues, seen, widths: [first = 1, second] }) =>
          first > 1 && second !== undefined && eigenvalues.some((value, i) => value === 0 && seen[i]),
      ),
    },
    {
      id: 'output-turned',
      description: 'turns the output of the first layer instead of its input',
      subject: { ...subject, direction: outputTurned },
    },
    {
      id: 'every-start',
      description: 'expects ½λ_max from every start with E > 0',
      subject: { ...subject, limit: (eigenvalues) => Math.max(...eigenvalues) },
      drops: {
        condition: String.raw`$W_1u_1\ne0$ at the start, for the end at $\tfrac12\lambda_{\max}$`,
        statedBy: 'here',
        explanation: String.raw`The gradient in $W_1$ has no component along an eigenvector to which $W_1$ is blind: these starts, of measure zero, end at the largest eigenvalue that they see.`,
      },
    },
  ],
  figures: (verdict) => [invariantFigure(), tightnessFigure(verdict, 'the comparison that came closest to failing')],
});

/** The unit vector of an eigenvalue, [d, 1]. */
function axis(eigenvalues: readonly number[], value: number): Matrix {
  const place = eigenvalues.indexOf(value);
  return generate(eigenvalues.length, 1, (i) => (i === place ? 1 : 0));
}

/** v₀ as given, v_l = W_l v_{l−1} / ‖·‖. */
function framesOf(layers: Layers, first: Matrix): Matrix[] {
  const frames = [first];
  for (const layer of layers) frames.push(unitNorm(multiply(layer, frames.at(-1) as Matrix)));
  return frames;
}

/** At least |E − energy|. */
function distance(layers: Layers, covariance: Matrix, energy: number): number {
  const { lower, upper } = energyEnclosure(layers, covariance);
  return Math.max(upper - energy, energy - lower);
}

/** The distance of `after` from a multiple of `before`, when each sweep rounds every entry twice or three times. */
function rescaled(before: Matrix, after: Matrix, sweeps: number): { residual: number; bound: number } {
  const size = inner(before, before);
  const share = size === 0 ? 0 : inner(before, after) / size;
  // Entries that decay below this lose digits: the doubles end at 5e-324.
  const smallest = 1e-300;
  return {
    residual: norm(add(after, before, -share)),
    bound: 4 * (sweeps + 2) * Number.EPSILON * norm(after) + smallest,
  };
}

function largestModulus(eigenvalues: readonly number[], seen: readonly boolean[]): number {
  const visible = eigenvalues.filter((_, i) => seen[i]);
  return visible.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
}

/** A rotation of v₁, along which E changes only as far as the layers above see it: not at all for one layer. */
function outputTurned(frames: readonly Matrix[], i: number, towards: Float64Array): Layers {
  const [input, output] = frames as [Matrix, Matrix];
  return inputTurn(frames, i, towards).map((layer, l) =>
    l === 0
      ? generate(layer.rows, layer.columns, (a, b) => {
          const away = (a === 0 ? 1 : 0) - (output.data[a] as number) * (output.data[0] as number);
          return away * (input.data[b] as number);
        })
      : layer,
  );
}
