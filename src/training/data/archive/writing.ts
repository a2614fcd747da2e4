import { fileRefusal } from '../../../base/files/file-fault.js';

/** Runs `action`, which writes to `path`; an error of the file system becomes InvalidInput. */
export async function writing<Result>(path: string, action: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    throw fileRefusal(path, 'written', error);
  }
}
