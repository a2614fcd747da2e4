/** Replicas of a step, on gloo: with global negatives and statistics they take the step of one process on the whole batch. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { NamedData, Step } from '../../../src/training/compile/step.js';
import { compileStep } from '../../../src/training/compile/compile-step.js';
import { tf } from '../../../src/training/compile/tfjs.js';
import { chooseEngine } from '../../../src/training/engines/choose-engine.js';
import type { Engine } from '../../../src/training/engines/engine.js';
import { pytorchEngine, startPyTorch } from '../../../src/training/engines/pytorch/pytorch-engine.js';
import { ReplicaProcesses } from '../../../src/training/engines/pytorch/replica-processes.js';
import { initialWeights } from '../../../src/training/models/initialise.js';
import { tinyNet } from '../../../src/training/models/tiny-net.js';
import { adam } from '../../../src/training/step/adam.js';
import type { StepObjective } from '../../../src/training/step/batch-loss.js';
import { contrastiveStep, type ContrastiveStepOptions } from '../../../src/training/step/contrastive-step.js';
import { initialState } from '../../../src/training/step/initial-state.js';
import { sgd } from '../../../src/training/step/sgd.js';
import { PYTHON, PYTORCH, WITHOUT_PYTORCH } from '../step/pytorch.js';
import { smallBatch } from '../step/small-net.js';

/** With batch norm, whose statistics replicas share. */
const MODEL = tinyNet({ hidden: 16, output: 8 });
const IMAGE_SIZE = 16;
const COUNT = 2;
const PAIRS = 8;

const OBJECTIVES: Readonly<Record<string, StepObjective>> = {
  'the cross-entropy': { kind: 'cross-entropy', temperature: 0.5 },
  'α-CL': { kind: 'alpha-cl', importance: { name: 'direct', parameters: { power: 4, temperature: 0.5 } } },
  formulae: { kind: 'formulae', phi: 'log(1 + x)', psi: 'exp(2*x)', parameters: {} },
};

function stepOf(objective: StepObjective, more: Partial<ContrastiveStepOptions> = {}): Step {
  return contrastiveStep({
    model: MODEL,
    objective,
    optimiser: sgd(),
    pairs: PAIRS,
    imageSize: IMAGE_SIZE,
    report: 'gradients',
    ...more,
  });
}

interface Taken {
  readonly outputs: NamedData;
  readonly state: NamedData;
}

async function taken(engine: Engine, step: Step, steps = 1): Promise<Taken> {
  const running = await engine.start(step);
  running.setState(initialState(step, initialWeights(MODEL, 1)));
  let outputs: NamedData = {};
  for (let k = 0; k < steps; k++) outputs = await running.run(smallBatch(step, 5 + k, 0.01));
  const state = await running.state();
  await running.close();
  return { outputs, state };
}

/** The largest difference of two tensors of one name, over the largest entry of both. */
function difference(a: NamedData, b: NamedData): number {
  const names = Object.keys(a);
  expect(Object.keys(b)).toEqual(names);
  const entries = (data: NamedData, name: string): number[] => [...(data[name]?.data ?? [])];
  const largest = Math.max(...names.flatMap((name) => entries(b, name)).map(Math.abs));
  const apart = names.flatMap((name) => {
    const other = entries(b, name);
    return entries(a, name).map((value, k) => Math.abs(value - (other[k] as number)));
  });
  return Math.max(...apart) / largest;
}

/** Some hundred roundings of float32, of sums in another order. */
const ROUNDING = 2 ** -16;

describe('a step of several replicas', () => {
  beforeAll(() => tf.setBackend('cpu'));

  it.each([
    [7, /7 pairs cannot be shared by 2 replicas: give a multiple of 2/],
    [2, /at least 2 pairs to each/],
  ])('is refused for %i pairs', (pairs, message) => {
    expect(() => stepOf({ kind: 'quadratic' }, { pairs, replicas: { count: 2 } })).toThrow(message);
  });

  it('cannot become an ONNX graph, which has no replicas', () => {
    const step = stepOf({ kind: 'quadratic' }, { replicas: { count: 2 } });
    expect(() => compileStep(step)).toThrow(/the tfjs kernel All\w+ has no lowering to ONNX: add an entry/);
  });

  it('is refused by an engine without as many', async () => {
    const step = stepOf({ kind: 'quadratic' }, { replicas: { count: 2 } });
    await expect((await chooseEngine('cpu')).start(step)).rejects.toThrow(
      /the step is for 2 replicas, and the engine cpu has 1: open it with as many devices/,
    );
  });
});

