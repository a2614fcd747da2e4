/** Writes a loss of distances that was read, or made of such, as the formulae that read back as it. */
import { formulaOf } from '../formula/formula.js';
import type { Values } from '../formula/straight-line.js';
import type { DistanceFormulae } from './distance-formulae.js';
import type { DistanceProgram, Part } from './distance-program.js';

/**
 * Writes the formulae of a loss of distances.
 *
 * @example
 * writtenDistances(distanceProgram({ anchor: 'log(1 + sum(exp(p - n)))' })).anchor; // 'log(1 + sum(exp(p - n)))'
 */
export function writtenDistances(
  { parts, anchor }: DistanceProgram,
  parameters: Values = {},
): Required<DistanceFormulae> {
  const written = writerOf(parts);
  const named = parts.filter(({ name }) => !name.startsWith('@'));
  const sums = named.map((part) => {
    const of = written(formulaOf(part.of.expression).text);
    return [part.name, part.kind === 'sum' && part.over === 'negatives' ? of : callOf(part, of)] as const;
  });
  return { anchor: written(formulaOf(anchor.expression).text), sums: Object.fromEntries(sums), parameters };
}

/** Writes each named sum or level as a formula has it: `u = sum(exp(-n))`. */
export function writtenSums(sums: Readonly<Record<string, string>>): string[] {
  return Object.entries(sums).map(([name, text]) => `${name} = ${isCall(text) ? text : `sum(${text})`}`);
}

/** Tells if a formula is a sum or a level as a whole: its first bracket closes at its end. */
function isCall(text: string): boolean {
  const [, inside] = /^(?:sum\w*|level)\((.*)\)$/s.exec(text.trim()) ?? [];
  let depth = 0;
  return (
    inside !== undefined &&
    Array.from(inside).every((character) => (depth += character === '(' ? 1 : character === ')' ? -1 : 0) >= 0)
  );
}

/** Returns a function that writes parts without a name where a text has them; each is of those before it. */
export function writerOf(parts: readonly Part[]): (text: string) => string {
  const calls = new Map<string, string>();
  const written = (text: string): string => text.replaceAll(/@\w+/g, (name) => calls.get(name) ?? name);
  for (const part of parts) {
    if (part.name.startsWith('@')) calls.set(part.name, callOf(part, written(formulaOf(part.of.expression).text)));
  }
  return written;
}

function callOf(part: Part, of: string): string {
  switch (part.kind) {
    case 'sum':
      return `${{ negatives: 'sum', positives: 'sum_positives', anchors: 'sum_anchors' }[part.over]}(${of})`;
    case 'held':
      return `detach(${of})`;
    case 'average':
      return `average(${of}, ${formulaOf(part.rate.expression).text})`;
    case 'level':
      return `level(${of})`;
  }
}
