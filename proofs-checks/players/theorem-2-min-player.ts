import fc from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { decide, type Comparison } from '../../src/claims/evidence.js';
import { inStreams } from '../../src/claims/streams.js';
import { views, type Views } from '../../src/claims/instances.js';
import { exactly as pointInterval, quotient, type Interval } from '../../src/theory/algebra/interval.js';
import { at, generate, map, row, type Matrix, type Rows } from '../../src/theory/algebra/matrix.js';
import { pairwiseImportance, type Loss } from '../../src/theory/losses/loss.js';
import { pairMargins } from '../../src/theory/losses/pair-margins.js';
import { fieldMatrices } from '../../src/theory/algebra/field-matrix.js';
import { inverse, primeField, randomElement, type FieldElement } from '../../src/theory/algebra/prime-field.js';
import { exactly, randomWords, withPoint, type WithPoint } from '../exact-comparison.js';
import { TIAN_2022 } from '../papers.js';
import { tightnessFigure } from '../tightness-figure.js';
import { isNoExponential } from './given-conditions.js';
import { givenViews, marginReach, shortViews } from './given-loss.js';
import { enclosedLoss, pointsOf } from './loss-enclosure.js';
import { lossChoice, lossOf, type LossChoice, type LossFamily } from './loss-instances.js';
import { mirrorDescent } from '../oracles/mirror-descent.js';
import { realViews } from '../real-views.js';
import { importanceFigure } from './theorem-2-figures.js';

interface Theorem2Instance extends Views, WithPoint {
  readonly loss: LossChoice;
}

type Importance = (loss: Loss, z: Rows, zPrime: Rows) => Matrix;

interface Subject {
  readonly importance: Importance;
  /** log α over F_p from the margins, 1/τ and the log of the factor that an anchor's weights have in common. */
  readonly exactLog: (margin: FieldElement, rate: FieldElement, common: FieldElement) => FieldElement;
}

const subject: Subject = {
  importance: pairwiseImportance,
  exactLog: (margin, rate, common) => primeField.add(primeField.multiply(rate, margin), common),
};

/** The losses with ψ(x) = c·exp(x/τ). */
const EXPONENTIAL = [
  'infonce',
  'mine',
  'soft-triplet',
  'n-plus-one-tuplet',
  'lifted-structured',
  'nt-xent',
  'dcl',
] as const;

