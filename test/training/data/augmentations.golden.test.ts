/** Every case of augmentations.json: torchvision's own results on explicit parameters. */
import { describe, expect, it } from 'vitest';
import { applyAugmentation, type AugmentationStep } from '../../../src/training/data/augmentation/augmentation.js';
import type { CropBox } from '../../../src/training/data/augmentation/crop.js';
import { AUGMENTATION_RECIPES } from '../../../src/training/data/augmentation/recipes.js';
import { toTensor } from '../../../src/training/data/augmentation/tensor.js';
import type { RgbImage } from '../../../src/training/data/rgb-image.js';
import { goldenCases } from '../../golden-file.js';
import { squareFromInterleaved, toInterleaved } from './interleaved.js';

type Jitter = 'brightness' | 'contrast' | 'saturation' | 'hue';

interface GoldenCase {
  readonly input_hwc: readonly number[];
  readonly crop: CropBox;
  readonly flip: boolean;
  readonly jitter: { readonly applied: boolean; readonly order: readonly Jitter[] } & Readonly<Record<Jitter, number>>;
  readonly grayscale: boolean;
  /** Cropped and resized, before the flip. */
  readonly after_crop_hwc: readonly number[];
  /** After the whole chain. */
  readonly output_hwc_uint8: readonly number[];
  /** The first values of the red plane. */
  readonly normalised_chw_first8: readonly number[];
}

const NORMALISATION = AUGMENTATION_RECIPES['simclr-cifar'].normalisation;
/** One grey level after division by the smallest deviation; a little more for float32. */
const ONE_LEVEL = 1 / 255 / Math.min(...NORMALISATION.deviation) + 1e-6;

describe.each(goldenCases<GoldenCase>('augmentations.json').map((golden, k) => ({ golden, k })))(
  'golden augmentation $k',
  ({ golden }) => {
    const augmented = (steps: readonly AugmentationStep[]): RgbImage => {
      const outputSize = Math.sqrt(golden.output_hwc_uint8.length / 3);
      return applyAugmentation(squareFromInterleaved(golden.input_hwc), { crop: golden.crop, steps }, outputSize);
    };

    it('crops and resizes within one grey level everywhere', () => {
      const off = differences(toInterleaved(augmented([])), golden.after_crop_hwc);
      expect(largest(off)).toBeLessThanOrEqual(1);
    });

    it('gives the image of the whole chain', () => {
      const off = differences(toInterleaved(augmented(stepsOf(golden))), golden.output_hwc_uint8);
      const mean = off.reduce((sum, difference) => sum + difference, 0) / off.length;
      expect(mean).toBeLessThanOrEqual(0.6);
      expect(off.filter((difference) => difference > 2).length / off.length).toBeLessThanOrEqual(0.01);
    });

    it('normalises to the same values within one grey level', () => {
      const values = toTensor(augmented(stepsOf(golden)), NORMALISATION);
      const off = differences(values.subarray(0, golden.normalised_chw_first8.length), golden.normalised_chw_first8);
      expect(largest(off)).toBeLessThanOrEqual(ONE_LEVEL);
    });
  },
);

function stepsOf({ flip, jitter, grayscale }: GoldenCase): AugmentationStep[] {
  const steps: AugmentationStep[] = [];
  if (flip) steps.push({ kind: 'flip' });
  if (jitter.applied) {
    for (const kind of jitter.order) {
      steps.push(kind === 'hue' ? { kind, turn: jitter.hue } : { kind, factor: jitter[kind] });
    }
  }
  if (grayscale) steps.push({ kind: 'grey' });
  return steps;
}

function differences(ours: ArrayLike<number>, theirs: readonly number[]): number[] {
  expect(ours.length).toBe(theirs.length);
  return theirs.map((value, k) => Math.abs(value - (ours[k] as number)));
}

function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}
