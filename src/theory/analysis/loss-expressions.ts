/** A loss as the two expressions that the analysis works on, and the domains on which it speaks about it. */
import { InvalidInput } from '../../base/invalid-input.js';
import { exactly, middle, product, type Interval } from '../algebra/interval.js';
import type { Expression } from '../formula/expression.js';
import { mapValues } from '../../base/map-values.js';
import { coreOf, VARIABLE, withKnownExponents, type CoreExpression } from './core-expression.js';
import { jetOver, type Box } from './interval-jet.js';
import type { Jet } from './jet-rules.js';
import { rangeOf } from './range-of.js';
import { shapeOf } from './shape.js';
import type { Shape } from './shape-rules.js';
import { NON_NEGATIVE, POSITIVE, within } from './sign.js';
import { LINE, NON_NEGATIVE_NUMBERS, POSITIVE_NUMBERS, spanOf, type Span, type Spans } from './span.js';

/** What a formula's parameters may be. */
export interface Parameterised {
  /** A range for each; a value is a range of one number. */
  readonly parameters: Readonly<Record<string, Interval>>;
}

export interface LossExpressions extends Parameterised {
  readonly phi: CoreExpression;
  readonly psi: CoreExpression;
}

/** A domain by both kinds of proof, and in words. */
export interface Domain {
  /** For the rules: often infinite. */
  readonly whole: Span;
  readonly wholeText: string;
  /** For intervals: bounded. */
  readonly bounded: Interval;
}

/** For unit vectors d² = 1 − cos lies in [0, 2], so a margin d²ᵢ − d²ᵢⱼ in [−2, 2]. */
export const MARGIN_RANGE: Interval = { lower: -2, upper: 2 };
/** ξ adds up to this many ψ: a batch of 4,096. */
export const MOST_NEGATIVES = 4095;

export const MARGINS: Domain = { whole: LINE, wholeText: 'x ∈ ℝ', bounded: MARGIN_RANGE };

/** What the paper lets τ and ε be; any other parameter has the range that was given. */
const USUAL_SPANS: Spans = { tau: POSITIVE_NUMBERS, eps: NON_NEGATIVE_NUMBERS };

/** Parameters as wide as the paper's, or as given where the paper says nothing or they lie elsewhere. */
export function usualSpans(given: Parameterised): Spans {
  const usual = Object.entries(USUAL_SPANS).filter(([name]) => isUsual(given, name));
  return { ...givenSpans(given), ...Object.fromEntries(usual) };
}

function isUsual({ parameters }: Parameterised, name: string): boolean {
  const [given, usual] = [parameters[name], USUAL_SPANS[name]];
  return given !== undefined && usual !== undefined && within(spanOf(given).sign, usual.sign);
}

/**
 * The tree of a formula, exponents that have one value as numbers; not τ and ε, of which the rules speak for every value.
 *
 * @param box a range for each parameter, and for x or not
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

/** Parameters at the middle of their ranges: where figures and numbers are taken. */
export function middleOf({ parameters }: Parameterised): Record<string, number> {
  return mapValues(parameters, middle);
}

/** The jets of ψ at x, and of φ at the sum nψ(x) of n equal margins. */
export function jetsAtEqualMargins(
  { phi, psi }: LossExpressions,
  negatives: number,
  box: Box,
): { readonly phi: Jet; readonly psi: Jet } | undefined {
  const inner = jetOver(psi, box);
  const outer = inner && jetOver(phi, { ...box, [VARIABLE]: product(exactly(negatives), inner.value) });
  return inner && outer && { phi: outer, psi: inner };
}

export function psiShape(loss: LossExpressions, spans: Spans): Shape {
  return shapeOf(loss.psi, { ...spans, [VARIABLE]: LINE });
}

/**
 * Where φ is used: sums of 1 to MOST_NEGATIVES values of ψ.
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
    return { whole: POSITIVE_NUMBERS, wholeText: 'ξ > 0', bounded };
  }
  if (shape.defined && within(shape.sign, NON_NEGATIVE)) {
    return {
      whole: NON_NEGATIVE_NUMBERS,
      wholeText: 'ξ ≥ 0',
      bounded: { ...bounded, lower: Math.max(0, bounded.lower) },
    };
  }
  return { whole: LINE, wholeText: 'ξ ∈ ℝ', bounded };
}

/** `tau = 0.5, eps ∈ [0, 1]`. */
export function parameterText({ parameters }: Parameterised): string {
  return Object.entries(parameters)
    .map(([name, { lower, upper }]) => (lower === upper ? `${name} = ${lower}` : `${name} ∈ [${lower}, ${upper}]`))
    .join(', ');
}

/** `tau > 0, eps ≥ 0, c = 1`. */
export function usualParameterText(given: Parameterised): string {
  return Object.entries(given.parameters)
    .map(([name, range]) => {
      if (isUsual(given, name)) return name === 'tau' ? 'tau > 0' : 'eps ≥ 0';
      return parameterText({ parameters: { [name]: range } });
    })
    .join(', ');
}
