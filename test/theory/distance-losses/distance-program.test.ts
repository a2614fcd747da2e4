import { describe, expect, it } from 'vitest';
import { InvalidInput } from '../../../src/base/invalid-input.js';
import { distanceProgram } from '../../../src/theory/distance-losses/distance-program.js';
import type { DistanceFormulae } from '../../../src/theory/distance-losses/distance-formulae.js';

/** The message with which formulae are refused. */
function refusal(formulae: DistanceFormulae): string {
  try {
    distanceProgram(formulae);
  } catch (error) {
    if (error instanceof InvalidInput) return error.message;
    throw error;
  }
  return 'taken';
}

describe('the formulae of a loss of distances', () => {
  it('are read into parts, in the order in which they are computed', () => {
    const { parts, anchor } = distanceProgram({
      anchor: 'log(1 + sum(detach(exp(-n)/u)*exp(p - n))) + sum_pairs(n)/(N*M)',
      sums: { u: 'exp(-n)' },
    });
    const read = parts.map((part) => [part.kind, part.kind === 'sum' ? part.over : '', part.name, part.of.text]);
    expect(read).toEqual([
      ['sum', 'negatives', 'u', 'exp(-n)'],
      ['held', '', '@2', 'exp(-n)/u'],
      ['sum', 'negatives', '@3', '@2*exp(p - n)'],
      ['sum', 'negatives', '@4', 'n'],
      ['sum', 'anchors', '@5', '@4'],
    ]);
    expect([...anchor.symbols].toSorted()).toEqual(['@3', '@5', 'M', 'N']);
  });

  it('may name a sum over anchors, or positives', () => {
    const { parts } = distanceProgram({ anchor: 'p*total', sums: { total: 'sum_anchors(exp(-p))' } });
    expect(parts).toMatchObject([{ kind: 'sum', over: 'anchors', name: 'total' }]);
  });

  it('may name a level, and have one within another', () => {
    const { parts } = distanceProgram({
      anchor: 'sum(detach(max(0, mu - n)/tau)*n) + level(max(0, x - n) + level(max(0, x - n/2)))',
      sums: { mu: 'level(max(0, x - n)/tau)' },
      parameters: { tau: 0.5 },
    });
    expect(parts.map(({ kind, name }) => [kind, name])).toEqual([
      ['level', 'mu'],
      ['held', '@2'],
      ['sum', '@3'],
      ['level', '@4'],
      ['level', '@5'],
    ]);
  });

  it.each<[string, DistanceFormulae, RegExp]>([
    [
      'n outside a sum',
      { anchor: 'p - n' },
      /^anchor, column 5: n is the distance to one negative: write it inside sum/,
    ],
    [
      'what depends on n outside a sum',
      { anchor: '1 + detach(exp(-n))' },
      /^anchor, column 5: n is the distance to one negative/,
    ],
    [
      'a sum over negatives of what they share',
      { anchor: 'sum(p)' },
      /^anchor, column 1: this sum over negatives has no n/,
    ],
    ['n in a sum over positives', { anchor: 'sum_positives(n)' }, /^anchor, column 15: n is the distance/],
    ['a sum that is not used', { anchor: 'p', sums: { u: 'exp(-n)' } }, /^u, column 1: this sum is used nowhere/],
    ['a parameter that is not used', { anchor: 'p', parameters: { tau: 1 } }, /^the parameter tau is used nowhere/],
    ['a sum before it is there', { anchor: 'u + v', sums: { u: 'v*n', v: 'n' } }, /^u, column 1: unknown symbol "v"/],
    ['an unknown symbol', { anchor: 'log(1 + sum(exp(p - m)))' }, /^anchor, column 21: unknown symbol "m"/],
    ['an unknown function', { anchor: 'sums(n)' }, /^anchor, column 1: unknown function "sums".*did you mean sum\?/],
    [
      'a name that has a meaning',
      { anchor: 'p', sums: { N: 'n' } },
      /^"N" cannot name a sum or a parameter: it is the number/,
    ],
    ['a name given twice', { anchor: 'u', sums: { u: 'n' }, parameters: { u: 1 } }, /^"u" names a sum and a parameter/],
    ['an average whose rate varies', { anchor: 'average(p, p)' }, /^anchor, column 1: the rate of an average/],
    [
      'x outside a level',
      { anchor: 'log(1 + exp(x)) + level(x - n)' },
      /^anchor, column 13: x is what level\(…\) looks for: write it there/,
    ],
    [
      'x without a level',
      { anchor: 'log(1 + exp(x))' },
      /^anchor, column 13: unknown symbol "x": use p, n, N, M, P or/,
    ],
    [
      'x in a sum',
      { anchor: 'p*u', sums: { u: 'x - n + level(x - n)' } },
      /^u, column 1: x is what level\(…\) looks for/,
    ],
    ['x in a sum in a level', { anchor: 'level(n*sum(x - n))' }, /^anchor, column 13: x is what level\(…\) looks for/],
    ['x held in a level', { anchor: 'level(n + detach(x))' }, /^anchor, column 18: x is what level\(…\) looks for/],
    [
      'a level without x',
      { anchor: 'p + level(n)' },
      /^anchor, column 5: this level has no x: write weights that rise/,
    ],
    [
      'a level without n',
      { anchor: 'level(x - p)' },
      /^anchor, column 1: this level has no n: write weights that rise/,
    ],
    ['an average without a rate', { anchor: 'average(p)' }, /^anchor, column 1: average has 1 argument: it takes 2/],
  ])('are refused: %s', (_, formulae, message) => {
    expect(refusal(formulae)).toMatch(message);
  });
});
