import { Resvg } from '@resvg/resvg-js';
import { describe, expect, it } from 'vitest';
import { DARK_PAPER, inBothSchemes, onDark } from '../../../src/faces/figures/dark-figures.js';
import { renderFigure } from '../../../src/faces/figures/figure-files.js';
import { FIGURE_THEME } from '../../../src/faces/figures/figure-theme.js';
import { TIGHTNESS } from '../report/fake-report.js';

/** The colours that a drawing has on a dark page, by those on white. */
function darkColours(svg: string): Record<string, string> {
  const rules = svg.matchAll(/\[data-figure="a"\] \[(fill|stroke)="([^"]+)"\]\{\1:([^}]+)\}/g);
  return Object.fromEntries(Array.from(rules, ([, , colour, dark]) => [colour, dark]));
}

describe('a figure on a dark page', () => {
  it('has another colour for each of the theme, and dark paper', () => {
    const { background, ...theme } = FIGURE_THEME;
    const colours = [...new Set(JSON.stringify(theme).match(/#[0-9a-f]{6}/g))];
    expect(colours.length).toBeGreaterThan(10);
    const svg = inBothSchemes(
      `<svg width="2">${colours.map((colour) => `<path stroke="${colour}"/>`).join('')}</svg>`,
      'a',
    );
    expect(darkColours(svg)).toEqual(Object.fromEntries(colours.map((colour) => [colour, onDark(colour)])));
    for (const colour of colours) expect(onDark(colour), colour).not.toBe(colour);
    expect([background, svg]).toEqual([
      '#ffffff',
      expect.stringContaining(`[data-figure="a"]>rect{fill:${DARK_PAPER}}`),
    ]);
  });

  it('keeps a map as it is, and lifts a scale of few steps out of the dark', () => {
    const scale = (...steps: readonly number[]): string =>
      inBothSchemes(`<svg width="2">${steps.map((k) => `<path fill="rgb(${k}, ${k}, ${k})"/>`).join('')}</svg>`, 'a');
    expect(darkColours(scale(...Array.from({ length: 30 }, (_, k) => k)))).toEqual({});
    expect(darkColours(scale(5, 255))).toEqual({ 'rgb(5, 5, 5)': 'rgb(105, 105, 105)' });
  });

  it('is the same drawing for programs that know no colour schemes', async () => {
    const { svg } = await renderFigure(TIGHTNESS);
    expect(svg.match(/<style>/g)).toHaveLength(1);
    const png = (text: string): Buffer => new Resvg(text, { font: { loadSystemFonts: false } }).render().asPng();
    expect(png(svg)).toEqual(png(svg.replace(/<style>.*<\/style>/, '')));
  });
});
