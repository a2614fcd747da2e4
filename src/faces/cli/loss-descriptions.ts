/** The losses that a person names, types or puts in a file, with their parameters. */
import type { LossDescription } from '../../theory/analysis/analyse-loss.js';
import { InvalidInput, quoted } from '../../base/invalid-input.js';
import type { Interval } from '../../theory/algebra/interval.js';
import { lossEntry, namedFormulae, parameterKey } from '../../theory/losses/named-losses.js';
import { bothFormulae } from './given-loss.js';
import { requireUsedSymbols, type NamedText } from '../../theory/formula/parameter-values.js';

export interface DescribedLoss {
  readonly name: string;
  readonly description: LossDescription;
}

export interface LossChoice {
  readonly phi?: string;
  readonly psi?: string;
  readonly loss?: string;
  readonly from?: string;
  readonly set: readonly string[];
  readonly param: readonly string[];
}

type Parameters = Record<string, number | Interval>;

/**
 * Reads the losses that a person has chosen.
 *
 * @throws InvalidInput unless exactly one of formulae, a name and a file is given, on an unknown loss, on a file that cannot be
 *   read, and on values that are no numbers
 */
export async function describedLosses(choice: LossChoice): Promise<DescribedLoss[]> {
  const { phi, psi, loss, from } = choice;
  const given = givenParameters(choice);
  const ways = [phi !== undefined || psi !== undefined, loss !== undefined, from !== undefined];
  if (ways.filter(Boolean).length !== 1) {
    throw new InvalidInput(
      'give one loss: --phi and --psi, or --loss NAME, or --from FILE (see alpha-cl analyse --help)',
    );
  }
  if (loss !== undefined) return [namedLossOf(loss, given)];
  if (from !== undefined) return fileLosses(from, given);
  const formulae = bothFormulae(phi, psi);
  requireUsedSymbols('--set or --param', given, namedTexts(formulae));
  return [{ name: 'The loss', description: { ...formulae, parameters: withUsual(Object.values(formulae), given) } }];
}

function namedTexts({ phi, psi }: { readonly phi: string; readonly psi: string }): NamedText[] {
  return [
    ['φ', phi],
    ['ψ', psi],
  ];
}

/** Values of τ and ε for formulae that use them, unless they are given. */
const USUAL: Parameters = { tau: 0.5, eps: 1 };

function withUsual(formulae: readonly string[], given: Parameters): Parameters {
  const used = Object.entries(USUAL).filter(([name]) =>
    formulae.some((text) => new RegExp(`\\b${name}\\b`).test(text)),
  );
  return { ...Object.fromEntries(used), ...given };
}

function namedLossOf(name: string, given: Parameters): DescribedLoss {
  const entry = lossEntry(name);
  const { phi, psi, parameters: defaults } = namedFormulae(name);
  const parameters: Parameters = { ...defaults };
  for (const [named, value] of Object.entries(given)) {
    if (Object.keys(defaults).length === 0) {
      throw new InvalidInput(
        `${entry.name} has no parameter ${quoted(named)}, and no other: leave out --set and --param`,
      );
    }
    parameters[entry.parameters[parameterKey(entry, named)]?.symbol ?? named] = value;
  }
  return { name: entry.title, description: { phi, psi, parameters } };
}

async function fileLosses(file: string, given: Parameters): Promise<DescribedLoss[]> {
  // Loaded here: the file's schema takes as long to load as all else that reads a loss.
  const { readLossFile } = await import('./loss-file.js');
  const losses = readLossFile(file);
  requireUsedSymbols('--set or --param', given, losses.flatMap(namedTexts));
  return losses.map(({ name, phi, psi, parameters }) => {
    requireUsedSymbols(`${file}: the loss ${quoted(name)}`, parameters, namedTexts({ phi, psi }));
    return { name, description: { phi, psi, parameters: withUsual([phi, psi], { ...parameters, ...given }) } };
  });
}

function givenParameters({ set, param }: LossChoice): Parameters {
  const given = new Map<string, number | Interval>();
  const take = (name: string, value: number | Interval): void => {
    if (given.has(name)) throw new InvalidInput(`--set or --param gives ${name} twice: leave one out`);
    given.set(name, value);
  };
  for (const text of set.flatMap((part) => part.split(','))) {
    const [name, value] = assignment(text, '--set', 'tau=0.5');
    take(name, numberOf(value, `--set ${quoted(text)}`));
  }
  for (const text of param) {
    const [name, range] = assignment(text, '--param', 'tau=0.1..1');
    const [lower, upper, more] = range.split('..');
    if (lower === undefined || upper === undefined || more !== undefined) {
      throw new InvalidInput(`cannot read --param ${quoted(text)}: expected a range, such as tau=0.1..1`);
    }
    take(name, {
      lower: numberOf(lower, `--param ${quoted(text)}`),
      upper: numberOf(upper, `--param ${quoted(text)}`),
    });
  }
  return Object.fromEntries(given);
}

function assignment(text: string, option: string, example: string): [string, string] {
  const [, name, value] = /^\s*([^=\s]+)\s*=\s*(\S+)\s*$/.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    throw new InvalidInput(`${option} ${quoted(text)} sets nothing: write it as ${example}`);
  }
  return [name, value];
}

function numberOf(text: string, where: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isFinite(value)) return value;
  throw new InvalidInput(`cannot read ${quoted(text)} in ${where}: expected a finite number`);
}
