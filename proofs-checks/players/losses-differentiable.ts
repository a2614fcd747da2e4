import fc from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { decide } from '../../src/claims/evidence.js';
import { gridNumber } from '../../src/claims/instances.js';
import type { ScalarFunction } from '../../src/theory/losses/scalar-function.js';
import { TIAN_2022 } from '../papers.js';
import { tightnessFigure } from '../tightness-figure.js';
import { isProven } from '../../src/theory/analysis/statement.js';
import { lossChoice, lossOf, perLoss, type LossChoice } from './loss-instances.js';
import { provenComparison, provenSmoothness } from './proven-of-loss.js';
import { kinkFigure } from './losses-differentiable-figure.js';

interface Instance {
  readonly loss: LossChoice;
  readonly part: 'phi' | 'psi';
  /** The point at which the slopes are compared: see `pointOf`. */
  readonly at: 'kink' | number;
}

interface Subject {
  readonly part: Part;
  /** Proves that φ or ψ has no corner, or one where its library function declares it. */
  readonly isProven: (loss: LossChoice, part: 'phi' | 'psi') => boolean;
}

/** φ or ψ of a loss. */
type Part = (loss: LossChoice, part: 'phi' | 'psi') => ScalarFunction;

/** Steps of the one-sided differences, each half of the one before. */
const STEPS = [1e-2, 5e-3, 2.5e-3, 1.25e-3];

const LIBRARY: Subject = { part: libraryPart, isProven: isProvenAsDeclared };

export const lossesDifferentiable = defineClaim<Instance, Subject>({
  id: 'losses-differentiable',
  title: 'Of the named losses only Triplet is not differentiable',
  source: 'derived here',
  about: TIAN_2022,
  place: 'Figure 1, right, and the condition of Theorem 1',
  statement: String.raw`All $\phi$ and $\psi$ of the family are continuously differentiable but $\psi(x)=[x+\epsilon]_+$ of Triplet at $x=-\epsilon$. In particular $\phi(x)=[\log x]_+^2$ of lifted structured is: $\phi'(x)=2[\log x]_+/x$ is continuous at $x=1$, where only the second derivative jumps, from 0 to 2. Theorem 1 therefore needs an exception for Triplet alone, where some $d_{ij}^2-d_i^2=\epsilon$.`,
  method: String.raw`For all parameters in the ranges of the instances the analysis must prove that the formula is continuously differentiable, or enclose one jump of its slope and nothing left open, where the library's function declares its one corner. The library's code: the slopes $(f(x\pm h)-f(x))/(\pm h)$ from the left and from the right, extrapolated in $h$ over four halvings from $10^{-2}$, against each other and against $f'$: at every kink that a function declares, and at random points. The bound is what extrapolation leaves, $10^5h_1h_2h_3h_4$ of the size of the function for rates up to 10, plus its rounding over $h$.`,
  grade: {
    kind: 'interval-certified',
    reason: String.raw`By the rules of calculus all $\phi$ and $\psi$ are made of smooth functions, or of a $[w]_+$ under a power that is flat where $w=0$; the corner of Triplet is enclosed in interval arithmetic. That the library's code computes these formulae is seen in floating point.`,
  },
  instances: perLoss((names) => instancesOf(names).filter(isClear)),
  subject: LIBRARY,
  check: ({ loss, part, at }, { part: partOf, isProven: isKnown }) => {
    const f = partOf(loss, part);
    const x = pointOf(at, libraryPart(loss, part));
    const [left, right] = [oneSidedSlope(f, x, -1), oneSidedSlope(f, x, 1)];
    const slope = f.derivative(x);
    const bound = slopeBound(f, x);
    return decide(
      {
        'corners, proven': provenComparison(isKnown(loss, part)),
        'slopes from both sides': { residual: Math.abs(left - right), bound: 2 * bound },
        'slope from the left': { residual: Math.abs(left - slope), bound },
        'slope from the right': { residual: Math.abs(right - slope), bound },
      },
      { loss: loss.name, part, x },
    );
  },
  counterfeits: [
    {
      id: 'corner-of-triplet',
      description: 'does not leave out the corner of Triplet',
      subject: LIBRARY,
      instances: fc
        .record({ loss: lossChoice(['triplet']) })
        .map(({ loss }) => ({ loss, part: 'psi', at: 'kink' }) satisfies Instance),
      drops: {
        condition: String.raw`no pair of Triplet lies on its corner, $d_{ij}^2-d_i^2=\epsilon$`,
        statedBy: 'paper',
        explanation: String.raw`Tian (2022) asks for differentiable $\phi$ and $\psi$. Triplet's $\psi$ has slope 0 on the left of $x=-\epsilon$ and 1 on the right. It is the only such point of the family: $[\log x]_+^2$ of lifted structured, piecewise as it is, has slope 0 on both sides of $x=1$.`,
      },
    },
    {
      id: 'unsquared',
      description: 'takes [log x]₊ for Lifted structured, without the square: a corner at 1',
      subject: ofPart((loss, part) =>
        loss.name === 'lifted-structured' && part === 'phi' ? POSITIVE_LOG : libraryPart(loss, part),
      ),
      instances: instancesOf(['lifted-structured']).filter(isClear),
    },
    {
      id: 'derivative-of-the-square',
      description: 'forgets the inner derivative 1/x',
      subject: ofPart((loss, part) => {
        const right = libraryPart(loss, part);
        return part === 'phi' ? { ...right, derivative: (x) => right.derivative(x) * x } : right;
      }),
    },
    {
      id: 'shifted-derivative',
      description: 'takes the derivative at x + 0.01',
      subject: ofPart((loss, part) => {
        const right = libraryPart(loss, part);
        return { ...right, derivative: (x) => right.derivative(x + 0.01) };
      }),
    },
  ],
  figures: (verdict) => [kinkFigure(), tightnessFigure(verdict, 'the difference of two slopes at one point')],
});

