/**
 * Within one anchor αᵢⱼ = φ′(ξᵢ)ψ′(d²ᵢ − d²ᵢⱼ), and only ψ′ depends on j: α falls with the distance exactly where ψ′ rises
 * with the margin, that is where ψ is convex.
 */
import fc, { type Arbitrary } from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { decide } from '../../src/claims/evidence.js';
import { gridNumber } from '../../src/claims/instances.js';
import { exactly, type Interval } from '../../src/theory/algebra/interval.js';
import { importanceFromFormula, LARGEST_DISTANCE } from '../../src/theory/losses/importance-from-formula.js';
import { IMPORTANCE_NAMES } from '../../src/theory/losses/importances.js';
import { inStreams } from '../../src/claims/streams.js';
import { lossNames } from '../../src/theory/losses/named-losses.js';
import { importanceOf } from '../../src/training/step/importance-choice.js';
import { TIAN_2022 } from '../papers.js';
import { tightnessFigure } from '../tightness-figure.js';
import { chosenImportances, lossImportances, nameOf, weightsOf, type ImportanceChoice } from './importance-choice.js';
import { isProvenToFall } from './falling-weights.js';
import { gradeOfGiven, provenComparison, provenConvexPsi } from './proven-of-loss.js';
import { convexPsi, slopeFalls } from './given-conditions.js';
import { marginReach } from './given-loss.js';
import { weightRounding } from './given-rounding.js';
import { lineOver, widthOf } from './loss-enclosure.js';
import { strengthFigure } from './importance-figures.js';

interface Instance {
  readonly choice: ImportanceChoice;
  /** d²ᵢⱼ, [n]. */
  readonly distances: Float64Array;
}

interface Subject {
  readonly weights: Weights;
  /** Proves that the weights do not rise with distance, or fall strictly. */
  readonly isProven: (choice: ImportanceChoice, isStrict: boolean) => boolean;
}

const subject: Subject = { weights: weightsOf, isProven: isProvenToFall };

/** α of an anchor from its distances, [n]. */
type Weights = (choice: ImportanceChoice, distances: Float64Array) => Float64Array;

const CONVEX_PSI = new Set(lossNames().filter((name) => name !== 'modified-triplet'));

/** The share of the claim's cases that each loss and importance gets. */
const SHARE = 1 / 16;

/** ψ is strictly convex, or the importance strictly decreasing. */
const STRICT = new Set([
  'infonce',
  'mine',
  'soft-triplet',
  'n-plus-one-tuplet',
  'lifted-structured',
  'modified-triplet',
  'entropy',
  'power',
  'shifted-power',
  'direct',
]);

