/** Finds changes that give a loss of distances what it lacks, each tried by analysing the changed loss. */
import type { DistanceFormulae } from '../distance-losses/distance-formulae.js';
import { distanceLoss, type DistanceLoss } from '../distance-losses/distance-loss.js';
import { NEGATIVE, POSITIVE, type DistanceProgram, type Part } from '../distance-losses/distance-program.js';
import { writtenDistances } from '../distance-losses/write-distances.js';
import { differentiate } from '../formula/differentiate.js';
import {
  number,
  parts as partsOf,
  product,
  substitute,
  symbol,
  symbolsOf,
  type Expression,
} from '../formula/expression.js';
import { formulaOf } from '../formula/formula.js';
import { simplified } from '../formula/simplify.js';
import { expressionText } from '../formula/write-text.js';
import { analyseDistances, type DistanceAnalysis } from './analyse-distances.js';
import { provenChanges, valuesTried, type Candidate, type Change, type ChangeSearch } from './changes.js';
import { mendedForms } from './mended-forms.js';
import type { Statement } from './statement.js';

/** Finds changes that give a loss of distances what it lacks. */
export function changesOfDistances(
  loss: DistanceLoss,
  analysis: DistanceAnalysis,
  { conditions = [], isOver }: ChangeSearch = {},
): Change<Required<DistanceFormulae>>[] {
  const formulae = { sums: {}, parameters: {}, ...loss.formulae };
  const candidates = [...valuesTried(formulae, conditions), ...heldSums(loss), ...mendedParts(loss)].map(
    withUsedParameters,
  );
  const analyse = (changed: Required<DistanceFormulae>): readonly Statement[] | undefined => {
    const { curve, statements } = analyseDistances(distanceLoss(changed, pairsOf(loss)));
    // Without negatives nothing is asked of α, and nothing is said by what is proven.
    return curve.some(({ alpha }) => alpha !== 0) ? statements : undefined;
  };
  return provenChanges(analysis.statements, candidates, analyse, isOver);
}

function pairsOf({
  name,
  anchors,
  negatives,
  distance,
  keys,
}: DistanceLoss): Omit<DistanceLoss, 'formulae' | 'program'> {
  return { name, anchors, negatives, distance, keys };
}

/** Holds one of several sums fixed. */
function heldSums({ program, formulae }: DistanceLoss): Candidate<Required<DistanceFormulae>>[] {
  const sums = program.parts.filter(({ kind, name }) => kind === 'sum' && program.anchor.symbols.has(name));
  const named = sums.filter(({ name }) => !name.startsWith('@'));
  if (sums.length < 2) return [];
  return named.map(({ name }) => {
    const held: Part = { kind: 'held', name: HELD, of: formulaOf(symbol(name)) };
    const changed: DistanceProgram = {
      ...program,
      parts: [...program.parts, held],
      anchor: formulaOf(substitute(program.anchor.expression, name, symbol(HELD))),
    };
    const written = writtenDistances(changed, formulae.parameters);
    return { words: `detach(${name}) in place of ${name}, which holds it fixed`, formulae: written };
  });
}

/** A name that nobody can type. */
const HELD = '@held';

function mendedParts({ program, formulae }: DistanceLoss): Candidate<Required<DistanceFormulae>>[] {
  const written = (changed: Partial<DistanceProgram>): Required<DistanceFormulae> =>
    writtenDistances({ ...program, ...changed }, formulae.parameters);
  return [
    ...mendedForms(program.anchor.expression).map(({ words, expression }) => ({
      words,
      formulae: written({ anchor: formulaOf(expression) }),
    })),
    ...program.parts.flatMap((part, k) =>
      (part.kind === 'level' ? [] : mendedForms(part.of.expression)).map(({ words, expression }) => ({
        words,
        formulae: written({ parts: program.parts.with(k, { ...part, of: formulaOf(expression) }) }),
      })),
    ),
    ...straightTerms(program.anchor.expression).map(({ words, expression }) => ({
      words,
      formulae: written({ anchor: formulaOf(expression) }),
    })),
  ];
}

/** Puts its tangent at p = 0 in place of each term that has the positive alone. */
function straightTerms(anchor: Expression): { readonly words: string; readonly expression: Expression }[] {
  const own = termsOf(anchor).filter((term) => {
    const used = symbolsOf(term);
    const hasParts = [...used].some((name) => name.startsWith('@') || name === NEGATIVE);
    return used.has(POSITIVE) && !hasParts;
  });
  return own.flatMap((term) => {
    const slope = simplified(substitute(differentiate(formulaOf(term), POSITIVE).expression, POSITIVE, number(0)));
    if (partsOf(slope).some(({ kind }) => kind === 'step' || kind === 'sign')) return [];
    const tangent = simplified(product(slope, symbol(POSITIVE)));
    const words = `${expressionText(tangent)}, the tangent at p = 0, in place of ${expressionText(term)}`;
    return [{ words, expression: replaced(anchor, term, tangent) }];
  });
}

/** Lists the parts of a sum that are added, as they stand in it. */
function termsOf(expression: Expression): Expression[] {
  if (expression.kind === 'sum' || expression.kind === 'difference') {
    return [...termsOf(expression.a), ...termsOf(expression.b)];
  }
  return [expression];
}

function replaced(expression: Expression, part: Expression, by: Expression): Expression {
  if (expression === part) return by;
  if (expression.kind !== 'sum' && expression.kind !== 'difference') return expression;
  return { kind: expression.kind, a: replaced(expression.a, part, by), b: replaced(expression.b, part, by) };
}

/** Leaves out the parameters that no formula uses any more. */
function withUsedParameters({
  words,
  formulae,
}: Candidate<Required<DistanceFormulae>>): Candidate<Required<DistanceFormulae>> {
  const { anchor, sums, parameters } = formulae;
  const text = [anchor, ...Object.values(sums)].join(' ');
  const isUsed = (name: string): boolean => new RegExp(String.raw`\b${name}\b`).test(text);
  return {
    words,
    formulae: {
      anchor,
      sums,
      parameters: Object.fromEntries(Object.entries(parameters).filter(([name]) => isUsed(name))),
    },
  };
}
