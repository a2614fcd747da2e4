/** A file of JSON that is read again only if it has changed. */
import { readFileSync, statSync } from 'node:fs';
import { fileRefusal } from '../../base/files/file-fault.js';
import { InvalidInput } from '../../base/invalid-input.js';

export interface JsonFile<Data> {
  readonly data: Data;
  /** Time of the last change, in milliseconds since 1970. */
  readonly changed: number;
}

/**
 * Returns a function that reads the file, again only if it has changed.
 *
 * @throws InvalidInput from the function, when the file cannot be read or is damaged
 */
export function jsonFile<Data>(file: string): () => JsonFile<Data> {
  let kept: JsonFile<Data> | undefined;
  return () => {
    try {
      const changed = statSync(file).mtimeMs;
      if (kept?.changed !== changed) kept = { changed, data: JSON.parse(readFileSync(file, 'utf8')) as Data };
      return kept;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw fileRefusal(file, 'read', error);
      throw new InvalidInput(`${file} is damaged: ${error.message}; write it again with the command that made it`, {
        cause: error,
      });
    }
  };
}
