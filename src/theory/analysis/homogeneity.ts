/** Degrees of homogeneity: f(s·x) = sᵖf(x) for every s > 0, read off the form of f. */
import { contains, difference, exactly, product, quotient, type Interval } from '../algebra/interval.js';
import { alongEqualMargins } from './exponential-psi.js';
import { constantValue, number, substituted, VARIABLE, type CoreExpression } from './core-expression.js';
import { jetOver, pointBox } from './interval-jet.js';
import { MARGIN_RANGE, middleOf, parameterText, usualParameterText, type LossExpressions } from './loss-expressions.js';
import { certified, joined, symbolic } from './prove-sign.js';
import type { Statement } from './statement.js';

/** Degrees of the symbols that are scaled; the others have degree 0. */
type Degrees = Readonly<Record<string, number>>;

/** Returns the degree; undefined where the form shows none, NaN for the number 0, which has every degree. */
function degreeOf(expression: CoreExpression, degrees: Degrees): number | undefined {
  switch (expression.kind) {
    case 'number':
      return expression.value === 0 ? Number.NaN : 0;
    case 'symbol':
      return degrees[expression.name] ?? 0;
    case 'negative':
    case 'abs':
      return degreeOf(expression.of, degrees);
    case 'sqrt': {
      const of = degreeOf(expression.of, degrees);
      return of === undefined ? undefined : of / 2;
    }
    case 'exp':
    case 'log': {
      const of = degreeOf(expression.of, degrees);
      return of === 0 ? 0 : undefined;
    }
    case 'power': {
      const [a, b] = [degreeOf(expression.a, degrees), constantValue(expression.b)];
      if (a === 0) return degreeOf(expression.b, degrees) === 0 ? 0 : undefined;
      if (b === 0) return 0;
      return a === undefined || b === undefined ? undefined : a * b;
    }
    default: {
      const [a, b] = [degreeOf(expression.a, degrees), degreeOf(expression.b, degrees)];
      if (a === undefined || b === undefined) return undefined;
      if (expression.kind === 'product') return a + b;
      if (expression.kind === 'quotient') return a - b;
      if (Number.isNaN(a)) return b;
      return Number.isNaN(b) || a === b ? a : undefined;
    }
  }
}

/** Decides if F(s·x) = sᵖF(x): the loss then has no scale of distances of its own. */
export function homogeneity(loss: LossExpressions): Statement {
  const about = { id: 'homogeneous', claim: 'F(s·x) = sᵖF(x) for every s > 0' };
  const cases = [
    { of: loss, text: usualParameterText(loss) },
    { of: withoutZeros(loss), text: parameterText(loss) },
  ];
  for (const { of, text } of cases) {
    const degree = degreeOfLoss(of, { [VARIABLE]: 1 });
    if (degree === undefined) continue;
    const evidence = symbolic(joined('x ∈ ℝ', text), `degrees add up to p = ${degree}`);
    return { ...about, outcome: 'holds', evidence };
  }
  return refutation(loss, about);
}

/**
 * Proves that only the ratio of distances to τ matters: F(s·x; s·τ) = sᵖF(x; τ). Undefined without τ or where the form does not
 * show it.
 */
export function temperatureScaling(loss: LossExpressions): Statement | undefined {
  if (!('tau' in loss.parameters)) return undefined;
  const degree = degreeOfLoss(loss, { [VARIABLE]: 1, tau: 1 });
  if (degree === undefined) return undefined;
  return {
    id: 'temperature-scale',
    claim: 'F(s·x; s·τ) = sᵖF(x; τ): scaling all distances is scaling τ',
    outcome: 'holds',
    evidence: symbolic(joined('x ∈ ℝ', usualParameterText(loss)), `degrees add up to p = ${degree}`),
  };
}

/** Returns the loss with 0 written in place of every parameter that is 0. */
function withoutZeros(loss: LossExpressions): LossExpressions {
  const zeros = Object.entries(loss.parameters).filter(([, { lower, upper }]) => lower === 0 && upper === 0);
  const written = (expression: CoreExpression): CoreExpression =>
    zeros.reduce((so, [name]) => substituted(so, number(0), name), expression);
  return { ...loss, phi: written(loss.phi), psi: written(loss.psi) };
}

function degreeOfLoss({ phi, psi }: LossExpressions, degrees: Degrees): number | undefined {
  const inner = degreeOf(psi, degrees);
  return inner === undefined ? undefined : degreeOf(phi, { ...degrees, [VARIABLE]: inner });
}

/** Refutes homogeneity: for two equal margins, x f′/f is p everywhere if f(s·x) = sᵖf(x) on a side of 0. */
function refutation(loss: LossExpressions, about: Pick<Statement, 'id' | 'claim'>): Statement {
  const whole = alongEqualMargins(loss, 2);
  const parameters = middleOf(loss);
  const domain = joined('x ∈ (0, 2]', parameterText(loss));
  const degreeAt = (x: number): Interval | undefined => {
    const jet = jetOver(whole, pointBox({ ...parameters, [VARIABLE]: x }));
    if (jet === undefined || contains(jet.value, 0)) return undefined;
    return quotient(product(exactly(x), jet.first), jet.value);
  };
  const [one, other] = [degreeAt(MARGIN_RANGE.upper / 4), degreeAt(MARGIN_RANGE.upper)];
  if (one !== undefined && other !== undefined && (one.upper < other.lower || other.upper < one.lower)) {
    return {
      ...about,
      outcome: 'fails',
      evidence: certified(domain, 'x f′/f of two equal margins is enclosed at two points and differs'),
      witness: {
        at: { x: MARGIN_RANGE.upper / 4, y: MARGIN_RANGE.upper, ...parameters },
        quantity: 'y f′(y)/f(y) minus x f′(x)/f(x)',
        value: difference(other, one),
      },
    };
  }
  return {
    ...about,
    outcome: 'open',
    evidence: { grade: 'sampled', domain, reason: 'no two degrees were told apart' },
  };
}
