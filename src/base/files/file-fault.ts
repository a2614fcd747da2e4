/** Words for the system's refusals of a file, with what can be done. */
import { InvalidInput } from '../invalid-input.js';

const NO_PERMISSION = 'permission is denied: change its permissions, or choose another place';
const IN_USE = 'another program uses it: try again when that is over';

const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder: check the path',
  ENOTDIR: 'a part of the path is a file, not a folder: check the path',
  EISDIR: 'it is a folder, and a file is needed: choose a file',
  EEXIST: 'something of that name is there already: choose another name',
  ENOTEMPTY: 'the folder is not empty: choose another',
  ELOOP: 'its symbolic links go in a circle: check the path',
  ENAMETOOLONG: 'the name is too long: choose a shorter one',
  ERR_INVALID_ARG_VALUE: 'no path holds a letter of code 0: check the path',
  ERR_FS_FILE_TOO_LARGE: 'it is too large to be read at once: choose a smaller one',
  EACCES: NO_PERMISSION,
  EPERM: NO_PERMISSION,
  EROFS: 'its file system is read-only: choose another place',
  EXDEV: 'it lies on another file system: choose a place on the same one',
  ENOSPC: 'no room is left there: free some, or choose another place',
  EDQUOT: 'your quota there is used up: free some, or choose another place',
  EFBIG: 'the file would be larger than files may be there: see ulimit -f, or choose another place',
  EIO: 'its device fails: choose another place',
  ENXIO: 'nobody is at the other end of it: choose a file',
  EINVAL: 'the system cannot do this there: choose another place',
  ENOTSUP: 'the system cannot do this there: choose another place',
  EBUSY: IN_USE,
  ETXTBSY: IN_USE,
  EMFILE: 'too many files are open: raise the limit, ulimit -n',
  ENFILE: 'too many files are open on this machine: try again later',
  ENOMEM: 'no memory is left: end other programs, or ask for less',
};

/**
 * Describes an error of the system, `no room is left there: free some, or choose another place (ENOSPC)`; undefined for others.
 */
export function fileFault(error: unknown): string | undefined {
  if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) return undefined;
  const { code } = error;
  // Node's complaint about any other argument is a defect of ours.
  if (code === 'ERR_INVALID_ARG_VALUE' && !error.message.includes('null bytes')) return undefined;
  const words = WORDS[code] ?? ('syscall' in error ? `the system refuses it: ${error.message}` : undefined);
  return words && `${words} (${code})`;
}

/** Describes an error of the system, `FILE: no room is left there: …`, with the path where it has one; undefined for others. */
export function systemRefusal(error: unknown): string | undefined {
  const words = fileFault(error);
  if (words === undefined) return undefined;
  return error instanceof Error && 'path' in error && typeof error.path === 'string'
    ? `${error.path}: ${words}`
    : words;
}

/** Turns an error of the system into InvalidInput, `FILE cannot be written: …`; others are returned as they are. */
export function fileRefusal(file: string, deed: 'read' | 'written' | 'made', error: unknown): unknown {
  const words = fileFault(error);
  return words === undefined ? error : new InvalidInput(`${file} cannot be ${deed}: ${words}`, { cause: error });
}

/** Runs an action that reads, writes or makes a file. @throws InvalidInput that names the file when the system refuses */
export function namingFile<Result>(file: string, deed: 'read' | 'written' | 'made', act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    throw fileRefusal(file, deed, error);
  }
}
