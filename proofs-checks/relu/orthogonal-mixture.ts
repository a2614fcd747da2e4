/**
 * w_kᵀx[i] = W_{k,m(i)} a_i, so [w_kᵀx[i]]₊ = [W_{k,m(i)}]₊ a_i for a_i ≥ 0. A view step has one entry, Δ_i = (a_i − a_i')e_{m(i)},
 * and adds to the diagonal alone; of (x[i]−x[j])(x[i]−x[j])ᵀ the entry (l, m), l ≠ m, is −a_i a_j where one of the two
 * samples lies on l and the other on m. Hence C_lm = −Σ_{i∈l, j∈m} (αᵢⱼ + αⱼᵢ) a_i a_j ≤ 0.
 */
import fc from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { decide, type Comparison } from '../../src/claims/evidence.js';
import { gridNumber, matrixOf } from '../../src/claims/instances.js';
import { contrastiveCovariance } from '../../src/theory/losses/contrastive-covariance.js';
import { positivePart } from '../../src/theory/landscape/hidden-landscape.js';
import { add, at, generate, map, maxAbs, norm, type Matrix, type Rows } from '../../src/theory/algebra/matrix.js';
import { multiply, multiplyTransposed } from '../../src/theory/algebra/multiply.js';
import { hiddenFeatures } from '../../src/theory/networks/gated-dynamics.js';
import { mixtureViews, type OrthogonalMixture } from '../../src/theory/networks/orthogonal-mixture.js';
import { transpose } from '../../src/theory/algebra/exact-matrix.js';
import { exactly, randomWords, withPoint, type WithPoint } from '../exact-comparison.js';
import {
  positive,
  randomWhole,
  WHOLE_COMPONENTS,
  wholeCovariance,
  wholeMixture,
  wholeProduct,
  wholeViews,
  type WholeMatrix,
  type WholeMixture,
} from '../oracles/whole-numbers.js';
import { TIAN_2022 } from '../papers.js';
import { covarianceRounding } from '../covariance/covariance-rounding.js';
import { tightnessFigure } from '../tightness-figure.js';
import { blurred, mixtures, type WeightedMixture } from './mixture-instances.js';

interface Instance extends WeightedMixture {
  /** W₁, [K, M]. */
  readonly first: Matrix;
}

interface Subject {
  /** Both views and C_α in whole numbers. */
  readonly exactViews: (mixture: WholeMixture) => readonly [WholeMatrix, WholeMatrix];
  readonly exactCovariance: typeof wholeCovariance;
  readonly views: (mixture: OrthogonalMixture) => { readonly x: Rows; readonly xPrime: Rows };
  readonly covariance: (alpha: Matrix, x: Rows, xPrime: Rows) => Matrix;
}

const COMPONENTS = 4;
const NEURONS = 4;

const subject: Subject = {
  exactViews: wholeViews,
  exactCovariance: wholeCovariance,
  views: mixtureViews,
  covariance: contrastiveCovariance,
};

