import { describe, expect, it } from 'vitest';
import { darkDrawing, onDark } from '../../../src/faces/figures/dark-figures.js';
import { renderFigure } from '../../../src/faces/figures/figure-files.js';
import { FIGURE_THEME } from '../../../src/faces/figures/figure-theme.js';
import { TIGHTNESS } from '../report/fake-report.js';

describe('a figure on a dark page', () => {
  it('has another colour for each of the theme but its paper', () => {
    const { background, ...theme } = FIGURE_THEME;
    const colours = JSON.stringify(theme).match(/#[0-9a-f]{6}/g) ?? [];
    expect(colours.length).toBeGreaterThan(10);
    for (const colour of colours) expect(onDark(colour), colour).not.toBe(colour);
    expect(background).toBe('#ffffff');
  });

  it('keeps a map as it is, and lifts a scale of few steps out of the dark', () => {
    const step = (k: number): string => `<path fill="rgb(${k}, ${k}, ${k})"/>`;
    const map = Array.from({ length: 30 }, (_, k) => step(k)).join('');
    expect(darkDrawing(map)).toBe(map);
    expect(darkDrawing(step(5) + step(255))).toBe(step(105) + step(255));
  });

  it('is the same drawing on no paper', async () => {
    const { svg } = await renderFigure(TIGHTNESS);
    const bare = (text: string): string => text.replaceAll(/(fill|stroke)="[^"]*"/g, '');
    expect(bare(darkDrawing(svg))).toBe(bare(svg));
    expect(darkDrawing(svg)).not.toContain('fill="#ffffff"');
  });
});
