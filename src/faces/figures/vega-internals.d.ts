/** Exports of vega that its typings lack: text widths of vega-scenegraph, random numbers of vega-statistics. */

export interface MeasuredText {
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
  /** Pixels beyond which vega cuts the text. */
  readonly limit?: number;
}

declare module 'vega' {
  /** Text widths. `width` may be replaced; vega-scenegraph calls it for every text. */
  export const textMetrics: { width: (item: MeasuredText, text: string | number | null | undefined) => number };
  export function setRandom(random: () => number): void;
  export function randomLCG(seed: number): () => number;
}
