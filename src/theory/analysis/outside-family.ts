/** Refuses formulae without a real value and, on request, those of no loss of the family. */
import { InvalidInput } from '../../base/invalid-input.js';
import { exactly, middle } from '../algebra/interval.js';
import { mapValues } from '../../base/map-values.js';
import {
  constantFault,
  fallsFault,
  innermost,
  lackFault,
  type FormulaName,
  type Place,
} from '../losses/family-faults.js';
import { compileFormula } from '../formula/compile-formula.js';
import type { Expression } from '../formula/expression.js';
import { formulaOf, type Formula } from '../formula/formula.js';
import { columnOf } from '../formula/parse-formula.js';
import { SAMPLED_COUNTS, SAMPLED_MARGINS } from '../losses/require-increasing.js';
import { formulaFault } from '../formula/tokens.js';
import { rangeOver } from './certify-sign.js';
import { VARIABLE } from './core-expression.js';
import { jetOver, pointBox, type Box } from './interval-jet.js';
import type { Jet } from './jet-rules.js';
import {
  boxOf,
  expressionIn,
  MARGIN_RANGE,
  middleOf,
  MOST_NEGATIVES,
  type LossExpressions,
} from './loss-expressions.js';
import type { Statement } from './statement.js';

/** Thrown when φ or ψ falls or is constant, or φ is not defined: formulae that can be analysed, but are no loss of the family. */
export class OutsideFamily extends InvalidInput {}

type Formulae = Readonly<Record<'phi' | 'psi', Formula>>;

/**
 * Requires that φ and ψ depend on x, and that ψ has a real value and a slope at every margin of unit vectors.
 *
 * @throws InvalidInput, one line that points at a column
 */
export function requireDefined(loss: LossExpressions, { phi, psi }: Formulae): void {
  for (const [name, formula] of [
    ['φ', phi],
    ['ψ', psi],
  ] as const) {
    if (formula.symbols.has(VARIABLE)) continue;
    throw formulaFault(
      name,
      columnOf(formula.expression),
      'it does not depend on x, so the loss is constant: write it with x',
    );
  }
  const box = boxOf(loss, MARGIN_RANGE);
  const isProven = (part: Expression): boolean =>
    jetAt(part, box) !== undefined || rangeOver((inner) => jetAt(part, inner)?.value, box) !== undefined;
  if (isProven(psi.expression)) return;
  for (const trial of trialsOf(loss, { phi, psi }, SAMPLED_MARGINS)) requireValue(loss, 'psi', psi, trial);
  const part = innermost(psi.expression, isProven);
  const words =
    'it cannot be shown to have a real value and a slope for every x in [−2, 2], the margins of unit vectors';
  throw formulaFault('ψ', columnOf(part), `${words}: change it or its parameters`);
}

/**
 * Requires that ψ and φ increase: first at points, which finds most faults at once, then by the proofs.
 *
 * @param rises proofs of ψ′ ≥ 0 and φ′ ≥ 0, made when they are needed
 * @throws OutsideFamily, one line that points at a column, with the point and the value there
 */
export function requireInFamily(
  loss: LossExpressions,
  { phi, psi }: Formulae,
  rises: { readonly psi: () => Statement; readonly phi: () => Statement },
): void {
  const margins = trialsOf(loss, { phi, psi }, SAMPLED_MARGINS);
  const sums = margins.flatMap(sumsAt);
  asOutside(() => requireRising(loss, 'psi', psi, margins));
  asOutside(() => requireRising(loss, 'phi', phi, sums));
  asOutside(() => requireNotRefuted(loss, 'ψ', psi, rises.psi()));
  asOutside(() => requireNotRefuted(loss, 'φ', phi, rises.phi()));
}

const NAMES = { phi: 'φ', psi: 'ψ' } as const satisfies Record<'phi' | 'psi', FormulaName>;

function requireRising(loss: LossExpressions, part: 'phi' | 'psi', formula: Formula, trials: readonly Trial[]): void {
  let isRising = false;
  for (const trial of trials) {
    const { first } = requireValue(loss, part, formula, trial);
    if (first.upper < 0) throw fallsFault(NAMES[part], formula, varying(loss, placeOf(trial)), middle(first));
    isRising ||= first.upper > 0;
  }
  if (!isRising) throw constantFault(NAMES[part], formula);
}

/** Returns the jet of φ or ψ in a trial. @throws InvalidInput that names the part of the formula which has no value there */
function requireValue(loss: LossExpressions, part: 'phi' | 'psi', formula: Formula, trial: Trial): Jet {
  const { x, single } = trial;
  const jet = jetOver(single[part], boxOf(single, exactly(x)));
  if (jet !== undefined) return jet;
  const place = placeOf(trial);
  throw lackFault(NAMES[part], formula, varying(loss, place), {
    isSound: (inner) => jetAt(inner, pointBox(place)) !== undefined,
    valueOf: (inner) => compileFormula(formulaOf(inner), middleOf(single))(x),
    lack: 'no slope that can be proven',
  });
}

function requireNotRefuted(loss: LossExpressions, name: FormulaName, formula: Formula, { witness }: Statement): void {
  if (witness === undefined) return;
  const { x, ξ, ...parameters } = witness.at;
  const place = varying(loss, { ...parameters, [VARIABLE]: x ?? ξ ?? Number.NaN });
  throw fallsFault(name, formula, place, middle(witness.value));
}

/** Returns the place without the parameters that have one value, which the user knows. */
function varying({ parameters }: LossExpressions, place: Place): Place {
  const isFixed = (name: string): boolean =>
    parameters[name] !== undefined && parameters[name].lower === parameters[name].upper;
  return Object.fromEntries(Object.entries(place).filter(([name]) => !isFixed(name)));
}

function asOutside(check: () => void): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    throw new OutsideFamily(error.message, { cause: error });
  }
}

/** A margin or a sum at which φ or ψ is tried, and the loss with its parameters at single values. */
interface Trial {
  readonly x: number;
  readonly single: LossExpressions;
}

/** Returns the margins with the parameters at the middle, then at both ends, of their ranges. */
function trialsOf(loss: LossExpressions, { phi, psi }: Formulae, margins: readonly number[]): Trial[] {
  const ends = (['lower', 'upper'] as const).map((end) => mapValues(loss.parameters, (range) => range[end]));
  const isRange = Object.values(loss.parameters).some(({ lower, upper }) => lower < upper);
  return [middleOf(loss), ...(isRange ? ends : [])].map(pointBox).flatMap((parameters) => {
    const single = {
      phi: expressionIn(phi.expression, parameters),
      psi: expressionIn(psi.expression, parameters),
      parameters,
    };
    return margins.map((x) => ({ x, single }));
  });
}

function placeOf({ x, single }: Trial): Place {
  return { [VARIABLE]: x, ...mapValues(single.parameters, ({ lower }) => lower) };
}

/** Returns sums of equal ψ within floating point; an overflow is a hazard, no fault. */
function sumsAt({ x, single }: Trial): Trial[] {
  const value = jetOver(single.psi, boxOf(single, exactly(x)))?.value;
  if (value === undefined) return [];
  // What underflows is not 0.
  const at = value.lower === 0 && value.upper > 0 ? value.upper : middle(value);
  return [...SAMPLED_COUNTS, MOST_NEGATIVES]
    .map((count) => ({ x: count * at, single }))
    .filter((trial) => Number.isFinite(trial.x));
}

function jetAt(expression: Expression, box: Box): Jet | undefined {
  return jetOver(expressionIn(expression, box), box);
}
