import type { RgbImage } from '../rgb-image.js';

/** Luma of ITU-R BT.601, 0.299 R + 0.587 G + 0.114 B, in units of 2⁻¹⁶ as Pillow rounds it. */
export const LUMA = { red: 19595, green: 38470, blue: 7471 } as const;
const HALF = 0x8000;

/** Returns the grey levels of an image, [height, width], by Pillow's conversion from RGB to L. */
export function greyLevels({ pixels }: RgbImage): Uint8Array {
  const plane = pixels.length / 3;
  const grey = new Uint8Array(plane);
  for (let k = 0; k < plane; k++) grey[k] = greyLevel(pixels, k, plane);
  return grey;
}

/** Returns the mean grey level in [0, 255], not rounded. */
export function meanGreyLevel({ pixels }: RgbImage): number {
  const plane = pixels.length / 3;
  let sum = 0;
  for (let k = 0; k < plane; k++) sum += greyLevel(pixels, k, plane);
  return sum / plane;
}

function greyLevel(pixels: Uint8Array, k: number, plane: number): number {
  const red = Math.imul(pixels[k] as number, LUMA.red);
  const green = Math.imul(pixels[k + plane] as number, LUMA.green);
  const blue = Math.imul(pixels[k + 2 * plane] as number, LUMA.blue);
  return (red + green + blue + HALF) >> 16;
}

/** Returns the image without colour: three equal planes. */
export function toGreyScale(image: RgbImage): RgbImage {
  const grey = greyLevels(image);
  const pixels = new Uint8Array(3 * grey.length);
  for (let plane = 0; plane < 3; plane++) pixels.set(grey, plane * grey.length);
  return { ...image, pixels };
}
