/**
 * Σ_{i≠j} d²ᵢⱼ = N² − ‖Σz‖² for unit vectors, so the mean of d²ᵢⱼ over pairs is at most N/(N − 1). F convex, symmetric and rising:
 * F(x) ≥ F at the mean of x in every coordinate (Jensen, over permutations), that is convex and rising in the mean, and margins
 * are at least −d²ᵢⱼ. So L ≥ N F(−N/(N−1), …), with equality where z = z' and all inner products are −1/(N − 1).
 */
import fc, { type Arbitrary } from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { decide, type Comparison } from '../../src/claims/evidence.js';
import { gridNumber, seeds } from '../../src/claims/instances.js';
import { fieldMatrices, randomFieldMatrix } from '../../src/theory/algebra/field-matrix.js';
import { add, at, generate, map, type Rows } from '../../src/theory/algebra/matrix.js';
import { normalMatrix, randomStream } from '../../src/theory/algebra/random-stream.js';
import { anchorLoss, lossValue } from '../../src/theory/losses/loss.js';
import { unitRows } from '../../src/theory/losses/unit-rows.js';
import { exactly, randomWords, withPoint, type WithPoint } from '../exact-comparison.js';
import { halfSquare } from '../oracles/exact-two-weights.js';
import { tightnessFigure } from '../tightness-figure.js';
import { isConvex } from './anchor-instances.js';
import { lossChoice, lossOf, perLoss, type LossChoice } from './loss-instances.js';
import { lossTerms } from './loss-terms.js';
import { isSymbolic, provenComparison, provenConvexity, provenRising } from './proven-of-loss.js';

interface Instance extends WithPoint {
  readonly loss: LossChoice;
  /** N. */
  readonly samples: number;
  /** d − (N − 1): features beyond those that a simplex takes. */
  readonly spare: number;
  /** Size of the step away from the simplex, and of that between the views. */
  readonly step: number;
  readonly augmentation: number;
  /** Seed of the steps. */
  readonly seed: number;
}

interface Subject {
  /** Unit vectors that minimise the loss, [N, d]. */
  readonly best: (samples: number, features: number) => Rows;
  /** The margin of every pair there. */
  readonly margin: (samples: number) => number;
  /** Names the set in which a representation lies. */
  readonly onto: (rows: Rows) => Rows;
  readonly features: (instance: Instance) => number;
}

const subject: Subject = {
  best: simplex,
  margin: (samples) => -samples / (samples - 1),
  onto: (rows) => unitRows(rows).unit,
  features: ({ samples, spare }) => samples - 1 + spare,
};

