/** Figures on a dark page: every colour of their theme has another one there. Maps and pictures stay as they are. */
import { PALETTE } from './figure-theme.js';

/** Okabe and Ito's colours, lighter where they would sink into a dark page. */
export const DARK_PALETTE = ['#56b4e9', '#f08a4b', '#3fcf9f', '#e7a3ca', '#f0c445', '#8fb8ff', '#c3c8d0'];

const INK = '#e3e5e9';

/** What figures are drawn on, first of all. */
const PAPER = '#ffffff';

/** By the colour on white: of ink, faint ink, grid and axes, the palette, and what figures name themselves. */
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

/** Any other colour is given back as it is. */
export function onDark(colour: string): string {
  return DARK.get(colour) ?? colour;
}

/** Colours of a scale, at most, whose steps are lines or points of their own; a map has more. */
const STEPS = 12;

/** @param svg as `renderFigure` draws it @returns the same on nothing, in the colours of a dark page */
export function darkDrawing(svg: string): string {
  const recoloured = svg.replace(`fill="${PAPER}"`, 'fill="none"').replaceAll(/(?<=\b(?:fill|stroke)=")[^"]+/g, onDark);
  const scaled = new Set(recoloured.match(SCALED));
  return scaled.size > STEPS ? recoloured : recoloured.replaceAll(SCALED, lifted);
}

/** As Vega writes a colour that a scale has computed. */
const SCALED = /rgb\((\d+), (\d+), (\d+)\)/g;

/** Part of the way to white: the dark end of a scale would sink. */
const LIFT = 0.4;

function lifted(_colour: string, ...parts: readonly unknown[]): string {
  const channels = parts.slice(0, 3).map((channel) => Math.round(Number(channel) + LIFT * (255 - Number(channel))));
  return `rgb(${channels.join(', ')})`;
}
