/**
 * h homogeneous (linear, ReLU) and no bias: scaling W_l by c > 0 scales z by c, which the normalised output does not show. So
 * L(…, cW_l, …) = L; the derivative in c at c = 1 is Euler's identity ⟨W_l, ∂L/∂W_l⟩ = 0. Along Ẇ_l = −∂L/∂W_l that is
 * d/dt ‖W_l‖²_F = 0, and one step of gradient descent changes ‖W_l‖²_F by η²‖∂L/∂W_l‖²_F, no first order in η.
 *
 * Nothing of the loss is used but that it sees z through its normalisation. So fixed affine parameters behind that are allowed,
 * which Tian (2022) excludes; an ε under its root is not.
 */
import { defineClaim } from '../../src/claims/claim.js';
import { perLoss } from '../players/loss-instances.js';
import { decide } from '../../src/claims/evidence.js';
import { TAYLOR_HIDES, taylorSlope } from '../../src/claims/taylor-slope.js';
import { add, inner, map, norm, type Matrix } from '../../src/theory/algebra/matrix.js';
import { TIAN_2022 } from '../papers.js';
import { tightnessFigure } from '../tightness-figure.js';
import { normDriftFigure } from './norm-lemma-figures.js';
import {
  along,
  directionOf,
  librarySubject,
  lossAt,
  normLemmaInstances,
  stepOf,
  weightGradients,
  type NormLemmaInstance,
  type NormLemmaSubject,
} from './norm-lemma-instance.js';
import { roundingOf } from './norm-lemma-rounding.js';
import {
  firstViewOnly,
  flooredLayerNorm,
  gatesIgnored,
  meanForgotten,
  radialPartKept,
  straightThrough,
  withBias,
} from './norm-lemma-twins.js';

