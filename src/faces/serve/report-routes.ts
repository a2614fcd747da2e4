/** Answers to addresses of a report: `api/reports/ID.json` and below `api/reports/ID/`. */
import { PROGRAM } from '../../base/program-name.js';
import path from 'node:path';
import { InvalidInput } from '../../base/invalid-input.js';
import type { Verdict } from '../../claims/verdict.js';
import { caseOf, claimCases, type ClaimCases } from '../views/claim-cases.js';
import { claimDetail, claimLine, type ClaimDetail } from '../views/claim-detail.js';
import type { ClaimWords } from '../views/claim-words.js';
import { plain } from '../views/json-numbers.js';
import { REPORT_FILES } from '../report/report-folder.js';
import type { RunFacts } from '../views/report-entry.js';
import { nameOfJson } from './addresses.js';
import type { Answer } from './answer.js';
import type { CaseAgain, ReportOverview } from './api.js';
import { filesBelow } from './files-below.js';
import { jsonFile } from './json-file.js';

/** Makes an instance again from its seed and checks it. @param replay `SEED:PATH` */
export type Replay = (
  claim: Pick<ClaimWords, 'id' | 'given'>,
  replay: string,
) => Promise<{ readonly instance: unknown; readonly residual: number; readonly bound: number }>;

/** Contents of the file, in which infinite numbers are text. */
interface ReportData {
  readonly run: RunFacts;
  readonly verdicts: readonly Verdict[];
  readonly claims: readonly ClaimWords[];
}

/**
 * Returns a function from the parts of an address and its query to the answer; undefined for an unknown address.
 *
 * @param replay absent where no instance can be made again
 */
export function reportRoutes(
  folder: string,
  replay: Replay | undefined,
): (parts: readonly string[], query: URLSearchParams) => Promise<Answer | undefined> {
  const read = reportReader(folder);
  return async (parts, query) => {
    const [first, second = '', third] = parts;
    if (parts.length === 0) return json(overviewOf(read()));
    if (first === 'figures' && parts.length === 2) return figure(folder, second);
    if (first !== 'claims') return undefined;
    if (parts.length === 2) return json(detailOf(read(), nameOfJson(second)));
    if (parts.length !== 3) return undefined;
    if (third === 'cases.json') return json(casesIn(read(), second));
    return third === 'again' ? json(await again(read(), second, query.get('case') ?? '', replay)) : undefined;
  };
}

function json(value: unknown): Answer | undefined {
  return value === undefined ? undefined : { kind: 'json', value };
}

/** Returns a file from the folder of figures; undefined for any other name. */
function figure(folder: string, name: string): Answer | undefined {
  const file = figureFiles(folder).get(name);
  return file === undefined ? undefined : { kind: 'file', file };
}

/** Returns the files of a report's figures by their names. */
export function figureFiles(folder: string): ReadonlyMap<string, string> {
  const files = [...filesBelow(path.join(folder, REPORT_FILES.figures))];
  return new Map(files.filter(([name]) => /\.(vl\.json|svg|png)$/.test(name)));
}

async function again(
  data: ReportData,
  id: string,
  which: string,
  replay: Replay | undefined,
): Promise<CaseAgain | undefined> {
  const words = data.claims.find((claim) => claim.id === id);
  const cases = casesIn(data, id);
  // A counterfeit's instance needs the counterfeit, and is in the file.
  const kept = cases !== undefined && /^(\d+|worst)$/.test(which) ? caseOf(cases, which) : undefined;
  if (words === undefined || kept === undefined || replay === undefined) return undefined;
  const { instance, residual, bound } = await replay(words, kept.replay);
  const made = JSON.parse(JSON.stringify({ instance, residual, bound }, plain)) as Omit<CaseAgain, 'same'>;
  return { ...made, same: made.residual === kept.residual && made.bound === kept.bound };
}

/** Returns a function that reads the report. @throws InvalidInput from the function, when the report cannot be read */
export function reportReader(folder: string): () => ReportData {
  const file = path.join(folder, REPORT_FILES.data);
  const read = jsonFile<ReportData>(file);
  return () => {
    const { data } = read();
    if (
      !Array.isArray(data.verdicts) ||
      data.claims?.length !== data.verdicts.length ||
      !data.claims.every(isOfToday)
    ) {
      throw new InvalidInput(`${file} is of an earlier alpha-cl: run ${PROGRAM} verify again`);
    }
    return data;
  };
}

/** Tells if a claim has an outcome, which earlier versions did not decide. */
function isOfToday({ outcome }: Partial<ClaimWords>): boolean {
  return outcome !== undefined;
}

function overviewOf({ run, verdicts, claims }: ReportData): ReportOverview {
  return { run, claims: claims.map((words, k) => claimLine(words, verdicts[k] as Verdict)) };
}

/** Returns a claim without its instances; undefined if the report has no such claim. */
function detailOf(data: ReportData, id: string): ClaimDetail | undefined {
  const at = data.claims.findIndex((words) => words.id === id);
  const [words, verdict] = [data.claims[at], data.verdicts[at]];
  return words === undefined || verdict === undefined ? undefined : claimDetail(words, verdict);
}

/** Returns the instances of a claim; undefined if the report has no such claim. */
function casesIn({ verdicts }: ReportData, id: string): ClaimCases | undefined {
  const verdict = verdicts.find(({ claim }) => claim === id);
  return verdict === undefined ? undefined : claimCases(verdict);
}
