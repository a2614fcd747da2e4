/**
 * Our training step against PyTorch's, on this machine: the same ResNet-18, batch, loss and optimiser, by turns, so that
 * both see the same moods of the machine. Prints the medians and the ratio of medians; PyTorch's better way (views joint
 * or separate) is what we are measured against.
 *
 *   npm run bench:peers -- [--turns 3] [--pairs 16] [--steps 5] [--peer FILE] [--json]
 *
 * FILE is a script of PyTorch's step that prints a line of JSON with `views_per_s` (default
 * ../shared/peers/pytorch_step.py); it needs Debian's python3-torch and python3-torchvision.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median } from './median.js';
import { viewsPerSecond } from './spawned.js';

const PYTHON = '/usr/bin/python3';
const REQUIRED_RATIO = 1;

const { values: options } = parseArgs({
  options: {
    turns: { type: 'string', default: '3' },
    pairs: { type: 'string', default: '16' },
    steps: { type: 'string', default: '5' },
    peer: { type: 'string', default: '../shared/peers/pytorch_step.py' },
    json: { type: 'boolean', default: false },
  },
});

const size = ['--pairs', options.pairs, '--steps', options.steps];
const ours = fileURLToPath(new URL('step.js', import.meta.url));
const contenders: Readonly<Record<string, () => number>> = {
  'alpha-cl separate': () => viewsPerSecond(process.execPath, [ours, ...size, '--engine', 'cpu', '--json']),
  'alpha-cl joint': () =>
    viewsPerSecond(process.execPath, [ours, ...size, '--engine', 'cpu', '--views', 'joint', '--json']),
  'PyTorch separate': () => viewsPerSecond(PYTHON, [options.peer, ...size]),
  'PyTorch joint': () => viewsPerSecond(PYTHON, [options.peer, ...size, '--joint']),
};

if (spawnSync(PYTHON, ['-c', 'import torch, torchvision']).status !== 0) {
  process.stderr.write(`${PYTHON} has no torch (Debian: apt-get install python3-torch python3-torchvision)\n`);
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
  ratio: Number((best('alpha-cl') / best('PyTorch')).toFixed(2)),
  ratio_separate: Number(((medians['alpha-cl separate'] ?? Number.NaN) / best('PyTorch')).toFixed(2)),
  required: REQUIRED_RATIO,
  turns,
};
if (options.json) print(JSON.stringify(result));
else {
  for (const [name, value] of Object.entries(medians)) print(`${name.padEnd(20)}${value.toFixed(1)} views/s`);
  print(
    `ours / PyTorch's best: ${result.ratio}, views separate: ${result.ratio_separate} (required: ${REQUIRED_RATIO})`,
  );
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
