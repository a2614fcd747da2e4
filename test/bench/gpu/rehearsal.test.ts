/**
 * The bundle for a machine with a card, tried on this one: packed, unpacked where nothing of the checkout is seen, and both calls
 * made in small on the processor, with Debian's PyTorch.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { cifar10Bytes, patternRecords, temporaryFolder, writeDataFile } from '../../training/data/tiny-dataset.js';
import { PYTHON, PYTORCH, WITHOUT_PYTORCH } from '../../training/step/pytorch.js';
import { CALL_LIMITS, PLAN, UNPACKING, type Call } from '../../../bench/gpu/check-plan.js';

const ROOT = path.resolve(import.meta.dirname, '../../..');
/** Images in each of three training files, and for tests. */
const [IMAGES, TESTS] = [24, 12];

interface CheckLine {
  readonly check: string;
  readonly results: readonly Record<string, unknown>[];
  readonly failure?: string;
}

const isAbsent = WITHOUT_PYTORCH || process.platform !== 'linux' || process.arch !== 'x64';

describe.skipIf(isAbsent)(`gpu:pack and gpu-check with ${PYTORCH}`, () => {
  const lines: Record<Call, CheckLine[]> = { first: [], second: [] };
  let [folder, data] = ['', ''];

  beforeAll(() => {
    folder = temporaryFolder();
    data = temporaryFolder();
    const records = patternRecords(3 * IMAGES + TESTS, 32);
    for (const k of [1, 2, 3]) {
      const part = records.slice((k - 1) * IMAGES, k * IMAGES);
      writeDataFile(data, 'cifar10', `data_batch_${k}.bin`, cifar10Bytes(part));
    }
    writeDataFile(data, 'cifar10', 'test_batch.bin', cifar10Bytes(records.slice(3 * IMAGES)));
    const pack = path.join(ROOT, 'dist/bench/gpu/pack.js');
    const packed = path.join(folder, 'gpu-pack');
    execFileSync(process.execPath, [pack, '--out', packed, '--data', data, '--level', '0', '--most', '200'], {
      cwd: ROOT,
    });
    for (const call of ['first', 'second'] as const) lines[call] = made(packed, call);
  }, 900_000);

  /** Unpacks and checks as on the bare machine: a shell, its programs, and the bundle. */
  function made(packed: string, call: Call): CheckLine[] {
    const there = path.join(folder, 'there');
    const out = path.join(folder, 'out', call);
    mkdirSync(out, { recursive: true });
    const commands = [
      `${PYTHON} ${packed}/${call}/unpack.py ${there}`,
      `${there}/gpu-check ${call} --rehearse --patience 10 --python ${PYTHON} --device cpu --work ${there}/work`,
    ];
    const { stderr } = spawnSync(
      '/usr/bin/env',
      [
        '-i',
        'PATH=/usr/bin:/bin',
        'OMP_WAIT_POLICY=passive',
        `OUT=${out}`,
        `HOME=${folder}`,
        'sh',
        '-c',
        commands.join(' && '),
      ],
      { cwd: folder, encoding: 'utf8' },
    );
    const file = path.join(out, `gpu-check-${call}.jsonl`);
    if (!existsSync(file)) throw new Error(`the ${call} call wrote no ${file}: ${stderr}`);
    return readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as CheckLine);
  }

  const resultsOf = (call: Call, check: string): CheckLine['results'] => {
    const line = lines[call].find((one) => one.check === check);
    expect(line?.failure, check).toBeUndefined();
    return line?.results ?? [];
  };

  it('makes every check of both calls, in order', () => {
    for (const call of ['first', 'second'] as const) {
      expect(lines[call].map(({ check }) => check)).toEqual(Object.keys(PLAN[call]));
    }
  });

  it('gives back at most 8 files of at most 16 MiB a call', () => {
    for (const call of ['first', 'second'] as const) {
      const files = readdirSync(path.join(folder, 'out', call)).map((name) => path.join(folder, 'out', call, name));
      expect(files.length).toBeLessThanOrEqual(8);
      for (const file of files) expect(statSync(file).size, file).toBeLessThanOrEqual(16 * 2 ** 20);
    }
  });

  it('carries the images without loss', () => {
    for (const name of ['data_batch_1', 'data_batch_2', 'data_batch_3', 'test_batch']) {
      const file = path.join('cifar-10-batches-bin', `${name}.bin`);
      expect(
        readFileSync(path.join(folder, 'there/data', file)).equals(readFileSync(path.join(data, file))),
        name,
      ).toBe(true);
    }
  });

  it('carries no native library but Node: PyTorch takes the place of ONNX Runtime', () => {
    const files = readdirSync(path.join(folder, 'there'), { recursive: true, encoding: 'utf8' });
    expect(files).toContain('product/dist/src/faces/cli/main.js');
    expect(files.filter((file) => /\.(node|dll|dylib)$|\.so(\.\d+)*$/.test(file))).toEqual([]);
  });

  it('finds the engine and the golden steps', () => {
    expect(JSON.stringify(resultsOf('first', 'engines'))).toContain(PYTHON);
    const golden = resultsOf('first', 'golden');
    expect(golden).toHaveLength(1);
    expect(golden[0]).toMatchObject({ agrees: true });
  });

  it('times steps and epochs beside PyTorch', () => {
    const timed = ['steps', 'steps-of-pytorch', 'epoch'].flatMap((check) => resultsOf('first', check));
    expect(timed.map(({ who }) => who)).toEqual(['alpha-cl', 'PyTorch', 'alpha-cl', 'PyTorch']);
    for (const { viewsPerSecond } of timed) expect(viewsPerSecond).toBeGreaterThan(0);
    expect(timed[0]).toMatchObject({ way: 'call by call' });
    // Debian's PyTorch has no torch.compile, a current one has: either is told.
    const compiled = [...resultsOf('first', 'compiled-steps-of-pytorch'), ...resultsOf('second', 'compiled-steps')];
    expect(compiled).toHaveLength(2);
    for (const { viewsPerSecond, failure } of compiled) {
      expect((viewsPerSecond as number) > 0 || typeof failure === 'string').toBe(true);
    }
  });

  it.each(['alpha-cl-direct', 'infonce'])('trains and evaluates the cell %s on the images of both sets', (row) => {
    const [cell] = resultsOf('second', `cell-${row}`);
    expect(cell).toMatchObject({ row, images: 3 * IMAGES, epochs: 2 });
    expect(JSON.stringify(cell?.['evaluation'])).toContain('linear');
    for (const name of ['run.json', 'metrics.jsonl', 'evaluation.json']) {
      expect(existsSync(path.join(folder, 'out/second', `${row}-${name}`)), name).toBe(true);
    }
  });
});

describe('the limits of the two calls', () => {
  it('hold 12 minutes in all, and those of each call', () => {
    expect(CALL_LIMITS.first).toBeLessThanOrEqual(300);
    expect(CALL_LIMITS.second).toBeLessThanOrEqual(400);
    expect(CALL_LIMITS.first + CALL_LIMITS.second).toBeLessThanOrEqual(720);
    for (const call of ['first', 'second'] as const) {
      const checks = Object.values(PLAN[call]).reduce((sum: number, limit) => sum + limit, 0);
      expect(checks + UNPACKING, call).toBeLessThanOrEqual(CALL_LIMITS[call]);
    }
  });
});
