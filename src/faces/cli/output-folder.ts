/** Checks the folder of a command's output before the work begins, since some work takes hours. */
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileRefusal } from '../../base/files/file-fault.js';
import { InvalidInput } from '../../base/invalid-input.js';

/**
 * Checks an output folder.
 *
 * @throws InvalidInput unless the folder of `--out` or `--page` is there, or can be made, and may be written to
 */
export async function requireOutputFolder(option: '--out' | '--page', given: string): Promise<void> {
  const there = await nearest(path.resolve(given));
  if (there === path.resolve(given)) {
    if (!(await stat(there)).isDirectory()) throw new InvalidInput(`${option} ${given} is a file: name a folder`);
  } else if (!(await stat(there)).isDirectory()) {
    throw new InvalidInput(`${option} ${given}: ${there} is a file: name a place in a folder`);
  }
  await access(there, constants.W_OK | constants.X_OK).catch((error: unknown) => {
    throw fileRefusal(`${option} ${given}`, 'written', error);
  });
}

/** Returns the path itself, or the nearest one above it that exists. */
async function nearest(place: string): Promise<string> {
  for (let at = place; ; at = path.dirname(at)) {
    try {
      await stat(at);
      return at;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if ((code !== 'ENOENT' && code !== 'ENOTDIR') || at === path.dirname(at)) {
        throw fileRefusal(place, 'made', error);
      }
    }
  }
}
