import { beforeAll, describe, expect, it } from 'vitest';
import { compileStep, traceStep } from '../../../src/training/compile/compile-step.js';
import { KERNELS } from '../../../src/training/compile/onnx/kernels/index.js';
import { lowerToPyTorch, TORCH_KERNELS } from '../../../src/training/compile/pytorch/lower-to-pytorch.js';
import type { NamedTensors, Step, StepResult, TensorData, TensorSpecs } from '../../../src/training/compile/step.js';
import { InvalidInput } from '../../../src/base/invalid-input.js';
import { onnxEngine } from '../../../src/training/engines/onnx-engine.js';
import { tf } from '../../../src/training/compile/tfjs.js';

const ENGINE = onnxEngine({ name: 'cpu', device: 'test', provider: 'cpu', threads: 1 });

const WEIGHTS: TensorSpecs = { weights: { shape: [2, 3], dtype: 'float32' } };

function stepWith(run: (weights: tf.Tensor) => StepResult): Step {
  return { state: WEIGHTS, inputs: {}, run: ({ weights }) => run(weights as tf.Tensor) };
}

function outputsOf(run: (inputs: NamedTensors) => NamedTensors, inputs: TensorSpecs = {}): Step {
  return { state: {}, inputs, run: (_, given) => ({ state: {}, outputs: run(given) }) };
}

async function outputs(
  step: Step,
  inputs: Readonly<Record<string, TensorData>> = {},
): Promise<Record<string, number[]>> {
  const running = await ENGINE.start(step);
  try {
    running.setState({});
    const made = await running.run(inputs);
    return Object.fromEntries(Object.entries(made).map(([name, { data }]) => [name, [...data]]));
  } finally {
    await running.close();
  }
}

function messageOf(step: Step): string {
  try {
    compileStep(step);
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidInput);
    return (error as InvalidInput).message;
  }
  throw new Error('compiled, though it should not');
}

/** How many nodes have this operator: each has a name like Relu_7. */
function nodes(model: Uint8Array, op: string): number {
  return new Set(
    Buffer.from(model)
      .toString('latin1')
      .match(new RegExp(`\\b${op}_\\d+`, 'g')),
  ).size;
}

beforeAll(() => tf.setBackend('cpu'));

describe('state in is state out', () => {
  it.each<[string, (weights: tf.Tensor) => NamedTensors, string[]]>([
    ['missing', () => ({}), ['no weights']],
    ['unknown', (weights) => ({ weights, bias: weights }), ['bias']],
    ['of another shape', (weights) => ({ weights: tf.transpose(weights) }), ['weights', '[2, 3]', '[3, 2]']],
    ['of another type', (weights) => ({ weights: tf.cast(weights, 'int32') }), ['weights', 'float32', 'int32']],
    ['of booleans', (weights) => ({ weights: tf.greater(weights, 0) }), ['weights', 'bool']],
  ])('%s: refused by name', (_, state, words) => {
    const message = messageOf(stepWith((weights) => ({ state: state(weights), outputs: {} })));
    for (const word of words) expect(message).toContain(word);
  });

  it('passes through unchanged', async () => {
    const running = await ENGINE.start(stepWith((weights) => ({ state: { weights }, outputs: {} })));
    const weights: TensorData = { shape: [2, 3], dtype: 'float32', data: Float32Array.of(1, 2, 3, 4, 5, 6) };
    running.setState({ weights });
    await running.run({});
    await running.run({});
    expect(await running.state()).toEqual({ weights });
    await running.close();
  });
});

