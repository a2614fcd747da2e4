/**
 * On a machine with a graphics card: which engines work, how fast they take steps of ResNet-18, and how long an epoch
 * takes with its data, each beside PyTorch on the same card in the same call.
 *
 *   npm run gpu:bench -- [--engine webgpu] [--model resnet18] [--pairs 64,128,256] [--steps 20] [--images 10000] [--batch 128]
 *     [--python python3] [--data DIR] [--peers DIR] [--no-epoch] [--json]
 *
 * A view is one image through the network, forward, backward and update. PyTorch: `pytorch_step.py` in float32 and with
 * --amp --channels-last --joint, `pytorch_epoch.py` eager with 16 loader workers; left out where it or its script is not
 * there, and beside another model (tiny shows on a software driver that everything runs). What fails is reported and the rest goes on; the exit code is then 1.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readTrainingMetrics } from '../../src/results/runs/training-metrics.js';
import { runPaths } from '../../src/training/train/run-folder.js';
import { spawnedJson, viewsPerSecond } from '../spawned.js';

const { values: options } = parseArgs({
  options: {
    engine: { type: 'string', default: 'webgpu' },
    model: { type: 'string', default: 'resnet18' },
    pairs: { type: 'string', default: '64,128,256' },
    steps: { type: 'string', default: '20' },
    images: { type: 'string', default: '10000' },
    batch: { type: 'string', default: '128' },
    python: { type: 'string', default: 'python3' },
    data: { type: 'string', default: process.env['ALPHA_CL_DATA'] ?? '../shared/data' },
    peers: { type: 'string' },
    'no-epoch': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

const OWN_WAYS = {
  'float32, views separate': [],
  'float32, views joint': ['--views', 'joint'],
  'float16, views joint': ['--views', 'joint', '--precision', 'float16'],
} as const;

const PEER_WAYS = { float32: [], 'amp, channels last, joint': ['--amp', '--channels-last', '--joint'] } as const;

interface Measurement {
  readonly name: string;
  readonly pairs: number;
  readonly who: 'alpha-cl' | 'PyTorch';
  readonly viewsPerSecond?: number;
  /** Why there is no figure. */
  readonly failure?: string;
}

const product = fileURLToPath(new URL('../..', import.meta.url));
const peerFolders = [options.peers, path.join(product, '../../peers'), '../shared/peers', 'bench/gpu'];
const python = spawnSync(options.python, ['-c', 'import torch, torchvision'], { encoding: 'utf8' });

const engines = spawnedJson(process.execPath, [path.join(product, 'src/faces/cli/main.js'), 'engines', '--json']);
const measured: Measurement[] = [];
for (const pairs of options.pairs.split(',').map(Number)) steps(pairs);
if (!options['no-epoch']) epoch();
report();

function steps(pairs: number): void {
  const size = ['--pairs', String(pairs), '--steps', options.steps];
  const own = [
    path.join(product, 'bench/step.js'),
    ...size,
    '--model',
    options.model,
    '--engine',
    options.engine,
    '--json',
  ];
  for (const [name, more] of Object.entries(OWN_WAYS)) {
    measure({ name: `step, ${name}`, pairs, who: 'alpha-cl' }, () =>
      viewsPerSecond(process.execPath, [...own, ...more]),
    );
  }
  const script = peer('pytorch_step.py');
  for (const [name, more] of Object.entries(PEER_WAYS)) {
    const of = { name: `step, ${name}`, pairs, who: 'PyTorch' } as const;
    if (script !== undefined) measure(of, () => viewsPerSecond(options.python, [script, ...size, ...more]));
  }
}

