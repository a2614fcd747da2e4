/** How charts look: as in the report, on the colours of the page. */
import type { Config } from 'vega-lite';
import { FIGURE_THEME, PALETTE } from '../../report/figure-theme.js';
import type { Scheme } from '../state/colour-scheme.js';

/** Okabe and Ito's colours, lighter where they would sink into a dark page. */
const DARK_PALETTE = ['#56b4e9', '#f08a4b', '#3fcf9f', '#e7a3ca', '#f0c445', '#8fb8ff', '#c3c8d0'];

const DARK = { ink: '#e3e5e9', faint: '#a0a7b2', grid: '#2a2e35', axis: '#5b626d' } as const;

/** Colours of lines and their dashes: after the last colour they begin again, dashed. */
export function lineStyles(count: number, scheme: Scheme): { readonly colour: string; readonly dash: number[] }[] {
  const palette = scheme === 'dark' ? DARK_PALETTE : PALETTE;
  return Array.from({ length: count }, (_, k) => ({
    colour: palette[k % palette.length] as string,
    dash: DASHES[Math.floor(k / palette.length) % DASHES.length] as number[],
  }));
}

const DASHES = [[], [6, 3], [2, 2]];

export function chartTheme(scheme: Scheme): Config {
  const light: Config = {
    ...FIGURE_THEME,
    background: 'transparent',
    padding: 4,
    axis: { ...FIGURE_THEME.axis, labelSeparation: 8 },
  };
  if (scheme === 'light') return light;
  return {
    ...light,
    range: { ...light.range, category: DARK_PALETTE },
    axis: {
      ...light.axis,
      labelColor: DARK.faint,
      titleColor: DARK.ink,
      gridColor: DARK.grid,
      domainColor: DARK.axis,
      tickColor: DARK.axis,
    },
    legend: { ...light.legend, labelColor: DARK.faint, titleColor: DARK.ink },
    header: { ...light.header, labelColor: DARK.ink, titleColor: DARK.ink },
    title: { ...light.title, color: DARK.ink, subtitleColor: DARK.faint },
    mark: { color: DARK_PALETTE[0] as string },
    rule: { color: DARK.faint },
    text: { ...light.text, color: DARK.ink },
  };
}