describe('a step that cannot be traced', () => {
  const unknown = outputsOf(({ x }) => tf.tidy('encoder', () => ({ y: tf.atan2(x as tf.Tensor, tf.ones([2, 3])) })), {
    x: { shape: [2, 3], dtype: 'float32' },
  });

  it('says which kernel cannot be traced, of what, where, and what to do', () => {
    const message = messageOf(unknown);
    for (const part of [
      'Atan2',
      'float32 [2, 3]',
      '"encoder"',
      'src/training/compile/traced-kernels.ts',
      'add an entry',
    ]) {
      expect(message).toContain(part);
    }
  });

  it.each<[string, (x: tf.Tensor) => void]>([
    ['dataSync', (x) => x.dataSync()],
    ['arraySync', (x) => x.arraySync()],
  ])('says that it reads values: %s', (_, read) => {
    const message = messageOf(
      stepWith((weights) => {
        read(tf.square(weights));
        return { state: { weights }, outputs: {} };
      }),
    );
    expect(message).toContain('reads the values');
    expect(message).toContain('tf.where');
  });

  it.each<[string, () => tf.Tensor, string]>([
    [
      'batches of gathers',
      () => tf.gather(tf.ones([2, 3]), tf.tensor([[0], [1]], [2, 1], 'int32'), 1, 1),
      'batchDims 1',
    ],
    [
      'channels first',
      () => tf.conv2d(tf.ones<tf.Rank.R4>([1, 3, 4, 4]), tf.ones<tf.Rank.R4>([1, 1, 3, 2]), 1, 'valid', 'NCHW'),
      'NCHW',
    ],
    ['complex numbers', () => tf.cast(tf.ones([2]), 'complex64'), 'complex64'],
  ])('says what of a kernel cannot be traced, and what to write instead: %s', (_, make, word) => {
    const message = messageOf(outputsOf(() => ({ y: make() })));
    expect(message).toContain(word);
    expect(message).toMatch(/: (use|give) /);
  });

  it('leaves the backend as it was and no tensors behind, and the next step compiles', async () => {
    const before = tf.memory().numTensors;
    const failing = (x: tf.Tensor): tf.Tensor => {
      throw new RangeError(`no gradient of ${x.shape.join()}`);
    };
    expect(() => compileStep(unknown)).toThrow(InvalidInput);
    expect(() => compileStep(outputsOf(() => tf.grad(failing)(tf.ones([1])) as never))).toThrow(RangeError);
    expect(tf.getBackend()).toBe('cpu');
    expect(tf.memory().numTensors).toBe(before);
    expect(await outputs(outputsOf(() => ({ y: tf.square(tf.tensor([1, 2])) })))).toEqual({ y: [1, 4] });
    expect([...tf.tidy(() => tf.square(tf.tensor([1, 2])).dataSync())]).toEqual([1, 4]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('that starts another step is refused, and may go on', async () => {
    const inner = outputsOf(() => ({ y: tf.ones([2]) }));
    const outer = outputsOf(() => {
      expect(() => compileStep(inner)).toThrow(InvalidInput);
      return { y: tf.square(tf.tensor([1, 2])) };
    });
    expect(await outputs(outer)).toEqual({ y: [1, 4] });
    expect(tf.getBackend()).toBe('cpu');
  });
});

describe('the trace', () => {
  it('is plain data: kernels on numbered values, with names only outside', () => {
    const { trace, outputs: specs } = traceStep(
      outputsOf(({ x }) => ({ y: tf.tidy('head', () => tf.relu(tf.mul(x as tf.Tensor, tf.tensor([1, 2])))) }), {
        x: { shape: [3, 2], dtype: 'float32' },
      }),
    );
    expect(specs).toEqual({ y: { shape: [3, 2], dtype: 'float32' } });
    expect(trace.calls.map(({ kernel, inputs, outputs: made, scopes }) => [kernel, inputs, made, scopes])).toEqual([
      ['Multiply', { a: 0, b: 1 }, [2], ['head']],
      ['Relu', { x: 2 }, [3], ['head']],
    ]);
    expect(trace).toMatchObject({ inputs: { 'input/x': 0 }, outputs: { 'output/y': 3 } });
    expect(trace.values).toEqual([[3, 2], [2], [3, 2], [3, 2]].map((shape) => ({ shape, dtype: 'float32' })));
    expect([...trace.constants]).toEqual([[1, Float32Array.of(1, 2)]]);
  });

  it('becomes Python without what the outputs do not need, each line once', () => {
    const step = outputsOf(
      ({ x }) => {
        tf.exp(x as tf.Tensor);
        return { y: tf.square(x as tf.Tensor), z: tf.sqrt(tf.square(x as tf.Tensor)) };
      },
      { x: { shape: [2], dtype: 'float32' } },
    );
    const { source } = lowerToPyTorch(traceStep(step).trace);
    expect(source.match(/^ {4}v\d+ = .*$/gm)).toEqual([
      '    v0 = values["input/x"]',
      '    v1 = v0 * v0',
      '    v2 = v1.sqrt()',
    ]);
    expect(source).toContain('    del v0\n');
  });

  it.each([
    ['ONNX', KERNELS as Record<string, unknown>, compileStep],
    ['PyTorch', TORCH_KERNELS as Record<string, unknown>, (step: Step) => lowerToPyTorch(traceStep(step).trace)],
  ])('with a kernel that has no lowering to %s is refused by its name', (name, table, lower) => {
    const kept = table['Relu'];
    delete table['Relu'];
    try {
      const step = outputsOf(() => ({ y: tf.relu(tf.tensor([1, 2])) }));
      expect(() => lower(step)).toThrow(`the tfjs kernel Relu has no lowering to ${name}: add an entry for it`);
    } finally {
      table['Relu'] = kept;
    }
  });
});

describe('the graph', () => {
  it('holds equal entries once', () => {
    const sizes = [tf.ones, tf.zeros].map(
      (make) => compileStep(outputsOf(() => ({ y: tf.mul(make([512, 512, 3, 3]), 2) }))).model.length,
    );
    for (const size of sizes) expect(size).toBeLessThan(10_000);
  });

  it('shares equal nodes and equal constants', () => {
    const x = { shape: [4], dtype: 'float32' } as const;
    const values = [3, 1, 4, 1];
    const { model } = compileStep(
      outputsOf(
        ({ x: given }) => ({
          a: tf.exp(tf.mul(given as tf.Tensor, tf.tensor(values))),
          b: tf.sqrt(tf.exp(tf.mul(given as tf.Tensor, tf.tensor(values)))),
        }),
        { x },
      ),
    );
    expect([nodes(model, 'Mul'), nodes(model, 'Exp'), nodes(model, 'Sqrt')]).toEqual([1, 1, 1]);
  });

  it('transposes the images that come in and nothing after: not filters in the order of PyTorch, not activations', () => {
    const specs: TensorSpecs = {
      images: { shape: [2, 5, 5, 3], dtype: 'float32' },
      first: { shape: [4, 3, 3, 3], dtype: 'float32' },
      second: { shape: [6, 4, 3, 3], dtype: 'float32' },
    };
    const forward = (x: tf.Tensor, filters: readonly tf.Tensor[]): tf.Tensor =>
      filters.reduce((images, filter) => {
        const ordered = tf.transpose(filter, [2, 3, 1, 0]) as tf.Tensor4D;
        return tf.relu(tf.conv2d(images as tf.Tensor4D, ordered, 1, 1));
      }, x);
    const { model } = compileStep(
      outputsOf(
        ({ images, first, second }) => ({
          y: tf.mean(forward(images as tf.Tensor, [first as tf.Tensor, second as tf.Tensor]), [1, 2]),
        }),
        specs,
      ),
    );
    // The second is of the means, [C, N] to [N, C].
    expect(nodes(model, 'Transpose')).toBe(2);
  });

  it.each([
    ['none at stride 1', 1, 1],
    ['made again at stride 2, instead of being kept', 2, 2],
  ])('needs windows for the gradient of filters, and of the forward pass %s', (_, stride, gathers) => {
    const { model } = compileStep(
      outputsOf(
        ({ images, filter }) => ({
          gradient: tf.grad((f) => tf.sum(tf.square(tf.conv2d(images as tf.Tensor4D, f as tf.Tensor4D, stride, 1))))(
            filter as tf.Tensor,
          ),
        }),
        {
          images: { shape: [2, 5, 5, 3], dtype: 'float32' },
          filter: { shape: [3, 3, 3, 4], dtype: 'float32' },
        },
      ),
    );
    expect(nodes(model, 'Gather')).toBe(gathers);
  });

  it('takes a tensor made outside as a constant, and leaves it as it was', async () => {
    const outside = tf.tensor([1, 2, 3]);
    const [row, column] = [tf.reshape(outside, [1, 3]), tf.reshape(outside, [3, 1])];
    const step = outputsOf(() => ({ y: tf.mul(outside, 2), z: tf.sum(tf.add(column, row), 1) }));
    const expected = { y: [2, 4, 6], z: [9, 12, 15] };
    expect(await outputs(step)).toEqual(expected);
    expect(await outputs(step)).toEqual(expected);
    expect([...outside.dataSync()]).toEqual([1, 2, 3]);
    tf.dispose([outside, row, column]);
  });

  it('holds whole numbers and, in between, truth', async () => {
    const step = outputsOf(
      ({ count }) => ({
        next: tf.add(count as tf.Tensor, tf.scalar(1, 'int32')),
        positive: tf.cast(tf.logicalNot(tf.greater(count as tf.Tensor, tf.scalar(0, 'int32'))), 'int32'),
      }),
      { count: { shape: [3], dtype: 'int32' } },
    );
    const count: TensorData = { shape: [3], dtype: 'int32', data: Int32Array.of(-1, 0, 16_777_217) };
    expect(await outputs(step, { count })).toEqual({ next: [0, 1, 16_777_218], positive: [1, 1, 0] });
  });

  it('leaves no tensors behind', () => {
    const before = tf.memory().numTensors;
    compileStep(
      stepWith((weights) => {
        const gradient = tf.grad((w) => tf.sum(tf.square(w)))(weights);
        return { state: { weights: tf.sub(weights, tf.mul(gradient, 0.1)) }, outputs: { norm: tf.norm(gradient) } };
      }),
    );
    expect(tf.memory().numTensors).toBe(before);
  });
});
