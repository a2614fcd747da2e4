import type { RgbImage } from '../rgb-image.js';

/** Luma of ITU-R BT.601, 0.299 R + 0.587 G + 0.114 B, in units of 2⁻¹⁶ as Pillow rounds it. */
const LUMA = { red: 19595, green: 38470, blue: 7471 } as const;
const HALF = 0x8000;

/** [height, width] grey levels: Pillow's conversion from RGB to L. */
export function greyLevels(image: RgbImage): Uint8Array {
  const plane = image.width * image.height;
  const grey = new Uint8Array(plane);
  for (let k = 0; k < plane; k++) {
    const red = image.pixels[k] as number;
    const green = image.pixels[k + plane] as number;
    const blue = image.pixels[k + 2 * plane] as number;
    grey[k] = (red * LUMA.red + green * LUMA.green + blue * LUMA.blue + HALF) >> 16;
  }
  return grey;
}

/** The image without colour: three equal planes. */
export function toGreyScale(image: RgbImage): RgbImage {
  const grey = greyLevels(image);
  const pixels = new Uint8Array(3 * grey.length);
  for (let plane = 0; plane < 3; plane++) pixels.set(grey, plane * grey.length);
  return { ...image, pixels };
}
