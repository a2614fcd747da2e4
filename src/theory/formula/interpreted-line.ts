/** A straight line as a function that carries out one step after the other: the same bits as the generated one, more slowly. */
import { OF_NUMBERS, type Operand, type StraightLine } from './straight-line.js';

export function lineFunction({ steps, result }: StraightLine): (x: number) => number {
  return (x) => {
    const values: number[] = [];
    const valueOf = (operand: Operand): number =>
      operand === 'x' ? x : typeof operand === 'number' ? operand : (values[operand.step] ?? Number.NaN);
    for (const { operation, operands } of steps) values.push(OF_NUMBERS[operation](...operands.map(valueOf)));
    return valueOf(result);
  };
}
