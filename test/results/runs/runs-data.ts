/** A run of a second: the tiny net on the first 32 of 48 generated images, 16 held out and 24 for testing. */
import { beginRun } from '../../../src/training/train/train.js';
import { cifar10Bytes, patternRecords, temporaryFolder, writeDataFile } from '../../training/data/tiny-dataset.js';
import { tinyConfig } from '../../training/train/tiny-run.js';

export const TRAINED = 32;
export const HELD_OUT = 16;
export const TEST = 24;

export function runsData(): string {
  const data = temporaryFolder();
  const records = patternRecords(TRAINED + HELD_OUT + TEST, 32);
  writeDataFile(data, 'cifar10', 'data_batch_1.bin', cifar10Bytes(records.slice(0, 20)));
  writeDataFile(data, 'cifar10', 'data_batch_2.bin', cifar10Bytes(records.slice(20, TRAINED + HELD_OUT)));
  writeDataFile(data, 'cifar10', 'test_batch.bin', cifar10Bytes(records.slice(TRAINED + HELD_OUT)));
  return data;
}

/** 12 steps with checkpoints of steps 10 and 12. */
export async function trainedRun(folder: string, data: string, flags: object = {}): Promise<void> {
  await beginRun(folder, tinyConfig(data, { subset: TRAINED, ...flags }));
}

/** Milliseconds for what takes some seconds, but on a busy machine. */
export const BUSY = 180_000;
