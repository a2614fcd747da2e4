import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ENGINES } from '../../../src/training/engines/available-engines.js';
import { chooseEngine, ENGINE_NAMES, fastestEngine } from '../../../src/training/engines/choose-engine.js';
import { cudaObstacle } from '../../../src/training/engines/cuda.js';
import type { EngineKind } from '../../../src/training/engines/engine-kind.js';
import type { EngineProbe } from '../../../src/training/engines/probe-engine.js';
import { InvalidInput } from '../../../src/base/invalid-input.js';

const anyProbe: fc.Arbitrary<EngineProbe> = fc.oneof(
  fc.record({
    works: fc.constant(true),
    device: fc.constant('a device'),
    imagesPerSecond: fc.double({ min: 0.001, max: 1e6, noNaN: true }),
  }),
  fc.record({ works: fc.constant(false), reason: fc.constant('no device'), remedy: fc.constant('buy one') }),
);

function namedKind(name: string): EngineKind {
  const open = (): never => {
    throw new Error('opened');
  };
  return { name, failure: 'throws', remedy: '', obstacle: () => undefined, open };
}

describe('the choice of an engine', () => {
  it('auto leaves a working engine for a later one that is twice as fast, and reports why none works', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyProbe, { maxLength: 5 }), async (probes) => {
        const kinds = probes.map((_, k) => namedKind(`engine-${k}`));
        const chosen = fastestEngine(kinds, async (kind) => probes[kinds.indexOf(kind)] as EngineProbe);
        const speeds = probes.map((probe) => (probe.works ? probe.imagesPerSecond : -1));
        if (speeds.every((speed) => speed < 0)) {
          const error: unknown = await chosen.catch((reason: unknown) => reason);
          expect(error).toBeInstanceOf(InvalidInput);
          for (const { name } of kinds) expect(String(error)).toContain(`${name}: no device; buy one`);
        } else {
          const taken = kinds.indexOf(await chosen);
          const speed = speeds[taken] as number;
          expect(speed).toBeGreaterThan(0);
          for (const earlier of speeds.slice(0, taken)) expect(speed).toBeGreaterThanOrEqual(2 * earlier);
          for (const later of speeds.slice(taken + 1)) expect(later).toBeLessThan(2 * speed);
        }
      }),
    );
  });

  it('an unknown name is answered with the known ones', async () => {
    const error: unknown = await chooseEngine('gpu').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InvalidInput);
    for (const name of ['"gpu"', ...ENGINE_NAMES]) expect(String(error)).toContain(name);
    expect(new Set(ENGINE_NAMES).size).toBe(ENGINES.length + 1);
  });

  it('cpu is opened, with the name of the processor', async () => {
    const { name, device } = await chooseEngine('cpu');
    expect(name).toBe('cpu');
    expect(device).toMatch(/\d+ threads?$/);
  });
});

describe('what CUDA needs', () => {
  it.each([
    [{ platform: 'darwin/arm64', library: 'missing', driver: 'missing' }, 'darwin/arm64', '--engine webgpu'],
    [
      { platform: 'linux/x64', library: 'missing', driver: 'loaded' },
      'the CUDA provider of onnxruntime-node (libonnxruntime_providers_cuda.so) is not installed',
      'run: npm rebuild onnxruntime-node --onnxruntime-node-install=cuda12',
    ],
    [{ platform: 'linux/x64', library: 'installed', driver: 'missing' }, 'driver is not loaded', 'install the driver'],
  ] as const)('%j', (parts, reason, remedy) => {
    expect(cudaObstacle(parts)?.reason).toContain(reason);
    expect(cudaObstacle(parts)?.remedy).toContain(remedy);
  });

  it('is tried where all of it is there', () => {
    expect(cudaObstacle({ platform: 'linux/x64', library: 'installed', driver: 'loaded' })).toBeUndefined();
  });

  const absent = cudaObstacle() !== undefined;
  it.runIf(absent)('is told to who asks for it without', async () => {
    const error: unknown = await chooseEngine('cuda').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InvalidInput);
    expect(String(error)).toMatch(
      /the engine cuda does not work here: .*To mend it: .*--engine cpu.*alpha-cl engines/s,
    );
  });
});
