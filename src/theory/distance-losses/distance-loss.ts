/**
 * A loss of each anchor's distances on a batch of two views: its value, and the two weights α = −∂L/∂d² of negatives and
 * β = ∂L/∂d² of positives that make it a game. A loss of the paper's family has β = Σα.
 */
import { InvalidInput } from '../../base/invalid-input.js';
import { requireChoice, requireKnownOptions, requireText } from '../../base/option-checks.js';
import { logAddExp } from '../algebra/log-sum-exp.js';
import { at, row, stack, sliceRows, zeros, type Matrix, type Rows } from '../algebra/matrix.js';
import { halfSquaredDistance, type ViewGradients } from '../losses/energy.js';
import { requireViews } from '../losses/pair-margins.js';
import { compiledProgram, type CompiledProgram } from './compiled-program.js';
import type { DistanceFormulae } from './distance-formulae.js';
import { COUNTS, distanceProgram, NEGATIVE, POSITIVE, type DistanceProgram } from './distance-program.js';
import { anchorLayout, pairLayout, type PairChoice, type PairLayout } from './pair-layout.js';
import { Tape, type Quantity } from './tape.js';

/** A loss of each anchor's distances. */
export interface DistanceLoss extends PairChoice {
  readonly name: string;
  readonly formulae: DistanceFormulae;
  readonly program: DistanceProgram;
  /**
   * The comparison of two rows: d² = ½‖a − b‖², or 1 − a·b, which is the same for rows of length 1.
   */
  readonly distance: 'euclidean' | 'dot';
  /** The rows that an anchor is compared with, its keys, take a gradient too (`follow`), or are `held`. */
  readonly keys: 'follow' | 'held';
}

/** Labels and averages that a batch may have beside its views. */
export interface BatchOptions {
  /** [N], a label a sample: samples of one label are positives of each other. Default: none. */
  readonly labels?: ArrayLike<number>;
  /** The averages before this batch, [N] each, in the order of the formulae; without, this batch is their first. */
  readonly averages?: readonly Float64Array[];
}

/** A loss on a batch, with the weights of its pairs. */
export interface DistanceWeights {
  readonly value: number;
  /** α = −∂L/∂d², [anchors, 2N]: the columns are the rows of the first view, then of the second; 0 off the negatives. */
  readonly alpha: Matrix;
  /** β = ∂L/∂d², [anchors, 2N]; 0 off the positives. */
  readonly beta: Matrix;
  /** The averages after this batch, [N] each. */
  readonly averages: readonly Float64Array[];
}

/**
 * Makes a loss of each anchor's distances.
 *
 * @param choice the views of anchors (`both`) and negatives (`both`), how rows are compared (`euclidean`)
 * @throws InvalidInput as `distanceProgram`, and on a parameter that is not a finite number
 * @example
 * const siglip = distanceLoss({ anchor: 'softplus(-(t*(1 - p) + b)) + sum(softplus(t*(1 - n) + b))', parameters: { t: 10, b: -10 } }, { anchors: 'first', negatives: 'other' });
 * const z = fromNested([[1, 0], [0, 1]]);
 * distanceWeights(siglip, z, z).value; // 0.6932 = Math.log(2) + Math.log1p(Math.exp(-10))
 */
export function distanceLoss(
  formulae: DistanceFormulae,
  choice: Partial<Omit<DistanceLoss, 'formulae' | 'program'>> = {},
): DistanceLoss {
  requireKnownOptions('choice', choice, ['name', 'anchors', 'negatives', 'distance', 'keys']);
  const { name = 'formulae', anchors = 'both', negatives = 'both', distance = 'euclidean', keys = 'follow' } = choice;
  requireText('name', name);
  requireChoice('anchors', anchors, ['first', 'both']);
  requireChoice('negatives', negatives, ['same', 'other', 'both']);
  requireChoice('distance', distance, ['euclidean', 'dot']);
  requireChoice('keys', keys, ['follow', 'held']);
  const program = distanceProgram(formulae);
  // A parameter without a value is told of before anything is computed.
  compiledProgram(program, formulae.parameters ?? {});
  return { name, anchors, negatives, distance, keys, formulae, program };
}

/**
 * Computes a loss of distances and the weights of its pairs. Parts of the loss that are held fixed are held in the weights too.
 *
 * @param z first views, [N, d]
 * @param zPrime second views, [N, d]
 * @throws InvalidInput as `pairMargins` and `pairLayout`, and when loss or weights are not finite for these views
 * @example
 * const infonce = distanceLoss({ anchor: 'log(1 + sum(exp((p - n)/tau)))', parameters: { tau: 0.5 } }, { anchors: 'first', negatives: 'same' });
 * const { value, alpha } = distanceWeights(infonce, fromNested([[0], [2]]), fromNested([[1], [2]]));
 * value; // 0.03337 = (Math.log1p(Math.exp(-3)) + Math.log1p(Math.exp(-4))) / 2
 * at(alpha, 0, 1); // 0.04743 = 1 / (1 + Math.exp(3)) / 2 / 0.5
 */
