/** The drawing of a figure as PNG. */
import { Resvg } from '@resvg/resvg-js';
import { FONT_FILES } from './font-metrics.js';

/**
 * Draws the SVG of a figure as PNG: on white, two pixels for each of its units, in the font that comes with this package, so that the
 * same drawing has the same pixels on any machine.
 *
 * @throws Error when the text is no SVG
 * @example
 * const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"></svg>';
 * new DataView(drawPng(svg).buffer).getUint32(16); // 6
 */
export function drawPng(svg: string): Uint8Array<ArrayBuffer> {
  const font = { loadSystemFonts: false, fontFiles: Object.values(FONT_FILES), defaultFontFamily: 'DejaVu Sans' };
  return new Uint8Array(
    new Resvg(svg, { font, background: '#ffffff', fitTo: { mode: 'zoom', value: 2 } }).render().asPng(),
  );
}
