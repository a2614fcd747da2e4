/** Results of one evaluation: the representation, the images, and the metrics. Plain data, as it is stored. */
import { z } from 'zod';
import { TEST_CHOICES } from './test-choices.js';

/** The evaluated representation. */
const SUBJECT = z.discriminatedUnion('kind', [
  /** The run's encoder after `step` steps. */
  z.object({ kind: z.literal('encoder'), step: z.int() }),
  /** The same model with the initial weights of a seed. */
  z.object({ kind: z.literal('random'), model: z.string(), seed: z.int() }),
  z.object({ kind: z.literal('pixels') }),
  /** The same model with a classifier, trained on labels. */
  z.object({ kind: z.literal('supervised'), model: z.string(), epochs: z.int(), seed: z.int() }),
]);

const IMAGES = z.object({
  /** The official set of the images; fewer `images` than `officialImages` are a subset. */
  name: z.string(),
  images: z.int(),
  officialImages: z.int(),
  /** Hash of their pixels, SHA-256. */
  sha256: z.string(),
  /** Description of the images, also of what they are not. */
  description: z.string(),
});

const EPOCH_SCORE = z.object({
  /** Epoch, from 1. */
  epoch: z.int(),
  /** Accuracies on the training and the test images, shares, 0..1. */
  trainAccuracy: z.number(),
  testAccuracy: z.number(),
  /** Mean cross-entropy in nats. */
  testLoss: z.number(),
});

const SPECTRUM = z.object({
  effectiveRank: z.number(),
  /** Singular values, descending. */
  singularValues: z.array(z.number()),
});

const ALIGNMENT_UNIFORMITY = z.object({ alignment: z.number(), uniformity: z.number() });

export const EVALUATION = z.object({
  subject: SUBJECT,
  images: z.object({ choice: z.enum(TEST_CHOICES), train: IMAGES, test: IMAGES }),
  engine: z.object({ name: z.string(), device: z.string() }),
  versions: z.record(z.string(), z.string()),
  seconds: z.number(),
  /** Logistic regression on frozen, standardised features; the best epoch is chosen on the test images, as the authors do. */
  linear: z.object({ best: EPOCH_SCORE, last: EPOCH_SCORE }),
  /** Shares of test images: weighted vote of the `count` nearest by cosine (temperature 0.1), and the nearest alone. */
  neighbours: z.object({ count: z.int(), weighted: z.number(), nearest: z.number() }),
  /** Spectrum of the centred test features and embeddings; null where all rows are equal. Absent for raw pixels. */
  spectrum: z.object({ features: SPECTRUM.nullable(), embedding: SPECTRUM.nullable() }).optional(),
  /** Alignment and uniformity of two augmented views of the first `images` test images; null where a row is zero. Absent for raw pixels. */
  views: z
    .object({
      images: z.int(),
      features: ALIGNMENT_UNIFORMITY.nullable(),
      embedding: ALIGNMENT_UNIFORMITY.nullable(),
    })
    .optional(),
  /** Score of the classifier that was trained with the encoder; supervised training alone has one. */
  classifier: z.object({ testAccuracy: z.number(), testLoss: z.number() }).optional(),
});

/** One evaluation as it lies in the folder of a run. */
export type Evaluation = Readonly<z.output<typeof EVALUATION>>;
/** The evaluated weights: a checkpoint, or a baseline. */
export type Subject = Evaluation['subject'];
/** The images of an evaluation. */
export type ImagesUsed = Evaluation['images'];

/** Tells if two evaluations are of the same representation on the same images. */
export function sameEvaluation(
  a: Pick<Evaluation, 'subject' | 'images'>,
  b: Pick<Evaluation, 'subject' | 'images'>,
): boolean {
  return key(a) === key(b);
}

function key({ subject, images: { choice, train, test } }: Pick<Evaluation, 'subject' | 'images'>): string {
  return JSON.stringify([
    Object.entries(subject).toSorted(([p], [q]) => (p < q ? -1 : 1)),
    choice,
    train.sha256,
    test.sha256,
  ]);
}
