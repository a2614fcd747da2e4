import fc from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { decide, type Comparison } from '../../src/claims/evidence.js';
import { seeds } from '../../src/claims/instances.js';
import { taylorSlope, type TaylorSlope } from '../../src/claims/taylor-slope.js';
import { alignedValues } from '../../src/theory/landscape/aligned-stacks.js';
import {
  constrainedHessian,
  curvatureAlong,
  greatCircle,
  tangentDirection,
} from '../../src/theory/landscape/constrained-hessian.js';
import { mapEntries, transpose, type ExactMatrix } from '../../src/theory/algebra/exact-matrix.js';
import { fieldMatrices, randomFieldMatrix, type FieldMatrix } from '../../src/theory/algebra/field-matrix.js';
import type { FieldElement } from '../../src/theory/algebra/prime-field.js';
import { severedAt } from '../../src/theory/landscape/spurious-maxima.js';
import { at, generate, inner, maxAbs, norm, type Matrix } from '../../src/theory/algebra/matrix.js';
import { multiply } from '../../src/theory/algebra/multiply.js';
import {
  deepLinearEnergy,
  deepLinearGradient,
  endToEnd,
  randomLayers,
  type Layers,
} from '../../src/theory/networks/deep-linear.js';
import { randomStream } from '../../src/theory/algebra/random-stream.js';
import { spectra, stackOf, widthLists, type AlignedInstance } from './aligned-instance.js';
import { exactly, randomWords, withPoint, type WithPoint } from '../exact-comparison.js';
import { exactEnergy } from '../oracles/exact-deep-linear.js';
import { secondOrderMatrices, still, type SecondOrder } from '../oracles/second-order.js';
import { slopeFigure } from '../slope-figure.js';
import { taylorFigure } from '../taylor-figure.js';

interface HessianInstance extends AlignedInstance {
  readonly place: 'anywhere' | 'aligned stack' | 'severed stack';
}

/** Hess(H, H) over F_p, at layers W with the tangent H. */
type ExactCurvature = (
  layers: readonly FieldMatrix[],
  covariance: FieldMatrix,
  direction: readonly FieldMatrix[],
) => bigint;

interface HessianSubject {
  readonly exact: ExactCurvature;
  /** [D, D] in an orthonormal basis. */
  readonly matrix: (layers: Layers, covariance: Matrix) => Matrix;
  /** The quadratic form at one direction. */
  readonly form: (layers: Layers, covariance: Matrix, direction: Layers) => number;
}

const subject: HessianSubject = { exact: exactCurvature, matrix: constrainedHessian, form: curvatureAlong };
/** The subject with `change` added to its quadratic form; the matrix stays right. */
const altered = (change: (layers: Layers, covariance: Matrix, direction: Layers) => number): HessianSubject => ({
  ...subject,
  form: (...input) => curvatureAlong(...input) + change(...input),
});

const withoutSphere = altered(
  (layers, covariance, direction) => 2 * deepLinearEnergy(layers, covariance) * squaresOf(direction),
);

