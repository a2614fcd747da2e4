/** `alpha-cl serve`: the explorer, a local web page on reports, runs and tables. */
import { Command } from 'commander';
import { withHelp, type HelpPage } from './command-help.js';
import { integerFrom } from './option-values.js';

export interface ServeFlags {
  readonly port?: number;
  readonly open?: true;
}

export function serveCommand(): Command {
  return withHelp(
    new Command('serve')
      .argument(
        '[dirs...]',
        'reports of alpha-cl verify, pages of alpha-cl inspect, folders of runs, folders with runs below them, or of tables (default: runs and alpha-cl-report)',
      )
      .option(
        '--port <n>',
        'port of the page, 0 for any that is free (default: 4173, or any where that is taken)',
        integerFrom(0, 65_535),
      )
      .option('--open', 'open the page in the browser')
      .action(async (folders: string[], flags: ServeFlags) => (await import('./serve.js')).serve(folders, flags)),
    HELP,
  );
}

const HELP: HelpPage = {
  notes: [
    'The page is for this machine alone (127.0.0.1), asks nothing of any other, and changes nothing. Curves of a run that is ' +
      'still training grow as it goes, and what appears later in a given folder, empty or not there yet, is shown. Without ' +
      'a folder it looks into runs and alpha-cl-report. Ctrl-C ends it.',
  ],
  examples: [
    'alpha-cl serve alpha-cl-report',
    'alpha-cl serve runs/infonce-1 runs/direct-1 --open',
    'alpha-cl serve out/losses/laptop alpha-cl-report --port 8080',
    ['alpha-cl serve alpha-cl-runs', 'what alpha-cl reproduce made: its tables and their runs'],
    ['alpha-cl serve', 'what train and verify write where no folder is named'],
  ],
  exitCodes: { 0: 'ended by Ctrl-C', 2: 'bad usage or input' },
};
