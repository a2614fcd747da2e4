import { blackImage, type RgbImage } from '../rgb-image.js';

/** Returns the mirror image, with left and right exchanged. */
export function flipHorizontally(image: RgbImage): RgbImage {
  const { width, pixels } = image;
  const flipped = blackImage(width, image.height);
  for (let start = 0; start < pixels.length; start += width) {
    for (let x = 0; x < width; x++) flipped.pixels[start + x] = pixels[start + width - 1 - x] as number;
  }
  return flipped;
}
