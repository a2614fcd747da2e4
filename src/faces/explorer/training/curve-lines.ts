/** Lines of a chart from the courses of runs: in the units of its axis, smoothed, cut to its ends, and averaged over runs. */
import type { Course } from '../state/training.js';
import type { CurveSettings } from './curve-settings.js';
import type { Measure, Sample } from './measures.js';
import { smoothed } from './smoothing.js';

export interface DrawnRun {
  readonly id: string;
  /** Name of the run beside others of its group: `seed 1`. */
  readonly name: string;
  /** Words that the runs of one colour have in common: `InfoNCE, τ = 0.5`. */
  readonly group: string;
  /** Loss, as it is named in the title of a panel of its own. */
  readonly loss: string;
  /** Samples of a batch. */
  readonly batch: number;
  readonly batchesPerEpoch: number;
  readonly course: Course;
}

export interface LinePoint {
  readonly step: number;
  /** Place on the axis: epochs, steps or minutes. */
  readonly x: number;
  /** Value as it was measured; of a mean over runs that of the smoothed ones. */
  readonly value: number;
  readonly smooth: number;
  /** Smallest and largest of the smoothed values that a mean is over. */
  readonly range?: readonly [least: number, most: number];
}

export interface Line {
  readonly id: string;
  readonly name: string;
  readonly group: string;
  readonly points: readonly LinePoint[];
}

/** Returns the lines of a measure, from all values in the range of the settings. */
export function linesOf(measure: Measure, runs: readonly DrawnRun[], settings: CurveSettings): Line[] {
  const { from = -Infinity, to = Infinity, lines } = settings;
  const all = runs.map((run) => lineOf(measure, run, settings)).filter(({ points }) => points.length > 0);
  return (lines === 'means' ? meansOf(all) : all).map((line) => ({
    ...line,
    points: line.points.filter(({ x }) => x >= from && x <= to),
  }));
}

function lineOf(measure: Measure, run: DrawnRun, { smoothing, x }: CurveSettings): Line {
  const { id, name, group, course, batchesPerEpoch } = run;
  const samples = measure.of(course);
  const smooth = smoothed(
    samples.map(({ value }) => value),
    smoothing,
  );
  const places: Readonly<Record<CurveSettings['x'], () => (step: number) => number>> = {
    epoch: () => (step) => step / batchesPerEpoch,
    step: () => (step) => step,
    time: () => minutesAfter(run),
  };
  const placeOf = places[x]();
  const points = samples.map(({ step, value }, k) => ({ step, x: placeOf(step), value, smooth: smooth[k] as number }));
  return { id, name, group, points };
}

/** Returns the minutes that a run has computed after so many steps, from the speed of each; breaks do not count. */
function minutesAfter({ course, batch }: DrawnRun): (step: number) => number {
  let total = 0;
  const ends = course.steps.map(({ step, viewsPerSecond }) => {
    if (viewsPerSecond > 0) total += (2 * batch) / viewsPerSecond / 60;
    return { step, minutes: total };
  });
  return (step) => {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] as (typeof ends)[number]).step <= step) low = middle + 1;
      else high = middle;
    }
    return ends[low - 1]?.minutes ?? 0;
  };
}

/** Averages the lines of each group at the steps that all of them have. */
function meansOf(lines: readonly Line[]): Line[] {
  return [...new Set(lines.map(({ group }) => group))].map((group) => {
    const members = lines.filter((line) => line.group === group);
    const [first, ...others] = members.map(({ points }) => new Map(points.map((point) => [point.step, point])));
    const points = [...(first?.values() ?? [])].flatMap((point): LinePoint[] => {
      const beside = others.flatMap((other) => other.get(point.step) ?? []);
      if (beside.length < others.length) return [];
      const all = [point, ...beside];
      const values = all.map(({ smooth }) => smooth);
      const mean = meanOf(values);
      const range = [Math.min(...values), Math.max(...values)] as const;
      return [{ step: point.step, x: meanOf(all.map(({ x }) => x)), value: mean, smooth: mean, range }];
    });
    return {
      id: group,
      name: members.length === 1 ? (members[0] as Line).name : `mean of ${members.length}`,
      group,
      points,
    };
  });
}

/** Largest number of points of a line; more are averaged over that many stretches. */
const POINTS = 240;

/** Averages points over stretches of equal length, so that few enough are drawn. */
export function thinned(points: readonly LinePoint[]): readonly LinePoint[] {
  const length = Math.ceil(points.length / POINTS);
  if (length <= 1) return points;
  return Array.from({ length: Math.ceil(points.length / length) }, (_, k) => {
    const stretch = points.slice(k * length, (k + 1) * length);
    const mean = (of: (point: LinePoint) => number): number => meanOf(stretch.map(of));
    return {
      step: Math.round(mean(({ step }) => step)),
      x: mean(({ x }) => x),
      value: mean(({ value }) => value),
      smooth: mean(({ smooth }) => smooth),
      ...(stretch[0]?.range !== undefined && {
        range: [mean(({ range }) => range?.[0] ?? 0), mean(({ range }) => range?.[1] ?? 0)] as const,
      }),
    };
  });
}

/** Averages step and value over stretches of equal length. */
export function averaged(samples: readonly Sample[]): { readonly step: number; readonly value: number }[] {
  return thinned(samples.map(({ step, value }) => ({ step, x: step, value, smooth: value }))).map(
    ({ step, value }) => ({ step, value }),
  );
}

/** Writes lines as a table for other programs, a row a point. @param axis name of the column of places */
export function linesCsv(lines: readonly Line[], axis: string): string {
  const rows = lines.flatMap(({ group, name, points }) =>
    points.map(({ step, x, value, smooth }) => [group, name, step, x, value, smooth]),
  );
  return [['group', 'run', 'step', axis, 'value', 'smoothed'], ...rows]
    .map((row) => `${row.map((field) => csvField(String(field))).join(',')}\n`)
    .join('');
}

function csvField(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
