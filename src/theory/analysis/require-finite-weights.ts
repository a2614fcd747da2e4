/** Refuses a loss of distances without a finite value or finite weights, in one line that points at a column. */
import { InvalidInput } from '../../base/invalid-input.js';
import { anchorFunction, type DistanceLoss } from '../distance-losses/distance-loss.js';
import { COUNTS, LEVEL, NEGATIVE, POSITIVE } from '../distance-losses/distance-program.js';
import { findLevels } from '../distance-losses/levels.js';
import { writerOf } from '../distance-losses/write-distances.js';
import { compileFormula } from '../formula/compile-formula.js';
import type { Expression } from '../formula/expression.js';
import { formulaOf, type Formula } from '../formula/formula.js';
import { columnOf } from '../formula/parse-formula.js';
import { formulaFault } from '../formula/tokens.js';
import { lackFault } from '../losses/family-faults.js';

/** Distances of rows of length 1, apart from the ends of their range, where a weight may be infinite. */
const PLACES = [0.02, 0.1, 0.3, 0.6, 1, 1.4, 1.9];

/**
 * Requires that an anchor with one negative has a finite loss, α and β wherever neither distance is 0 or 2.
 *
 * @throws InvalidInput that names the formula, the column of the part that has no finite value, and the distances
 */
export function requireFiniteWeights(loss: DistanceLoss): void {
  const weights = anchorFunction(loss);
  for (const p of PLACES) {
    for (const n of PLACES) {
      const { value, alpha, beta } = weights(p, [n]);
      if (![value, beta, ...alpha].every(Number.isFinite)) throw faultAt(loss, p, n);
    }
  }
}

/** Walks the formulae with one negative, where every sum is its term, to the first that is not finite. */
function faultAt({ program, formulae }: DistanceLoss, p: number, n: number): Error {
  const place = { [POSITIVE]: p, [NEGATIVE]: n };
  const [samples, negatives, positives] = COUNTS;
  const values: Record<string, number> = {
    ...formulae.parameters,
    ...place,
    [samples]: 2,
    [negatives]: 1,
    [positives]: 1,
  };
  const valueOf = (part: Expression, x = 0): number => compileFormula(formulaOf(part), values)(x);
  const isSound = (part: Expression): boolean => Number.isFinite(valueOf(part));
  const written = writerOf(program.parts);
  const fault = (name: string, formula: Formula): Error => {
    const { message } = lackFault(name, formula, place, { isSound, valueOf, lack: 'no finite slope' });
    return new InvalidInput(written(message));
  };
  for (const [k, part] of program.parts.entries()) {
    // A part without a name stands in the named sum that is read next, or in the anchor.
    const inside = program.parts.slice(k).find(({ name }) => !name.startsWith('@'))?.name ?? 'anchor';
    if (part.kind === 'level') {
      const [level = Number.NaN] = findLevels(1, (x) => x.map((one) => valueOf(part.of.expression, one)));
      if (Number.isNaN(level)) return new InvalidInput(written(levelFault(inside, part.of)));
      values[part.name] = level;
      continue;
    }
    if (!isSound(part.of.expression)) return fault(inside, part.of);
    values[part.name] = valueOf(part.of.expression);
  }
  return fault('anchor', program.anchor);
}

function levelFault(name: string, { expression, text }: Formula): string {
  const words = `level(${text}) is no number: as ${LEVEL} grows, its weights must grow from 0 to more than 1`;
  return formulaFault(name, columnOf(expression), words).message;
}
