/**
 * Analyses a loss given as two formulae, L = Σᵢ φ(Σ_{j≠i} ψ(d²ᵢ − d²ᵢⱼ)): statements, each with the grade of its evidence and,
 * where it fails, a point.
 */
import { requireChoice } from '../../base/option-checks.js';
import { InvalidInput } from '../../base/invalid-input.js';
import type { Interval } from '../algebra/interval.js';
import { mapValues } from '../../base/map-values.js';
import type { LossFormulae } from '../losses/loss-formulae.js';
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
import type { Regulariser } from './regulariser-form.js';
import { regulariser } from './regulariser.js';
import { relations, type Relation } from './relations.js';
import { once } from './remembered.js';
import { rowSum } from './row-sum.js';
import { smoothness, type Corner } from './smoothness.js';
import { isProven, type Statement } from './statement.js';

/** Names the statements that an analysis makes. */
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

/** The analysis of a loss, as plain data; bounds of intervals may be infinite. */
export interface LossAnalysis {
  readonly phi: FormulaText;
  readonly psi: FormulaText;
  readonly parameters: Readonly<Record<string, Interval>>;
  readonly domains: { readonly psi: DomainText; readonly phi: DomainText };
  /** αᵢⱼ = φ′(ξᵢ)ψ′(x), simplified; `xi` stands for ξᵢ. */
  readonly importance: FormulaText;
  readonly statements: readonly Statement[];
  readonly corners: { readonly phi: readonly Corner[]; readonly psi: readonly Corner[] };
  /** Intervals in which a max, min or abs may switch and corners were not told apart. */
  readonly undecidedCorners: { readonly phi: readonly Interval[]; readonly psi: readonly Interval[] };
  readonly preference: Preference;
  /** The min player's F* = −R; undefined unless the statement `convex` holds. */
  readonly regulariser: Regulariser | undefined;
  /** An enclosure of Σⱼ αᵢⱼ; undefined where intervals do not bound it. */
  readonly rowSumRange: Interval | undefined;
  readonly limits: readonly Limit[];
  readonly relations: readonly Relation[];
  /** The named losses that this one tends to, or is the limit of. */
  readonly limitRelations: readonly LimitRelation[];
  readonly numerics: Hazards;
  /** αᵢⱼ relative to that of the heaviest pair, against distance. */
  readonly curve: readonly WeightAtDistance[];
}

/** A formula as text that can be parsed again, and as LaTeX. */
export interface FormulaText {
  readonly text: string;
  readonly latex: string;
}

/** The domains on which statements about a formula are proven. */
export interface DomainText {
  /** The domain that the rules of calculus cover, as text: `ξ > 0`. */
  readonly whole: string;
  /** The bounded domain that interval arithmetic covers. */
  readonly certified: Interval;
}

/** The options of an analysis. */
export interface AnalysisOptions {
  /**
   * Treatment of a φ or ψ that falls, is constant or, for φ, lacks values: by default `report`, with a point at which it does.
   */
  readonly outsideFamily?: 'report' | 'refuse';
}

/**
 * Analyses a loss given as two formulae.
 *
 * @throws InvalidInput on an invalid formula, a parameter named `xi` or without a finite range, or a ψ not defined on [−2, 2]
 * @throws OutsideFamily where such losses are refused
 * @example
 * const { importance, rowSumRange } = analyseLoss({ phi: 'tau*log(x)', psi: 'exp(x/tau)', parameters: { tau: 0.5 } });
 * importance.text; // 'exp(x/tau)/xi'
 * rowSumRange; // { lower: 1, upper: 1 }
 */
export function analyseLoss(
  { phi, psi, parameters = {} }: LossFormulae<number | Interval>,
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

/**
 * Returns the statement with this id.
 *
 * @throws Error when the analysis made none
 * @example
 * const analysis = analyseLoss({ phi: 'x', psi: 'max(0, x + 1)' });
 * statementOf(analysis, 'convex').outcome; // 'holds'
 * statementOf(analysis, 'psi-differentiable').witness?.at; // { x: -1 }
 */
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
