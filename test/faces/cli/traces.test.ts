/**
 * What every command leaves behind, and whom it calls: run with an empty home, an empty folder for temporary files, and no
 * network, under strace, which notes what it writes and where it connects. Without strace or namespaces of Linux only the
 * files are looked at, and that is said.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { wholeProgram } from '../../../src/faces/cli/program.js';
import { flagOf } from '../../../src/training/train/run-config.js';
import { temporaryFolder } from '../../training/data/tiny-dataset.js';
import { runsData } from '../../results/runs/runs-data.js';
import { tinyFlags } from '../../training/train/tiny-run.js';
import { MAIN } from '../../main-file.js';

const ENTRY = (name: string): string =>
  pathToFileURL(path.resolve(import.meta.dirname, `../../../dist/src/entries/${name}.js`)).href;

const SECONDS = 180_000;

const WATCHED = [
  'unshare',
  '-n',
  'strace',
  '-f',
  '--seccomp-bpf',
  '-e',
  'trace=connect,?open,openat,?creat,?mkdir,mkdirat',
];
const watching = spawnSync('unshare', ['-n', 'strace', '-o', '/dev/null', 'true']).status === 0;
if (process.env['ALPHA_CL_REQUIRE_STRACE'] === undefined && !watching) {
  process.stderr.write('Connections of commands are not watched: it takes strace, and unshare -n of Linux\n');
}

const data = runsData();
const cwd = temporaryFolder();
const home = temporaryFolder();
const temporary = temporaryFolder();
const at = (name: string): string => path.join(cwd, name);

beforeAll(() => {
  const job = {
    id: 'a',
    row: 'a',
    column: 'b',
    seed: 1,
    title: 'A on B',
    folder: at('jobs/a'),
    preset: 'smoke',
    test: 'official',
    measuredEpochs: [],
    baselines: [],
    options: { ...tinyFlags(data), subset: 32, seed: 1, epochs: 1 },
  };
  writeFileSync(at('z.csv'), Array.from({ length: 24 }, (_, i) => `${i % 5},${i % 7},${(i * i) % 11}\n`).join(''));
  writeFileSync(at('grid.jsonl'), `${JSON.stringify(job)}\n`);
});

/** Runs a program; every file that it makes lies in the working folder, where `made` names the only new ones. */
function traced(command: readonly string[], code: number): void {
  const trace = path.join(temporaryFolder(), 'trace');
  const [program = '', ...args] = watching ? [...WATCHED, '-o', trace, ...command] : command;
  const { ALPHA_CL_DATA: _, ORT_DISABLE_TELEMETRY: __, ...inherited } = process.env;
  const env = { ...inherited, HOME: home, XDG_CACHE_HOME: '', XDG_CONFIG_HOME: '', TMPDIR: temporary };
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, env, encoding: 'utf8' });
  expect(status, `${stdout}${stderr}`).toBe(code);
  expect(readdirSync(home), 'the home folder').toEqual([]);
  expect(readdirSync(temporary), 'the folder of temporary files').toEqual([]);
  if (!watching) return;
  const lines = readFileSync(trace, 'utf8').split('\n');
  expect(lines.filter((line) => /connect\(.*AF_INET/.test(line))).toEqual([]);
  const made = lines
    .filter((line) => /O_CREAT|\bcreat\(|mkdir(at)?\(/.test(line))
    .map((line) => /"([^"]+)"/.exec(line)?.[1]);
  const elsewhere = made.filter(
    (file = '') =>
      ![cwd, temporary].some((folder) => path.resolve(cwd, file).startsWith(folder)) && !file.startsWith('/dev/'),
  );
  expect(elsewhere).toEqual([]);
}

const cli = (...args: string[]): string[] => [process.execPath, MAIN, ...args];

const training = Object.entries(tinyFlags(data, { subset: 32, workers: 1 })).flatMap(([name, value]) => [
  flagOf(name),
  String(value),
]);

/** The server is told to end once it is up. */
const SERVED = `"$@" > served & while kill -0 $! && ! grep -q Explorer served; do sleep 0.1; done; kill -TERM $!; wait $!`;

/** In this order: later ones read what earlier ones have made. */
const COMMANDS: Readonly<Record<string, readonly { readonly words: readonly string[]; readonly code: number }[]>> = {
  verify: [{ words: cli('verify', '--claims', 'pca-uniform', '--cases', '5', '--out', 'report'), code: 0 }],
  figures: [{ words: cli('figures', '--only', 'theorem-1-gradient*', '--cases', '5', '--out', 'figures'), code: 0 }],
  experiment: [{ words: cli('experiment', '--list'), code: 0 }],
  analyse: [{ words: cli('analyse', '--phi', 'x', '--psi', 'exp(x)'), code: 0 }],
  generate: [{ words: cli('generate', 'pytorch', '--loss', 'dcl', '--out', 'dcl.py'), code: 0 }],
  inspect: [{ words: cli('inspect', 'z.csv', '--out', 'inspected'), code: 0 }],
  atlas: [{ words: cli('atlas', '--out', 'atlas'), code: 0 }],
  engines: [{ words: cli('engines'), code: 0 }],
  data: [
    { words: cli('data', 'check', 'cifar10', '--data', data), code: 0 },
    { words: cli('data', 'download', 'cifar10', '--data', 'images', '--archive', 'absent.tar.gz'), code: 2 },
  ],
  train: [{ words: cli('train', '--out', 'run', ...training), code: 0 }],
  eval: [{ words: cli('eval', 'run', '--test', 'held-out', '--baselines'), code: 0 }],
  compare: [{ words: cli('compare', 'run', '--out', 'curves'), code: 0 }],
  export: [{ words: cli('export', 'run', '--format', 'onnx', '--out', 'encoder.onnx'), code: 0 }],
  embed: [
    {
      words: cli('embed', '--encoder', 'encoder.onnx', '--dataset', 'cifar10', '--data', data, '--out', 'z.npz'),
      code: 0,
    },
  ],
  discover: [{ words: cli('discover', '--limit', '5', '--out', 'study'), code: 0 }],
  reproduce: [{ words: cli('reproduce', 'losses', '--preset', 'smoke', '--data', data, '--status'), code: 0 }],
  sweep: [
    { words: cli('sweep', '--preset', 'smoke', '--tau', '0.2,0.5', '--data', data, '--grid', 'sweep.jsonl'), code: 0 },
  ],
  job: [{ words: cli('job', 'grid.jsonl', '1'), code: 0 }],
  serve: [{ words: ['sh', '-c', SERVED, 'sh', ...cli('serve', 'run', 'report')], code: 0 }],
  site: [{ words: cli('site', 'public', 'run', 'report'), code: 0 }],
  completion: [{ words: cli('completion', 'bash'), code: 0 }],
  help: [{ words: cli('help', 'train'), code: 0 }],
};

describe('nothing is written but what was asked for, and nobody is called', () => {
  it('can be seen, where the gate demands it', () => {
    expect(watching || process.env['ALPHA_CL_REQUIRE_STRACE'] === undefined).toBe(true);
  });

  it('by every command there is', async () => {
    const { commands } = await wholeProgram();
    expect(Object.keys(COMMANDS).toSorted()).toEqual([...commands.map((one) => one.name()), 'help'].toSorted());
  });

  it.each(Object.entries(COMMANDS))(
    'by %s',
    (_, runs) => {
      for (const { words, code } of runs) traced(words, code);
    },
    SECONDS,
  );

  it.each(['the main thread', 'a worker thread'])(
    'by an engine that a program opens in %s',
    (thread) => {
      mkdirSync(at('program'), { recursive: true });
      writeFileSync(
        at('program/use.mjs'),
        `import { chooseEngine } from '${ENTRY('engines')}';
         const step = { state: {}, inputs: { x: { shape: [1], dtype: 'float32' } }, run: (_, { x }) => ({ state: {}, outputs: { x } }) };
         const running = await (await chooseEngine('cpu')).start(step);
         running.setState({});
         await running.run({ x: { shape: [1], dtype: 'float32', data: Float32Array.of(1) } });
         await running.close();`,
      );
      writeFileSync(
        at('program/worker.mjs'),
        `import { Worker } from 'node:worker_threads';
         new Worker(new URL('./use.mjs', import.meta.url), { env: { ORT_DISABLE_TELEMETRY: '0' } });`,
      );
      traced([process.execPath, at(`program/${thread === 'the main thread' ? 'use' : 'worker'}.mjs`)], 0);
      expect(existsSync(at('program/use.mjs'))).toBe(true);
    },
    SECONDS,
  );
});