export const importanceMonotone = defineClaim<Instance, Subject>({
  id: 'importance-monotone',
  title: 'Close pairs weigh more, where ψ is convex',
  source: TIAN_2022,
  place: 'α-CL weighs close pairs more; the condition derived here',
  statement: String.raw`For one anchor with $\phi'(\xi_i)>0$, $\alpha_{ij}=\phi'(\xi_i)\,\psi'(d_i^2-d_{ij}^2)$ does not rise with $d_{ij}$ if and only if $\psi$ is convex on the margins that occur. It falls strictly for exponential $\psi$ (InfoNCE, MINE, soft triplet, N+1 tuplet, lifted structured above its threshold), is 1 or 0 for Triplet and constant for Triplet contrastive. For Modified triplet it falls where $d_{ij}^2\ge d_i^2$ and rises where $d_{ij}^2<d_i^2$. Every importance of α-CL falls, strictly but for the square.`,
  method: String.raw`For all parameters in the ranges of the instances the analysis must prove $\psi''\ge0$, or $\psi''>0$, by the rules of calculus, for Modified triplet $\psi''\ge0$ on margins from $-4$ to 0 in interval arithmetic; and of every importance that its weight falls at a fixed multiplier. The library's code: all pairs of distances of random anchors: the nearer one must weigh no less within the rounding of $\psi'$, and more where the fall is strict and exceeds rounding. Modified triplet has $d_i^2\le\min_jd_{ij}^2$ here.`,
  grade: {
    kind: 'interval-certified',
    reason: String.raw`Sign rules for derivatives prove it for every $\psi$ but the sigmoid of Modified triplet, whose curvature is enclosed in interval arithmetic on the margins that occur, and for every importance. The code that computes $\alpha$ is compared within rounding.`,
  },
  instances: inStreams([...lossNames(), ...IMPORTANCE_NAMES], (name) => instancesOf(choicesOf(name)), SHARE),
  subject,
  ofLoss: (loss) => {
    const reach = marginReach(loss);
    return {
      instances: fc
        .record({
          instance: instancesOf(lossImportances(loss, gridNumber(0, reach)), reach),
          unit: fc.constantFrom(...UNITS),
        })
        .map(({ instance: { choice, distances }, unit }) => ({ choice, distances: distances.map((r) => unit * r) })),
      counterfeits: ['signed-distances'],
      grade: gradeOfGiven(loss, (choice) => provenConvexPsi(choice).everywhere),
      condition: convexPsi(loss, ({ choice, distances }, enclosed) =>
        slopeFalls(enclosed, marginsOf(choice, distances)),
      ),
      alike: sameWeights,
    };
  },
  ofAlpha: (alpha) => {
    importanceOf(alpha);
    return {
      instances: instancesOf(fc.constant({ kind: 'given', alpha }), LARGEST_DISTANCE),
      counterfeits: ['far-pairs', 'signed-distances'],
      title: 'Close pairs weigh more',
      grade: { kind: 'sampled', reason: 'A formula that is given is tried in floating point alone.' },
      condition: {
        words: String.raw`$\alpha$ does not rise with distance`,
        unmet: () => undefined,
        unmetAt: (instance) => (risesAt(instance) ? 'α rises with distance' : undefined),
      },
      alike: sameWeights,
    };
  },
  check: ({ choice, distances }, { weights: weightsAt, isProven }) => {
    const nearestFirst = distances.toSorted((a, b) => a - b);
    const weights = weightsAt(choice, nearestFirst);
    const strict = STRICT.has(nameOf(choice));
    const widths = roundingOf(choice, nearestFirst);
    let [rise, plateau, bound] = [0, 0, ROUNDING];
    for (let k = 1; k < weights.length; k++) {
      const [near, far] = [weights[k - 1] as number, weights[k] as number];
      const gap = (nearestFirst[k] as number) - (nearestFirst[k - 1] as number);
      const both = near + far + Number.MIN_VALUE;
      rise = Math.max(rise, (far - near) / both);
      bound = Math.max(bound, ROUNDING + ((widths[k - 1] ?? 0) + (widths[k] ?? 0)) / both);
      if (strict && near > 0 && gap >= VISIBLE && far >= near) plateau += 1;
    }
    return decide(
      {
        ...(isOfFormulae(choice)
          ? {}
          : { 'fall, proven': provenComparison(isProven(choice, strict && !isNearView(choice))) }),
        // exp(x/τ) carries ε|x|/τ, powers as much times the logarithm of their base.
        'weight rises with distance': { residual: rise, bound },
        'no strict fall': { residual: plateau, bound: 0.5 },
      },
      { choice: nameOf(choice) },
    );
  },
  counterfeits: [
    {
      id: 'modified-triplet',
      description: 'lets the second view be further away than other samples in Modified triplet',
      subject: { ...subject, isProven: () => true },
      instances: instancesOf(lossImportances(['modified-triplet'], gridNumber(0.5, 4))),
      drops: {
        condition: String.raw`$\psi$ is convex on the margins that occur`,
        statedBy: 'here',
        explanation: String.raw`The sigmoid of Modified triplet is concave for positive margins: among the samples that are closer to the anchor than its own second view ($d_{ij}^2<d_i^2$) the closest, hardest ones get the least weight.`,
      },
    },
    {
      id: 'far-pairs',
      description: 'weighs by the negated distance',
      subject: {
        ...subject,
        weights: (choice, distances) => {
          const furthest = Math.max(...distances);
          return weightsOf(
            choice,
            distances.map((r) => furthest - r),
          );
        },
      },
    },
    {
      id: 'uniform',
      description: 'gives every pair the mean weight: Triplet contrastive for all',
      subject: {
        ...subject,
        weights: (choice, distances) => {
          const weights = weightsOf(choice, distances);
          return weights.map(() => weights.reduce((a, b) => a + b, 0) / weights.length);
        },
      },
    },
    {
      id: 'signed-distances',
      description: 'multiplies every weight by its distance, as for a gradient with respect to the distance d',
      subject: {
        ...subject,
        weights: (choice, distances) => weightsOf(choice, distances).map((w, j) => w * (distances[j] as number)),
      },
    },
  ],
  figures: (verdict, given) => [
    ...(given === undefined ? strengthFigure() : []),
    tightnessFigure(verdict, 'the largest relative rise of a weight, or the number of plateaus'),
  ],
});