export const criticalPointsHessian = defineClaim<HessianInstance & WithPoint, HessianSubject>({
  id: 'critical-points-hessian',
  title: 'The Hessian on the spheres, by hand',
  source: 'derived here',
  statement: String.raw`Along the great circles of $\|W_l\|_F=1$ with tangent $H$, $\langle H_l,W_l\rangle=0$, $$\frac{d^2E}{dt^2}=\operatorname{tr}(\dot PC\dot P^\top)+\operatorname{tr}(\ddot PCP^\top)-2E\sum_l\|H_l\|_F^2,$$ $\dot P=\sum_lW_{>l}H_lW_{<l}$ and $\ddot P=2\sum_{l<m}W_{>m}H_mW_{m-1}\cdots W_{l+1}H_lW_{<l}$, at every point.`,
  method: String.raw`Exactly: at a random point of $\mathbb F_p$, $p=2^{61}-1$, with four layers of width 3, $E$ is evaluated at $W_l+\varepsilon H_l-\tfrac12\varepsilon^2\|H_l\|_F^2W_l$ with $\varepsilon^3=0$, the great circle to second order; twice the coefficient of $\varepsilon^2$ must be the formula. Narrower layers are the special case of rows and columns of zeros. The library's code: the remainder $|E(W(t))-E(W)-t\langle\nabla E,H\rangle-\tfrac12t^2\operatorname{Hess}(H,H)|$ along exact great circles must fall like $t^3$; a wrong Hessian leaves $t^2$; what rounding of $\operatorname{Hess}(H,H)$ alone can leave counts as noise. The residual is how far the slope stays below 3, the bound is ½. Tried with the quadratic form and with the matrix in an orthonormal basis, at random points, at aligned stacks and at stacks with $P=0$.`,
  grade: {
    kind: 'exact',
    degree: 11,
    reason: String.raw`To second order sines and cosines are polynomials. At $L=4$ both sides are polynomials in $W,H,C$: $2L$ layers, one $C$, and $\|H_l\|_F^2$, of total degree 11.`,
  },
  instances: withPoint(
    fc
      .tuple(
        spectra(3),
        widthLists(4, 3),
        seeds(),
        fc.constantFrom('anywhere' as const, 'aligned stack' as const, 'severed stack' as const),
      )
      .map(([eigenvalues, widths, seed, place]) => ({ eigenvalues, widths, seed, place, chosen: [0] }))
      .filter(({ eigenvalues, widths }) => [eigenvalues.length, ...widths].some((size) => size > 1)),
  ),
  subject,
  check: (instance, { exact, matrix, form }) => {
    const { layers, covariance, direction, coordinates } = pointOf(instance);
    const hessian = matrix(layers, covariance);
    let value = 0;
    for (let i = 0; i < hessian.rows; i++) {
      for (let j = 0; j < hessian.columns; j++) {
        value += (coordinates[i] as number) * at(hessian, i, j) * (coordinates[j] as number);
      }
    }
    const slopes = {
      form: hessianSlope(layers, covariance, direction, form(layers, covariance, direction)),
      matrix: hessianSlope(layers, covariance, direction, value),
    };
    return decide(
      {
        'curvature, exactly': exactComparison(instance.pointSeed, exact),
        form: comparisonOf(slopes.form),
        matrix: comparisonOf(slopes.matrix),
      },
      { slope: Math.min(slopeOf(slopes.form), slopeOf(slopes.matrix)), place: instance.place },
    );
  },
  counterfeits: [
    {
      id: 'flat-space',
      description: 'forgets the curvature of the spheres, −2E Σ‖H‖²',
      subject: withoutSphere,
    },
    {
      id: 'pairs-counted-once',
      description: 'takes every pair of layers once in P̈, without the factor 2',
      subject: altered((...input) => -mixedTerm(...input) / 2),
    },
    {
      id: 'gauss-newton',
      description: 'leaves P̈ out, as the Gauss–Newton approximation does',
      subject: altered((...input) => -mixedTerm(...input)),
    },
    {
      id: 'exact-pairs-counted-once',
      description: 'over F_p: takes every pair of layers once in P̈',
      subject: { ...subject, exact: (...input) => exactCurvature(...input, 1n) },
    },
    {
      id: 'energy-instead-of-twice',
      description: 'subtracts E Σ‖H‖² instead of 2E Σ‖H‖² on the diagonal of the matrix',
      subject: {
        ...subject,
        matrix: (layers, covariance) => {
          const [hessian, energy] = [constrainedHessian(layers, covariance), deepLinearEnergy(layers, covariance)];
          return generate(hessian.rows, hessian.columns, (i, j) => at(hessian, i, j) + (i === j ? energy : 0));
        },
      },
    },
  ],
  figures: (verdict) => [
    slopeFigure(verdict, ({ place }) => String(place), { derivative: 'Hessian', deciding: ['form', 'matrix'] }),
    taylorFigure(
      verdict,
      (instance) => {
        const { layers, covariance, direction } = pointOf(instance);
        const curve = ({ form }: HessianSubject): TaylorSlope['curve'] =>
          hessianSlope(layers, covariance, direction, form(layers, covariance, direction)).curve;
        return { 'the Hessian on the spheres': curve(subject), 'in flat space': curve(withoutSphere) };
      },
      {
        legend: 'Hessian',
        caption: () =>
          'With the Hessian on the spheres the remainder of second order falls at least three decades for one of the step, until rounding takes over; with the Hessian of flat space it falls two.',
      },
    ),
  ],
});

/** tr(Ṗ C Ṗᵀ) + tr(P̈ C Pᵀ) − 2E Σ_l ‖H_l‖², from the first layer upwards. @param pairs how often P̈ takes two layers */
function exactCurvature(
  layers: readonly FieldMatrix[],
  covariance: FieldMatrix,
  direction: readonly FieldMatrix[],
  pairs: FieldElement = 2n,
): FieldElement {
  const { product, sum, scale, inner: dot, total, add: plus, subtract, multiply: times, identity } = fieldMatrices;
  const size = covariance.length;
  let point = identity(size);
  let [first, second] = [scale(0n, point), scale(0n, point)];
  layers.forEach((layer, l) => {
    const step = direction[l] as FieldMatrix;
    second = sum(product(layer, second), scale(pairs, product(step, first)));
    first = sum(product(layer, first), product(step, point));
    point = product(layer, point);
  });
  const pulled = product(point, covariance);
  const squares = total(direction.map((step) => dot(step, step)));
  return subtract(
    plus(dot(product(first, covariance), first), dot(second, pulled)),
    times(dot(pulled, point), squares),
  );
}

const [DEPTH, WIDTH] = [4, 3];

