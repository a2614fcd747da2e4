/** Evaluates a run, runs below a folder, or a file of embeddings, and shows what it found. */
import path from 'node:path';
import { pathKind } from '../../base/files/file-bytes.js';
import { formatNumber } from '../../base/format-number.js';
import { InvalidInput } from '../../base/invalid-input.js';
import { thousands } from '../../base/thousands.js';
import type { EmbeddingsEvaluation } from '../../results/runs/evaluate-embeddings.js';
import type { BaselineName } from '../../results/runs/evaluate-run.js';
import { runsAt } from '../../results/runs/runs-below.js';
import { evaluationFile } from '../../results/runs/evaluation-file.js';
import { subjectName, percent } from '../../results/runs/evaluation-words.js';
import type { Evaluation } from '../../results/runs/evaluation.js';
import type { EvalFlags } from './eval-command.js';
import { progressLine } from './progress-line.js';
import { left, right, textTable } from './text-table.js';

/** Does what `alpha-cl eval` is asked to. */
export async function evaluate(folder: string, flags: EvalFlags): Promise<void> {
  if (pathKind(folder) === 'file') return evaluateFile(folder, flags);
  const { test, checkpoint, supervisedEpochs, data, engine, force, json } = flags;
  if (flags.labels !== undefined || flags.testEmbeddings !== undefined || flags.testLabels !== undefined) {
    throw new InvalidInput(
      `--labels, --test-embeddings and --test-labels are for a file of embeddings, and ${folder} is none: leave them out`,
    );
  }
  if (flags.page !== undefined && flags.peers !== true) {
    throw new InvalidInput('--page goes with --peers: give both, or leave it out');
  }
  if (flags.peers === true) {
    const other = (['checkpoint', 'baselines', 'supervised', 'supervisedEpochs', 'force'] as const).find(
      (one) => flags[one] !== undefined,
    );
    if (other !== undefined) {
      throw new InvalidInput(
        `--${other.replace('E', '-e')} does not go with --peers, which keeps nothing: leave one out`,
      );
    }
    const { evaluatePeers } = await import('./eval-peers.js');
    return evaluatePeers(folder, flags);
  }
  const baselines: BaselineName[] = [
    ...(flags.baselines === true ? (['pixels', 'random'] as const) : []),
    ...(flags.supervised === true || supervisedEpochs !== undefined ? (['supervised'] as const) : []),
  ];
  const display = progressLine('reading images');
  try {
    // Only now: TensorFlow.js takes a while to load, and --help needs none of it.
    const { evaluateRun } = await import('../../results/runs/evaluate-run.js');
    const runs = runsAt(path.resolve(folder));
    const done: Evaluated[] = [];
    for (const run of runs) {
      const about = runs.length === 1 ? '' : `${path.relative(path.resolve(folder), run)}: `;
      const { encoder, baselines: others } = await evaluateRun(run, {
        test,
        baselines,
        ...(checkpoint !== undefined && { checkpoint }),
        ...(supervisedEpochs !== undefined && { supervisedEpochs }),
        ...(data !== undefined && { data }),
        ...(engine !== undefined && { engine }),
        ...(force === true && { known: 'compute again' }),
        onProgress: (subject, progress) => display.show(`${about}${subjectName(subject)}: ${progressText(progress)}`),
        onNotice: (text) => display.notice(`${about}${text}`),
      });
      done.push({ run, file: evaluationFile(run), encoder, baselines: others });
    }
    display.end();
    const [only] = done;
    process.stdout.write(
      json === true
        ? `${JSON.stringify(done.length === 1 ? only : { runs: done })}\n`
        : done.map(evaluatedText).join('\n'),
    );
  } finally {
    display.end();
  }
}

/** A run with its evaluations. */
interface Evaluated {
  readonly run: string;
  readonly file: string;
  readonly encoder: Evaluation;
  readonly baselines: readonly Evaluation[];
}

function evaluatedText({ file, encoder, baselines }: Evaluated): string {
  return `${evaluationTable([encoder, ...baselines])}Kept in ${file}\n`;
}

function progressText({
  what,
  done,
  total,
}: {
  readonly what: string;
  readonly done: number;
  readonly total: number;
}): string {
  return `${what}${total > 1 ? ` ${Math.floor((100 * done) / total)} %` : ''}`;
}

/** Evaluates a file of embeddings. @throws InvalidInput for options that are of runs alone */
async function evaluateFile(file: string, flags: EvalFlags): Promise<void> {
  const { labels, testEmbeddings, testLabels, engine, json } = flags;
  const ofRuns = (
    ['checkpoint', 'baselines', 'supervised', 'supervisedEpochs', 'data', 'force', 'peers', 'page'] as const
  ).find((one) => flags[one] !== undefined);
  if (ofRuns !== undefined || flags.test !== 'official') {
    throw new InvalidInput(
      `--${(ofRuns ?? 'test').replace('E', '-e')} is for runs, and ${file} is a file of embeddings: leave it out`,
    );
  }
  if (testLabels !== undefined && testEmbeddings === undefined) {
    throw new InvalidInput('--test-labels are those of --test-embeddings: give both, or neither');
  }
  const display = progressLine('reading embeddings');
  try {
    const { evaluateEmbeddings } = await import('../../results/runs/evaluate-embeddings.js');
    const evaluation = await evaluateEmbeddings(
      { file, labels },
      {
        ...(testEmbeddings !== undefined && { test: { file: testEmbeddings, labels: testLabels } }),
        ...(engine !== undefined && { engine }),
        onProgress: ({ what, done, total }) => display.show(progressText({ what, done, total })),
      },
    );
    display.end();
    process.stdout.write(json === true ? `${JSON.stringify(evaluation)}\n` : embeddingsText(evaluation));
  } finally {
    display.end();
  }
}

function embeddingsText({
  train,
  test,
  columns,
  classes,
  linear,
  neighbours,
  effectiveRank,
}: EmbeddingsEvaluation): string {
  const { best, last } = linear;
  return [
    `Accuracy on: ${test}`,
    `Learnt from: ${train}`,
    `Embeddings: ${thousands(columns)} dimensions, effective rank ${metric(effectiveRank ?? undefined)}; ${thousands(classes.length)} classes`,
    `Linear, best: ${percent(best.testAccuracy)} (epoch ${best.epoch}), last: ${percent(last.testAccuracy)}`,
    `${neighbours.count}-NN: ${percent(neighbours.weighted)}, 1-NN: ${percent(neighbours.nearest)}`,
    '',
  ].join('\n');
}

/** Writes evaluations as a table. @param evaluations of the same images */
function evaluationTable(evaluations: readonly [Evaluation, ...Evaluation[]]): string {
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
