/** Files that are whole or not there. */
import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { InvalidInput } from '../invalid-input.js';

/**
 * Writes under a temporary name in the same folder, flushes, and renames: a reader meets the old file or the new one, never a
 * part, also after a loss of power. The temporary name is the file's own between a dot and a number: `.run.json-6a0f…`.
 *
 * @throws InvalidInput when it cannot be written: the old file stays, and nothing half written
 */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  const folder = path.dirname(file);
  const partial = path.join(folder, `.${path.basename(file)}-${randomUUID()}`);
  try {
    await writeFlushed(partial, content);
    await rename(partial, file);
    await flushFolder(folder);
  } catch (error) {
    await rm(partial, { force: true });
    if (!(error instanceof Error && 'code' in error)) throw error;
    throw new InvalidInput(`${file} cannot be written: ${error.message}`, { cause: error });
  }
}

async function writeFlushed(file: string, content: string | Uint8Array): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes the new name itself last; where folders cannot be opened (Windows), the system takes care of it. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder).catch(() => undefined);
  if (handle === undefined) return;
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
