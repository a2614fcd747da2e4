/**
 * F convex: F(y) ≥ F(x) + αᵀ(y − x) with α = ∇F(x), and the same with x and y exchanged. Summed over anchors, with
 * E_α = −Σ αᵀx, the two lines are the sandwich. It holds for steps of any length and for any encoder, since only margins
 * enter.
 */
import fc, { type Arbitrary } from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { decide } from '../../src/claims/evidence.js';
import { tightness } from '../../src/claims/verdict.js';
import { gridNumber, views, type Views } from '../../src/claims/instances.js';
import { energy } from '../../src/theory/losses/energy.js';
import { add, inner, map, maxAbs, row, type Matrix, type Rows } from '../../src/theory/algebra/matrix.js';
import { lossGradient, lossValue, pairwiseImportance, type Loss } from '../../src/theory/losses/loss.js';
import { pairMargins } from '../../src/theory/losses/pair-margins.js';
import type { LossFormulae } from '../../src/theory/losses/loss-formulae.js';
import { TIAN_2022 } from '../papers.js';
import { shapedLike } from '../shaped-like.js';
import { tightnessFigure } from '../tightness-figure.js';
import { isConvex, temperatureOf } from './anchor-instances.js';
import { sandwichFigure } from './energy-sandwich-figure.js';
import { convexF, liesBelowTangent } from './given-conditions.js';
import { givenViews, marginReach, shortViews } from './given-loss.js';
import { lossRounding, marginRounding, weightRounding, without } from './given-rounding.js';
import { lossChoice, lossOf, perLoss, type LossChoice, type LossFamily } from './loss-instances.js';
import { gradeOfGiven, isSymbolic, provenComparison, provenConvexity } from './proven-of-loss.js';

interface SandwichInstance {
  readonly loss: LossChoice;
  readonly from: Views;
  /** Another representation of the same samples. */
  readonly to: Views;
}

/** E_α(to) − E_α(from) at α = α(from). */
type Rise = (loss: Loss, from: Views, to: Views) => number;

interface Subject {
  readonly rise: Rise;
  /** Proves that F is convex. */
  readonly isConvex: (choice: LossChoice) => boolean;
}

const subject: Subject = { rise: heldFixed, isConvex: (choice) => isSymbolic(provenConvexity(choice)) };

/** Second views further away than other samples: there the sigmoid is concave. */
const AUGMENTED = { samples: 3, features: 2, spread: 1, augmentation: 3 };

