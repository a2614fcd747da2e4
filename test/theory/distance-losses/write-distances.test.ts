import { describe, expect, it } from 'vitest';
import { requireFiniteWeights } from '../../../src/theory/analysis/require-finite-weights.js';
import { distanceLatex } from '../../../src/theory/distance-losses/distance-latex.js';
import { anchorFunction, distanceLoss } from '../../../src/theory/distance-losses/distance-loss.js';
import { largerLossNames, namedDistanceLoss } from '../../../src/theory/distance-losses/named-distance-losses.js';
import { writtenDistances, writtenSums } from '../../../src/theory/distance-losses/write-distances.js';

describe('a loss of distances that is written', () => {
  it.each(largerLossNames())('%s reads back as itself, has finite weights inside, and LaTeX', (name) => {
    const loss = namedDistanceLoss(name);
    const again = distanceLoss(writtenDistances(loss.program, loss.formulae.parameters));
    const [p, n] = [0.4, [0.3, 1.2]];
    expect(anchorFunction(again)(p, n)).toEqual(anchorFunction(loss)(p, n));
    expect(() => {
      requireFiniteWeights(loss);
    }).not.toThrow();
    const { anchor, parts } = distanceLatex(loss);
    expect([anchor, ...parts.flatMap(({ symbol, latex }) => [symbol, latex])].join(' ')).not.toMatch(/@|undefined/);
  });

  it.each([
    {
      anchor: 'sum(detach(max(0, mu - n)/tau)*(p - n))',
      sums: { mu: 'level(max(0, x - n)/tau)' },
      parameters: { tau: 0.5 },
    },
    { anchor: 'p*level(max(0, x - n) + level(max(0, x - 2*n)))', sums: {}, parameters: {} },
  ])('reads back with its levels: $anchor', (formulae) => {
    expect(writtenDistances(distanceLoss(formulae).program, formulae.parameters)).toEqual(formulae);
  });

  it('names a sum around what is no sum as a whole', () => {
    const sums = { u: 'exp(-n)', v: 'sum_anchors(exp(-p))', mu: 'level(max(0, x - n))', w: 'sum(n)*exp(-n/sum(n))' };
    expect(writtenSums(sums)).toEqual([
      'u = sum(exp(-n))',
      'v = sum_anchors(exp(-p))',
      'mu = level(max(0, x - n))',
      'w = sum(sum(n)*exp(-n/sum(n)))',
    ]);
  });

  it('has the LaTeX of its weights where sums are plain', () => {
    const { alpha, beta, parts } = distanceLatex(distanceLoss({ anchor: 'log(u) + p', sums: { u: 'exp(p - n)' } }));
    expect(parts).toEqual([{ symbol: 'u', latex: String.raw`\sum_j e^{d_i^2-d_{ij}^2}` }]);
    expect(alpha).toBe(String.raw`\frac{e^{d_i^2-d_{ij}^2}}{u}`);
    expect(beta).toBe(String.raw`1+\frac{1}{u}\sum_j e^{d_i^2-d_{ij}^2}`);
  });

  it.each([
    [
      { anchor: 'p + log(sum(log(n)))' },
      /^anchor, column 5: log\(sum\(log\(n\)\)\) has no real value at p = 0.02, n = 0.02/,
    ],
    [
      { anchor: 'p + u', sums: { u: 'sqrt(n - 1)' } },
      /^u, column 1: sqrt\(n - 1\) has no real value at p = 0.02, n = 0.02/,
    ],
    [
      { anchor: 'p*level(exp(n - x))' },
      /^anchor, column 9: level\(exp\(n - x\)\) is no number: as x grows, its weights must/,
    ],
    [{ anchor: 'p + 1/(sum(n) - 0.02)' }, /^anchor, column \d+: .* has no finite value at p = 0.02, n = 0.02/],
  ])('is refused where its weights are not finite: %j', (formulae, words) => {
    expect(() => {
      requireFiniteWeights(distanceLoss(formulae));
    }).toThrow(words);
  });
});