export const uniformitySimplex = defineClaim<Instance, Subject>({
  id: 'uniformity-simplex',
  title: 'The regular simplex is the global minimum of every convex loss on the sphere',
  source: 'derived here',
  statement: String.raw`Let $F$ be convex and rise in every margin, as for all named losses but Modified triplet, $\|z[i]\|=\|z[i']\|=1$ and $d\ge N-1$. Then $$L\ \ge\ N\,\phi\Big((N-1)\,\psi\Big(-\frac N{N-1}\Big)\Big),$$ with equality where the views agree, $z[i]=z[i']$, and are the corners of a regular simplex, $z[i]^\top z[j]=-\frac1{N-1}$.`,
  restsOn: ['min-player-none'],
  method: String.raw`For all parameters in the ranges of the instances the analysis must prove that $F$ is convex and rises; at a random point of $\mathbb F_p$, $\sum_{i\ne j}d_{ij}^2=N\sum_i\|z[i]\|^2-\|\sum_iz[i]\|^2$ exactly. The library’s code: the loss at the simplex is the bound, and no lower at views that lie a step of any size from it; within the rounding of the loss.`,
  grade: {
    kind: 'symbolic',
    reason: String.raw`Sign rules for derivatives prove that $F$ is convex and rises; that the mean distance is largest at the simplex is a polynomial identity, checked exactly, and Jensen’s inequality does the rest. The code of the loss is compared within rounding.`,
  },
  instances: perLoss((names) => withPoint(instancesOf(names)), isConvex),
  subject,
  check: (instance, { best, margin, onto, features }) => {
    const { loss: choice, samples, step, augmentation, seed, pointSeed } = instance;
    const loss = lossOf(choice);
    const top = best(samples, features(instance));
    const random = randomStream(seed, 'simplex');
    const moved = (rows: Rows, size: number): Rows =>
      onto(add(rows, normalMatrix(random, rows.rows, rows.columns), size));
    const z = moved(top, step);
    const zPrime = augmentation === 0 ? z : moved(z, augmentation);
    // The entry of the anchor itself is passed over.
    const bound = samples * anchorLoss(loss, new Float64Array(samples).fill(margin(samples)), 0);
    const rounding = (a: Rows, b: Rows): number =>
      64 * samples * Number.EPSILON * (lossTerms(loss, a, b) + Math.abs(bound)) + Number.MIN_VALUE;
    return decide(
      {
        'convex and rising, proven': provenComparison(
          isSymbolic(provenConvexity(choice)) && isSymbolic(provenRising(choice)),
        ),
        'mean distance, exactly': exactMeanDistance(pointSeed),
        'loss at the simplex': { residual: Math.abs(lossValue(loss, top, top) - bound), bound: rounding(top, top) },
        'no lower loss': {
          residual: Math.max(0, bound - lossValue(loss, z, zPrime)),
          bound: rounding(z, zPrime),
        },
      },
      { loss: choice.name, samples },
    );
  },
  counterfeits: [
    {
      id: 'orthogonal',
      description: 'takes orthogonal vectors for the best, as in many dimensions random ones nearly are',
      subject: {
        ...subject,
        best: (samples, features) => generate(samples, Math.max(samples, features), (i, j) => (i === j ? 1 : 0)),
        margin: () => -1,
      },
    },
    {
      id: 'opposite-pairs',
      description: 'takes the largest distance between two samples for that of all, margin −2',
      subject: { ...subject, margin: () => -2 },
    },
    {
      id: 'wrong-count',
      description: 'takes −1/N for the inner products of the simplex',
      subject: { ...subject, margin: (samples) => -(samples + 1) / samples },
    },
    {
      id: 'one-dimension-short',
      description: 'leaves one dimension less than the simplex needs',
      subject: { ...subject, features: ({ samples }) => samples - 2, best: shortSimplex },
      drops: {
        condition: String.raw`$d\ge N-1$`,
        statedBy: 'paper',
        explanation: String.raw`$N$ points with equal distances span $N-1$ dimensions; in fewer the bound is not attained.`,
      },
    },
    {
      id: 'any-length',
      description: 'lets representations have any length',
      subject: { ...subject, onto: (rows) => map(rows, (entry) => 3 * entry) },
      drops: {
        condition: String.raw`$\|z[i]\|=\|z[i']\|=1$`,
        statedBy: 'paper',
        explanation: 'A larger simplex has larger distances and a lower loss.',
      },
    },
  ],
  figures: (verdict) => [
    tightnessFigure(verdict, 'the error of the loss at the simplex, or what a loss lies below it'),
  ],
});

function instancesOf(names: readonly string[]): Arbitrary<Omit<Instance, 'pointSeed'>> {
  return fc.record({
    loss: lossChoice(names),
    samples: fc.integer({ min: 3, max: 7 }),
    spare: fc.nat({ max: 2 }),
    step: gridNumber(0, 1),
    augmentation: fc.oneof(fc.constant(0), gridNumber(0, 0.5)),
    seed: seeds(),
  });
}

/** The corners of a regular simplex about the origin, at distance 1, [N, d]: row i is Gram–Schmidt's, with product −1/(N − 1). */
function simplex(samples: number, features: number): Rows {
  const rows = generate(samples, features, () => 0);
  const product = -1 / (samples - 1);
  for (let i = 0; i < samples; i++) {
    let left = 1;
    for (let k = 0; k < Math.min(i, samples - 1); k++) {
      const before = Array.from({ length: k }, (_, p) => at(rows, i, p) * at(rows, k, p)).reduce((a, b) => a + b, 0);
      const entry = (product - before) / at(rows, k, k);
      rows.data[i * features + k] = entry;
      left -= entry ** 2;
    }
    if (i < samples - 1) rows.data[i * features + i] = Math.sqrt(Math.max(0, left));
  }
  return rows;
}

/** The simplex without its last dimension, on the sphere again. */
function shortSimplex(samples: number, features: number): Rows {
  const whole = simplex(samples, samples - 1);
  return unitRows(generate(samples, features, (i, j) => at(whole, i, j))).unit;
}

/** Σ_{i≠j} d²ᵢⱼ against N Σ‖z‖² − ‖Σz‖². */
function exactMeanDistance(pointSeed: number): Comparison {
  const { inner, total, product, subtract, multiply, fromInteger, identity } = fieldMatrices;
  const z = randomFieldMatrix(randomWords(pointSeed), 4, 3);
  const distances = z.flatMap((own) => z.map((other) => halfSquare(fieldMatrices, own, other)));
  const sum = product([identity(4).map(() => 1n)], z);
  return exactly([[total(distances)]], [[subtract(multiply(fromInteger(4), inner(z, z)), inner(sum, sum))]]);
}
