/**
 * An augmentation as a row of numbers, for a step that applies it on its device.
 *
 * The hue turns at most once, so that three changes of level before it and three after it hold every order of the four: a place
 * that is not used has a brightness of 1, which changes nothing.
 */
import type { Augmentation, AugmentationStep } from './augmentation.js';
import { hueSteps } from './hue.js';

/** The changes of level; black, the mean grey, and the image's own grey are what they move away from. */
export const LEVEL_CHANGES = { brightness: 0, contrast: 1, saturation: 2 } as const;

/** The number of changes of level before the turn of the hue, and of those after it. */
export const CHANGES = 3;

/** The columns of a row; a change has two, its kind and its factor. */
export const ROW = {
  top: 0,
  left: 1,
  height: 2,
  width: 3,
  /** 1 to mirror the image. */
  flip: 4,
  before: 5,
  /** 1 to turn the hue, also by nothing. */
  turns: 5 + 2 * CHANGES,
  /** Steps of 256. */
  hue: 6 + 2 * CHANGES,
  after: 7 + 2 * CHANGES,
  /** 1 to take the colour away. */
  grey: 7 + 4 * CHANGES,
  /** σ of the blur in pixels; 0 for none. */
  sigma: 8 + 4 * CHANGES,
} as const;

/** The number of columns. */
export const ROW_LENGTH = ROW.sigma + 1;

/**
 * Writes an augmentation as a row.
 *
 * @param start place of the row's first number in `to`
 * @throws RangeError when its steps come in an order for which a row has no place
 */
export function writeRow({ crop, steps }: Augmentation, to: Float32Array, start: number): void {
  const row = to.subarray(start, start + ROW_LENGTH).fill(0);
  row.set([crop.top, crop.left, crop.height, crop.width]);
  for (let k = 0; k < CHANGES; k++) row[ROW.before + 2 * k + 1] = row[ROW.after + 2 * k + 1] = 1;
  let last = -1;
  const used = { before: 0, after: 0 };
  for (const step of steps) {
    const turned = row[ROW.turns] === 1;
    const side = turned ? 'after' : 'before';
    const fits = step.kind in LEVEL_CHANGES ? used[side] < CHANGES : step.kind !== 'hue' || !turned;
    if (STAGES[step.kind] < last || !fits) {
      throw new RangeError(
        `a row has no place for the steps ${steps.map(({ kind }) => kind).join(', ')} in this order`,
      );
    }
    last = STAGES[step.kind];
    switch (step.kind) {
      case 'flip':
        row[ROW.flip] = 1 - (row[ROW.flip] as number);
        break;
      case 'hue':
        row.set([1, hueSteps(step.turn)], ROW.turns);
        break;
      case 'grey':
        row[ROW.grey] = 1;
        break;
      case 'blur':
        row[ROW.sigma] = step.sigma;
        break;
      default:
        row.set([LEVEL_CHANGES[step.kind], step.factor], ROW[side] + 2 * used[side]++);
    }
  }
}

/** The stage of a kind of step; those of one stage come in any order. */
const STAGES: Readonly<Record<AugmentationStep['kind'], number>> = {
  flip: 0,
  brightness: 1,
  contrast: 1,
  saturation: 1,
  hue: 1,
  grey: 2,
  blur: 3,
};
