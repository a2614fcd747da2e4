import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sizeOf, type NamedData, type TensorData } from '../../../src/training/compile/step.js';
import { InvalidInput } from '../../../src/base/invalid-input.js';
import { initialWeights } from '../../../src/training/models/initialise.js';
import { namedModel } from '../../../src/training/models/named-models.js';
import { writeSafetensors } from '../../../src/training/models/safetensors/write-safetensors.js';
import { loadWeights, saveWeights } from '../../../src/training/models/weights-file.js';

describe("a file of a model's weights", () => {
  const model = namedModel('tiny');
  let folder = '';
  let file = '';
  let weights: NamedData = {};
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'alpha-cl-weights-'));
    file = path.join(folder, 'tiny.safetensors');
    weights = initialWeights(model, 1);
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it("gives back every parameter and buffer in the model's order", async () => {
    await saveWeights(model, weights, file, { epoch: '3' });
    const loaded = await loadWeights(model, file);
    expect(loaded).toEqual(weights);
    expect(Object.keys(loaded)).toEqual(Object.keys({ ...model.parameters, ...model.buffers }));
  });

  const float = (...shape: number[]): TensorData => ({
    shape,
    dtype: 'float32',
    data: new Float32Array(sizeOf(shape)),
  });
  it.each<[string, (good: NamedData) => NamedData, string]>([
    [
      'missing',
      (good) => Object.fromEntries(Object.entries(good).filter(([name]) => name !== 'bn1.bias')),
      '"bn1.bias" is missing',
    ],
    ['too many', (good) => ({ ...good, 'conv1.bias': float(8) }), '"conv1.bias" is none of its tensors'],
    [
      'of another shape',
      (good) => ({ ...good, 'conv1.weight': float(3, 3, 3, 8) }),
      '"conv1.weight" is float32 [3, 3, 3, 8] where float32 [8, 3, 3, 3] is due',
    ],
    [
      'of another type',
      (good) => ({ ...good, 'bn1.num_batches_tracked': float() }),
      '"bn1.num_batches_tracked" is float32 [] where int32 [] is due',
    ],
  ])('is refused, with the name of the tensor that is %s, on loading and on saving', async (_, spoil, message) => {
    await writeSafetensors(file, { tensors: spoil(weights), metadata: {} });
    await expect(loadWeights(model, file)).rejects.toThrow(InvalidInput);
    await expect(loadWeights(model, file)).rejects.toThrow(`${file}: not the weights of tiny: ${message}`);
    await rm(file);
    await expect(saveWeights(model, spoil(weights), file)).rejects.toThrow(message);
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([NaN, Infinity])('is refused with a %d among its values', async (value) => {
    const diverged = float(8);
    diverged.data[5] = value;
    await saveWeights(model, { ...weights, 'bn1.weight': diverged }, file);
    await expect(loadWeights(model, file)).rejects.toThrow(`${file}: "bn1.weight" is ${value} at value 5`);
  });

  it('of another model names the first differences and counts the rest', async () => {
    const other = namedModel('resnet18');
    await saveWeights(model, weights, file);
    await expect(loadWeights(other, file)).rejects.toThrow(/not the weights of resnet18: .*; and \d+ more/);
  });
});
