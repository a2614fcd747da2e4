/**
 * 2E* = sᵀW₁CW₁ᵀs = pᵀCp with p = W₁ᵀs, and ‖p‖ ≤ σ₁(W₁): the first inequality. With unit rows σ₁² = K takes rank 1, so rows ±v.
 *
 * No other W₁ with unit rows is a local maximum. In p′ = W₁′ᵀs′, E* ≥ ½p′ᵀCp′/‖s′‖² for every s′, so each case names an s′.
 *
 * - Some row with s_k ≠ 0 is not parallel to g = Cp ≠ 0: turn these rows by θ towards ±g, with the sign of s_k, and keep s′ = s. With
 *   unit tangents n_k and n = Σ s_kn_k, 2E* gains 2 sinθ cosθ nᵀg − sin²θ (λ − nᵀCn), and nᵀg = Σ |s_k|‖g‖ sin ∠(w_k, g) > 0.
 * - Else, E* > 0: the a rows with s_k ≠ 0 are ±v, v an eigenvector with eigenvalue μ, aμ = λ. A row with s_k = 0 is orthogonal to
 *   v, with w_kᵀCw_k = q ≤ λ: turn it by θ towards v. On s and the unit vector of k the matrix W₁′CW₁′ᵀ is λ, q cos²θ + μ sin²θ and
 *   √a μ sinθ off the diagonal, so its top eigenvalue exceeds λ for q = λ too.
 * - All rows are ±v, μ < λ_max: turning all of them by θ towards ±u, Cu = λ_max u, gains K(λ_max − μ) sin²θ.
 * - E* < 0: aμ = λ < 0 and a ≥ 2 would make W₁CW₁ᵀ singular, so a = 1; turn that row towards u.
 * - E* = 0: then g = 0. With p ≠ 0 move a row with s_k ≠ 0 by θ along the tangent of u, and s to match, so that p′ = p + θs_ku + O(θ²)
 *   and p′ᵀCp′ = θ²s_k²λ_max + O(θ³). With p = 0 row k lies in the span R of the others; u does not, since C ⪯ 0 there. Turn row k
 *   towards the part of u outside R: the rows then span u.
 */
import fc from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { decide } from '../../src/claims/evidence.js';
import { gridNumber, seeds } from '../../src/claims/instances.js';
import { symmetricEigen } from '../../src/theory/algebra/decompositions.js';
import { eigenvalueBounds } from '../../src/theory/algebra/eigenvalue-bounds.js';
import { exactMatrix, intervalProduct, transposeIntervals } from '../../src/theory/algebra/interval-matrix.js';
import { product, WHOLE_LINE, type Interval } from '../../src/theory/algebra/interval.js';
import { at, copy, dot, generate, maxAbs, norm, row, transpose, type Matrix } from '../../src/theory/algebra/matrix.js';
import { multiply } from '../../src/theory/algebra/multiply.js';
import { normalMatrix, randomStream } from '../../src/theory/algebra/random-stream.js';
import { coveredComponents } from '../../src/theory/landscape/assignment-stability.js';
import { mixtureLandscape, positivePart, pullOf, type Gates } from '../../src/theory/landscape/hidden-landscape.js';
import { optimalTopLayer } from '../../src/theory/landscape/top-layer.js';
import { normalised } from '../../src/theory/landscape/two-layer-ascent.js';
import { assignedRows } from '../../src/theory/networks/orthogonal-mixture.js';
import { TIAN_2023 } from '../papers.js';
import { tightnessFigure } from '../tightness-figure.js';
import { assignmentIn, draws, mixtureCovariance, mixtures, type WeightedMixture } from './mixture-instances.js';
import { specialisationFigure } from './specialisation-figure.js';

interface Instance extends WeightedMixture {
  /** m(k), folded into the components. */
  readonly neurons: readonly number[];
  /** The rows of W₁: directions of the mixture, or eigenvectors of C. */
  readonly features: 'components' | 'eigenvectors';
  /** Turns rows by this share of the way. */
  readonly share: number;
  /** Seed of the random W₁. */
  readonly seed: number;
}

/** W₁ moved, and by how much 2E* is higher there at least. */
interface Move {
  readonly first: Matrix;
  readonly gain: number;
}

interface Subject {
  readonly gates: Gates;
  readonly wayUp: (covariance: Matrix, first: Matrix, share: number) => Move;
  /** The most that 2E* can be. @param squares the squared singular values of W₁, descending */
  readonly most: (top: Interval, squares: readonly Interval[]) => Interval;
}

/** Weights of s below this count as 0: half of the digits. */
const UNREAD = 1e-8;
/** Energies, slopes and gaps of an instance are at least this share of ‖C‖_F, so that the way up is clear of rounding. */
const CLEAR = 1e-2;
const RANDOM = 3;

