/** The images of an evaluation: those that a classifier learns from, and those that it is measured on. */
import { isOwnImages } from '../../training/data/dataset-choice.js';
import { unlabelled, type ImageSet } from '../../training/data/image-set.js';
import { imageCount, loadImages, type ChosenImages } from '../../training/data/load-images.js';
import { overlapText } from '../../training/data/overlap.js';
import { thousands } from '../../base/thousands.js';
import { InvalidInput, unknownName } from '../../base/invalid-input.js';
import { describeShare, type Share } from './share-words.js';
import { TEST_CHOICES, type TestChoice } from './test-choices.js';

export interface EvaluatedImages {
  readonly choice: TestChoice;
  readonly train: ImageSet;
  readonly test: ImageSet;
  /** Index of the first test image in its official set, from 0. */
  readonly testFrom: number;
}

export interface ImagesChoice extends ChosenImages {
  /** Number of training images, the first ones, that are learnt from. Default: all that are there. */
  readonly trained?: number;
  /** Test images. Default `official`. */
  readonly test?: TestChoice;
}

/**
 * Returns the images of an evaluation.
 *
 * @param onNotice told of images left out, and of test images of a folder that are training images too
 * @throws (rejects) InvalidInput when a file is missing or damaged, no training image is held out, or the images have no labels
 */
export async function evaluatedImages(
  { trained, test = 'official', ...chosen }: ImagesChoice,
  onNotice: (text: string) => void = () => undefined,
): Promise<EvaluatedImages> {
  if (!TEST_CHOICES.includes(test)) throw unknownName('choice of test images', test, TEST_CHOICES);
  const watch = { onNotice };
  const limit = trained === undefined ? {} : { limit: trained };
  const train = await loadImages(chosen, { split: 'train', ...limit }, watch);
  const isOwn = isOwnImages(chosen.dataset);
  if (isOwn && train.classNames.length === 0) throw unlabelled(train);
  if (test === 'official') {
    const tested = await loadImages(chosen, { split: 'test' }, watch);
    const shared = isOwn ? overlapText(train, tested) : undefined;
    if (shared !== undefined) onNotice(shared);
    return { choice: test, train, test: tested, testFrom: 0 };
  }
  const all = isOwn ? train.officialCount : imageCount(chosen, 'train');
  const left = all - train.count;
  if (left < (test === 'held-out' ? 1 : 2)) {
    const few = left === 0 ? 'no image is held out: all' : 'one image is held out, too few for halves:';
    throw new InvalidInput(
      `${few} ${thousands(train.count)} of ${train.name} in ${chosen.data} were trained on; ` +
        'measure on the official test set, or train on fewer with --subset',
    );
  }
  const { from, limit: most } = heldOut(test, train.count, all);
  const held = await loadImages(chosen, { split: 'train', from, limit: most });
  return { choice: test, train, test: held, testFrom: from };
}

/** Returns the held-out images of a choice; of an odd number, the second half has one more. */
function heldOut(choice: TestChoice, trained: number, all: number): { readonly from: number; readonly limit: number } {
  const half = Math.floor((all - trained) / 2);
  if (choice === 'held-out-first') return { from: trained, limit: half };
  const from = choice === 'held-out-second' ? trained + half : trained;
  return { from, limit: all - from };
}

/** Describes the images on which accuracies are measured, and leaves no doubt if they are the official test set. */
export function describeTest({
  choice,
  test,
  testFrom,
}: Pick<EvaluatedImages, 'choice' | 'testFrom'> & { test: Share }): string {
  if (choice === 'official') return describeShare(test);
  return (
    `${test.name}, ${thousands(test.count)} held-out images (${thousands(testFrom + 1)} to ` +
    `${thousands(testFrom + test.count)}; not the official test set)`
  );
}
