/** Answers by address. Every address is looked up in a list; none is used as a path. */
import { createRequire } from 'node:module';
import path from 'node:path';
import { packageVersion } from '../../base/version.js';
import type { Answer } from './answer.js';
import type { Source, Sources } from './api.js';
import type { GivenFolders } from './given-folders.js';
import { reportRoutes, type Replay } from './report-routes.js';
import { runAnswer } from './run-routes.js';
import { tableReader } from './table-data.js';

export interface Routed {
  readonly given: GivenFolders;
  readonly replay: Replay;
  /** Files of the built explorer, by their names in addresses. */
  readonly files: ReadonlyMap<string, string>;
}

const NOTHING: Answer = { kind: 'words', status: 404, text: 'there is nothing here' };

const require = createRequire(import.meta.url);

const BUILT: ReadonlyMap<string, readonly [name: string, file: string]> = new Map([
  ['vega.js', ['vega', 'vega.min.js']],
  ['vega-lite.js', ['vega-lite', 'vega-lite.min.js']],
  ['vega-embed.js', ['vega-embed', 'vega-embed.min.js']],
  ['katex/katex.mjs', ['katex', 'katex.mjs']],
  ['katex/katex.min.css', ['katex', 'katex.min.css']],
]);

const FONT = /^katex\/(fonts\/KaTeX_[\w-]+\.woff2)$/;

/** Returns a function that answers an address, its query included; it rejects with InvalidInput if a file is damaged. */
export function routes({ given, replay, files }: Routed): (address: string) => Promise<Answer> {
  const reports = new Map<string, ReturnType<typeof reportRoutes>>();
  const report = (id: string): ReturnType<typeof reportRoutes> | undefined => {
    const folder = given.reports()[Number(id)];
    if (folder === undefined) return undefined;
    const answer = reports.get(folder) ?? reportRoutes(folder, replay);
    reports.set(folder, answer);
    return answer;
  };
  const tables = new Map<string, ReturnType<typeof tableReader>>();
  const table = (id: string): Answer => {
    const file = given.tables()[Number(id)];
    if (file === undefined) return NOTHING;
    const read = tables.get(file) ?? tableReader(file);
    tables.set(file, read);
    return { kind: 'json', value: read(sourcesOf(given).runs) };
  };
  return async (address) => {
    const {
      parts: [first, ...rest],
      query,
    } = parsed(address);
    if (first === 'vendor') return fileAnswer(vendorFile(rest.join('/')));
    if (first !== 'api') return fileAnswer(files.get([first, ...rest].join('/') || 'index.html'));
    const [kind, id = '', ...parts] = rest;
    if (kind === 'sources' && rest.length === 1) return { kind: 'json', value: sourcesOf(given) };
    if (kind === 'runs') return runAnswer(sourcesOf(given).runs, rest.slice(1), query) ?? NOTHING;
    if (kind === 'reports' && /^\d+$/.test(id)) return (await report(id)?.(parts, query)) ?? NOTHING;
    if (kind === 'tables' && /^\d+$/.test(id) && parts.length === 0) return table(id);
    return NOTHING;
  };
}

/** Parses an address into the decoded parts of its path, and its query; a malformed one has no parts. */
function parsed(address: string): { readonly parts: readonly string[]; readonly query: URLSearchParams } {
  const [place = '', query = ''] = address.split('?', 2);
  try {
    return { parts: place.slice(1).split('/').map(decodeURIComponent), query: new URLSearchParams(query) };
  } catch {
    return { parts: [], query: new URLSearchParams() };
  }
}

function fileAnswer(file: string | undefined): Answer {
  return file === undefined ? NOTHING : { kind: 'file', file };
}

function sourcesOf({ reports, runs, tables, waiting }: GivenFolders): Sources {
  const numbered = (folder: string, k: number): Source => ({ id: String(k), folder });
  return {
    version: packageVersion(),
    reports: reports().map(numbered),
    runs: runs().map(numbered),
    tables: tables().map((file, k) => ({ id: String(k), file })),
    waiting: waiting(),
  };
}

/** Returns the path on disk of `/vendor/NAME`; undefined for an unknown name. */
function vendorFile(name: string): string | undefined {
  const [, font] = FONT.exec(name) ?? [];
  const [owner, file] = font === undefined ? (BUILT.get(name) ?? []) : ['katex', font];
  if (owner === undefined || file === undefined) return undefined;
  // Their main files lie beside the built ones.
  return path.join(path.dirname(require.resolve(owner)), file);
}
