/** The checks of `gpu-check`. Each tells its results one by one, so that what it found stays when its time is up. */
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { readTrainingMetrics } from '../../src/results/runs/training-metrics.js';
import { chooseEngine } from '../../src/training/engines/choose-engine.js';
import { datasetFiles } from '../../src/training/data/dataset-files.js';
import { runPaths } from '../../src/training/train/run-folder.js';
import { deviations, fiveSteps, goldenSteps, TOLERANCES } from '../../test/training/step/golden-steps.js';
import { spawnedJson } from '../spawned.js';
import { TRAINING_SECONDS, type CheckName, type Sizes } from './check-plan.js';
import { timeSteps } from './step-times.js';

/** What checks are made with. */
export interface Setting {
  readonly python: string;
  readonly device: string;
  /** The folder of the data sets. */
  readonly data: string;
  /** The folder for what comes back. */
  readonly out: string;
  /** The folder for what stays on the machine. */
  readonly work: string;
  readonly sizes: Sizes;
  readonly tell: (result: object) => void;
}

export const CHECKS: Readonly<Record<CheckName, (setting: Setting) => Promise<void> | void>> = {
  engines: ({ python, device, tell }) => {
    tell(cli(['engines', '--python', python, '--device', device, '--json']) as object);
  },
  golden,
  steps: (setting) => timeSteps(setting),
  'steps-of-pytorch': (setting) => stepsOfPyTorch(setting, []),
  'compiled-steps-of-pytorch': (setting) => stepsOfPyTorch(setting, ['--compile']),
  'compiled-steps': compiledSteps,
  epoch,
  'cell-alpha-cl-direct': (setting) => cell('alpha-cl-direct', 'alpha-cl-direct', setting),
  // The table's row of InfoNCE is the authors' cross-entropy.
  'cell-infonce': (setting) => cell('infonce', 'nt-xent', setting),
};

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

function cli(args: readonly string[]): unknown {
  return spawnedJson(process.execPath, [path.join(ROOT, 'dist/src/faces/cli/main.js'), ...args]);
}

/** Five steps of ResNet-18 in float32, against those of the authors' code in float64. */
async function golden({ python, device, sizes, tell }: Setting): Promise<void> {
  const engine = await chooseEngine('pytorch', { python, device });
  const cases = goldenSteps().slice(0, sizes.goldenCases);
  let agree = true;
  for (const one of cases) {
    const found = deviations(one, await fiveSteps(one, engine));
    const agrees = Object.entries(TOLERANCES).every(([kind, most]) => found[kind as keyof typeof found] <= most);
    tell({ loss: one.loss, device: engine.device, agrees, ...found });
    agree &&= agrees;
  }
  if (!agree) throw new Error(`the steps are further from the golden ones than ${JSON.stringify(TOLERANCES)}`);
}

/** Our own step through the compiler, in the one size that tells most: a trace is long, and takes a minute to compile. */
function compiledSteps({ sizes, ...setting }: Setting): Promise<void> {
  const { models, pairs, precisions } = sizes;
  const most = { models: models.slice(0, 1), pairs: pairs.slice(0, 1), precisions: precisions.slice(0, 1) };
  return timeSteps({ ...setting, sizes: { ...sizes, ...most } }, true);
}

async function stepsOfPyTorch({ python, sizes, tell }: Setting, more: readonly string[]): Promise<void> {
  const { models, pairs, precisions, steps } = sizes;
  const lists = Object.entries({ models, pairs, precisions }).flatMap(([name, list]) => [`--${name}`, list.join(',')]);
  const script = path.join(ROOT, 'bench/gpu/pytorch_step.py');
  const child = spawn(python, [script, ...lists, '--steps', String(steps), ...more], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  for await (const line of createInterface({ input: child.stdout })) tell(JSON.parse(line) as object);
  const code = await ended;
  if (code !== 0) throw new Error(`${script} ended with exit code ${code}`);
}

/** An epoch with its augmentation, as an ordinary run in the paper's protocol, beside the authors' way in PyTorch. */
function epoch(setting: Setting): void {
  const { python, data, work, sizes, tell } = setting;
  const { model, pairs, images, workers, precisions } = sizes.epoch;
  for (const precision of precisions) {
    const run = path.join(work, `epoch-${precision}`);
    train(run, setting, ['--loss', 'nt-xent', '--epochs', '1', '--subset', String(images)], {
      model,
      pairs,
      precision,
    });
    const speed = viewsPerSecond(run, pairs);
    tell({ who: 'alpha-cl', model, pairs, precision, viewsPerSecond: speed });
    if (precision === sizes.cell.precision) writeFileSync(speedFile(work), JSON.stringify(speed));

    const script = path.join(ROOT, 'bench/gpu/pytorch_epoch.py');
    const amp = precision === 'bfloat16' ? ['--amp'] : [];
    const size = ['--batch', String(pairs), '--images', String(images), '--workers', String(workers)];
    const peer = spawnedJson(python, [script, '--data', data, '--model', model, ...size, ...amp]);
    tell({ who: 'PyTorch', model, pairs, precision, ...(peer as object) });
  }
}

function speedFile(work: string): string {
  return path.join(work, 'views-per-second.json');
}

/** Trains and evaluates a cell of the table of losses, for as many epochs as there is time for by the speed of the first call. */
function cell(row: string, loss: string, setting: Setting): void {
  const { data, work, out, sizes, tell } = setting;
  const { model, pairs, precision, mostEpochs } = sizes.cell;
  const images = datasetFiles('cifar10', { data, split: 'train' }).count;
  const file = speedFile(work);
  const speed = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as number) : undefined;
  // Without a speed one epoch is tried.
  const inTime = speed === undefined ? 1 : Math.floor((TRAINING_SECONDS * speed) / (2 * images));
  const epochs = Math.min(mostEpochs, Math.max(1, inTime));
  const run = path.join(work, `cell-${row}`);
  train(run, setting, ['--loss', loss, '--epochs', String(epochs)], { model, pairs, precision });
  const evaluation = cli(['eval', run, '--json']);
  for (const name of ['run.json', 'metrics.jsonl', 'evaluation.json']) {
    copyFileSync(path.join(run, name), path.join(out, `${row}-${name}`));
  }
  tell({ row, loss, model, pairs, precision, images, epochs, viewsPerSecond: viewsPerSecond(run, pairs), evaluation });
}

/** Trains in the paper's protocol on PyTorch, without looks aside. */
function train(
  run: string,
  { python, device, data }: Setting,
  what: readonly string[],
  { model, pairs, precision }: { readonly model: string; readonly pairs: number; readonly precision: string },
): void {
  rmSync(run, { recursive: true, force: true });
  // A trial of the compiler would take the time that a call has.
  const engine = ['--engine', 'pytorch', '--python', python, '--device', device, '--compile', 'off'];
  const precise = ['--precision', precision];
  const aside = ['--knn-every', '0', '--importance-every', '0', '--checkpoint-every', '1000000'];
  const size = ['--dataset', 'cifar10', '--data', data, '--model', model, '--batch', String(pairs)];
  cli(['train', '--preset', 'paper', ...what, ...size, ...engine, ...precise, ...aside, '--out', run, '--json']);
}

/** The speed of a run from its second step on. */
function viewsPerSecond(run: string, pairs: number): number {
  const { steps } = readTrainingMetrics(runPaths(run).metrics);
  const seconds = steps.slice(1).reduce((sum, line) => sum + (2 * pairs) / line.viewsPerSecond, 0);
  return Number(((2 * pairs * (steps.length - 1)) / seconds).toFixed(1));
}
