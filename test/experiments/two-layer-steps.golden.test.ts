/** Four steps of the authors' own experiment, option by option. */
import { describe, expect, it } from 'vitest';
import {
  codedMeasures,
  codedStart,
  codedStep,
  type CodedOptions,
  type CodedState,
} from '../../experiments/relu-specialisation/as-coded.js';
import { fromNested, map, toNested } from '../../src/theory/algebra/matrix.js';
import { randomStream } from '../../src/theory/algebra/random-stream.js';
import { atRest, type Descending } from '../../src/theory/landscape/sgd.js';
import { goldenCasesOfAll } from '../golden-file.js';

interface GoldenCase {
  readonly activation: 'relu' | 'linear';
  readonly batch_norm: boolean;
  readonly normalization: keyof typeof NORMS;
  readonly loss_type: keyof typeof IMPORTANCES;
  readonly similarity: keyof typeof SIMILARITIES;
  readonly temperature: number;
  readonly learning_rate: number;
  readonly momentum: number;
  readonly weight_decay: number;
  readonly initial: {
    readonly w1: number[][];
    readonly w2: number[][];
    readonly norm_w1: number;
    readonly norm_w2: number;
    readonly row_norms_w2: number[];
  };
  readonly batches: readonly { readonly x1: number[][]; readonly x2: number[][] }[];
  readonly losses: readonly number[];
  readonly final: {
    readonly w1: number[][];
    readonly w2: number[][];
    readonly bn_weight?: number[];
    readonly bn_bias?: number[];
  };
  readonly concentration: number;
  readonly coverage: number;
}

const NORMS = { none: 'free', perlayer: 'layer', perfilter: 'filter' } as const;
const IMPORTANCES = { infoNCE: 'dynamic', quadratic: 'uniform' } as const;
const SIMILARITIES = { negdist: 'negative-distance', dotprod: 'cosine' } as const;

const cases = goldenCasesOfAll<GoldenCase>('two-layer-steps');

function optionsOf(one: GoldenCase): CodedOptions {
  return {
    activation: one.activation,
    hiddenNorm: one.batch_norm ? 'batch' : 'none',
    weightNorm: NORMS[one.normalization],
    importance: IMPORTANCES[one.loss_type],
    similarity: SIMILARITIES[one.similarity],
    temperature: one.temperature,
    descent: { learningRate: one.learning_rate, momentum: one.momentum, weightDecay: one.weight_decay },
  };
}

function startOf({ initial }: GoldenCase): CodedState {
  const norms = { first: initial.norm_w1, second: initial.norm_w2, rows: Float64Array.from(initial.row_norms_w2) };
  return codedStart(fromNested(initial.w1), fromNested(initial.w2), norms);
}

/** All numbers of a run: losses, weights after the last step, measures. */
function outcomeOf(one: GoldenCase, start: CodedState): number[][][] {
  let state = start;
  const losses = one.batches.map(({ x1, x2 }) => {
    const next = codedStep(state, [fromNested(x1), fromNested(x2)], optionsOf(one));
    state = next.state;
    return next.loss;
  });
  const { concentration, coverage } = codedMeasures(state.first.weight);
  const { first, second, scale, shift } = state;
  const weights = [first, second, ...(one.batch_norm ? [scale, shift] : [])].map(({ weight }) => toNested(weight));
  return [[losses], ...weights, [[concentration, coverage]]];
}

function wantedOf({ losses, final, concentration, coverage }: GoldenCase): number[][][] {
  const { w1, w2, bn_weight: scale, bn_bias: shift } = final;
  const norm = scale === undefined || shift === undefined ? [] : [[scale], [shift]];
  return [[[...losses]], w1, w2, ...norm, [[concentration, coverage]]];
}

/** The largest difference of any number from what is wanted, beside the largest number of its kind. */
function apart(found: number[][][], wanted: number[][][]): number {
  expect(found.map((part) => [part.length, part[0]?.length])).toEqual(
    wanted.map((part) => [part.length, part[0]?.length]),
  );
  return Math.max(
    ...found.map((part, k) => {
      const [ours, theirs] = [part.flat(), wanted[k]?.flat() ?? []];
      return (
        Math.max(...ours.map((entry, l) => Math.abs(entry - (theirs[l] ?? Number.NaN)))) /
        Math.max(...theirs.map(Math.abs))
      );
    }),
  );
}

/**
 * Returns the largest difference between our run and eight whose first weights are changed by one rounding, 2⁻⁵². Where one neuron alone sees
 * a component, and its weight has been scaled down to 1e-13, its gradient is a rounding error times 1e12: the reference is then one
 * more draw of that error.
 */
function noiseOf(one: GoldenCase): number {
  const { first, second, ...rest } = startOf(one);
  const ours = outcomeOf(one, startOf(one));
  const random = randomStream(1, 'rounding');
  const changed = ({ weight }: Descending): Descending =>
    atRest(map(weight, (entry) => entry * (1 + (random.integer(3) - 1) * Number.EPSILON)));
  const found = Array.from({ length: 8 }, () =>
    outcomeOf(one, { ...rest, first: changed(first), second: changed(second) }),
  );
  return Math.max(...found.map((outcome) => apart(outcome, ours)));
}

describe('the two-layer experiment as coded', () => {
  it.each(cases.map((one, k) => [k, one.activation, one.batch_norm, one.normalization, one.loss_type, one] as const))(
    'takes the steps of case %i: %s, batch norm %s, %s, %s',
    (_k, _activation, _norm, _normalisation, _loss, one) => {
      expect(apart(outcomeOf(one, startOf(one)), wantedOf(one))).toBeLessThanOrEqual(Math.max(1e-9, 4 * noiseOf(one)));
    },
  );

  it('takes the same steps with cosines, which are 1 more on unit rows', () => {
    for (const one of cases.filter(({ batch_norm: hasNorm }) => hasNorm)) {
      const start = startOf(one);
      const [{ x1, x2 }] = one.batches as [GoldenCase['batches'][0]];
      const [near, cosine] = (['negative-distance', 'cosine'] as const).map((similarity) =>
        codedStep(start, [fromNested(x1), fromNested(x2)], { ...optionsOf(one), similarity }),
      ) as [ReturnType<typeof codedStep>, ReturnType<typeof codedStep>];
      const shift = one.loss_type === 'infoNCE' ? 0 : -1 / (x1.length * one.temperature);
      expect(cosine.loss - near.loss).toBeCloseTo(shift, 9);
      const weights = ({ state }: ReturnType<typeof codedStep>): number[][][] => [toNested(state.first.weight)];
      expect(apart(weights(cosine), weights(near))).toBeLessThan(1e-9);
    }
  });
});
