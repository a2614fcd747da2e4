/** Figures on a dark page: every colour of their theme has a counterpart there. Maps and pictures keep their colours. */
import { PALETTE } from './figure-theme.js';

/** Okabe and Ito's colours, lighter where they would be hard to see on a dark page. */
export const DARK_PALETTE = ['#56b4e9', '#f08a4b', '#3fcf9f', '#e7a3ca', '#f0c445', '#8fb8ff', '#c3c8d0'];

const INK = '#e3e5e9';

/** The background that figures paint first. */
const PAPER = '#ffffff';

/**
 * Dark colours by the colour on white: of ink, faint ink, grid and axes, the palette, and colours that figures name themselves.
 */
const DARK: ReadonlyMap<string, string> = new Map([
  ['#222222', INK],
  ['#555555', '#a0a7b2'],
  ['#eceef1', '#2a2e35'],
  ['#9aa0a8', '#5b626d'],
  ...PALETTE.map((colour, k) => [colour, DARK_PALETTE[k] ?? colour] as const),
  ['black', INK],
  ['#000', INK],
  ['#000000', INK],
]);

/** Returns the counterpart of a theme colour on a dark page; any other colour is returned unchanged. */
export function onDark(colour: string): string {
  return DARK.get(colour) ?? colour;
}

/** Largest number of colours of a scale whose steps are lines or points of their own; a map has more. */
const STEPS = 12;

/** Recolours a drawing for a dark page and makes its background transparent. @param svg as `renderFigure` draws it */
export function darkDrawing(svg: string): string {
  const recoloured = svg.replace(`fill="${PAPER}"`, 'fill="none"').replaceAll(/(?<=\b(?:fill|stroke)=")[^"]+/g, onDark);
  const scaled = new Set(recoloured.match(SCALED));
  return scaled.size > STEPS ? recoloured : recoloured.replaceAll(SCALED, lifted);
}

/** Pattern of a colour that a Vega scale has computed. */
const SCALED = /rgb\((\d+), (\d+), (\d+)\)/g;

/** Share of the way to white by which colours of a scale are lightened; its dark end would be hard to see. */
const LIFT = 0.4;

function lifted(_colour: string, ...parts: readonly unknown[]): string {
  const channels = parts.slice(0, 3).map((channel) => Math.round(Number(channel) + LIFT * (255 - Number(channel))));
  return `rgb(${channels.join(', ')})`;
}
