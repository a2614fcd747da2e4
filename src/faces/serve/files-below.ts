/** The files of a folder by name, as addresses ask for them. */
import { readdirSync } from 'node:fs';
import path from 'node:path';

/**
 * All files below a folder by their names in addresses: what is asked for is looked up here and never joined to a path.
 *
 * @returns none where the folder is missing
 */
export function filesBelow(folder: string): ReadonlyMap<string, string> {
  let entries;
  try {
    entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  } catch {
    return new Map();
  }
  return new Map(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((file) => [path.relative(folder, file).split(path.sep).join('/'), file]),
  );
}
