/** Draws the figures that are asked for. */
import { PROGRAM } from '../../base/program-name.js';
import path from 'node:path';
import { requireOutputFolder } from './output-folder.js';
import { EXPERIMENTS } from '../../../experiments/index.js';
import { CLAIMS } from '../../../proofs-checks/index.js';
import { analyseLoss } from '../../theory/analysis/analyse-loss.js';
import type { Figure } from '../../claims/figure.js';
import { FAILURES, type Verdict } from '../../claims/verdict.js';
import { InvalidInput, quoted } from '../../base/invalid-input.js';
import { chosenCurve } from '../../theory/analysis/chosen-importance.js';
import { importanceOf } from '../../training/step/importance-choice.js';
import { analysisFigures, importanceFigure } from '../figures/analysis-figures.js';

import { experimentWithProgress } from './experiment.js';
import { claimRun, runWithProgress } from './claim-run.js';
import { claimsOfLoss } from './choose-claims.js';
import { givenLossOf, readLoss } from './loss-options.js';
import { saveFigures } from './save-figures.js';
import { fitsPattern, mayFitPattern } from './name-pattern.js';
import type { FiguresOptions } from './figures-command.js';

/** Does what `alpha-cl figures` is asked to. @returns 0, or 1 when a claim whose figures were drawn does not hold */
export async function figures(options: FiguresOptions): Promise<number> {
  const patterns = options.only?.split(',').map((pattern) => pattern.trim()) ?? ['*'];
  const concerned = <Source extends { readonly id: string }>(sources: readonly Source[]): Source[] =>
    sources.filter(({ id }) => patterns.some((pattern) => concerns(pattern, id)));
  const chosen = readLoss(options);
  const loss = givenLossOf(chosen);
  const ownFigures = loss !== undefined && patterns.some((pattern) => concerns(pattern, GIVEN_LOSS));
  const named = concerned(CLAIMS);
  const claims = loss === undefined ? named : named.length === 0 && ownFigures ? [] : claimsOfLoss(named, loss, CLAIMS);
  const experiments = loss === undefined ? concerned(EXPERIMENTS) : [];
  if (claims.length + experiments.length === 0 && !ownFigures) {
    throw noFigure(options.only, [...CLAIMS, ...EXPERIMENTS].map(({ id }) => id).join(', '), 'claims and experiments');
  }
  await requireOutputFolder('--out', options.out);

  const verdicts =
    claims.length === 0
      ? []
      : await runWithProgress(claimRun(loss === undefined ? options : { ...options, real: false }, claims));
  const made = claims.flatMap(({ id, figures: draw }, k) =>
    (draw?.(verdicts[k] as Verdict, loss) ?? []).map((figure) => ({ id, figure })),
  );
  if (chosen !== undefined && ownFigures) {
    const own =
      chosen.kind === 'loss'
        ? analysisFigures(GIVEN_LOSS, chosen.title, analyseLoss(chosen.description))
        : [importanceFigure(GIVEN_LOSS, chosen.title, chosenCurve(importanceOf(chosen.importance)))];
    made.push(...own.map((figure) => ({ id: GIVEN_LOSS, figure })));
  }
  for (const experiment of experiments) {
    const { cells } = await experimentWithProgress(experiment, options);
    made.push(...experiment.figures(cells).map((figure) => ({ id: experiment.id, figure })));
  }
  const wanted = made.filter(({ id, figure }) =>
    patterns.some((pattern) => fitsPattern(pattern, id) || fitsPattern(pattern, figure.id)),
  );
  if (wanted.length === 0) throw noFigure(options.only, made.map(({ figure }) => figure.id).join(', '), 'figures');

  await save(
    options,
    wanted.map(({ figure }) => figure),
  );
  const failing = verdicts.filter(({ status }) => FAILURES.includes(status));
  if (failing.length === 0) return 0;
  const found = failing.map(({ claim, status }) => `${claim} is ${status}`).join(', ');
  process.stderr.write(`${found}: see ${PROGRAM} verify\n`);
  return 1;
}

/** First part of the ids of the figures of a given loss. */
const GIVEN_LOSS = 'given-loss';

/**
 * Tells if the pattern may mean a claim, an experiment or the given loss, or one of its figures, whose ids begin with its own.
 */
function concerns(pattern: string, id: string): boolean {
  return fitsPattern(pattern, id) || mayFitPattern(pattern, `${id}-`);
}

function noFigure(only = '', known: string, kind: string): InvalidInput {
  return new InvalidInput(`--only ${quoted(only)} fits no figure: choose among the ${kind} ${known}`);
}

async function save({ out, json }: FiguresOptions, chosen: readonly Figure[]): Promise<void> {
  const saved = await saveFigures(chosen, out);
  const folder = path.resolve(out);
  if (json === true) {
    const told = saved.map(({ figure: { id, title, caption }, files }) => ({ id, title, caption, files }));
    process.stdout.write(`${JSON.stringify({ folder, figures: told })}\n`);
    return;
  }
  const count = `${saved.length} ${saved.length === 1 ? 'figure' : 'figures'}`;
  process.stdout.write(`${saved.map(({ figure }) => `${figure.id}\n`).join('')}${count} in ${folder}\n`);
}
