/** Checks the claims, shows the verdicts, writes the report. */
import path from 'node:path';
import { CHAPTERS, CLAIMS } from '../../../proofs-checks/index.js';
import type { Claim, Given } from '../../claims/claim.js';
import { nameOf, type RunOptions } from '../../claims/run-claims.js';
import { allInOrder, type Verdict } from '../../claims/verdict.js';
import { lossOptions } from '../views/loss-options.js';
import { openRealImages } from '../../training/data/real-images.js';
import { checkWholeFolder } from '../../base/files/whole-folder.js';
import { InvalidInput } from '../../base/invalid-input.js';
import { counterfeitText, refutationText } from '../report/refutation-text.js';
import { REPORT, REPORT_FOLDER } from '../report/report-folder.js';
import type { DrawnFigure, ReportEntry, RunFacts } from '../views/report-entry.js';
import type { WorkerInput as DrawInput } from '../report/draw-worker.js';
import { outcomeReport } from '../../claims/outcome-words.js';
import { claimWords } from '../views/claim-words.js';
import { verdictsJson } from '../report/verdicts-json.js';
import { verdictTable } from '../report/verdict-table.js';
import { writeReport } from '../report/write-report.js';
import { chooseClaims, claimsOfLoss } from './choose-claims.js';
import { claimRun, PROFILES, runWithProgress } from './claim-run.js';
import { readDistances, requireOneOfAll } from './distance-options.js';
import { givenLossOf, readLoss } from './loss-options.js';
import { packageVersion } from '../../base/version.js';
import { shellWord } from '../../base/shell-word.js';
import { counted } from '../../base/thousands.js';
import type { VerifyOptions } from './verify-command.js';

const DRAW_WORKER = new URL('../report/draw-worker.js', import.meta.url);

/** Does what `alpha-cl verify` is asked to. @returns 0 when nothing speaks against the claims, 1 otherwise */
export async function verify(options: VerifyOptions): Promise<number> {
  if (options.list === true) {
    process.stdout.write(CLAIMS.map(({ id, title }) => `${id.padEnd(36)}${title}\n`).join(''));
    return 0;
  }
  const chosen = options.claims === undefined ? CLAIMS : chooseClaims(CLAIMS, options.claims);
  const loss = givenIn(options);
  if (loss !== undefined && options.real === true) {
    throw new InvalidInput('--real is for runs on all losses: leave it out, or leave out the loss that is given');
  }
  const claims = loss === undefined ? chosen : claimsOfLoss(chosen, loss, CLAIMS);
  const runOptions = runOptionsOf(loss === undefined ? options : { ...options, real: false }, claims);
  const replaying = options.replay !== undefined;
  const out = options.out ?? reportFolder(claims, loss);
  if (!replaying) await checkWholeFolder(REPORT_FOLDER, out);
  const { data, seed } = runOptions;
  const real =
    loss !== undefined
      ? 'none: they are for runs on all losses'
      : data === undefined
        ? 'none: give --data DIR or set ALPHA_CL_DATA'
        : openRealImages({ data, seed }).describe;

  const startedAt = new Date();
  const drawn = new Map<string, readonly DrawnFigure[]>();
  const verdicts = await runWithProgress({
    ...runOptions,
    ...(!replaying && {
      onVerdict: async (verdict, inThread) => {
        const claim = claims.find(({ id }) => id === verdict.claim) as Claim;
        const input: DrawInput = { catalogue: runOptions.catalogue.href, name: nameOf(claim), verdict };
        drawn.set(claim.id, (await inThread(DRAW_WORKER, input)) as DrawnFigure[]);
      },
    }),
  });
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
  const entries = claims.map((claim, k) => {
    const figures = drawn.get(claim.id);
    return { ...placeOf(claim), claim, verdict: verdicts[k] as Verdict, ...(figures !== undefined && { figures }) };
  });
  const page = replaying ? undefined : await writeReport({ out, run, entries });
  if (options.json === true) {
    process.stdout.write(verdictsJson(run, entries));
  } else if (options.counterfeit !== undefined) {
    // A counterfeit was checked, and not the claim: it gets no verdict.
    for (const { verdict } of entries)
      for (const one of verdict.counterfeits) process.stdout.write(`${counterfeitText(one)}\n`);
  } else {
    process.stdout.write(`${verdictTable(entries)}\n`);
    for (const { claim, verdict } of entries) {
      const text = refutationText(claim, verdict);
      if (text !== '') process.stdout.write(`\n${text}\n`);
    }
    if (run.loss !== undefined) {
      const ran = claims.map(({ id }) => id).join(', ');
      process.stdout.write(`\nOn ${lossOptions(run.loss.formulae)}: ${ran}.\n${leftOutText(chosen, claims)}`);
    }
    process.stdout.write(`\n${outcomeReport(entries.map(claimWords)).join('\n')}\nReal images: ${real}.\n`);
  }
  if (page !== undefined)
    (options.json === true ? process.stderr : process.stdout).write(`Report: ${path.resolve(page)}\n`);
  return allInOrder(verdicts) ? 0 : 1;
}

/** Reads the loss or α that the claims are to be about; undefined where none is given. */
function givenIn(options: VerifyOptions): Given | undefined {
  requireOneOfAll(options);
  const found = readDistances(options);
  if (found === undefined) return givenLossOf(readLoss(options));
  const { name, loss } = found;
  if (name === undefined) return { distances: loss.formulae };
  const { parameters } = loss.formulae;
  return { distances: { name, ...(parameters !== undefined && { parameters }) } };
}

/** Names the claims that are not about the loss. */
function leftOutText(chosen: readonly Claim[], claims: readonly Claim[]): string {
  const leftOut = chosen.filter(({ id }) => !claims.some((claim) => claim.id === id)).map(({ id }) => id);
  return leftOut.length === 0
    ? ''
    : `${counted(leftOut.length, 'claim')} not about it, left out: ${leftOut.join(', ')}.\n`;
}

/** Returns the usual folder of a report; one of some claims never replaces one of all. */
function reportFolder(claims: readonly Claim[], loss: Given | undefined): string {
  const [only] = claims;
  if (loss !== undefined) return `${REPORT}-loss`;
  if (claims.length === CLAIMS.length) return REPORT;
  return `${REPORT}-${claims.length === 1 && only !== undefined ? only.id : `${claims.length}-claims`}`;
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

/** Returns the chapter of a claim of the catalogue and its file. */
function placeOf({ id }: Claim): Pick<ReportEntry, 'chapter' | 'file'> {
  const chapter = CHAPTERS.find(({ claims }) => claims.some((claim) => claim.id === id));
  if (chapter === undefined) return { chapter: '' };
  return { chapter: chapter.title, file: `proofs-checks/${chapter.folder}/${id}.ts` };
}

/** Returns the command line that reproduces the run; the data folder is the reader's own. */
function commandLine(
  { claims, profile }: VerifyOptions,
  { seed, cases, data }: RunOptions,
  loss: Given | undefined,
): string {
  const about = loss === undefined ? [] : [lossOptions(loss)];
  const chosen = claims === undefined ? [] : ['--claims', shellWord(claims)];
  const ofCases = cases === PROFILES[profile].cases ? [] : ['--cases', String(cases)];
  const real = loss !== undefined ? [] : data === undefined ? ['--no-real'] : ['--real', '--data', 'DIR'];
  return [
    'npx alpha-cl verify',
    ...about,
    ...chosen,
    '--profile',
    profile,
    ...ofCases,
    '--seed',
    String(seed),
    ...real,
  ].join(' ');
}
