/** The look of charts: that of figures in the report, in the colours of the page. */
import { DARK_PALETTE } from '../../figures/dark-figures.js';
import { PALETTE } from '../../figures/figure-theme.js';
import type { Scheme } from '../state/colour-scheme.js';

/** Returns a colour and a dash pattern per line; after the last colour the palette begins again, dashed. */
export function lineStyles(count: number, scheme: Scheme): { readonly colour: string; readonly dash: number[] }[] {
  const palette = scheme === 'dark' ? DARK_PALETTE : PALETTE;
  return Array.from({ length: count }, (_, k) => ({
    colour: palette[k % palette.length] as string,
    dash: DASHES[Math.floor(k / palette.length) % DASHES.length] as number[],
  }));
}

const DASHES = [[], [6, 3], [2, 2]];
