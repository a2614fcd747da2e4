/**
 * Our training step on the engines cpu and pytorch against PyTorch's own, on this machine: the same ResNet-18, batch, loss and
 * optimiser, by turns, so that all see the same moods of the machine. Prints the medians and the ratios of medians; PyTorch's
 * better way (views joint or separate) is what we are measured against.
 *
 *   npm run bench:peers -- [--turns 3] [--pairs 16] [--steps 5] [--python FILE] [--peer FILE] [--json]
 *
 * The peer is a script of PyTorch's step that prints a line of JSON with `views_per_s` (default
 * ../shared/peers/pytorch_step.py); the Python (default /usr/bin/python3) needs torch and torchvision.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median } from './median.js';
import { viewsPerSecond } from './spawned.js';

const { values: options } = parseArgs({
  options: {
    turns: { type: 'string', default: '3' },
    pairs: { type: 'string', default: '16' },
    steps: { type: 'string', default: '5' },
    python: { type: 'string', default: '/usr/bin/python3' },
    peer: { type: 'string', default: '../shared/peers/pytorch_step.py' },
    json: { type: 'boolean', default: false },
  },
});

const size = ['--pairs', options.pairs, '--steps', options.steps];
const ours = fileURLToPath(new URL('step.js', import.meta.url));
const { python } = options;
const step = (engine: string, views: string): number => {
  const own = engine === 'pytorch' ? ['--python', python, '--device', 'cpu'] : [];
  return viewsPerSecond(process.execPath, [ours, ...size, '--engine', engine, ...own, '--views', views, '--json']);
};
const contenders: Readonly<Record<string, () => number>> = {
  'cpu separate': () => step('cpu', 'separate'),
  'cpu joint': () => step('cpu', 'joint'),
  'pytorch separate': () => step('pytorch', 'separate'),
  'pytorch joint': () => step('pytorch', 'joint'),
  'peer separate': () => viewsPerSecond(python, [options.peer, ...size]),
  'peer joint': () => viewsPerSecond(python, [options.peer, ...size, '--joint']),
};

if (spawnSync(python, ['-c', 'import torch, torchvision']).status !== 0) {
  process.stderr.write(`${python} has no torch and torchvision (pip install torch torchvision)\n`);
  process.exit(2);
}
const turns = Array.from({ length: Number(options.turns) }, () =>
  Object.fromEntries(Object.entries(contenders).map(([name, run]) => [name, run()])),
);
const medians = Object.fromEntries(
  Object.keys(contenders).map((name) => [name, median(turns.map((turn) => turn[name] ?? Number.NaN))]),
);
const best = (who: string): number =>
  Math.max(...Object.entries(medians).flatMap(([name, value]) => (name.startsWith(who) ? [value] : [])));
const result = {
  views_per_s: medians,
  cpu_to_peer: Number((best('cpu') / best('peer')).toFixed(2)),
  pytorch_to_peer: Number((best('pytorch') / best('peer')).toFixed(2)),
  turns,
};
if (options.json) print(JSON.stringify(result));
else {
  for (const [name, value] of Object.entries(medians)) print(`${name.padEnd(20)}${value.toFixed(1)} views/s`);
  print(`engine cpu / PyTorch's own best: ${result.cpu_to_peer}; engine pytorch: ${result.pytorch_to_peer}`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
