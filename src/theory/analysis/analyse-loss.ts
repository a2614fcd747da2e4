/**
 * What the theory says of a loss that is given as two formulae, L = Σᵢ φ(Σ_{j≠i} ψ(d²ᵢ − d²ᵢⱼ)): each statement with the grade
 * of its evidence and, where it fails, a point.
 */
import { requireChoice } from '../../base/option-checks.js';
import { InvalidInput } from '../../base/invalid-input.js';
import type { Interval } from '../algebra/interval.js';
import { mapValues } from '../../base/map-values.js';
import { importanceFormula, SUM_SYMBOL } from '../formula/differentiate.js';
import { parseFormula } from '../formula/parse-formula.js';
import { toLatex } from '../formula/to-latex.js';
import { convexity } from './convexity.js';
import { importanceFalls, importanceFallsStrictly, preference, type Preference } from './hard-negatives.js';
import { hazards, type Hazards } from './hazards.js';
import { homogeneity, temperatureScaling } from './homogeneity.js';
import { importanceCurve, type WeightAtDistance } from './importance-curve.js';
import { limitRelations, type LimitRelation } from './limit-relations.js';
import { limits, type Limit } from './limits.js';
import { expressionIn, MARGINS, xiDomain, type LossExpressions } from './loss-expressions.js';
import { phiIncreases, psiIncreases } from './monotonicity.js';
import { requireDefined, requireInFamily } from './outside-family.js';
import { regulariser, type Regulariser } from './regulariser.js';
import { relations, type Relation } from './relations.js';
import { rowSum } from './row-sum.js';
import { smoothness, type Corner } from './smoothness.js';
import { isProven, type Statement } from './statement.js';

/** A loss as a reader gives it: two formulae, and what their parameters may be. */
export interface LossDescription {
  /** In x, the sum ξᵢ, and the parameters: `tau*log(eps + x)`. */
  readonly phi: string;
  /** In x, the margin d²ᵢ − d²ᵢⱼ, and the parameters. */
  readonly psi: string;
  /** A value or a range for every parameter. */
  readonly parameters?: Readonly<Record<string, number | Interval>>;
}

/** What is asked of every loss. */
export type StatementId =
  | 'psi-increases'
  | 'phi-increases'
  | 'psi-differentiable'
  | 'phi-differentiable'
  | 'importance-falls'
  | 'importance-falls-strictly'
  | 'convex'
  | 'min-player'
  | 'row-sum-constant'
  | 'homogeneous'
  | 'temperature-scale';

/** Plain data. Bounds of intervals may be infinite. */
export interface LossAnalysis {
  readonly phi: FormulaText;
  readonly psi: FormulaText;
  readonly parameters: Readonly<Record<string, Interval>>;
  readonly domains: { readonly psi: DomainText; readonly phi: DomainText };
  /** αᵢⱼ = φ′(ξᵢ)ψ′(x), simplified; `xi` stands for ξᵢ. */
  readonly importance: FormulaText;
  readonly statements: readonly Statement[];
  readonly corners: { readonly phi: readonly Corner[]; readonly psi: readonly Corner[] };
  /** Where corners may be that were not told apart. */
  readonly undecidedCorners: { readonly phi: readonly Interval[]; readonly psi: readonly Interval[] };
  readonly preference: Preference;
  /** F* = −R, where F is convex. */
  readonly regulariser: Regulariser | undefined;
  /** Of Σⱼ αᵢⱼ; undefined where it is not bounded. */
  readonly rowSumRange: Interval | undefined;
  readonly limits: readonly Limit[];
  readonly relations: readonly Relation[];
  /** Named losses that this one tends to, or is the limit of. */
  readonly limitRelations: readonly LimitRelation[];
  readonly numerics: Hazards;
  /** αᵢⱼ beside that of the heaviest pair, against distance. */
  readonly curve: readonly WeightAtDistance[];
}

/** A formula as text that can be parsed again, and as LaTeX. */
export interface FormulaText {
  readonly text: string;
  readonly latex: string;
}

/** Where a statement speaks. */
export interface DomainText {
  /** What the rules speak about, `ξ > 0`. */
  readonly whole: string;
  /** What intervals speak about. */
  readonly certified: Interval;
}

/** How strictly a loss is taken. */
export interface AnalysisOptions {
  /** What to do with a φ or ψ that falls, is constant or, for φ, lacks values: default `report`, with a point at which it does. */
  readonly outsideFamily?: 'report' | 'refuse';
}

