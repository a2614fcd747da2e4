/** Evaluations for the terminal: one row each, below the images on which they are measured. */
import { formatNumber } from '../../base/format-number.js';
import { thousands } from '../../base/thousands.js';
import type { Evaluation } from '../../results/runs/evaluation.js';
import { percent, subjectName } from '../../results/runs/evaluation-words.js';
import { left, right, textTable } from './text-table.js';

/** Writes evaluations as a table. @param evaluations of the same images */
export function evaluationTable(evaluations: readonly [Evaluation, ...Evaluation[]]): string {
  const [{ images, neighbours, views }] = evaluations;
  const table = textTable(
    [
      left('subject', 'representation'),
      right('best', 'linear, best'),
      right('last', 'linear, last'),
      right('weighted', `${neighbours.count}-NN`),
      right('nearest', '1-NN'),
      right('rank', 'effective rank'),
      right('embedded', 'of embedding'),
      right('alignment'),
      right('uniformity'),
    ],
    evaluations.map((one) => ({
      subject: subjectName(one.subject),
      best: `${percent(one.linear.best.testAccuracy)} (epoch ${one.linear.best.epoch})`,
      last: percent(one.linear.last.testAccuracy),
      weighted: percent(one.neighbours.weighted),
      nearest: percent(one.neighbours.nearest),
      rank: metric(one.spectrum?.features?.effectiveRank),
      embedded: metric(one.spectrum?.embedding?.effectiveRank),
      alignment: metric(one.views?.embedding?.alignment),
      uniformity: metric(one.views?.embedding?.uniformity),
    })),
  );
  const classifiers = evaluations.flatMap(({ subject, classifier }) =>
    classifier === undefined
      ? []
      : [`${subjectName(subject)}: ${percent(classifier.testAccuracy)} by its own classifier\n`],
  );
  return [
    `Accuracy on: ${images.test.description}\n`,
    `Learnt from: ${images.train.description}\n`,
    ...(views === undefined
      ? []
      : [`Alignment and uniformity of embeddings: two views of ${thousands(views.images)} test images\n`]),
    `${table}\n`,
    ...classifiers,
  ].join('');
}

function metric(value: number | undefined): string {
  return value === undefined ? '–' : formatNumber(value);
}
