/**
 * Hue rotation as torchvision does it for Pillow images: to 8-bit hue, saturation and value, the hue shifted around the
 * circle of 256 steps, and back. Pillow's conversions follow Python's colorsys, in single precision where marked by
 * `fround`. The round trip alone, shift 0, moves some colours by a few grey levels.
 *
 * What depends on two 8-bit numbers is read from tables. With the channels of a colour ordered, value ≥ middle ≥ least,
 * these are saturation (of value and spread = value − least) and, for each of the six orders, hue (of spread and
 * value − middle).
 */
import { InvalidInput } from '../../../base/invalid-input.js';
import { blackImage, type RgbImage } from '../rgb-image.js';

const { fround } = Math;

/**
 * Sixths of the circle for each order of the channels, from the largest to the least. `middle` is how far the middle
 * channel is below the largest, as a part of the spread; the least is 1 below.
 */
const SIXTHS: readonly ((middle: number) => number)[] = [
  (middle) => 1 - middle, // red green blue
  (middle) => middle - 1, // red blue green
  (middle) => 2 + middle - 1, // green red blue
  (middle) => 2 + 1 - middle, // green blue red
  (middle) => 4 + 1 - middle, // blue red green
  (middle) => 4 + middle - 1, // blue green red
];

export interface HueTables {
  /** [order, spread, value − middle] 0..255 around the circle; 0 for grey. */
  readonly hue: Uint8Array;
  /** [value, spread] */
  readonly saturation: Uint8Array;
  /** [value, saturation] the least channel. */
  readonly least: Uint8Array;
}

/** Tables of half a megabyte, made at first use. */
let tables: HueTables | undefined;

/** Returns the tables. */
export function hueTables(): HueTables {
  tables ??= makeTables();
  return tables;
}

function makeTables(): HueTables {
  const hue = new Uint8Array(SIXTHS.length << 16);
  const saturation = new Uint8Array(1 << 16);
  const least = new Uint8Array(1 << 16);
  for (let a = 1; a < 256; a++) {
    for (let b = 0; b < 256; b++) least[(a << 8) | b] = Math.round(a * (1 - fround(b / 255)));
    for (let b = 1; b <= a; b++) saturation[(a << 8) | b] = Math.trunc(fround(b / a) * 255);
    for (const [order, sixths] of SIXTHS.entries()) {
      for (let b = 0; b <= a; b++) {
        const turn = fround(sixths(fround(b / a))) / 6 + 1;
        hue[(order << 16) | (a << 8) | b] = Math.trunc(fround(turn < 1 ? turn : turn - 1) * 255);
      }
    }
  }
  return { hue, saturation, least };
}

/** [hue] sector 0..5 of the circle; hue 255 is the end of the sixth, the same colour as hue 0. */
const SECTOR = Uint8Array.from({ length: 256 }, (_, hue) => Math.floor((hue * 6) / 255) % 6);
/** [hue] place within the sector, in [0, 1). */
const WITHIN = Float32Array.from({ length: 256 }, (_, hue) => (hue * 6) / 255 - Math.floor((hue * 6) / 255));
/** [saturation] in [0, 1]. */
const STRENGTH = Float32Array.from({ length: 256 }, (_, saturation) => saturation / 255);

/**
 * Rotates the hue of an image.
 *
 * @param turn part of the colour circle in [−0.5, 0.5]; the hue moves by trunc(turn·255) of 256 steps
 * @throws InvalidInput when `turn` is outside [−0.5, 0.5]
 */
export function adjustHue(image: RgbImage, turn: number): RgbImage {
  if (!(turn >= -0.5 && turn <= 0.5)) {
    throw new InvalidInput(`hue shift ${turn}: give a part of the colour circle in [-0.5, 0.5]`);
  }
  const { hue: hues, saturation: saturations, least: leasts } = hueTables();
  const steps = hueSteps(turn);
  const shifted = blackImage(image.width, image.height);
  const plane = image.width * image.height;
  for (let k = 0; k < plane; k++) {
    const red = image.pixels[k] as number;
    const green = image.pixels[k + plane] as number;
    const blue = image.pixels[k + 2 * plane] as number;
    const value = Math.max(red, green, blue);
    const least = Math.min(red, green, blue);
    const spread = value - least;
    // value − middle, since the three sum to red + green + blue.
    const depth = 2 * value + least - red - green - blue;
    const hue = ((hues[(orderOf(red, green, blue) << 16) | (spread << 8) | depth] as number) + steps) & 255;
    const saturation = saturations[(value << 8) | spread] as number;
    const newLeast = leasts[(value << 8) | saturation] as number;
    writeColour(shifted.pixels, k, plane, SECTOR[hue] as number, value, middleOf(hue, saturation, value), newLeast);
  }
  return shifted;
}

/** Returns how many of 256 steps a turn is. */
export function hueSteps(turn: number): number {
  return Math.trunc(turn * 255);
}

/** Returns the order of the channels as an index of SIXTHS. Of equal channels either may come first: the hue is the same. */
function orderOf(red: number, green: number, blue: number): number {
  if (red >= green && red >= blue) return green >= blue ? 0 : 1;
  if (green >= blue) return red >= blue ? 2 : 3;
  return red >= green ? 4 : 5;
}

/** Returns the middle channel, which rises through even sectors and falls through odd ones. */
function middleOf(hue: number, saturation: number, value: number): number {
  const strength = STRENGTH[saturation] as number;
  const within = WITHIN[hue] as number;
  return ((SECTOR[hue] as number) & 1) === 0
    ? Math.round(value * (1 - strength * (1 - within)))
    : Math.round(value * (1 - fround(strength * within)));
}

function writeColour(
  to: Uint8Array,
  k: number,
  plane: number,
  sector: number,
  value: number,
  middle: number,
  least: number,
): void {
  switch (sector) {
    case 0:
      return put(to, k, plane, value, middle, least);
    case 1:
      return put(to, k, plane, middle, value, least);
    case 2:
      return put(to, k, plane, least, value, middle);
    case 3:
      return put(to, k, plane, least, middle, value);
    case 4:
      return put(to, k, plane, middle, least, value);
    default:
      return put(to, k, plane, value, least, middle);
  }
}

function put(to: Uint8Array, k: number, plane: number, red: number, green: number, blue: number): void {
  to[k] = red;
  to[k + plane] = green;
  to[k + 2 * plane] = blue;
}
