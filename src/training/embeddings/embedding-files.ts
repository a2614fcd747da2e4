/** The files that a person names: files as they are, and those of a folder in the order of their numbers. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { pathKind } from '../../base/files/file-bytes.js';
import { namingFile } from '../../base/files/file-fault.js';
import { InvalidInput } from '../../base/invalid-input.js';
import { EMBEDDING_ENDINGS } from './read-embeddings.js';

/**
 * Lists files of embeddings.
 *
 * @param given files and folders
 * @throws InvalidInput on a folder that has none
 */
export function embeddingFiles(given: readonly string[]): string[] {
  return given.flatMap((place) => (pathKind(place) === 'folder' ? filesIn(place) : [place]));
}

function filesIn(folder: string): string[] {
  const names = namingFile(folder, 'read', () => readdirSync(folder)).filter((name) =>
    EMBEDDING_ENDINGS.includes(path.extname(name).toLowerCase()),
  );
  if (names.length === 0) {
    throw new InvalidInput(`${folder} has no file of embeddings: expected ${EMBEDDING_ENDINGS.join(', ')}`);
  }
  const order = new Intl.Collator('en', { numeric: true });
  return names.toSorted((a, b) => order.compare(a, b)).map((name) => path.join(folder, name));
}
