/** Which address gives what. Every address is looked up in a list; none is taken for a path. */
import type { Answer } from './answer.js';
import type { Sources } from './api.js';
import type { GivenFolders } from './given-folders.js';
import { packageVersion } from '../version.js';
import { vendorFile } from './vendor-files.js';

export interface RoutedFiles {
  readonly given: GivenFolders;
  /** Of the built explorer, by their names in addresses. */
  readonly files: ReadonlyMap<string, string>;
}

const NOTHING: Answer = { kind: 'words', status: 404, text: 'there is nothing here' };

/** @returns what answers an address, its query included; it rejects with InvalidInput where a file is damaged */
export function routes({ given, files }: RoutedFiles): (address: string) => Promise<Answer> {
  return async (address) => {
    const name = address.split(/[?#]/, 1)[0]?.slice(1) ?? '';
    if (name === 'api/sources') return { kind: 'json', value: sourcesOf(given) };
    const file = name.startsWith('vendor/')
      ? vendorFile(name.slice('vendor/'.length))
      : files.get(name || 'index.html');
    return file === undefined ? NOTHING : { kind: 'file', file };
  };
}

function sourcesOf({ reports, runs }: GivenFolders): Sources {
  return {
    version: packageVersion(),
    reports: reports.map((folder, k) => ({ id: String(k), folder })),
    runs: runs().map((folder, k) => ({ id: String(k), folder })),
  };
}
