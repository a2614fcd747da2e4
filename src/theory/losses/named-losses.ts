/**
 * The losses that have a name. Adding one is one entry: values, slopes, corners, LaTeX, enclosures and training step are made of
 * its two formulae.
 *
 * `temperature` is τ; `epsilon` is ε, an offset inside a logarithm or a margin.
 */
import { InvalidInput, unknownName } from '../../base/invalid-input.js';
import type { Loss } from './loss.js';
import type { LossFormulae } from './loss-formulae.js';
import { compiledLoss } from './loss-from-formulae.js';
import { defaultsOf, valuesOf, type LossParameter } from './loss-parameters.js';

/** A loss that has a name: what it is called, where it comes from, and φ and ψ as text. */
export interface NamedLoss {
  readonly name: string;
  readonly title: string;
  readonly source: string;
  /** Other names that people type. */
  readonly aliases?: readonly string[];
  /** By the name that a person gives them: `temperature`. */
  readonly parameters: Readonly<Record<string, LossParameter>>;
  /** φ in x, the sum ξᵢ, and the symbols of the parameters. */
  readonly phi: string;
  /** ψ in x, the margin d²ᵢ − d²ᵢⱼ, and the symbols of the parameters. */
  readonly psi: string;
  /**
   * Set where the loss is the softmax cross-entropy of an anchor's positive among all its other views, at `temperature`:
   * training computes it in that form, which takes two further options.
   */
  readonly isCrossEntropy?: true;
}

const TEMPERATURE = { symbol: 'tau', default: 0.5, range: 'positive' } as const;
const OFFSET = { symbol: 'eps', default: 1, range: 'non-negative' } as const;
const MARGIN = { symbol: 'eps', default: 1, range: 'finite' } as const;

const TABLE = {
  infonce: {
    title: 'InfoNCE',
    source:
      'van den Oord, Li, Vinyals 2018, with the factor τ of Tian 2022; epsilon 1 puts the positive in the denominator, 0 leaves it out',
    aliases: ['info-nce', 'cpc'],
    parameters: { temperature: TEMPERATURE, epsilon: OFFSET },
    phi: 'tau*log(eps + x)',
    psi: 'exp(x/tau)',
  },
  mine: { title: 'MINE', source: 'Belghazi et al. 2018', parameters: {}, phi: 'log(x)', psi: 'exp(x)' },
  triplet: {
    title: 'Triplet',
    source: 'Schroff, Kalenichenko, Philbin 2015; not differentiable where d²ᵢⱼ − d²ᵢ = epsilon',
    aliases: ['triplet-margin'],
    parameters: { epsilon: MARGIN },
    phi: 'x',
    psi: 'max(0, x + eps)',
  },
  'soft-triplet': {
    title: 'Soft triplet',
    source: 'Tian, Yu, Chen, Ganguli 2020',
    parameters: { temperature: TEMPERATURE, epsilon: MARGIN },
    phi: 'tau*log(1 + x)',
    psi: 'exp(x/tau + eps)',
  },
  'n-plus-one-tuplet': {
    title: 'N+1 tuplet',
    source: 'Sohn 2016',
    aliases: ['n-pair', 'npair', 'n-pairs'],
    parameters: {},
    phi: 'log(1 + x)',
    psi: 'exp(x)',
  },
  'lifted-structured': {
    title: 'Lifted structured',
    source: 'Oh Song, Xiang, Jegelka, Savarese 2016; C¹, its second derivative jumps where ξᵢ = 1',
    aliases: ['lifted', 'lifted-structure'],
    parameters: { epsilon: MARGIN },
    phi: 'max(0, log(x))^2',
    psi: 'exp(x + eps)',
  },
  'modified-triplet': {
    title: 'Modified triplet',
    source: 'Coria, Bredin, Ghannay, Rosset 2020',
    parameters: { steepness: { symbol: 'c', default: 1, range: 'positive' } },
    phi: 'x',
    psi: 'sigmoid(c*x)',
  },
  'triplet-contrastive': {
    title: 'Triplet contrastive',
    source: 'Ji, Deng, Nakada, Zou, Zhang 2021',
    parameters: {},
    phi: 'x',
    psi: 'x',
  },
  'nt-xent': {
    title: 'NT-Xent',
    source: 'Sohn 2016; Chen, Kornblith, Norouzi, Hinton 2020 (SimCLR): 1/τ times InfoNCE with epsilon 1',
    aliases: ['ntxent', 'simclr'],
    parameters: { temperature: TEMPERATURE },
    phi: 'log(1 + x)',
    psi: 'exp(x/tau)',
    isCrossEntropy: true,
  },
  dcl: {
    title: 'DCL',
    source: 'Yeh, Hong, Hsu, Liu, Chen, LeCun 2022: NT-Xent without the positive in the denominator',
    aliases: ['decoupled'],
    parameters: { temperature: TEMPERATURE },
    phi: 'log(x)',
    psi: 'exp(x/tau)',
  },
} as const satisfies Record<string, Omit<NamedLoss, 'name'>>;

