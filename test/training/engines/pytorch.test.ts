/** The engine `pytorch` on PyTorch itself, on the processor. */
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { NamedData, Step, TensorData } from '../../../src/training/compile/step.js';
import { tf } from '../../../src/training/compile/tfjs.js';
import { chooseEngine } from '../../../src/training/engines/choose-engine.js';
import type { Engine } from '../../../src/training/engines/engine.js';
import { findPython } from '../../../src/training/engines/pytorch/find-python.js';
import { PythonProcess } from '../../../src/training/engines/pytorch/python-process.js';
import { PYTORCH as PYTORCH_ENGINE } from '../../../src/training/engines/pytorch/pytorch.js';
import { ReplicaProcesses } from '../../../src/training/engines/pytorch/replica-processes.js';
import { pytorchEngine, startPyTorch } from '../../../src/training/engines/pytorch/pytorch-engine.js';
import { adam } from '../../../src/training/step/adam.js';
import { contrastiveStep } from '../../../src/training/step/contrastive-step.js';
import { initialState as startOf } from '../../../src/training/step/initial-state.js';
import { namedObjective, objectiveNames } from '../../../src/training/train/named-objectives.js';
import { resolveConfig } from '../../../src/training/train/run-config.js';
import { PYTHON, PYTORCH, WITHOUT_PYTORCH } from '../step/pytorch.js';
import { IMAGE_SIZE, SMALL_NET, smallBatch, smallNetWeights } from '../step/small-net.js';
import { excessDifference, TINY_TRAINING, train, initialState, pairsOfViews } from './tiny-training.js';

const root = mkdtempSync(path.join(os.tmpdir(), 'alpha-cl-pytorch-'));

/** A script in the place of Python. */
function script(name: string, ...lines: readonly string[]): string {
  const file = path.join(root, name);
  writeFileSync(file, ['#!/bin/sh', ...lines, ''].join('\n'));
  chmodSync(file, 0o755);
  return file;
}

describe('which Python is used', () => {
  const withTorch = script('with-torch', 'echo 3 11 True');
  const withoutTorch = script('without-torch', 'echo 3 12 False');
  const old = script('old', 'echo 3 8 True');
  const broken = script('broken', 'exit 3');

  it('is the one that is given, before the one of the environment', () => {
    expect(findPython(withTorch, { ALPHA_CL_PYTHON: broken })).toBe(withTorch);
    expect(findPython(undefined, { ALPHA_CL_PYTHON: withTorch })).toBe(withTorch);
  });

  it('is else the first on the PATH that has PyTorch', () => {
    const [first, second] = ['one', 'two'].map((folder) => mkdtempSync(path.join(root, folder))) as [string, string];
    for (const [folder, answer] of [
      [first, 'echo 3 12 False'],
      [second, 'echo 3 11 True'],
    ] as const) {
      writeFileSync(path.join(folder, 'python3'), `#!/bin/sh\n${answer}\n`);
      chmodSync(path.join(folder, 'python3'), 0o755);
    }
    const search = [first, second].join(path.delimiter);
    expect(findPython(undefined, { PATH: search })).toBe(path.join(second, 'python3'));
    expect(findPython(undefined, { PATH: first })).toMatchObject({
      reason: expect.stringContaining(`no Python on the PATH has PyTorch: ${path.join(first, 'python3')} (3.12)`),
      remedy: expect.stringContaining('pip install torch'),
    });
  });

  it.each([
    ['has no PyTorch', withoutTorch, /has no PyTorch/, /-m pip install torch/],
    ['is too old', old, /is Python 3\.8, and 3\.9 is the oldest/, /newer/],
    ['cannot be started', broken, /is not a Python that can be started/, /--python/],
    ['is not there', path.join(root, 'nowhere'), /is not a Python that can be started/, /--python/],
  ])('is refused with a remedy where it %s', (_, python, reason, remedy) => {
    expect(findPython(python)).toMatchObject({
      reason: expect.stringMatching(reason),
      remedy: expect.stringMatching(remedy),
    });
  });

  it('is looked for in vain on an empty PATH', () => {
    expect(findPython(undefined, { PATH: '' })).toMatchObject({ reason: 'there is no Python on the PATH' });
  });

  it('is named by the engine that does not work, with the remedy', async () => {
    await expect(chooseEngine('pytorch', { python: withoutTorch })).rejects.toThrow(
      /engine pytorch does not work here: .*without-torch has no PyTorch. To mend it: install it/,
    );
  });
});

