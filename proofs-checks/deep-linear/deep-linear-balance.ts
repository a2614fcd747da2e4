import { defineClaim } from '../../src/claims/claim.js';
import { decide, type Comparison } from '../../src/claims/evidence.js';
import { mapEntries, transpose, type MatrixRing } from '../../src/theory/algebra/exact-matrix.js';
import { dualMatrices, fieldMatrices, moving, slopes } from '../../src/theory/algebra/field-matrix.js';
import { map } from '../../src/theory/algebra/matrix.js';
import { TIAN_2022 } from '../papers.js';
import { exactly } from '../exact-comparison.js';
import { exactImbalance, type ExactLayers } from '../oracles/exact-deep-linear.js';
import { tightnessFigure } from '../tightness-figure.js';
import {
  DEEP_POINT_METHOD,
  deepLinearInstances,
  layersOf,
  pointOf,
  smallPoints,
  symmetrised,
  type DeepLinearInstance,
} from './deep-linear-instance.js';
import { constrainedFlow, plainFlow, type FieldFlow } from './field-flows.js';
import { freeFlow, type FloatFlow } from './float-flows.js';
import { imbalanceRate, imbalanceRounding } from './float-imbalance.js';

interface Subject {
  readonly exact: FieldFlow;
  /** The conserved quantity. */
  readonly imbalance: <Element>(over: MatrixRing<Element>, layers: ExactLayers<Element>) => ExactLayers<Element>;
  readonly float: FloatFlow;
}

const subject: Subject = {
  exact: plainFlow,
  imbalance: exactImbalance,
  float: freeFlow,
};

export const deepLinearBalance = defineClaim<DeepLinearInstance, Subject>({
  id: 'deep-linear-balance',
  title: 'Neighbouring layers stay balanced',
  source: TIAN_2022,
  place: 'Balance of the layers of a deep linear network',
  statement: String.raw`Along the gradient flow $\dot W_l=\partial E/\partial W_l$ of $E=\tfrac12\operatorname{tr}(PCP^\top)$, $P=W_L\cdots W_1$, $$\frac{d}{dt}\big(W_lW_l^\top-W_{l+1}^\top W_{l+1}\big)=0\qquad(l=1,\dots,L-1).$$`,
  restsOn: ['deep-linear-dynamics'],
  method: String.raw`${DEEP_POINT_METHOD} The difference is evaluated at $W_l+\varepsilon\dot W_l$ with $\varepsilon^2=0$; every coefficient of $\varepsilon$ must be 0. On paper: $\dot W_lW_l^\top=W_{>l}^\top PC(W_l\cdots W_1)^\top=W_{l+1}^\top\dot W_{l+1}$, which does not ask $C$ to be symmetric. The library’s code: the same derivative from its gradients for unit layers of depth 1 to 6 and widths 1 to 4; the bound is the rounding of its products.`,
  grade: {
    kind: 'exact',
    degree: 13,
    reason: String.raw`For $L=6$ layers $\dot W_l$ has degree $2L-1$ in $W$ and 1 in $C$; one more factor $W$ makes a polynomial of total degree 13.`,
  },
  instances: deepLinearInstances(),
  subject,
  check: (instance, { exact, imbalance, float }) => {
    const { layers, covariance } = pointOf(instance);
    const velocities = exact(layers, covariance);
    const path = layers.map((layer, l) => moving(layer, velocities[l] ?? []));
    const conserved = imbalance(dualMatrices, path).map((matrix, l): [string, Comparison] => [
      `layers ${l + 1} and ${l + 2}, exactly`,
      exactly(
        slopes(matrix),
        mapEntries(matrix, () => fieldMatrices.zero),
      ),
    ]);
    const weights = layersOf(instance);
    return decide({
      ...Object.fromEntries(conserved),
      code: {
        residual: imbalanceRate(weights, float(weights, instance.covariance)),
        bound: imbalanceRounding(weights, instance.covariance),
      },
    });
  },
  counterfeits: [
    {
      id: 'norm-constraint',
      description: 'keeps every ‖W_l‖ constant: the statement without its condition',
      subject: { ...subject, exact: constrainedFlow },
      instances: smallPoints({ min: 2, max: 2 }).map(symmetrised),
      drops: {
        condition: String.raw`The flow is free: no constraint on $\|W_l\|_F$.`,
        statedBy: 'paper',
        explanation: String.raw`Under $\|W_l\|_F=1$, where the theorem on PCA lives, each $\dot W_l$ loses its part along $W_l$, and the difference is no longer conserved: it is multiplied by $e^{-4\int E\,dt}$, see deep-linear-balance-normalised.`,
      },
    },
    {
      id: 'exact-layer-rates',
      description: 'over F_p: layer l learns l times as fast as the first',
      subject: {
        ...subject,
        exact: (...input) => plainFlow(...input).map((one, l) => fieldMatrices.scale(BigInt(l + 1), one)),
      },
    },
    {
      id: 'exact-weight-decay',
      description: 'over F_p: adds weight decay to the flow',
      subject: {
        ...subject,
        exact: (layers, covariance) =>
          plainFlow(layers, covariance).map((one, l) => fieldMatrices.difference(one, layers[l] ?? [])),
      },
    },
    {
      id: 'exact-sum',
      description: 'over F_p: takes the sum of W_lW_lᵀ and W_{l+1}ᵀW_{l+1}',
      subject: { ...subject, imbalance: summed },
    },
    {
      id: 'frozen-top-layer',
      description: 'does not train the top layer',
      subject: {
        ...subject,
        float: (layers, covariance) =>
          freeFlow(layers, covariance).map((one, l) => (l === layers.length - 1 ? map(one, () => 0) : one)),
      },
    },
  ],
  figures: (verdict) => [tightnessFigure(verdict, 'the comparison that came closest to failing')],
});

/** W_lW_lᵀ + W_{l+1}ᵀW_{l+1}. */
function summed<Element>(over: MatrixRing<Element>, layers: ExactLayers<Element>): ExactLayers<Element> {
  return exactImbalance(over, layers).map((difference, l) => {
    const above = layers[l + 1] ?? [];
    const twice = over.scale(over.fromInteger(2), over.product(transpose(above), above));
    return over.sum(difference, twice);
  });
}
