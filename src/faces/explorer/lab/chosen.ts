/**
 * A loss or importance that a reader chooses: a named loss, a loss of formulae of their own, or an importance that is given
 * directly, as in α-CL. Each is stored in the address of its page under a key: `1=infonce&1.tau=0.5&1.eps=1`.
 */
import {
  distanceLossEntry,
  largerLossNames,
  namedDistanceLoss,
} from '../../../theory/distance-losses/named-distance-losses.js';
import { IMPORTANCES, IMPORTANCE_NAMES, type ImportanceName } from '../../../theory/losses/importances.js';
import { lossEntry, lossNames, namedFormulae } from '../../../theory/losses/named-losses.js';

export type Values = Readonly<Record<string, number>>;

export type ChosenLoss =
  /** Parameters by the symbols of its formulae: `tau`, `eps`, `c`. */
  | { readonly kind: 'loss'; readonly name: string; readonly parameters: Values }
  | { readonly kind: 'formulae'; readonly phi: string; readonly psi: string; readonly parameters: Values };

type ChosenImportance =
  | { readonly kind: 'importance'; readonly name: ImportanceName; readonly parameters: Values }
  /** Formula of α in r = d² and d, before it is normalised. */
  | { readonly kind: 'alpha'; readonly alpha: string; readonly parameters: Values };

/** A loss of distances that is none of the paper's family. */
export type ChosenDistances =
  /** Parameters by the symbols of its formulae. */
  | { readonly kind: 'distances'; readonly name: string; readonly parameters: Values }
  /** The loss of an anchor, and sums as they are typed: `u=exp(-n/tau)`; an empty one is none. */
  | { readonly kind: 'anchor'; readonly anchor: string; readonly sums: readonly string[]; readonly parameters: Values };

export type Chosen = ChosenLoss | ChosenDistances | ChosenImportance;

/** Names of typed losses and a typed α in the list of choices and in the address. */
export const OWN_LOSS = 'formulae';
export const OWN_DISTANCES = 'distance-formulae';
export const OWN_ALPHA = 'alpha';

/** Returns the choice of that name with its initial parameters; undefined for an unknown name. */
export function chosenByName(name: string): Chosen | undefined {
  if (isLossName(name)) return { kind: 'loss', name, parameters: namedFormulae(name).parameters };
  if (isImportanceName(name)) return { kind: 'importance', name, parameters: IMPORTANCES[name].defaults };
  if (name === OWN_LOSS) return { kind: 'formulae', phi: 'log(1 + x)', psi: 'max(0, x + m)^2', parameters: { m: 1 } };
  if (largerLossNames().includes(name)) {
    return { kind: 'distances', name, parameters: namedDistanceLoss(name).formulae.parameters ?? {} };
  }
  if (name === OWN_DISTANCES) {
    return { kind: 'anchor', anchor: 'p/tau + log(u)', sums: ['u=exp(-n/tau)'], parameters: { tau: 0.5 } };
  }
  if (name === OWN_ALPHA) return { kind: 'alpha', alpha: 'exp(-r^a/tau)', parameters: { a: 2, tau: 0.5 } };
  return undefined;
}

/**
 * Returns the names of what a page shows first: the first loss of the table, whose weights fall with distance, the first whose ψ has
 * a corner, whose weights do not all the way, and an importance.
 */
export function startingNames(): string[] {
  const losses = lossNames();
  const cornered = losses.filter((name) => lossEntry(name).psi.includes('max('));
  return [...losses.slice(0, 1), ...cornered.slice(0, 1), 'direct' satisfies ImportanceName];
}

export function nameOf(chosen: Chosen): string {
  if (chosen.kind === 'formulae') return OWN_LOSS;
  if (chosen.kind === 'anchor') return OWN_DISTANCES;
  return chosen.kind === 'alpha' ? OWN_ALPHA : chosen.name;
}

export function isLoss(chosen: Chosen): chosen is ChosenLoss {
  return chosen.kind === 'loss' || chosen.kind === 'formulae';
}

