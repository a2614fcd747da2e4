/**
 * The eight losses of the family, Table 1 of the paper: which φ, which ψ, which parameters.
 *
 * Adding a loss is one entry. `temperature` is τ; `epsilon` is the paper's ε, an offset inside InfoNCE's logarithm and a
 * margin elsewhere.
 */
import { InvalidInput, unknownName } from '../invalid-input.js';
import type { Loss } from './loss.js';
import { exponential, hinge, linear, logarithm, sigmoid, squaredPositiveLog } from './scalar-functions.js';
import type { ScalarFunction } from './scalar-functions.js';

/** A rule that a parameter's value must meet. */
interface Parameter {
  readonly default: number;
  readonly range: 'positive' | 'non-negative' | 'finite';
}

interface NamedLoss<Name extends string = string> {
  readonly title: string;
  readonly source: string;
  readonly parameters: Readonly<Record<Name, Parameter>>;
  readonly phi: (parameters: Record<Name, number>) => ScalarFunction;
  readonly psi: (parameters: Record<Name, number>) => ScalarFunction;
}

const TEMPERATURE = { default: 0.5, range: 'positive' } as const;
const MARGIN = { default: 1, range: 'finite' } as const;

/** The losses of Table 1 of the paper: title, parameters with their defaults, φ and ψ. */
export const NAMED_LOSSES = {
  /** φ = τ log(ε + x), ψ = exp(x/τ). */
  infonce: entry({
    title: 'InfoNCE',
    source: 'van den Oord, Li, Vinyals 2018; epsilon 1 puts the positive in the denominator, 0 leaves it out',
    parameters: { temperature: TEMPERATURE, epsilon: { default: 1, range: 'non-negative' } },
    phi: ({ temperature, epsilon }) => logarithm(temperature, epsilon),
    psi: ({ temperature }) => exponential(1 / temperature),
  }),
  /** φ = log x, ψ = exp(x). */
  mine: entry({
    title: 'MINE',
    source: 'Belghazi et al. 2018',
    parameters: {},
    phi: () => logarithm(1, 0),
    psi: () => exponential(1),
  }),
  /** φ = x, ψ = [x + ε]₊. */
  triplet: entry({
    title: 'Triplet',
    source: 'Schroff, Kalenichenko, Philbin 2015; not differentiable where d²ᵢⱼ − d²ᵢ = epsilon',
    parameters: { epsilon: MARGIN },
    phi: linear,
    psi: ({ epsilon }) => hinge(epsilon),
  }),
  /** φ = τ log(1 + x), ψ = exp(x/τ + ε). */
  'soft-triplet': entry({
    title: 'Soft triplet',
    source: 'Tian, Yu, Chen, Ganguli 2020',
    parameters: { temperature: TEMPERATURE, epsilon: MARGIN },
    phi: ({ temperature }) => logarithm(temperature, 1),
    psi: ({ temperature, epsilon }) => exponential(1 / temperature, epsilon),
  }),
  /** φ = log(1 + x), ψ = exp(x). */
  'n-plus-one-tuplet': entry({
    title: 'N+1 tuplet',
    source: 'Sohn 2016',
    parameters: {},
    phi: () => logarithm(1, 1),
    psi: () => exponential(1),
  }),
  /** φ = [log x]₊², ψ = exp(x + ε). */
  'lifted-structured': entry({
    title: 'Lifted structured',
    source: 'Oh Song, Xiang, Jegelka, Savarese 2016; C¹, its second derivative jumps where ξᵢ = 1',
    parameters: { epsilon: MARGIN },
    phi: squaredPositiveLog,
    psi: ({ epsilon }) => exponential(1, epsilon),
  }),
  /** φ = x, ψ = sigmoid(c x), c the steepness. */
  'modified-triplet': entry({
    title: 'Modified triplet',
    source: 'Coria, Bredin, Ghannay, Rosset 2020',
    parameters: { steepness: { default: 1, range: 'positive' } },
    phi: linear,
    psi: ({ steepness }) => sigmoid(steepness),
  }),
  /** φ = x, ψ = x. */
  'triplet-contrastive': entry({
    title: 'Triplet contrastive',
    source: 'Ji, Deng, Nakada, Zou, Zhang 2021',
    parameters: {},
    phi: linear,
    psi: linear,
  }),
} as const;

/** A loss by name. */
export type LossName = keyof typeof NAMED_LOSSES;

/** The names of all of them. */
export const LOSS_NAMES = Object.keys(NAMED_LOSSES) as LossName[];

/**
 * A named loss with its parameters; those left out take their defaults.
 *
 * @throws InvalidInput on an unknown loss or parameter, or a value outside the parameter's range
 */
export function namedLoss(name: string, parameters: Readonly<Record<string, number>> = {}): Loss {
  if (!Object.hasOwn(NAMED_LOSSES, name)) throw unknownName('loss', name, LOSS_NAMES);
  const { title, parameters: declared, phi, psi } = NAMED_LOSSES[name as LossName] as NamedLoss;
  const known = Object.keys(declared);
  for (const given of Object.keys(parameters)) {
    if (!known.includes(given)) throw unknownName(`parameter of ${name}`, given, known.length > 0 ? known : ['(none)']);
  }
  const values: Record<string, number> = {};
  for (const [key, parameter] of Object.entries(declared)) {
    values[key] = requireInRange(`${key} of ${name}`, parameters[key] ?? parameter.default, parameter);
  }
  return { name, title, parameters: values, phi: phi(values), psi: psi(values) };
}

/** Keeps the parameter names of each entry for the compiler. */
function entry<Name extends string>(definition: NamedLoss<Name>): NamedLoss<Name> {
  return definition;
}

const RANGES: Readonly<
  Record<Parameter['range'], { readonly words: string; readonly allows: (x: number) => boolean }>
> = {
  // 1/τ and its square must stay finite beside squared distances of up to 1e300.
  positive: { words: 'a number of at least 1e-6', allows: (x) => x >= 1e-6 },
  'non-negative': { words: 'a number of at least 0', allows: (x) => x >= 0 },
  finite: { words: 'a finite number', allows: () => true },
};

function requireInRange(name: string, value: number, { default: usual, range }: Parameter): number {
  if (!Number.isFinite(value) || !RANGES[range].allows(value)) {
    throw new InvalidInput(`${name} is ${value}: it must be ${RANGES[range].words} (default ${usual})`);
  }
  return value;
}
