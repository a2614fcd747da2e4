/** The look of every figure: one Vega-Lite configuration, written into each saved specification. */
import type { Config } from 'vega-lite';

/** Font of all text; Verdana has nearly the widths of DejaVu Sans, for browsers that lack it. */
const FONT = 'DejaVu Sans, Verdana, sans-serif';

/** Palette of Okabe and Ito, "Color Universal Design", 2008, without its yellow, which is faint on white. */
export const PALETTE = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#4d4d4d'];

const INK = '#222222';
const FAINT_INK = '#555555';
const GRID = '#eceef1';
const AXIS = '#9aa0a8';

export const FIGURE_THEME: Config = {
  background: '#ffffff',
  padding: 12,
  font: FONT,
  // Vega would describe each point in words; the figure's title and caption say more.
  aria: false,
  view: { continuousWidth: 560, continuousHeight: 300, stroke: 'transparent' },
  range: {
    category: PALETTE,
    ramp: { scheme: 'viridis' },
    heatmap: { scheme: 'viridis' },
    ordinal: { scheme: 'viridis' },
    diverging: { scheme: 'blueorange' },
  },
  axis: {
    labelOverlap: 'greedy',
    labelColor: FAINT_INK,
    labelFontSize: 11,
    titleColor: INK,
    titleFontSize: 12,
    titleFontWeight: 'normal',
    titlePadding: 10,
    gridColor: GRID,
    domainColor: AXIS,
    tickColor: AXIS,
  },
  legend: { labelColor: FAINT_INK, labelFontSize: 11, labelLimit: 320, titleColor: INK, titleFontSize: 11.5 },
  header: {
    labelColor: INK,
    labelFontSize: 11.5,
    labelPadding: 6,
    titleColor: INK,
    titleFontSize: 12,
    titleFontWeight: 'normal',
    titlePadding: 2,
  },
  title: { anchor: 'start', color: INK, fontSize: 14, subtitleColor: FAINT_INK, subtitleFontSize: 12, offset: 12 },
  mark: { color: '#0072b2' },
  line: { strokeWidth: 2 },
  point: { size: 36, filled: true },
  circle: { size: 36 },
  rule: { color: FAINT_INK },
  text: { fontSize: 11, color: INK },
};
