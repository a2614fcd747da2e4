/**
 * Analyses α-CL with an α that is chosen, not derived from φ and ψ.
 *
 * At one anchor a multiplier (λ, μ or the sum Z) is the same for every pair, as ξ is for a loss. So α falls with distance where
 * the weight w falls at a fixed multiplier, which the rules of calculus decide. Two tests ask if α is that of a loss; each loss
 * L = Σᵢ φ(Σ_{j≠i} ψ(d²ᵢ − d²ᵢⱼ)) passes both wherever its α are not 0: α depends on margins alone, and αᵢⱼ/αᵢₖ = ψ′(xⱼ)/ψ′(xₖ)
 * does not depend on other pairs. Where one fails at a point, α is that of no φ and ψ.
 */
import { exactly } from '../algebra/interval.js';
import { IMPORTANCES, namedImportance, normalised, type Importance } from '../losses/importances.js';
import { anchorImportance, type Loss } from '../losses/loss.js';
import { lossEntry, lossNames, namedLoss } from '../losses/named-losses.js';
import type { Formula } from '../formula/formula.js';
import { parseFormula } from '../formula/parse-formula.js';
import { toLatex } from '../formula/to-latex.js';
import type { FormulaText } from './analyse-loss.js';
import type { WantedSign } from './certify-sign.js';
import { asFunction, coreOf, type CoreExpression } from './core-expression.js';
import type { WeightAtDistance } from './importance-curve.js';
import { middleOf, MOST_NEGATIVES, type Domain, type Parameterised } from './loss-expressions.js';
import { slopeAt } from './numerical-conjugate.js';
import { proveSign } from './prove-sign.js';
import { POSITIVE_NUMBERS } from './span.js';
import type { Statement } from './statement.js';

/** The four importances of the paper's α-CL losses; the authors' own forms are other entries of IMPORTANCES. */
export const CHOSEN_NAMES = ['entropy', 'power', 'square', 'direct'] as const;
/** An importance of α-CL that is chosen directly, not derived from a loss. */
export type ChosenName = (typeof CHOSEN_NAMES)[number];

/** The analysis of an importance that is chosen directly, as plain data. */
export interface ChosenAnalysis {
  readonly name: ChosenName;
  readonly title: string;
  /** w, to which α is equal or proportional, in x = d²ᵢⱼ and a multiplier of the anchor; the least x may be taken as 0. */
  readonly weight: FormulaText;
  readonly falls: Statement;
  readonly fallsStrictly: Statement;
  /** Ratios of weights do not depend on other pairs: true of every φ and ψ. */
  readonly ratiosAlone: Finding;
  /** A constant added to d²ᵢ and to every d²ᵢⱼ changes nothing: true of every φ and ψ. */
  readonly marginsAlone: Finding;
  /** The term of −R for one weight, in x = α. */
  readonly minusRegulariser: FormulaText;
  /** The distance in the min player's game, in x = d²; `x` where it is d² itself. */
  readonly distance: FormulaText;
  /** α minimises Σⱼ(αⱼ·distance − R of αⱼ) over α ≥ 0, Σα = 1. */
  readonly bestResponse: Finding;
  /** The named loss whose α it is, to rounding at every anchor tried. */
  readonly loss: { readonly name: string; readonly parameters: Readonly<Record<string, number>> } | undefined;
  /** α relative to the largest, at CURVE_NEGATIVES distances evenly spaced from 0 to 2. */
  readonly curve: readonly WeightAtDistance[];
}

/** A finding that holds at every point tried, or fails at one by the difference given. */
export interface Finding {
  readonly outcome: 'holds' | 'fails';
  readonly apart: number;
  readonly at: string;
}

export const CURVE_NEGATIVES = 21;

interface Chosen extends Parameterised {
  readonly weight: string;
  /** A convex function of the weight x. */
  readonly minusRegulariser: string;
  readonly distance: string;
}

const { entropy, power, square, direct } = IMPORTANCES;

/**
 * The four variants. Distances are measured from the anchor's least, so that Σα = 1 bounds the multiplier: 1 ≤ λ ≤ n^γ and
 * τ/n ≤ μ ≤ τ.
 */