export const energySandwich = defineClaim<SandwichInstance, Subject>({
  id: 'energy-sandwich',
  title: 'The loss falls between two rises of the energy',
  source: 'derived here',
  about: TIAN_2022,
  place: 'Theorem 1 for steps of any length',
  statement: String.raw`If $F$ is convex (all losses but Modified triplet), then for any two parameters $\theta,\theta'$ of any encoder, with $\alpha=\alpha(\theta)$ and $\alpha'=\alpha(\theta')$ held fixed, $$E_{\alpha'}(\theta')-E_{\alpha'}(\theta)\;\le\;L(\theta)-L(\theta')\;\le\;E_\alpha(\theta')-E_\alpha(\theta).$$ So a step that lowers $L$ raises the energy at the old $\alpha$ by at least as much, and a step that raises the energy at the new $\alpha$ lowers $L$. A step that raises the energy at the old $\alpha$ need not lower $L$: the energy is a bound of $L$ from the wrong side, and its ascent no majorisation.`,
  restsOn: ['min-player-none'],
  method: String.raw`For all parameters in the ranges of the instances the analysis must prove by the rules of calculus that $F$ is convex; then both lines are the inequality of a tangent, and $E_\alpha=-\sum\alpha x$. The library's code: both inequalities at two independent random representations. The bound is the rounding of exponentials of size $|x|/\tau$ in $L$ and $\alpha$.`,
  grade: {
    kind: 'symbolic',
    reason: String.raw`Sign rules for derivatives prove that $F$ is convex, for every $\tau>0$ and the ranges of the other parameters; the tangent of a convex function lies below it, at steps of any length. The code of loss, importance and energy is compared within rounding.`,
  },
  instances: perLoss((names) => instancesOf(names), isConvex),
  subject,
  ofLoss: (loss) => ({
    instances: givenInstances(loss),
    counterfeits: ['unhalved-trace', 'no-positive-pair'],
    grade: gradeOfGiven(loss, provenConvexity),
    condition: convexF(loss, (instance, enclosed) =>
      endsOf(instance).some((to) => {
        const here = pairMargins(instance.from.z, instance.from.zPrime);
        const there = pairMargins(to.z, to.zPrime);
        return Array.from({ length: here.rows }, (_, i) => i).some((i) => {
          const x = Float64Array.from(without(row(here, i), i));
          const y = Float64Array.from(without(row(there, i), i));
          return liesBelowTangent(enclosed, x, y) || liesBelowTangent(enclosed, y, x);
        });
      }),
    ),
    alike: (instance, { rise: own }, { rise: counterfeit }) => {
      const { loss: choice, from } = instance;
      const one = lossOf(choice);
      return endsOf(instance).every((to) => {
        const bound = rounding(choice, from, to) + rounding(choice, to, from);
        return (
          Math.abs(own(one, from, to) - counterfeit(one, from, to)) <= bound &&
          Math.abs(own(one, to, from) - counterfeit(one, to, from)) <= bound
        );
      });
    },
  }),
  check: (instance, { rise, isConvex: isKnown }) => {
    const { loss: choice, from } = instance;
    const loss = lossOf(choice);
    const steps = endsOf(instance).map((to) => {
      const fall = lossValue(loss, from.z, from.zPrime) - lossValue(loss, to.z, to.zPrime);
      const [upper, lower] = [rise(loss, from, to), -rise(loss, to, from)];
      const bound = rounding(choice, from, to) + rounding(choice, to, from);
      return decide(
        {
          ...('phi' in choice ? {} : { 'convexity, proven': provenComparison(isKnown(choice)) }),
          'above the rise at the old α': { residual: Math.max(0, fall - upper), bound },
          'below the rise at the new α': { residual: Math.max(0, lower - fall), bound },
        },
        { loss: choice.name, fall, upper, lower },
      );
    });
    return steps.reduce((most, step) => (tightness(step) > tightness(most) ? step : most));
  },
  counterfeits: [
    {
      id: 'modified-triplet',
      description: 'tries Modified triplet, which is not convex',
      subject: { ...subject, isConvex: () => true },
      instances: fc
        .record({ loss: lossChoice(['modified-triplet']), from: views(AUGMENTED), to: views(AUGMENTED) })
        .map(({ loss, from, to }) => ({ loss, from, to: shapedLike(from, to) })),
      drops: {
        condition: '$F$ is convex',
        statedBy: 'here',
        explanation:
          'Theorem 1 ties loss and energy to first order for every loss; over steps of finite length only a convex loss keeps the order.',
      },
    },
    {
      id: 'alpha-moves-along',
      description: 'measures the energy at each θ with its own α(θ), along a step of gradient descent',
      subject: { ...subject, rise: (loss, from, to) => ownEnergy(loss, to) - ownEnergy(loss, from) },
      instances: fallingEnergy(),
      drops: {
        condition: String.raw`$\alpha$ is held fixed (under stop-gradient)`,
        statedBy: 'paper',
        explanation: String.raw`With $\alpha$ moving along, $E_{\alpha(\theta)}(\theta)$ changes by the fall of $L$ plus $F^*(\alpha)-F^*(\alpha')$: descending $L$ does not make the energy grow monotonically. In the counterexample a step of gradient descent lowers both.`,
      },
    },
    {
      id: 'new-alpha-above',
      description: 'exchanges the old α and the new',
      subject: { ...subject, rise: (loss, from, to) => -heldFixed(loss, to, from) },
    },
    {
      id: 'unhalved-trace',
      description: 'takes tr C for the energy, without the ½',
      subject: { ...subject, rise: (loss, from, to) => 2 * heldFixed(loss, from, to) },
    },
    {
      id: 'no-positive-pair',
      description: 'leaves the intra-view distance d²ᵢ out of the energy',
      subject: {
        ...subject,
        rise: (loss, from, to) => {
          const alpha = pairwiseImportance(loss, from.z, from.zPrime);
          return energy(alpha, to.z, to.z) - energy(alpha, from.z, from.z);
        },
      },
    },
  ],
  figures: (verdict) => [
    sandwichFigure(verdict),
    tightnessFigure(verdict, 'how far the fall of the loss lies outside the two rises of the energy'),
  ],
});

function instancesOf(family: LossFamily): Arbitrary<SandwichInstance> {
  return fc
    .record({ loss: lossChoice(family), from: views({ features: 4 }), to: views({ features: 4 }) })
    .map(({ loss, from, to }) => ({ loss, from, to: shapedLike(from, to) }));
}

