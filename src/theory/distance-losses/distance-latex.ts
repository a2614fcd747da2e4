/** A loss of distances in LaTeX, with its two weights where they can be written. */
import { differentiate } from '../formula/differentiate.js';
import { product, substitute, symbol, type Expression } from '../formula/expression.js';
import { formulaOf } from '../formula/formula.js';
import { simplified } from '../formula/simplify.js';
import { toLatex } from '../formula/to-latex.js';
import { bindingOf, BINDS } from '../formula/write-text.js';
import type { DistanceLoss } from './distance-loss.js';
import { NEGATIVE, POSITIVE, type DistanceProgram, type Part } from './distance-program.js';

/** A loss of distances, its sums and its weights in LaTeX, without dollars. */
export interface DistanceLatex {
  readonly anchor: string;
  /** The sums that have a name, by what stands left of the equals sign; other parts stand where they are used. */
  readonly parts: readonly { readonly symbol: string; readonly latex: string }[];
  /** α of a negative; missing where the loss has sums within sums, over other than negatives, or held parts. */
  readonly alpha?: string;
  readonly beta?: string;
}

/**
 * Writes a loss of distances in LaTeX. The distances are d_i² and d_ij²; Σⱼ goes over the negatives of an anchor, Σ over P_i over its
 * positives, Σᵢ over all anchors; sg[…] is held fixed, and so are avg[…] and the x of {x : Σⱼ … = 1}.
 *
 * @example
 * distanceLatex(distanceLoss({ anchor: 'p + sum(exp(-n))' })).alpha; // 'e^{-d_{ij}^2}'
 */
export function distanceLatex({ program }: DistanceLoss): DistanceLatex {
  const writer = new Writer(program.parts.filter(({ name }) => name.startsWith('@')));
  const parts = program.parts
    .filter(({ name }) => !name.startsWith('@'))
    .map((part) => ({ symbol: writer.latexOf(symbol(part.name)), latex: writer.partLatex(part) }));
  return { anchor: writer.latexOf(program.anchor.expression), parts, ...weightsLatex(program, writer) };
}

/** Names that nobody can type, for distances, and how LaTeX has them. */
const DISTANCES = [
  [POSITIVE, '@p', 'd_i^2'],
  [NEGATIVE, '@n', 'd_{ij}^2'],
] as const;

/** A part that has no name, as LaTeX has it, with the sign of a product or a power behind it. */
const PLACEHOLDER = /\\mathrm\{(@\d+)\}(\\,|\\cdot|\}\^)?/g;

const SIGNS = {
  negatives: String.raw`\sum_j`,
  positives: String.raw`\sum_{P_i}`,
  anchors: String.raw`\sum_i`,
} as const;

class Writer {
  readonly #unnamed: ReadonlyMap<string, Part>;

  constructor(unnamed: readonly Part[]) {
    this.#unnamed = new Map(unnamed.map((part) => [part.name, part]));
  }

  latexOf(expression: Expression): string {
    const placed = DISTANCES.reduce((so, [name, placeholder]) => substitute(so, name, symbol(placeholder)), expression);
    return DISTANCES.reduce(
      (so, [, placeholder, written]) => so.replaceAll(String.raw`\mathrm{${placeholder}}`, written),
      toLatex(formulaOf(placed)),
    ).replaceAll(PLACEHOLDER, (whole, name: string, follows: string | undefined) => {
      const part = this.#unnamed.get(name);
      if (part === undefined) return whole;
      const latex = this.partLatex(part);
      // Without brackets, a sum would take in what follows it.
      return part.kind === 'sum' && follows !== undefined ? `${inBrackets(latex)}${follows}` : latex + (follows ?? '');
    });
  }

  partLatex(part: Part): string {
    switch (part.kind) {
      case 'sum':
        return `${SIGNS[part.over]} ${this.factorLatex(part.of.expression)}`;
      case 'held':
        return String.raw`\operatorname{sg}\left[${this.latexOf(part.of.expression)}\right]`;
      case 'average':
        return String.raw`\operatorname{avg}_{${toLatex(part.rate)}}\left[${this.latexOf(part.of.expression)}\right]`;
      case 'level':
        return String.raw`\left\{x:\sum_j ${this.factorLatex(part.of.expression)}=1\right\}`;
    }
  }

  /** Writes what stands in a product or behind a sign of a sum. */
  factorLatex(expression: Expression): string {
    const latex = this.latexOf(expression);
    return bindingOf(expression) < BINDS.product ? inBrackets(latex) : latex;
  }
}

function inBrackets(latex: string): string {
  return String.raw`\left(${latex}\right)`;
}

function weightsLatex({ parts, anchor }: DistanceProgram, writer: Writer): Pick<DistanceLatex, 'alpha' | 'beta'> {
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
    return [`${isOne ? '' : writer.factorLatex(factor)}\\sum_j ${writer.factorLatex(inner)}`];
  });
  const isNothing = own.kind === 'number' && own.value === 0;
  return {
    alpha: pushes.length === 0 ? '0' : writer.latexOf(simplified(pushes.reduce((a, b) => ({ kind: 'sum', a, b })))),
    beta: [...(isNothing && drawn.length > 0 ? [] : [writer.latexOf(own)]), ...drawn].join('+'),
  };
}