const CHOSEN: Readonly<Record<ChosenName, Chosen>> = {
  entropy: {
    weight: 'exp(-x/tau)',
    minusRegulariser: 'tau*x*log(x)',
    distance: 'x',
    parameters: { tau: exactly(entropy.defaults.temperature) },
  },
  power: {
    weight: '(x + lambda)^(-1/gamma)',
    minusRegulariser: '-x^(1 - gamma)/(1 - gamma)',
    distance: 'x',
    parameters: {
      gamma: exactly(power.defaults.gamma),
      lambda: { lower: 1, upper: MOST_NEGATIVES ** power.defaults.gamma },
    },
  },
  square: {
    weight: 'max(0, mu - x)/tau',
    minusRegulariser: 'tau*x^2/2',
    distance: 'x',
    parameters: {
      tau: exactly(square.defaults.temperature),
      mu: { lower: square.defaults.temperature / MOST_NEGATIVES, upper: square.defaults.temperature },
    },
  },
  direct: {
    weight: 'exp(-x^(p/2)/tau)',
    minusRegulariser: 'tau*x*log(x)',
    distance: 'x^(p/2)',
    parameters: { tau: exactly(direct.defaults.temperature), p: exactly(direct.defaults.power) },
  },
};

const DISTANCES: Domain = { whole: POSITIVE_NUMBERS, wholeText: 'd² > 0', bounded: { lower: 1e-3, upper: 2 } };

/**
 * Analyses one variant of α-CL, with its parameters at their defaults.
 *
 * @example
 * const { weight, loss } = analyseChosen('entropy');
 * weight.text; // 'exp(-x/tau)'
 * loss; // { name: 'infonce', parameters: { temperature: 0.5, epsilon: 0 } }
 */
export function analyseChosen(name: ChosenName): ChosenAnalysis {
  const chosen = CHOSEN[name];
  const { weight, minusRegulariser, distance: metric, parameters } = chosen;
  const names = Object.keys(parameters);
  const formula = parseFormula(weight, names, 'α');
  const expression = coreOf(formula.expression);
  const slope = { quantity: '∂w/∂d²', expression, aspect: 'slope', domain: DISTANCES, variable: 'd²' } as const;
  const proven = (id: string, claim: string, wanted: WantedSign): Statement =>
    proveSign(chosen, { ...slope, id, claim, wanted });
  const importance = namedImportance(name);
  const [paid, distance] = [
    parseFormula(minusRegulariser, names, 'regulariser'),
    parseFormula(metric, names, 'distance'),
  ];
  return {
    name,
    title: IMPORTANCES[name].title,
    weight: { text: formula.text, latex: toLatex(formula) },
    falls: proven('importance-falls', 'αᵢⱼ never rises with dᵢⱼ', 'non-positive'),
    fallsStrictly: proven('importance-falls-strictly', 'αᵢⱼ falls strictly with dᵢⱼ', 'negative'),
    ratiosAlone: ratiosAlone(importance),
    marginsAlone: marginsAlone(importance),
    minusRegulariser: textOf(paid, String.raw`\alpha_j`),
    distance: textOf(distance, String.raw`\left(d_{ij}^2\right)`),
    bestResponse: bestResponse(importance, coreOf(paid.expression), coreOf(distance.expression), middleOf(chosen)),
    loss: lossOfImportance(importance, IMPORTANCES[name].defaults),
    curve: chosenCurve(importance),
  };
}

/** Largest difference that counts as none: far above rounding, far below any that a formula makes at these points. */
const CLOSE = 1e-9;
/** The pairs that are compared lie near, so that each variant gives them weight. */
const NEAR = [0.1, 0.2] as const;
const OTHERS = [0.05, 0.15, 0.4, 1, 1.9] as const;

function ratiosAlone(importance: Importance): Finding {
  const ratio = (other: number): number => {
    const [a = Number.NaN, b = Number.NaN] = importance(Float64Array.of(...NEAR, other));
    return a / b;
  };
  return worst(
    OTHERS.flatMap((one) => OTHERS.map((other) => ({ one, other }))),
    ({ one, other }) => Math.abs(ratio(one) - ratio(other)),
    ({ one, other }) => `the ratio of the weights at $d^2=0.1$ and $0.2$, with a third pair at ${one} or ${other}`,
  );
}