export const normLemma = defineClaim<NormLemmaInstance, NormLemmaSubject>({
  id: 'norm-lemma',
  title: 'With a normalised output every layer keeps its norm',
  source: TIAN_2022,
  place: String.raw`Why the problem is studied under $\|W_l\|_F=1$`,
  statement: String.raw`Let $y$ be $z=W_Lh(W_{L-1}\cdots h(W_1x))$ without bias, $h$ linear or ReLU, normalised per row: $y=z/\|z\|$, or layer normalisation $y=(z-\mu)/\sigma$. Then for every loss of the family, every layer and every $c>0$, $$L(\dots,cW_l,\dots)=L(\dots,W_l,\dots),\qquad\Big\langle W_l,\frac{\partial L}{\partial W_l}\Big\rangle=0,$$ so $\|W_l\|_F$ is constant along the gradient flow of $L$, and a step $\eta$ of gradient descent changes $\|W_l\|_F^2$ by $\eta^2\|\partial L/\partial W_l\|_F^2$ exactly. The same holds where the loss sees $\gamma\odot y+\beta$ with fixed $\gamma,\beta$.`,
  method: String.raw`All named losses on networks of depth 1 to 4, with and without $\gamma,\beta$. The loss with one layer scaled, the inner product, and the norm after a step that turns $W_l$ by half of its length must agree within rounding: per row the sum of widths times $\varepsilon$ times $\kappa_i=\prod_l\|W_l\|_F\|x_i\|/\|z_i\|$ ($z_i$ less its mean under layer normalisation), through $\|\partial L/\partial y_i\|$. That the gradient is the one of $L$ says the slope test along a random direction of all layers (2 for a right gradient, 1 for a wrong one, bound ½). Instances keep off the kinks of ReLU and Triplet, and off outputs without a direction ($\kappa_i\le10^3$).`,
  grade: {
    kind: 'sampled',
    reason: String.raw`Lengths are square roots, ReLU and most losses are no polynomials; what would remain for $\mathbb F_p$, Euler’s identity of a rational function of degree 0, holds for every such function, and so tests no gradient.`,
  },
  instances: perLoss((losses) => normLemmaInstances({ losses })),
  subject: librarySubject,
  // Layer normalisation and affine parameters make views longer than 1, where formulae need not be defined.
  ofLoss: (loss) => ({
    instances: normLemmaInstances({ losses: loss, outputNorms: ['l2'], affine: 'none' }),
    counterfeits: ['straight-through', 'radial-part-kept', 'first-view-only'],
    alike: gradientsAgree,
  }),
  check: (instance, subject) => {
    const { layers, factor } = instance;
    const gradients = weightGradients(instance, subject);
    const rounding = roundingOf(instance);
    const origin = lossAt(instance, layers, subject);
    const scaled = layers.map((layer, l) =>
      lossAt(
        instance,
        layers.with(
          l,
          map(layer, (entry) => factor * entry),
        ),
        subject,
      ),
    );
    const direction = directionOf(instance);
    const slope = gradients.reduce((sum, gradient, l) => sum + inner(gradient, direction[l] as Matrix), 0);
    const valueAt = (t: number): number => lossAt(instance, along(layers, direction, t), subject);
    const taylor = taylorSlope(valueAt, slope, stepOf(instance), () => rounding.loss);
    const steps = layers.map((layer, l) => stepDrift(layer, gradients[l] as Matrix, rounding.euler));
    return decide(
      {
        'loss of a scaled layer': {
          residual: largest(scaled.map((value) => Math.abs(value - origin))),
          bound: rounding.loss,
        },
        'inner product': {
          residual: largest(layers.map((layer, l) => Math.abs(inner(layer, gradients[l] as Matrix)))),
          bound: rounding.euler,
        },
        'norm after a step': { residual: largest(steps), bound: 1 },
        slope: { residual: Number.isNaN(taylor.slope) ? NaN : Math.max(0, 2 - taylor.slope), bound: 0.5 },
      },
      { slope: taylor.slope },
    );
  },
  counterfeits: [
    {
      id: 'no-output-normalisation',
      description: 'leaves the output as it is: the statement without its condition',
      subject: librarySubject,
      instances: perLoss((losses) => normLemmaInstances({ losses, outputNorms: ['none'] })),
      drops: {
        condition: 'the output is normalised',
        statedBy: 'paper',
        explanation: String.raw`Without it $cW_l$ scales all distances by $c^2$, and a loss that falls with them makes the weights grow.`,
      },
    },
    {
      id: 'tanh',
      description: 'a tanh network: the statement without homogeneous layers',
      subject: librarySubject,
      instances: perLoss((losses) => normLemmaInstances({ losses, activations: ['tanh'], shallowest: 2 })),
      drops: {
        condition: String.raw`$h$ is homogeneous`,
        statedBy: 'paper',
        explanation: String.raw`$\tanh$ saturates, so $cW_1$ changes the direction of the output. The last layer still keeps its norm.`,
      },
    },
    {
      id: 'bias',
      description: 'a bias in the first layer, $h(W_1x+b)$: the statement without its condition',
      subject: withBias,
      instances: perLoss((losses) => normLemmaInstances({ losses, activations: ['linear'] })),
      drops: {
        condition: 'no bias',
        statedBy: 'paper',
        explanation: String.raw`$cW_1x+b$ is not a multiple of $W_1x+b$. The layers above the last bias still keep their norms.`,
      },
    },
    {
      id: 'layer-norm-with-epsilon',
      description: 'layer normalisation as libraries compute it, with $\\varepsilon=10^{-5}$ added to the variance',
      subject: flooredLayerNorm,
      instances: perLoss((losses) => normLemmaInstances({ losses, outputNorms: ['layer'] })),
      drops: {
        condition: String.raw`no $\varepsilon$ under the root of layer normalisation`,
        statedBy: 'here',
        explanation: String.raw`$(z-\mu)/\sqrt{\sigma^2+\varepsilon}$ grows with $z$, by the factor $\sigma/\sqrt{\sigma^2+\varepsilon}$: where the variance is not far above $\varepsilon$, norms drift.`,
      },
    },
    {
      id: 'mean-forgotten',
      description: 'layer normalisation whose way back forgets the mean',
      subject: meanForgotten,
      instances: perLoss((losses) => normLemmaInstances({ losses, outputNorms: ['layer'] })),
    },
    {
      id: 'straight-through',
      description: 'hands the gradient of the normalised output to z as it is',
      subject: straightThrough,
    },
    { id: 'radial-part-kept', description: 'divides by the length but does not project', subject: radialPartKept },
    {
      id: 'gates-ignored',
      description: 'lets the gradient pass closed gates of ReLU',
      subject: gatesIgnored,
      instances: perLoss((losses) => normLemmaInstances({ losses, activations: ['relu'], shallowest: 2 })),
    },
    { id: 'first-view-only', description: 'treats the second view as a constant', subject: firstViewOnly },
  ],
  figures: (verdict, given) => [
    ...(given === undefined ? [normDriftFigure()] : []),
    tightnessFigure(verdict, 'the comparison that came closest to failing'),
  ],
});

/**
 * ‖W − ηG‖² against ‖W‖² + η²‖G‖² for the η that moves W by half of its length, in units of what rounding of the norms and of
 * ⟨W, G⟩ explains.
 */
function stepDrift(layer: Matrix, gradient: Matrix, euler: number): number {
  const [own, steep] = [norm(layer), norm(gradient)];
  if (steep === 0) return 0;
  // η itself leaves the range of doubles where the gradient nears its ends; ηG does not.
  const move = map(gradient, (entry) => (own / 2) * (entry / steep));
  const residual = Math.abs(norm(add(layer, move, -1)) ** 2 - own ** 2 - (own / 2) ** 2);
  return residual / (own * (euler / steep) + 8 * layer.data.length * Number.EPSILON * own ** 2);
}

/** True if two ways back give the same gradients, but for what rounding and the slope test hide. */
function gradientsAgree(instance: NormLemmaInstance, own: NormLemmaSubject, other: NormLemmaSubject): boolean {
  const [right, wrong] = [weightGradients(instance, own), weightGradients(instance, other)];
  const rounding = roundingOf(instance);
  const direction = directionOf(instance);
  const gaps = right.map((gradient, l) => add(gradient, wrong[l] as Matrix, -1));
  const slope = gaps.reduce((sum, gap, l) => sum + inner(gap, direction[l] as Matrix), 0);
  return (
    gaps.every((gap, l) => Math.abs(inner(instance.layers[l] as Matrix, gap)) <= 2 * rounding.euler) &&
    Math.abs(slope) * stepOf(instance) <= TAYLOR_HIDES * rounding.loss
  );
}

/** NaN where one is: it refutes. */
function largest(values: readonly number[]): number {
  return Math.max(0, ...values);
}
