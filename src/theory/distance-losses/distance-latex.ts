/** A loss of distances in LaTeX, with its two weights where they can be written. */
import { differentiate } from '../formula/differentiate.js';
import { product, substitute, symbol, type Expression } from '../formula/expression.js';
import { formulaOf } from '../formula/formula.js';
import { simplified } from '../formula/simplify.js';
import { toLatex } from '../formula/to-latex.js';
import type { DistanceLoss } from './distance-loss.js';
import { NEGATIVE, POSITIVE, type DistanceProgram, type Part } from './distance-program.js';

/** A loss of distances, its sums and its weights in LaTeX. */
export interface DistanceLatex {
  readonly anchor: string;
  /** By what stands left of the equals sign: the symbol of a sum. */
  readonly parts: readonly { readonly symbol: string; readonly latex: string }[];
  /** α of a negative; missing where the loss has sums within sums, over other than negatives, or held parts. */
  readonly alpha?: string;
  readonly beta?: string;
}

/**
 * Writes a loss of distances in LaTeX; the distances are d_i² and d_ij².
 *
 * @example
 * distanceLatex(distanceLoss({ anchor: 'p + sum(exp(-n))' })).alpha; // 'e^{-d_{ij}^2}'
 */
export function distanceLatex({ program }: DistanceLoss): DistanceLatex {
  const named = withTypableNames(program);
  const parts = named.parts.map((part) => ({ symbol: latexOf(symbol(part.name)), latex: partLatex(part) }));
  return { anchor: latexOf(named.anchor.expression), parts, ...weightsLatex(named) };
}

/** Gives parts that have no name one that can be written: S₁, S₂, … */
function withTypableNames({ parts, anchor, parameters }: DistanceProgram): DistanceProgram {
  const names = new Map(parts.filter(({ name }) => name.startsWith('@')).map(({ name }, k) => [name, `S_${k + 1}`]));
  const renamed = (expression: Expression): Expression =>
    [...names].reduce((so, [from, to]) => substitute(so, from, symbol(to)), expression);
  return {
    parts: parts.map((part) => ({
      ...part,
      name: names.get(part.name) ?? part.name,
      of: formulaOf(renamed(part.of.expression)),
    })),
    anchor: formulaOf(renamed(anchor.expression)),
    parameters,
  };
}

function latexOf(expression: Expression): string {
  return toLatex(formulaOf(expression))
    .replaceAll(/\\mathrm\{S\\_(\d+)\}/g, 'S_{$1}')
    .replaceAll(/(?<![\\A-Za-z])p(?![A-Za-z])/g, 'd_i^2')
    .replaceAll(/(?<![\\A-Za-z])n(?![A-Za-z])/g, 'd_{ij}^2');
}

function partLatex(part: Part): string {
  const of = latexOf(part.of.expression);
  switch (part.kind) {
    case 'sum':
      return `${{ negatives: String.raw`\sum_j`, positives: String.raw`\sum_{P_i}`, anchors: String.raw`\sum_i` }[part.over]} ${bracketed(part.of.expression, of)}`;
    case 'held':
      return String.raw`\operatorname{sg}\left[${of}\right]`;
    case 'average':
      return String.raw`\operatorname{avg}\left[${of}\right]`;
  }
}

function bracketed({ kind }: Expression, latex: string): string {
  return kind === 'sum' || kind === 'difference' ? String.raw`\left(${latex}\right)` : latex;
}

function weightsLatex({ parts, anchor }: DistanceProgram): Pick<DistanceLatex, 'alpha' | 'beta'> {
  const names = new Set(parts.map(({ name }) => name));
  const isPlain = parts.every(
    (part) =>
      part.kind === 'sum' && part.over === 'negatives' && [...part.of.symbols].every((name) => !names.has(name)),
  );
  if (!isPlain) return {};
  const outer = (name: string): Expression => differentiate(anchor, name).expression;
  const pushes = parts.map(({ name, of }) => {
    const inner = differentiate(of, NEGATIVE).expression;
    return simplified({ kind: 'negative', of: product(outer(name), inner) });
  });
  const own = outer(POSITIVE);
  const drawn = parts.flatMap(({ name, of }) => {
    const inner = differentiate(of, POSITIVE).expression;
    if (inner.kind === 'number' && inner.value === 0) return [];
    const factor = outer(name);
    const isOne = factor.kind === 'number' && factor.value === 1;
    return [`${isOne ? '' : bracketed(factor, latexOf(factor))}\\sum_j ${bracketed(inner, latexOf(inner))}`];
  });
  const isNothing = own.kind === 'number' && own.value === 0;
  return {
    alpha: pushes.length === 0 ? '0' : latexOf(simplified(pushes.reduce((a, b) => ({ kind: 'sum', a, b })))),
    beta: [...(isNothing && drawn.length > 0 ? [] : [latexOf(own)]), ...drawn].join('+'),
  };
}
