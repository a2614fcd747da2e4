/** Answers by address, of a server and of a site’s files. Every address is looked up in a list; none is used as a path. */
import { createRequire } from 'node:module';
import path from 'node:path';
import { packageVersion } from '../../base/version.js';
import { nameOfJson } from './addresses.js';
import type { Answer } from './answer.js';
import type { InspectionDetail, Sources } from './api.js';
import { INSPECTION_FILE, type InspectionFile } from '../report/inspection-file.js';
import { filesBelow } from './files-below.js';
import type { GivenFolders } from './given-folders.js';
import { jsonFile } from './json-file.js';
import { reportRoutes, type Replay } from './report-routes.js';
import { runAnswer, type GivenRun } from './run-routes.js';
import { tableReader } from './table-data.js';

export interface Routed {
  readonly given: GivenFolders;
  /** Files of the built explorer, by their names in addresses. */
  readonly files: ReadonlyMap<string, string>;
  /** Makes an instance again; absent of a site, which does not change. */
  readonly replay?: Replay;
  /** Returns the name under which readers see a path of this machine. Default: the path. */
  readonly shownAs?: (place: string) => string;
}

const NOTHING: Answer = { kind: 'words', status: 404, text: 'there is nothing here' };

const require = createRequire(import.meta.url);

/** Files of other packages, by their names below `vendor/`, as a package and a file beside its main one. */
const BUILT: ReadonlyMap<string, readonly [name: string, file: string]> = new Map([
  ['vega.js', ['vega', 'vega.min.js']],
  ['vega-lite.js', ['vega-lite', 'vega-lite.min.js']],
  ['vega-embed.js', ['vega-embed', 'vega-embed.min.js']],
  ['katex/katex.min.css', ['katex', 'katex.min.css']],
]);

/** The fonts of KaTeX but for the alphabets that no formula here is written in: a browser asks for a font when a letter of it occurs. */
const USED_FONT = /^KaTeX_(?!Fraktur|Script|SansSerif|Typewriter|Caligraphic-Bold).*\.woff2$/;

/** Returns the files of other packages by their names in addresses. */
export function vendorFiles(): ReadonlyMap<string, string> {
  const beside = (owner: string, file: string): string => path.join(path.dirname(require.resolve(owner)), file);
  const fonts = [...filesBelow(beside('katex', 'fonts'))].filter(([name]) => USED_FONT.test(name));
  return new Map([
    ...[...BUILT].map(([name, [owner, file]]) => [`vendor/${name}`, beside(owner, file)] as const),
    ...fonts.map(([name, file]) => [`vendor/katex/fonts/${name}`, file] as const),
  ]);
}

/** Returns a function that answers an address, its query included; it rejects with InvalidInput if a file is damaged. */
export function routes({
  given,
  files,
  replay,
  shownAs = (place) => place,
}: Routed): (address: string) => Promise<Answer> {
  const reports = new Map<string, ReturnType<typeof reportRoutes>>();
  const report = (id: string): ReturnType<typeof reportRoutes> | undefined => {
    const folder = given.reports()[Number(id)];
    if (folder === undefined) return undefined;
    const answer = reports.get(folder) ?? reportRoutes(folder, replay);
    reports.set(folder, answer);
    return answer;
  };
  const live = replay !== undefined;
  const vendor = vendorFiles();
  const tables = new Map<string, ReturnType<typeof tableReader>>();
  const runs = (): readonly GivenRun[] =>
    given.runs().map((place, k) => ({ id: String(k), folder: shownAs(place), place }));
  const sources = (): Sources => ({
    version: packageVersion(),
    live,
    reports: given.reports().map((place, k) => ({ id: String(k), folder: shownAs(place) })),
    runs: runs().map(({ id, folder }) => ({ id, folder })),
    tables: given.tables().map((file, k) => ({ id: String(k), file: shownAs(file) })),
    inspections: given.inspections().map((place, k) => ({ id: String(k), folder: shownAs(place) })),
    waiting: given.waiting(),
  });
  const table = (id: string): Answer => {
    const file = given.tables()[Number(id)];
    if (file === undefined) return NOTHING;
    const read = tables.get(file) ?? tableReader(file);
    tables.set(file, read);
    return { kind: 'json', value: { ...read(runs()), file: shownAs(file) } };
  };
  const inspection = (id: string): Answer => {
    const folder = given.inspections()[Number(id)];
    if (folder === undefined) return NOTHING;
    const { inspections } = jsonFile<InspectionFile>(path.join(folder, INSPECTION_FILE))().data;
    const value: InspectionDetail = inspections.map((one) => ({ ...one, file: shownAs(one.file) }));
    return { kind: 'json', value };
  };
  return async (address) => {
    const {
      parts: [first, ...rest],
      query,
    } = parsed(address);
    if (first !== 'api') {
      const name = [first, ...rest].join('/');
      return fileAnswer(vendor.get(name) ?? files.get(name || 'index.html'));
    }
    const [kind, named = '', ...below] = rest;
    if (kind === 'sources.json' && rest.length === 1) return { kind: 'json', value: sources() };
    if (kind === 'runs.json' || kind === 'runs') return runAnswer(runs(), rest, query, { shownAs, live }) ?? NOTHING;
    const id = below.length === 0 ? nameOfJson(named) : named;
    if (!/^\d+$/.test(id)) return NOTHING;
    if (kind === 'reports') return (await report(id)?.(below, query)) ?? NOTHING;
    if (below.length > 0) return NOTHING;
    return kind === 'tables' ? table(id) : kind === 'inspections' ? inspection(id) : NOTHING;
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
