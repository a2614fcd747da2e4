/** `alpha-cl verify`: checks the claims, shows the verdicts, writes the report. */
import path from 'node:path';
import { Command } from 'commander';
import { suggest } from './suggestions.js';
import { withHelp, type HelpPage } from './command-help.js';
import { CHAPTERS, CLAIMS } from '../../../proofs-checks/index.js';
import type { Claim, Given } from '../../claims/claim.js';
import type { RunOptions } from '../../claims/run-claims.js';
import { allInOrder, type Verdict } from '../../claims/verdict.js';
import { lossOptions } from '../report/loss-options.js';
import { openRealImages } from '../../training/data/real-images.js';
import { InvalidInput } from '../../base/invalid-input.js';
import { counterfeitText, refutationText } from '../report/refutation-text.js';
import { checkReportFolder } from '../report/report-folder.js';
import type { RunFacts } from '../report/report.js';
import { verdictSummary } from '../report/verdict-summary.js';
import { verdictsJson } from '../report/verdicts-json.js';
import { verdictTable } from '../report/verdict-table.js';
import { writeReport } from '../report/write-report.js';
import { chooseClaims, claimsOfLoss } from './choose-claims.js';
import { claimRun, PROFILES, runWithProgress, withClaimRunOptions, type ClaimRunOptions } from './claim-run.js';
import { givenLossOf, readLoss, withLossOptions, type ChoiceFlags } from './loss-options.js';
import { packageVersion } from '../../base/version.js';
import { shellWord } from '../../base/shell-word.js';

interface VerifyOptions extends ClaimRunOptions, ChoiceFlags {
  readonly claims?: string;
  readonly out: string;
  readonly replay?: string;
  readonly counterfeit?: string;
  readonly json?: true;
  readonly list?: true;
}

/** Makes the command. @param setExitCode receives 0 when nothing speaks against the claims, 1 otherwise */
export function verifyCommand(setExitCode: (code: number) => void): Command {
  const command = new Command('verify').option(
    '--claims <ids>',
    'claims to check: ids separated by commas, * for any characters',
  );
  return suggest(
    withHelp(
      withClaimRunOptions(withLossOptions(command))
        .option('--out <dir>', 'folder of the report', 'alpha-cl-report')
        .option('--replay <seed:path>', 'check one instance again, as a refutation printed it; no report is written')
        .option('--counterfeit <id>', 'with --replay: on this counterfeit of the claim, which the instance refutes')
        .option('--json', 'print the verdicts as JSON on standard output')
        .option('--list', 'list the claims and stop')
        .action(async (options: VerifyOptions) => {
          setExitCode(await verify(options));
        }),
      HELP,
    ),
    '--claims',
    CLAIMS.map(({ id }) => id),
  );
}

const HELP: HelpPage = {
  notes: [
    'With a loss those claims run that are about any loss, on this one: its views have length 1 at most. With --alpha those run ' +
      'that are about any α held fixed. Real images are left out. A claim whose condition the loss does not meet, as convexity, is not applicable, and a counterfeit ' +
      'that does the same as the claim on it cannot be told: neither fails the run.',
    'With --replay one instance is checked. A longer path, as 1432:7:0:2, leads from an instance that is refuted to a simpler one: ' +
      'where both hold it is refused.',
  ],
  examples: [
    ['alpha-cl verify', 'all claims, 100 instances each'],
    ['alpha-cl verify --profile full --seed 7', '1,000 instances each, other instances'],
    ['alpha-cl verify --real --data ~/datasets', 'on CIFAR-10, CIFAR-100 and STL-10 as well'],
    ["alpha-cl verify --claims 'covariance-*' --json", 'some claims, as JSON for a program'],
    'alpha-cl verify --claims theorem-1-gradient --replay 1432:7',
    'alpha-cl verify --claims theorem-1-gradient --counterfeit wrong-sign --replay 1432:0',
    "alpha-cl verify --phi 'tau*log(eps+x)' --psi 'exp(x/tau)' --set tau=0.2,eps=1",
    'alpha-cl verify --alpha direct --set p=2,tau=0.3',
  ],
  exitCodes: {
    0: 'nothing speaks against a claim',
    1: 'a claim is refuted, unfinished or accepts a counterfeit',
    2: 'bad usage or input',
  },
};

