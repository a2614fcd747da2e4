import { Resvg } from '@resvg/resvg-js';
import { describe, expect, it } from 'vitest';
import { FONT_FILES, textWidth, type FontWeight } from '../../../src/faces/figures/font-metrics.js';

describe('textWidth', () => {
  it.each(['regular', 'bold'] as const)('is how far %s text advances when it is drawn', (weight) => {
    // Two bars around the text: what the text adds to their distance is its advance, side bearings cancel.
    for (const text of ['H', 'residual', 'ξᵢ = Σψ', '1e−12', '∂𝓛', 'WWW...iii']) {
      const spread = textWidth(text, weight);
      const drawn = drawnWidth(`|${text}|`, weight) - drawnWidth('||', weight);
      // Each edge is rounded to a pixel.
      expect(Math.abs(1000 * spread - drawn), text).toBeLessThanOrEqual(2);
    }
  });

  it('counts a character that the font lacks as its empty box', () => {
    expect(textWidth('\u{10FFFD}', 'regular')).toBeGreaterThan(0.3);
  });
});

/** Pixels between the outer edges at 1000 px, as resvg shapes it. */
function drawnWidth(text: string, weight: FontWeight): number {
  const attributes = `x="10" y="1500" font-family="DejaVu Sans" font-size="1000" font-weight="${weight === 'bold' ? 700 : 400}"`;
  const kerning = 'style="font-kerning:none;font-variant-ligatures:none"';
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="20000" height="2000"><text ${attributes} ${kerning}>${text}</text></svg>`;
  const font = { loadSystemFonts: false, fontFiles: Object.values(FONT_FILES) };
  return new Resvg(svg, { font }).innerBBox()?.width ?? 0;
}
