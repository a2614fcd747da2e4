/** The look of charts: that of figures in the report, in the colours of the page. */
import { DARK_PALETTE } from '../../figures/dark-figures.js';
import { PALETTE } from '../../figures/figure-theme.js';
import type { Scheme } from '../state/colour-scheme.js';

/** The look of a line. */
export interface LineStyle {
  readonly colour: string;
  /** Lengths of dashes and gaps; empty for a solid line. */
  readonly dash: number[];
}

/** Returns a colour and a dash pattern per line; after the last colour the palette begins again, dashed. */
export function lineStyles(count: number, scheme: Scheme): LineStyle[] {
  const palette = scheme === 'dark' ? DARK_PALETTE : PALETTE;
  return Array.from({ length: count }, (_, k) => ({
    colour: palette[k % palette.length] as string,
    dash: DASHES[Math.floor(k / palette.length) % DASHES.length] as number[],
  }));
}

const DASHES = [[], [6, 3], [2, 2]];

/** Ends of the colours of lines that have an order: blue and orange of either palette. */
const ENDS: Readonly<Record<Scheme, readonly [string, string]>> = {
  light: [PALETTE[0], PALETTE[4]] as [string, string],
  dark: [DARK_PALETTE[0], DARK_PALETTE[4]] as [string, string],
};

/** Returns solid lines whose colours go from one end to the other, for lines that have an order. */
export function orderedStyles(count: number, scheme: Scheme): LineStyle[] {
  const [from, to] = ENDS[scheme].map(channelsOf) as [number[], number[]];
  return Array.from({ length: count }, (_, k) => {
    const share = count > 1 ? k / (count - 1) : 0;
    const channels = from.map((channel, c) => Math.round(channel + share * ((to[c] as number) - channel)));
    return { colour: `rgb(${channels.join(', ')})`, dash: [] };
  });
}

/** Red, green and blue of `#rrggbb`. */
function channelsOf(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}
