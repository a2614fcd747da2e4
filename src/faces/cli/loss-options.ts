/** The options that name a loss or the α of α-CL, and what they mean: the same in every command that takes them. */
import { Option, type Command } from 'commander';
import { InvalidInput, quoted } from '../../base/invalid-input.js';
import { mapValues } from '../../base/map-values.js';
import type { Given } from '../../claims/claim.js';
import type { Interval } from '../../theory/algebra/interval.js';
import { unknownLoss } from '../../theory/distance-losses/outside-losses.js';
import { IMPORTANCES, IMPORTANCE_NAMES } from '../../theory/losses/importances.js';
import type { LossFormulae } from '../../theory/losses/loss-formulae.js';
import { hasLoss, lossEntry, lossNames, namedFormulae } from '../../theory/losses/named-losses.js';
import { parameterKey } from '../../theory/losses/loss-parameters.js';
import { importanceChoice, importanceName, type ImportanceChoice } from '../../training/step/importance-choice.js';
import { bothFormulae, withUsual } from '../../training/train/given-formulae.js';
import { collected } from './option-values.js';
import { suggest } from './suggestions.js';

export interface ChoiceFlags {
  readonly loss?: string;
  readonly phi?: string;
  readonly psi?: string;
  readonly alpha?: string;
  /** Values, and ranges where the command takes them: `tau=0.5,eps=0..1`. */
  readonly set?: readonly string[];
  /** The value of tau, which `set` may give as well. */
  readonly tau?: string;
  /** Ranges alone; set where the command takes them. */
  readonly param?: readonly string[];
}

/** Values of parameters, and ranges. */
export type Parameters = Readonly<Record<string, number | Interval>>;

/** Holds what the options name: a loss, or an importance of α-CL. */
export type Chosen =
  | {
      readonly kind: 'loss';
      readonly title: string;
      /** Set where it was given by name. */
      readonly name?: string;
      readonly description: Required<LossFormulae<number | Interval>>;
    }
  | { readonly kind: 'alpha'; readonly title: string; readonly importance: ImportanceChoice };

/**
 * Adds the options of ChoiceFlags to a command.
 *
 * @param takes `ranges` of parameters, `alphas` that are given one after the other
 */
export function withLossOptions(command: Command, takes?: 'ranges' | 'alphas'): Command {
  const alpha = new Option(
    '--alpha <α>',
    'α of α-CL in place of a loss: a name, or a formula in r = 1 − cosine or d = √r',
  );
  command
    .option('--loss <name>', `loss, by name: ${lossNames().slice(0, 3).join(', ')}, …`)
    .option('--phi <formula>', 'φ of a loss of your own, in x = ξᵢ, the sum of an anchor, and parameters')
    .option('--psi <formula>', 'ψ of it, in x = d²ᵢ − d²ᵢⱼ, the margin of a pair, and parameters')
    .addOption(takes === 'alphas' ? alpha.argParser(collected) : alpha)
    .option('--set <values>', SET_HELP, collected)
    .addOption(tauOption());
  if (takes === 'ranges')
    command.addOption(
      new Option('--param <range>', 'former spelling of --set with a range')
        .argParser(collected)
        .default([])
        .hideHelp(),
    );
  suggest(command, '--loss', lossNames());
  return suggest(command, '--alpha', IMPORTANCE_NAMES);
}

/** Help of `--set`. */
export const SET_HELP = 'parameters, by name or symbol: tau=0.5,eps=1; repeatable; --tau 0.5 is --set tau=0.5';

/** Returns the option `--tau`, which the help of `--set` explains. */
export function tauOption(): Option {
  return new Option('--tau <value>', 'as --set tau=VALUE').hideHelp();
}

/** Returns the values that `--set` and `--tau` give. */
export function assignedIn({ set = [], tau }: Pick<ChoiceFlags, 'set' | 'tau'>): readonly string[] {
  return tau === undefined ? set : [...set, `tau=${tau}`];
}

/** Asks for one loss, where none or several were given. */
export const GIVE_ONE = 'give one loss: --loss NAME, or --phi and --psi, or --alpha NAME or FORMULA';

/**
 * Reads the loss or α that a person has chosen.
 *
 * @returns undefined where none is given
 * @throws InvalidInput when several are given, on an unknown name, on formulae that are none, and on values that are none, of no
 *   parameter or out of its range
 */
export function readLoss(flags: ChoiceFlags): Chosen | undefined {
  const { phi, psi, alpha } = flags;
  const loss = requireOneLoss(flags);
  const given = parametersIn(flags);
  if (loss !== undefined && /^alpha-cl-/i.test(loss) && importanceName(loss) !== undefined) return ofAlpha(loss, given);
  if (loss !== undefined) return ofName(loss, given, flags);
  if (alpha !== undefined) return ofAlpha(alpha, given);
  if (phi !== undefined || psi !== undefined || flags.loss !== undefined) {
    const formulae = bothFormulae(phi, psi);
    const parameters = withUsual(formulae, given, optionsOf(flags).join(' or '));
    return { kind: 'loss', title: 'The loss', description: { ...formulae, parameters } };
  }
  if (Object.keys(given).length === 0) return undefined;
  throw new InvalidInput(`--set gives values to nothing: --set is about a loss or α; ${GIVE_ONE}, or leave it out`);
}

