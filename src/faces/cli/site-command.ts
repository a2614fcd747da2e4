/** `alpha-cl site`: the explorer with its data as files, for any web host. */
import path from 'node:path';
import { Command } from 'commander';
import { shellWord } from '../../base/shell-word.js';
import { counted } from '../../base/thousands.js';
import { withHelp, type HelpPage } from './command-help.js';

interface SiteFlags {
  readonly json?: true;
}

export function siteCommand(): Command {
  return withHelp(
    new Command('site')
      .argument('<dir>', 'folder of the site; an earlier site in it is replaced')
      .argument(
        '[dirs...]',
        'reports of alpha-cl verify, pages of alpha-cl inspect, folders of runs, folders with runs below them, or of tables',
      )
      .option('--json', 'print folder, number of files and bytes as JSON on standard output')
      .action(site),
    HELP,
  );
}

const HELP: HelpPage = {
  notes: [
    'The site is the explorer of alpha-cl serve without a server: claims down to single instances, runs, tables, the loss atlas, the ' +
      'energy landscape and the documentation. Put the folder on any web host, also below a path of its own; nothing in it loads ' +
      'anything from elsewhere. It does not change: runs that go on are as they were, and no instance is made again.',
    'Readers see the names of the folders that are given, and not where they lie.',
  ],
  examples: [
    ['alpha-cl site public alpha-cl-report runs/infonce-1', 'a report and a run'],
    ['alpha-cl site public alpha-cl-runs', 'tables and their runs'],
    ['alpha-cl site public', 'the pages that need no data'],
  ],
  exitCodes: { 0: 'written', 2: 'bad usage or input' },
};

async function site(out: string, folders: readonly string[], { json }: SiteFlags): Promise<void> {
  const { checkWholeFolder } = await import('../../base/files/whole-folder.js');
  const { openFolders } = await import('../serve/given-folders.js');
  const { publishedNames } = await import('../serve/published-names.js');
  const { SITE_FOLDER, writeSite } = await import('../serve/write-site.js');
  await checkWholeFolder(SITE_FOLDER, out);
  const { files, bytes, explorer } = await writeSite(out, {
    given: openFolders(folders),
    shownAs: publishedNames(folders),
  });
  const folder = path.resolve(out);
  process.stdout.write(
    json === true
      ? `${JSON.stringify({ folder, files, bytes, explorer })}\n`
      : `Site: ${folder} (${counted(files, 'file')}, ${megabytes(bytes)}, of which ${megabytes(explorer)} are the explorer)\n` +
          `To look at it: python3 -m http.server --directory ${shellWord(out)}\n`,
  );
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
