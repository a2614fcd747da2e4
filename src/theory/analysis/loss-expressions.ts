/** A loss as the two expressions that the analysis works on, and the domains of its statements. */
import { InvalidInput } from '../../base/invalid-input.js';
import { exactly, middle, product, type Interval } from '../algebra/interval.js';
import type { Expression } from '../formula/expression.js';
import { parseFormula } from '../formula/parse-formula.js';
import type { LossFormulae } from '../losses/loss-formulae.js';
import { mapValues } from '../../base/map-values.js';
import { coreOf, VARIABLE, withKnownExponents, type CoreExpression } from './core-expression.js';
import { jetOver, type Box } from './interval-jet.js';
import type { Jet } from './jet-rules.js';
import { rangeOf } from './range-of.js';
import { rememberedFor } from './remembered.js';
import { shapeOf } from './shape.js';
import type { Shape } from './shape-rules.js';
import { NON_NEGATIVE, POSITIVE, within } from './sign.js';
import { LINE, NON_NEGATIVE_NUMBERS, POSITIVE_NUMBERS, spanOf, type Span, type Spans } from './span.js';

/** The ranges of a formula's parameters. */
export interface Parameterised {
  /** A range for each; a value is a range of one number. */
  readonly parameters: Readonly<Record<string, Interval>>;
}

export interface LossExpressions extends Parameterised {
  readonly phi: CoreExpression;
  readonly psi: CoreExpression;
}

/** Makes the expressions of two formulae, with values for all their symbols. */
export const lossExpressions = rememberedFor(
  ({ phi, psi }: Pick<LossFormulae, 'phi' | 'psi'>, values: Readonly<Record<string, number>>): LossExpressions => {
    const names = Object.keys(values);
    return {
      phi: coreOf(parseFormula(phi, names, 'φ').expression),
      psi: coreOf(parseFormula(psi, names, 'ψ').expression),
      parameters: mapValues(values, (x) => ({ lower: x, upper: x })),
    };
  },
  (values) => JSON.stringify(values),
);

/** A domain for both kinds of proof, and in words. */
export interface Domain {
  /** The domain of the sign rules, often infinite. */
  readonly whole: Span;
  readonly wholeText: string;
  /** The domain of interval arithmetic, bounded. */
  readonly bounded: Interval;
}

/** Range of a margin d²ᵢ − d²ᵢⱼ of unit vectors, for which d² = 1 − cos lies in [0, 2]. */
export const MARGIN_RANGE: Interval = { lower: -2, upper: 2 };
/** Most terms of a sum ξ: those of a batch of 4,096. */
export const MOST_NEGATIVES = 4095;

export const MARGINS: Domain = { whole: LINE, wholeText: 'x ∈ ℝ', bounded: MARGIN_RANGE };

/** The paper's spans of τ and ε; any other parameter has the range that was given. */
const USUAL_SPANS: Spans = { tau: POSITIVE_NUMBERS, eps: NON_NEGATIVE_NUMBERS };

/** Returns the paper's spans of the parameters, or the given ones where the paper has none or they lie outside it. */
export function usualSpans(given: Parameterised): Spans {
  const usual = Object.entries(USUAL_SPANS).filter(([name]) => isUsual(given, name));
  return { ...givenSpans(given), ...Object.fromEntries(usual) };
}

function isUsual({ parameters }: Parameterised, name: string): boolean {
  const [given, usual] = [parameters[name], USUAL_SPANS[name]];
  return given !== undefined && usual !== undefined && within(spanOf(given).sign, usual.sign);
}

/**
 * Converts a formula to an expression, in which exponents of one value are numbers; not τ and ε, for every value of which the
 * rules prove.
 *
 * @param box a range for each parameter, and for x if wanted
 */
export function expressionIn(expression: Expression, box: Box): CoreExpression {
  const known = Object.entries(box).filter(
    ([name, { lower, upper }]) => lower === upper && name !== VARIABLE && !Object.hasOwn(USUAL_SPANS, name),
  );
  return withKnownExponents(
    coreOf(expression),
    mapValues(Object.fromEntries(known), ({ lower }) => lower),
  );
}

export function givenSpans({ parameters }: Parameterised): Spans {
  return mapValues(parameters, spanOf);
}

export function boxOf({ parameters }: Parameterised, x: Interval): Box {
  return { ...parameters, [VARIABLE]: x };
}

/** Returns the parameters at the middle of their ranges, where figures and numbers are taken. */
export function middleOf({ parameters }: Parameterised): Record<string, number> {
  return mapValues(parameters, middle);
}

/** Returns the jets of ψ at x, and of φ at the sum nψ(x) of n equal margins; undefined where either is not enclosed. */
export const jetsAtEqualMargins = rememberedFor(
  (
    { phi, psi }: LossExpressions,
    { negatives, box }: { readonly negatives: number; readonly box: Box },
  ): { readonly phi: Jet; readonly psi: Jet } | undefined => {
    const inner = jetOver(psi, box);
    const outer = inner && jetOver(phi, { ...box, [VARIABLE]: product(exactly(negatives), inner.value) });
    return inner && outer && { phi: outer, psi: inner };
  },
  (at) => JSON.stringify(at),
);

export function psiShape(loss: LossExpressions, spans: Spans): Shape {
  return shapeOf(loss.psi, { ...spans, [VARIABLE]: LINE });
}

/**
 * Returns the domain of φ: sums of 1 to MOST_NEGATIVES values of ψ.
 *
 * @throws InvalidInput when ψ is not defined on the margins of unit vectors
 */
export function xiDomain(loss: LossExpressions): Domain {
  const values = rangeOf(loss.psi, 'value', MARGIN_RANGE, loss.parameters);
  if (values === undefined) {
    throw new InvalidInput(
      'ψ is not defined for every x in [−2, 2], the margins of unit vectors: change ψ or its parameters',
    );
  }
  const most = { lower: 1, upper: MOST_NEGATIVES };
  const bounded = product(values, most);
  const shape = psiShape(loss, givenSpans(loss));
  if (shape.defined && shape.sign === POSITIVE) {
    return { whole: POSITIVE_NUMBERS, wholeText: 'ξ > 0', bounded: fromZero(bounded) };
  }
  if (shape.defined && within(shape.sign, NON_NEGATIVE)) {
    return { whole: NON_NEGATIVE_NUMBERS, wholeText: 'ξ ≥ 0', bounded: fromZero(bounded) };
  }
  return { whole: LINE, wholeText: 'ξ ∈ ℝ', bounded };
}

/** A range of what is nowhere negative, without the part below 0 that outward rounding adds: there is nothing to be shown. */
function fromZero({ lower, upper }: Interval): Interval {
  return { lower: Math.max(0, lower), upper };
}

/** Writes the given ranges: `tau = 0.5, eps ∈ [0, 1]`. */
export function parameterText({ parameters }: Parameterised): string {
  return Object.entries(parameters)
    .map(([name, { lower, upper }]) => (lower === upper ? `${name} = ${lower}` : `${name} ∈ [${lower}, ${upper}]`))
    .join(', ');
}

/** Writes the paper's ranges, or the given ones of other parameters: `tau > 0, eps ≥ 0, c = 1`. */
export function usualParameterText(given: Parameterised): string {
  return Object.entries(given.parameters)
    .map(([name, range]) => {
      if (isUsual(given, name)) return name === 'tau' ? 'tau > 0' : 'eps ≥ 0';
      return parameterText({ parameters: { [name]: range } });
    })
    .join(', ');
}
