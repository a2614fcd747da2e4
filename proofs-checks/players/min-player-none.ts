/**
 * Which losses have a min player.
 *
 * If α(x) maximises αᵀx − G(α) over a set A for whatever G and A that do not depend on x, then adding the two optimality
 * inequalities of points x and y gives (α(x) − α(y))ᵀ(x − y) ≥ 0: α is monotone. Since α = ∇F, that is convexity of F.
 * Convexity by hand: log-sum-exp is convex, τ log(ε + eˡ) and [l]₊² are convex and increasing in l = log-sum-exp, and a sum
 * of convex ψ is convex.
 */
import fc, { type Arbitrary } from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { decide } from '../../src/claims/evidence.js';
import { gridNumber, meeting, seeds } from '../../src/claims/instances.js';
import { taylorSlope } from '../../src/claims/taylor-slope.js';
import { symmetricEigen } from '../../src/theory/algebra/decompositions.js';
import { add, at, dot, generate, map, norm, type Matrix } from '../../src/theory/algebra/matrix.js';
import { anchorHessian } from '../../src/theory/losses/anchor-hessian.js';
import { logSumExp } from '../../src/theory/algebra/log-sum-exp.js';
import { anchorImportance, type Loss } from '../../src/theory/losses/loss.js';
import { randomStream } from '../../src/theory/algebra/random-stream.js';
import { TIAN_2022 } from '../papers.js';
import { tightnessFigure } from '../tightness-figure.js';
import { anchorRounding, CONVEX_LOSSES, isConvex, type AnchorInstance } from './anchor-instances.js';
import { bendsDown, convexF, importanceTurnsBack } from './given-conditions.js';
import { marginReach, steepnessOf } from './given-loss.js';
import { curvatureRounding, weightRounding } from './given-rounding.js';
import { lossChoice, lossOf, perLoss, type LossChoice, type LossFamily } from './loss-instances.js';
import { responseFigure } from './min-player-figures.js';
import { gradeOfGiven, isSymbolic, provenComparison, provenConvexity } from './proven-of-loss.js';
import { realAnchors } from './real-anchors.js';

interface Instance extends AnchorInstance {
  /** A second point, of the same length. */
  readonly other: Float64Array;
}

interface Subject {
  /** Proves that F is convex. */
  readonly isConvex: (choice: LossChoice) => boolean;
  readonly importance: (loss: Loss, margins: Float64Array) => Float64Array;
  readonly hessian: (loss: Loss, margins: Float64Array) => Matrix;
}

const subject: Subject = {
  isConvex: (choice) => isSymbolic(provenConvexity(choice)),
  importance: anchorImportance,
  hessian: anchorHessian,
};

/** Longest step of the slope test; no kink lies within twice of it. */
const STEP = 0.01;
/** A remainder this far above rounding falls with slope 2 over more than a decade of steps. */
const VISIBLE = 1000;

