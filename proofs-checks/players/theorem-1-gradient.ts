import fc from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { decide } from '../../src/claims/evidence.js';
import { meeting, seeds, views } from '../../src/claims/instances.js';
import { energyGradient, negated } from '../../src/theory/losses/energy.js';
import { generate, zeros, type Matrix, type Rows } from '../../src/theory/algebra/matrix.js';
import { pairwiseImportance, type Loss } from '../../src/theory/losses/loss.js';
import { lossNames } from '../../src/theory/losses/named-losses.js';
import { pairMargins } from '../../src/theory/losses/pair-margins.js';
import { withPoint, type WithPoint } from '../exact-comparison.js';
import { TIAN_2022 } from '../papers.js';
import { exactTheorem1, importanceOfSlopes } from './exact-chain-rule.js';
import { labelOf } from '../real-views.js';
import { slopeFigure } from '../slope-figure.js';
import { taylorFigure } from '../taylor-figure.js';
import { backPropagatedImportance } from './back-propagated-importance.js';
import { givenViews, marginReach } from './given-loss.js';
import { lossChoice, perLoss, type LossFamily } from './loss-instances.js';
import {
  farFromKinks,
  firstMargin,
  slopesAgree,
  taylorOf,
  withShortOutputs,
  type Theorem1Instance,
  type Theorem1Subject,
} from './theorem-1-instance.js';

const subject: Theorem1Subject = {
  exactImportance: importanceOfSlopes,
  importance: pairwiseImportance,
  energyGradient,
};
const backPropagated: Theorem1Subject = { ...subject, importance: backPropagatedImportance };

