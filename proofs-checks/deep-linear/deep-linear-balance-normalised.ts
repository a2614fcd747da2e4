import { defineClaim } from '../../src/claims/claim.js';
import { decide, type Comparison } from '../../src/claims/evidence.js';
import {
  dualMatrices,
  fieldMatrices,
  moving,
  slopes,
  type FieldMatrix,
} from '../../src/theory/algebra/field-matrix.js';
import type { FieldElement } from '../../src/theory/algebra/prime-field.js';
import { deepLinearEnergy } from '../../src/theory/networks/deep-linear.js';
import { TIAN_2022 } from '../papers.js';
import { exactly } from '../exact-comparison.js';
import { exactEnergy, exactImbalance } from '../oracles/exact-deep-linear.js';
import { tightnessFigure } from '../tightness-figure.js';
import { balanceFigure } from './balance-figures.js';
import {
  DEEP_POINT_METHOD,
  deepLinearInstances,
  layersOf,
  pointOf,
  smallPoints,
  symmetrised,
  type DeepLinearInstance,
  type DeepLinearPoint,
} from './deep-linear-instance.js';
import { constrainedFlow, plainFlow, unitFlow, type FieldFlow } from './field-flows.js';
import { normalisedFlow, type FloatFlow } from './float-flows.js';
import { imbalanceRate, imbalanceRounding } from './float-imbalance.js';

interface Subject {
  readonly exact: FieldFlow;
  /** ⟨G_l, W_l⟩, from the energy. */
  readonly exactMultiplier: (energy: FieldElement) => FieldElement;
  /** κ in d/dt D_l = −κ D_l, from the energy. */
  readonly exactRate: (energy: FieldElement) => FieldElement;
  readonly float: FloatFlow;
  readonly rate: (energy: number) => number;
}

const subject: Subject = {
  exact: unitFlow,
  exactMultiplier: (energy) => fieldMatrices.multiply(2n, energy),
  exactRate: (energy) => fieldMatrices.multiply(4n, energy),
  float: normalisedFlow,
  rate: (energy) => 4 * energy,
};