/** Returns a loss or α as claims take it. @throws InvalidInput when a parameter of the loss is a range */
export function givenLossOf(chosen: Chosen | undefined): Given | undefined {
  return chosen?.kind === 'loss' ? formulaeOf(chosen) : chosen?.importance;
}

/** Returns the formulae of a loss. @throws InvalidInput when a parameter is a range */
export function formulaeOf({ description }: Extract<Chosen, { kind: 'loss' }>): Required<LossFormulae> {
  return { ...description, parameters: numbersIn(description.parameters) };
}

/**
 * Returns the name of the loss; undefined where it is given as formulae.
 *
 * @throws InvalidInput when several are given
 */
export function requireOneLoss({ loss, phi, psi, alpha }: ChoiceFlags): string | undefined {
  const isTyped = loss === 'formulae' || loss === 'alpha-cl-formula';
  const ways = [loss !== undefined && !isTyped, phi !== undefined || psi !== undefined, alpha !== undefined];
  if (ways.filter(Boolean).length > 1) throw new InvalidInput(GIVE_ONE);
  return isTyped ? undefined : loss;
}

/** Reads the values of `--set` and the ranges. @throws InvalidInput on what is not an assignment, and on a name that comes twice */
export function parametersIn(flags: ChoiceFlags): Parameters {
  const { param = [] } = flags;
  const given = new Map<string, number | Interval>();
  const assigned = [
    ...assignedIn(flags)
      .flatMap((text) => text.split(','))
      .map((text) => assignment(text, '--set')),
    ...param.map((text) => assignment(text, '--param')),
  ];
  for (const [name, value] of assigned) {
    if (given.has(name)) throw new InvalidInput(`${optionsOf(flags).join(' or ')} gives ${name} twice: leave one out`);
    if (typeof value !== 'number' && flags.param === undefined) throw noRange(name);
    given.set(name, value);
  }
  return Object.fromEntries(given);
}

function assignment(text: string, option: string): [string, number | Interval] {
  const [, name, value] = /^\s*([^=\s]+)\s*=\s*(\S+)\s*$/.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    throw new InvalidInput(`${option} ${quoted(text)} sets nothing: write name=number, as in tau=0.5,eps=1`);
  }
  const ends = value.split('..');
  const [lower = Number.NaN, upper = lower] = ends.map((end) => {
    const number = end === '' ? Number.NaN : Number(end);
    if (Number.isFinite(number)) return number;
    throw new InvalidInput(`cannot read ${quoted(end)} in ${option} ${quoted(text)}: expected a finite number`);
  });
  if (ends.length > 2 || (option === '--param' && ends.length < 2)) {
    throw new InvalidInput(`cannot read ${option} ${quoted(text)}: expected a range, such as tau=0.1..1`);
  }
  return [name, ends.length === 1 ? lower : { lower, upper }];
}

function ofName(typed: string, given: Parameters, flags: ChoiceFlags): Chosen {
  if (!hasLoss(typed)) throw unknownLoss(typed, lossNames());
  const entry = lossEntry(typed);
  const [first] = Object.keys(given);
  if (first !== undefined && Object.keys(entry.parameters).length === 0) {
    const leave = optionsOf(flags).join(' and ');
    throw new InvalidInput(`${entry.name} has no parameter ${quoted(first)}, and no other: leave out ${leave}`);
  }
  const { phi, psi, parameters } = namedFormulae(
    entry.name,
    mapValues(given, (value) => (typeof value === 'number' ? value : value.upper)),
  );
  const symbolOf = (name: string): string => entry.parameters[parameterKey(entry, name)]?.symbol ?? name;
  const ranges = Object.entries(given).map(([name, value]) => [symbolOf(name), value] as const);
  const description = { phi, psi, parameters: { ...parameters, ...Object.fromEntries(ranges) } };
  return { kind: 'loss', title: entry.title, name: entry.name, description };
}

function ofAlpha(typed: string, given: Parameters): Chosen {
  const importance = importanceChoice(typed, numbersIn(given));
  return { kind: 'alpha', title: 'name' in importance ? IMPORTANCES[importance.name].title : 'α', importance };
}

/** Returns parameters that are all numbers. @throws InvalidInput on a range */
export function numbersIn(parameters: Parameters): Record<string, number> {
  return mapValues(parameters, (value, name) => {
    if (typeof value === 'number') return value;
    throw noRange(name);
  });
}

function noRange(name: string): InvalidInput {
  return new InvalidInput(
    `--set gives ${name} a range: only alpha-cl analyse takes one, for a parameter of a loss; give one number`,
  );
}

/** Returns the options that give parameters. */
function optionsOf({ param }: ChoiceFlags): readonly string[] {
  return param === undefined ? ['--set'] : ['--set', '--param'];
}
