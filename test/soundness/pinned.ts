/**
 * What is proven of fixed losses without corners, and which statements about fixed random losses are left open.
 *
 *     node dist/test/soundness/pinned.js abstained    writes abstained.json anew, to be looked at before it is committed
 *     node dist/test/soundness/pinned.js proven       writes proven.json anew
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { LossAnalysis } from '../../src/entries/analysis.js';
import { outcomeOf, type Analyse } from './fuzz.js';
import { lossAt, type GivenLoss } from './generate.js';

export const PINNED_SEED = 20220112;
export const PINNED_LOSSES = 150;

/** Statements that are left open, by the index of the loss. */
export type Abstained = Readonly<Record<string, readonly string[]>>;

export interface Proven {
  readonly phi: string;
  readonly psi: string;
  readonly parameters: GivenLoss['parameters'];
  /** Outcome and grade by statement. */
  readonly statements: Readonly<Record<string, readonly [outcome: string, grade: string]>>;
}

function openStatements({ statements }: LossAnalysis): string[] {
  return statements
    .filter(({ outcome, evidence }) => outcome === 'open' || evidence.grade === 'sampled')
    .map(({ id }) => id);
}

function abstentions(analyse: Analyse): Abstained {
  const so: Record<string, readonly string[]> = {};
  for (let index = 0; index < PINNED_LOSSES; index++) {
    const { phi, psi, parameters } = lossAt(PINNED_SEED, index);
    so[index] = openOrRefused({ phi, psi, parameters }, analyse);
  }
  return so;
}

/** Lists the statements that are left open; `refused` where the loss is. */
export function openOrRefused(loss: Omit<GivenLoss, 'smooth'>, analyse: Analyse): string[] {
  try {
    return openStatements(analyse(loss));
  } catch (error) {
    if (error instanceof Error && error.name === 'InvalidInput') return ['refused'];
    throw error;
  }
}

/** The losses of the paper, those of the documentation, and what people type. */
const WRITTEN: readonly (readonly [phi: string, psi: string, parameters?: GivenLoss['parameters']])[] = [
  ['tau*log(eps + x)', 'exp(x/tau)', { tau: 0.5, eps: 1 }],
  ['tau*log(eps + x)', 'exp(x/tau)', { tau: 0.5, eps: 0 }],
  ['tau*log(eps + x)', 'exp(x/tau)', { tau: 0.07, eps: 1 }],
  ['tau*log(eps + x)', 'exp(x/tau)', { tau: { lower: 0.1, upper: 1 }, eps: { lower: 0, upper: 1 } }],
  ['log(x)', 'exp(x)'],
  ['tau*log(1 + x)', 'exp(x/tau + eps)', { tau: 0.5, eps: 1 }],
  ['log(1 + x)', 'exp(x)'],
  ['x', 'sigmoid(c*x)', { c: 1 }],
  ['x', 'x'],
  ['log(1+x)', '1+tanh(x/tau)', { tau: 0.5 }],
  ['x', 'softplus(x/tau)', { tau: 0.5 }],
  ['log(1+x)', 'exp(x/tau)', { tau: 0.5 }],
  ['x', 'exp(x/tau)', { tau: 0.5 }],
  ['sqrt(x)', 'exp(x)'],
  ['x^2', 'exp(x)'],
  ['log(1 + log(1 + x))', 'exp(x)'],
  ['x/(1 + x)', 'exp(x/tau)', { tau: 1 }],
  ['log(1 + x)', 'softplus(x)'],
  ['log(1 + x)', 'softplus(x)^2'],
  ['x', 'softplus(x)^2'],
];

function cornerFree(): { readonly loss: GivenLoss; readonly key: { readonly seed: number; readonly index: number } }[] {
  const written = WRITTEN.map(([phi, psi, parameters = {}], index) => ({
    loss: { phi, psi, parameters, smooth: true },
    key: { seed: 0, index },
  }));
  const drawn: typeof written = [];
  for (let index = 0; drawn.length < 130; index++) {
    const loss = lossAt(PINNED_SEED + 1, index);
    if (loss.smooth) drawn.push({ loss, key: { seed: PINNED_SEED + 1, index } });
  }
  return [...written, ...drawn];
}

/** What is proven, and not contradicted by dense evaluation. */
function proofs(analyse: Analyse): Proven[] {
  return cornerFree().flatMap(({ loss, key }) => {
    const { analysis, judgements } = outcomeOf(loss, key, analyse);
    if (analysis === undefined) return [];
    const contradicted = new Set(
      judgements.flatMap(({ id, contradiction }) => (contradiction === undefined ? [] : [id])),
    );
    const statements = Object.fromEntries(
      analysis.statements
        .filter(
          ({ id, evidence, outcome }) => evidence.grade !== 'sampled' && outcome !== 'open' && !contradicted.has(id),
        )
        .map(({ id, outcome, evidence }) => [id, [outcome, evidence.grade] as const]),
    );
    return [{ phi: loss.phi, psi: loss.psi, parameters: loss.parameters, statements }];
  });
}

const FOLDER = path.resolve(import.meta.dirname, '..', '..', '..', 'test', 'soundness');

if (process.argv[1] === import.meta.filename) {
  const { analyseLoss } = await import('../../src/entries/analysis.js');
  const asked = process.argv[2];
  const write = (name: string, lines: readonly string[], [open, close]: readonly [string, string]): void => {
    writeFileSync(path.join(FOLDER, name), `${open}\n${lines.join(',\n')}\n${close}\n`);
  };
  if (asked === 'abstained') {
    const lines = Object.entries(abstentions(analyseLoss)).map(
      ([index, ids]) => `${JSON.stringify(index)}: ${JSON.stringify(ids)}`,
    );
    write('abstained.json', lines, ['{', '}']);
  } else if (asked === 'proven')
    write(
      'proven.json',
      proofs(analyseLoss).map((one) => JSON.stringify(one)),
      ['[', ']'],
    );
  else throw new Error('say which is to be written: abstained or proven');
}
