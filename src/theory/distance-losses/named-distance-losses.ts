/** Losses of distances by name: those of the paper's family, whose p and n occur as the margin p − n alone, and the larger ones. */
import { SUM_SYMBOL } from '../formula/differentiate.js';
import { difference, substitute, symbol, VARIABLE, type Expression } from '../formula/expression.js';
import { formulaOf } from '../formula/formula.js';
import { parseFormula } from '../formula/parse-formula.js';
import { valuesOf } from '../losses/loss-parameters.js';
import { hasLoss, lossEntry, lossNames, namedFormulae, sameName, type NamedLoss } from '../losses/named-losses.js';
import type { LossFormulae } from '../losses/loss-formulae.js';
import type { DistanceFormulae } from './distance-formulae.js';
import { distanceLoss, type DistanceLoss } from './distance-loss.js';
import { DISTANCE_LOSSES, type DistanceLossEntry } from './distance-loss-table.js';
import { NEGATIVE, POSITIVE } from './distance-program.js';
import { unknownLoss } from './outside-losses.js';

/**
 * Returns the names of all losses of distances: those of the paper's family first.
 *
 * @example
 * distanceLossNames().includes('siglip'); // true
 */
export function distanceLossNames(): string[] {
  return [...lossNames(), ...largerLossNames()];
}

/** Returns the names of the losses of distances that are none of the paper's family. */
export function largerLossNames(): string[] {
  return Object.keys(DISTANCE_LOSSES);
}

/**
 * Makes a loss of distances by its name or by another that people type; parameters that are left out take their defaults. Losses of
 * the paper's family take their anchors and negatives from both views.
 *
 * @param choice other views of anchors and negatives than the loss has
 * @throws InvalidInput on an unknown loss or parameter, one that is given twice, or a value outside the parameter's range
 * @example
 * namedDistanceLoss('SigLIP', { scale: 5 }).formulae.parameters; // { t: 5, b: -10 }
 * namedDistanceLoss('nt-xent').formulae.sums; // { xi: 'exp((p - n)/tau)' }
 */
export function namedDistanceLoss(
  name: string,
  parameters: Readonly<Record<string, number>> = {},
  choice: Partial<Pick<DistanceLoss, 'anchors' | 'negatives'>> = {},
): DistanceLoss {
  const found = largerLoss(name);
  if (found === undefined) {
    if (!hasLoss(name)) throw unknownLoss(name, distanceLossNames());
    return distanceLoss(ofMargins(namedFormulae(name, parameters)), { name, ...choice });
  }
  const { anchor, sums = {}, anchors, negatives, distance = 'euclidean', keys = 'follow' } = found;
  const values = valuesOf(found, parameters);
  const bySymbol = Object.entries(found.parameters).map(
    ([key, { symbol: own }]) => [own, values[key] as number] as const,
  );
  return distanceLoss(
    { anchor, sums, parameters: Object.fromEntries(bySymbol) },
    { name: found.name, anchors, negatives, distance, keys, ...choice },
  );
}

/**
 * Returns the entry of a loss of distances, as far as both kinds of losses have it.
 *
 * @throws InvalidInput on an unknown loss
 */
export function distanceLossEntry(
  name: string,
): Pick<NamedLoss, 'name' | 'title' | 'source' | 'parameters' | 'aliases'> {
  const found = largerLoss(name);
  if (found === undefined && !hasLoss(name)) throw unknownLoss(name, distanceLossNames());
  return found ?? lossEntry(name);
}

/**
 * Finds the entry of a loss that is none of the paper's family, by its name or by another that people type.
 *
 * @returns undefined where no such loss has the name
 * @example
 * largerLoss('SigLIP')?.parameters['scale']; // { symbol: 't', default: 10, range: 'positive' }
 */
export function largerLoss(name: string): (DistanceLossEntry & { readonly name: string }) | undefined {
  const found = Object.entries(DISTANCE_LOSSES).find(([own, { aliases = [] }]) =>
    [own, ...aliases].some((one) => sameName(one, name)),
  );
  return found === undefined ? undefined : { ...found[1], name: found[0] };
}

/**
 * Writes a loss of the paper's family, φ(Σψ(d²ᵢ − d²ᵢⱼ)), in p and n.
 *
 * @example
 * ofMargins({ phi: 'log(1 + x)', psi: 'exp(x/tau)', parameters: { tau: 0.5 } }); // { anchor: 'log(1 + xi)', sums: { xi: 'exp((p - n)/tau)' }, parameters: { tau: 0.5 } }
 */
export function ofMargins({ phi, psi, parameters = {} }: LossFormulae): DistanceFormulae {
  const names = Object.keys(parameters);
  const written = (text: string, name: string, by: Expression): string =>
    formulaOf(substitute(parseFormula(text, names, name).expression, VARIABLE, by)).text;
  const margin = difference(symbol(POSITIVE), symbol(NEGATIVE));
  return {
    anchor: written(phi, 'φ', symbol(SUM_SYMBOL)),
    sums: { [SUM_SYMBOL]: written(psi, 'ψ', margin) },
    parameters,
  };
}
