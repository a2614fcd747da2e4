/** The explorer as files for any web host: what the server would answer, each answer at its address. */
import { copyFile, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { replaceWholeFolder, type WholeFolder } from '../../base/files/whole-folder.js';
import { InvalidInput } from '../../base/invalid-input.js';
import { addressOfJson } from './addresses.js';
import type { Answer } from './answer.js';
import type { ReportOverview, RunLine, Sources } from './api.js';
import { builtExplorer } from './built-explorer.js';
import type { GivenFolders } from './given-folders.js';
import { figureFiles } from './report-routes.js';
import { routes, vendorFiles } from './routes.js';

export interface SiteOptions {
  readonly given: GivenFolders;
  /** Returns the name under which readers see a path of this machine. */
  readonly shownAs: (place: string) => string;
  /** Folder of the built explorer. Default: beside this file in dist. */
  readonly app?: string;
}

export interface WrittenSite {
  readonly files: number;
  readonly bytes: number;
  /** Bytes of the explorer itself, without data and the results of its documentation. */
  readonly explorer: number;
}

/** GitHub Pages leaves out files with an underscore first where this one is missing. */
const AS_IS = '.nojekyll';

export const SITE_FOLDER: WholeFolder = {
  noun: 'site',
  flag: '',
  names: [AS_IS, 'index.html', 'api', 'assets', 'docs', 'vendor'],
  isOurs: (folder) =>
    readFile(path.join(folder, addressOfJson('sources')), 'utf8')
      .then((text) => (JSON.parse(text) as Partial<Sources>).live === false)
      .catch(() => false),
};

/**
 * Writes a site, all of it or nothing.
 *
 * @param out folder that is missing, empty, or holds an earlier site, which is replaced
 * @throws InvalidInput when the folder is something else, or what is to be shown is damaged
 */
export async function writeSite(out: string, { given, shownAs, app }: SiteOptions): Promise<WrittenSite> {
  const files = builtExplorer(app);
  const answerOf = routes({ given, files, shownAs });
  const written = { files: 0, bytes: 0, explorer: 0 };
  await replaceWholeFolder(SITE_FOLDER, out, async (folder) => {
    const write = async (address: string): Promise<unknown> => {
      const answer = await answerOf(`/${address}`);
      const file = path.join(folder, ...namesIn(address));
      await mkdir(path.dirname(file), { recursive: true });
      await writeAnswer(file, answer);
      written.files++;
      const { size } = await stat(file);
      written.bytes += size;
      if (!/^(api|docs\/results)\//.test(address)) written.explorer += size;
      return answer.kind === 'json' ? answer.value : undefined;
    };
    await writeFile(path.join(folder, AS_IS), '');
    for (const address of [...vendorFiles().keys(), ...files.keys()]) await write(address);
    await writeData(given, (name) => write(addressOfJson(name)), write);
  });
  return written;
}

/** Writes all data. @param json writes the answer of a name, and returns its value @param other writes that of an address */
async function writeData(
  given: GivenFolders,
  json: (name: string) => Promise<unknown>,
  other: (address: string) => Promise<unknown>,
): Promise<void> {
  const [empty] = given.waiting();
  if (empty !== undefined) {
    throw new InvalidInput(
      `${empty} holds no report, run, table or inspection: give a folder that alpha-cl verify, train, reproduce or inspect wrote`,
    );
  }
  const { reports, tables, inspections } = (await json('sources')) as Sources;
  for (const { id } of inspections) await json(`inspections/${id}`);
  for (const { id } of tables) await json(`tables/${id}`);
  for (const { id, fault, foreign } of (await json('runs')) as readonly RunLine[]) {
    if (fault !== undefined) throw new InvalidInput(fault);
    const parts = foreign === undefined ? ['', '/scalars', '/metrics', '/summary'] : ['', '/scalars'];
    for (const part of parts) await json(`runs/${id}${part}`);
  }
  for (const [k, { id }] of reports.entries()) {
    const { claims } = (await json(`reports/${id}`)) as ReportOverview;
    for (const claim of claims) {
      await json(`reports/${id}/claims/${claim.id}`);
      await json(`reports/${id}/claims/${claim.id}/cases`);
    }
    for (const name of figureFiles(given.reports()[k] ?? '').keys()) await other(`api/reports/${id}/figures/${name}`);
  }
}

/** Returns the parts of an address as names of files. @throws InvalidInput when one would be more than a name, as in a forged report */
function namesIn(address: string): string[] {
  const names = address.split('/');
  if (names.every((name) => /^[\w-][\w.-]*$/.test(name))) return names;
  throw new InvalidInput(
    `${address} cannot be published: ids are letters, digits, dots, - and _; write the report again`,
  );
}

async function writeAnswer(file: string, answer: Answer): Promise<void> {
  if (answer.kind === 'json') return writeFile(file, JSON.stringify(answer.value));
  if (answer.kind === 'file') return copyFile(answer.file, file);
  throw new InvalidInput(answer.kind === 'words' ? answer.text : 'a stream of events cannot be published');
}
