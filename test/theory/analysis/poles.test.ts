/** Formulae that have no value somewhere: a divisor of 0, or a logarithm or root of what has none. */
import { describe, expect, it } from 'vitest';
import { analyseLoss, statementOf } from '../../../src/theory/analysis/analyse-loss.js';
import type { Statement } from '../../../src/theory/analysis/statement.js';

const smooth = (phi: string, psi = 'exp(x)'): Statement => statementOf(analyseLoss({ phi, psi }), 'phi-differentiable');

describe('smoothness of φ', () => {
  it.each([
    'x - 1/(x - 3)',
    '-(x - 3)^(-1)',
    'log(x - 3)',
    'x + log((x - 3)^2)',
    'tanh(1/(3 - x))',
    'exp(-1/(x - 3))',
    // Beside a root, a power of a positive part and an abs that are no fault themselves.
    'sqrt(x - 0.1) + 1/(x - 3)',
    'max(0, x - 5)^2 - 1/(x - 3)',
    'x - 1/abs(x - 3)',
  ])('is not said to hold of φ = %s, which has no value at ξ = 3 or below', (phi) => {
    expect(smooth(phi).outcome).not.toBe('holds');
  });

  it('holds by the rules where no divisor is 0, and on the domain where only intervals show it', () => {
    expect(smooth('x/(1 + x)').evidence).toMatchObject({ grade: 'symbolic', domain: 'ξ > 0' });
    // e⁻² = 0.1353 is the least sum; the formula has no value at 0.1.
    expect(smooth('log(x - 0.1)').outcome).toBe('holds');
    expect(smooth('log(x - 0.1)').evidence.grade).toBe('interval-certified');
    expect(smooth('max(0, x - 5)^2 + x/(x - 0.1)').evidence.grade).toBe('interval-certified');
  });

  it('holds of ψ on the margins of unit vectors, not on all numbers, where it has a pole beyond them', () => {
    const statement = statementOf(analyseLoss({ phi: 'x', psi: '1/(3 - x)' }), 'psi-differentiable');
    expect(statement).toMatchObject({ outcome: 'holds', evidence: { grade: 'interval-certified' } });
    expect(statement.evidence.domain).toBe('x ∈ [-2, 2]');
  });
});