/** Twice the second coefficient of E along the great circle against Hess(H, H). */
function exactComparison(pointSeed: number, curvature: ExactCurvature): Comparison {
  const word = randomWords(pointSeed);
  const square = (): FieldMatrix => randomFieldMatrix(word, WIDTH, WIDTH);
  const [layers, direction] = [Array.from({ length: DEPTH }, square), Array.from({ length: DEPTH }, square)];
  const drawn = square();
  const covariance = fieldMatrices.sum(drawn, transpose(drawn));
  const circle = layers.map((layer, l) => circleTo(layer, direction[l] as FieldMatrix));
  const [, , bend] = exactEnergy(secondOrderMatrices, circle, mapEntries(covariance, still));
  return exactly([[fieldMatrices.multiply(2n, bend)]], [[curvature(layers, covariance, direction)]]);
}

/** W + εH − ½ε²‖H‖²W. */
function circleTo(layer: FieldMatrix, step: FieldMatrix): ExactMatrix<SecondOrder> {
  const { half, inner: dot, multiply: times, subtract } = fieldMatrices;
  const bend = subtract(0n, times(half, dot(step, step)));
  return layer.map((row, i) => row.map((entry, j) => [entry, step[i]?.[j] as FieldElement, times(bend, entry)]));
}

/** Layers, C and a random tangent direction of unit length with its coordinates. */
function pointOf(instance: HessianInstance): {
  readonly layers: Layers;
  readonly covariance: Matrix;
  readonly direction: Layers;
  readonly coordinates: Float64Array;
} {
  const random = randomStream(instance.seed, 'point');
  const { covariance, layers: aligned } = stackOf(instance, alignedValues);
  const anywhere = randomLayers([instance.eigenvalues.length, ...instance.widths], random);
  const hidden = instance.widths.slice(0, -1).findIndex((width) => width > 1) + 1;
  const severed = hidden === 0 ? anywhere : severedAt(anywhere, hidden);
  const layers = { anywhere, 'aligned stack': aligned, 'severed stack': severed }[instance.place];
  const size = layers.reduce((sum, { data }) => sum + data.length - 1, 0);
  const drawn = Float64Array.from({ length: size }, () => random.normal());
  const coordinates = drawn.map((entry) => entry / norm(drawn));
  return { layers, covariance, direction: tangentDirection(layers, coordinates), coordinates };
}

/** The slope of the remainder after the second order. */
function hessianSlope(layers: Layers, covariance: Matrix, direction: Layers, second: number): TaylorSlope {
  const first = layers.reduce(
    (sum, _, l) => sum + inner(deepLinearGradient(layers, covariance, l), direction[l] as Matrix),
    0,
  );
  const value = (t: number): number =>
    deepLinearEnergy(greatCircle(layers, direction, t), covariance) - (second * t ** 2) / 2;
  // Hess(H, H) is a sum of no more than size² products of at most 2L² max |λ| each, whatever it cancels to.
  const size = layers.reduce((sum, { data }) => sum + data.length, covariance.rows);
  const rounding = size ** 2 * 2 * layers.length ** 2 * maxAbs(covariance.data) * Number.EPSILON;
  return taylorSlope(value, first, 1, (t) => (rounding * t ** 2) / 2);
}

/** 3 where the remainder never leaves the noise: then the Hessian agrees to within noise / t². */
function slopeOf({ slope, decades }: TaylorSlope): number {
  return decades === 0 && !Number.isNaN(slope) ? 3 : slope;
}

function comparisonOf(found: TaylorSlope): Comparison {
  const slope = slopeOf(found);
  return { residual: Number.isNaN(slope) ? slope : Math.max(0, 3 - slope), bound: 0.5 };
}

function squaresOf(direction: Layers): number {
  return direction.reduce((sum, step) => sum + inner(step, step), 0);
}

/** tr(P̈ C Pᵀ): what is left of the form when tr(Ṗ C Ṗᵀ) and the sphere's part are taken off. */
function mixedTerm(layers: Layers, covariance: Matrix, direction: Layers): number {
  const sphere = 2 * deepLinearEnergy(layers, covariance) * squaresOf(direction);
  return curvatureAlong(layers, covariance, direction) + sphere - squaredChange(layers, covariance, direction);
}

/** tr(Ṗ C Ṗᵀ) with Ṗ = Σ_l W_{>l} H_l W_{<l}. */
function squaredChange(layers: Layers, covariance: Matrix, direction: Layers): number {
  // Ṗ is the product of the layers as a linear function of each: sum over the layer that is replaced.
  const changes = layers.map((_, l) => layers.with(l, direction[l] as Matrix));
  return changes.reduce((sum, p) => sum + changes.reduce((part, q) => part + pairing(p, q, covariance), 0), 0);
}

/** tr(P C Qᵀ) of the products of two stacks. */
function pairing(p: Layers, q: Layers, covariance: Matrix): number {
  return inner(multiply(endToEnd(p), covariance), endToEnd(q));
}
