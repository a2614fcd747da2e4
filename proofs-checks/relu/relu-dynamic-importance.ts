/** The proof stands in src/theory/landscape/loss-assignment.ts. */
import fc from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { perLoss } from '../players/loss-instances.js';
import { decide } from '../../src/claims/evidence.js';
import { coveredComponents } from '../../src/theory/landscape/assignment-stability.js';
import { lossAssignment, type JudgedAssignment } from '../../src/theory/landscape/loss-assignment.js';
import { generate, identity, maxAbs, zeros, type Matrix, type Rows } from '../../src/theory/algebra/matrix.js';
import { pairwiseImportance, type Loss } from '../../src/theory/losses/loss.js';
import { TIAN_2022 } from '../papers.js';
import { backPropagatedImportance } from '../players/back-propagated-importance.js';
import { lossOf } from '../players/loss-instances.js';
import { dynamicPathFigure } from './dynamic-importance-figure.js';
import { dynamicAssignments, tangentialGradient, type DynamicAssignment } from './dynamic-importance-instance.js';
import { changesAround, gateShortfalls } from './dynamic-importance-paths.js';
import { stabilityFigure } from './relu-stability-figures.js';

interface Subject {
  /** From a loss and a point to G and the classification. */
  readonly predict: (loss: Loss, point: DynamicAssignment) => JudgedAssignment;
  /** Gradient of −L in W₁, without its part along the rows. */
  readonly gradient: (point: DynamicAssignment) => Matrix;
}

const byImportance =
  (importance: (loss: Loss, z: Rows, zPrime: Rows) => Matrix): Subject['predict'] =>
  (loss, point) =>
    lossAssignment((z, zPrime) => importance(loss, z, zPrime), point);

const predicted = byImportance(pairwiseImportance);
const subject: Subject = { predict: predicted, gradient: (point) => tangentialGradient('relu', point) };

