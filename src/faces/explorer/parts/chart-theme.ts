/** The look of charts: that of figures in the report, in the colours of the page. */
import type { Config } from 'vega-lite';
import { DARK_PALETTE, onDark } from '../../figures/dark-figures.js';
import { FIGURE_THEME, PALETTE } from '../../figures/figure-theme.js';
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

export function chartTheme(scheme: Scheme): Config {
  const theme: Config = {
    ...FIGURE_THEME,
    background: 'transparent',
    padding: 4,
    axis: { ...FIGURE_THEME.axis, labelSeparation: 8 },
  };
  return scheme === 'light' ? theme : (recoloured(theme) as Config);
}

/** Replaces every theme colour in a configuration by its counterpart on a dark page. */
function recoloured(part: unknown): unknown {
  if (typeof part === 'string') return onDark(part);
  if (Array.isArray(part)) return part.map(recoloured);
  if (typeof part !== 'object' || part === null) return part;
  return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, recoloured(value)]));
}
