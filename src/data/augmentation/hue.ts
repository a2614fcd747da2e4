/**
 * Hue rotation as torchvision does it for Pillow images: to 8-bit hue, saturation and value, the hue shifted around the
 * circle of 256 steps, and back. Pillow's conversions follow Python's colorsys, in single precision where marked by
 * `fround`. The round trip alone, shift 0, moves some colours by a few grey levels.
 */
import { InvalidInput } from '../../invalid-input.js';
import { blackImage, type RgbImage } from '../rgb-image.js';

const { fround } = Math;

/**
 * @param turn part of the colour circle in [−0.5, 0.5]; the hue moves by trunc(turn·255) of 256 steps
 * @throws InvalidInput when `turn` is outside [−0.5, 0.5]
 */
export function adjustHue(image: RgbImage, turn: number): RgbImage {
  if (!(turn >= -0.5 && turn <= 0.5)) {
    throw new InvalidInput(`hue shift ${turn}: give a part of the colour circle in [-0.5, 0.5]`);
  }
  const steps = Math.trunc(turn * 255);
  const shifted = blackImage(image.width, image.height);
  const plane = image.width * image.height;
  for (let k = 0; k < plane; k++) {
    const red = image.pixels[k] as number;
    const green = image.pixels[k + plane] as number;
    const blue = image.pixels[k + 2 * plane] as number;
    const value = Math.max(red, green, blue);
    const spread = value - Math.min(red, green, blue);
    const hue = (hueOf(red, green, blue, value, spread) + steps) & 255;
    const saturation = spread === 0 ? 0 : Math.trunc(fround(spread / value) * 255);
    writeColour(shifted.pixels, k, plane, hue, saturation, value);
  }
  return shifted;
}

/** 0..255 around the circle; 0 for grey. */
function hueOf(red: number, green: number, blue: number, value: number, spread: number): number {
  if (spread === 0) return 0;
  const fromRed = fround((value - red) / spread);
  const fromGreen = fround((value - green) / spread);
  const fromBlue = fround((value - blue) / spread);
  const sixths =
    red === value
      ? fround(fromBlue - fromGreen)
      : green === value
        ? fround(2 + fromRed - fromBlue)
        : fround(4 + fromGreen - fromRed);
  return Math.trunc(fround((sixths / 6 + 1) % 1) * 255);
}

function writeColour(to: Uint8Array, k: number, plane: number, hue: number, saturation: number, value: number): void {
  // Hue 255 is the end of the sixth sector, the same colour as hue 0.
  const sector = Math.floor((hue * 6) / 255);
  const within = fround((hue * 6) / 255 - sector);
  const strength = fround(saturation / 255);
  const low = Math.round(value * (1 - strength));
  const falling = Math.round(value * (1 - fround(strength * within)));
  const rising = Math.round(value * (1 - strength * (1 - within)));
  switch (sector % 6) {
    case 0:
      return put(to, k, plane, value, rising, low);
    case 1:
      return put(to, k, plane, falling, value, low);
    case 2:
      return put(to, k, plane, low, value, rising);
    case 3:
      return put(to, k, plane, low, falling, value);
    case 4:
      return put(to, k, plane, rising, low, value);
    default:
      return put(to, k, plane, value, low, falling);
  }
}

function put(to: Uint8Array, k: number, plane: number, red: number, green: number, blue: number): void {
  to[k] = red;
  to[k + plane] = green;
  to[k + 2 * plane] = blue;
}