const subject: Subject = {
  gates: 'linear',
  wayUp,
  most: (top, squares) => product(top, squares[0] ?? WHOLE_LINE),
};

const drawn = (options: Parameters<typeof mixtures>[0], neurons: fc.Arbitrary<number[]>): fc.Arbitrary<Instance> =>
  fc
    .tuple(
      mixtures({ fewest: 2, components: 4, samples: 6, ...options }),
      neurons,
      fc.constantFrom('components' as const, 'eigenvectors' as const),
      gridNumber(0.1, 1),
      seeds(),
    )
    .map(([own, assignment, features, share, seed]) => ({ ...own, neurons: assignment, features, share, seed }));

export const linearNoSpecialisation = defineClaim<Instance, Subject>({
  id: 'linear-no-specialisation',
  title: 'Without ReLU no local maximum has neurons of two features',
  source: 'derived here',
  about: TIAN_2023,
  place:
    'Abstract, 2-layer networks: “linear activation is proven not capable of learning specialized weights into diverse patterns”: the form for the energy with the best top layer and rows of norm 1',
  statement: String.raw`Let $h(x)=x$, $C=C_\alpha[x]$ with $\lambda_{\max}>0$, and $E^*(W_1)=\tfrac12\lambda_{\max}(W_1CW_1^\top)$ the energy with the best top layer $s$. For every $W_1$, with its singular values $\sigma_1\ge\sigma_2\ge\dots$, $$2E^*\le\lambda_{\max}\sigma_1^2,\qquad\text{so that}\qquad\sum_{i\ge2}\sigma_i^2\ \le\ \|W_1\|_F^2-\frac{2E^*}{\lambda_{\max}}:$$ the nearer to the maximum, the nearer to one feature. Under $\|w_k\|=1$ the maximum $\tfrac12K\lambda_{\max}$ is reached exactly where all rows are $\pm v$, $v$ one top eigenvector, and no other $W_1$ is a local maximum, tied eigenvalues or not. The way up from any other: turn the rows with $s_k\ne0$ towards $\pm g$, $g=CW_1^\top s$; where all of these are parallel to $g$, turn a row with $s_k=0$ towards it; where there is none, turn all rows towards a top eigenvector. So neurons on two or more components of an orthogonal mixture, $w_k=e_{m(k)}$, have a way up, while to the ReLU network every such $W_1$ is a fixed point and some with two components are local maxima (claims relu-higher-rank-fixed-points, relu-fixed-point-stability).`,
  restsOn: ['linear-rows-parallel', 'relu-fixed-point-stability'],
  method: String.raw`$W_1$ has its rows on at least two components of a mixture, or on eigenvectors of $C$ that are not all the top one. $2E^*$ is enclosed in interval arithmetic there and after turning rows a part of the way: it must be proven higher, and by no less than the closed form of its gain. The first inequality is enclosed at both, and at three random $W_1$. Bounds are the rounding of the products with $C$. Instances whose slope, energy or gap is 1 % of $\|C\|_F$ at least, or whose eigenvalues tie exactly.`,
  grade: {
    kind: 'interval-certified',
    reason: String.raw`For each $W_1$ that was drawn a higher one is proven, $2E^*$ of both enclosed with rounding. That it can be had as near as one likes is the closed form of the gain, and that no $W_1$ is left out is the proof in the claim’s file.`,
  },
  instances: fc
    .oneof({ weight: 9, arbitrary: drawn({}, draws(4, 2)) }, { weight: 1, arbitrary: drawn({}, draws(4, 2)).map(tied) })
    .filter((instance) => isClear(instance)),
  subject,
  check: (instance, { gates, wayUp: move, most }) => {
    const C = mixtureCovariance(instance);
    const first = rowsOf(instance, C);
    const moved = move(C, first, instance.share);
    const random = randomStream(instance.seed, 'specialisation');
    const others = Array.from({ length: RANDOM }, () => normalised(normalMatrix(random, first.rows, C.rows), 'row'));
    const [top = WHOLE_LINE] = eigenvalueBounds(C);
    const points = [first, moved.first, ...others].map((W) => {
      const energy = twiceEnergy(W, C, gates);
      const squares = eigenvalueBounds(gram(W, undefined));
      return { energy, excess: energy.lower - most(top, squares).upper, squares };
    });
    const [before = WHOLE_LINE, after = WHOLE_LINE] = points.map(({ energy }) => energy);
    const K = first.rows;
    const bound = 64 * K ** 2 * C.rows ** 2 * Number.EPSILON * norm(C);
    // Turned rows have norm 1 up to a few roundings, to which E* is as sensitive as to its own.
    const proven = after.lower > before.upper + 16 * Number.EPSILON * K * Math.abs(before.upper);
    return decide(
      {
        'at most by one feature': { residual: Math.max(0, ...points.map(({ excess }) => excess)), bound },
        'gain of the way up': { residual: Math.max(0, before.upper + moved.gain - after.lower), bound },
        'proven higher': { residual: proven ? 0 : 1, bound: 0.5 },
      },
      {
        points: points.map(({ energy, squares }, n) => ({
          features: n === 0 ? instance.features : n === 1 ? 'turned' : 'random',
          energy: energy.upper / (top.upper * K),
          beside: squares.slice(1).reduce((sum, { upper }) => sum + upper, 0) / K,
        })),
      },
    );
  },
  counterfeits: [
    {
      id: 'best-neuron',
      description: 'takes the best neuron alone for the optimum, and forgets that neurons of one feature add up',
      subject: { ...subject, most: (top) => top },
    },
    {
      id: 'one-feature-each',
      description: 'gives every neuron an eigenvector of its own, as PCA of several components does',
      subject: { ...subject, most: (top, squares) => product(top, squares[1] ?? WHOLE_LINE) },
    },
    {
      id: 'unread-neurons-stay',
      description: 'moves only neurons that the top layer reads',
      subject: {
        ...subject,
        wayUp: (covariance, first, share) => {
          const { first: turned } = wayUp(covariance, first, share);
          const { direction } = optimalTopLayer(mixtureLandscape(covariance, 'linear').covariance(first));
          const stays = generate(first.rows, first.columns, (k, l) =>
            at(Math.abs(direction[k] as number) <= UNREAD ? first : turned, k, l),
          );
          return { first: stays, gain: 0 };
        },
      },
    },
    {
      id: 'away-from-the-others',
      description: 'turns neurons away from what the others learn',
      subject: {
        ...subject,
        wayUp: (covariance, first, share) => {
          const { first: turned, gain } = wayUp(covariance, first, share);
          const back = generate(first.rows, first.columns, (k, l) => 2 * at(first, k, l) - at(turned, k, l));
          return { first: normalised(back, 'row'), gain };
        },
      },
    },
    {
      id: 'relu',
      description: 'gives the network its gates back',
      subject: { ...subject, gates: 'relu' },
      // Two neurons on the two components, which repel: s₁s₂ < 0, and opening a gate leads down.
      instances: drawn({ components: 2, weight: 0.05 }, fc.constant([0, 1]))
        .map((own) => ({ ...own, features: 'components' as const }))
        .filter((instance) => isClear(instance)),
      drops: {
        condition: String.raw`$h(x)=x$`,
        statedBy: 'paper',
        explanation: String.raw`The way up takes each of the two neurons to a negative weight on the other’s component. There a gate is closed: the neuron only loses length, and the pair is a local maximum.`,
      },
    },
    {
      id: 'no-positive-eigenvalue',
      description: 'asks for a way up where augmentation outweighs the samples in every direction',
      subject,
      instances: gridNumber(0.1, 1).map((step) => ({
        components: 2,
        component: [0, 1],
        magnitude: [0, 0],
        magnitudePrime: [step, 1],
        alpha: generate(2, 2, (i, j) => (i === j ? 0 : 1)),
        neurons: [0, 1, 0],
        features: 'components' as const,
        share: 1,
        seed: 0,
      })),
      drops: {
        condition: String.raw`$\lambda_{\max}(C_\alpha[x])>0$`,
        statedBy: 'derived part',
        explanation: String.raw`On a negative definite $C$ the maximum of $E^*$ is 0, reached by every $W_1$ of rank below $K$, whatever its rows are.`,
      },
    },
  ],
  figures: (verdict) => [
    specialisationFigure(verdict),
    tightnessFigure(verdict, 'what 2E* exceeds its bound by, or lacks of its gain'),
  ],
});

