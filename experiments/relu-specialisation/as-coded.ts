/**
 * The two-layer experiment as its authors code it (facebookresearch/luckmatters, ssl/real-dataset/relu_2layer.py at 77c7d11): z = W₂ B(h(W₁x))
 * on unit rows, with a batch normalisation B after the activation that is affine, and W₁ ≥ 0 for ReLU and linear networks alike.
 */
import { logSumExp } from '../../src/theory/algebra/log-sum-exp.js';
import { add, at, dot, generate, map, norm, row, type Matrix, type Rows } from '../../src/theory/algebra/matrix.js';
import { multiply, multiplyTransposed, transposedMultiply } from '../../src/theory/algebra/multiply.js';
import { atRest, sgdStep, type Descending, type SgdOptions } from '../../src/theory/landscape/sgd.js';
import { batchNorm, batchNormGradient, type BatchNormalised } from '../../src/theory/networks/batch-norm.js';
import { ACTIVATIONS, throughActivation } from '../../src/theory/networks/two-layer.js';

/** The choices of a run. */
export interface CodedOptions {
  readonly activation: 'relu' | 'linear';
  readonly hiddenNorm: 'none' | 'batch';
  /** `layer`: the norms of W₁ and W₂ are held; `filter`: that of W₁ and those of the rows of W₂. */
  readonly weightNorm: 'free' | 'layer' | 'filter';
  /** `dynamic`: the α of InfoNCE; `uniform`: 1/N² for each pair, where the positive has 1/N. */
  readonly importance: 'dynamic' | 'uniform';
  /** −½ squared distance, or cosine: 1 more on unit rows. */
  readonly similarity: 'negative-distance' | 'cosine';
  readonly temperature: number;
  readonly descent: SgdOptions;
}

/** Weights with their velocities, and the norms that they began with. */
export interface CodedState {
  /** W₁, [K, d]; W₂, [m, K]. */
  readonly first: Descending;
  readonly second: Descending;
  /** Scales and shifts of the batch normalisation, [1, K] each. */
  readonly scale: Descending;
  readonly shift: Descending;
  readonly norms: HeldNorms;
}

/** Norms that are held: of W₁ as it was drawn, before its negative entries became 0; of W₂, and of its rows. */
export interface HeldNorms {
  readonly first: number;
  readonly second: number;
  readonly rows: Float64Array;
}

/** Returns the state before the first step; negative entries of W₁ become 0. @param norms default: those of the given weights */
export function codedStart(first: Matrix, second: Matrix, norms: HeldNorms = normsOf(first, second)): CodedState {
  const constant = (value: number): Matrix => generate(1, first.rows, () => value);
  return {
    first: atRest(map(first, positive)),
    second: atRest(second),
    scale: atRest(constant(1)),
    shift: atRest(constant(0)),
    norms,
  };
}

function normsOf(first: Matrix, second: Matrix): HeldNorms {
  const rows = Float64Array.from({ length: second.rows }, (_, k) => norm(row(second, k)));
  return { first: norm(first), second: norm(second), rows };
}

/** Takes a step: both views pass the network one after the other, each with its own statistics. @returns the loss before it too */
export function codedStep(
  state: CodedState,
  views: readonly [Rows, Rows],
  options: CodedOptions,
): { readonly state: CodedState; readonly loss: number } {
  const [one, two] = views.map((x) => pass(state, x, options)) as [Pass, Pass];
  const { loss, gradients } = contrast(one.unit, two.unit, options);
  const [a, b] = [passGradients(state, one, gradients[0], options), passGradients(state, two, gradients[1], options)];
  const moved = (name: keyof Gradients): Descending => sgdStep(state[name], add(a[name], b[name]), options.descent);
  const [first, second] = [moved('first'), moved('second')];
  const hasNorm = options.hiddenNorm === 'batch';
  return {
    loss,
    state: {
      first: { ...first, weight: map(heldFirst(first.weight, state, options), positive) },
      second: { ...second, weight: heldSecond(second.weight, state, options) },
      scale: hasNorm ? moved('scale') : state.scale,
      shift: hasNorm ? moved('shift') : state.shift,
      norms: state.norms,
    },
  };
}

