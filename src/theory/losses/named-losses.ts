/**
 * The losses of the family that have a name: the eight of Figure 1, right, of the paper. Adding one is one entry.
 *
 * `temperature` is τ; `epsilon` is the paper's ε, an offset inside InfoNCE's logarithm and a margin elsewhere.
 */
import { InvalidInput, unknownName } from '../../base/invalid-input.js';
import { entropic, fixedTotal, linearOn, shareTotal, squaredTotal, type Conjugate } from './conjugates.js';
import type { Loss } from './loss.js';
import { exponential, hinge, linear, logarithm, sigmoid, squaredPositiveLog } from './scalar-functions.js';
import type { ScalarFunction } from './scalar-functions.js';

interface Parameter {
  /** What it is called in `formulae`. */
  readonly symbol: string;
  readonly default: number;
  /** A rule that its value must meet. */
  readonly range: 'positive' | 'non-negative' | 'finite';
}

/** All that the library knows of a loss. */
interface NamedLoss<Name extends string = string> {
  readonly title: string;
  readonly source: string;
  readonly parameters: Readonly<Record<Name, Parameter>>;
  readonly phi: (parameters: Record<Name, number>) => ScalarFunction;
  readonly psi: (parameters: Record<Name, number>) => ScalarFunction;
  /** φ and ψ as text, in x and the symbols of the parameters; src/theory/formula reads it, and a test holds it against the functions. */
  readonly formulae: { readonly phi: string; readonly psi: string };
  /** F*; undefined where F is not convex, so that there is no min player. */
  readonly conjugate: ((parameters: Record<Name, number>) => Conjugate) | undefined;
}

const TEMPERATURE = { symbol: 'tau', default: 0.5, range: 'positive' } as const;
const MARGIN = { symbol: 'eps', default: 1, range: 'finite' } as const;

/** The losses of Figure 1, right, of the paper: title, parameters with their defaults, φ, ψ and the price of the min player. */
export const NAMED_LOSSES = {
  /** φ = τ log(ε + x), ψ = exp(x/τ). */
  infonce: entry({
    title: 'InfoNCE',
    source: 'van den Oord, Li, Vinyals 2018; epsilon 1 puts the positive in the denominator, 0 leaves it out',
    parameters: { temperature: TEMPERATURE, epsilon: { symbol: 'eps', default: 1, range: 'non-negative' } },
    phi: ({ temperature, epsilon }) => logarithm(temperature, epsilon),
    psi: ({ temperature }) => exponential(1 / temperature),
    formulae: { phi: 'tau*log(eps + x)', psi: 'exp(x/tau)' },
    conjugate: ({ temperature, epsilon }) =>
      entropic(temperature, 0, epsilon === 0 ? fixedTotal() : shareTotal(temperature, epsilon)),
  }),
  /** φ = log x, ψ = exp(x). */
  mine: entry({
    title: 'MINE',
    source: 'Belghazi et al. 2018',
    parameters: {},
    phi: () => logarithm(1, 0),
    psi: () => exponential(1),
    formulae: { phi: 'log(x)', psi: 'exp(x)' },
    conjugate: () => entropic(1, 0, fixedTotal()),
  }),
  /** φ = x, ψ = [x + ε]₊. */
  triplet: entry({
    title: 'Triplet',
    source: 'Schroff, Kalenichenko, Philbin 2015; not differentiable where d²ᵢⱼ − d²ᵢ = epsilon',
    parameters: { epsilon: MARGIN },
    phi: linear,
    psi: ({ epsilon }) => hinge(epsilon),
    formulae: { phi: 'x', psi: 'max(0, x + eps)' },
    conjugate: ({ epsilon }) => linearOn('box', -epsilon),
  }),
  /** φ = τ log(1 + x), ψ = exp(x/τ + ε). */
  'soft-triplet': entry({
    title: 'Soft triplet',
    source: 'Tian, Yu, Chen, Ganguli 2020',
    parameters: { temperature: TEMPERATURE, epsilon: MARGIN },
    phi: ({ temperature }) => logarithm(temperature, 1),
    psi: ({ temperature, epsilon }) => exponential(1 / temperature, epsilon),
    formulae: { phi: 'tau*log(1 + x)', psi: 'exp(x/tau + eps)' },
    conjugate: ({ temperature, epsilon }) => entropic(temperature, epsilon, shareTotal(temperature, 1)),
  }),
  /** φ = log(1 + x), ψ = exp(x). */
  'n-plus-one-tuplet': entry({
    title: 'N+1 tuplet',
    source: 'Sohn 2016',
    parameters: {},
    phi: () => logarithm(1, 1),
    psi: () => exponential(1),
    formulae: { phi: 'log(1 + x)', psi: 'exp(x)' },
    conjugate: () => entropic(1, 0, shareTotal(1, 1)),
  }),
  /** φ = [log x]₊², ψ = exp(x + ε). */
  'lifted-structured': entry({
    title: 'Lifted structured',
    source: 'Oh Song, Xiang, Jegelka, Savarese 2016; C¹, its second derivative jumps where ξᵢ = 1',
    parameters: { epsilon: MARGIN },
    phi: squaredPositiveLog,
    psi: ({ epsilon }) => exponential(1, epsilon),
    formulae: { phi: 'max(0, log(x))^2', psi: 'exp(x + eps)' },
    conjugate: ({ epsilon }) => entropic(1, epsilon, squaredTotal()),
  }),
  /** φ = x, ψ = sigmoid(c x), c the steepness. */
  'modified-triplet': entry({
    title: 'Modified triplet',
    source: 'Coria, Bredin, Ghannay, Rosset 2020',
    parameters: { steepness: { symbol: 'c', default: 1, range: 'positive' } },
    phi: linear,
    psi: ({ steepness }) => sigmoid(steepness),
    formulae: { phi: 'x', psi: 'sigmoid(c*x)' },
    // The only convex function below a bounded one is constant: F* is finite at α = 0 alone.
    conjugate: undefined,
  }),
  /** φ = x, ψ = x. */
  'triplet-contrastive': entry({
    title: 'Triplet contrastive',
    source: 'Ji, Deng, Nakada, Zou, Zhang 2021',
    parameters: {},
    phi: linear,
    psi: linear,
    formulae: { phi: 'x', psi: 'x' },
    conjugate: () => linearOn('ones', 0),
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

/**
 * F* of a named loss, what the min player pays for its weights; undefined where F is not convex and no min player exists, or
 * where the loss is not one of the table.
 */
export function conjugateOf({ name, parameters }: Loss): Conjugate | undefined {
  if (!Object.hasOwn(NAMED_LOSSES, name)) return undefined;
  const { conjugate } = NAMED_LOSSES[name as LossName] as NamedLoss;
  return conjugate?.(parameters);
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
