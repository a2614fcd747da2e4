/**
 * Losses as `inspect` looks at them: the weights α of one anchor's negatives and β of its positive, by the distances alone. All in the
 * paper's form (eq. 1): anchor and negatives are rows of the first view, the positive is the same row of the second.
 */
import { InvalidInput } from '../../base/invalid-input.js';
import { anchorFunction, type DistanceLoss } from '../../theory/distance-losses/distance-loss.js';
import {
  distanceLossEntry,
  largerLoss,
  namedDistanceLoss,
} from '../../theory/distance-losses/named-distance-losses.js';
import { DISTANCE_LOSSES } from '../../theory/distance-losses/distance-loss-table.js';
import { IMPORTANCES, IMPORTANCE_NAMES, normalised, PARAMETER_SYMBOLS } from '../../theory/losses/importances.js';
import type { LossFormulae } from '../../theory/losses/loss-formulae.js';
import { anchorImportance, type Loss } from '../../theory/losses/loss.js';
import { hasLoss, lossEntry, lossNames, namedLoss } from '../../theory/losses/named-losses.js';
import {
  importanceName,
  importanceOf,
  namedParameters,
  type ImportanceChoice,
} from '../../training/step/importance-choice.js';

/** The weights of one anchor. */
export interface WeighedAnchor {
  /** [M], ≥ 0. */
  readonly alpha: Float64Array;
  /** β; left out, it is Σα, as in every loss of the paper's family. */
  readonly beta?: number;
}

/** A loss or importance, as weights of an anchor's pairs. */
export interface AnchorWeighing {
  /** Name and parameters: `NT-Xent, tau = 0.1`. */
  readonly title: string;
  readonly name: string;
  /** By symbol. */
  readonly parameters: Readonly<Record<string, number>>;
  /** Weighs one anchor in float64. @param distances d² to the negatives, [M] @param positive d² to the positive */
  readonly weigh: (distances: Float64Array, positive: number) => WeighedAnchor;
  /** The same as data, from which a graph for many anchors is made. */
  readonly form: WeighingForm;
}

/** An importance of α-CL, a loss of the paper's family, or one of distances. */
export type WeighingForm =
  | { readonly kind: 'importance'; readonly choice: ImportanceChoice }
  | { readonly kind: 'family'; readonly formulae: LossFormulae }
  | { readonly kind: 'distances'; readonly loss: DistanceLoss };

/**
 * Returns the losses that are looked at where none is asked for: the softmax cross-entropy at three temperatures, and those that
 * their tables mark.
 */
export function usualWeighings(): AnchorWeighing[] {
  const crossEntropy = lossNames().filter((name) => lossEntry(name).isCrossEntropy === true);
  const importances = IMPORTANCE_NAMES.filter((name) => 'isUsual' in IMPORTANCES[name]);
  const larger = Object.keys(DISTANCE_LOSSES).filter((name) => DISTANCE_LOSSES[name]?.isUsual === true);
  return [
    ...crossEntropy.flatMap((name) => TEMPERATURES.map((temperature) => anchorWeighing(name, { temperature }))),
    ...importances.map((name) => anchorWeighing(`alpha-cl-${name}`)),
    ...larger.map((name) => anchorWeighing(name)),
  ];
}

const TEMPERATURES = [0.1, 0.2, 0.5];

/**
 * Makes the weights of a loss or importance by its name.
 *
 * @param values of its parameters, by name or symbol; those left out take their defaults
 * @throws InvalidInput on an unknown name or parameter, and on a loss whose anchors share a sum or remember one
 * @example
 * const { weigh } = anchorWeighing('infonce', { temperature: 0.5, epsilon: 0 });
 * weigh(Float64Array.of(0, 0.5), 0).alpha[1]; // 0.2689 = Math.exp(-1) / (1 + Math.exp(-1))
 */
export function anchorWeighing(name: string, values: Readonly<Record<string, number>> = {}): AnchorWeighing {
  const importance = hasLoss(name) || largerLoss(name) !== undefined ? undefined : importanceName(name);
  if (importance !== undefined) {
    const { title, defaults } = IMPORTANCES[importance];
    const given: Readonly<Record<string, number>> = { ...defaults, ...namedParameters(importance, values) };
    const symbols = Object.entries(given).map(([key, value]) => [PARAMETER_SYMBOLS[key] ?? key, value] as const);
    return importanceWeighing(titled(title, `alpha-cl-${importance}`, Object.fromEntries(symbols)), {
      name: importance,
      parameters: given,
    });
  }
  const { title } = distanceLossEntry(name);
  if (!hasLoss(name)) {
    const loss = namedDistanceLoss(name, values);
    return distanceWeighing(titled(title, loss.name, loss.formulae.parameters ?? {}), loss);
  }
  const loss = namedLoss(name, values);
  return familyWeighing(titled(title, loss.name, loss.formulae.parameters), loss, loss.formulae);
}

type Titled = Pick<AnchorWeighing, 'title' | 'name' | 'parameters'>;

/** Makes the weights of an importance of α-CL. */
export function importanceWeighing(about: Titled, choice: ImportanceChoice): AnchorWeighing {
  const weights = importanceOf(choice);
  return {
    ...about,
    weigh: (distances) => ({ alpha: normalised(weights(distances)) }),
    form: { kind: 'importance', choice },
  };
}

/** Makes the weights of a loss of distances. @throws InvalidInput where its anchors share a sum or remember one */
export function distanceWeighing(about: Titled, loss: DistanceLoss): AnchorWeighing {
  requireSingleAnchors(loss);
  return { ...about, weigh: weighingOf(loss), form: { kind: 'distances', loss } };
}

/** Makes the weights of a loss of the paper's family. */
export function familyWeighing(about: Titled, loss: Loss, formulae: LossFormulae): AnchorWeighing {
  return {
    ...about,
    weigh: (distances, positive) => ({
      alpha: anchorImportance(
        loss,
        distances.map((distance) => positive - distance),
      ),
    }),
    form: { kind: 'family', formulae },
  };
}

function titled(title: string, name: string, parameters: Titled['parameters']): Titled {
  const words = Object.entries(parameters).map(([symbol, value]) => `${symbol} = ${value}`);
  return { title: [title, ...words].join(', '), name, parameters };
}

function requireSingleAnchors({ name, program }: DistanceLoss): void {
  const isShared = program.parts.some(
    (part) => part.kind === 'average' || (part.kind === 'sum' && part.over === 'anchors'),
  );
  if (!isShared) return;
  throw new InvalidInput(
    `${name} cannot be inspected: its anchors share or remember a sum, and weights are looked at anchor by anchor; choose another loss`,
  );
}

function weighingOf(loss: DistanceLoss): AnchorWeighing['weigh'] {
  const whole = anchorFunction(loss);
  return (distances, positive) => {
    const { alpha, beta } = whole(positive, [...distances]);
    return { alpha: alpha.map((weight) => (weight > 0 ? weight : 0)), beta };
  };
}
