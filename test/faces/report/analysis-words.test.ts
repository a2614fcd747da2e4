import { describe, expect, it } from 'vitest';
import { analyseLoss } from '../../../src/theory/analysis/analyse-loss.js';
import { constraintText, preferenceWords } from '../../../src/faces/report/analysis-words.js';

describe('an analysis in words', () => {
  it.each([
    ['exp(x/0.5)', /effective temperature 0\.500 \(symbolic/],
    ['softplus(4*x)', /= 0\.00134 … 4\.\d+, effective temperature 0\.2\d+ … 74\d \(interval-certified/],
    ['max(0, x + 1)^2 + x', /= 0 … \d\.\d+, effective temperature 0\.\d+ or more \(/],
    ['x', /= 0, effective temperature ∞, no preference \(/],
    ['sigmoid(x)', /effective temperature none: some far pairs are preferred \(/],
    ['(x + 2)^3 + x', /= 0 … 1\.\d+, effective temperature 0\.\d+ or more \(/],
    ['x^4/12 - x^3/3 + x^2/2 + 10*x', /effective temperature none: no sign of the slope is proven \(/],
  ])('says how ψ = %s prefers near pairs, and never from −∞ to ∞', (psi, words) => {
    const text = preferenceWords(analyseLoss({ phi: 'x', psi }));
    expect(text).toMatch(words);
    expect(text).not.toMatch(/−∞|e-3\d\d/);
  });

  it.each([
    ['x', 'max(0, x + 1)^2', /Σα from 0 to 24,\d00$/],
    ['sqrt(x)', 'max(0, x + 1)', /Σα ≥ 0 without a bound that is proven$/],
  ])('says what the weights of φ = %s, ψ = %s add up to, 0 as 0', (phi, psi, words) => {
    expect(constraintText(analyseLoss({ phi, psi }))).toMatch(words);
  });
});
