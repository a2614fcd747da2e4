/** Folder of the real images. */
import { DATASETS } from '../../training/data/datasets.js';
import { InvalidInput } from '../../base/invalid-input.js';

export interface DataOptions {
  /** The folder that `--data` names. */
  readonly data?: string;
  /** Use of real images: `--real` true, `--no-real` false; undefined: they are used if a folder is named. */
  readonly real?: boolean;
}

/**
 * Returns the folder that `--data` or else ALPHA_CL_DATA names, or undefined if real images are not wanted.
 *
 * @throws InvalidInput when they are requested and no folder is named
 */
export function dataFolder({ data, real }: DataOptions): string | undefined {
  if (real === false) return undefined;
  return real === true ? requiredFolder(data, '--real needs') : namedFolder(data);
}

/** Returns the folder that `--data` or else ALPHA_CL_DATA names. @throws InvalidInput when neither does */
export function requireDataFolder(data: string | undefined): string {
  return requiredFolder(data, '--data is missing:');
}

function requiredFolder(data: string | undefined, need: string): string {
  const folder = namedFolder(data);
  if (folder !== undefined && folder !== '') return folder;
  const names = Object.values(DATASETS).map((dataset) => dataset.folder);
  throw new InvalidInput(`${need} the folder that holds ${names.join(', ')}: give --data DIR or set ALPHA_CL_DATA`);
}

function namedFolder(data: string | undefined): string | undefined {
  return data ?? (process.env['ALPHA_CL_DATA'] || undefined);
}
