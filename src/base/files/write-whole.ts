/** Atomic file writes. */
import { randomUUID } from 'node:crypto';
import { open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { InvalidInput } from '../invalid-input.js';
import { fileRefusal } from './file-fault.js';

/**
 * Writes under a temporary name in the same folder, flushes, and renames: a reader meets the old file or the new one, never a
 * part, also after a loss of power. The temporary name is the file's own between a dot and a number: `.run.json-6a0f…`.
 *
 * @throws InvalidInput when it cannot be written: the old file stays, and nothing half written
 */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  const folder = path.dirname(file);
  const partial = path.join(folder, `.${path.basename(file)}-${randomUUID()}`);
  await requireReplaceable(file);
  try {
    await writeFlushed(partial, content);
    await renameOver(partial, file);
    await flushFolder(folder);
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    throw fileRefusal(file, 'written', error);
  }
}

/** Refuses a folder or device: a rename would put a file in the place of one such as /dev/stdout, for everybody. */
async function requireReplaceable(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (found === undefined || found.isFile()) return;
  const what = found.isDirectory() ? 'a folder' : 'a device or a pipe, and no file';
  throw new InvalidInput(`${file} cannot be written: it is ${what}; name a file`);
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

/** Milliseconds between attempts, and how many: Windows refuses while a reader, or a virus scanner, has the old file open. */
const [WAIT, ATTEMPTS] = [50, 20];

async function renameOver(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      if (process.platform !== 'win32' || attempt === ATTEMPTS) throw error;
      await setTimeout(WAIT);
    }
  }
}

/** Flushes a folder, so that the new name lasts too; where folders cannot be opened or flushed (Windows), the system does it. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder).catch(() => undefined);
  if (handle === undefined) return;
  try {
    await handle.sync();
  } catch (error) {
    if (process.platform !== 'win32') throw error;
  } finally {
    await handle.close();
  }
}