export const theorem2MinPlayer = defineClaim<Theorem2Instance, Subject>({
  id: 'theorem-2-min-player',
  title: 'Theorem 2: the importance solves the min player’s problem',
  source: TIAN_2022,
  place: 'Theorem 2',
  statement: String.raw`If $\psi(x)=e^{x/\tau}$ (up to a constant factor), then $$\alpha(\theta)=\arg\min_{\alpha\in\mathcal A}\;E_\alpha(\theta)-\mathcal R_H(\alpha),\qquad \mathcal R_H(\alpha)=-\tau\sum_i\sum_{j\ne i}\alpha_{ij}\log\alpha_{ij},$$ $$\mathcal A=\Big\{\alpha\ge0:\ \sum_{j\ne i}\alpha_{ij}=\tau^{-1}\xi_i\,\phi'(\xi_i)\Big\}.$$ For InfoNCE the row sum is $\xi_i/(\xi_i+\epsilon)$. Where the row sum is positive, so is every $\alpha_{ij}$.`,
  method: String.raw`Exactly: at a random point of $\mathbb F_p$, $p=2^{61}-1$, with any numbers for the weights $\alpha_j$, $\beta_j$ of equal sums and their logarithms, $\log\alpha_j=x_j/\tau+c$, what $\beta$ pays more than $\alpha$ is $\tau\sum_j\beta_j(\log\beta_j-\log\alpha_j)$, which Gibbs' inequality shows to be positive unless $\beta=\alpha$; and $\sum_j\phi'\psi_j/\tau=\tau^{-1}\xi\phi'$. The library's code: the problem is strictly convex, so its KKT conditions single out the solution: $d_{ij}^2-d_i^2+\tau\log\alpha_{ij}$ must not depend on $j$, and the row sum must be right. Independently, mirror descent that knows distances, $\tau$ and row sum alone starts from equal weights and must end at the same $\alpha$. Bounds are the rounding of exponentials of size $|x|/\tau$.`,
  grade: {
    kind: 'exact',
    degree: 3,
    reason: String.raw`An exponential enters by its logarithm, which is linear: what any other point of $\mathcal A$ pays more is a polynomial identity of degree 3 in weights, logarithms and $\tau$, and a Kullback–Leibler divergence.`,
  },
  instances: inStreams(EXPONENTIAL, (name) => withPoint(instancesOf([name]).filter(hasWeight))),
  subject,
  ofLoss: (loss) => {
    const reach = marginReach(loss);
    const unmet = (): string | undefined => (isNoExponential(loss) ? 'ψ is not exponential' : undefined);
    return {
      instances: withPoint(
        fc
          .tuple(lossChoice(loss), givenViews(5))
          .map(([choice, both]) => ({ ...shortViews(both, reach), loss: choice })),
      ),
      counterfeits: ['far-pairs', 'wrong-row-sum'],
      condition: { words: String.raw`$\psi(x)=e^{x/\tau}$ up to a constant factor`, unmet, unmetAt: unmet },
      alike: ({ loss: choice, z, zPrime }, { importance: own }, { importance: counterfeit }) => {
        const one = lossOf(choice);
        const [right, other] = [own(one, z, zPrime).data, counterfeit(one, z, zPrime).data];
        const rounding = relativeRounding(pairMargins(z, zPrime).data, 1 / rateOf(one));
        return right.every((weight, k) => Math.abs(weight - (other[k] as number)) <= rounding * Math.abs(weight));
      },
    };
  },
  check: ({ loss: choice, z, zPrime, pointSeed }, { importance, exactLog }) => {
    const loss = lossOf(choice);
    const temperature = 1 / rateOf(loss);
    const margins = pairMargins(z, zPrime);
    const alpha = importance(loss, z, zPrime);
    const rows = Array.from({ length: z.rows }, (_, i) => {
      const x = without(row(margins, i), i);
      const found = rowComparison({
        x,
        weights: without(row(alpha, i), i),
        temperature,
        formulae: formulaeRounding(choice, x),
        ...rowSum(loss, x),
      });
      // Where the row sum of a loss that is given is 0, the theorem has no content; of a named one it must be positive.
      return 'phi' in choice && rowSum(loss, x).mass === 0 ? { ...found, without: 0 } : found;
    });
    const worst = (key: keyof RowComparison): number => Math.max(0, ...rows.map((found) => found[key]));
    return decide(
      {
        'excess of others, exactly': exactComparison(pointSeed, exactLog),
        'KKT residual': { residual: worst('kkt'), bound: 1 },
        'row sum': { residual: worst('mass'), bound: 1 },
        'mirror descent': { residual: worst('solver'), bound: 1 },
        'pairs without weight': { residual: worst('without'), bound: 0.5 },
      },
      { loss: choice.name },
    );
  },
  counterfeits: [
    {
      id: 'below-the-threshold',
      description: 'lets ξᵢ of Lifted structured lie below 1',
      subject,
      instances: withPoint(instancesOf(['lifted-structured'])),
      drops: {
        condition: String.raw`the row sum $\tau^{-1}\xi_i\phi'(\xi_i)$ is positive`,
        statedBy: 'here',
        explanation: String.raw`For $\xi_i\le1$ lifted structured has $\phi'(\xi_i)=0$: the set $\mathcal A$ of that anchor holds $\alpha=0$ alone, the theorem has no content, and the anchor exerts no force.`,
      },
    },
    {
      id: 'sigmoid',
      description: 'takes the sigmoid of Modified triplet for ψ, and its steepness for 1/τ',
      subject,
      instances: withPoint(instancesOf(['modified-triplet'])),
      drops: {
        condition: String.raw`$\psi(x)=e^{x/\tau}$`,
        statedBy: 'paper',
        explanation: String.raw`Only $\psi'=\psi/\tau$ gives $\alpha$ the row sum $\tau^{-1}\xi_i\phi'(\xi_i)$ and makes $\tau\log\alpha_{ij}+d_{ij}^2$ the same for all $j$; the sigmoid $\sigma(x/\tau)$ has neither.`,
      },
    },
    {
      id: 'far-pairs',
      description: 'puts the weight on distant pairs (sign of the distance wrong)',
      subject: { ...subject, importance: reweighted((x, temperature) => Math.exp(-x / temperature)) },
    },
    {
      id: 'half-temperature',
      description: 'uses τ/2 inside the exponential',
      subject: { ...subject, importance: reweighted((x, temperature) => Math.exp((2 * x) / temperature)) },
    },
    {
      id: 'exact-half-temperature',
      description: 'over F_p: uses τ/2 inside the exponential',
      subject: {
        ...subject,
        exactLog: (margin, rate, common) => subject.exactLog(margin, primeField.add(rate, rate), common),
      },
    },
    {
      id: 'uniform',
      description: 'spreads the right row sum evenly',
      subject: { ...subject, importance: reweighted(() => 1) },
    },
    {
      id: 'wrong-row-sum',
      description: 'leaves the right proportions at one and a half times the row sum: outside A',
      subject: {
        ...subject,
        importance: (loss, z, zPrime) => map(pairwiseImportance(loss, z, zPrime), (weight) => 1.5 * weight),
      },
    },
  ],
  real: function* (images) {
    for (const { label, instance: both } of realViews(images)) {
      for (const name of EXPONENTIAL) {
        // Pixels are far apart: a large margin keeps every anchor of Lifted structured above its threshold.
        const parameters: Record<string, number> = name === 'lifted-structured' ? { epsilon: 8 } : {};
        yield { label: `${label}, ${name}`, instance: { ...both, loss: { name, parameters }, pointSeed: 1 } };
      }
    }
  },
  figures: (verdict, given) => [
    ...(given === undefined ? [importanceFigure(verdict)] : []),
    tightnessFigure(verdict, 'the largest of KKT residual, error of the row sum and distance to mirror descent'),
  ],
});