describe.skipIf(WITHOUT_PYTORCH)(`${PYTORCH}, ${COUNT} replicas`, () => {
  let one: Engine;
  let several: Engine;

  beforeAll(async () => {
    one = await pytorchEngine({ python: PYTHON, device: 'cpu' });
    several = await pytorchEngine({ python: PYTHON, device: 'cpu', devices: COUNT });
  }, 120_000);

  it('says how many they are', () => {
    expect(several.device).toMatch(/^2 × CPU \(PyTorch/);
  });

  describe.each(Object.keys(OBJECTIVES))('of %s', (title) => {
    const objective = OBJECTIVES[title] as StepObjective;

    it.each(['separate', 'joint'] as const)(
      'has loss, gradient and next state of one process on the whole batch, views %s',
      async (views) => {
        const whole = await taken(one, stepOf(objective, { views }));
        const shared = await taken(several, stepOf(objective, { views, replicas: { count: COUNT } }));
        expect(difference(shared.outputs, whole.outputs)).toBeLessThanOrEqual(ROUNDING);
        expect(difference(shared.state, whole.state)).toBeLessThanOrEqual(ROUNDING);
      },
    );

    it('has with local negatives and statistics the mean of what each has of its own part', async () => {
      const replicas = { count: COUNT, negatives: 'local', statistics: 'local' } as const;
      const step = stepOf(objective, { replicas });
      const own = stepOf(objective, { pairs: PAIRS / COUNT });
      const batch = smallBatch(step, 5, 0.01);
      const parts: Taken[] = [];
      for (let rank = 0; rank < COUNT; rank++) {
        const running = await one.start(own);
        running.setState(initialState(own, initialWeights(MODEL, 1)));
        const rows = Object.fromEntries(
          Object.entries(own.inputs).map(([name, spec]) => {
            const { data } = batch[name] as NamedData[string];
            const size = spec.shape.reduce((product, length) => product * length, 1);
            const from = spec.shape.length === 0 ? 0 : rank * size;
            return [name, { ...spec, data: data.slice(from, from + size) }] as const;
          }),
        );
        const outputs = await running.run(rows);
        parts.push({ outputs, state: await running.state() });
        await running.close();
      }
      const { outputs } = await taken(several, step);
      const mean = Object.fromEntries(
        Object.entries(outputs)
          .filter(([name]) => name !== 'gradientNorm')
          .map(([name, tensor]) => [
            name,
            {
              ...tensor,
              data: Float32Array.from(tensor.data, (_, k) =>
                parts.reduce((sum, part) => sum + (part.outputs[name]?.data[k] as number) / COUNT, 0),
              ),
            },
          ]),
      );
      const { gradientNorm, ...compared } = outputs;
      expect(gradientNorm?.data[0]).toBeGreaterThan(0);
      expect(difference(compared, mean)).toBeLessThanOrEqual(ROUNDING);
    });
  });

  it('differ where negatives are local: the scope means something', async () => {
    const objective = OBJECTIVES['the cross-entropy'] as StepObjective;
    const global = await taken(several, stepOf(objective, { replicas: { count: COUNT } }));
    const local = await taken(several, stepOf(objective, { replicas: { count: COUNT, negatives: 'local' } }));
    expect(difference(local.outputs, global.outputs)).toBeGreaterThan(0.01);
  });

  it('give the same bits again, with Adam too', async () => {
    const step = stepOf(OBJECTIVES['the cross-entropy'] as StepObjective, {
      optimiser: adam(),
      replicas: { count: COUNT },
    });
    expect(await taken(several, step, 4)).toEqual(await taken(several, step, 4));
  });

  it('take a step for one on the first of them', async () => {
    const step = stepOf(OBJECTIVES['the cross-entropy'] as StepObjective);
    const [alone, first] = [await taken(one, step), await taken(several, step)];
    expect(difference(first.outputs, alone.outputs)).toBeLessThanOrEqual(ROUNDING);
  });

  it('end together when one is killed, and say which', async () => {
    const processes = await ReplicaProcesses.start({ python: PYTHON, device: 'cpu' }, COUNT);
    const pids = (await processes.hello()).map(({ header }) => header['pid'] as number);
    const step = stepOf(OBJECTIVES['the cross-entropy'] as StepObjective, { replicas: { count: COUNT } });
    const running = await startPyTorch(processes, step);
    running.setState(initialState(step, initialWeights(MODEL, 1)));
    await running.run(smallBatch(step, 5, 0.01));
    process.kill(pids[1] as number, 'SIGKILL');
    await expect(running.run(smallBatch(step, 5, 0.01))).rejects.toThrow(
      /^replica 1 of 2 failed: Python has ended \(SIGKILL/,
    );
    await expect.poll(() => pids.filter(isAlive)).toEqual([]);
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
