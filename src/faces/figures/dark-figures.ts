/** Figures on a dark page: every colour of their theme has a counterpart there. Maps and pictures keep their colours. */
import { PALETTE } from './figure-theme.js';

/** Okabe and Ito's colours, lighter where they would be hard to see on a dark page. */
export const DARK_PALETTE = ['#56b4e9', '#f08a4b', '#3fcf9f', '#e7a3ca', '#f0c445', '#8fb8ff', '#c3c8d0'];

/** Background of dark pages, and of figures there. */
export const DARK_PAPER = '#15171b';

const INK = '#e3e5e9';

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

/** Pattern of an attribute with a colour. */
const COLOURED = /\b(?:fill|stroke|stop-color)="[^"]+"/g;

/** Pattern of a colour that a Vega scale has computed. */
const SCALED = /^rgb\((\d+), (\d+), (\d+)\)$/;

/**
 * Gives a drawing the colours of a dark page where that is the scheme: of the page that shows it, or of the system where it is opened
 * alone. Its attributes keep the colours on white, for programs that know no schemes.
 *
 * @param svg as Vega draws it
 * @param id of the figure, by which its rules leave other drawings of a page alone
 */
export function inBothSchemes(svg: string, id: string): string {
  const attributes = [...new Set(svg.match(COLOURED))].map((text) => text.slice(0, -1).split('="') as [string, string]);
  const scaled = new Set(attributes.flatMap(([, colour]) => (SCALED.test(colour) ? [colour] : [])));
  const own = `[data-figure="${id}"]`;
  const rules = attributes.flatMap(([property, colour]) => {
    const dark = scaled.has(colour) && scaled.size <= STEPS ? colour.replace(SCALED, lifted) : onDark(colour);
    return dark === colour ? [] : [`${own} [${property}="${colour}"]{${property}:${dark}}`];
  });
  const style = `@media (prefers-color-scheme:dark){${own}>rect{fill:${DARK_PAPER}}${rules.join('')}}`;
  return svg.replace(/^<svg ([^>]*)>/, (_, rest: string) => `<svg data-figure="${id}" ${rest}><style>${style}</style>`);
}

/** Share of the way to white by which colours of a scale are lightened; its dark end would be hard to see. */
const LIFT = 0.4;

function lifted(_colour: string, ...parts: readonly unknown[]): string {
  const channels = parts.slice(0, 3).map((channel) => Math.round(Number(channel) + LIFT * (255 - Number(channel))));
  return `rgb(${channels.join(', ')})`;
}
