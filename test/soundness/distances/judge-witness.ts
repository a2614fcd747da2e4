/** Holds the distances at which an analysis says that a statement fails against dense evaluation. */
import type { FailurePoint } from '../../../src/theory/analysis/statement.js';
import type { Anchor, Batch, RandomLoss } from './generate.js';

type Named = Readonly<Record<string, number>>;

/** Tells if evaluation agrees that a statement fails at the distances that are named. */
export function isWitness(loss: RandomLoss, id: string, witness: FailurePoint | undefined): boolean {
  const { at = {}, value = { lower: 0, upper: 0 } } = witness ?? {};
  const batch = batchNamed(loss, at, '');
  const each = batch.anchors.map((_, a) => weightsOf(loss, batch, a, 1e-6));
  switch (id) {
    case 'alpha-non-negative':
      return Math.min(...each.flatMap(({ alpha }) => alpha)) < 1e-9;
    case 'beta-non-negative':
      return Math.min(...each.flatMap(({ beta }) => beta)) < 1e-9;
    case 'importance-falls':
      return each.some(({ alpha }, a) => isWrongOrder((batch.anchors[a] as Anchor).n, alpha));
    case 'balanced':
      return each.some((weights, a) => {
        // Within what was enclosed, which at a corner is more than a number. Differences over two steps tell how well they know it.
        const gap = gapOf(weights);
        const doubt = 1e-4 * (1 + Math.abs(gap)) + 2 * Math.abs(gap - gapOf(weightsOf(loss, batch, a, 1e-7)));
        return gap >= value.lower - doubt && gap <= value.upper + doubt;
      });
    default: {
      const one = batchNamed(loss, at, ' of one of them');
      const other = mirrored(batch, one);
      return loss.value(one) + loss.value(other) < 2 * loss.value(batch) + 1e-9;
    }
  }
}

interface Weights {
  readonly alpha: readonly number[];
  readonly beta: readonly number[];
}

function gapOf({ alpha, beta }: Weights): number {
  return -Math.abs(total(beta) - total(alpha));
}

function total(of: readonly number[]): number {
  return of.reduce((so, one) => so + one, 0);
}

/** Tells if a closer negative weighs less than one that is farther away. */
function isWrongOrder(n: readonly number[], alpha: readonly number[]): boolean {
  return n.some((near, j) => n.some((far, k) => near < far && (alpha[j] as number) < (alpha[k] as number) + 1e-9));
}

/** The weights of an anchor, by central differences over steps of h. */
function weightsOf(loss: RandomLoss, batch: Batch, a: number, h: number): Weights {
  const slope = (kind: 'p' | 'n', k: number): number => {
    const by = (step: number): Batch => ({
      ...batch,
      anchors: batch.anchors.map((one, b) =>
        b === a ? { ...one, [kind]: one[kind].map((x, place) => (place === k ? x + step : x)) } : one,
      ),
    });
    return (loss.value(by(h), batch) - loss.value(by(-h), batch)) / (2 * h);
  };
  const { p, n } = batch.anchors[a] as Anchor;
  return { alpha: n.map((_, j) => -slope('n', j)), beta: p.map((_, t) => slope('p', t)) };
}

/** The batch on the other side of a middle. */
function mirrored(middle: Batch, one: Batch): Batch {
  const other = (of: readonly number[], from: readonly number[]): number[] =>
    of.map((x, k) => 2 * x - (from[k] as number));
  return {
    samples: middle.samples,
    anchors: middle.anchors.map(({ view, p, n }, a) => {
      const from = one.anchors[a] as Anchor;
      return { view, p: other(p, from.p), n: other(n, from.n) };
    }),
  };
}

/** The batch that a witness names: of one anchor by p and n, of several by the distances between rows. */
function batchNamed(loss: RandomLoss, at: Named, mark: string): Batch {
  const of = (pattern: RegExp): number[] =>
    Object.keys(at)
      .filter((name) => name.endsWith(mark) && pattern.test(name.slice(0, name.length - mark.length)))
      .map((name) => at[name] as number);
  const p = of(/^p\d*$/);
  if (p.length > 0) return { samples: 2, anchors: [{ view: 0, p, n: of(/^n\d+$/) }] };
  return batchOfRows(loss, (a, b) => (at[`d(${a}, ${b})${mark}`] ?? at[`d(${b}, ${a})${mark}`]) as number, at);
}

function batchOfRows({ choice }: RandomLoss, distance: (a: string, b: string) => number, at: Named): Batch {
  const samples = Math.max(...Object.keys(at).map((name) => Number(/\d+(?=′?\))/.exec(name)?.[0] ?? 0)));
  const numbers = Array.from({ length: samples }, (_, k) => k + 1);
  const nameOf = (sample: number, view: number): string => `${sample}${view === 0 ? '' : '′'}`;
  const anchors = (choice.anchors === 'both' ? [0, 1] : [0]).flatMap((view) =>
    numbers.map((sample) => {
      const views = { same: [view], other: [1 - view], both: [0, 1] }[choice.negatives];
      const others = numbers.filter((one) => one !== sample);
      return {
        view,
        p: [distance(nameOf(sample, view), nameOf(sample, 1 - view))],
        n: views.flatMap((of) => others.map((one) => distance(nameOf(sample, view), nameOf(one, of)))),
      };
    }),
  );
  return { samples, anchors };
}