export const orthogonalMixture = defineClaim<Instance & WithPoint, Subject>({
  id: 'orthogonal-mixture',
  title: 'On an orthogonal mixture ReLU acts on the weights, and components repel',
  source: 'derived here',
  about: TIAN_2022,
  place: 'The orthogonal mixture model',
  statement: String.raw`Let every sample lie on one of $M$ orthonormal directions, $x[i]=a_ie_{m(i)}$ with $a_i\ge0$, and let augmentation change $a_i$ only. Then $f_1=[W_1]_+x$ exactly, so $C_\alpha[f_1]=[W_1]_+C_\alpha[x][W_1]_+^\top$, and for $l\ne m$ $$C_\alpha[x]_{lm}=-\sum_{m(i)=l}\ \sum_{m(j)=m}(\alpha_{ij}+\alpha_{ji})\,a_ia_j\ \le\ 0.$$`,
  method: String.raw`Exactly: in whole numbers of 61 bits at random, where ReLU is a comparison: five samples on three directions, and every weight with both signs. The library's code: features of both views entry by entry, bit for bit: a product with one term that is not 0 rounds the same way on either side. The covariance of the features and the off-diagonal entries within the rounding of $C_\alpha$.`,
  grade: {
    kind: 'exact',
    degree: 5,
    points: 'whole numbers',
    reason: String.raw`At given signs of $W_1$ all sides are polynomials in $\alpha,a,W_1$, of degree 5 at most; a feature reads the sign of one weight, and both are tried at every point. The inequality is read off the sum: none of its terms is positive.`,
  },
  instances: withPoint(
    fc
      .tuple(
        mixtures({ components: COMPONENTS }),
        matrixOf(
          fc.integer({ min: 1, max: NEURONS }),
          fc.constant(COMPONENTS),
          gridNumber(-2, 2),
          NEURONS * COMPONENTS,
        ),
      )
      .map(([own, w]) => ({ ...own, first: generate(w.rows, own.components, (k, m) => at(w, k, m)) })),
  ),
  subject,
  check: (instance, { views, covariance, ...exact }) => {
    const { alpha, first, components } = instance;
    const { x, xPrime } = views(instance);
    const open = positivePart(first);
    const features = [x, xPrime].map((rows) => hiddenFeatures('relu', first, rows)) as [Rows, Rows];
    const passed = [x, xPrime].map((rows) => multiplyTransposed(rows, open)) as [Rows, Rows];
    const apart = features.map((f, view) => maxAbs(add(f, passed[view] as Rows, -1).data));

    const C = covariance(alpha, x, xPrime);
    const formula = generate(components, components, (l, m) => (l === m ? at(C, l, l) : pairSum(instance, l, m)));
    const highest = Math.max(0, ...C.data.filter((_, k) => k % (components + 1) !== 0));
    const rounding = covarianceRounding(alpha, x, xPrime);
    const hidden = covariance(alpha, ...features);
    const mapped = multiplyTransposed(multiply(open, C), open);
    return decide({
      'whole numbers, exactly': exactComparison(instance.pointSeed, exact),
      'f = [W]₊x': { residual: Math.max(...apart), bound: Number.MIN_VALUE },
      'off-diagonal entries': { residual: maxAbs(add(C, formula, -1).data), bound: rounding },
      repulsion: { residual: highest, bound: rounding },
      // Products with [W]₊ round by Mε each, and enlarge the rounding of C by ‖W‖².
      'C[f]': {
        residual: maxAbs(add(hidden, mapped, -1).data),
        bound: (2 + components) * (norm(open) ** 2 * rounding + covarianceRounding(alpha, ...features)),
      },
    });
  },
  counterfeits: [
    {
      id: 'unordered-pairs',
      description: 'counts every unordered pair once',
      subject: { ...subject, covariance: (...input) => map(contrastiveCovariance(...input), (entry) => entry / 2) },
    },
    {
      id: 'signed-magnitudes',
      description: 'lets every other sample point the other way',
      subject: { ...subject, views: changed((entry, i) => (i % 2 === 1 ? -entry : entry)) },
      drops: {
        condition: String.raw`$a_i\ge0$`,
        statedBy: 'paper',
        explanation: String.raw`A neuron with a negative weight fires on a sample with $a_i<0$, and samples of opposite sign attract: $-a_ia_j>0$.`,
      },
    },
    {
      id: 'component-changes',
      description: 'lets the augmentation move a sample to the next component',
      subject: {
        ...subject,
        views: (mixture) => ({ ...mixtureViews(mixture), xPrime: mixtureViews(movedOn(mixture)).xPrime }),
      },
      drops: {
        condition: 'augmentation changes the magnitude only',
        statedBy: 'paper',
        explanation: String.raw`If a view moves from $e_m$ to $e_l$, its step has two entries of opposite sign, which add $+\sum_j\alpha_{ij}\,a_ia_i'$ to $C_{lm}$.`,
      },
    },
    {
      id: 'not-orthogonal',
      description: 'gives every sample half as much of the next component',
      subject: {
        ...subject,
        views: (mixture) => {
          const { x, xPrime } = mixtureViews(mixture);
          return { x: blurred(x), xPrime: blurred(xPrime) };
        },
      },
      drops: {
        condition: 'the components are orthogonal',
        statedBy: 'paper',
        explanation: String.raw`A weight that is negative on one component of a sample and positive on another makes $[w^\top x]_+\ne[w]_+^\top x$.`,
      },
    },
    {
      id: 'exact-signed-magnitudes',
      description: 'in whole numbers: lets every other sample point the other way',
      subject: {
        ...subject,
        exactViews: (mixture) => {
          const turned = (view: WholeMatrix): WholeMatrix =>
            view.map((row, i) => (i % 2 === 1 ? row.map((entry) => -entry) : row));
          const [x, xPrime] = wholeViews(mixture);
          return [turned(x), turned(xPrime)];
        },
      },
    },
    {
      id: 'exact-rows-only',
      description: 'in whole numbers: forgets αⱼᵢ beside αᵢⱼ',
      subject: {
        ...subject,
        exactCovariance: (alpha, ...views) =>
          wholeCovariance(
            alpha.map((row, i) => row.map((entry, j) => (i < j ? entry : 0n))),
            ...views,
          ),
      },
    },
  ],
  figures: (verdict) => [tightnessFigure(verdict, 'the largest difference in features or covariance')],
});

