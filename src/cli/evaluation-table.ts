/** Evaluations for the terminal: a row each, and above them what they are measured on. */
import { Table } from 'console-table-printer';
import { formatCount, formatNumber } from '../report/format-number.js';
import type { Evaluation } from '../runs/evaluation.js';
import { percent, subjectName } from '../runs/evaluation-words.js';

/** @param evaluations of the same images */
export function evaluationTable(evaluations: readonly [Evaluation, ...Evaluation[]]): string {
  const [{ images, neighbours, views }] = evaluations;
  const table = new Table({
    shouldDisableColors: true,
    columns: [
      { name: 'subject', title: 'representation', alignment: 'left' },
      { name: 'best', title: 'linear, best', alignment: 'right' },
      { name: 'last', title: 'linear, last', alignment: 'right' },
      { name: 'weighted', title: `${neighbours.count}-NN`, alignment: 'right' },
      { name: 'nearest', title: '1-NN', alignment: 'right' },
      { name: 'rank', title: 'effective rank', alignment: 'right' },
      { name: 'embedded', title: 'of embedding', alignment: 'right' },
      { name: 'alignment', title: 'alignment', alignment: 'right' },
      { name: 'uniformity', title: 'uniformity', alignment: 'right' },
    ],
    rows: evaluations.map((one) => ({
      subject: subjectName(one.subject),
      best: `${percent(one.linear.best.testAccuracy)} (epoch ${one.linear.best.epoch})`,
      last: percent(one.linear.last.testAccuracy),
      weighted: percent(one.neighbours.weighted),
      nearest: percent(one.neighbours.nearest),
      rank: figure(one.spectrum?.features?.effectiveRank),
      embedded: figure(one.spectrum?.embedding?.effectiveRank),
      alignment: figure(one.views?.embedding?.alignment),
      uniformity: figure(one.views?.embedding?.uniformity),
    })),
  });
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
      : [`Alignment and uniformity of embeddings: two views of ${formatCount(views.images)} test images\n`]),
    `${table.render()}\n`,
    ...classifiers,
  ].join('');
}

function figure(value: number | undefined): string {
  return value === undefined ? '–' : formatNumber(value);
}
