/**
 * For w_k = e_{m(k)} the gate of neuron k is open on the samples of component m(k) alone (h′(0) = 0 closes it elsewhere). So
 * x̃_k lies on the line of e_{m(k)}, every C_α[x̃_k, x̃_{k'}]w_{k'} is a multiple of e_{m(k)} = w_k, and nothing is left of the
 * gradient once its part along w_k is taken off, whatever α and W₂ are.
 */
import fc from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { decide, type Comparison } from '../../src/claims/evidence.js';
import { seeds } from '../../src/claims/instances.js';
import { coveredComponents } from '../../src/theory/landscape/assignment-stability.js';
import { tangential, type Normalisation } from '../../src/theory/landscape/two-layer-ascent.js';
import { singularValues } from '../../src/theory/algebra/decompositions.js';
import { maxAbs, type Matrix } from '../../src/theory/algebra/matrix.js';
import { transposedMultiply } from '../../src/theory/algebra/multiply.js';
import { gatedGradient, type Sample } from '../../src/theory/networks/gated-dynamics.js';
import { assignedRows } from '../../src/theory/networks/orthogonal-mixture.js';
import { normalMatrix, randomStream } from '../../src/theory/algebra/random-stream.js';
import { transpose } from '../../src/theory/algebra/exact-matrix.js';
import { exactly, randomWords, withPoint, type WithPoint } from '../exact-comparison.js';
import {
  randomWhole,
  WHOLE_COMPONENTS,
  wholeCovariance,
  wholeMixture,
  wholeProduct,
  wholeViews,
  type WholeMatrix,
} from '../oracles/whole-numbers.js';
import { TIAN_2022 } from '../papers.js';
import { tightnessFigure } from '../tightness-figure.js';
import { assignmentIn, blurred, draws, mixtures, sampleOf, type WeightedMixture } from './mixture-instances.js';

interface Instance extends WeightedMixture {
  /** m(k), folded into the components. */
  readonly neurons: readonly number[];
  /** Seed of the top layer. */
  readonly seed: number;
}

interface Subject {
  /** h′ of a whole number: 1 where the gate is open. */
  readonly gate: (input: bigint) => bigint;
  readonly gradient: (sample: Sample, first: Matrix, gram: Matrix) => Matrix;
  readonly normalisation: Normalisation;
}

const OUTPUTS = 2;

const subject: Subject = {
  gate: (input) => (input > 0n ? 1n : 0n),
  gradient: (sample, first, gram) => gatedGradient(sample, 'relu', first, gram),
  normalisation: 'row',
};