export const deepLinearBalanceNormalised = defineClaim<DeepLinearInstance, Subject>({
  id: 'deep-linear-balance-normalised',
  title: 'Under the norm constraint the imbalance decays',
  source: 'derived here',
  about: TIAN_2022,
  place: 'The theorem on deep linear networks: the balance of the layers under its constraint',
  statement: String.raw`Under $\|W_l\|_F=1$ the gradient flow of $E$ is $\dot W_l=G_l-\langle G_l,W_l\rangle W_l$ with $G_l=\partial E/\partial W_l$. All layers have the same multiplier $\langle G_l,W_l\rangle=2E$, and $D_l=W_lW_l^\top-W_{l+1}^\top W_{l+1}$ obeys $$\frac{d}{dt}D_l=-4E\,D_l,\qquad D_l(t)=D_l(0)\,e^{-4\int_0^tE\,ds}:$$ the imbalance is not conserved. Where $E>0$ it decays, at the rate $2\lambda_{\max}(C)$ near the maximum; where $E<0$ it grows.`,
  restsOn: ['deep-linear-balance'],
  method: String.raw`${DEEP_POINT_METHOD} $D_l$ is evaluated at $W_l+\varepsilon\dot W_l$ with $\varepsilon^2=0$; both statements are polynomial identities that hold for layers of any norm. On paper: $\langle G_l,W_l\rangle=\operatorname{tr}(PCP^\top)=2E$, since $E$ is homogeneous of degree 2 in each layer; the $G_l$ conserve $D_l$ (deep-linear-balance), and $-2E\,W_l$ contributes $-4E\,D_l$. The library’s code: the same for unit layers of depth 1 to 6 and widths 1 to 4; the bound is the rounding of its products.`,
  grade: {
    kind: 'exact',
    degree: 15,
    reason: String.raw`For $L=6$ layers $\langle G_l,W_l\rangle$ has total degree $2L+1=13$; two more factors $W$ make polynomials of total degree 15.`,
  },
  instances: deepLinearInstances(),
  subject,
  check: (instance, { exact, exactMultiplier, exactRate, float, rate }) => {
    const point = pointOf(instance);
    const weights = layersOf(instance);
    const energy = deepLinearEnergy(weights, instance.covariance);
    return decide({
      ...multipliers(point, exactMultiplier),
      ...decays(point, exact, exactRate),
      code: {
        residual: imbalanceRate(weights, float(weights, instance.covariance), rate(energy)),
        bound: imbalanceRounding(weights, instance.covariance),
      },
    });
  },
  counterfeits: [
    {
      id: 'unequal-norms',
      description: 'lets the layers keep norms of their own: the statement without its condition',
      subject: { ...subject, exact: constrainedFlow },
      instances: smallPoints({ min: 2, max: 2 }).map(symmetrised),
      drops: {
        condition: String.raw`$\|W_l\|_F=1$ for every layer.`,
        statedBy: 'paper',
        explanation: String.raw`The multiplier of a layer is $2E/\|W_l\|_F^2$. Where norms differ, so do the multipliers, and $W_lW_l^\top$ and $W_{l+1}^\top W_{l+1}$ no longer shrink together.`,
      },
    },
    {
      id: 'exact-conserved',
      description: 'over F_p: the balance law of the free flow, D_l constant',
      subject: { ...subject, exactRate: () => 0n },
    },
    {
      id: 'exact-free-flow',
      description: 'over F_p: forgets to project the gradient',
      subject: { ...subject, exact: plainFlow },
    },
    {
      id: 'exact-half-rate',
      description: 'over F_p: the rate 2E, the multiplier itself',
      subject: { ...subject, exactRate: (energy) => fieldMatrices.multiply(2n, energy) },
    },
    {
      id: 'exact-homogeneous-of-degree-1',
      description: 'over F_p: takes the multiplier for E, as if E were homogeneous of degree 1 in each layer',
      subject: { ...subject, exactMultiplier: (energy) => energy },
    },
    {
      id: 'growing',
      description: 'has the sign of the rate wrong',
      subject: { ...subject, rate: (energy) => -4 * energy },
    },
    {
      id: 'conserved',
      description: 'the balance law of the free flow, D_l constant',
      subject: { ...subject, rate: () => 0 },
    },
  ],
  figures: (verdict) => [balanceFigure(), tightnessFigure(verdict, 'the comparison that came closest to failing')],
});

function matrixOf(element: FieldElement): FieldMatrix {
  return [[element]];
}

/** ⟨G_l, W_l⟩ against the common multiplier, for every l. */
function multipliers(
  { layers, covariance }: DeepLinearPoint,
  multiplierOf: Subject['exactMultiplier'],
): Record<string, Comparison> {
  const multiplier = multiplierOf(exactEnergy(fieldMatrices, layers, covariance));
  return Object.fromEntries(
    plainFlow(layers, covariance).map((velocity, l) => [
      `multiplier of layer ${l + 1}, exactly`,
      exactly(matrixOf(fieldMatrices.inner(velocity, layers[l] ?? [])), matrixOf(multiplier)),
    ]),
  );
}

/** d/dt D_l against −κ D_l for every l. */
function decays(
  { layers, covariance }: DeepLinearPoint,
  flow: FieldFlow,
  rateOf: Subject['exactRate'],
): Record<string, Comparison> {
  const velocities = flow(layers, covariance);
  const path = layers.map((layer, l) => moving(layer, velocities[l] ?? []));
  const rate = rateOf(exactEnergy(fieldMatrices, layers, covariance));
  const still = exactImbalance(fieldMatrices, layers);
  return Object.fromEntries(
    exactImbalance(dualMatrices, path).map((matrix, l) => [
      `decay between layers ${l + 1} and ${l + 2}, exactly`,
      exactly(slopes(matrix), fieldMatrices.scale(fieldMatrices.subtract(0n, rate), still[l] ?? [])),
    ]),
  );
}