export const reluDynamicImportance = defineClaim<DynamicAssignment, Subject>({
  id: 'relu-dynamic-importance',
  title: 'A dynamic α moves no fixed point and changes no first-order stability',
  source: 'derived here',
  about: TIAN_2022,
  place: 'Two-layer ReLU networks, with α that follows the loss',
  statement: String.raw`On an orthogonal mixture let $w_k=e_{m(k)}$, $W_2$ fixed, and let $\alpha$ be that of the loss at every moment. With $C=C_\alpha[x]$ at this point and $G=W_2^\top W_2\,W_1C$, the point is a fixed point of the gradient flow of $-L$ under $\|w_k\|=1$; opening a gate, $w_k\to e_{m(k)}+te_l$, changes $-L$ with slope $G_{kl}$, closing it by $-\tfrac12G_{k\,m(k)}t^2$, as with $\alpha$ held fixed. Where $G$ has no zero, the point is a strict local maximum of $-L$ over $W_1$ if $G_{kl}<0$ for all $l\ne m(k)$ and $G_{k\,m(k)}>0$, and none otherwise. For $W_2=us^\top$, $G_{kl}=s_ky_l$ with $y=CW_1^\top s$, and such maxima have rank 1, or rank 2 with $M=2$, whatever $s$. A dynamic $\alpha$ speaks only where $G$ has a zero.`,
  restsOn: ['theorem-1-gradient', 'relu-fixed-point-stability'],
  method: String.raw`All named losses, random $s$. The gradient of $-L$ by back-propagation must have no tangential part, to the last bit. $-L$ itself is evaluated along the row that opens a gate, in $t$, and along the one that closes it, in $t^2$: slope 2 of the Taylor remainder (a wrong derivative gives 1; bound ½). The classification must agree with the sign of the changes of $-L$ towards each gate and in random directions, at steps where the first order rules. Instances keep the entries of $G$ off 0 (1 % of the largest) and margins off the kink of Triplet.`,
  grade: {
    kind: 'sampled',
    reason:
      'A local maximum is a statement about every direction, of a loss with exponentials: some directions are tried.',
  },
  instances: perLoss((losses) => dynamicAssignments(losses)),
  subject,
  check: (point, { predict, gradient }) => {
    const { pull, stability } = predict(lossOf(point.loss), point);
    const { open, closed } = gateShortfalls(point, pull);
    const { rises, falls } = changesAround(point);
    const found = rises ? 'ascent' : falls ? 'maximum' : 'undecided';
    const rank = coveredComponents(point.assignment);
    const components = point.x.columns;
    const allowed = stability !== 'maximum' || rank === 1 || (rank === 2 && components === 2);
    return decide(
      {
        'tangential gradient': { residual: maxAbs(gradient(point).data), bound: Number.MIN_VALUE },
        'open gates': { residual: open, bound: 0.5 },
        'closed gates': { residual: closed, bound: 0.5 },
        classification: { residual: found === stability ? 0 : 1, bound: 0.5 },
        'rank of a maximum': { residual: allowed ? 0 : 1, bound: 0.5 },
      },
      { rank, stability, components, steepest: steepestRise(pull, point.assignment) },
    );
  },
  counterfeits: [
    {
      id: 'back-propagated-alpha',
      description: 'differentiates through α as well (no stop-gradient)',
      subject: { ...subject, predict: byImportance(backPropagatedImportance) },
    },
    {
      id: 'frozen-alpha',
      description: 'keeps the α that the network had before training, at z = 0',
      subject: {
        ...subject,
        predict: byImportance((loss, { rows, columns }) => {
          const start = zeros(rows, columns);
          return pairwiseImportance(loss, start, start);
        }),
      },
    },
    {
      id: 'wrong-sign',
      description: 'descends the energy',
      subject: { ...subject, predict: (loss, point) => turned(predicted(loss, point), () => -1) },
    },
    {
      id: 'gates-stay-closed',
      description:
        'takes the slopes of the flow, 0 into a gate at its corner (h′(0) = 0), and calls every point a maximum',
      subject: {
        ...subject,
        predict: (loss, point) => ({
          ...turned(predicted(loss, point), (k, l) => (point.assignment[k] === l ? 1 : 0)),
          stability: 'maximum',
        }),
      },
    },
    {
      id: 'signs-of-s-ignored',
      description: 'takes G_kl = y_l for every neuron, whatever the sign of s_k',
      subject: {
        ...subject,
        predict: (loss, point) =>
          turned(predicted(loss, point), (k) => Math.sign(point.second.data[k % point.second.columns] as number)),
      },
    },
    {
      id: 'gate-open-at-zero',
      description: 'opens a gate at its corner: h′(0) = 1',
      subject: { ...subject, gradient: (point) => tangentialGradient('linear', point) },
    },
    {
      id: 'top-layer-of-full-rank',
      description: 'gives every neuron an output of its own: the statement without its condition on W₂',
      subject,
      instances: perLoss((losses) =>
        dynamicAssignments(
          losses,
          fc.constant((K: number) => identity(K)),
        ),
      ),
      drops: {
        condition: String.raw`$W_2=us^\top$`,
        statedBy: 'here',
        explanation: String.raw`With $W_2=I$ neurons do not meet: $G_{kl}=C_{m(k)\,l}$ is negative into every gate, and assignments of any rank are strict local maxima where $C_{mm}>0$. A top layer at its optimum has rank 1.`,
      },
    },
  ],
  figures: (verdict) => [dynamicPathFigure(), stabilityFigure(verdict, 'max |G|')],
});

function turned({ pull, stability }: JudgedAssignment, factor: (k: number, l: number) => number): JudgedAssignment {
  const entry = (k: number, l: number): number => pull.data[k * pull.columns + l] as number;
  return { pull: generate(pull.rows, pull.columns, (k, l) => factor(k, l) * entry(k, l)), stability };
}

/** The largest G_kl, l ≠ m(k), or −G_{k m(k)}, in units of the largest entry of G. */
function steepestRise(pull: Matrix, assignment: readonly number[]): number {
  const rises = pull.data.map((entry, k) =>
    assignment[Math.floor(k / pull.columns)] === k % pull.columns ? -entry : entry,
  );
  return Math.max(...rises) / maxAbs(pull.data);
}
