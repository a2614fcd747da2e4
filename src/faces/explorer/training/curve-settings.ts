/** Settings say how curves are drawn, as the address of a page keeps it: `smooth=0.6&x=time&y=log&from=1&to=4&by=seed&lines=means`. */

export const AXES = ['epoch', 'step', 'time'] as const;

export interface CurveSettings {
  /** Weight of the past in the moving average, 0..0.999; 0 draws the values as they are. */
  readonly smoothing: number;
  readonly x: (typeof AXES)[number];
  readonly y: 'linear' | 'log';
  /** Ends of the axis of epochs, steps or minutes; absent where nothing is cut off. */
  readonly from?: number;
  readonly to?: number;
  /** The option that colours the lines; empty: all that sets configurations apart. */
  readonly by: string;
  /** Draws a line for each run, or the mean of the runs of each colour with the range between them. */
  readonly lines: 'runs' | 'means';
}

/** Largest weight of the past; TensorBoard's slider ends there too. */
export const MOST_SMOOTHING = 0.999;

/** Reads the settings from an address; missing and invalid values are replaced by the usual ones. */
export function curveSettings(query: URLSearchParams): CurveSettings {
  const smoothing = Number(query.get('smooth') ?? 0);
  const [from, to] = [endOf(query.get('from')), endOf(query.get('to'))];
  const isRange = (from ?? -Infinity) < (to ?? Infinity);
  return {
    smoothing: smoothing >= 0 && smoothing <= MOST_SMOOTHING ? smoothing : 0,
    x: AXES.find((axis) => axis === query.get('x')) ?? 'epoch',
    y: query.get('y') === 'log' ? 'log' : 'linear',
    ...(isRange && from !== undefined && { from }),
    ...(isRange && to !== undefined && { to }),
    by: query.get('by') ?? '',
    lines: query.get('lines') === 'means' ? 'means' : 'runs',
  };
}

/** Writes the settings for an address; the usual ones are left out. */
export function curveQuery({ smoothing, x, y, from, to, by, lines }: CurveSettings): Record<string, string> {
  return {
    ...(smoothing > 0 && { smooth: String(smoothing) }),
    ...(x !== 'epoch' && { x }),
    ...(y !== 'linear' && { y }),
    ...(from !== undefined && { from: shortened(from) }),
    ...(to !== undefined && { to: shortened(to) }),
    ...(by !== '' && { by }),
    ...(lines !== 'runs' && { lines }),
  };
}

/** Returns the settings with other ends of the axis; an end that is undefined cuts nothing off. */
export function zoomed(
  settings: CurveSettings,
  [from, to]: readonly [from: number | undefined, to: number | undefined],
): CurveSettings {
  const { from: _from, to: _to, ...rest } = settings;
  return { ...rest, ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

/** No ends. */
export const WHOLE = [undefined, undefined] as const;

/** Reads an end of the axis; undefined where there is none. */
export function endOf(text: string | null): number | undefined {
  const value = text === null || text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** Writes an end to more digits than a drag over a chart is exact to. */
function shortened(value: number): string {
  return String(Number(value.toPrecision(6)));
}