/** Entries that differ from the statement's, and entries off the diagonal that are positive. */
function exactComparison(
  pointSeed: number,
  { exactViews, exactCovariance }: Pick<Subject, 'exactViews' | 'exactCovariance'>,
): Comparison {
  const word = randomWords(pointSeed);
  const mixture = wholeMixture(word);
  const [x, xPrime] = exactViews(mixture);
  const drawn = randomWhole(word, 2, WHOLE_COMPONENTS);
  const some = drawn.map((row) => row.map((entry, m) => (m % 2 === 1 ? -entry : entry)));
  const first = [...some, ...some.map((row) => row.map((entry) => -entry))];
  const weights = transpose(positive(first));
  const features = [x, xPrime].map((view) => positive(wholeProduct(view, transpose(first)))) as [
    WholeMatrix,
    WholeMatrix,
  ];
  const C = exactCovariance(mixture.alpha, x, xPrime);
  const offDiagonal = C.map((row, l) => row.map((entry, m) => (l === m ? 0n : entry)));
  const { residual, bound } = exactly(
    [...features.flat(2), ...exactCovariance(mixture.alpha, ...features).flat(), ...offDiagonal.flat()].map((entry) => [
      entry,
    ]),
    [
      ...[x, xPrime].flatMap((view) => wholeProduct(view, weights).flat()),
      ...wholeProduct(wholeProduct(transpose(weights), C), weights).flat(),
      ...C.flatMap((row, l) => row.map((_, m) => (l === m ? 0n : wholePairSum(mixture, l, m)))),
    ].map((entry) => [entry]),
  );
  return { residual: residual + offDiagonal.flat().filter((entry) => entry > 0n).length, bound };
}

/** −Σ_{i∈l, j∈m} (αᵢⱼ + αⱼᵢ) aᵢaⱼ. */
function wholePairSum({ alpha, component, magnitudes }: WholeMixture, l: number, m: number): bigint {
  const [a = []] = magnitudes;
  let sum = 0n;
  component.forEach((own, i) =>
    component.forEach((other, j) => {
      if (own !== l || other !== m) return;
      sum -= ((alpha[i]?.[j] as bigint) + (alpha[j]?.[i] as bigint)) * (a[i] as bigint) * (a[j] as bigint);
    }),
  );
  return sum;
}

function pairSum({ alpha, component, magnitude }: WeightedMixture, l: number, m: number): number {
  let sum = 0;
  component.forEach((own, i) =>
    component.forEach((other, j) => {
      if (own !== l || other !== m) return;
      sum -= (at(alpha, i, j) + at(alpha, j, i)) * (magnitude[i] as number) * (magnitude[j] as number);
    }),
  );
  return sum;
}

function changed(entry: (value: number, sample: number) => number): Subject['views'] {
  return (mixture) => {
    const { x, xPrime } = mixtureViews(mixture);
    const of = (rows: Rows): Rows => generate(rows.rows, rows.columns, (i, m) => entry(at(rows, i, m), i));
    return { x: of(x), xPrime: of(xPrime) };
  };
}

function movedOn(mixture: OrthogonalMixture): OrthogonalMixture {
  return { ...mixture, component: mixture.component.map((m) => (m + 1) % mixture.components) };
}
