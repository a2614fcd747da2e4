/** Training in half precision: traced for devices that have it, run here by ONNX Runtime's emulation on the processor. */
import { describe, expect, it } from 'vitest';
import type { NamedData, Step } from '../../../src/training/compile/step.js';
import { startOnnx } from '../../../src/training/engines/onnx-engine.js';
import { initialWeights } from '../../../src/training/models/initialise.js';
import { namedModel } from '../../../src/training/models/named-models.js';
import { randomStream } from '../../../src/theory/algebra/random-stream.js';
import { adam } from '../../../src/training/step/adam.js';
import { contrastiveStep } from '../../../src/training/step/contrastive-step.js';
import { initialState } from '../../../src/training/step/initial-state.js';
import { SCALE } from '../../../src/training/step/loss-scaling.js';

const PAIRS = 6;
const SIZE = 16;
/** Half precision keeps 11 bits; a loss of order 1 passes some ten layers of rounded operands. */
const HALF_TOLERANCE = 10 * 2 ** -11;

const model = namedModel('tiny');

function trainingStep(): Step {
  return contrastiveStep({
    model,
    objective: { kind: 'cross-entropy', temperature: 0.5 },
    optimiser: adam(),
    pairs: PAIRS,
    imageSize: SIZE,
    lossScaling: 'dynamic',
  });
}

function images(view: string): NamedData[string] {
  const random = randomStream(1, 'half', view);
  const shape = [PAIRS, SIZE, SIZE, 3];
  return {
    shape,
    dtype: 'float32',
    data: Float32Array.from({ length: PAIRS * SIZE * SIZE * 3 }, () => random.normal()),
  };
}

const INPUTS = {
  first: images('first'),
  second: images('second'),
  learningRate: { shape: [], dtype: 'float32', data: Float32Array.of(1e-2) },
} as const;

interface Training {
  readonly losses: readonly number[];
  readonly norms: readonly number[];
  readonly before: NamedData;
  readonly after: NamedData;
}

async function train(precision: 'float32' | 'float16', steps: number, scale?: number): Promise<Training> {
  const step = trainingStep();
  const running = await startOnnx(step, { name: 'cpu', device: 'test', provider: 'cpu', precision });
  const start = initialState(step, initialWeights(model, 1));
  const before = scale === undefined ? start : { ...start, [SCALE]: scalar(scale) };
  running.setState(before);
  const losses: number[] = [];
  const norms: number[] = [];
  for (let k = 0; k < steps; k++) {
    const { loss, gradientNorm } = await running.run(INPUTS);
    losses.push(loss?.data[0] ?? Number.NaN);
    norms.push(gradientNorm?.data[0] ?? Number.NaN);
  }
  const after = await running.state();
  await running.close();
  return { losses, norms, before, after };
}

function scalar(value: number): NamedData[string] {
  return { shape: [], dtype: 'float32', data: Float32Array.of(value) };
}

describe('half precision', () => {
  it('rounds, but trains as single precision does', async () => {
    const [half, single] = [await train('float16', 15), await train('float32', 15)];
    const [first, firstSingle] = [half.losses[0] as number, single.losses[0] as number];
    expect(first).not.toBe(firstSingle);
    expect(Math.abs(first - firstSingle)).toBeLessThanOrEqual(HALF_TOLERANCE * firstSingle);
    expect(half.losses.at(-1)).toBeLessThan(first / 2);
  });

  it('leaves everything but the loss scale as it was when a gradient overflows, and halves the scale', async () => {
    const scale = 2 ** 24;
    const { before, after, norms } = await train('float16', 1, scale);
    expect(after[SCALE]?.data[0]).toBe(scale / 2);
    expect(norms).toEqual([Infinity]);
    for (const name of Object.keys(model.parameters)) expect(after[name]?.data, name).toEqual(before[name]?.data);
    for (const name of Object.keys(model.buffers)) expect(after[name]?.data, name).toEqual(before[name]?.data);
  });
});
