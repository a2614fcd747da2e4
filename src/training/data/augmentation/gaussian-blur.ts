import { InvalidInput } from '../../../base/invalid-input.js';
import { blackImage, type RgbImage } from '../rgb-image.js';

/** Width and strength of a blur. */
export interface BlurOptions {
  /** Pixels on each side of the middle one; the kernel has 2·radius + 1 taps. */
  readonly radius: number;
  /** Standard deviation σ in pixels. */
  readonly sigma: number;
}

/**
 * Blurs an image with a truncated, normalised Gaussian kernel along both axes. Beyond its border the image is continued by its
 * mirror image about the border pixel (c b | a b c d | c b). Values are rounded to whole grey levels once, at the end.
 *
 * @throws InvalidInput when σ is not positive and finite, or the radius not an integer from 0 to the smaller side − 1
 */
export function gaussianBlur(image: RgbImage, { radius, sigma }: BlurOptions): RgbImage {
  const { width, height, pixels } = image;
  if (!(Number.isSafeInteger(radius) && radius >= 0 && radius < Math.min(width, height))) {
    throw new InvalidInput(
      `blur radius ${radius} for an image of ${width} × ${height}: give an integer from 0 to ${Math.min(width, height) - 1}`,
    );
  }
  if (!(sigma > 0 && Number.isFinite(sigma)))
    throw new InvalidInput(`blur σ ${sigma}: give a positive number of pixels`);
  const kernel = gaussianKernel(radius, sigma);
  const plane = width * height;
  const blurred = blackImage(width, height);
  const levels = new Float64Array(plane);
  const turned = new Float64Array(plane);
  for (let start = 0; start < 3 * plane; start += plane) {
    for (let k = 0; k < plane; k++) levels[k] = pixels[start + k] as number;
    convolveRows(levels, turned, { width, height }, kernel);
    convolveRows(turned, levels, { width: height, height: width }, kernel);
    for (let k = 0; k < plane; k++) blurred.pixels[start + k] = Math.round(levels[k] as number);
  }
  return blurred;
}

/** Returns the kernel exp(−x²/2σ²) at x = −radius … radius, divided by its sum. */
function gaussianKernel(radius: number, sigma: number): Float64Array {
  const bell = Float64Array.from({ length: 2 * radius + 1 }, (_, k) => Math.exp(-0.5 * ((k - radius) / sigma) ** 2));
  const total = bell.reduce((sum, weight) => sum + weight, 0);
  return bell.map((weight) => weight / total);
}

/**
 * Convolves every row of [height, width] and writes it as a column of [width, height], so that both axes are blurred as
 * rows. Four neighbours are summed side by side, each over its taps in order: twice as fast as one after another.
 */
function convolveRows(
  from: Float64Array,
  to: Float64Array,
  { width, height }: { readonly width: number; readonly height: number },
  kernel: Float64Array,
): void {
  const radius = (kernel.length - 1) / 2;
  // The row with its mirror images, and room for the last four neighbours to reach beyond.
  const extended = new Float64Array(width + 2 * radius + 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) extended[radius + x] = from[y * width + x] as number;
    for (let x = 1; x <= radius; x++) {
      extended[radius - x] = extended[radius + x] as number;
      extended[radius + width - 1 + x] = extended[radius + width - 1 - x] as number;
    }
    for (let x = 0, at = y; x < width; x += 4, at += 4 * height) {
      let [a, b, c, d] = [0, 0, 0, 0];
      for (let tap = 0, k = x; tap < kernel.length; tap++, k++) {
        const weight = kernel[tap] as number;
        a += weight * (extended[k] as number);
        b += weight * (extended[k + 1] as number);
        c += weight * (extended[k + 2] as number);
        d += weight * (extended[k + 3] as number);
      }
      to[at] = a;
      if (x + 1 < width) to[at + height] = b;
      if (x + 2 < width) to[at + 2 * height] = c;
      if (x + 3 < width) to[at + 3 * height] = d;
    }
  }
}