/** Encloses W C Wᵀ, or W Wᵀ where no covariance is given. */
function gram(first: Matrix, covariance: Matrix | undefined): Parameters<typeof eigenvalueBounds>[0] {
  const W = exactMatrix(first);
  const through = covariance === undefined ? W : intervalProduct(W, exactMatrix(covariance));
  return intervalProduct(through, transposeIntervals(W));
}

/** Encloses 2E*. */
function twiceEnergy(first: Matrix, covariance: Matrix, gates: Gates): Interval {
  const open = gates === 'linear' ? first : positivePart(first);
  return eigenvalueBounds(gram(open, covariance))[0] ?? WHOLE_LINE;
}

/** Turns rows as the statement says; stays where there is no way. */
function wayUp(covariance: Matrix, first: Matrix, share: number): Move {
  const { direction: s, value } = optimalTopLayer(mixtureLandscape(covariance, 'linear').covariance(first));
  const g = pullOf(covariance, first, s);
  const length = Math.hypot(...g);
  if (length <= UNREAD * norm(covariance)) return { first, gain: 0 };
  const v = g.map((entry) => entry / length);
  const form = (x: Float64Array): number => dot(multiply(asRow(x), covariance).data, x);

  const tangents = Array.from(s, (weight, k) => tangentTowards(row(first, k), v, weight < 0 ? -1 : 1));
  const together = v.map((_, l) => tangents.reduce((sum, n, k) => sum + (s[k] as number) * (n[l] as number), 0));
  const slope = dot(together, g);
  if (slope > UNREAD * norm(covariance)) {
    const bend = value - form(together);
    const angle = (share * Math.atan2(2 * slope, bend)) / 2;
    const turned = turnedRows(first, tangents, angle, () => true);
    return { first: turned, gain: slope * Math.sin(2 * angle) - bend * Math.sin(angle) ** 2 };
  }
  const angle = (share * Math.PI) / 4;
  const unread = s.findIndex((weight) => Math.abs(weight) <= UNREAD);
  if (unread >= 0) {
    const read = s.filter((weight) => Math.abs(weight) > UNREAD).length;
    const own = value / read;
    const apart =
      value - own * Math.sin(angle) ** 2 - form(Float64Array.from(row(first, unread))) * Math.cos(angle) ** 2;
    const across = Math.sqrt(read) * own * Math.sin(angle);
    const turned = turnedRows(first, tangents, angle, (k) => k === unread);
    return { first: turned, gain: (Math.hypot(apart, 2 * across) - apart) / 2 };
  }
  const { values, vectors } = symmetricEigen(covariance);
  const best = Float64Array.from(row(transpose(vectors), 0));
  const towards = Array.from(s, (_, k) => best.map((entry) => entry * Math.sign(dot(row(first, k), v))));
  const gain = (first.rows * (values[0] as number) - value) * Math.sin(angle) ** 2;
  return { first: turnedRows(first, towards, angle, () => true), gain };
}

