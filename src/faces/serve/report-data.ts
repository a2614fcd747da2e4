/** Reads `verdicts.json` of a report for the explorer: an overview, one claim, one instance. */
import path from 'node:path';
import type { Verdict } from '../../claims/verdict.js';
import { InvalidInput } from '../../base/invalid-input.js';
import type { ClaimWords } from '../report/claim-words.js';
import { REPORT_FILES } from '../report/report-folder.js';
import type { RunFacts } from '../report/report.js';
import { jsonFile } from './json-file.js';
import type { CaseDetail, ClaimDetail, ClaimLine, Found, FoundCounterexample, ReportOverview } from './api.js';

/** Contents of the file, in which infinite numbers are text. */
export interface ReportData {
  readonly run: RunFacts;
  readonly verdicts: readonly Verdict[];
  readonly claims: readonly ClaimWords[];
}

/** Returns a function that reads the report. @throws InvalidInput from the function, when the report cannot be read */
export function reportReader(folder: string): () => ReportData {
  const file = path.join(folder, REPORT_FILES.data);
  const read = jsonFile<ReportData>(file);
  return () => {
    const { data } = read();
    if (!Array.isArray(data.verdicts) || data.claims?.length !== data.verdicts.length) {
      throw new InvalidInput(`${file} is of an earlier alpha-cl: run alpha-cl verify again`);
    }
    return { ...data, claims: data.claims.map(withGradeOfToday) };
  };
}

/** Reads the word that reports of earlier versions have for interval-certified evidence. */
function withGradeOfToday(words: ClaimWords): ClaimWords {
  return (words.grade as string) === 'certified' ? { ...words, grade: 'interval-certified' } : words;
}

export function overviewOf({ run, verdicts, claims }: ReportData): ReportOverview {
  return { run, claims: claims.map((words, k) => claimLine(words, verdicts[k] as Verdict)) };
}

function claimLine({ id, chapter, title, source, grade }: ClaimWords, verdict: Verdict): ClaimLine {
  const { status, cases, requested, worst, counterfeits, seconds } = verdict;
  return {
    id,
    chapter,
    title,
    source,
    grade,
    status,
    cases,
    requested,
    ...(worst !== undefined && { worst: found(worst) }),
    counterfeits: counterfeits.length,
    refuted: counterfeits.filter(({ refuted }) => refuted).length,
    seconds,
  };
}

/** Returns a claim without its instances; undefined if the report has no such claim. */
export function claimDetail(data: ReportData, id: string): ClaimDetail | undefined {
  const at = data.claims.findIndex((words) => words.id === id);
  const [words, verdict] = [data.claims[at], data.verdicts[at]];
  if (words === undefined || verdict === undefined) return undefined;
  const { status, cases, requested, reason, seconds, evidence, worst, counterexample, counterfeits, real } = verdict;
  return {
    words,
    verdict: { status, cases, requested, seconds, ...(reason !== undefined && { reason }) },
    evidence: evidence.map(found),
    ...(worst !== undefined && { worst: found(worst) }),
    ...(counterexample !== undefined && { counterexample: foundCounterexample(counterexample) }),
    counterfeits: counterfeits.map(
      ({ id: name, description, refuted, alike, cases: tried, counterexample: refuting }) => ({
        id: name,
        description,
        refuted,
        ...(alike && { alike }),
        cases: tried,
        ...(refuting !== undefined && { counterexample: foundCounterexample(refuting) }),
      }),
    ),
    real: real.map((image) => ({ label: image.label, ...found(image) })),
  };
}

/**
 * Returns one instance of a claim; undefined if there is no such one.
 *
 * @param which a place among the generated instances, `worst`, `counterexample` or `counterfeit:ID`
 */
export function caseDetail({ verdicts }: ReportData, id: string, which: string): CaseDetail | undefined {
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

function found({ residual, bound }: { readonly residual: number; readonly bound: number }): Found {
  return { residual, bound };
}

function foundCounterexample(from: NonNullable<Verdict['counterexample']>): FoundCounterexample {
  const { replay, shrinks, error } = from;
  return { ...found(from), replay, shrinks, ...(error !== undefined && { error }) };
}
