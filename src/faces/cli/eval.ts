/** Evaluates runs, runs below folders, or a file of embeddings, and shows what it found. */
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
import { EVALUATION_METRICS, type MetricKind } from '../../results/runs/run-metrics.js';
import type { EvalFlags } from './eval-command.js';
import { progressLine } from './progress-line.js';
import { left, right, textTable } from './text-table.js';

/** Does what `alpha-cl eval` is asked to. */
export async function evaluate(places: readonly string[], flags: EvalFlags): Promise<void> {
  const [first = ''] = places;
  const file = places.find((place) => pathKind(place) === 'file');
  if (file !== undefined) {
    if (places.length > 1)
      throw new InvalidInput(`${file} is a file, of which one is evaluated at a time: give it alone`);
    return evaluateFile(file, flags);
  }
  const { test, checkpoint, supervisedEpochs, linearEpochs, data, engine, force, json } = flags;
  if (flags.labels !== undefined || flags.testEmbeddings !== undefined || flags.testLabels !== undefined) {
    throw new InvalidInput(
      `--labels, --test-embeddings and --test-labels are for a file of embeddings, and ${first} is none: leave them out`,
    );
  }
  if (flags.page !== undefined && flags.peers !== true) {
    throw new InvalidInput('--page goes with --peers: give both, or leave it out');
  }
  if (flags.peers === true) {
    const other = (
      ['checkpoint', 'baselines', 'supervised', 'supervisedEpochs', 'linearEpochs', 'force'] as const
    ).find((one) => flags[one] !== undefined);
    if (other !== undefined) {
      throw new InvalidInput(
        `--${other.replace('E', '-e')} does not go with --peers, which keeps nothing: leave one out`,
      );
    }
    if (places.length > 1) throw new InvalidInput('--peers evaluates one run at a time: give one');
    const { evaluatePeers } = await import('./eval-peers.js');
    return evaluatePeers(first, flags);
  }
  const baselines: BaselineName[] = [
    ...(flags.baselines === true ? (['pixels', 'random'] as const) : []),
    ...(flags.supervised === true || supervisedEpochs !== undefined ? (['supervised'] as const) : []),
  ];
  const display = progressLine('reading images');
  try {
    // Only now: TensorFlow.js takes a while to load, and --help needs none of it.
    const { evaluateRun } = await import('../../results/runs/evaluate-run.js');
    const runs = [...new Set(places.flatMap((place) => runsAt(path.resolve(place))))];
    const done: Evaluated[] = [];
    for (const run of runs) {
      const about = runs.length === 1 ? '' : `${path.relative('.', run)}: `;
      const { encoder, baselines: others } = await evaluateRun(run, {
        test,
        baselines,
        ...(checkpoint !== undefined && { checkpoint }),
        ...(supervisedEpochs !== undefined && { supervisedEpochs }),
        ...(linearEpochs !== undefined && { linear: { epochs: linearEpochs } }),
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
      json === true ? `${JSON.stringify(done.length === 1 ? only : { runs: done })}\n` : evaluatedText(done),
    );
  } finally {
    display.end();
  }
}

/** A run with its evaluations. */
export interface Evaluated {
  readonly run: string;
  readonly file: string;
  readonly encoder: Evaluation;
  readonly baselines: readonly Evaluation[];
}

/** Writes what was found: a table for all that is measured on the same images, and the files that keep it. */
export function evaluatedText(done: readonly Evaluated[]): string {
  const lines = done.flatMap(({ run, encoder, baselines }) =>
    [encoder, ...baselines].map((evaluation): Line => ({
      run: done.length === 1 ? '' : path.relative('.', run),
      evaluation,
    })),
  );
  const images = ({ evaluation: { images: of } }: Line): string => `${of.test.sha256} ${of.train.sha256}`;
  const tables = [...new Set(lines.map(images))].map((one) =>
    evaluationTable(lines.filter((line) => images(line) === one)),
  );
  const [only] = done;
  const rising = lines.some(({ evaluation: { linear } }) => isRising(linear)) ? STILL_RISING : '';
  const kept = done.length === 1 ? only?.file : 'the evaluation.json of each run';
  return `${tables.join('\n')}${rising}Kept in ${kept}\n`;
}

/** A line of the table. */
interface Line {
  /** Its run, where there are several. */
  readonly run: string;
  readonly evaluation: Evaluation;
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
  const { labels, testEmbeddings, testLabels, linearEpochs, engine, json } = flags;
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
        ...(linearEpochs !== undefined && { linear: { epochs: linearEpochs } }),
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
    isRising(linear) ? STILL_RISING : '',
  ].join('\n');
}

/** Tells if a classifier was best at its last epoch. */
function isRising({ best, last }: Evaluation['linear']): boolean {
  return best.epoch === last.epoch;
}

const STILL_RISING =
  'A linear classifier was best at its last epoch: with more epochs its accuracy may be higher (--linear-epochs).\n';

/** Writes evaluations as a table. @param lines evaluations of the same images */
function evaluationTable(lines: readonly Line[]): string {
  const names = Object.keys(EVALUATION_METRICS) as (keyof typeof EVALUATION_METRICS)[];
  const { images, views } = (lines[0] as Line).evaluation;
  const table = textTable<string>(
    [
      ...(lines.some(({ run }) => run !== '') ? [left('run')] : []),
      left('subject', 'representation'),
      ...names.map((name) => right(name, EVALUATION_METRICS[name].title)),
    ],
    lines.map(({ run, evaluation }) => ({
      run,
      subject: subjectName(evaluation.subject),
      ...Object.fromEntries(names.map((name) => [name, cell(evaluation, EVALUATION_METRICS[name])])),
      linearBest: `${percent(evaluation.linear.best.testAccuracy)} (epoch ${evaluation.linear.best.epoch})`,
    })),
  );
  const classifiers = lines.flatMap(({ run, evaluation: { subject, classifier } }) =>
    classifier === undefined
      ? []
      : [
          `${run === '' ? '' : `${run}: `}${subjectName(subject)}: ${percent(classifier.testAccuracy)} by its own classifier\n`,
        ],
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

function cell(evaluation: Evaluation, { kind, of }: MetricKind): string {
  const value = of(evaluation);
  return value !== undefined && kind === 'share' ? percent(value) : metric(value);
}

function metric(value: number | undefined): string {
  return value === undefined ? '–' : formatNumber(value);
}