export const minPlayerNone = defineClaim<Instance, Subject>({
  id: 'min-player-none',
  title: 'All named losses but Modified triplet are convex in the margins, and so have a min player',
  source: 'derived here',
  about: TIAN_2022,
  place: 'Figure 1, right, and Theorem 2',
  statement: String.raw`$F(x)=\phi(\sum_j\psi(x_j))$ is convex for InfoNCE, MINE, Triplet, soft triplet, N+1 tuplet, lifted structured and Triplet contrastive: $$\nabla^2F=\phi''(\xi)\,\psi'\psi'^\top+\phi'(\xi)\operatorname{diag}\psi''\succeq0,\qquad(\alpha(x)-\alpha(y))^\top(x-y)\ge0.$$ For $\psi(x)=e^{x/\tau}$ this says that the row sum $\tau^{-1}\xi\phi'(\xi)$ of Theorem 2 never falls with $\xi$. No $\alpha$ that breaks the second inequality is a best response, whatever the regulariser $\mathcal R(\alpha)$ and the set $\mathcal A$, as long as neither depends on $\theta$.`,
  method: String.raw`For all parameters in the ranges of the instances the analysis must prove by the rules of calculus that $F$ is convex. The library's code: its Hessian is first shown to be the derivative of $\alpha$ (slope 2 of the Taylor remainder, bound ½); its smallest eigenvalue must not lie below 0, and $\alpha$ of two random points must be monotone, both within the rounding of exponentials of size $|x|/\tau$.`,
  grade: {
    kind: 'symbolic',
    reason: String.raw`Sign rules for derivatives prove for each loss that $\psi$ is convex and $\phi$ convex and rising, or that $\psi$ is exponential and $\phi(e^l)$ convex and rising in $l$, for every $\tau>0$ and the ranges of the other parameters; a convex $F$ has a monotone gradient. The code that computes $\alpha$ and $\nabla^2F$ is compared within rounding.`,
  },
  instances: perLoss((names) => instancesOf(names), isConvex),
  subject,
  ofLoss: (loss) => ({
    // Margins must be able to keep off corners.
    instances: instancesOf(loss, Math.max(marginReach(loss), 8 * STEP)),
    // ψ′ alone is monotone too where ψ is convex: that φ′ is forgotten does not show on every loss.
    counterfeits: ['outer-curvature-doubled', 'inner-curvature-only', 'importance-on-the-diagonal'],
    title: 'The loss is convex in the margins, and so has a min player',
    grade: gradeOfGiven(loss, provenConvexity),
    condition: convexF(loss, ({ loss: choice, margins, other }, enclosed) => {
      const { vectors } = symmetricEigen(anchorHessian(lossOf(choice), margins));
      const lowest = Float64Array.from({ length: margins.length }, (_, j) => at(vectors, j, margins.length - 1));
      return importanceTurnsBack(enclosed, margins, other) || bendsDown(enclosed, margins, lowest);
    }),
    alike: isAlike,
  }),
  check: ({ loss: choice, margins, other, seed }, { isConvex: isKnown, importance, hessian }) => {
    const loss = lossOf(choice);
    const curvature = hessian(loss, margins);
    const { values } = symmetricEigen(curvature);
    const random = randomStream(seed, 'direction');
    const free = margins.map(() => random.normal());
    const direction = free.map((entry) => entry / norm(free));
    const along = (t: number): Float64Array => importance(loss, moved(margins, direction, t));
    const noise = importanceNoise(choice, margins);
    const { slope, curve } = taylorSlope(
      (t) => dot(direction, along(t)),
      quadraticForm(curvature, direction),
      stepOf(choice),
      () => noise,
    );

    const [here, there] = [importance(loss, margins), importance(loss, other)];
    const gain = here.reduce(
      (sum, weight, j) => sum + (weight - (there[j] as number)) * ((margins[j] as number) - (other[j] as number)),
      0,
    );
    // Where α hardly moves (a saturated softmax), the remainder is the rounding of its exponentials and has no slope.
    const visible = (curve.at(-1)?.remainder ?? 0) > VISIBLE * anchorRounding(loss, margins) * norm(here);
    const apart = margins.map((m, j) => Math.abs(m - (other[j] as number)));
    const size = (x: Float64Array, weights: Float64Array): number =>
      anchorRounding(loss, x) * dot(weights.map(Math.abs), apart) + dot(importanceRounding(choice, x), apart);
    const lowest = values.at(-1) ?? 0;
    return decide(
      {
        ...('phi' in choice ? {} : { 'convexity, proven': provenComparison(isKnown(choice)) }),
        'smallest eigenvalue': { residual: Math.max(0, -lowest), bound: hessianRounding(choice, margins) },
        'Hessian (Taylor slope)': {
          residual: Number.isNaN(slope) ? slope : visible ? Math.max(0, 2 - slope) : 0,
          bound: 0.5,
        },
        monotonicity: {
          residual: Math.max(0, -gain),
          bound: size(margins, here) + size(other, there) + Number.MIN_VALUE,
        },
      },
      { loss: choice.name, lowest, gain },
    );
  },
  counterfeits: [
    {
      id: 'modified-triplet',
      description: 'tries Modified triplet, whose ψ is a sigmoid',
      subject: { ...subject, isConvex: () => true },
      instances: instancesOf(['modified-triplet']),
      drops: {
        condition: String.raw`$F$ is convex`,
        statedBy: 'here',
        explanation: String.raw`Modified triplet has an importance, $\alpha=c\,\sigma'(cx)$, but it falls where $x>0$: at $y>x\ge0$ its $(\alpha(x)-\alpha(y))(x-y)<0$. No regulariser whatever makes it a best response. Theorem 1 holds for it; only the min player is missing.`,
      },
    },
    {
      id: 'lifted-without-positive-part',
      description: 'squares the logarithm of Lifted structured on both sides of its threshold',
      subject: { ...subject, importance: unclippedImportance, hessian: unclippedHessian },
      instances: instancesOf(['lifted-structured']),
    },
    {
      id: 'outer-curvature-doubled',
      description: 'counts φ″ once for each of the two indices',
      subject: {
        ...subject,
        hessian: (loss, x) =>
          add(
            map(anchorHessian(loss, x), (h) => 2 * h),
            innerCurvature(loss, x),
            -1,
          ),
      },
    },
    {
      id: 'inner-curvature-only',
      description: 'leaves out φ″: the Hessian as if φ were linear',
      subject: { ...subject, hessian: innerCurvature },
    },
    {
      id: 'importance-on-the-diagonal',
      description: 'adds α to the diagonal of the Hessian',
      subject: {
        ...subject,
        hessian: (loss, x) => {
          const weights = anchorImportance(loss, x);
          const right = anchorHessian(loss, x);
          return generate(x.length, x.length, (j, k) => at(right, j, k) + (j === k ? (weights[j] as number) : 0));
        },
      },
    },
    {
      id: 'outer-derivative-forgotten',
      description: 'takes α = ψ′, without the factor φ′(ξ)',
      subject: { ...subject, importance: ({ psi }, margins) => margins.map((x) => psi.derivative(x)) },
    },
  ],
  real: function* (images) {
    for (const { label, instance } of realAnchors(CONVEX_LOSSES)(images)) {
      const other = instance.margins.toReversed();
      if (farFromKinks({ ...instance, other })) yield { label, instance: { ...instance, other } };
    }
  },
  figures: (verdict, given) => [
    ...(given === undefined ? [responseFigure()] : []),
    tightnessFigure(verdict, 'the eigenvalue below 0, the slope short of 2 or the lack of monotonicity'),
  ],
});