/** What the losses that are given as formulae are given. */
const FORMULAE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  formulae: { phi: 'log(1 + x)', psi: 'exp(2*x)' },
  'alpha-cl-formula': { alpha: 'exp(-r^2/tau)', set: 'tau=0.5' },
  'distance-formulae': { anchor: 'p + log(u)', sum: 'u=exp(-2*n)' },
};

/** A step that doubles, and gives back the root of its state. */
const DOUBLING: Step = {
  state: { x: { shape: [2], dtype: 'float32' } },
  inputs: {},
  run: ({ x }) => ({ state: { x: tf.mul(x as tf.Tensor, 2) }, outputs: { root: tf.sqrt(x as tf.Tensor) } }),
};

const vector = (...data: number[]): TensorData => ({
  shape: [data.length],
  dtype: 'float32',
  data: Float32Array.from(data),
});

describe.skipIf(WITHOUT_PYTORCH)(PYTORCH, () => {
  let engine: Engine;
  let cpu: Engine;

  beforeAll(async () => {
    await tf.setBackend('cpu');
    engine = await pytorchEngine({ python: PYTHON, device: 'cpu' });
    cpu = await chooseEngine('cpu');
  });

  it('says which Python, which PyTorch and which device', () => {
    expect(engine.device).toMatch(/^CPU \(PyTorch \d+\.\d+.* on cpu, \/usr\/bin\/python3\)$/);
  });

  it('refuses a device that is not there', async () => {
    await expect(PYTORCH_ENGINE.open({ python: PYTHON, device: 'cuda:7' })).rejects.toThrow(
      'this PyTorch sees no CUDA device',
    );
    await expect(PYTORCH_ENGINE.open({ python: PYTHON, device: 'abacus' })).rejects.toThrow(/abacus/);
  });

  it('trains as the cpu engine does, to the roundings of sums in another order', async () => {
    const running = [await engine.start(TINY_TRAINING), await cpu.start(TINY_TRAINING)] as const;
    const [ours, theirs] = [await train(running[0], 5), await train(running[1], 5)];
    expect(excessDifference(ours, theirs)).toBeLessThanOrEqual(1);
    for (const one of running) await one.close();
  });

  it('gives the same bits again, and goes on with the same bits from a state that was handed out', async () => {
    const running = await engine.start(TINY_TRAINING);
    const first = await train(running, 4);
    expect(await train(running, 4)).toEqual(first);
    const half = await train(running, 2);
    const other = await (await pytorchEngine({ python: PYTHON, device: 'cpu' })).start(TINY_TRAINING);
    other.setState(half.state);
    const losses: number[] = [];
    for (let k = 0; k < 2; k++) losses.push((await other.run(pairsOfViews()))['loss']?.data[0] as number);
    expect([...half.losses, ...losses]).toEqual(first.losses);
    expect(await other.state()).toEqual(first.state);
  });

  it.each(objectiveNames())('takes five steps of %s as the cpu engine does, to 1e-4', async (loss) => {
    const objective = namedObjective(loss, resolveConfig({ flags: { data: 'somewhere', loss, ...FORMULAE[loss] } }));
    const step = contrastiveStep({ model: SMALL_NET, objective, optimiser: adam(), pairs: 6, imageSize: IMAGE_SIZE });
    const losses = await Promise.all(
      [engine, cpu].map(async (one) => {
        const running = await one.start(step);
        running.setState(startOf(step, smallNetWeights(1)));
        const made: number[] = [];
        for (let k = 0; k < 5; k++)
          made.push((await running.run(smallBatch(step, 5, 0.01)))['loss']?.data[0] as number);
        await running.close();
        return made;
      }),
    );
    const [ours, theirs] = losses as [number[], number[]];
    ours.forEach((value, k) => {
      const wanted = theirs[k] as number;
      expect(Math.abs(value - wanted)).toBeLessThanOrEqual(1e-4 * Math.max(1, Math.abs(wanted)));
    });
  });

  it('trains in bfloat16 with weights of float32', async () => {
    const running = await engine.start(TINY_TRAINING, { precision: 'bfloat16' });
    const whole = await engine.start(TINY_TRAINING);
    const [half, full] = [await train(running, 5), await train(whole, 5)];
    expect(half.losses).not.toEqual(full.losses);
    half.losses.forEach((loss, k) => expect(Math.abs(loss - (full.losses[k] as number))).toBeLessThan(0.05));
    await expect(engine.start(TINY_TRAINING, { precision: 'float16' })).rejects.toThrow(/float32, bfloat16/);
  });

  it('compiles a step, to the same losses, or refuses to where PyTorch is too old for it', async () => {
    const compiled = engine.start(TINY_TRAINING, { compiled: true });
    if (/PyTorch 1\./.test(engine.device)) {
      await expect(compiled).rejects.toThrow(/PyTorch 1\..* has no torch\.compile: 2\.0 is the oldest that has/);
    } else {
      const [ours, theirs] = [await train(await compiled, 5), await train(await engine.start(TINY_TRAINING), 5)];
      expect(excessDifference(ours, theirs)).toBeLessThanOrEqual(1);
    }
  }, 600_000);

  it('names an output that is not a number, and its step', async () => {
    const running = await engine.start(DOUBLING);
    running.setState({ x: vector(-1, 1) });
    await expect(running.run({})).rejects.toThrow(/^root is not a number after step 1/);
  });

  it('keeps a state that is not touched, with every shape and type', async () => {
    const state: NamedData = {
      scalar: { shape: [], dtype: 'int32', data: Int32Array.of(-7) },
      empty: { shape: [0, 3], dtype: 'float32', data: new Float32Array(0) },
      filter: { shape: [2, 3, 1, 2], dtype: 'float32', data: Float32Array.from({ length: 12 }, (_, k) => k) },
    };
    const running = await engine.start({ state, inputs: {}, run: (given) => ({ state: given, outputs: {} }) });
    running.setState(state);
    await running.run({});
    expect(await running.state()).toEqual(state);
  });

  it('tells when its process is killed, and what to do', async () => {
    const processes = await ReplicaProcesses.start({ python: PYTHON, device: 'cpu' }, 1);
    const [pid] = (await processes.hello()).map(({ header }) => header['pid'] as number) as [number];
    const running = await startPyTorch(processes, TINY_TRAINING);
    running.setState(initialState());
    await running.run(pairsOfViews());
    process.kill(pid, 'SIGKILL');
    await expect(running.run(pairsOfViews())).rejects.toThrow(/Python has ended \(SIGKILL, as the system does/);
    await expect(running.state()).rejects.toThrow(/Python has ended/);
  });

  it('ends a process that gives no answer, and says so', async () => {
    const python = new PythonProcess({ python: PYTHON, device: 'cpu' });
    const { pid } = (await python.hello).header as { pid: number };
    process.kill(pid, 'SIGSTOP');
    await expect(python.ask({ do: 'close', id: 0 }, [], 0.3)).rejects.toThrow(/gave no answer in 0.3 seconds/);
  });

  it('tells what PyTorch refuses, and goes on', async () => {
    const processes = await ReplicaProcesses.start({ python: PYTHON, device: 'cpu' }, 1);
    await expect(processes.first({ header: { do: 'run', id: 99 } })).rejects.toThrow('99');
    const running = await startPyTorch(processes, DOUBLING);
    running.setState({ x: vector(1, 4) });
    expect([...((await running.run({}))['root'] as TensorData).data]).toEqual([1, 2]);
    processes.end();
  });
});