function marginsAlone(importance: Importance): Finding {
  const distances = OTHERS.map((other) => Float64Array.of(...NEAR, other));
  return worst(
    distances.flatMap((anchor) => [0.05, 0.1].map((shift) => ({ anchor, shift }))),
    ({ anchor, shift }) => {
      const shifted = importance(anchor.map((r) => r + shift));
      const [was, is] = [normalised(importance(anchor)), normalised(shifted)];
      return Math.max(...was.map((share, j) => Math.abs(share - (is[j] as number))));
    },
    ({ anchor, shift }) => `a share of weight at distances ${[...anchor].join(', ')}, ${shift} added to each`,
  );
}

function worst<Point>(
  points: readonly Point[],
  apart: (point: Point) => number,
  words: (point: Point) => string,
): Finding {
  let [most, at]: [number, string] = [0, `${points.length} points`];
  for (const point of points) {
    const here = apart(point);
    // What is not a number is not an agreement.
    if (!(here <= Math.max(most, CLOSE))) [most, at] = [here, words(point)];
  }
  return { outcome: most <= CLOSE ? 'holds' : 'fails', apart: most, at };
}

/** Writes the formula as text in x, and as LaTeX in `variable`. */
function textOf(formula: Formula, variable: string): FormulaText {
  return { text: formula.text, latex: toLatex(formula).replaceAll(/\bx\b/g, () => variable) };
}

/**
 * Tests if α is the min player's best response. The problem is convex, so α solves it exactly if the marginal cost, distance
 * plus slope of −R, is one level wherever α > 0 and no lower elsewhere.
 */
export function bestResponse(
  importance: Importance,
  minusRegulariser: CoreExpression,
  distance: CoreExpression,
  parameters: Readonly<Record<string, number>>,
): Finding {
  const distanceAt = asFunction(distance, parameters);
  const anchors = OTHERS.flatMap((one) => OTHERS.map((other) => Float64Array.of(...NEAR, one, other)));
  return worst(
    anchors,
    (anchor) => {
      const pairs = [...importance(anchor)].map((weight, j) => ({
        weight,
        cost: distanceAt(anchor[j] as number) + slopeAt(minusRegulariser, weight, parameters),
      }));
      const used = pairs.flatMap(({ weight, cost }) => (weight > 0 ? [cost] : []));
      const level = Math.min(...used);
      const cheaper = level - Math.min(...pairs.map(({ cost }) => cost));
      return Math.max(Math.max(...used) - level, cheaper) / Math.max(1, Math.abs(level));
    },
    (anchor) => `distances ${[...anchor].join(', ')}`,
  );
}

/** Finds a named loss whose α it is. @param own values of its parameters by name; others are 0 or their defaults */
export function lossOfImportance(
  importance: Importance,
  own: Readonly<Record<string, number>>,
): ChosenAnalysis['loss'] {
  for (const entry of lossNames().map(lossEntry)) {
    const choices = Object.entries(entry.parameters).reduce<Record<string, number>[]>(
      (so, [key, { default: usual, range }]) => {
        const values = own[key] === undefined ? [...(range === 'positive' ? [] : [0]), usual] : [own[key]];
        return so.flatMap((chosen) => values.map((value) => ({ ...chosen, [key]: value })));
      },
      [{}],
    );
    const parameters = choices.find((choice) => isImportanceOf(namedLoss(entry.name, choice), importance));
    if (parameters !== undefined) return { name: entry.name, parameters };
  }
  return undefined;
}

function isImportanceOf(loss: Loss, importance: Importance): boolean {
  return OTHERS.every((other) => {
    const distances = Float64Array.of(...NEAR, other);
    const derived = anchorImportance(
      loss,
      distances.map((r) => 0.5 - r),
    );
    return importance(distances).every((weight, j) => Math.abs(weight - (derived[j] as number)) < CLOSE);
  });
}

/** Returns weights relative to the largest, at CURVE_NEGATIVES distances evenly spaced from 0 to 2. */
export function chosenCurve(importance: Importance): WeightAtDistance[] {
  const distances = Float64Array.from({ length: CURVE_NEGATIVES }, (_, k) => (2 * k) / (CURVE_NEGATIVES - 1));
  const weights = importance(distances);
  const largest = Math.max(...weights);
  return [...weights].map((weight, k) => ({ distance: distances[k] as number, weight: weight / largest }));
}