export const reluHigherRankFixedPoints = defineClaim<Instance & WithPoint, Subject>({
  id: 'relu-higher-rank-fixed-points',
  title: 'Every assignment of ReLU neurons to components is a fixed point',
  source: TIAN_2022,
  place: 'Abstract, 2-layer ReLU “fixed points can have higher ranks”; proof derived here',
  statement: String.raw`On an orthogonal mixture, for every $\alpha$, every $W_2$ and every assignment $k\mapsto m(k)$, the point $w_k=e_{m(k)}$ is a fixed point of the flow of $E_\alpha$ under $\|w_k\|=1$: $$\Big(I-w_kw_k^\top\Big)\frac{\partial E_\alpha}{\partial w_k}=0,\qquad \operatorname{rank}W_1=\#\{m(1),\dots,m(K)\}\le\min(K,M).$$ A dynamic $\alpha$ changes nothing in this: the point is a fixed point for the $\alpha$ of every moment.`,
  restsOn: ['relu-dynamics'],
  method: String.raw`Exactly: in whole numbers of 61 bits at random, where a gate is a comparison: five samples on three directions, three neurons, two of them on one direction and none on the third. The library's code: the tangential gradient, by the gated covariances with a random $W_2$, must be 0 to the last bit: where a gate is closed every product is a product with 0. The squared singular values of $W_1$ are the numbers of neurons on each component.`,
  grade: {
    kind: 'exact',
    degree: 5,
    points: 'whole numbers',
    reason: String.raw`At $w_k=e_{m(k)}$ the gates are those of the directions, whatever the magnitudes: the gradient is a polynomial in $\alpha,a,W_2$ of degree 5. It reads two neurons and two samples at a time, so this size settles every other.`,
  },
  instances: withPoint(
    fc.tuple(mixtures(), draws(4), seeds()).map(([own, neurons, seed]) => ({ ...own, neurons, seed })),
  ),
  subject,
  check: (instance, { gate, gradient, normalisation }) => {
    const assignment = assignmentIn(instance.neurons, instance.components);
    const first = assignedRows(assignment, instance.components);
    const second = normalMatrix(randomStream(instance.seed, 'top layer'), OUTPUTS, first.rows);
    const pull = gradient(sampleOf(instance), first, transposedMultiply(second, second));
    const rank = singularValues(first).filter((value) => value > 0.5).length;
    return decide(
      {
        'whole numbers, exactly': exactComparison(instance.pointSeed, gate),
        'tangential gradient': {
          residual: maxAbs(tangential(pull, first, normalisation).data),
          bound: Number.MIN_VALUE,
        },
        // The singular values that are not 0 are at least 1.
        rank: { residual: Math.abs(rank - coveredComponents(assignment)), bound: 0.5 },
      },
      { rank, neurons: first.rows, components: instance.components },
    );
  },
  counterfeits: [
    {
      id: 'gate-open-at-zero',
      description: 'opens a gate at its corner: h′(0) = 1',
      // At w = e_m no sample has a negative wᵀx, so with h′(0) = 1 all gates are open, as in a linear layer.
      subject: { ...subject, gradient: (sample, first, gram) => gatedGradient(sample, 'linear', first, gram) },
      drops: {
        condition: String.raw`$h'(0)=0$`,
        statedBy: 'paper',
        explanation: String.raw`At $w_k=e_{m(k)}$ the samples of all other components stand at the corner of ReLU. With $h'(0)=1$ they pull at $w_k$, which leaves if the pull is uphill.`,
      },
    },
    {
      id: 'exact-gate-open-at-zero',
      description: 'in whole numbers: opens a gate at its corner',
      subject: { ...subject, gate: (input) => (input >= 0n ? 1n : 0n) },
    },
    {
      id: 'per-layer',
      description: 'normalises the layer as a whole',
      subject: { ...subject, normalisation: 'layer' },
      drops: {
        condition: String.raw`every row is normalised, $\|w_k\|=1$`,
        statedBy: 'paper',
        explanation: String.raw`Under $\|W_1\|_F=1$ the radial parts $\langle\partial E/\partial w_k,w_k\rangle$ of the rows must agree, so neurons exchange length. With $W_2=us^\top$ at its optimum, rows $c_ke_{m(k)}$ are fixed just where $|c_k|=|s_k|$.`,
      },
    },
    {
      id: 'not-orthogonal',
      description: 'gives every sample half as much of the next component',
      subject: {
        ...subject,
        gradient: ({ alpha, x, xPrime }, first, gram) =>
          subject.gradient({ alpha, x: blurred(x), xPrime: blurred(xPrime) }, first, gram),
      },
      drops: {
        condition: 'the components are orthogonal',
        statedBy: 'paper',
        explanation: String.raw`A sample that has a part on $e_{m(k)}$ and another elsewhere opens the gate and pulls $w_k$ towards that other part.`,
      },
    },
  ],
  figures: (verdict) => [tightnessFigure(verdict, 'the largest entry of the tangential gradient')],
});

/** m(k). */
const ASSIGNMENT = [0, 0, 1];

/** Entries of ∂E/∂w_k beside e_{m(k)}, against 0. */
function exactComparison(pointSeed: number, gate: Subject['gate']): Comparison {
  const word = randomWords(pointSeed);
  const mixture = wholeMixture(word);
  const second = randomWhole(word, OUTPUTS, ASSIGNMENT.length);
  const gram = wholeProduct(transpose(second), second);
  const [x, xPrime] = wholeViews(mixture);
  // wᵀx of w = e_m is the entry m of x.
  const passed = (view: WholeMatrix, m: number): WholeMatrix =>
    view.map((row) => row.map((entry) => entry * gate(row[m] as bigint)));
  const gated = ASSIGNMENT.map((m) => [passed(x, m), passed(xPrime, m)] as const);
  const beside = gated.map((own, k) => {
    const pulls = gated.map((other, j) => {
      const C = wholeCovariance(mixture.alpha, ...own, ...other);
      return C.map((row) => (gram[k]?.[j] as bigint) * (row[ASSIGNMENT[j] as number] as bigint));
    });
    return Array.from({ length: WHOLE_COMPONENTS }, (_, l) =>
      l === ASSIGNMENT[k] ? 0n : pulls.reduce((sum, pull) => sum + (pull[l] as bigint), 0n),
    );
  });
  return exactly(
    beside,
    beside.map((row) => row.map(() => 0n)),
  );
}
