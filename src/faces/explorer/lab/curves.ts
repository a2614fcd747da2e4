/** The curves of the loss atlas, computed by the library. */
import { chosenCurve } from '../../../theory/analysis/chosen-importance.js';
import { importanceCurve, type WeightAtDistance } from '../../../theory/analysis/importance-curve.js';
import { IMPORTANCES } from '../../../theory/losses/importances.js';
import { importanceFormula } from '../../../theory/formula/differentiate.js';
import { importanceFromFormula } from '../../../theory/losses/importance-from-formula.js';
import { toLatex } from '../../../theory/formula/to-latex.js';
import { importanceOf } from '../../../training/step/importance-choice.js';
import { anchorFunction, type DistanceLoss } from '../../../theory/distance-losses/distance-loss.js';
import { distanceLatex } from '../../../theory/distance-losses/distance-latex.js';
import { isLoss, isOfDistances, type Chosen, type ChosenDistances, type ChosenLoss } from './chosen.js';
import { madeDistances, madeLoss } from './made.js';

interface Point {
  readonly x: number;
  readonly value: number;
}

export interface Curves {
  /** Weights by squared distance, relative to the heaviest. */
  readonly weights: readonly WeightAtDistance[];
  /** φ over sums ξ, and ψ over margins, where their absolute value is at most CEILING; empty for an importance. */
  readonly phi: readonly Point[];
  readonly psi: readonly Point[];
  /** β of the positive by its squared distance, relative to the largest; empty for an importance. */
  readonly attraction: readonly WeightAtDistance[];
  /** Formulae of φ, ψ and α, or of a loss of distances, as LaTeX between dollar signs. */
  readonly formulae: string;
}

/** Largest |ξ| for which φ is drawn; φ and ψ are drawn where their absolute value is at most CEILING. */
const LARGEST_SUM = 10;
const CEILING = 20;
const POINTS = 161;

/**
 * Computes the curves of a loss or an importance.
 *
 * @param own d²ᵢ of the anchor's own second view, for a loss
 * @throws InvalidInput on a formula or a parameter that the library refuses
 */
export function curvesOf(chosen: Chosen, own: number): Curves {
  if (isOfDistances(chosen)) {
    const loss = madeDistances(chosen);
    return {
      weights: weightsOf(loss, own),
      attraction: attractionOf(loss),
      phi: [],
      psi: [],
      formulae: latexOf(loss),
    };
  }
  if (!isLoss(chosen)) {
    const weights = chosenCurve(importanceOf(chosen));
    return { weights, attraction: [], phi: [], psi: [], formulae: formulaOfImportance(chosen) };
  }
  const { loss, phi, psi, formulae } = madeLoss(chosen);
  const ofXi = toLatex(phi).replaceAll(/\bx\b/g, String.raw`\xi`);
  const alpha = toLatex(importanceFormula(phi, psi));
  return {
    weights: importanceCurve(formulae, own),
    attraction: attractionOf(madeDistances(chosen)),
    phi: sampled(loss.phi.value, -LARGEST_SUM, LARGEST_SUM),
    psi: sampled(loss.psi.value, -2, 2),
    formulae: String.raw`$\phi(\xi)=${ofXi}$, $\ \psi(x)=${toLatex(psi)}$, $\ \alpha_{ij}=${alpha}$`,
  };
}

/** Distances of one anchor's negatives, all at once, as in the analysis. */
const NEGATIVES = Array.from({ length: 41 }, (_, k) => k / 20);

/** The positive is at `own`. Where distances are 0 some losses are infinite; no curve shows that. */
function weightsOf(loss: DistanceLoss, own: number): WeightAtDistance[] {
  const { alpha } = anchorFunction(loss)(own, NEGATIVES);
  return besideLargest(NEGATIVES.map((distance, k) => ({ distance, weight: alpha[k] as number })));
}

function attractionOf(loss: DistanceLoss): WeightAtDistance[] {
  const weights = anchorFunction(loss);
  return besideLargest(NEGATIVES.map((distance) => ({ distance, weight: weights(distance, NEGATIVES).beta })));
}

function besideLargest(points: readonly WeightAtDistance[]): WeightAtDistance[] {
  const finite = points.filter(({ weight }) => Number.isFinite(weight));
  const largest = Math.max(...finite.map(({ weight }) => Math.abs(weight)), Number.MIN_VALUE);
  return finite.map(({ distance, weight }) => ({ distance, weight: weight / largest }));
}

/** Returns the formulae of a loss of distances, and of its weights where they can be written, as LaTeX between dollar signs. */
export function latexOf(loss: DistanceLoss): string {
  const { anchor, parts, alpha, beta } = distanceLatex(loss);
  return [
    `$F=${anchor}$`,
    ...parts.map(({ symbol, latex }) => String.raw`$\ ${symbol}=${latex}$`),
    ...(alpha === undefined ? [] : [String.raw`$\ \alpha_{ij}=${alpha}$`]),
    ...(beta === undefined ? [] : [String.raw`$\ \beta_i=${beta}$`]),
  ].join(', ');
}

function sampled(value: (x: number) => number, from: number, to: number): Point[] {
  return Array.from({ length: POINTS }, (_, k) => from + ((to - from) * k) / (POINTS - 1))
    .map((x) => ({ x, value: value(x) }))
    .filter((point) => Math.abs(point.value) <= CEILING);
}

function formulaOfImportance(chosen: Exclude<Chosen, ChosenLoss | ChosenDistances>): string {
  if (chosen.kind === 'importance') return `$${IMPORTANCES[chosen.name].latex}$ (${IMPORTANCES[chosen.name].source})`;
  const alpha = toLatex(importanceFromFormula(chosen).formula).replaceAll(/\bx\b/g, 'd_{ij}^2');
  return String.raw`$\alpha_{ij}\propto ${alpha}$`;
}
