/** Runs that take a second: the tiny net on a few generated images. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readMetrics, type MetricsLine } from '../../../src/training/train/metrics-log.js';
import { resolveConfig, type ConfigSources } from '../../../src/training/train/run-config.js';
import type { RunConfig } from '../../../src/training/train/run-options.js';
import { cifar10Bytes, patternRecords, temporaryFolder, writeDataFile } from '../data/tiny-dataset.js';

/** A folder with 32 training images of CIFAR-10's format, and 12 to test on. */
export function tinyData(): string {
  const data = temporaryFolder();
  writeDataFile(data, 'cifar10', 'data_batch_1.bin', cifar10Bytes(patternRecords(32, 32)));
  writeDataFile(data, 'cifar10', 'test_batch.bin', cifar10Bytes(patternRecords(44, 32).slice(32)));
  return data;
}

/** 12 steps: 3 epochs of 4 batches of 8. */
export function tinyFlags(data: string, flags: ConfigSources['flags'] = {}): ConfigSources['flags'] {
  return { data, model: 'tiny', batch: 8, epochs: 3, engine: 'cpu', workers: 0, checkpointEvery: 5, ...flags };
}

export function tinyConfig(data: string, flags: ConfigSources['flags'] = {}): RunConfig {
  return resolveConfig({ flags: tinyFlags(data, flags) });
}

/** The checkpoint's bytes. */
export function checkpointBytes(run: string, step: number): string {
  return readFileSync(path.join(run, 'checkpoints', `step-${step}.safetensors`)).toString('base64');
}

/** The lines of metrics.jsonl without what depends on the machine's speed. */
export function metricsOf(run: string): MetricsLine[] {
  return readMetrics(path.join(run, 'metrics.jsonl')).map((line) =>
    'loss' in line ? { ...line, viewsPerSecond: Number.NaN } : line,
  );
}