/**
 * @throws InvalidInput on a formula that is none, a parameter without a finite range, or a ψ not defined on [−2, 2]
 * @throws OutsideFamily where such losses are refused
 */
export function analyseLoss(
  { phi, psi, parameters = {} }: LossDescription,
  { outsideFamily = 'report' }: AnalysisOptions = {},
): LossAnalysis {
  requireChoice('outsideFamily', outsideFamily, ['report', 'refuse']);
  const ranges = mapValues(parameters, rangeOf);
  const names = Object.keys(ranges);
  const formulae = { phi: parseFormula(phi, names, 'φ'), psi: parseFormula(psi, names, 'ψ') };
  const loss: LossExpressions = {
    phi: expressionIn(formulae.phi.expression, ranges),
    psi: expressionIn(formulae.psi.expression, ranges),
    parameters: ranges,
  };
  requireFreeSymbol(names);
  requireDefined(loss, formulae);
  const xi = xiDomain(loss);
  const rises = { psi: once(() => psiIncreases(loss)), phi: once(() => phiIncreases(loss, xi)) };
  if (outsideFamily === 'refuse') requireInFamily(loss, formulae, rises);
  const alpha = importanceFormula(formulae.phi, formulae.psi);
  const convex = convexity(loss, xi, rises.phi());
  const [phiCorners, psiCorners] = [smoothness(loss, 'phi', xi, 'ξ'), smoothness(loss, 'psi', MARGINS)];
  const falls = importanceFalls(loss, rises.phi(), xi);
  const increases = isProven(rises.psi()) && isProven(rises.phi());
  const sums = rowSum(loss, xi, increases);
  const scaling = temperatureScaling(loss);
  return {
    phi: { text: formulae.phi.text, latex: toLatex(formulae.phi).replaceAll(/\bx\b/g, String.raw`\xi`) },
    psi: { text: formulae.psi.text, latex: toLatex(formulae.psi) },
    parameters: ranges,
    domains: {
      psi: { whole: MARGINS.wholeText, certified: MARGINS.bounded },
      phi: { whole: xi.wholeText, certified: xi.bounded },
    },
    importance: { text: alpha.text, latex: toLatex(alpha) },
    statements: [
      rises.psi(),
      rises.phi(),
      psiCorners.statement,
      phiCorners.statement,
      falls,
      importanceFallsStrictly(loss, rises.phi(), xi),
      convex,
      { ...convex, id: 'min-player', claim: 'a min player exists: α is its best response to the distances' },
      sums.constant,
      homogeneity(loss),
      ...(scaling === undefined ? [] : [scaling]),
    ],
    corners: { phi: phiCorners.corners, psi: psiCorners.corners },
    undecidedCorners: { phi: phiCorners.undecided, psi: psiCorners.undecided },
    preference: preference(loss, increases ? falls : undefined),
    regulariser: convex.outcome === 'holds' ? regulariser(loss).regulariser : undefined,
    rowSumRange: sums.range,
    limits: limits(loss),
    relations: relations(loss),
    limitRelations: limitRelations(loss),
    numerics: hazards(loss),
    curve: importanceCurve(loss),
  };
}

/** The statement of that id. @throws Error when the analysis made none */
export function statementOf({ statements }: LossAnalysis, id: StatementId): Statement {
  const found = statements.find((statement) => statement.id === id);
  if (found === undefined) throw new Error(`the analysis has no statement "${id}"`);
  return found;
}

function rangeOf(given: number | Interval, name: string): Interval {
  const range = typeof given === 'number' ? { lower: given, upper: given } : given;
  if (Number.isFinite(range.lower) && Number.isFinite(range.upper) && range.lower <= range.upper) return range;
  const was = typeof given === 'number' ? `is ${given}` : `ranges from ${given.lower} to ${given.upper}`;
  throw new InvalidInput(
    `the parameter "${name}" ${was}: give a finite number, or a range of them, the lower one first`,
  );
}

function requireFreeSymbol(names: readonly string[]): void {
  if (!names.includes(SUM_SYMBOL)) return;
  throw new InvalidInput(
    `"${SUM_SYMBOL}" stands for the sum of ψ in what the analysis says: choose another name for the parameter`,
  );
}

/** The same value, made when it is first asked for. */
function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}
