/** Serves the explorer until it is interrupted. */
import { spawn } from 'node:child_process';
import { CLAIMS } from '../../../proofs-checks/index.js';
import { InvalidInput } from '../../base/invalid-input.js';
import { claimOfLoss } from '../../claims/claim-of-loss.js';
import { runClaims } from '../../claims/run-claims.js';
import type { CheckedCase } from '../../claims/verdict.js';
import type { ClaimWords } from '../views/claim-words.js';
import { openFolders } from '../serve/given-folders.js';
import { startServer } from '../serve/server.js';
import { interruptions } from './interruptions.js';
import { RUNS } from './new-run-folder.js';
import { REPORT } from '../report/report-folder.js';
import type { ServeFlags } from './serve-command.js';

const TIME_LIMIT = 60;

/** The previous replay; replays run one after another, since a reader looks at one instance at a time. */
let before: Promise<unknown> = Promise.resolve();

/** Does what `alpha-cl serve` is asked to. */
export async function serve(folders: string[], { port, open }: ServeFlags): Promise<void> {
  const given = openFolders(folders.length > 0 ? folders : [RUNS, REPORT]);
  const server = await startServer({ given, replay: replayInstance, ...(port !== undefined && { port }) });
  const { signal, end } = interruptions();
  process.stdout.write(`Explorer: ${server.url} (Ctrl-C ends it)\n`);
  for (const folder of given.waiting()) {
    process.stdout.write(`${folder} holds no report, run or table yet: what appears there is shown\n`);
  }
  if (open === true) openBrowser(server.url);
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
  end();
  await server.close();
}

/** Command that opens an address in the user's browser, by platform. */
const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

/** Opens an address in the browser; if there is none, a message says so, and the server goes on. */
function openBrowser(url: string): void {
  const [program, ...args] = OPENERS[process.platform] ?? ['xdg-open'];
  const opener = spawn(program, [...args, url], { stdio: 'ignore', detached: true });
  opener.once('error', (error) => process.stderr.write(`no browser was opened: ${error.message}\n`));
  opener.unref();
}

/**
 * Makes an instance again from its seed and checks it.
 *
 * @param replay `SEED:PATH`
 * @throws InvalidInput when this version has no such claim, or its check does not return
 */
function replayInstance(words: Pick<ClaimWords, 'id' | 'given'>, replay: string): Promise<CheckedCase> {
  const made = before.then(() => replayed(words, replay));
  before = made.catch(() => undefined);
  return made;
}

async function replayed({ id, given }: Pick<ClaimWords, 'id' | 'given'>, replay: string): Promise<CheckedCase> {
  const found = CLAIMS.find((claim) => claim.id === id);
  if (found === undefined)
    throw new InvalidInput(
      `this version of alpha-cl has no claim ${id}: look at the report with the version that wrote it`,
    );
  const claim = given === undefined ? found : claimOfLoss(found, given.loss);
  if (claim === undefined)
    throw new InvalidInput(
      `claim ${id} of this version of alpha-cl is not about a given loss: look at the report with the version that wrote it`,
    );
  const [verdict] = await runClaims({
    claims: [claim],
    catalogue: new URL('../../../proofs-checks/index.js', import.meta.url),
    seed: 0,
    cases: 1,
    timeLimit: TIME_LIMIT,
    replay,
    workers: 1,
  });
  const made = verdict?.worst ?? verdict?.counterexample;
  if (made === undefined)
    throw new InvalidInput(`the check of ${id} on ${replay} did not return within ${TIME_LIMIT} seconds`);
  return made;
}