export const theorem1Gradient = defineClaim<Theorem1Instance & WithPoint, Theorem1Subject>({
  id: 'theorem-1-gradient',
  title: 'Theorem 1: descending the loss is ascending the energy',
  source: TIAN_2022,
  place: 'Theorem 1',
  statement: String.raw`For every loss of the family and every differentiable $f_\theta$, $$\frac{\partial L_{\phi,\psi}}{\partial\theta} = -\frac{\partial E_\alpha}{\partial\theta}\Big|_{\alpha=\operatorname{sg}(\alpha(\theta))},\qquad \alpha_{ij}(\theta)=\phi'(\xi_i)\,\psi'(d_i^2-d_{ij}^2),$$ wherever $\phi$ and $\psi$ are differentiable.`,
  method: String.raw`Exactly: at a random point of $\mathbb F_p$, $p=2^{61}-1$: two views of three samples that move along a direction with any speeds, as any encoder moves them, and any values and slopes of $\phi$ and $\psi$ at each $\xi_i$ and margin, since no more of them enters. $dL+dE_\alpha$ must be 0. The library's code: $L$ is followed along a random direction $V$ of the weights of a two-layer network. The remainder $|L(\theta+tV)-L(\theta)+t\langle\partial E_\alpha/\partial\theta,V\rangle|$ must fall like $t^2$; for a wrong gradient it falls like $t$. The residual is how far the slope stays below 2, the bound is ½, half way to a wrong gradient. Steps stay short of the kinks of Triplet and ReLU.`,
  grade: {
    kind: 'exact',
    degree: 4,
    reason: String.raw`Differentiable functions enter by their values and slopes at a point, whatever they are: both derivatives are polynomials in these, in $z$ and in its speed, with one slope each of $\phi$ and $\psi$ and two factors from $z$.`,
  },
  instances: perLoss((names) => withPoint(instancesOf(names).filter(farFromKinks))),
  subject,
  ofLoss: (loss) => ({
    instances: withPoint(
      meeting(
        instancesOf(loss, givenViews(4)).map((instance) => withShortOutputs(instance, marginReach(loss))),
        farFromKinks,
        'margins that keep off every corner of φ and ψ',
      ),
    ),
    counterfeits: ['wrong-sign', 'no-positive-pair'],
    alike: slopesAgree,
  }),
  check: (instance, under) => {
    const { slope, decades } = taylorOf(instance, under);
    return decide(
      {
        'dL + dE, exactly': exactTheorem1(instance.pointSeed, under.exactImportance),
        slope: { residual: Number.isNaN(slope) ? slope : Math.max(0, 2 - slope), bound: 0.5 },
      },
      { loss: instance.loss.name, slope, decades, activation: instance.activation },
    );
  },
  counterfeits: [
    {
      id: 'back-propagated-alpha',
      description: 'differentiates through α as well (no stop-gradient)',
      subject: backPropagated,
      drops: {
        condition: String.raw`$\alpha$ is held fixed (under stop-gradient)`,
        statedBy: 'paper',
        explanation: String.raw`$E_{\alpha(\theta)}(\theta)$ as a function of $\theta$ alone has the terms of $\partial\alpha/\partial\theta$ besides; its gradient is not that of $-L$.`,
      },
    },
    {
      id: 'corner-of-triplet',
      description: 'puts a pair of Triplet exactly on the corner of ψ',
      subject,
      instances: withPoint(onTheCorner()),
      drops: {
        condition: String.raw`$\phi$ and $\psi$ are differentiable at $\xi_i$ and $d_i^2-d_{ij}^2$`,
        statedBy: 'paper',
        explanation: String.raw`Where $d_{ij}^2-d_i^2=\epsilon$, $L$ of Triplet has different slopes to the two sides, and no $\alpha$ gives both. No other loss of the family has such a point (see the claim losses-differentiable).`,
      },
    },
    {
      id: 'wrong-sign',
      description: 'descends the energy',
      subject: { ...subject, energyGradient: (...input) => negated(energyGradient(...input)) },
    },
    {
      id: 'no-positive-pair',
      description: 'leaves the intra-view distance d²ᵢ out of the energy',
      subject: {
        ...subject,
        energyGradient: (alpha, z) => ({ ...energyGradient(alpha, z, z), zPrime: zeros(z.rows, z.columns) }),
      },
    },
    {
      id: 'outer-derivative-forgotten',
      description: 'takes α = ψ′, without the factor φ′(ξ)',
      subject: { ...subject, importance: innerDerivative },
    },
    {
      id: 'exact-outer-derivative-forgotten',
      description: 'over F_p: takes α = ψ′, without the factor φ′(ξ)',
      subject: { ...subject, exactImportance: (_phi, psi) => psi },
    },
  ],
  real: function* (images) {
    const options = { dataset: 'cifar10', count: 16, size: 8 } as const;
    const { first: x, second: xPrime } = images.views(options);
    for (const [k, name] of lossNames().entries()) {
      const instance = {
        loss: { name, parameters: {} },
        x,
        xPrime,
        activation: 'tanh',
        seed: k,
        pointSeed: 1,
      } as const;
      yield { label: `${labelOf(options)}, ${name}`, instance };
    }
  },
  figures: (verdict) => [
    slopeFigure(verdict, ({ loss }) => String(loss)),
    taylorFigure(
      verdict,
      (instance) => ({
        'Theorem 1': taylorOf(instance, subject).curve,
        'α differentiated too': taylorOf(instance, backPropagated).curve,
      }),
      {
        legend: 'gradient',
        caption: (instance) =>
          `${instance === undefined ? 'The' : `On the loss ${instance.loss.name}: the`} remainder with the gradient of the theorem falls two decades for one of the step, until rounding takes over; with α differentiated too it falls one for one.`,
      },
    ),
  ],
});

function instancesOf(family: LossFamily, both = views({ features: 4 })): fc.Arbitrary<Theorem1Instance> {
  return fc
    .tuple(lossChoice(family), both, fc.constantFrom('linear', 'tanh', 'relu'), seeds())
    .map(([loss, { z, zPrime }, activation, seed]) => ({ loss, x: z, xPrime: zPrime, activation, seed }));
}

/** Triplet with the margin ε that puts the first pair of the network's outputs on the corner. */
function onTheCorner(): fc.Arbitrary<Theorem1Instance> {
  return fc.tuple(views({ samples: 3, features: 2 }), seeds()).map(([{ z: x, zPrime: xPrime }, seed]) => {
    const plain = {
      loss: { name: 'triplet', parameters: { epsilon: 0 } },
      x,
      xPrime,
      activation: 'linear',
      seed,
    } as const;
    return { ...plain, loss: { name: 'triplet', parameters: { epsilon: -firstMargin(plain) } } };
  });
}

function innerDerivative({ psi }: Loss, z: Rows, zPrime: Rows): Matrix {
  const margins = pairMargins(z, zPrime);
  return generate(z.rows, z.rows, (i, j) => (i === j ? 0 : psi.derivative(margins.data[i * z.rows + j] as number)));
}