/** Returns the unit tangent at a unit row towards ±v; 0 where the row is parallel to it. */
function tangentTowards(own: Float64Array, v: Float64Array, sign: number): Float64Array {
  const along = dot(own, v);
  const tangent = v.map((entry, l) => sign * (entry - along * (own[l] as number)));
  const length = Math.hypot(...tangent);
  return tangent.map((entry) => (length > UNREAD ? entry / length : 0));
}

/** Makes w_k cosθ + n_k sinθ of the rows that are to turn and have a tangent. */
function turnedRows(
  first: Matrix,
  tangents: readonly Float64Array[],
  angle: number,
  turns: (k: number) => boolean,
): Matrix {
  const out = copy(first);
  tangents.forEach((tangent, k) => {
    if (!turns(k) || maxAbs(tangent) === 0) return;
    const own = row(out, k);
    own.forEach((entry, l) => (own[l] = entry * Math.cos(angle) + (tangent[l] as number) * Math.sin(angle)));
  });
  return out;
}

function asRow(data: Float64Array): Matrix {
  return { rows: 1, columns: data.length, data };
}

/** Returns W₁. */
function rowsOf({ neurons, components, features }: Instance, covariance: Matrix): Matrix {
  const assigned = assignedRows(assignmentIn(neurons, components), components);
  return features === 'components' ? assigned : multiply(assigned, transpose(symmetricEigen(covariance).vectors));
}

/** Puts samples at 0, e₁ and e₂, of which only the first is an anchor: C_α[x] is a multiple of the identity. */
function tied(own: Instance): Instance {
  return {
    ...own,
    components: 2,
    component: [0, 0, 1],
    magnitude: [0, 1, 1],
    magnitudePrime: [0, 1, 1],
    alpha: generate(3, 3, (i, j) => (i === 0 && j > 0 ? 1 : 0)),
    neurons: [0, ...own.neurons.slice(2), 1],
  };
}

/** Tells if there are two features, or one that is not the top one, and a way up that is clear of rounding. */
function isClear(instance: Instance): boolean {
  const C = mixtureCovariance(instance);
  const scale = norm(C);
  const first = rowsOf(instance, C);
  const { direction, value, gap } = optimalTopLayer(mixtureLandscape(C, 'linear').covariance(first));
  if (!(value > CLEAR * scale)) return false;
  const assignment = assignmentIn(instance.neurons, instance.components);
  if (instance.features === 'components') {
    return coveredComponents(assignment) > 1 && (gap === 0 || wayUp(C, first, 1).gain > CLEAR ** 2 * scale);
  }
  const [top = 0] = symmetricEigen(C).values;
  const one = coveredComponents(assignment) === 1;
  const own = value / first.rows;
  return one ? top - own > CLEAR * scale : gap === 0 || (gap > CLEAR * scale && clearlyRead(direction));
}

function clearlyRead(direction: Float64Array): boolean {
  return direction.every((weight) => Math.abs(weight) <= UNREAD || Math.abs(weight) > CLEAR);
}
