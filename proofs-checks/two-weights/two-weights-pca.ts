import fc, { type Arbitrary } from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { decide } from '../../src/claims/evidence.js';
import { meeting, seeds, views } from '../../src/claims/instances.js';
import { symmetricEigen } from '../../src/theory/algebra/decompositions.js';
import { width } from '../../src/theory/algebra/interval.js';
import { add, at, generate, map, maxAbs, stack, type Matrix, type Rows } from '../../src/theory/algebra/matrix.js';
import type { DistanceLoss } from '../../src/theory/distance-losses/distance-loss.js';
import { namedDistanceLoss } from '../../src/theory/distance-losses/named-distance-losses.js';
import { twoWeightCovariance, type PairWeights } from '../../src/theory/distance-losses/two-weight-energy.js';
import { projectedAscent, type Ascent } from '../../src/theory/landscape/projected-ascent.js';
import { importanceSums } from '../../src/theory/losses/contrastive-covariance.js';
import { deepLinearEnergy, type Layers } from '../../src/theory/networks/deep-linear.js';
import { pcaCertificate } from '../deep-linear/pca-certificate.js';
import { DROPPED_CONDITIONS } from '../deep-linear/pca-conditions.js';
import { gapOf, gapOfValues, startOf, STATIONARITY, type PcaInstance } from '../deep-linear/pca-instance.js';
import { tightnessFigure } from '../tightness-figure.js';
import { finiteWeights, givenDistanceLoss, seesNoNegative } from './given-distances.js';
import { twoWeightRounding, weightedRows, type WeightedRows } from './two-weight-instances.js';

interface Instance extends WeightedRows {
  readonly widths: readonly number[];
  /** Seed of the random start. */
  readonly seed: number;
}

interface Subject {
  readonly covariance: (weights: PairWeights, rows: Rows) => Matrix;
  /** Trains from a start until stationary. */
  readonly ascend: (start: Layers, covariance: Matrix) => Ascent;
}

/** λ_max and its distance to the next eigenvalue are at least this share of max |λ|: closer ones take ascent too long. */
const SMALLEST_GAP = 0.02;

/** Losses whose weights α and β, at random representations, are half of the instances. */
const LOSSES = ['siglip', 'dhel', 'kcl', 'f-micl-pearson', 'rince', 'spectral', 'alignment-uniformity'];

const subject: Subject = {
  covariance: twoWeightCovariance,
  ascend: (start, covariance) => projectedAscent(start, covariance, { stationarity: STATIONARITY }),
};