function epoch(): void {
  const pairs = Number(options.batch);
  for (const precision of ['float32', 'float16']) {
    measure({ name: `epoch with its data, ${precision}`, pairs, who: 'alpha-cl' }, () => ownEpoch(precision));
  }
  const script = peer('pytorch_epoch.py');
  if (script === undefined) return;
  const given = ['--data', options.data, '--batch', options.batch, '--images', options.images];
  for (const [name, more] of [
    ['eager, 16 workers', []],
    ['eager, 16 workers, amp', ['--amp']],
  ] as const) {
    const of = { name: `epoch with its data, ${name}`, pairs, who: 'PyTorch' } as const;
    measure(of, () => viewsPerSecond(options.python, [script, ...given, '--workers', '16', ...more]));
  }
}

/** Views a second of an ordinary run, from its second step on. */
function ownEpoch(precision: string): number {
  const folder = mkdtempSync(path.join(tmpdir(), 'alpha-cl-epoch-'));
  try {
    const out = path.join(folder, 'run');
    const what = ['--dataset', 'cifar10', '--data', options.data, '--subset', options.images, '--batch', options.batch];
    const how = [
      '--model',
      options.model,
      '--epochs',
      '1',
      '--engine',
      options.engine,
      '--precision',
      precision,
      '--views',
      'joint',
    ];
    const quiet = [
      '--knn-every',
      '0',
      '--importance-every',
      '0',
      '--workers',
      String(Math.max(1, availableParallelism() - 1)),
    ];
    const command = [
      path.join(product, 'src/faces/cli/main.js'),
      'train',
      ...what,
      ...how,
      ...quiet,
      '--out',
      out,
      '--json',
    ];
    spawnedJson(process.execPath, command);
    const { steps: lines } = readTrainingMetrics(runPaths(out).metrics);
    const views = 2 * Number(options.batch);
    const seconds = lines.slice(1).reduce((sum, line) => sum + views / line.viewsPerSecond, 0);
    return (views * (lines.length - 1)) / seconds;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function measure(of: Pick<Measurement, 'name' | 'pairs' | 'who'>, rate: () => number): void {
  try {
    const figure = rate();
    measured.push({ ...of, viewsPerSecond: figure });
    if (!options.json) print(`${label(of)}${figure.toFixed(0).padStart(9)} views/s`);
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    measured.push({ ...of, failure });
    if (!options.json) print(`${label(of)}   failed: ${failure}`);
  }
}

function peer(name: string): string | undefined {
  if (python.status !== 0 || options.model !== 'resnet18') return undefined;
  return peerFolders
    .filter((folder) => folder !== undefined)
    .map((folder) => path.join(folder, name))
    .find((file) => existsSync(file));
}

function report(): void {
  const batches = [...new Set(measured.map(({ pairs }) => pairs))];
  const ratios = ['step', 'epoch'].flatMap((what) =>
    batches.flatMap((pairs) => {
      const best = (who: Measurement['who']): number =>
        Math.max(...measured.flatMap((one) => (matches(one, { what, pairs, who }) ? [one.viewsPerSecond ?? 0] : [])));
      const [own, other] = [best('alpha-cl'), best('PyTorch')];
      return own > 0 && other > 0 ? [{ what, pairs, ratio: Number((own / other).toFixed(3)) }] : [];
    }),
  );
  if (options.json) print(JSON.stringify({ engines, measured, ratios }));
  else {
    if (python.status !== 0) print(`no PyTorch: ${options.python} ${python.stderr?.trim() ?? 'is not there'}`);
    for (const { what, pairs, ratio } of ratios) {
      print(`${what}, ${pairs} pairs: ours / PyTorch's best ${ratio} (aim: 1)`);
    }
    print(JSON.stringify(engines));
  }
  if (measured.some(({ failure }) => failure !== undefined)) process.exitCode = 1;
}

function matches(
  { name, pairs, who }: Measurement,
  wanted: { readonly what: string; readonly pairs: number; readonly who: string },
): boolean {
  return name.startsWith(wanted.what) && pairs === wanted.pairs && who === wanted.who;
}

function label({ name, pairs, who }: Pick<Measurement, 'name' | 'pairs' | 'who'>): string {
  return `${who.padEnd(10)}${String(pairs).padStart(4)} pairs  ${name.padEnd(44)}`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
