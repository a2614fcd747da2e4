/**
 * Widths of text in DejaVu Sans, read from the font itself.
 *
 * Without a canvas vega guesses 0.8 em a character, which leaves gaps and cuts long labels; the tables `cmap` and `hmtx`
 * of an OpenType file (ISO/IEC 14496-22) say exactly how far each character advances.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

export const FONT_FILES = {
  regular: require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
  bold: require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'),
} as const;

export type FontWeight = keyof typeof FONT_FILES;

/** Returns the width of a text in em. */
export function textWidth(text: string, weight: FontWeight): number {
  const advances = (loaded[weight] ??= readAdvances(readFileSync(FONT_FILES[weight])));
  let width = 0;
  for (const character of text) width += advances.get(character.codePointAt(0) as number) ?? advances.missing;
  return width;
}

interface Advances {
  /** Returns the advance of a code point, in em. */
  readonly get: (codePoint: number) => number | undefined;
  readonly missing: number;
}

const loaded: Partial<Record<FontWeight, Advances>> = {};

function readAdvances(font: Buffer): Advances {
  const unitsPerEm = font.readUInt16BE(tableAt(font, 'head') + 18);
  // Glyphs past the last full entry of `hmtx` repeat its advance.
  const fullEntries = font.readUInt16BE(tableAt(font, 'hhea') + 34);
  const metrics = tableAt(font, 'hmtx');
  const advanceOf = (glyph: number): number =>
    font.readUInt16BE(metrics + 4 * Math.min(glyph, fullEntries - 1)) / unitsPerEm;
  const advances = new Map<number, number>();
  const groups = segmentedCoverage(font);
  for (let k = 0; k < font.readUInt32BE(groups + 12); k++) {
    const group = groups + 16 + 12 * k;
    const [first, last, glyph] = [0, 4, 8].map((at) => font.readUInt32BE(group + at)) as [number, number, number];
    for (let point = first; point <= last; point++) advances.set(point, advanceOf(glyph + point - first));
  }
  return { get: (codePoint) => advances.get(codePoint), missing: advanceOf(0) };
}

/** Returns the offset of the `cmap` subtable in format 12: groups of (first code point, last code point, first glyph). */
function segmentedCoverage(font: Buffer): number {
  const cmap = tableAt(font, 'cmap');
  for (let k = 0; k < font.readUInt16BE(cmap + 2); k++) {
    const subtable = cmap + font.readUInt32BE(cmap + 4 + 8 * k + 4);
    if (font.readUInt16BE(subtable) === 12) return subtable;
  }
  throw new Error('DejaVu Sans has no cmap subtable of format 12');
}

function tableAt(font: Buffer, tag: string): number {
  for (let k = 0; k < font.readUInt16BE(4); k++) {
    const entry = 12 + 16 * k;
    if (font.toString('latin1', entry, entry + 4) === tag) return font.readUInt32BE(entry + 8);
  }
  throw new Error(`DejaVu Sans has no table ${tag}`);
}