async function verify(options: VerifyOptions): Promise<number> {
  if (options.list === true) {
    process.stdout.write(CLAIMS.map(({ id, title }) => `${id.padEnd(36)}${title}\n`).join(''));
    return 0;
  }
  const chosen = options.claims === undefined ? CLAIMS : chooseClaims(CLAIMS, options.claims);
  const loss = givenLossOf(readLoss(options));
  if (loss !== undefined && options.real === true) {
    throw new InvalidInput('--real is about the named losses: leave it out, or leave out the loss that is given');
  }
  const claims = loss === undefined ? chosen : claimsOfLoss(chosen, loss, CLAIMS);
  const runOptions = runOptionsOf(loss === undefined ? options : { ...options, real: false }, claims);
  const replaying = options.replay !== undefined;
  if (!replaying) await checkReportFolder(options.out);
  const { data, seed } = runOptions;
  const real =
    loss !== undefined
      ? 'none: they are for the named losses'
      : data === undefined
        ? 'none: give --data DIR or set ALPHA_CL_DATA'
        : openRealImages({ data, seed }).describe;

  const startedAt = new Date();
  const verdicts = await runWithProgress(runOptions);
  const run: RunFacts = {
    seed,
    profile: options.profile,
    requestedCases: runOptions.cases,
    real,
    version: packageVersion(),
    node: process.version,
    startedAt: startedAt.toISOString(),
    seconds: (Date.now() - startedAt.getTime()) / 1000,
    ...(loss !== undefined && { loss: { formulae: loss, claimsLeftOut: chosen.length - claims.length } }),
    command: commandLine(options, runOptions, loss),
  };
  const entries = claims.map((claim, k) => ({ chapter: chapterOf(claim.id), claim, verdict: verdicts[k] as Verdict }));
  const page = replaying ? undefined : await writeReport({ out: options.out, run, entries });
  if (options.json === true) {
    process.stdout.write(verdictsJson(run, entries));
  } else {
    process.stdout.write(`${verdictTable(entries)}\n`);
    for (const { claim, verdict } of entries) {
      const words = [refutationText(claim, verdict), ...(replaying ? verdict.counterfeits.map(counterfeitText) : [])];
      process.stdout.write(words.flatMap((text) => (text === '' ? [] : [`\n${text}\n`])).join(''));
    }
    if (run.loss !== undefined) {
      const ran = claims.map(({ id }) => id).join(', ');
      process.stdout.write(
        `\nOn ${lossOptions(run.loss.formulae)}: ${ran}. ${run.loss.claimsLeftOut} claims are not about it and were left out.\n`,
      );
    }
    process.stdout.write(`\n${verdictSummary(verdicts)}. Real images: ${real}.\n`);
  }
  if (page !== undefined)
    (options.json === true ? process.stderr : process.stdout).write(`Report: ${path.resolve(page)}\n`);
  return allInOrder(verdicts) ? 0 : 1;
}

function runOptionsOf(options: VerifyOptions, claims: readonly Claim[]): RunOptions {
  const { replay, counterfeit } = options;
  if (replay === undefined) {
    if (counterfeit !== undefined) {
      throw new InvalidInput('--counterfeit is about --replay SEED:PATH: give that too, or leave it out');
    }
    return claimRun(options, claims);
  }
  if (claims.length !== 1) throw new InvalidInput('--replay is about one claim: name it with --claims ID');
  return { ...claimRun(options, claims), replay, ...(counterfeit !== undefined && { counterfeit }) };
}

function chapterOf(id: string): string {
  return CHAPTERS.find(({ claims }) => claims.some((claim) => claim.id === id))?.title ?? '';
}

/** Returns the command line that reproduces the run; the data folder is the reader's own. */
function commandLine(
  { claims, profile }: VerifyOptions,
  { seed, cases, data }: RunOptions,
  loss: Given | undefined,
): string {
  const about = loss === undefined ? [] : [lossOptions(loss)];
  const chosen = claims === undefined ? [] : ['--claims', shellWord(claims)];
  const counted = cases === PROFILES[profile].cases ? [] : ['--cases', String(cases)];
  const real = loss !== undefined ? [] : data === undefined ? ['--no-real'] : ['--real', '--data', 'DIR'];
  return [
    'npx alpha-cl verify',
    ...about,
    ...chosen,
    '--profile',
    profile,
    ...counted,
    '--seed',
    String(seed),
    ...real,
  ].join(' ');
}
