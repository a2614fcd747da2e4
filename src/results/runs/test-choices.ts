/** The choices of images that an evaluation measures on. */

/**
 * Choices of test images. `official`: the published test set, or the part that is there; `held-out`: training images that were
 * not trained on; `held-out-first`, `held-out-second`: either half of these, to choose on one and report on the other.
 */
export const TEST_CHOICES = ['official', 'held-out', 'held-out-first', 'held-out-second'] as const;

/** A choice of test images. */
export type TestChoice = (typeof TEST_CHOICES)[number];