const LOSSES = new Map<string, NamedLoss>(Object.entries(TABLE).map(([name, loss]) => [name, { ...loss, name }]));

/**
 * Returns the names of all losses, in the order of the table.
 *
 * @example
 * lossNames(); // ['infonce', 'mine', 'triplet', …]
 */
export function lossNames(): string[] {
  return [...LOSSES.keys()];
}

/**
 * Adds a loss to the table, for all that takes a loss by name.
 *
 * @returns a function that takes it out again
 * @throws InvalidInput when the name is not made of lower-case words and hyphens, or is another loss's already
 * @example
 * const remove = addLoss('squared', { title: 'Squared', source: 'derived here', parameters: {}, phi: 'x^2', psi: 'exp(x)' });
 * lossOfMargins(namedLoss('squared'), fromNested([[0, 0], [0, 0]])); // 2
 * remove();
 */
export function addLoss(name: string, loss: Omit<NamedLoss, 'name'>): () => void {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) {
    throw new InvalidInput(`the name of a loss is "${name}": use lower-case words joined by hyphens`);
  }
  const taken = [name, ...(loss.aliases ?? [])].find((one) => find(one) !== undefined);
  if (taken !== undefined) throw new InvalidInput(`there is a loss ${taken} already: choose another name`);
  // Refuses formulae that are none.
  compiledLoss({ name, title: loss.title, parameters: {} }, formulaeWith(loss, defaultsOf(loss)));
  LOSSES.set(name, { ...loss, name });
  return () => {
    LOSSES.delete(name);
  };
}

/**
 * Finds a loss by its name or by another that people type, whatever the case and hyphens.
 *
 * @throws InvalidInput on a name that no loss has, with the nearest one
 * @example
 * lossEntry('SimCLR').name; // 'nt-xent'
 * lossEntry('infonce').parameters['temperature']; // { symbol: 'tau', default: 0.5, range: 'positive' }
 */
export function lossEntry(name: string): NamedLoss {
  const found = find(name);
  if (found === undefined) throw unknownName('loss', name, lossNames());
  return found;
}

/**
 * Tells whether a name, or one that people type in its place, is that of a loss in this table.
 *
 * @example
 * hasLoss('SimCLR'); // true
 */
export function hasLoss(name: string): boolean {
  return find(name) !== undefined;
}

function find(name: string): NamedLoss | undefined {
  // Those who write JavaScript may give anything for a name.
  if (typeof name !== 'string') return undefined;
  const isMeant = (one: string): boolean => sameName(one, name);
  return LOSSES.get(name) ?? [...LOSSES.values()].find((loss) => [loss.name, ...(loss.aliases ?? [])].some(isMeant));
}

/** Tells whether two names are the same but for case, hyphens and spaces. */
export function sameName(a: string, b: string): boolean {
  return keyOf(a) === keyOf(b);
}

function keyOf(name: string): string {
  return name.toLowerCase().replaceAll(/[-_\s]/g, '');
}

/**
 * Returns φ and ψ of a named loss with a value for each of their symbols.
 *
 * @param parameters by name or by symbol, `{ temperature: 0.2 }` or `{ tau: 0.2 }`; those left out take their defaults
 * @throws InvalidInput as `namedLoss`
 * @example
 * namedFormulae('infonce', { temperature: 0.1 }); // { phi: 'tau*log(eps + x)', psi: 'exp(x/tau)', parameters: { tau: 0.1, eps: 1 } }
 */
export function namedFormulae(name: string, parameters: Readonly<Record<string, number>> = {}): Required<LossFormulae> {
  const entry = lossEntry(name);
  return formulaeWith(entry, valuesOf(entry, parameters));
}

/**
 * Makes a named loss with its parameters, by name or by symbol; those left out take their defaults.
 *
 * @throws InvalidInput on an unknown loss or parameter, one that is given twice, or a value outside the parameter's range
 * @example
 * namedLoss('infonce', { temperature: 0.1 }).psi.value(0.2); // 7.3891 = Math.exp(0.2 / 0.1)
 */
export function namedLoss(name: string, parameters: Readonly<Record<string, number>> = {}): Required<Loss> {
  const entry = lossEntry(name);
  const values = valuesOf(entry, parameters);
  return compiledLoss({ name: entry.name, title: entry.title, parameters: values }, formulaeWith(entry, values));
}

function formulaeWith(
  { phi, psi, parameters }: Omit<NamedLoss, 'name'>,
  values: Readonly<Record<string, number>>,
): Required<LossFormulae> {
  const bySymbol = Object.entries(parameters).map(([key, { symbol }]) => [symbol, values[key] as number] as const);
  return { phi, psi, parameters: Object.fromEntries(bySymbol) };
}
