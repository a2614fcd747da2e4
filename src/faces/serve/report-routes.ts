/** Answers to addresses below `/api/reports/ID/`. */
import path from 'node:path';
import { readText } from '../../base/files/read-text.js';
import { InvalidInput } from '../../base/invalid-input.js';
import type { Verdict } from '../../claims/verdict.js';
import { darkDrawing } from '../figures/dark-figures.js';
import { claimDetail, claimLine, type CaseDetail, type ClaimDetail } from '../views/claim-detail.js';
import type { ClaimWords } from '../views/claim-words.js';
import { plain } from '../views/json-numbers.js';
import { REPORT_FILES } from '../report/report-folder.js';
import type { RunFacts } from '../views/report-entry.js';
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

/** Returns a function from the parts of an address and its query to the answer; undefined for an unknown address. */
export function reportRoutes(
  folder: string,
  replay: Replay,
): (parts: readonly string[], query: URLSearchParams) => Promise<Answer | undefined> {
  const read = reportReader(folder);
  return async (parts, query) => {
    const [first, second = '', third, fourth = '', fifth] = parts;
    if (parts.length === 0) return json(overviewOf(read()));
    if (first === 'figures' && parts.length === 2) return figure(folder, second, query.get('scheme'));
    if (first !== 'claims') return undefined;
    if (parts.length === 2) return json(detailOf(read(), second));
    if (third !== 'cases') return undefined;
    if (parts.length === 4) return json(caseDetail(read(), second, fourth));
    if (parts.length === 5 && fifth === 'again') return json(await again(read(), second, fourth, replay));
    return undefined;
  };
}

function json(value: unknown): Answer | undefined {
  return value === undefined ? undefined : { kind: 'json', value };
}

/** Returns a file from the folder of figures, or its drawing in the colours of a dark page; undefined for any other name. */
function figure(folder: string, name: string, scheme: string | null): Answer | undefined {
  const file = filesBelow(path.join(folder, REPORT_FILES.figures)).get(name);
  if (file === undefined || !/\.(vl\.json|svg|png)$/.test(name)) return undefined;
  if (scheme !== 'dark' || !name.endsWith('.svg')) return { kind: 'file', file };
  return { kind: 'drawing', svg: darkDrawing(readText(file)) };
}

async function again(data: ReportData, id: string, which: string, replay: Replay): Promise<CaseAgain | undefined> {
  const words = data.claims.find((claim) => claim.id === id);
  // A counterfeit's instance needs the counterfeit, and is in the file.
  const kept = /^(\d+|worst)$/.test(which) ? caseDetail(data, id, which) : undefined;
  if (words === undefined || kept === undefined) return undefined;
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
      throw new InvalidInput(`${file} is of an earlier alpha-cl: run alpha-cl verify again`);
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

/**
 * Returns one instance of a claim; undefined if there is no such one.
 *
 * @param which a place among the generated instances, `worst`, `counterexample` or `counterfeit:ID`
 */
function caseDetail({ verdicts }: ReportData, id: string, which: string): CaseDetail | undefined {
  const verdict = verdicts.find(({ claim }) => claim === id);
  if (verdict === undefined) return undefined;
  // The numbers of the file are what JsonNumber says, whatever their type was before they were written.
  return chosenCase(verdict, which) as CaseDetail | undefined;
}

function chosenCase({ evidence, worst, counterexample, counterfeits }: Verdict, which: string): unknown {
  if (/^\d+$/.test(which)) {
    const generated = evidence[Number(which)];
    return generated !== undefined && generated.replay === worst?.replay ? worst : generated;
  }
  if (which === 'worst') return worst;
  if (which === 'counterexample') return counterexample;
  return counterfeits.find((counterfeit) => which === `counterfeit:${counterfeit.id}`)?.counterexample;
}
