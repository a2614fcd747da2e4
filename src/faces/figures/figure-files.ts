/** A figure as files: the Vega-Lite specification, and the drawing as SVG. */
import { mergeConfig, parse, randomLCG, setRandom, textMetrics, View, type LoggerInterface } from 'vega';
import { compile, type Config, type TopLevelSpec } from 'vega-lite';
import type { Figure } from '../../claims/figure.js';
import { inBothSchemes } from './dark-figures.js';
import { FIGURE_THEME } from './figure-theme.js';
import { textWidth } from './font-metrics.js';
import { escapeHtml } from '../../base/escape-html.js';
import { prettyJson } from '../../base/pretty-json.js';
import type { MeasuredText } from './vega-internals.js';

/** A figure in each of its forms. */
export interface FigureFiles {
  /** The specification with the theme inside, so that any Vega editor draws the same. */
  readonly json: string;
  /**
   * The drawing, in the colour scheme of the page that shows it. Every id inside begins with the figure's id, so that many drawings can
   * be in one page.
   */
  readonly svg: string;
}

/**
 * Draws a figure. The same figure gives the same bytes, in any order and on any machine.
 *
 * @throws Error naming the figure when its id is not a file name, it would load data from elsewhere, or Vega-Lite warns
 * @example
 * const points = { values: [{ r: 0, alpha: 1 }, { r: 1, alpha: 0.5 }] };
 * const encoding = { x: { field: 'r', type: 'quantitative' }, y: { field: 'alpha', type: 'quantitative' } } as const;
 * const figure = { id: 'alpha', title: 'α', caption: 'α falls.', spec: { data: points, mark: 'line', encoding } } as const;
 * (await renderFigure(figure)).svg; // '<svg…'
 */
export async function renderFigure(figure: Figure): Promise<FigureFiles> {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(figure.id)) {
    throw new Error(`figure "${figure.id}": its id must be lower-case words joined by hyphens`);
  }
  const json = `${prettyJson(themed(figure))}\n`;
  try {
    // Drawn from what is saved, so that picture and file cannot differ.
    const svg = await drawSvg(figure, JSON.parse(json) as TopLevelSpec);
    return { json, svg };
  } catch (cause) {
    throw new Error(`figure ${figure.id}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

function themed({ title, caption, spec }: Figure): TopLevelSpec {
  const config = mergeConfig<Config>({}, FIGURE_THEME, spec.config ?? {});
  const schema = 'https://vega.github.io/schema/vega-lite/v6.json';
  return { $schema: schema, description: `${title}. ${caption}`, ...spec, config };
}

/** Refuses data from elsewhere: a `url` may hold an image, never an address. */
function requireInlineData(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, entry] of Object.entries(value)) {
    if (key === 'url' && typeof entry === 'string' && !entry.startsWith('data:image/')) {
      throw new Error(`it loads "${entry}": put the data into the specification`);
    }
    requireInlineData(entry);
  }
}

async function drawSvg({ id, title }: Figure, spec: TopLevelSpec): Promise<string> {
  requireInlineData(spec);
  const compiling = collector();
  const { spec: compiled } = compile(spec, { logger: compiling.logger });
  requireNone([...compiling.warnings, ...compiling.errors]);

  // Vega's own state, set here and nowhere else: exact text widths, and jitter that is the same each time.
  textMetrics.width = widthOf;
  setRandom(randomLCG(1));
  const drawing = collector();
  const view = new View(parse(compiled), { renderer: 'none', logger: drawing.logger });
  try {
    const svg = await view.toSVG();
    requireNone(drawing.errors);
    const [, address] = /href="((?!data:image\/|#)[^"]*)"/.exec(svg) ?? [];
    if (address !== undefined) throw new Error(`it refers to "${address}": put the data into the specification`);
    const labelled = withOwnIds(svg, id).replace('<svg ', () => `<svg role="img" aria-label="${escapeHtml(title)}" `);
    return inBothSchemes(labelled, id);
  } finally {
    view.finalize();
  }
}

function widthOf({ fontSize = 11, fontWeight, limit = 0 }: MeasuredText, text?: string | number | null): number {
  const words = String(text ?? '').trim();
  const bold = fontWeight === 'bold' || Number(fontWeight) >= 600;
  const width = fontSize * textWidth(words, bold ? 'bold' : 'regular');
  return limit > 0 ? Math.min(width, limit) : width;
}

/** Renumbers clip paths and gradients within the figure, since Vega numbers them through the whole process. */
function withOwnIds(svg: string, figureId: string): string {
  const owned = new Map<string, string>();
  const named = svg.replaceAll(/(<[^<>]*? id=")([^"]+)(")/g, (_, before: string, id: string, after: string) => {
    const own = `${figureId}.${owned.size + 1}`;
    owned.set(id, own);
    return before + own + after;
  });
  return named.replaceAll(/(="(?:url\()?#)([^")]+)/g, (reference, before: string, id: string) => {
    const own = owned.get(id);
    return own === undefined ? reference : before + own;
  });
}

function requireNone(messages: readonly string[]): void {
  if (messages.length > 0) throw new Error(messages.join('; '));
}

function collector(): { logger: LoggerInterface; warnings: string[]; errors: string[] } {
  const warnings: string[] = [];
  const errors: string[] = [];
  const logger: LoggerInterface = {
    level: () => logger,
    warn: (...words: readonly unknown[]) => (warnings.push(words.join(' ')), logger),
    error: (...words: readonly unknown[]) => (errors.push(words.join(' ')), logger),
    info: () => logger,
    debug: () => logger,
  };
  return { logger, warnings, errors };
}
