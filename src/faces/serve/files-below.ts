/** The files of a folder by name, as addresses ask for them. */
import { readdirSync } from 'node:fs';
import path from 'node:path';

/**
 * Returns all files below a folder by their names in addresses; requests are looked up here and never joined to a path. A missing
 * folder has none.
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