function instancesOf(family: LossFamily): fc.Arbitrary<Omit<Theorem2Instance, 'pointSeed'>> {
  return fc.tuple(lossChoice(family), views()).map(([loss, both]) => ({ ...both, loss }));
}

/** True if every anchor has a positive row sum. */
function hasWeight({ loss: choice, z, zPrime }: Omit<Theorem2Instance, 'pointSeed'>): boolean {
  const loss = lossOf(choice);
  const margins = pairMargins(z, zPrime);
  return Array.from({ length: z.rows }, (_, i) => rowSum(loss, without(row(margins, i), i))).every(
    ({ mass }) => mass > 0,
  );
}

const NEGATIVES = 3;

/** Compares what β pays more than α, and the row sum, against the theorem's. */
function exactComparison(pointSeed: number, logOf: Subject['exactLog']): Comparison {
  const { add, subtract, multiply, total } = fieldMatrices;
  const word = randomWords(pointSeed);
  const draw = (): FieldElement[] => Array.from({ length: NEGATIVES }, () => randomElement(word));
  const dot = (a: readonly FieldElement[], b: readonly FieldElement[]): FieldElement =>
    total(a.map((entry, j) => multiply(entry, b[j] as FieldElement)));
  const [margins, weights, free, logs, psi] = [draw(), draw(), draw(), draw(), draw()];
  const [rate = 1n, common = 0n, slope = 0n] = draw();
  const temperature = inverse(rate);
  const others = [...free.slice(1), subtract(total(weights), total(free.slice(1)))];
  const own = margins.map((margin) => logOf(margin, rate, common));
  // d²ᵢⱼ is −x but for d²ᵢ, which both pay alike.
  const price = (paid: readonly FieldElement[], of: readonly FieldElement[]): FieldElement =>
    subtract(multiply(temperature, dot(paid, of)), dot(paid, margins));
  const divergence = dot(
    others,
    logs.map((log, j) => subtract(log, own[j] as FieldElement)),
  );
  const sums = total(psi.map((value) => multiply(slope, multiply(rate, value))));
  return exactly(
    [[price(others, logs), sums]],
    [[add(price(weights, own), multiply(temperature, divergence)), multiply(rate, multiply(total(psi), slope))]],
  );
}

interface RowProblem {
  readonly x: Float64Array;
  readonly weights: Float64Array;
  readonly temperature: number;
  /** Relative rounding of the formulae of a loss that is given; 0 for the named ones. */
  readonly formulae: number;
  /** Row sum that A demands. */
  readonly mass: number;
  /** Change of the row sum with log ξ: near ξ = 1 that of Lifted structured is small but moves fast. */
  readonly sensitivity: number;
}

interface RowComparison {
  readonly kkt: number;
  readonly mass: number;
  readonly solver: number;
  /** Number of pairs whose weight is 0. */
  readonly without: number;
}

