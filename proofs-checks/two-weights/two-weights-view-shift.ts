import fc from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { decide } from '../../src/claims/evidence.js';
import { gridNumber, views } from '../../src/claims/instances.js';
import { fieldMatrices, type FieldMatrix } from '../../src/theory/algebra/field-matrix.js';
import { at, generate, map, norm, stack, type Matrix, type Rows } from '../../src/theory/algebra/matrix.js';
import { twoWeightEnergy, type PairWeights } from '../../src/theory/distance-losses/two-weight-energy.js';
import { exactly, pointSeeds } from '../exact-comparison.js';
import { tightnessFigure } from '../tightness-figure.js';
import { twoWeightRounding } from './two-weight-instances.js';
import { exactEnergy, twoWeightPoint, type ExactTwoWeightEnergy } from './two-weight-point.js';

interface Instance {
  /** α of the first view's anchors with all rows, [N, 2N], as it is drawn. */
  readonly alpha: Matrix;
  readonly rows: Rows;
  /** The length of the shift. */
  readonly shift: number;
  readonly pointSeed: number;
}

interface Subject {
  readonly energy: typeof twoWeightEnergy;
  readonly exactEnergy: ExactTwoWeightEnergy;
  /** Which pairs have a negative's weight. */
  readonly negatives: 'other' | 'same';
  /** β over the row sums of α. */
  readonly balance: number;
  /** The direction in which the second view moves: an axis that no row uses, or the first one. */
  readonly along: 'new axis' | 'first axis';
}

const subject: Subject = {
  energy: twoWeightEnergy,
  exactEnergy,
  negatives: 'other',
  balance: 1,
  along: 'new axis',
};