function instancesOf(family: LossFamily, reach = 4): Arbitrary<Instance> {
  const points = fc.array(fc.tuple(gridNumber(-reach, reach), gridNumber(-reach, reach)), {
    minLength: 1,
    maxLength: 6,
  });
  const all = fc.record({ loss: lossChoice(family), points, seed: seeds() }).map(({ loss, points: pairs, seed }) => ({
    loss,
    margins: Float64Array.from(pairs, ([x]) => x),
    other: Float64Array.from(pairs, ([, y]) => y),
    seed,
  }));
  return meeting(all, farFromKinks, 'margins that keep off every corner of φ and ψ');
}

/** True if no kink of ψ or φ lies within two steps of the first point. */
function farFromKinks({ loss: choice, margins }: Instance): boolean {
  const loss = lossOf(choice);
  /** ξ where every margin is this much larger. */
  const sumOf = (step: number): number => margins.reduce((sum, x) => sum + loss.psi.value(x + 2 * step), 0);
  const offCorner = loss.psi.kinks.every(({ at: kink }) => margins.every((x) => Math.abs(x - kink) > 2 * STEP));
  const { logLine } = loss.psi;
  return (
    offCorner &&
    loss.phi.kinks.every(({ at: kink }) => {
      // Of the named φ only Lifted structured's has one, at ξ = 1: log ξ moves by no more than the margins do.
      if (logLine === undefined || kink <= 0) return sumOf(-STEP) > kink === sumOf(STEP) > kink;
      const logXi = logSumExp(margins.map((x) => logLine.rate * x + logLine.shift));
      return Math.abs(logXi - Math.log(kink)) > 2 * STEP * Math.max(1, logLine.rate);
    })
  );
}

