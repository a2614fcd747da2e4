/** The engine of a run, from its configuration: how it is opened and its step started, and what is settled once it is there. */
import type { ImageSet } from '../data/image-set.js';
import type { EngineOptions } from '../engines/engine-kind.js';
import type { Engine, StartOptions } from '../engines/engine.js';
import { PYTORCH } from '../engines/pytorch/pytorch.js';
import type { RunConfig } from './run-options.js';

/** The options of a run that are about its engine, beside the name. */
type EngineChoice = Pick<RunConfig, 'device' | 'devices' | 'python'>;

/** Returns what a run says of its engine beside the name. */
export function engineOptions({ device, devices, python }: EngineChoice): EngineOptions {
  return {
    ...(device !== undefined && { device }),
    ...(devices !== undefined && { devices }),
    ...(python !== undefined && { python }),
  };
}

/**
 * The configuration with the engine that was chosen, and without what only another one takes; with the place where views are
 * made, which is the device where it is a card and has room for the images.
 */
export function withEngine(
  config: RunConfig,
  { name, onCard = false }: Pick<Engine, 'name' | 'onCard'>,
  { count, size }: Pick<ImageSet, 'count' | 'size'>,
): RunConfig {
  const { device, python, compile, ...rest } = config;
  const bestPlace = onCard && BYTES_A_PIXEL * count * size ** 2 <= MOST_IMAGE_BYTES ? 'device' : 'threads';
  return {
    ...rest,
    engine: name,
    augment: config.augment === 'auto' ? bestPlace : config.augment,
    ...(name === PYTORCH.name && { ...engineOptions({ device, python }), ...(compile !== undefined && { compile }) }),
  };
}

/** The options of starting the step of a run. */
export function startOptions({ precision, compile }: Pick<RunConfig, 'precision' | 'compile'>): StartOptions {
  return { precision, compiled: compile === 'on' };
}

/** The bytes of a pixel on a device, and those that images take there at most unless a person says so. */
const BYTES_A_PIXEL = 4;
const MOST_IMAGE_BYTES = 2 ** 32;
