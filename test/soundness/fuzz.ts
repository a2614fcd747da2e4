/** Losses of one seed, analysed and judged. */
import type { analyseLoss, LossAnalysis } from '../../src/entries/analysis.js';
import { lossAt, type GivenLoss } from './generate.js';
import { judge, type Judgement } from './judge.js';

export type Analyse = (loss: Parameters<typeof analyseLoss>[0]) => LossAnalysis;

export interface Contradiction {
  readonly seed: number;
  readonly index: number;
  /** Its formulae, as text. */
  readonly loss: string;
  readonly id: string;
  readonly said: string;
  readonly grade: string;
  readonly why: string;
}

/** Counts of what was said, and of what of it dense evaluation decides. */
export interface Counts {
  losses: number;
  /** Losses that the analysis refuses: ψ has no proven value everywhere. */
  refused: number;
  statements: number;
  proven: number;
  refuted: number;
  abstained: number;
  /** Statements of which dense evaluation shows whether they hold, and those of them that are proven or refuted. */
  decided: number;
  decidedAndSettled: number;
  /** The last two by statement; all and settled ones where dense evaluation decides nothing. */
  readonly shares: Record<string, [decided: number, settled: number]>;
}

export function noCounts(): Counts {
  return {
    losses: 0,
    refused: 0,
    statements: 0,
    proven: 0,
    refuted: 0,
    abstained: 0,
    decided: 0,
    decidedAndSettled: 0,
    shares: {},
  };
}

export function added(a: Counts, b: Counts): Counts {
  const shares = { ...a.shares };
  for (const [id, [decided, settled]] of Object.entries(b.shares)) {
    const [p, q] = shares[id] ?? [0, 0];
    shares[id] = [p + decided, q + settled];
  }
  const sum = (key: Exclude<keyof Counts, 'shares'>): number => a[key] + b[key];
  return {
    losses: sum('losses'),
    refused: sum('refused'),
    statements: sum('statements'),
    proven: sum('proven'),
    refuted: sum('refuted'),
    abstained: sum('abstained'),
    decided: sum('decided'),
    decidedAndSettled: sum('decidedAndSettled'),
    shares,
  };
}

export interface Outcome {
  readonly loss: GivenLoss;
  readonly refused: string | undefined;
  readonly analysis: LossAnalysis | undefined;
  readonly judgements: readonly Judgement[];
}

export function outcomeOf(
  loss: GivenLoss,
  key: { readonly seed: number; readonly index: number },
  analyse: Analyse,
): Outcome {
  let analysis: LossAnalysis;
  try {
    analysis = analyse({ phi: loss.phi, psi: loss.psi, parameters: loss.parameters });
  } catch (error) {
    if (error instanceof Error && error.name === 'InvalidInput') {
      return { loss, refused: error.message, analysis: undefined, judgements: [] };
    }
    const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const ended: Judgement = { id: 'analysis', said: 'nothing', grade: 'ended', dense: 'unknown', contradiction: why };
    return { loss, refused: undefined, analysis: undefined, judgements: [ended] };
  }
  return { loss, refused: undefined, analysis, judgements: judge(loss, analysis, key) };
}

/** Those that are asked of every loss; the others are lists and ranges. */
const STATEMENTS = new Set([
  'psi-increases',
  'phi-increases',
  'psi-differentiable',
  'phi-differentiable',
  'importance-falls',
  'importance-falls-strictly',
  'convex',
  'min-player',
  'row-sum-constant',
  'homogeneous',
]);

/** What was found of some losses. */
export interface Findings {
  readonly counts: Counts;
  readonly contradictions: readonly Contradiction[];
}

export function fuzz(seed: number, indices: Iterable<number>, analyse: Analyse): Findings {
  const counts = noCounts();
  const contradictions: Contradiction[] = [];
  for (const index of indices) {
    const loss = lossAt(seed, index);
    const { refused, judgements } = outcomeOf(loss, { seed, index }, analyse);
    counts.losses++;
    if (refused !== undefined) counts.refused++;
    for (const { id, said, grade, dense, contradiction } of judgements) {
      if (contradiction !== undefined) {
        const text = `φ = ${loss.phi} | ψ = ${loss.psi} | ${JSON.stringify(loss.parameters)}`;
        contradictions.push({ seed, index, loss: text, id, said, grade, why: contradiction });
      }
      if (!STATEMENTS.has(id)) continue;
      counts.statements++;
      const isSettled = grade !== 'sampled' && said !== 'open';
      if (!isSettled) counts.abstained++;
      else if (said === 'holds') counts.proven++;
      else counts.refuted++;
      if (dense === 'unknown') continue;
      counts.decided++;
      if (isSettled) counts.decidedAndSettled++;
      const share = (counts.shares[id] ??= [0, 0]);
      share[0]++;
      if (isSettled) share[1]++;
    }
  }
  return { counts, contradictions };
}