/** Shares of the way: a loss that is steep, or level nearly everywhere, is nearly straight on short ones alone. */
const SHARES = [1, 0.1, 0.01, 0.001] as const;

/** The ends of an instance's steps: all the way, and for a given loss at some shares of it. */
function endsOf({ loss, from, to }: SandwichInstance): Views[] {
  if (!('phi' in loss)) return [to];
  return SHARES.map((share) => {
    const along = (a: Rows, b: Rows): Rows => (share === 1 ? b : add(a, add(b, a, -1), share));
    return { z: along(from.z, to.z), zPrime: along(from.zPrime, to.zPrime) };
  });
}

function givenInstances(loss: LossFormulae): Arbitrary<SandwichInstance> {
  const reach = marginReach(loss);
  return fc
    .record({ loss: lossChoice(loss), from: givenViews(4), to: givenViews(4) })
    .map(({ loss: choice, from, to }) => ({
      loss: choice,
      from: shortViews(from, reach),
      to: shortViews(shapedLike(from, to), reach),
    }));
}

function heldFixed(loss: Loss, from: Views, to: Views): number {
  const alpha = pairwiseImportance(loss, from.z, from.zPrime);
  return energy(alpha, to.z, to.zPrime) - energy(alpha, from.z, from.zPrime);
}

/** E_{α(θ)}(θ). */
function ownEnergy(loss: Loss, { z, zPrime }: Views): number {
  return energy(pairwiseImportance(loss, z, zPrime), z, zPrime);
}

/** Steps of gradient descent that lower L and, with α moving along, the energy as well. */
function fallingEnergy(): Arbitrary<SandwichInstance> {
  return fc
    .record({ loss: lossChoice(['infonce']), from: views({ samples: 4, features: 2 }), step: gridNumber(0.01, 0.5) })
    .map(({ loss, from, step }) => {
      const gradient = lossGradient(lossOf(loss), from.z, from.zPrime);
      return {
        loss,
        from,
        to: { z: add(from.z, gradient.z, -step), zPrime: add(from.zPrime, gradient.zPrime, -step) },
      };
    })
    .filter(({ loss: choice, from, to }) => {
      const loss = lossOf(choice);
      const fall = lossValue(loss, from.z, from.zPrime) - lossValue(loss, to.z, to.zPrime);
      return fall > 0 && ownEnergy(loss, to) < ownEnergy(loss, from) - 1e-6;
    });
}

/** Rounding of L and of Σαx, x the margins of both representations and α that of the first. */
function rounding(choice: LossChoice, from: Views, to: Views): number {
  const loss = lossOf(choice);
  const [here, there] = [pairMargins(from.z, from.zPrime), pairMargins(to.z, to.zPrime)];
  const reach = Math.max(maxAbs(here.data), maxAbs(there.data)) / temperatureOf(loss);
  const alpha = pairwiseImportance(loss, from.z, from.zPrime);
  const sizes = (margins: typeof here): number => inner(alpha, map(margins, Math.abs));
  const size = Math.abs(lossValue(loss, from.z, from.zPrime)) + sizes(here) + sizes(there);
  const relative = 8 * (from.z.rows + from.z.columns + 2 * reach + 8) * Number.EPSILON;
  // Sizes of the named losses and their terms are of about 1; of a given loss nothing is known before.
  return 'phi' in choice ? relative * size + givenRounding(choice, from, to, here, there) : relative * (size + 1);
}

/** Rounding of the formulae, twice in L and in every α of the first representation, and of the margins in Σαx. */
function givenRounding(given: LossFormulae, from: Views, to: Views, here: Matrix, there: Matrix): number {
  const losses = lossRounding(given, from.z, from.zPrime) + lossRounding(given, to.z, to.zPrime);
  const off = marginRounding(from.z, from.zPrime) + marginRounding(to.z, to.zPrime);
  let weights = 0;
  for (let i = 0; i < here.rows; i++) {
    const [x, y] = [without(row(here, i), i), without(row(there, i), i)];
    const widths = weightRounding(given, Float64Array.from(x));
    weights += widths.reduce((sum, width, j) => sum + width * Math.abs((y[j] as number) - (x[j] as number)), 0);
  }
  const alpha = pairwiseImportance(lossOf({ name: 'formulae', parameters: {}, ...given }), from.z, from.zPrime);
  return losses + weights + off * alpha.data.reduce((sum, weight) => sum + Math.abs(weight), 0);
}