/** Distances closer than this may weigh the same by rounding, at the largest temperature. */
const VISIBLE = 1e-3;
/** |x|/τ is at most 80 and |log| of a power's base at most 15 times 5: this many ulps. */
const ROUNDING = 500 * Number.EPSILON;

/** Units of the distances: a weight that falls steeply is nearly level among distances that differ little. */
const UNITS = [1, 0.1, 0.01, 0.001] as const;

/** A loss or an importance of α-CL; the second view of Modified triplet is nearer than every other sample. */
function choicesOf(name: string): Arbitrary<ImportanceChoice> {
  const importance = IMPORTANCE_NAMES.find((one) => one === name);
  if (importance !== undefined) return chosenImportances([importance]);
  return CONVEX_PSI.has(name) ? lossImportances([name]) : lossImportances([name], fc.constant(0));
}

function sameWeights({ choice, distances }: Instance, own: Subject, counterfeit: Subject): boolean {
  const [right, other] = [own.weights(choice, distances), counterfeit.weights(choice, distances)];
  return right.every((weight, j) => Math.abs(weight - (other[j] as number)) <= ROUNDING * Math.abs(weight));
}

/** True of a loss or α that a reader gives: what is proven of it, its grade says. */
function isOfFormulae(choice: ImportanceChoice): boolean {
  return choice.kind === 'given' || (choice.kind === 'loss' && 'phi' in choice.loss);
}

/** True of a loss that is convex on some margins alone, where the instance keeps to them. */
function isNearView(choice: ImportanceChoice): boolean {
  return choice.kind === 'loss' && !CONVEX_PSI.has(choice.loss.name);
}

function marginsOf(choice: ImportanceChoice, distances: Float64Array): Float64Array {
  return choice.kind === 'loss' ? distances.map((r) => choice.intra - r) : distances;
}

/** Encloses the weights of an α that is given as a formula; empty for every other. */
function enclosedWeights(choice: ImportanceChoice, distances: Float64Array): Interval[] {
  if (choice.kind !== 'given' || !('alpha' in choice.alpha)) return [];
  const { formula, parameters } = importanceFromFormula(choice.alpha);
  return Array.from(distances, exactly).map(lineOver(formula, parameters));
}

/** Tells if a weight is proven to be larger than that of a nearer pair. */
function risesAt({ choice, distances }: Instance): boolean {
  const nearestFirst = distances.toSorted((a, b) => a - b);
  const weights = enclosedWeights(choice, nearestFirst);
  return weights.some(({ upper }, k) => weights.slice(k + 1).some(({ lower }) => lower > upper));
}

/** Rounding of each weight of formulae that are given, in which large terms may cancel; empty for the named ones. */
function roundingOf(choice: ImportanceChoice, distances: Float64Array): number[] {
  if (choice.kind === 'given') return enclosedWeights(choice, distances).map(widthOf);
  if (choice.kind === 'chosen' || !('phi' in choice.loss)) return [];
  return weightRounding(choice.loss, marginsOf(choice, distances));
}

function instancesOf(choices: Arbitrary<ImportanceChoice>, furthest = 4): Arbitrary<Instance> {
  const distances = fc.array(gridNumber(0, furthest), { minLength: 2, maxLength: 8 }).map((r) => Float64Array.from(r));
  return fc.record({ choice: choices, distances });
}