/** The longest step of the slope test: shorter where a loss that is given bends faster than the named ones. */
function stepOf(choice: LossChoice): number {
  return 'phi' in choice ? STEP / steepnessOf(choice) : STEP;
}

/** Rounding of each αⱼ of a loss that is given, beside a relative one; 0 for the named ones. */
function importanceRounding(choice: LossChoice, margins: Float64Array): Float64Array {
  return 'phi' in choice ? Float64Array.from(weightRounding(choice, margins)) : new Float64Array(margins.length);
}

/** The same in a slope of α along a direction of length 1; the slope test measures what the named losses have. */
function importanceNoise(choice: LossChoice, margins: Float64Array): number {
  return norm(importanceRounding(choice, margins));
}

/** True if two subjects differ by rounding alone, or by what the slope test cannot see above it. */
function isAlike({ loss: choice, margins, other }: Instance, own: Subject, counterfeit: Subject): boolean {
  const loss = lossOf(choice);
  const differs = (x: Float64Array): boolean => {
    const [right, wrong] = [own.importance(loss, x), counterfeit.importance(loss, x)];
    const off = importanceRounding(choice, x);
    return right.some(
      (weight, j) =>
        Math.abs(weight - (wrong[j] as number)) > anchorRounding(loss, x) * Math.abs(weight) + (off[j] as number),
    );
  };
  const gap = norm(add(own.hessian(loss, margins), counterfeit.hessian(loss, margins), -1));
  const weight = norm(own.importance(loss, margins));
  const hidden = Math.max(VISIBLE * anchorRounding(loss, margins) * weight, 100 * importanceNoise(choice, margins));
  return !differs(margins) && !differs(other) && gap * stepOf(choice) <= hidden;
}

/** Rounding of an eigenvalue: n entries that each carry the rounding of their exponentials. */
function hessianRounding(choice: LossChoice, margins: Float64Array): number {
  const loss = lossOf(choice);
  const xi = margins.reduce((sum, x) => sum + loss.psi.value(x), 0);
  const slopes = margins.reduce((sum, x) => sum + loss.psi.derivative(x) ** 2, 0);
  const curvature = Math.max(...margins.map((x) => Math.abs(loss.psi.secondDerivative(x))));
  const size = Math.abs(loss.phi.secondDerivative(xi)) * slopes + loss.phi.derivative(xi) * curvature;
  const terms = 'phi' in choice ? curvatureRounding(choice, margins) : 0;
  return margins.length * (anchorRounding(loss, margins) * size + terms) + Number.MIN_VALUE;
}

/** φ′(ξ) diag ψ″. */
function innerCurvature(loss: Loss, margins: Float64Array): Matrix {
  const { onLogScale, ...phi } = { ...loss.phi, secondDerivative: () => 0 };
  const straight = onLogScale && ((l: number) => ({ ...onLogScale(l), curvature: 0, bend: onLogScale(l).slope }));
  return anchorHessian({ ...loss, phi: straight === undefined ? phi : { ...phi, onLogScale: straight } }, margins);
}

/** Gradient of (log Σ exp(x + ε))². */
function unclippedImportance({ psi }: Loss, margins: Float64Array): Float64Array {
  const lines = margins.map((x) => x + (psi.logLine?.shift ?? 0));
  const level = logSumExp(lines);
  return lines.map((line) => 2 * level * Math.exp(line - level));
}

function unclippedHessian({ psi }: Loss, margins: Float64Array): Matrix {
  const lines = margins.map((x) => x + (psi.logLine?.shift ?? 0));
  const level = logSumExp(lines);
  const shares = lines.map((line) => Math.exp(line - level));
  return generate(lines.length, lines.length, (j, k) => {
    const [p, q] = [shares[j] as number, shares[k] as number];
    return 2 * p * q + 2 * level * ((j === k ? p : 0) - p * q);
  });
}

function moved(margins: Float64Array, direction: Float64Array, t: number): Float64Array {
  return margins.map((x, j) => x + t * (direction[j] as number));
}

function quadraticForm(matrix: Matrix, v: Float64Array): number {
  return v.reduce((sum, left, j) => sum + left * v.reduce((inner, right, k) => inner + at(matrix, j, k) * right, 0), 0);
}
