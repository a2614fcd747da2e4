import { InvalidInput } from '../../invalid-input.js';
import type { RgbImage } from '../rgb-image.js';

export interface BlurOptions {
  /** Pixels on each side of the middle one; the kernel has 2·radius + 1 taps. */
  readonly radius: number;
  /** Standard deviation σ in pixels. */
  readonly sigma: number;
}

/**
 * Gaussian blur with a truncated, normalised kernel along both axes. Beyond its border the image goes on as its mirror
 * image about the border pixel (c b | a b c d | c b). Rounded to whole grey levels once, at the end.
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
  const alongRows = convolveAxis(new Float64Array(pixels), { outer: 3 * height, length: width, inner: 1 }, kernel);
  const blurred = convolveAxis(alongRows, { outer: 3, length: height, inner: width }, kernel);
  const rounded = new Uint8Array(blurred.length);
  for (let k = 0; k < rounded.length; k++) rounded[k] = Math.round(blurred[k] as number);
  return { width, height, pixels: rounded };
}

/** exp(−x²/2σ²) at x = −radius … radius, divided by its sum. */
function gaussianKernel(radius: number, sigma: number): Float64Array {
  const bell = Float64Array.from({ length: 2 * radius + 1 }, (_, k) => Math.exp(-0.5 * ((k - radius) / sigma) ** 2));
  const total = bell.reduce((sum, weight) => sum + weight, 0);
  return bell.map((weight) => weight / total);
}

/** Convolution along the middle axis of [outer, length, inner]. */
function convolveAxis(
  source: Float64Array,
  { outer, length, inner }: { outer: number; length: number; inner: number },
  kernel: Float64Array,
): Float64Array {
  const radius = (kernel.length - 1) / 2;
  const mirror = Int32Array.from({ length: length + 2 * radius }, (_, k) => mirrored(k - radius, length));
  const result = new Float64Array(source.length);
  for (let o = 0; o < outer; o++) {
    for (let at = 0; at < length; at++) {
      for (let i = 0; i < inner; i++) {
        const start = o * length * inner + i;
        let sum = 0;
        for (let tap = 0; tap < kernel.length; tap++) {
          sum += (kernel[tap] as number) * (source[start + (mirror[at + tap] as number) * inner] as number);
        }
        result[start + at * inner] = sum;
      }
    }
  }
  return result;
}

/** −1 ↦ 1, length ↦ length − 2. */
function mirrored(position: number, length: number): number {
  const folded = Math.abs(position);
  return folded < length ? folded : 2 * (length - 1) - folded;
}
