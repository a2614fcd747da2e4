import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import protobuf from 'protobufjs/light.js';
import { beforeEach, describe, expect, it } from 'vitest';
import { exportMetrics } from '../../../src/results/runs/export-metrics.js';
import { isScalarsFile, readScalars } from '../../../src/results/runs/scalars.js';
import { encodeEvent } from '../../../src/training/train/event-format.js';
import { openRunLog } from '../../../src/training/train/run-log.js';
import { runPaths } from '../../../src/training/train/run-folder.js';
import { tfRecord } from '../../../src/training/train/tf-record.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'scalars-'));
});

const at = (name: string): string => path.join(folder, name);
const events = (...parts: readonly Uint8Array[]): Buffer => Buffer.concat(parts.map(tfRecord));
const scalar = (step: number, value: number): Uint8Array =>
  encodeEvent({ kind: 'scalars', step, values: { loss: value } });

describe('scalars of a folder', () => {
  it('are the same from our metrics as from our event file, and go to CSV and back', async () => {
    const log = openRunLog(runPaths(folder), { steps: 0, since: 0 }, () => expect.fail());
    for (const step of [1, 2, 3]) {
      log.append({
        step,
        epoch: 0,
        loss: 1 / step,
        gradientNorm: step === 2 ? null : 2,
        learningRate: 0.5,
        viewsPerSecond: 8,
      });
    }
    log.append({ step: 3, epoch: 1, knn: { weighted: 0.75, nearest: 0.5, count: 2, bank: 4, queries: 4 } });
    log.close();
    const ours = readScalars(folder);
    expect(ours?.['train/gradient_norm']?.map(({ step }) => step)).toEqual([1, 3]);
    await exportMetrics(folder, { out: at('metrics.csv') });
    expect(readFileSync(at('metrics.csv'), 'utf8').split('\n').slice(0, 3)).toEqual([
      'step,train/loss,train/gradient_norm,train/learning_rate,train/views_per_second,knn/weighted,knn/nearest',
      '1,1,2,0.5,8,,',
      '2,0.5,,0.5,8,,',
    ]);
    await expect(exportMetrics(folder, { out: at('metrics.csv') })).rejects.toThrow(/is there already: .*--force/);
    rmSync(runPaths(folder).metrics);
    const fromEvents = readScalars(folder);
    expect(Object.keys(fromEvents ?? {})).toEqual(Object.keys(ours ?? {}));
    // Event files hold single precision.
    expect(fromEvents?.['train/loss']?.map(({ value }) => value)).toEqual([1, 0.5, Math.fround(1 / 3)]);
    for (const name of readdirSync(folder)) if (name.includes('tfevents')) rmSync(at(name));
    expect(readScalars(folder)).toEqual(ours);
  });

  it('forget what a process that began again did again, and end where a file is cut', () => {
    writeFileSync(at('events.out.tfevents.1.host'), events(scalar(1, 1), scalar(2, 2), scalar(3, 3)));
    const again = events(encodeEvent({ kind: 'start', step: 2 }), scalar(2, 20), scalar(3, 30));
    writeFileSync(at('events.out.tfevents.2.host'), again.subarray(0, -3));
    expect(readScalars(folder)).toEqual({
      loss: [
        { step: 1, value: 1 },
        { step: 2, value: 20 },
      ],
    });
  });

  it('are read as TensorFlow 2 writes them, as tensors, and what is no scalar is passed over', () => {
    const root = protobuf.Root.fromJSON({
      nested: {
        Event: { fields: { step: { type: 'int64', id: 2 }, summary: { type: 'Summary', id: 5 } } },
        Summary: { fields: { value: { rule: 'repeated', type: 'Value', id: 1 } } },
        Value: {
          fields: {
            tag: { type: 'string', id: 1 },
            tensor: { type: 'Tensor', id: 8 },
            image: { type: 'bytes', id: 4 },
          },
        },
        Tensor: {
          fields: {
            dtype: { type: 'int32', id: 1 },
            content: { type: 'bytes', id: 4 },
            floats: { rule: 'repeated', type: 'float', id: 5 },
          },
        },
      },
    });
    const type = root.lookupType('Event');
    const content = Buffer.alloc(4);
    content.writeFloatLE(0.25);
    const value = [
      { tag: 'a', tensor: { dtype: 1, content } },
      { tag: 'b', tensor: { dtype: 1, floats: [0.5] } },
      { tag: 'picture', image: Buffer.from('png') },
      { tag: 'text', tensor: { dtype: 7 } },
    ];
    writeFileSync(
      at('events.out.tfevents.7'),
      events(type.encode(type.fromObject({ step: 7, summary: { value } })).finish()),
    );
    expect(readScalars(folder)).toEqual({ a: [{ step: 7, value: 0.25 }], b: [{ step: 7, value: 0.5 }] });
  });

  it('are read from a table with empty cells, as PyTorch Lightning writes it', () => {
    writeFileSync(at('metrics.csv'), 'epoch,step,train_loss,val_acc\n0,49,0.5,\n0,49,,0.8\n1,99,0.25,\n1,9');
    expect(isScalarsFile('metrics.csv')).toBe(true);
    expect(readScalars(folder)).toMatchObject({
      train_loss: [
        { step: 49, value: 0.5 },
        { step: 99, value: 0.25 },
      ],
      val_acc: [{ step: 49, value: 0.8 }],
    });
    writeFileSync(at('metrics.csv'), 'a,b\n1,2\n');
    expect(() => readScalars(folder)).toThrow(/metrics\.csv has no column of steps/);
  });

  it('are none in an empty folder', () => {
    expect([isScalarsFile('metrics.txt'), readScalars(folder)]).toEqual([false, undefined]);
  });

  it.each(Array.from({ length: 20 }, (_, k) => k))('survive a damaged event file, %i', (k) => {
    const whole = events(scalar(1, 1), scalar(2, 2), scalar(3, 3));
    for (let n = 0; n < 25; n++) whole[(37 * (25 * k + n)) % whole.length] = (91 * n + 13 * k) % 256;
    writeFileSync(at('events.out.tfevents.1'), whole);
    for (const samples of Object.values(readScalars(folder) ?? {})) {
      expect(samples.every(({ value }) => Number.isFinite(value))).toBe(true);
    }
  });
});
