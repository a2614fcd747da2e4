/** Losses with their formulae, made from a choice by the library. */
import { expressionIn, type LossExpressions } from '../../../theory/analysis/loss-expressions.js';
import type { Loss } from '../../../theory/losses/loss.js';
import { lossEntry, namedLoss } from '../../../theory/losses/named-losses.js';
import { mapValues } from '../../../base/map-values.js';
import type { Formula } from '../../../theory/formula/formula.js';
import { formulaeOfLoss } from '../../../theory/losses/loss-from-formulae.js';
import { parseFormula } from '../../../theory/formula/parse-formula.js';
import { distanceLoss, type DistanceLoss } from '../../../theory/distance-losses/distance-loss.js';
import { namedDistanceLoss, ofMargins } from '../../../theory/distance-losses/named-distance-losses.js';
import { BETWEEN_SUMS, distanceFormulae } from '../../../training/train/given-distances.js';
import type { DistanceFormulae } from '../../../theory/distance-losses/distance-formulae.js';
import { isOfDistances, sumsOf, type ChosenDistances, type ChosenLoss, type Values } from './chosen.js';

interface MadeLoss {
  readonly loss: Loss;
  readonly phi: Formula;
  readonly psi: Formula;
  /** φ and ψ as the analysis reads them, with a range for each parameter. */
  readonly formulae: LossExpressions;
}

/** Makes the loss of a choice, with its formulae. @throws InvalidInput as `namedLoss` and `formulaeOfLoss` */
export function madeLoss(chosen: ChosenLoss): MadeLoss {
  const { parameters } = chosen;
  const { loss, phi, psi } = chosen.kind === 'formulae' ? formulaeOfLoss(chosen) : namedWithFormulae(chosen);
  const ranges = mapValues(parameters, (value) => ({ lower: value, upper: value }));
  return {
    loss,
    phi,
    psi,
    formulae: {
      phi: expressionIn(phi.expression, ranges),
      psi: expressionIn(psi.expression, ranges),
      parameters: ranges,
    },
  };
}

/** Returns the texts of φ and ψ with their parameters, as `analyseLoss` takes them. */
export function textsOf(chosen: ChosenLoss): {
  readonly phi: string;
  readonly psi: string;
  readonly parameters: Values;
} {
  if (chosen.kind === 'formulae') return chosen;
  const { phi, psi } = lossEntry(chosen.name);
  return { phi, psi, parameters: chosen.parameters };
}

function namedWithFormulae(chosen: Extract<ChosenLoss, { kind: 'loss' }>): Pick<MadeLoss, 'loss' | 'phi' | 'psi'> {
  const { phi, psi, parameters } = textsOf(chosen);
  const names = Object.keys(parameters);
  return {
    loss: namedLoss(chosen.name, parameters),
    phi: parseFormula(phi, names, 'φ'),
    psi: parseFormula(psi, names, 'ψ'),
  };
}

/** Makes the loss of distances of a choice, of either family. @throws InvalidInput as `namedDistanceLoss` and `distanceLoss` */
export function madeDistances(chosen: ChosenDistances | ChosenLoss): DistanceLoss {
  if (!isOfDistances(chosen)) return distanceLoss(ofMargins(textsOf(chosen)));
  return chosen.kind === 'distances' ? namedDistanceLoss(chosen.name, chosen.parameters) : distanceLoss(typed(chosen));
}

/** Returns the formulae of a typed loss of distances. @throws InvalidInput as `distanceFormulae` */
export function typed(chosen: Extract<ChosenDistances, { kind: 'anchor' }>): DistanceFormulae {
  const { anchor, sums } = distanceFormulae({ anchor: chosen.anchor, sum: sumsOf(chosen).join(BETWEEN_SUMS) });
  return { anchor, sums, parameters: chosen.parameters };
}
