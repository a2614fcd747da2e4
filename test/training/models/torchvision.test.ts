/** Against PyTorch and torchvision, where Debian's packages of them are installed. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NamedData } from '../../../src/training/compile/step.js';
import type { Initial, WeightSpecs } from '../../../src/training/models/layer.js';
import type { Model } from '../../../src/training/models/model.js';
import { namedModel } from '../../../src/training/models/named-models.js';
import { readSafetensors } from '../../../src/training/models/safetensors/read-safetensors.js';
import { writeSafetensors } from '../../../src/training/models/safetensors/write-safetensors.js';
import type { Stem } from '../../../src/training/models/resnet.js';
import { loadWeights, saveWeights } from '../../../src/training/models/weights-file.js';
import { randomStream } from '../../../src/theory/algebra/random-stream.js';
import { tf } from '../../../src/training/compile/tfjs.js';
import { isLacking } from '../../required.js';
import { goldenViews, goldenWeights } from './golden-filling.js';
import { relativeDistance, toTensor, toTensors } from './tensors.js';

const PYTHON = '/usr/bin/python3';
const SCRIPT = path.join(import.meta.dirname, 'torchvision_model.py');
const REMEDY = 'install the packages python3-torch and python3-torchvision';
const ABSENT = isLacking('PYTORCH', hasTorchvision(), REMEDY);
const NOTICE = ABSENT ? ` (skipped: ${REMEDY})` : '';
if (ABSENT) process.stderr.write(`comparison with torchvision${NOTICE}\n`);

/** PyTorch alone takes seconds to start, and more where other tests keep the processor busy, in milliseconds. */
const PATIENCE = 240_000;

/** Sums of float32 in another order: errors of 6e-8 that the layers add and enlarge. */
const TOLERANCE = 1e-4;

describe.skipIf(ABSENT)(`torchvision's models${NOTICE}`, { timeout: PATIENCE }, () => {
  let folder = '';
  beforeEach(async () => {
    await tf.setBackend('cpu');
    folder = await mkdtemp(path.join(tmpdir(), 'alpha-cl-models-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });
  const at = (name: string): string => path.join(folder, name);

  it('name, order and shape their tensors as ours do', () => {
    const cases = [
      { name: 'resnet18', stem: 'cifar' },
      { name: 'resnet50', stem: 'imagenet' },
    ] as const;
    const theirs = python('describe', ...cases.flatMap(({ name, stem }) => [name, stem]));
    const ours = cases.map(({ name, stem }) => {
      const { parameters, buffers } = namedModel(name, { stem });
      return { parameters: shapes(parameters), buffers: shapes(buffers) };
    });
    expect(
      theirs
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual(ours);
  });

  it('read our weights of ResNet-18, train and encode as ours does', async () => {
    const model = namedModel('resnet18', { stem: 'cifar' });
    await expectSameEncoding(model, goldenWeights(model, 1), {
      stem: 'cifar',
      batch: 4,
      side: 8,
      // So that running statistics are first written and then read.
      modes: ['train', 'evaluate'],
    });
  });

  it('start ResNet-50 from weights spread as ours, with which ours encodes as theirs does', async () => {
    const model = namedModel('resnet50', { stem: 'imagenet' });
    python('initialise', model.name, 'imagenet', '1', at('theirs'));
    const weights = await loadWeights(model, at('theirs'));
    expectSpreadOfOurs(model, weights);
    // Training 50 random layers on few values a channel multiplies rounding errors a thousandfold: evaluated only.
    await expectSameEncoding(model, withRunningStatistics(weights), {
      stem: 'imagenet',
      batch: 2,
      side: 32,
      modes: ['evaluate'],
    });
  });

  interface Encoding {
    readonly stem: Stem;
    readonly batch: number;
    readonly side: number;
    readonly modes: readonly ('train' | 'evaluate')[];
  }

  async function expectSameEncoding(
    model: Model,
    weights: NamedData,
    { stem, batch, side, modes }: Encoding,
  ): Promise<void> {
    const [images] = goldenViews(batch, 3, side);
    await writeSafetensors(at('images'), { tensors: { images }, metadata: {} });
    await saveWeights(model, weights, at('weights'), { note: 'PyTorch passes it over' });
    python('forward', model.name, stem, at('weights'), at('images'), at('result'), ...modes);
    const { tensors: theirs } = await readSafetensors(at('result'));
    const compared = tf.tidy(() => {
      const tensors: Record<string, tf.Tensor> = { ...toTensors(weights) };
      const results: Record<string, tf.Tensor> = {};
      for (const mode of modes) {
        const { features, embedding, buffers } = model.forward(tensors, toTensor(images), mode);
        results[`${mode}.features`] = features;
        results[`${mode}.embedding`] = embedding;
        Object.assign(results, buffers);
        Object.assign(tensors, buffers);
      }
      return Object.entries(results).map(([name, tensor]) => ({
        name,
        distance: relativeDistance(tensor.dataSync(), theirs[name]?.data ?? []),
      }));
    });
    expect(compared.map(({ name }) => name).toSorted()).toEqual(Object.keys(theirs).toSorted());
    expect(compared.filter(({ distance }) => !(distance <= TOLERANCE))).toEqual([]);
  }
});

/** Statistics that differ from channel to channel in place of 0 and 1. */
function withRunningStatistics(weights: NamedData): NamedData {
  return Object.fromEntries(
    Object.entries(weights).map(([name, tensor]) => {
      const random = randomStream(1, name);
      if (name.endsWith('running_mean')) return [name, { ...tensor, data: tensor.data.map(() => random.normal() / 4) }];
      if (name.endsWith('running_var'))
        return [name, { ...tensor, data: tensor.data.map(() => 0.5 + random.uniform()) }];
      return [name, tensor];
    }),
  );
}

/** Mean squares within five standard errors of what our initialisation draws from. */
function expectSpreadOfOurs({ parameters, buffers }: Model, theirs: NamedData): void {
  for (const [name, { initial }] of Object.entries({ ...parameters, ...buffers })) {
    const values = Float64Array.from(theirs[name]?.data ?? []);
    const square = values.reduce((sum, x) => sum + x * x, 0) / values.length;
    const { expected, error } = squareOf(initial);
    const allowed = 5 * Math.sqrt(error / values.length) * expected;
    expect(Math.abs(square - expected), name).toBeLessThanOrEqual(allowed);
  }
}

/** The mean of x², and the variance of x² as a share of the squared mean. */
function squareOf(initial: Initial): { expected: number; error: number } {
  switch (initial.kind) {
    case 'constant':
      return { expected: initial.value ** 2, error: 0 };
    case 'normal':
      return { expected: initial.deviation ** 2, error: 2 };
    case 'uniform':
      return { expected: initial.bound ** 2 / 3, error: 4 / 5 };
  }
}

function shapes(specs: WeightSpecs): [string, readonly number[]][] {
  return Object.entries(specs).map(([name, { shape }]) => [name, shape]);
}

function python(...args: readonly string[]): string {
  return execFileSync(PYTHON, [SCRIPT, ...args], { encoding: 'utf8' });
}

function hasTorchvision(): boolean {
  if (!existsSync(PYTHON)) return false;
  try {
    execFileSync(PYTHON, ['-c', 'import torch, torchvision'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