function positive(entry: number): number {
  return Math.max(0, entry);
}

function heldFirst(weight: Matrix, { norms }: CodedState, { weightNorm }: CodedOptions): Matrix {
  return weightNorm === 'free' ? weight : scaledTo(weight, norms.first);
}

function heldSecond(weight: Matrix, { norms }: CodedState, { weightNorm }: CodedOptions): Matrix {
  if (weightNorm === 'free') return weight;
  if (weightNorm === 'layer') return scaledTo(weight, norms.second);
  const scales = norms.rows.map((length, k) => length / norm(row(weight, k)));
  return generate(weight.rows, weight.columns, (i, j) => at(weight, i, j) * (scales[i] as number));
}

function scaledTo(weight: Matrix, length: number): Matrix {
  const scale = length / norm(weight);
  return map(weight, (entry) => entry * scale);
}

interface Pass {
  readonly x: Rows;
  /** W₁x, [N, K]; `hidden`: the input of W₂. */
  readonly linear: Rows;
  readonly hidden: Rows;
  readonly normalised?: BatchNormalised;
  /** Output at length 1, [N, m]; `lengths` before, at least LEAST_LENGTH. */
  readonly unit: Rows;
  readonly lengths: Float64Array;
}

/** Length by which PyTorch divides a shorter row: one of zeros, as where no neuron sees a component, has a huge gradient. */
const LEAST_LENGTH = 1e-12;

function pass({ first, second, scale, shift }: CodedState, x: Rows, { activation, hiddenNorm }: CodedOptions): Pass {
  const linear = multiplyTransposed(x, first.weight);
  const active = map(linear, ACTIVATIONS[activation].value);
  const normalised = hiddenNorm === 'batch' ? batchNorm(active) : undefined;
  const hidden =
    normalised === undefined
      ? active
      : generate(
          active.rows,
          active.columns,
          (i, k) => at(normalised.value, i, k) * at(scale.weight, 0, k) + at(shift.weight, 0, k),
        );
  const output = multiplyTransposed(hidden, second.weight);
  const lengths = Float64Array.from({ length: output.rows }, (_, i) => Math.max(norm(row(output, i)), LEAST_LENGTH));
  const unit = generate(output.rows, output.columns, (i, j) => at(output, i, j) / (lengths[i] as number));
  return { x, linear, hidden, unit, lengths, ...(normalised !== undefined && { normalised }) };
}

type Gradients = Readonly<Record<'first' | 'second' | 'scale' | 'shift', Matrix>>;

function passGradients(
  { second, scale }: CodedState,
  { x, linear, hidden, normalised, unit, lengths }: Pass,
  gradient: Rows,
  { activation }: CodedOptions,
): Gradients {
  const along = Float64Array.from(lengths, (length, i) =>
    length > LEAST_LENGTH ? dot(row(gradient, i), row(unit, i)) : 0,
  );
  const toOutput = generate(unit.rows, unit.columns, (i, j) => {
    return (at(gradient, i, j) - (along[i] as number) * at(unit, i, j)) / (lengths[i] as number);
  });
  const toHidden = multiply(toOutput, second.weight);
  const sums = (of: (i: number, k: number) => number): Matrix =>
    generate(1, hidden.columns, (_, k) => columnSum(x.rows, (i) => of(i, k)));
  const toActive =
    normalised === undefined
      ? toHidden
      : batchNormGradient(
          normalised,
          generate(toHidden.rows, toHidden.columns, (i, k) => at(toHidden, i, k) * at(scale.weight, 0, k)),
        );
  return {
    first: transposedMultiply(throughActivation(activation, linear, toActive), x),
    second: transposedMultiply(toOutput, hidden),
    scale: sums((i, k) => (normalised === undefined ? 0 : at(toHidden, i, k) * at(normalised.value, i, k))),
    shift: sums((i, k) => at(toHidden, i, k)),
  };
}

