import { mkdirSync, readdirSync } from 'node:fs';
import { pathKind } from './file-bytes.js';
import { namingFile } from './file-fault.js';

/** Makes a folder, with those above it; one that is there stays. @throws InvalidInput when it cannot be made */
export function makeFolder(folder: string): void {
  namingFile(folder, 'made', () => mkdirSync(folder, { recursive: true }));
}

/** Lists the names in a folder; none where there is no folder. @throws InvalidInput when it cannot be read */
export function namesIn(folder: string): string[] {
  return pathKind(folder) === 'absent' ? [] : namingFile(folder, 'read', () => readdirSync(folder));
}