export const twoWeightsViewShift = defineClaim<Instance, Subject>({
  id: 'two-weights-view-shift',
  title: 'Balanced weights across views do not see a gap between them',
  source: 'derived here',
  statement: String.raw`Let only pairs across the views have weights, and $\sum_{i,j}\alpha_{ij}=\sum_i\beta_i$. If every row of the second view moves by one vector $u$ that is orthogonal to all representations, $E_{\alpha,\beta}$ does not change. In general it changes by $\frac12\|u\|^2\big(\sum\alpha-\sum\beta\big)$, so that losses with $\beta\ne\sum\alpha$ pull on the gap between two modalities, and losses of margins do not.`,
  method: String.raw`The second view gets a coordinate that the first has not. Exactly: at a uniformly random point of $\mathbb F_p$, $p=2^{61}-1$, with two samples of three features. The library’s code: the energies before and after, within rounding.`,
  grade: {
    kind: 'exact',
    degree: 3,
    reason: String.raw`The change of the energy is a polynomial of total degree 3 in $\alpha$, $z$ and $u$; $\beta$ is linear in $\alpha$.`,
  },
  instances: fc
    .tuple(
      views({ samples: 4, features: 3 }),
      fc.array(gridNumber(0, 1), { minLength: 32, maxLength: 32, size: 'max' }),
      gridNumber(0.5, 3),
      pointSeeds(),
    )
    .map(([{ z, zPrime }, entries, shift, pointSeed]) => ({
      alpha: generate(z.rows, 2 * z.rows, (i, j) => (j % z.rows === i ? 0 : (entries[i * 2 * z.rows + j] as number))),
      rows: stack(z, zPrime),
      shift,
      pointSeed,
    })),
  subject,
  check: ({ alpha: drawn, rows, shift, pointSeed }, { energy, exactEnergy: exact, negatives, balance, along }) => {
    const N = drawn.rows;
    const isMeant = (j: number, samples: number): boolean => (j < samples ? 'same' : 'other') === negatives;
    const alpha = generate(N, 2 * N, (i, j) => (isMeant(j, N) ? at(drawn, i, j) : 0));
    const sums = Array.from({ length: N }, (_, i) =>
      alpha.data.slice(2 * N * i, 2 * N * (i + 1)).reduce((a, b) => a + b, 0),
    );
    const weights: PairWeights = {
      alpha,
      beta: generate(N, 2 * N, (i, j) => (j === N + i ? balance * (sums[i] as number) : 0)),
    };
    const d = rows.columns;
    const axis = along === 'new axis' ? d : 0;
    const moved = (by: number): Rows =>
      generate(2 * N, d + 1, (i, k) => (k < d ? at(rows, i, k) : 0) + (k === axis && i >= N ? by : 0));

    const { x, scalar, weights: free } = twoWeightPoint(pointSeed);
    const [total, zero] = [fieldMatrices.total, fieldMatrices.zero];
    const half = x.length / 2;
    const fieldAlpha = free.alpha
      .slice(0, half)
      .map((own, i) => own.map((entry, j) => (j % half !== i && isMeant(j, half) ? entry : zero)));
    const fieldWeights = {
      alpha: fieldAlpha,
      beta: fieldAlpha.map((own, i) =>
        own.map((_, j) => (j === half + i ? fieldMatrices.multiply(BigInt(balance), total(own)) : zero)),
      ),
    };
    const fieldMoved = (by: bigint): FieldMatrix =>
      x.map((own, i) =>
        [...own, zero].map((entry, k) =>
          k === (along === 'new axis' ? own.length : 0) && i >= half ? fieldMatrices.add(entry, by) : entry,
        ),
      );
    return decide({
      'energy, exactly': exactly(
        [[exact(fieldWeights, fieldMoved(scalar))]],
        [[exact(fieldWeights, fieldMoved(zero))]],
      ),
      energy: {
        residual: Math.abs(energy(weights, moved(shift)) - energy(weights, moved(0))),
        bound: d * (twoWeightRounding(weights, moved(shift)) + twoWeightRounding(weights, moved(0))),
      },
    });
  },
  counterfeits: [
    {
      id: 'unbalanced',
      description: 'gives positives twice the weight of the negatives',
      subject: { ...subject, balance: 2 },
      drops: {
        condition: String.raw`$\sum\alpha=\sum\beta$`,
        statedBy: 'here',
        explanation: String.raw`The shift lengthens every distance across the views by $\frac12\|u\|^2$; more weight on positives draws the views together, more on negatives drives them apart.`,
      },
    },
    {
      id: 'within-a-view',
      description: 'takes negatives of the anchor’s own view',
      subject: { ...subject, negatives: 'same' },
      drops: {
        condition: 'only pairs across the views have weights',
        statedBy: 'here',
        explanation:
          'A shift of one view changes no distance within a view: negatives of the anchor’s own view do not resist it, and the positives do.',
      },
    },
    {
      id: 'not-orthogonal',
      description: 'moves the second view along an axis that the representations use',
      subject: { ...subject, along: 'first axis' },
      drops: {
        condition: String.raw`$u$ is orthogonal to the representations`,
        statedBy: 'here',
        explanation: String.raw`The energy then changes by a linear term, $\langle u,\sum_{i,j}(\beta_{ij}-\alpha_{ij})(z_i-z_j')\rangle$.`,
      },
    },
    {
      id: 'no-positives',
      description: 'leaves the positives out of the energy',
      subject: {
        ...subject,
        energy: ({ alpha, beta }, rows) => twoWeightEnergy({ alpha, beta: map(beta, () => 0) }, rows),
      },
    },
    {
      id: 'unit-rows',
      description: 'divides every row by its length first',
      subject: { ...subject, energy: (weights, rows) => twoWeightEnergy(weights, lengthOne(rows)) },
    },
  ],
  figures: (verdict) => [tightnessFigure(verdict, 'the change of the energy')],
});

function lengthOne(rows: Rows): Rows {
  const length = (i: number): number => norm(rows.data.slice(i * rows.columns, (i + 1) * rows.columns)) || 1;
  return generate(rows.rows, rows.columns, (i, k) => at(rows, i, k) / length(i));
}