/** Residuals of one anchor, each divided by what rounding can explain. */
function rowComparison({ x, weights, temperature, formulae, mass, sensitivity }: RowProblem): RowComparison {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const rounding = relativeRounding(x, temperature) + formulae;
  const massBound = rounding * (Math.abs(mass) + sensitivity) + Number.MIN_VALUE;
  const massError = Math.abs(total - mass) / massBound;
  const empty = weights.filter((weight) => weight === 0).length;
  // No weight at all (Lifted structured below its threshold): the only feasible point is 0.
  if (mass === 0 || total === 0) return { kkt: 0, mass: massError, solver: 0, without: empty };

  const multipliers = [...weights].map((weight, j) => temperature * Math.log(weight) - (x[j] as number));
  const spread = Math.max(...multipliers) - Math.min(...multipliers);
  const largestLog = Math.max(...weights.map((weight) => Math.abs(Math.log(weight))));
  const solution = mirrorDescent({ distances: x.map((margin) => -margin), temperature, mass });
  const apart = Math.max(...weights.map((weight, j) => Math.abs(weight - (solution[j] as number))));
  return {
    kkt: spread / (temperature * rounding * (1 + largestLog)),
    mass: massError,
    solver: apart / massBound,
    without: empty,
  };
}

/** exp(x/τ) carries a relative error of ε|x|/τ, and a sum of n of them nε more. */
function relativeRounding(x: Float64Array, temperature: number): number {
  const reach = Math.max(...x.map(Math.abs)) / temperature;
  return 8 * (x.length + 2 * reach + 8) * Number.EPSILON;
}

/** Rounding that the formulae of a given loss add where its ψ is an exponential that is not written as one. */
function formulaeRounding(choice: LossChoice, x: Float64Array): number {
  const { psi } = lossOf(choice);
  if (!('phi' in choice) || psi.logLine !== undefined) return 0;
  const enclosed = enclosedLoss(choice);
  const relative = ({ lower, upper }: Interval): number => (upper - lower) / Math.max(Number.MIN_VALUE, lower);
  const origin = pointInterval(0);
  const rate = quotient(enclosed.psi.derivative(origin), enclosed.psi.value(origin));
  const reach = Math.max(...x.map(Math.abs)) * rate.upper;
  return (
    (1 + reach) * relative(rate) +
    Math.max(
      ...pointsOf(x).map((margin) => relative(enclosed.psi.value(margin)) + relative(enclosed.psi.derivative(margin))),
    )
  );
}

/** A ξ this close below a kink may lie above it in exact arithmetic. */
const KINK_MARGIN = 1e-12;

/** τ⁻¹ ξ φ′(ξ) by the plain sum (the margins of instances are moderate), and |ξ d/dξ| of it. */
function rowSum(loss: Loss, x: Float64Array): { mass: number; sensitivity: number } {
  const xi = x.reduce((sum, margin) => sum + loss.psi.value(margin), 0);
  const [first, second] = [loss.phi.derivative(xi), loss.phi.secondDerivative(xi * (1 + KINK_MARGIN))];
  return { mass: rateOf(loss) * xi * first, sensitivity: rateOf(loss) * xi * Math.abs(first + xi * second) };
}

/** 1/τ; the steepness of a sigmoid, which is 1/τ far to the left; ψ′/ψ of an exponential that is not written as one. */
function rateOf({ name, psi, parameters }: Loss): number {
  if (psi.logLine !== undefined) return psi.logLine.rate;
  return name === 'formulae' ? psi.derivative(0) / psi.value(0) : (parameters['steepness'] ?? 1);
}

/** Other proportions at the right row sums. */
function reweighted(proportion: (x: number, temperature: number) => number): Importance {
  return (loss, z, zPrime) => {
    const margins = pairMargins(z, zPrime);
    const right = pairwiseImportance(loss, z, zPrime);
    const weight = (i: number, j: number): number => (i === j ? 0 : proportion(at(margins, i, j), 1 / rateOf(loss)));
    const sum = (of: (j: number) => number): number =>
      Array.from({ length: z.rows }, (_, j) => of(j)).reduce((a, b) => a + b);
    return generate(z.rows, z.rows, (i, j) => {
      const [mass, total] = [sum((k) => at(right, i, k)), sum((k) => weight(i, k))];
      return (mass * weight(i, j)) / total;
    });
  };
}

function without(values: Float64Array, i: number): Float64Array {
  return values.filter((_, j) => j !== i);
}
