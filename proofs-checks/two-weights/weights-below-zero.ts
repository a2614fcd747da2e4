import fc, { type Arbitrary } from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { decide } from '../../src/claims/evidence.js';
import { gridNumber, views } from '../../src/claims/instances.js';
import { inStreams } from '../../src/claims/streams.js';
import { at, norm, row, type Matrix, type Rows } from '../../src/theory/algebra/matrix.js';
import { distanceWeights, type DistanceLoss } from '../../src/theory/distance-losses/distance-loss.js';
import { namedDistanceLoss } from '../../src/theory/distance-losses/named-distance-losses.js';
import { halfSquaredDistance } from '../../src/theory/losses/energy.js';
import { unitRows } from '../../src/theory/losses/unit-rows.js';
import { tightnessFigure } from '../tightness-figure.js';

interface Instance {
  readonly loss: string;
  readonly parameters: Readonly<Record<string, number>>;
  /** Rows of length 1, [N, d] each. */
  readonly z: Rows;
  readonly zPrime: Rows;
}

interface Subject {
  /** α, [anchors, 2N]. */
  readonly alpha: (loss: DistanceLoss, z: Rows, zPrime: Rows) => Matrix;
  /** β of HCL in the closed form, as a share of its own. */
  readonly hardness: number;
}

const subject: Subject = { alpha: (...input) => distanceWeights(...input).alpha, hardness: 1 };

/** By the name of the loss: α of an anchor's negatives, over 1/(number of anchors), from distances n and p. */
const CLOSED_FORMS: Readonly<
  Record<string, (n: readonly number[], p: number, parameters: Instance['parameters']) => readonly number[]>
> = {
  spectral: (n, _, { mu = 1 }) => n.map((own) => (2 * (1 - own)) / (n.length * mu)),
  hcl: (n, p, { temperature: tau = 1, beta = 0, tau_plus: c = 0 }) => {
    const M = n.length;
    const easy = n.map((own) => Math.exp((beta * (p - own)) / tau));
    const hard = n.map((own) => Math.exp(((1 + beta) * (p - own)) / tau));
    const [W, H] = [total(easy), total(hard)];
    const g = ((M * H) / W - c * M) / (1 - c);
    if (g < lowerBound(n, p, tau)) return n.map(() => 0);
    return n.map((_, j) => {
      const share = ((1 + beta) * (hard[j] as number)) / W - (beta * H * (easy[j] as number)) / W ** 2;
      return ((M / (1 - c)) * share) / (1 + g) / tau;
    });
  },
};

export const weightsBelowZero = defineClaim<Instance, Subject>({
  id: 'weights-below-zero',
  title: 'Which losses weigh far negatives below zero',
  source: 'derived here',
  statement: String.raw`On rows of length 1, with $p$ and $n_j$ the distances of an anchor to its positive and its $M$ negatives and $A$ anchors: the spectral contrastive loss has $\alpha_j=2(1-n_j)/(\mu MA)$, negative exactly for obtuse pairs. Hard negatives with weights $e^{-\beta n/\tau}$ that carry gradient have, off their lower bound, $$\alpha_j\propto(1+\beta)\,q_j^{(1+\beta)}-\beta\,q_j^{(\beta)},\qquad q_j^{(b)}=\frac{e^{-bn_j/\tau}}{\sum_ke^{-bn_k/\tau}},$$ negative exactly where $e^{(p-n_j)/\tau}<\frac{\beta}{1+\beta}\,H/W$ with $H=\sum_ke^{(1+\beta)(p-n_k)/\tau}$ and $W=\sum_ke^{\beta(p-n_k)/\tau}$.`,
  method: String.raw`$\alpha$ by differentiation of the loss’s formula against these closed forms, which are evaluated from distances alone. The terms have at most $2/\tau$ and $(1+\beta)\,2/\tau$ in exponents and are sums of $M$; no anchor is at the corner of its lower bound, and the bound is $64(M+8+2(1+\beta)/\tau)$ units in the last place of the largest term.`,
  grade: { kind: 'sampled', reason: 'Exponentials are no polynomials; the closed forms are the chain rule.' },
  instances: inStreams(['spectral', 'hcl'], (name) => (name === 'hcl' ? hardNegatives() : spectral())),
  subject,
  check: ({ loss: name, parameters, z, zPrime }, { alpha: alphaOf, hardness }) => {
    const loss = namedDistanceLoss(name, parameters);
    const alpha = alphaOf(loss, z, zPrime);
    const N = z.rows;
    const { temperature = 1, beta = 0 } = parameters;
    const comparisons = Array.from({ length: alpha.rows }, (_, i) => {
      const own = rowOf(i, z, zPrime);
      const negatives = Array.from({ length: 2 * N }, (__, j) => j).filter(
        (j) => j % N !== i % N && (loss.negatives === 'both' || Math.floor(j / N) !== Math.floor(i / N)),
      );
      const n = negatives.map((j) => distance(own, rowOf(j, z, zPrime), loss));
      const p = distance(own, rowOf((i + N) % (2 * N), z, zPrime), loss);
      const expected = CLOSED_FORMS[name]?.(n, p, { ...parameters, beta: hardness * beta }) ?? [];
      const apart = negatives.map((j, k) => Math.abs(at(alpha, i, j) - (expected[k] as number) / alpha.rows));
      const size = Math.max(...expected.map(Math.abs)) * (1 + 2 * beta);
      return {
        residual: Math.max(...apart),
        bound: (64 * (n.length + 8 + (2 * (1 + beta)) / temperature) * Number.EPSILON * (size + 1)) / temperature,
      };
    });
    const below = alpha.data.filter((weight) => weight < 0).length / alpha.data.length;
    return decide(Object.fromEntries(comparisons.map((one, i) => [`anchor ${i + 1}`, one])), { loss: name, below });
  },
  counterfeits: [
    {
      id: 'clipped',
      description: 'sets weights below zero to 0',
      subject: {
        ...subject,
        alpha: (...input) => {
          const alpha = subject.alpha(...input);
          return { ...alpha, data: alpha.data.map((weight) => Math.max(0, weight)) };
        },
      },
    },
    {
      id: 'softmax',
      description: 'takes the softmax at temperature τ/(1 + β) for α of hard negatives, as if their weights were held',
      subject: {
        ...subject,
        alpha: (loss, z, zPrime) =>
          loss.name === 'hcl'
            ? subject.alpha(namedDistanceLoss('hcl-detached', heldParameters(loss)), z, zPrime)
            : subject.alpha(loss, z, zPrime),
      },
      instances: hardNegatives(),
      drops: {
        condition: String.raw`the weights $e^{-\beta n/\tau}$ carry gradient`,
        statedBy: 'here',
        explanation: String.raw`Held fixed, they leave a softmax at the temperature $\tau/(1+\beta)$: no weight is negative.`,
      },
    },
    {
      id: 'hardness-forgotten',
      description: 'leaves β out of the closed form',
      subject: { ...subject, hardness: 0 },
      instances: hardNegatives(),
    },
    {
      id: 'sign',
      description: 'takes ∂L/∂d² for α, without the minus sign',
      subject: {
        ...subject,
        alpha: (...input) => {
          const alpha = subject.alpha(...input);
          return { ...alpha, data: alpha.data.map((weight) => -weight) };
        },
      },
    },
  ],
  figures: (verdict) => [tightnessFigure(verdict, 'the largest difference from the closed form')],
});