export function isOfDistances(chosen: Chosen): chosen is ChosenDistances {
  return chosen.kind === 'distances' || chosen.kind === 'anchor';
}

/** Returns the title of a choice: `InfoNCE`, `α-CL-direct`, `φ = log(1 + x), ψ = …`. */
export function titleOf(chosen: Chosen): string {
  switch (chosen.kind) {
    case 'loss':
      return lossEntry(chosen.name).title;
    case 'distances':
      return distanceLossEntry(chosen.name).title;
    case 'importance':
      return IMPORTANCES[chosen.name].title;
    case 'anchor':
      return [`F = ${chosen.anchor}`, ...sumsOf(chosen)].join(', ');
    case 'formulae':
      return `φ = ${chosen.phi}, ψ = ${chosen.psi}`;
    case 'alpha':
      return `α = ${chosen.alpha}`;
  }
}

/** Returns the sums of a typed loss that are not empty. */
export function sumsOf({ sums }: Extract<Chosen, { kind: 'anchor' }>): string[] {
  return sums.filter((text) => text.trim() !== '');
}

/** Returns the name of a sum in the address: `sum1` for the first. */
export function sumKey(place: number): string {
  return `sum${place + 1}`;
}

/** Returns the formulae that a reader may edit, by name; none for a named choice. */
export function formulaeOf(chosen: Chosen): Readonly<Record<string, string>> {
  if (chosen.kind === 'formulae') return { phi: chosen.phi, psi: chosen.psi };
  if (chosen.kind === 'anchor') {
    return { anchor: chosen.anchor, ...Object.fromEntries(chosen.sums.map((text, k) => [sumKey(k), text])) };
  }
  return chosen.kind === 'alpha' ? { alpha: chosen.alpha } : {};
}

/** Returns a choice as entries of an address's query. */
export function queryOf(key: string, chosen: Chosen): Record<string, string> {
  const entries = Object.entries(chosen.parameters).map(([name, value]) => [`${key}.${name}`, String(value)]);
  const formulae = Object.entries(formulaeOf(chosen)).map(([name, text]) => [`${key}:${name}`, text]);
  return { [key]: nameOf(chosen), ...Object.fromEntries([...formulae, ...entries]) };
}

/**
 * Reads the choice that an address stores under a key; undefined if there is none of a known name. For a named choice, parameters
 * that are missing or no finite number have their initial values.
 */
export function chosenOf(query: URLSearchParams, key: string): Chosen | undefined {
  const usual = chosenByName(query.get(key) ?? '');
  if (usual === undefined) return undefined;
  const given: Record<string, number> = {};
  for (const [name, text] of query) {
    const parameter = name.startsWith(`${key}.`) ? name.slice(key.length + 1) : '';
    const known = Object.hasOwn(usual.parameters, parameter) || !('name' in usual);
    if (parameter !== '' && known && text.trim() !== '' && Number.isFinite(Number(text)))
      given[parameter] = Number(text);
  }
  const text = (formula: string): string | undefined => query.get(`${key}:${formula}`) ?? undefined;
  if (usual.kind === 'formulae') {
    const [phi, psi] = [text('phi'), text('psi')];
    return phi === undefined || psi === undefined ? usual : { kind: 'formulae', phi, psi, parameters: given };
  }
  if (usual.kind === 'anchor') {
    const anchor = text('anchor');
    const sums: string[] = [];
    for (let sum = text(sumKey(0)); sum !== undefined; sum = text(sumKey(sums.length))) sums.push(sum);
    return anchor === undefined ? usual : { kind: 'anchor', anchor, sums, parameters: given };
  }
  if (usual.kind === 'alpha') {
    const alpha = text('alpha');
    return alpha === undefined ? usual : { kind: 'alpha', alpha, parameters: given };
  }
  return { ...usual, parameters: { ...usual.parameters, ...given } };
}

function isLossName(name: string): boolean {
  return lossNames().includes(name);
}

function isImportanceName(name: string): name is ImportanceName {
  return (IMPORTANCE_NAMES as readonly string[]).includes(name);
}
