import katex from 'katex';
import { describe, expect, it } from 'vitest';
import { distanceLatex } from '../../../src/theory/distance-losses/distance-latex.js';
import { distanceLoss } from '../../../src/theory/distance-losses/distance-loss.js';
import { largerLossNames, namedDistanceLoss } from '../../../src/theory/distance-losses/named-distance-losses.js';

describe('LaTeX of a loss of distances', () => {
  it.each(largerLossNames())('is set by KaTeX, and keeps no placeholder: %s', (name) => {
    const { anchor, parts, alpha = '', beta = '' } = distanceLatex(namedDistanceLoss(name));
    for (const latex of [anchor, alpha, beta, ...parts.flatMap((part) => [part.symbol, part.latex])]) {
      expect(() => katex.renderToString(latex, { throwOnError: true, strict: 'error' })).not.toThrow();
      expect(latex).not.toContain('@');
    }
  });

  it('keeps what a sum is over apart from what stands beside it', () => {
    const latex = (anchor: string): string =>
      distanceLatex(distanceLoss({ anchor })).anchor.replaceAll('d_{ij}^2', 'n').replaceAll('d_i^2', 'p');
    expect(latex('sum(n)*p')).toBe(String.raw`\left(\sum_j n\right)\,p`);
    expect(latex('sum(n*p)')).toBe(String.raw`\sum_j n\,p`);
    expect(latex('sum(n + p)')).toBe(String.raw`\sum_j \left(n+p\right)`);
    expect(latex('sum(n)^2')).toBe(String.raw`{\left(\sum_j n\right)}^{2}`);
    expect(latex('level(max(x - n, 0) + p)*p')).toBe(
      String.raw`\left\{x:\sum_j \left(\max\left(x-n, 0\right)+p\right)=1\right\}\,p`,
    );
    expect(latex('sum_pairs(detach(n)*n)')).toBe(String.raw`\sum_i \sum_j \operatorname{sg}\left[n\right]\,n`);
  });
});
