/** Where the real images are, if they are to be used. */
import { InvalidInput } from '../invalid-input.js';

export interface DataOptions {
  /** `--data`. */
  readonly data?: string;
  /** `--real` true, `--no-real` false; undefined: where a folder is named. */
  readonly real?: boolean;
}

/**
 * @param environment where ALPHA_CL_DATA may name the folder
 * @returns the folder, or undefined when real images are not wanted
 * @throws InvalidInput when they are asked for and no folder is named
 */
export function dataFolder(
  { data, real }: DataOptions,
  environment: NodeJS.ProcessEnv = process.env,
): string | undefined {
  if (real === false) return undefined;
  const folder = data ?? (environment['ALPHA_CL_DATA'] || undefined);
  if (real === true && folder === undefined) {
    throw new InvalidInput(
      '--real needs the folder that holds cifar-10-batches-bin, cifar-100-binary and stl10_binary: give --data DIR or set ALPHA_CL_DATA',
    );
  }
  return folder;
}
