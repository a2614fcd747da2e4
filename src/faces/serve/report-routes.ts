/** Answers to addresses below `/api/reports/ID/`. */
import path from 'node:path';
import type { ClaimWords } from '../report/claim-words.js';
import { readText } from '../../base/files/read-text.js';
import { darkDrawing } from '../figures/dark-figures.js';
import { REPORT_FILES } from '../report/report-folder.js';
import { plain } from '../report/verdicts-json.js';
import { filesBelow } from './files-below.js';
import type { Answer } from './answer.js';
import type { CaseAgain } from './api.js';
import { caseDetail, claimDetail, overviewOf, reportReader, type ReportData } from './report-data.js';

/** Makes an instance again from its seed and checks it. @param replay `SEED:PATH` */
export type Replay = (
  claim: Pick<ClaimWords, 'id' | 'given'>,
  replay: string,
) => Promise<{ readonly instance: unknown; readonly residual: number; readonly bound: number }>;

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
    if (parts.length === 2) return json(claimDetail(read(), second));
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
