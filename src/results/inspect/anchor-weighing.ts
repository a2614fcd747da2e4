/**
 * Losses as `inspect` looks at them: the weights α of one anchor's negatives and β of its positive, by the distances alone. All in the
 * paper's form (eq. 1): anchor and negatives are rows of the first view, the positive is the same row of the second.
 */
import { InvalidInput } from '../../base/invalid-input.js';
import { anchorFunction, type DistanceLoss } from '../../theory/distance-losses/distance-loss.js';
import { NEGATIVE, POSITIVE } from '../../theory/distance-losses/distance-program.js';
import {
  distanceLossEntry,
  largerLoss,
  namedDistanceLoss,
} from '../../theory/distance-losses/named-distance-losses.js';
import { DISTANCE_LOSSES } from '../../theory/distance-losses/distance-loss-table.js';
import { compileFormula } from '../../theory/formula/compile-formula.js';
import { differentiate } from '../../theory/formula/differentiate.js';
import { IMPORTANCES, IMPORTANCE_NAMES, namedImportance, PARAMETER_SYMBOLS } from '../../theory/losses/importances.js';
import { anchorImportance, type Loss } from '../../theory/losses/loss.js';
import { hasLoss, lossEntry, lossNames, namedLoss } from '../../theory/losses/named-losses.js';
import { importanceName, namedParameters } from '../../training/step/importance-choice.js';

/** The weights of one anchor. */
export interface WeighedAnchor {
  /** [M], ≥ 0. The next anchor may be weighed in the same memory. */
  readonly alpha: Float64Array;
  /** β; left out, it is Σα, as in every loss of the paper's family. */
  readonly beta?: number;
  /** Set where log α = shift − rate·d², which spares a logarithm a pair. */
  readonly logLine?: { readonly shift: number; readonly rate: number };
}

/** A loss or importance, as weights of an anchor's pairs. */
export interface AnchorWeighing {
  /** Name and parameters: `NT-Xent, tau = 0.1`. */
  readonly title: string;
  readonly name: string;
  /** By symbol. */
  readonly parameters: Readonly<Record<string, number>>;
  /** @param distances d² to the negatives, [M] @param positive d² to the positive */
  readonly weigh: (distances: Float64Array, positive: number) => WeighedAnchor;
}

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
    const weights = namedImportance(importance, given);
    const weigh = (distances: Float64Array): WeighedAnchor => {
      const alpha = weights(distances);
      let total = 0;
      for (let j = 0; j < alpha.length; j++) total += alpha[j] as number;
      if (total > 0) for (let j = 0; j < alpha.length; j++) alpha[j] = (alpha[j] as number) / total;
      return { alpha };
    };
    const symbols = Object.entries(given).map(([key, value]) => [PARAMETER_SYMBOLS[key] ?? key, value] as const);
    return titled(title, `alpha-cl-${importance}`, Object.fromEntries(symbols), weigh);
  }
  const { title } = distanceLossEntry(name);
  if (!hasLoss(name)) {
    const loss = namedDistanceLoss(name, values);
    return titled(title, loss.name, loss.formulae.parameters ?? {}, weighingOf(loss));
  }
  const loss = namedLoss(name, values);
  return titled(title, loss.name, loss.formulae?.parameters ?? {}, weighingOfFamily(loss));
}

function weighingOfFamily(loss: Loss): AnchorWeighing['weigh'] {
  const { phi, psi } = loss;
  const [line, outer] = [psi.logLine, phi.ofExponent];
  if (line === undefined || outer === undefined || !(line.rate > 0)) {
    return (distances, positive) => {
      const margins = new Float64Array(distances.length);
      for (let j = 0; j < margins.length; j++) margins[j] = positive - (distances[j] as number);
      return { alpha: anchorImportance(loss, margins) };
    };
  }
  // As anchorImportance has it where ψ is exponential, in one loop on one array: most of an inspection's time goes here.
  const { rate, shift } = line;
  let alpha = new Float64Array(0);
  return (distances, positive) => {
    if (alpha.length !== distances.length) alpha = new Float64Array(distances.length);
    let nearest = Infinity;
    for (let j = 0; j < distances.length; j++) if ((distances[j] as number) < nearest) nearest = distances[j] as number;
    let total = 0;
    for (let j = 0; j < distances.length; j++) {
      const term = Math.exp(rate * (nearest - (distances[j] as number)));
      alpha[j] = term;
      total += term;
    }
    const logTotal = rate * (positive - nearest) + shift + Math.log(total);
    const factor = (rate * outer.derivative(logTotal)) / total;
    for (let j = 0; j < alpha.length; j++) alpha[j] = factor * (alpha[j] as number);
    return { alpha, logLine: { shift: Math.log(factor) + rate * nearest, rate } };
  };
}

function titled(
  title: string,
  name: string,
  parameters: Readonly<Record<string, number>>,
  weigh: AnchorWeighing['weigh'],
): AnchorWeighing {
  const words = Object.entries(parameters).map(([symbol, value]) => `${symbol} = ${value}`);
  return { title: [title, ...words].join(', '), name, parameters, weigh };
}

function weighingOf(loss: DistanceLoss): AnchorWeighing['weigh'] {
  const shared = loss.program.parts.find(
    (part) => part.kind === 'average' || (part.kind === 'sum' && part.over === 'anchors'),
  );
  if (shared !== undefined) {
    throw new InvalidInput(
      `${loss.name} cannot be inspected: its anchors share or remember a sum, and weights are looked at anchor by anchor; choose another loss`,
    );
  }
  const alone = slopeOfEachPair(loss);
  const whole = anchorFunction(loss);
  return (distances, positive) => {
    const { alpha, beta = 0 } = alone === undefined ? whole(positive, [...distances]) : alone(distances, positive);
    for (let j = 0; j < alpha.length; j++) if (!((alpha[j] as number) > 0)) alpha[j] = 0;
    return { alpha, beta };
  };
}

/** A loss f(p) + Σ g(n) weighs each pair by its own distance: −g′(n), in one loop. Others take the steps of the whole loss. */
function slopeOfEachPair({ program, formulae }: DistanceLoss): AnchorWeighing['weigh'] | undefined {
  const [part, ...others] = program.parts;
  if (part?.kind !== 'sum' || part.over !== 'negatives' || others.length > 0) return undefined;
  const symbols = new Set<string>([NEGATIVE, ...program.parameters]);
  if ([...part.of.symbols].some((one) => !symbols.has(one))) return undefined;
  if (differentiate(program.anchor, part.name).text !== '1') return undefined;
  const own = differentiate(program.anchor, POSITIVE);
  const allowed = new Set<string>([POSITIVE, ...program.parameters]);
  if ([...own.symbols].some((one) => !allowed.has(one))) return undefined;
  const values = formulae.parameters ?? {};
  const slope = compileFormula(differentiate(part.of, NEGATIVE), values, NEGATIVE);
  const pull = compileFormula(own, values, POSITIVE);
  return (distances, positive) => {
    const alpha = new Float64Array(distances.length);
    for (let j = 0; j < alpha.length; j++) alpha[j] = -slope(distances[j] as number);
    return { alpha, beta: pull(positive) };
  };
}