/** [log x]₊. */
const POSITIVE_LOG: ScalarFunction = {
  value: (x) => Math.max(0, Math.log(x)),
  derivative: (x) => (x > 1 ? 1 / x : 0),
  secondDerivative: (x) => (x > 1 ? -1 / x ** 2 : 0),
  lowerBound: 0,
  kinks: [{ at: 1, order: 1 }],
};

function instancesOf(names: readonly string[]): fc.Arbitrary<Instance> {
  return fc.record({
    loss: lossChoice(names),
    part: fc.constantFrom('phi', 'psi'),
    at: fc.oneof(fc.constant('kink' as const), gridNumber(-4, 4)),
  });
}

/** True if the point is not a corner, and no step from it crosses a kink. */
function isClear({ loss, part, at }: Instance): boolean {
  const f = libraryPart(loss, part);
  return f.kinks.every((kink) =>
    at === 'kink' ? kink.order > 1 : Math.abs(pointOf(at, f) - kink.at) > 2 * LONGEST_STEP,
  );
}

/** The kink where there is one; ψ is tried at the point itself, and φ, which has a lower bound, this far above it. */
function pointOf(at: Instance['at'], { kinks, lowerBound }: ScalarFunction): number {
  const free = at === 'kink' ? (kinks[0]?.at ?? 0) : at;
  if (at === 'kink' && kinks.length > 0) return free;
  return lowerBound === -Infinity ? free : lowerBound + 0.5 + Math.abs(free);
}

const LONGEST_STEP = Math.max(...STEPS);

function libraryPart(loss: LossChoice, part: 'phi' | 'psi'): ScalarFunction {
  return lossOf(loss)[part];
}

/** The subject with other functions than the library's. */
function ofPart(part: Part): Subject {
  return { ...LIBRARY, part };
}

/** True if the formula is proven smooth, or to have a corner of its slope where the library's function has its only one. */
function isProvenAsDeclared(loss: LossChoice, part: 'phi' | 'psi'): boolean {
  const { statement, corners, undecided } = provenSmoothness(loss)[part];
  if (undecided.length > 0) return false;
  const declared = libraryPart(loss, part).kinks.filter(({ order }) => order === 1);
  if (declared.length === 0) return isProven(statement);
  return (
    statement.outcome === 'fails' && declared.length === 1 && corners.filter(({ order }) => order === 1).length === 1
  );
}

/** Richardson extrapolation of one-sided differences: each sweep removes one more power of h. */
function oneSidedSlope({ value }: ScalarFunction, x: number, side: 1 | -1): number {
  let slopes = STEPS.map((h) => (value(x + side * h) - value(x)) / (side * h));
  for (let order = 1; slopes.length > 1; order++) {
    slopes = slopes.slice(1).map((finer, k) => finer + (finer - (slopes[k] as number)) / (2 ** order - 1));
  }
  return slopes[0] as number;
}

/**
 * Four steps leave at most h₁h₂h₃h₄·max |f⁽⁵⁾|. With rates up to 10 and points at least ½ from a singularity, f⁽⁵⁾ is at
 * most 10⁵ times the size of f nearby. Rounding of f is divided by the smallest step, and extrapolation enlarges it up to
 * ten times.
 */
function slopeBound({ value }: ScalarFunction, x: number): number {
  const size = 1 + Math.max(...[-1, 0, 1].map((side) => Math.abs(value(x + side * LONGEST_STEP))));
  const steps = STEPS.reduce((product, h) => product * h, 1);
  return size * (1e5 * steps + (80 * Number.EPSILON) / Math.min(...STEPS));
}
