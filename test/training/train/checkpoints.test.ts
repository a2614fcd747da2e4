import fc from 'fast-check';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { InvalidInput } from '../../../src/base/invalid-input.js';
import {
  checkpointFile,
  latestCheckpoint,
  removePartialCheckpoints,
  saveCheckpoint,
  type Checkpoint,
} from '../../../src/training/train/checkpoints.js';
import { temporaryFolder } from '../data/tiny-dataset.js';

const root = temporaryFolder();
let folder = '';
let notices: string[] = [];

beforeEach(() => {
  folder = mkdtempSync(path.join(root, 'checkpoints-'));
  notices = [];
});

function checkpoint(step: number): Checkpoint {
  return {
    step,
    config: { batch: 8 },
    state: {
      weight: { shape: [2, 3], dtype: 'float32', data: Float32Array.of(1, -0, 1e-40, step, Math.PI, 3e38) },
      count: { shape: [], dtype: 'int32', data: Int32Array.of(step) },
    },
  };
}

function latest(): Promise<Checkpoint> {
  return latestCheckpoint(folder, (notice) => notices.push(notice));
}

describe('checkpoints', () => {
  it('are read back bit by bit, and the last two are kept', async () => {
    for (const step of [0, 5, 10, 100]) await saveCheckpoint(folder, checkpoint(step));
    expect(readdirSync(folder).toSorted()).toEqual(['step-10.safetensors', 'step-100.safetensors']);
    expect(await latest()).toEqual(checkpoint(100));
  });

  it('of steps that are to be kept stay, however many come after', async () => {
    for (const step of [0, 4, 8, 10, 12, 14]) await saveCheckpoint(folder, checkpoint(step), 4);
    expect(readdirSync(folder).toSorted()).toEqual([4, 8, 12, 14].map((step) => `step-${step}.safetensors`).toSorted());
  });

  it('are never read wrong: a cut one or one with a flipped bit is refused', async () => {
    await saveCheckpoint(folder, checkpoint(3));
    const file = checkpointFile(folder, 3);
    const good = readFileSync(file);
    const damaged = fc.oneof(
      fc.nat(good.length - 1).map((length) => good.subarray(0, length)),
      fc.record({ at: fc.nat(good.length - 1), bit: fc.nat(7) }).map(({ at, bit }) => {
        const bytes = Buffer.from(good);
        bytes[at] = (bytes[at] as number) ^ (1 << bit);
        return bytes;
      }),
    );
    await fc.assert(
      fc.asyncProperty(damaged, async (bytes) => {
        writeFileSync(file, bytes);
        // A flipped bit in the blanks of the header may change nothing.
        const read = await latest().catch((error: unknown) => error);
        if (read instanceof Error) expect(read).toBeInstanceOf(InvalidInput);
        else expect(read).toEqual(checkpoint(3));
      }),
      { numRuns: 500 },
    );
  });

  it('that are damaged are passed over for the one before, which is said, and count no longer', async () => {
    for (const step of [1, 2]) await saveCheckpoint(folder, checkpoint(step));
    writeFileSync(checkpointFile(folder, 2), 'rubbish');
    expect(await latest()).toEqual(checkpoint(1));
    expect(notices).toEqual([expect.stringMatching(/step-2\.safetensors.*going on from step 1/)]);
    await saveCheckpoint(folder, checkpoint(2));
    expect(readdirSync(folder).toSorted()).toEqual([
      'step-1.safetensors',
      'step-2.safetensors',
      'step-2.safetensors.damaged',
    ]);
  });

  it('that are all damaged, or gone, are a clear error, and the files stay', async () => {
    await expect(latest()).rejects.toThrow(/holds no checkpoint.*--out/);
    for (const step of [1, 2]) writeFileSync(checkpointFile(folder, step), 'rubbish');
    await expect(latest()).rejects.toThrow(/no checkpoint is whole: .*step-2.*step-1/);
    expect(readdirSync(folder)).toHaveLength(2);
  });

  it('that were renamed to another step are refused', async () => {
    await saveCheckpoint(folder, checkpoint(1));
    writeFileSync(checkpointFile(folder, 7), readFileSync(checkpointFile(folder, 1)));
    expect((await latest()).step).toBe(1);
  });

  it('that cannot be written leave the old ones and nothing half written', async () => {
    for (const step of [1, 2]) await saveCheckpoint(folder, checkpoint(step));
    mkdirSync(checkpointFile(folder, 3));
    await expect(saveCheckpoint(folder, checkpoint(3))).rejects.toThrow(InvalidInput);
    expect(readdirSync(folder).toSorted()).toEqual(['step-1.safetensors', 'step-2.safetensors', 'step-3.safetensors']);
    expect((await latest()).step).toBe(2);
  });

  it('are not written of a state that has diverged', async () => {
    await saveCheckpoint(folder, checkpoint(1));
    const bad = { shape: [1], dtype: 'float32', data: Float32Array.of(Number.NaN) } as const;
    const diverged = { ...checkpoint(2), state: { weight: bad } };
    await expect(saveCheckpoint(folder, diverged)).rejects.toThrow('"weight" is NaN after step 2');
    expect((await latest()).step).toBe(1);
  });

  it('that a killed process left half written are removed', async () => {
    await saveCheckpoint(folder, checkpoint(1));
    writeFileSync(path.join(folder, '.step-2.safetensors-6a0f'), 'half');
    removePartialCheckpoints(folder);
    expect(readdirSync(folder)).toEqual(['step-1.safetensors']);
  });
});
