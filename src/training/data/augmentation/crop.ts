import { InvalidInput } from '../../../base/invalid-input.js';
import { blackImage, type RgbImage } from '../rgb-image.js';

/** A rectangle of pixels inside an image. */
export interface CropBox {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/**
 * Returns the pixels inside the box.
 *
 * @throws InvalidInput when the box is empty, not of integers, or reaches outside the image
 */
export function crop(image: RgbImage, box: CropBox): RgbImage {
  requireInside(image, box);
  const cropped = blackImage(box.width, box.height);
  let k = 0;
  for (let plane = 0; plane < 3; plane++) {
    for (let y = 0; y < box.height; y++) {
      const from = (plane * image.height + box.top + y) * image.width + box.left;
      for (let at = from; at < from + box.width; at++) cropped.pixels[k++] = image.pixels[at] as number;
    }
  }
  return cropped;
}

function requireInside(image: RgbImage, { top, left, height, width }: CropBox): void {
  const integers = [top, left, height, width].every(Number.isSafeInteger);
  const nonEmpty = height > 0 && width > 0;
  const inside = top >= 0 && left >= 0 && top + height <= image.height && left + width <= image.width;
  if (!(integers && nonEmpty && inside)) {
    throw new InvalidInput(
      `crop top ${top}, left ${left}, height ${height}, width ${width} does not fit an image ${image.height} high and ` +
        `${image.width} wide: give whole numbers with top + height and left + width inside it`,
    );
  }
}
