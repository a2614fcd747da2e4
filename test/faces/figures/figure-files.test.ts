import { Resvg } from '@resvg/resvg-js';
import { describe, expect, it } from 'vitest';
import type { Figure } from '../../../src/claims/figure.js';
import { drawPng } from '../../../src/faces/figures/draw-png.js';
import { renderFigure, type FigureFiles } from '../../../src/faces/figures/figure-files.js';
import { FIGURE_THEME } from '../../../src/faces/figures/figure-theme.js';
import { FONT_FILES } from '../../../src/faces/figures/font-metrics.js';
import { IMPORTANCES, SLOPES, TIGHTNESS } from '../report/fake-report.js';

const FIGURES = [SLOPES, TIGHTNESS, IMPORTANCES];

describe('renderFigure', () => {
  it.each(FIGURES)('draws $id as SVG and as PNG of twice its size', async (figure) => {
    const { svg } = await renderFigure(figure);
    const png = drawPng(svg);
    expect(svg).toMatch(/^<svg .*<\/svg>$/s);
    expect([...png.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    const { width, height } = sizeOf(svg);
    expect(width).toBeGreaterThan(300);
    // Bytes 16 to 24 of a PNG: its width and height.
    const header = Buffer.from(png);
    expect([header.readUInt32BE(16), header.readUInt32BE(20)]).toEqual([2 * width, 2 * height]);
  });

  it.each(FIGURES)('leaves no mark or letter of $id outside the picture', async (figure) => {
    const { svg } = await renderFigure(figure);
    const { width, height } = sizeOf(svg);
    const font = { loadSystemFonts: false, fontFiles: Object.values(FONT_FILES) };
    // Without its white ground, so that only marks and letters count.
    const box = new Resvg(svg.replace(/<rect [^>]*fill="#ffffff"\/>/, ''), { font }).innerBBox();
    expect(box).toBeDefined();
    const { x = 0, y = 0, width: w = 0, height: h = 0 } = box ?? {};
    expect(Math.min(x, y, width - x - w, height - y - h)).toBeGreaterThan(0);
  });

  it('gives the same bytes each time, whatever is drawn at the same time', async () => {
    const alone: FigureFiles[] = [];
    for (const figure of FIGURES) alone.push(await renderFigure(figure));
    const together = await Promise.all([...FIGURES].toReversed().map((figure) => renderFigure(figure)));
    expect(together.toReversed()).toEqual(alone);
  });

  it('saves what it drew: the specification with theme, schema and words', async () => {
    const { json, svg } = await renderFigure(SLOPES);
    const saved = JSON.parse(json) as Figure['spec'] & { $schema: string };
    expect(saved.$schema).toBe('https://vega.github.io/schema/vega-lite/v6.json');
    expect(saved.description).toBe(`${SLOPES.title}. ${SLOPES.caption}`);
    expect(saved.config).toEqual(FIGURE_THEME);
    expect((await renderFigure({ ...SLOPES, spec: saved })).svg).toBe(svg);
  });

  it('keeps a figure’s own configuration above the theme', async () => {
    const { json } = await renderFigure({
      ...SLOPES,
      spec: { ...SLOPES.spec, config: { axis: { labelFontSize: 9 } } },
    });
    const { config } = JSON.parse(json) as { config: { axis: object; font: string } };
    expect(config.axis).toEqual({ ...FIGURE_THEME.axis, labelFontSize: 9 });
    expect(config.font).toBe(FIGURE_THEME.font);
  });

  it('begins every id inside with the figure’s own', async () => {
    const { svg } = await renderFigure(TIGHTNESS);
    const ids = Array.from(svg.matchAll(/ id="([^"]*)"/g), ([, id]) => id);
    expect(ids.length).toBeGreaterThan(0);
    for (const id of ids) expect(id).toMatch(/^tightness\.\d+$/);
    const references = Array.from(svg.matchAll(/url\(#([^)]*)\)/g), ([, id]) => id);
    expect(new Set(references)).toEqual(new Set(ids));
  });

  it('shows an image that is inside the data', async () => {
    const pixel = `data:image/png;base64,${Buffer.from(drawPng((await renderFigure(IMPORTANCES)).svg)).toString('base64')}`;
    const spec: Figure['spec'] = {
      data: { values: [{ x: 1, url: pixel }] },
      mark: { type: 'image', width: 40, height: 40 },
      encoding: { x: { field: 'x', type: 'quantitative' }, url: { field: 'url', type: 'nominal' } },
    };
    expect((await renderFigure({ ...SLOPES, spec })).svg).toContain(`href="${pixel}"`);
  });

  it('refuses data from elsewhere, at any depth', async () => {
    const remote: Figure['spec'] = { hconcat: [{ ...PLAIN, data: { url: 'https://example.org/data.csv' } }] };
    await expect(renderFigure({ ...SLOPES, spec: remote })).rejects.toThrow(
      'figure gradient-slopes: it loads "https://example.org/data.csv"',
    );
    const image: Figure['spec'] = {
      data: { values: [{ x: 1, picture: 'https://example.org/x.png' }] },
      mark: 'image',
      encoding: { url: { field: 'picture', type: 'nominal' } },
    };
    await expect(renderFigure({ ...SLOPES, spec: image })).rejects.toThrow('"https://example.org/x.png"');
    const lookup: Figure['spec'] = {
      ...PLAIN,
      transform: [{ lookup: 'x', from: { data: { url: 'more.json' }, key: 'x', fields: ['y'] } }],
    };
    await expect(renderFigure({ ...SLOPES, spec: lookup })).rejects.toThrow('"more.json"');
  });

  it('takes a warning of Vega-Lite for a mistake', async () => {
    const spec: Figure['spec'] = {
      ...PLAIN,
      encoding: {
        x: { field: 'x', type: 'quantitative' },
        shape: { value: 1, field: 'x', type: 'quantitative' } as never,
      },
    };
    await expect(renderFigure({ ...SLOPES, spec })).rejects.toThrow(/^figure gradient-slopes: ./);
  });

  it('takes an expression that fails while drawing for a mistake', async () => {
    const spec: Figure['spec'] = { ...PLAIN, transform: [{ calculate: 'datum.x.y.z', as: 'bad' }] };
    await expect(renderFigure({ ...SLOPES, spec })).rejects.toThrow(/^figure gradient-slopes: .*undefined/);
  });

  it('refuses an id that is not a file name', async () => {
    await expect(renderFigure({ ...SLOPES, id: '../x' })).rejects.toThrow('figure "../x"');
  });
});

const PLAIN = {
  data: { values: [{ x: 1 }] },
  mark: 'point',
  encoding: { x: { field: 'x', type: 'quantitative' } },
} as const;

function sizeOf(svg: string): { width: number; height: number } {
  const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
  return { width: Number(width), height: Number(height) };
}