export function distanceWeights(
  loss: DistanceLoss,
  z: Rows,
  zPrime: Rows,
  options: BatchOptions = {},
): DistanceWeights {
  requireViews(z, zPrime);
  const layout = pairLayout(z.rows, loss, options.labels);
  const rows = stack(z, zPrime);
  const program = compiledProgram(loss.program, loss.formulae.parameters ?? {});
  const { value, p, n, averages } = evaluated(program, layout, distancesOf(loss, layout, rows), options.averages);
  if (!Number.isFinite(value)) {
    throw new InvalidInput(`${loss.name} is ${value} for these views: scale them down or change its parameters`);
  }
  const anchors = layout.views * layout.samples;
  const [alpha, beta] = [zeros(anchors, layout.rows), zeros(anchors, layout.rows)];
  const add = ({ data }: Matrix, anchor: number, other: number, weight: number): void => {
    const place = anchor * layout.rows + other;
    data[place] = (data[place] as number) + weight;
  };
  n.slopes.forEach((slope, k) => {
    add(alpha, layout.anchorOf[layout.termOf[k] as number] as number, layout.negativeOf[k] as number, -slope);
  });
  p.slopes.forEach((slope, t) => add(beta, layout.anchorOf[t] as number, layout.positiveOf[t] as number, slope));
  return { value, alpha, beta, averages };
}

/**
 * Computes ∂L/∂z and ∂L/∂z', [N, d] each, by the weights of the pairs: minus the gradient of Σ α d² − Σ β d², both held fixed.
 *
 * @throws InvalidInput as `distanceWeights`
 * @example
 * const loss = distanceLoss({ anchor: 'p' }, { anchors: 'first', negatives: 'other' });
 * distanceLossGradient(loss, fromNested([[0], [2]]), fromNested([[1], [2]])); // { z: [[-0.5], [0]], zPrime: [[0.5], [0]] }
 */
export function distanceLossGradient(
  loss: DistanceLoss,
  z: Rows,
  zPrime: Rows,
  options: BatchOptions = {},
): ViewGradients {
  const weights = distanceWeights(loss, z, zPrime, options);
  return gradientOfWeights(loss, weights, z, zPrime);
}

/** The gradient that weights of pairs have, α and β held fixed: Theorem 1 of two weights. */
export function gradientOfWeights(
  { distance, keys }: Pick<DistanceLoss, 'distance' | 'keys'>,
  { alpha, beta }: Pick<DistanceWeights, 'alpha' | 'beta'>,
  z: Rows,
  zPrime: Rows,
): ViewGradients {
  const rows = stack(z, zPrime);
  const gradient = zeros(rows.rows, rows.columns);
  for (let anchor = 0; anchor < alpha.rows; anchor++) {
    for (let other = 0; other < rows.rows; other++) {
      const weight = at(beta, anchor, other) - at(alpha, anchor, other);
      if (weight === 0) continue;
      const [a, b] = [row(rows, anchor), row(rows, other)];
      const [toAnchor, toOther] = [row(gradient, anchor), row(gradient, other)];
      for (let k = 0; k < a.length; k++) {
        const [x, y] = [a[k] as number, b[k] as number];
        toAnchor[k] = (toAnchor[k] as number) + weight * (distance === 'dot' ? -y : x - y);
        if (keys === 'follow') toOther[k] = (toOther[k] as number) + weight * (distance === 'dot' ? -x : y - x);
      }
    }
  }
  return { z: sliceRows(gradient, 0, z.rows), zPrime: sliceRows(gradient, z.rows, rows.rows) };
}

/** A loss of one anchor at given distances. */
export interface AnchorWeights {
  readonly value: number;
  /** α of each negative, −∂F/∂n. */
  readonly alpha: Float64Array;
  /** β of the positive, ∂F/∂p. */
  readonly beta: number;
}

/**
 * Makes the function of the distances of a single anchor, F(p, n₁, …, n_M), with its slopes. Sums over anchors have this one alone; N
 * is M + 1.
 *
 * @returns a function of the distance p to the positive and of the distances to one negative or more
 * @throws InvalidInput when a parameter has no value
 * @example
 * const { alpha, beta } = anchorFunction(namedDistanceLoss('nt-xent', { temperature: 1 }))(0, [0]);
 * [...alpha, beta]; // [0.5, 0.5]
 */
export function anchorFunction(loss: DistanceLoss): (p: number, n: readonly number[]) => AnchorWeights {
  const slopesAt = distanceSlopes(loss);
  return (p, n) => {
    const layout = anchorLayout(1, n.length);
    const distances = { toPositive: Float64Array.of(p), toNegative: Float64Array.from(n) };
    const found = slopesAt(layout, distances, n.length + 1);
    return {
      value: found.value,
      alpha: found.toNegative.map((slope) => -slope),
      beta: found.toPositive[0] as number,
    };
  };
}