export const twoWeightsPca = defineClaim<Instance, Subject>({
  id: 'two-weights-pca',
  title: 'A deep linear network does PCA of the contrastive covariance of two weights',
  source: 'derived here',
  statement: String.raw`For fixed $\alpha,\beta$ of any sign, $z=W_L\cdots W_1x$ with $\|W_l\|_F=1$ and $\lambda_{\max}(C_{\alpha,\beta}[x])>0$, $$\max_{W_1,\dots,W_L}E_{\alpha,\beta}=\tfrac12\lambda_{\max}(C_{\alpha,\beta}[x]),$$ at aligned rank-1 stacks $W_l=\pm v_lv_{l-1}^\top$ with $v_0$ a top eigenvector; gradient ascent ends there from almost every start with $E_{\alpha,\beta}>0$, and from almost every start at all where $L\le2$. The theorem on one weight reads nothing of $C_\alpha$ but that it is symmetric.`,
  restsOn: ['pca-deep-linear', 'two-weights-covariance'],
  method: String.raw`As for the claim pca-deep-linear: projected gradient ascent from a random start until the tangential gradient $g$ is $10^{-8}\max|\lambda|$; then interval arithmetic encloses $\lambda_{\max}$, the energy, the direction and the distance of each layer from rank 1. The weights are random numbers of any sign, or those of a named loss at random representations. With the least curvature $h$ at the maximum the bounds are twice $Lg^2/(2h)$ for the energy and $\sqrt L\,g/h$ for directions, plus the width of the enclosures; instances have $h\ge2\%$ of $\max|\lambda|$.`,
  grade: {
    kind: 'interval-certified',
    reason: String.raw`Proven for each trained network, rounding included: $\tfrac12\lambda_{\max}-E$ is at most the bound and not negative, and every layer has rank 1 up to a proven remainder. That almost every start gets there is tried on random starts.`,
  },
  instances: fc.oneof(withStart(weightedRows(-1, { samples: 4 })), withStart(ofNamedLosses())).filter(meetsConditions),
  subject,
  ofDistances: (given) => {
    const loss = givenDistanceLoss(given);
    const noNegative = seesNoNegative(loss);
    const unmet = (): string | undefined => noNegative;
    return {
      instances: meeting(
        withStart(ofLosses(fc.constant(loss))),
        meetsConditions,
        'a largest eigenvalue of C_{α,β} that is positive and simple',
      ),
      counterfeits: ['positives-ignored', 'one-weight', 'descent', 'stops-early'],
      condition: {
        words: String.raw`$\lambda_{\max}(C_{\alpha,\beta}[x])>0$`,
        unmet,
        unmetAt: unmet,
      },
      alike: ({ alpha, beta, rows }, own, other) => {
        const [right, wrong] = [own, other].map(({ covariance }) => covariance({ alpha, beta }, rows));
        if (own.ascend !== other.ascend || right === undefined || wrong === undefined) return false;
        return maxAbs(add(right, wrong, -1).data) <= twoWeightRounding({ alpha, beta }, rows);
      },
    };
  },
  check: ({ alpha, beta, rows, widths, seed }, { covariance, ascend }) => {
    const target = twoWeightCovariance({ alpha, beta }, rows);
    const { values, vectors } = symmetricEigen(target);
    const { layers } = ascend(startOf({ z: rows, widths, seed }), covariance({ alpha, beta }, rows));
    const scale = Math.max(...values.map(Math.abs));
    const proven = pcaCertificate(
      layers,
      target,
      vectors.data.filter((_, k) => k % vectors.columns === 0),
    );
    // Instances that drop a condition have a smaller gap, and no bound of their own.
    const curvature = Math.max(gapOfValues(values), SMALLEST_GAP);
    const rounding = 16 * rows.columns ** 2 * Number.EPSILON;
    return decide({
      'energy reached': {
        residual: Math.max(0, proven.gap.upper) / scale,
        bound: (layers.length * STATIONARITY ** 2) / curvature + proven.width / scale,
      },
      'no higher energy': { residual: Math.max(0, -proven.gap.upper) / scale, bound: Number.MIN_VALUE },
      direction: {
        residual: proven.astray.upper,
        // Twice √L g/h, squared; the computed eigenvector is off by rounding over the gap.
        bound:
          (4 * layers.length * STATIONARITY ** 2) / curvature ** 2 + width(proven.astray) + (rounding / curvature) ** 2,
      },
      'rank one': {
        residual: proven.remainder,
        bound: (2 * Math.sqrt(layers.length) * STATIONARITY) / curvature + rounding,
      },
    });
  },
  counterfeits: [
    {
      id: 'positives-ignored',
      description: 'trains on the covariance of the negatives alone',
      subject: {
        ...subject,
        covariance: ({ alpha, beta }, rows) => twoWeightCovariance({ alpha, beta: map(beta, () => 0) }, rows),
      },
    },
    {
      id: 'one-weight',
      description: 'trains on the covariance with β = Σα, as if the loss were one of margins',
      subject: {
        ...subject,
        covariance: ({ alpha }, rows) => {
          const R = rows.rows;
          const sums = Array.from({ length: alpha.rows }, (_, i) =>
            alpha.data.slice(i * R, (i + 1) * R).reduce((sum, one) => sum + one, 0),
          );
          const beta = generate(alpha.rows, R, (i, j) => (j === (i + R / 2) % R ? (sums[i] as number) : 0));
          return twoWeightCovariance({ alpha, beta }, rows);
        },
      },
    },
    {
      id: 'descent',
      description: 'descends the energy',
      subject: {
        ...subject,
        ascend: (start, covariance) =>
          subject.ascend(
            start,
            map(covariance, (entry) => -entry),
          ),
      },
    },
    {
      id: 'stops-early',
      description: 'stops after two sweeps',
      subject: { ...subject, ascend: (start, covariance) => projectedAscent(start, covariance, { sweeps: 2 }) },
    },
    ...DROPPED_CONDITIONS.map(({ instances, ascend, drops, ...dropped }) => ({
      ...dropped,
      drops: {
        ...drops,
        condition: drops.condition.replaceAll(String.raw`_\alpha`, String.raw`_{\alpha,\beta}`),
        statedBy: 'here' as const,
      },
      subject: { ...subject, ascend: ascend ?? subject.ascend },
      instances: instances.map(inTwoWeights),
    })),
  ],
  figures: (verdict) => [tightnessFigure(verdict, 'the comparison that came closest to failing')],
});

function withStart(rows: Arbitrary<WeightedRows>): Arbitrary<Instance> {
  return fc
    .tuple(rows, fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }), seeds())
    .map(([own, widths, seed]) => ({ ...own, widths, seed }));
}

/** Weights of named losses at other rows than those that the network sees: what α and β are is fixed. */
function ofLosses(losses: Arbitrary<DistanceLoss>): Arbitrary<WeightedRows> {
  return fc
    .tuple(views({ samples: 5, features: 4 }), losses)
    .map(([{ z, zPrime }, loss]) => {
      const weights = finiteWeights(loss, small(z), small(zPrime));
      return weights && { ...weights, rows: stack(z, zPrime) };
    })
    .filter((one) => one !== undefined);
}

function ofNamedLosses(): Arbitrary<WeightedRows> {
  return ofLosses(fc.constantFrom(...LOSSES).map((name) => namedDistanceLoss(name)));
}

/** Half the size: the exponentials of the losses are then of moderate size. */
function small(rows: Rows): Rows {
  return map(rows, (entry) => entry / 2);
}

function meetsConditions({ alpha, beta, rows, widths, seed }: Instance): boolean {
  const covariance = twoWeightCovariance({ alpha, beta }, rows);
  if (!covariance.data.every(Number.isFinite) || gapOf(covariance) < SMALLEST_GAP) return false;
  return widths.length <= 2 || deepLinearEnergy(startOf({ z: rows, widths, seed }), covariance) > 0;
}

/** An instance of one weight, with β = Σα. */
function inTwoWeights({ alpha, z, zPrime, widths, seed }: PcaInstance): Instance {
  const N = z.rows;
  const { rows: sums } = importanceSums(alpha);
  return {
    alpha: generate(N, 2 * N, (i, j) => (j < N ? at(alpha, i, j) : 0)),
    beta: generate(N, 2 * N, (i, j) => (j === N + i ? (sums[i] as number) : 0)),
    rows: stack(z, zPrime),
    widths,
    seed,
  };
}
