/** The explorer as `npm run build` made it. */
import { fileURLToPath } from 'node:url';
import { InvalidInput } from '../../base/invalid-input.js';
import { filesBelow } from './files-below.js';

/**
 * Returns its files by their names in addresses.
 *
 * @param app folder of the built explorer; by default that of this package
 * @throws InvalidInput when it was not built
 */
export function builtExplorer(app?: string): ReadonlyMap<string, string> {
  const files = filesBelow(app ?? fileURLToPath(new URL('../../../explorer', import.meta.url)));
  if (!files.has('index.html')) throw new InvalidInput('the explorer was not built: run npm run build first');
  return files;
}
