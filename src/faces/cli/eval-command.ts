/** `alpha-cl eval`: evaluates a run's representation, and baselines beside it, or embeddings of any encoder. */
import path from 'node:path';
import { Command, Option } from 'commander';
import { pathKind } from '../../base/files/file-bytes.js';
import { formatNumber } from '../../base/format-number.js';
import { InvalidInput } from '../../base/invalid-input.js';
import { thousands } from '../../base/thousands.js';
import type { EmbeddingsEvaluation } from '../../results/runs/evaluate-embeddings.js';
import type { BaselineName } from '../../results/runs/evaluate-run.js';
import { TEST_CHOICES, type TestChoice } from '../../results/runs/evaluated-images.js';
import { runsAt } from '../../results/runs/runs-below.js';
import { evaluationFile } from '../../results/runs/evaluation-file.js';
import { subjectName, percent } from '../../results/runs/evaluation-words.js';
import type { Evaluation } from '../../results/runs/evaluation.js';
import { withHelp, type HelpPage } from './command-help.js';
import { positiveInteger, wholeNumber } from './option-values.js';
import { progressLine } from './progress-line.js';
import { left, right, textTable } from './text-table.js';

/** The flags of the command. */
export interface EvalFlags {
  readonly test: TestChoice;
  readonly checkpoint?: number;
  readonly baselines?: true;
  readonly supervised?: true;
  readonly supervisedEpochs?: number;
  readonly data?: string;
  readonly engine?: string;
  readonly labels?: string;
  readonly testEmbeddings?: string;
  readonly testLabels?: string;
  readonly force?: true;
  readonly peers?: true;
  readonly page?: string;
  readonly json?: true;
}

export function evalCommand(): Command {
  return withHelp(
    new Command('eval')
      .argument(
        '<run>',
        'folder of a run, or with runs below it, or a file of embeddings: .npz, .npy, .safetensors, .parquet, .csv',
      )
      .addOption(
        new Option(
          '--test <images>',
          'images to measure on: the official test set, training images held out of the run, or either half of these',
        )
          .choices(TEST_CHOICES)
          .default('official'),
      )
      .option('--checkpoint <step>', 'the checkpoint of this step (default: the last whole one)', wholeNumber)
      .option('--baselines', 'also evaluate raw pixels and the random encoder (the run’s initial weights)')
      .option('--supervised', 'also train the same encoder on labels from scratch')
      .option('--supervised-epochs <n>', 'epochs of supervised training (default: those of the run)', positiveInteger)
      .option('--data <dir>', 'folder of the data sets (default: that of the run)')
      .option('--engine <name>', 'engine, or auto (default: that of the run)')
      .option('--labels <file>', 'labels of a file of embeddings, where it has none')
      .option('--test-embeddings <file>', 'embeddings to measure on (default: a fifth of the rows, drawn with seed 1)')
      .option('--test-labels <file>', 'labels of --test-embeddings, where that file has none')
      .option('--peers', 'evaluate a run by the protocols of several papers, and keep nothing')
      .option('--page <dir>', 'with --peers: folder of the page protocols.md')
      .option('--force', 'compute existing results again')
      .option('--json', 'print the evaluations as one JSON object on standard output')
      .action(evaluate),
    HELP,
  );
}

const HELP: HelpPage = {
  notes: [
    'Linear evaluation is logistic regression on frozen features of images that are not augmented: standardised, Adam with ' +
      'learning rate 3e-4 and weight decay 1e-3, batch 128, 50 epochs; the best epoch is chosen on the test images, as in the ' +
      "authors' code, and the last is given beside it. k-NN votes by cosine, k = 20 at temperature 0.1, and k = 1. Both learn " +
      'from the images that the run was trained on. Every result says on which images it is measured.',
    'Embeddings of any encoder get the same protocol from a file with labels, as alpha-cl embed writes it; nothing is kept.',
    'Results are kept in RUN/evaluation.json, by checkpoint and images; what is there is not computed again.',
  ],
  examples: [
    'alpha-cl eval runs/direct --baselines',
    'alpha-cl eval runs/laptop --test held-out --baselines',
    'alpha-cl eval runs',
    'alpha-cl eval runs/direct --checkpoint 2000 --json',
    'alpha-cl eval runs/direct --supervised --supervised-epochs 20',
    'alpha-cl eval runs/direct --peers --page results',
    'alpha-cl eval pets.npz --test-embeddings pets-test.npz',
    'alpha-cl eval z.npy --labels y.npy',
  ],
  exitCodes: { 0: 'evaluated', 2: 'bad usage or input' },
};

async function evaluate(folder: string, flags: EvalFlags): Promise<void> {
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