function heldParameters({ formulae }: DistanceLoss): Record<string, number> {
  const { tau = 0.5, beta = 1 } = formulae.parameters ?? {};
  return { temperature: tau, beta };
}

function unitViews(): Arbitrary<Pick<Instance, 'z' | 'zPrime'>> {
  const isLong = (rows: Rows): boolean =>
    Array.from({ length: rows.rows }, (_, i) => norm(row(rows, i))).every((l) => l > 0.1);
  return views({ samples: 4, features: 3 })
    .filter(({ z, zPrime }) => isLong(z) && isLong(zPrime))
    .map(({ z, zPrime }) => ({ z: unitRows(z).unit, zPrime: unitRows(zPrime).unit }));
}

function spectral(): Arbitrary<Instance> {
  return fc
    .tuple(unitViews(), gridNumber(0.5, 2))
    .map(([both, mu]) => ({ loss: 'spectral', parameters: { mu }, ...both }));
}

function hardNegatives(): Arbitrary<Instance> {
  return fc
    .tuple(unitViews(), gridNumber(0.2, 2), gridNumber(0.1, 2), gridNumber(0, 0.3))
    .map(([both, temperature, beta, c]) => ({ loss: 'hcl', parameters: { temperature, beta, tau_plus: c }, ...both }))
    .filter(isOffCorner);
}

/** The least mass of the negatives. */
function lowerBound(n: readonly number[], p: number, tau: number): number {
  return n.length * Math.exp((p - 2) / tau);
}

/** True if no anchor is where the mass of the negatives meets its lower bound: all of them opposite, in particular. */
function isOffCorner({ parameters, z, zPrime }: Instance): boolean {
  const { temperature: tau = 1, beta = 0, tau_plus: c = 0 } = parameters;
  const N = z.rows;
  return Array.from({ length: 2 * N }, (_, i) => i).every((i) => {
    const d2 = (j: number): number => halfSquaredDistance(rowOf(i, z, zPrime), rowOf(j, z, zPrime));
    const p = d2((i + N) % (2 * N));
    const n = Array.from({ length: 2 * N }, (_, j) => j).flatMap((j) => (j % N === i % N ? [] : [d2(j)]));
    const [W, H] = [beta, 1 + beta].map((b) => total(n.map((own) => Math.exp((b * (p - own)) / tau)))) as [
      number,
      number,
    ];
    const [g, least] = [((n.length * H) / W - c * n.length) / (1 - c), lowerBound(n, p, tau)];
    return Math.abs(g - least) > 1e-6 * least;
  });
}

function rowOf(i: number, z: Rows, zPrime: Rows): Float64Array {
  return i < z.rows ? row(z, i) : row(zPrime, i - z.rows);
}

function distance(a: Float64Array, b: Float64Array, { distance: kind }: DistanceLoss): number {
  return kind === 'dot' ? 1 - a.reduce((sum, x, k) => sum + x * (b[k] as number), 0) : halfSquaredDistance(a, b);
}

function total(terms: readonly number[]): number {
  return terms.reduce((sum, term) => sum + term, 0);
}
