/** A function along a line, sampled densely, with both sides of every place where another branch of a max, min or abs is taken. */
import { FIRM, type Ball } from './ball.js';

export interface Sample extends Ball {
  readonly t: number;
}

/** Two neighbouring numbers on whose sides different branches are taken. */
export interface Switch {
  readonly left: number;
  readonly right: number;
  /** Samples on the left and on the right, the nearest first. */
  readonly before: readonly Sample[];
  readonly after: readonly Sample[];
}

export interface Profile {
  /** In order. */
  readonly samples: readonly Sample[];
  readonly switches: readonly Switch[];
}

/** How far from a corner its sides are looked at, beside 1 + |t|. */
const SIDES = [2 ** -46, 2 ** -40, 2 ** -34, 2 ** -27, 2 ** -20, 2 ** -13] as const;
/** A formula with more corners than this has enough of them looked at. */
const MOST_SWITCHES = 24;

/** Enough for a line among many. */
const FEW_SIDES = [2 ** -34, 2 ** -24] as const;

/**
 * @param grid in order; the first and the last are the ends of the domain
 * @param care how narrowly a corner is closed in, and how many places beside it are looked at
 */
export function profileOf(
  at: (t: number) => Ball,
  grid: readonly number[],
  care: 'narrow' | 'coarse' = 'narrow',
): Profile {
  const [narrow, sides] = care === 'narrow' ? [2 ** -50, SIDES] : [2 ** -36, FEW_SIDES];
  const sampleAt = (t: number): Sample => {
    const { v, d, s, ev, ed, es, degree, branches, undefined: isUndefined } = at(t);
    return { t, v, d, s, ev, ed, es, degree, branches, undefined: isUndefined };
  };
  const samples = grid.map(sampleAt);
  const [least, most] = [grid[0] as number, grid.at(-1) as number];
  const switches: Switch[] = [];
  const extra: Sample[] = [];
  const search = (left: Sample, right: Sample, depth: number): void => {
    if (left.branches === right.branches || switches.length >= MOST_SWITCHES) return;
    const middle = between(left.t, right.t);
    if (middle <= left.t || middle >= right.t || right.t - left.t <= narrow * scaleOf(middle) || depth > 120) {
      const [before, after] = [left.t, right.t].map((place, side) => {
        const away = side === 0 ? -1 : 1;
        return [place, ...sides.map((share) => place + away * share * scaleOf(place))]
          .filter((t) => t >= least && t <= most)
          .map(sampleAt);
      }) as [Sample[], Sample[]];
      switches.push({ left: left.t, right: right.t, before, after });
      extra.push(...before, ...after);
      return;
    }
    const half = sampleAt(middle);
    search(left, half, depth + 1);
    search(half, right, depth + 1);
  };
  for (let k = 1; k < samples.length; k++) search(samples[k - 1] as Sample, samples[k] as Sample, 0);
  return { samples: [...samples, ...extra].toSorted((a, b) => a.t - b.t), switches: merged(switches) };
}

/** Switches at one place within rounding are one: its left side is that of the first, its right side that of the last. */
function merged(switches: readonly Switch[]): Switch[] {
  const so: Switch[] = [];
  for (const one of switches.toSorted((a, b) => a.left - b.left)) {
    const last = so.at(-1);
    if (last !== undefined && one.left - last.right <= 2 ** -36 * scaleOf(one.left)) {
      so[so.length - 1] = { left: last.left, right: one.right, before: last.before, after: one.after };
    } else so.push(one);
  }
  return so;
}

function scaleOf(t: number): number {
  return Math.abs(t) < 1e-3 ? Math.max(Math.abs(t), 1e-3) : Math.abs(t);
}

function between(a: number, b: number): number {
  if (a > 0 && b / a > 4) return Math.sqrt(a) * Math.sqrt(b);
  return a / 2 + b / 2;
}

export function isKnown(n: number, error: number): boolean {
  return Number.isFinite(n) && Number.isFinite(error);
}

/** Two places in order between which the slope falls (or rises) by more than rounding. */
export interface Turn {
  readonly from: Sample;
  readonly to: Sample;
}

/** The firmest fall of the slope from one sample to a later one. */
export function fallOfSlope(samples: readonly Sample[]): Turn | undefined {
  let top: Sample | undefined;
  let worst: Turn | undefined;
  let most = 1;
  for (const sample of samples) {
    if (!isKnown(sample.d, sample.ed)) continue;
    if (top !== undefined) {
      const apart = top.d - sample.d;
      const room = FIRM * (top.ed + sample.ed);
      if (apart > room) {
        const firmness = room === 0 ? Infinity : apart / room;
        if (firmness > most) [worst, most] = [{ from: top, to: sample }, firmness];
      }
    }
    if (top === undefined || sample.d - FIRM * sample.ed > top.d - FIRM * top.ed) top = sample;
  }
  return worst;
}

export function riseOfSlope(samples: readonly Sample[]): Turn | undefined {
  return fallOfSlope(samples.map((sample) => ({ ...sample, d: -sample.d })));
}

/** The jump of the slope at a switch, of the nearest samples on whose sides it is firm; undefined where it cannot be told. */
export function jumpAt(
  one: Switch,
): { readonly jump: number; readonly error: number; readonly curvature: number } | undefined {
  const before = one.before.find((sample) => isKnown(sample.d, sample.ed) && isSharp(sample));
  const after = one.after.find((sample) => isKnown(sample.d, sample.ed) && isSharp(sample));
  if (before === undefined || after === undefined) return undefined;
  // What a smooth curve gains between the two places is no jump.
  const bend = [before, after].map(({ s, es }) => Math.abs(s) + (Number.isFinite(es) ? es : 0));
  const drift = 4 * (after.t - before.t) * Math.max(...bend);
  const error = FIRM * (before.ed + after.ed) + drift;
  const curvature = Number.isFinite(before.es + after.es)
    ? Math.max(0, Math.abs(after.s - before.s) - FIRM * (before.es + after.es))
    : 0;
  return { jump: after.d - before.d, error, curvature };
}

/** Whether the branch that is taken is sure, as far as the error of the slope shows it. */
function isSharp({ d, ed }: Sample): boolean {
  return ed <= 1e-6 * Math.abs(d) || ed <= 1e-9;
}

/** A stretch on which the function is a line, so that its slope is constant there. */
export function flatStretch(samples: readonly Sample[]): Turn | undefined {
  let start: Sample | undefined;
  for (const sample of samples) {
    if (sample.degree > 1 || !isKnown(sample.v, sample.ev)) start = undefined;
    else if (start === undefined || start.branches !== sample.branches) start = sample;
    else if (sample.t - start.t > 1e-6 * Math.max(1, Math.abs(start.t))) return { from: start, to: sample };
  }
  return undefined;
}