function columnSum(rows: number, of: (i: number) => number): number {
  let sum = 0;
  for (let i = 0; i < rows; i++) sum += of(i);
  return sum;
}

/**
 * Computes the loss of S/τ, where S holds the similarities among first views and on its diagonal those of the two views of a sample, and
 * its gradients. `dynamic`: cross-entropy of each row with the diagonal as its label; `uniform`: −(1 + 1/N)·mean of the diagonal + mean of all.
 */
function contrast(
  one: Rows,
  two: Rows,
  { importance, similarity, temperature }: CodedOptions,
): { readonly loss: number; readonly gradients: readonly [Rows, Rows] } {
  const N = one.rows;
  // −½‖a − b‖² = a·b − ½‖a‖² − ½‖b‖².
  const isDistance = similarity === 'negative-distance';
  const halves = [one, two].map((z) =>
    Float64Array.from({ length: N }, (_, i) => (isDistance ? dot(row(z, i), row(z, i)) / 2 : 0)),
  ) as [Float64Array, Float64Array];
  const products = multiplyTransposed(one, one);
  const logits = generate(N, N, (i, j) => {
    const product = i === j ? dot(row(one, i), row(two, i)) : at(products, i, j);
    return (product - (halves[0][i] as number) - (halves[i === j ? 1 : 0][j] as number)) / temperature;
  });
  const diagonal = columnSum(N, (i) => at(logits, i, i)) / N;
  const totals = Float64Array.from({ length: N }, (_, i) => logSumExp(row(logits, i)));
  const isDynamic = importance === 'dynamic';
  const loss = isDynamic
    ? columnSum(N, (i) => totals[i] as number) / N - diagonal
    : columnSum(N * N, (k) => logits.data[k] as number) / N ** 2 - (1 + 1 / N) * diagonal;
  /** ∂loss/∂Sᵢⱼ. */
  const slopes = generate(N, N, (i, j) => {
    const pair = isDynamic ? Math.exp(at(logits, i, j) - (totals[i] as number)) : 1 / N;
    return (pair - (i !== j ? 0 : isDynamic ? 1 : 1 + 1 / N)) / (N * temperature);
  });
  const both = generate(N, N, (i, j) => (i === j ? 0 : at(slopes, i, j) + at(slopes, j, i)));
  const pulled = multiply(both, one);
  // The gradient of −½‖a − b‖² in a is b − a, that of a·b is b.
  const own = Float64Array.from({ length: N }, (_, i) =>
    isDistance ? columnSum(N, (j) => at(both, i, j)) + at(slopes, i, i) : 0,
  );
  const towards = (i: number): number => at(slopes, i, i);
  return {
    loss,
    gradients: [
      generate(
        N,
        one.columns,
        (i, k) => at(pulled, i, k) + towards(i) * at(two, i, k) - (own[i] as number) * at(one, i, k),
      ),
      generate(N, one.columns, (i, k) => towards(i) * (at(one, i, k) - (isDistance ? at(two, i, k) : 0))),
    ],
  };
}

/** Keeps the division by the length of a row of zeros finite. */
const LENGTH_FLOOR = 1e-8;

/** Measures W₁: negative entries count as 0, and rows are divided by their length + 1e-8. */
export function codedMeasures(first: Matrix): { readonly concentration: number; readonly coverage: number } {
  const rows = map(first, positive);
  const unit = generate(rows.rows, rows.columns, (i, j) => at(rows, i, j) / (norm(row(rows, i)) + LENGTH_FLOOR));
  const largest = (count: number, entries: number, entry: (i: number, j: number) => number): number =>
    columnSum(count, (i) => Math.max(...Array.from({ length: entries }, (_, j) => entry(i, j)))) / count;
  return {
    concentration: largest(unit.rows, unit.columns, (i, j) => at(unit, i, j)),
    coverage: largest(unit.columns, unit.rows, (i, j) => at(unit, j, i)),
  };
}
