import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import {
  category,
  diagonal,
  layer,
  layered,
  logarithmic,
  mark,
  nominal,
  ordinal,
  quantitative,
  ruleAt,
  view,
} from '../../src/claims/marks.js';
import { renderFigure } from '../../src/faces/figures/figure-files.js';

const drawn = async (spec: TopLevelSpec): Promise<string> =>
  (await renderFigure({ id: 'marks', title: 'Marks', caption: 'Marks.', spec })).svg;

const ROWS = [1, 10, 100].map((size, k) => ({ size, depth: k + 1, loss: k === 0 ? 'MINE' : 'InfoNCE' }));

describe('a field', () => {
  it('is found by a name with dots, brackets and quotes', async () => {
    const chart = async (name: string): Promise<string> => {
      const values = ROWS.map(({ size, loss }) => ({ [name]: size, [`${name} of`]: loss }));
      const encoding = { x: quantitative(name, 'x'), y: ordinal(`${name} of`, 'y'), color: nominal(`${name} of`, 'c') };
      const { spec } = compile(view({ values }, mark('point'), encoding));
      return new View(parse(spec), { renderer: 'none' }).toSVG();
    };
    const plain = await chart('plain');
    const unit = fc.constantFrom('a', '²', '0', ' ', '.', '[', ']', '"', "'");
    const names = fc.string({ unit, minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(names, async (name) => {
        expect(await chart(name)).toBe(plain);
      }),
      { numRuns: 30, examples: [['d².min[0]'], ["anchor's"], ['['], ['a.']] },
    );
  });

  it('has the title that is given, none for null, and that of Vega-Lite where it is left out', () => {
    expect(quantitative('size', 'size of W₁')).toEqual({ field: 'size', type: 'quantitative', title: 'size of W₁' });
    expect(ordinal('depth', null)).toEqual({ field: 'depth', type: 'ordinal', title: null });
    expect(Object.keys(nominal('loss'))).toEqual(['field', 'type']);
  });

  it('takes a given option before its own', () => {
    expect(category('loss').sort).toBeNull();
    expect(category('loss', { sort: 'descending', legend: null })).toEqual({
      field: 'loss',
      type: 'nominal',
      title: null,
      sort: 'descending',
      legend: null,
    });
    expect(logarithmic('size', 'size').axis).toEqual({ format: '.0e', tickCount: 6 });
    expect(logarithmic('size', 'size', { ticks: 3, domain: [1, 100] })).toMatchObject({
      scale: { type: 'log', domain: [1, 100] },
      axis: { tickCount: 3 },
    });
  });
});

describe('a view', () => {
  const encoding = { x: logarithmic('size', 'size'), y: quantitative('depth', 'depth'), color: category('loss') };

  it('is the Vega-Lite that it stands for', () => {
    expect(view({ width: 200, values: ROWS }, mark('line', { strokeWidth: 2 }), encoding)).toEqual({
      width: 200,
      data: { values: ROWS },
      mark: { type: 'line', strokeWidth: 2 },
      encoding,
    });
  });

  it('has no data of its own where it is given none: a panel draws those of its figure', async () => {
    const panel = view({ width: 200 }, mark('point'), encoding);
    expect(panel).not.toHaveProperty('data');
    await drawn({ data: { values: ROWS }, facet: category('loss'), spec: panel });
  });

  it('mixes with hand-written Vega-Lite', async () => {
    const mixed = layered({ height: 100, values: ROWS }, [
      layer(mark('point'), { ...encoding, shape: { field: 'loss', type: 'nominal', title: null } }),
      { mark: { type: 'line', opacity: 0.5 }, encoding: { ...encoding, x: { ...encoding.x, title: 'size' } } },
    ]);
    await drawn({ hconcat: [mixed, { ...mixed, title: 'again' }] });
  });

  it('is checked by the compiler', () => {
    // @ts-expect-error an axis has no such option
    quantitative('size', 'size', { axis: { tickCout: 3 } });
    // @ts-expect-error no mark has this name
    mark('lines');
    // @ts-expect-error a whole figure has data
    const spec: TopLevelSpec = view({ width: 200 }, mark('point'), encoding);
    expect(spec).not.toHaveProperty('data');
  });
});

describe('a line across a view', () => {
  const dashed = (svg: string): number => svg.match(/stroke-dasharray="4,3"/g)?.length ?? 0;
  const points = layer(mark('point'), { x: quantitative('size'), y: quantitative('depth') });

  it('is drawn once, however many rows the view has', async () => {
    for (const place of [{ x: 50 }, { y: 2 }]) {
      expect(dashed(await drawn(layered({ values: ROWS }, [points, ruleAt(place)])))).toBe(1);
    }
  });

  it('joins the places at which two fields are equal, and looks as it is told', async () => {
    const line = diagonal(['size', 'depth'], [0, 100], { color: 'grey', strokeDash: [1, 1] });
    expect(line).toMatchObject({
      data: {
        values: [
          { size: 0, depth: 0 },
          { size: 100, depth: 100 },
        ],
      },
      mark: { type: 'line', color: 'grey', strokeDash: [1, 1] },
    });
    const usual = diagonal(['size', 'depth'], [0, 100], { color: 'grey' });
    expect(dashed(await drawn(layered({ values: ROWS }, [points, usual])))).toBe(1);
  });
});