/** A loss, and its slopes with respect to the distance of every term and of every pair. */
export interface DistanceSlopes extends Distances {
  readonly value: number;
}

/**
 * Makes the function of all distances of a layout, whether they are those of rows or not.
 *
 * @returns a function of a layout, its distances, and the number N of samples
 * @throws InvalidInput when a parameter has no value
 */
export function distanceSlopes({
  program,
  formulae,
}: DistanceLoss): (layout: PairLayout, distances: Distances, samples: number) => DistanceSlopes {
  const compiled = compiledProgram(program, formulae.parameters ?? {});
  return (layout, distances, samples) => {
    const { value, p, n } = evaluated(compiled, layout, distances, undefined, samples);
    return { value, toPositive: p.slopes, toNegative: n.slopes };
  };
}

/** The distances of all terms and pairs. */
export interface Distances {
  readonly toPositive: Float64Array;
  readonly toNegative: Float64Array;
}

function distancesOf({ distance }: DistanceLoss, layout: PairLayout, rows: Rows): Distances {
  const between = (a: number, b: number): number =>
    distance === 'dot' ? 1 - dotOf(row(rows, a), row(rows, b)) : halfSquaredDistance(row(rows, a), row(rows, b));
  const { anchorOf, positiveOf, negativeOf, termOf } = layout;
  return {
    toPositive: Float64Array.from(positiveOf, (positive, t) => between(anchorOf[t] as number, positive)),
    toNegative: Float64Array.from(negativeOf, (negative, k) =>
      between(anchorOf[termOf[k] as number] as number, negative),
    ),
  };
}

function dotOf(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += (a[k] as number) * (b[k] as number);
  return sum;
}

/** The loss, and slopes with respect to every distance. */
function evaluated(
  { parts, anchor }: CompiledProgram,
  layout: PairLayout,
  { toPositive, toNegative }: Distances,
  before: readonly Float64Array[] | undefined,
  count = layout.samples,
): { readonly value: number; readonly p: Quantity; readonly n: Quantity; readonly averages: Float64Array[] } {
  const tape = new Tape(layout);
  const [p, n] = [tape.given('term', toPositive), tape.given('pair', toNegative)];
  const [N, M, P] = COUNTS;
  const negatives = Float64Array.from(
    layout.positives,
    (_, t) => (layout.from[t + 1] as number) - (layout.from[t] as number),
  );
  const quantities = new Map<string, Quantity>([
    [POSITIVE, p],
    [NEGATIVE, n],
    [N, tape.constant('view', count)],
    [M, tape.given('term', negatives)],
    [P, tape.given('term', Float64Array.from(layout.positives))],
  ]);
  const averages: Float64Array[] = [];
  for (const part of parts) {
    if (part.kind === 'level') {
      quantities.set(part.name, tape.findLevel(part.line, quantities));
      continue;
    }
    const entry = tape.carriedOut(part.line, quantities);
    switch (part.kind) {
      case 'sum':
        quantities.set(part.name, tape.sum(part.over, entry, part.isLog));
        break;
      case 'held':
        quantities.set(part.name, tape.held(entry));
        break;
      case 'average': {
        const { ofTerms, after } = averaged(tape.entries('term', entry), part, layout, before?.[averages.length]);
        averages.push(after);
        quantities.set(part.name, tape.given('term', ofTerms));
      }
    }
  }
  const entry = tape.carriedOut(anchor, quantities);
  const total = tape.sum('anchors', entry, false);
  const anchors = layout.views * layout.samples;
  tape.goBack(total, new Float64Array(layout.views).fill(1 / anchors));
  return { value: total.data.reduce((sum, one) => sum + one, 0) / anchors, p, n, averages };
}

/**
 * The moving average of each sample, which its anchors share: what each anchor sees, as logarithms where `now` is, and the mean of these
 * afterwards, which is none.
 */
function averaged(
  now: Float64Array,
  { rate, isLog }: { readonly rate: number; readonly isLog: boolean },
  { samples, anchorOf, positives }: PairLayout,
  before: Float64Array | undefined,
): { readonly ofTerms: Float64Array; readonly after: Float64Array } {
  const ofTerms = now.map((x, t) => {
    const stored = before?.[(anchorOf[t] as number) % samples];
    if (stored === undefined) return x;
    if (isLog) return logAddExp(Math.log(1 - rate) + Math.log(stored), Math.log(rate) + x);
    return (1 - rate) * stored + rate * x;
  });
  const [after, counts] = [new Float64Array(samples), new Float64Array(samples)];
  ofTerms.forEach((x, t) => {
    const sample = (anchorOf[t] as number) % samples;
    const weight = 1 / (positives[t] as number);
    after[sample] = (after[sample] as number) + weight * (isLog ? Math.exp(x) : x);
    counts[sample] = (counts[sample] as number) + weight;
  });
  return { ofTerms, after: after.map((sum, sample) => sum / (counts[sample] as number)) };
}
