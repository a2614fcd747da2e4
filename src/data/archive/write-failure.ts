import { InvalidInput } from '../../invalid-input.js';

/** What an error code of the file system means when writing. */
const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full: free some space, or give another folder with --data',
  EDQUOT: 'your disk quota is used up: free some space, or give another folder with --data',
  EFBIG: 'the file would be larger than files may be here: see ulimit -f, or give another folder with --data',
  EACCES: 'it may not be written: change the permissions, or give another folder with --data',
  EPERM: 'it may not be written: change the permissions, or give another folder with --data',
  EROFS: 'its file system is read-only: give another folder with --data',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'a file is in the place of a folder',
  ENOENT: 'its folder was removed meanwhile: run the same command again',
};

/** Runs `action`, which writes to `path`; an error of the file system becomes InvalidInput. */
export async function writing<Result>(path: string, action: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    throw writeFailure(path, error);
  }
}

/** The error itself, or InvalidInput where it came from the file system. */
export function writeFailure(path: string, error: unknown): unknown {
  const code = error instanceof Error && 'syscall' in error && 'code' in error ? String(error.code) : undefined;
  if (code === undefined) return error;
  return new InvalidInput(`${path} cannot be written: ${REASONS[code] ?? code}`, { cause: error });
}
