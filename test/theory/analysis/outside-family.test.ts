import { describe, expect, it } from 'vitest';
import { InvalidInput } from '../../../src/base/invalid-input.js';
import { analyseLoss } from '../../../src/theory/analysis/analyse-loss.js';
import { OutsideFamily } from '../../../src/theory/analysis/outside-family.js';

type Formulae = Parameters<typeof analyseLoss>[0];

function refusal(formulae: Formulae): Error {
  try {
    analyseLoss(formulae, { outsideFamily: 'refuse' });
  } catch (error) {
    return error as Error;
  }
  throw new Error('it was not refused');
}

const C = { lower: 0, upper: 2 };

describe('formulae of no loss of the family', () => {
  it.each<[Formulae, string]>([
    [{ phi: 'x', psi: '-x' }, 'ψ, column 1: it falls: ψ′(-2) = -1, and φ and ψ must increase'],
    [{ phi: '-x', psi: 'exp(x)' }, 'φ, column 1: it falls: φ′(0.1353) = -1, and φ and ψ must increase'],
    [{ phi: 'x', psi: 'x^3-0.3*x' }, 'ψ, column 4: it falls: ψ′(-0.3) = -0.03, and φ and ψ must increase'],
    [
      { phi: '(x-40)^2*0.001+x*0.02', psi: 'exp(x)' },
      'φ, column 15: it falls: φ′(0.1353) = -0.05973, and φ and ψ must increase',
    ],
    [
      { phi: 'x', psi: 'max(0, x-5)' },
      'ψ, column 1: it is constant for views of length 1, so that every α is 0: let it increase',
    ],
    [
      { phi: 'min(x, 0.01)', psi: 'exp(x)' },
      'φ, column 1: it is constant for views of length 1, so that every α is 0: let it increase',
    ],
    [
      { phi: 'log(x-100)', psi: 'exp(x)' },
      'φ, column 1: log(x - 100) has no real value at x = 0.1353, which views of length 1 lead to: change it or its parameters',
    ],
    // Only a parameter that has a range is named: the middle of it is tried first, then its ends.
    [
      { phi: 'x', psi: 'x - c*exp(x)/10', parameters: { c: C } },
      'ψ, column 3: it falls: ψ′(1.625) = -0.01568 with c = 2, and φ and ψ must increase',
    ],
  ])('%j is refused, or reported on', (formulae, message) => {
    const error = refusal(formulae);
    expect(error).toBeInstanceOf(OutsideFamily);
    expect(error.message).toContain(message);
    expect(analyseLoss(formulae).statements.length).toBeGreaterThan(9);
  });

  it.each<[Formulae, string]>([
    [{ phi: '1', psi: 'exp(x)' }, 'φ, column 1: it does not depend on x, so the loss is constant: write it with x'],
    [{ phi: 'x', psi: ' 2' }, 'ψ, column 2: it does not depend on x, so the loss is constant: write it with x'],
    [
      { phi: 'x', psi: '1+sqrt(x)' },
      'ψ, column 3: sqrt(x) has no real value at x = -2, which views of length 1 lead to: change it or its parameters',
    ],
    [
      { phi: 'x', psi: 'log(x+2)' },
      'ψ, column 1: log(x + 2) has no finite value at x = -2, which views of length 1 lead to: change it or its parameters',
    ],
    [
      // Of no point that is tried, but of one between them.
      { phi: 'x', psi: 'x + 0*1/(x-0.777)' },
      'ψ, column 8: it cannot be shown to have a real value and a slope for every x in [−2, 2]',
    ],
  ])('%j cannot be analysed at all', (formulae, message) => {
    const error = refusal(formulae);
    expect(error).toBeInstanceOf(InvalidInput);
    expect(error).not.toBeInstanceOf(OutsideFamily);
    expect(error.message).toContain(message);
    expect(() => analyseLoss(formulae)).toThrow(message);
  });

  it('finds by proof what no point that is tried shows', () => {
    // Falls between 0.4123 and 0.4153 alone.
    const dip = 'x - 1.5*max(0, x-0.4123) + 1.5*max(0, x-0.4153)';
    expect(refusal({ phi: 'x', psi: dip })).toBeInstanceOf(OutsideFamily);
    expect(refusal({ phi: 'x', psi: dip }).message).toMatch(/^ψ, column \d+: it falls: ψ′\(0\.41\d+\) = -0\.5/);
  });

  it.each<Formulae>([
    { phi: 'tau*log(eps+x)', psi: 'exp(x/tau)', parameters: { tau: 0.01, eps: 1 } },
    // Rises nowhere but at the ends, and by the least.
    { phi: 'x', psi: 'max(0, x-1.9)' },
    { phi: 'x', psi: 'exp(x)-x^2*c', parameters: { c: { lower: 0, upper: 1 } } },
    // ψ underflows: its sums are the least numbers there are, not 0.
    { phi: 'log(x)', psi: 'exp(x/tau)', parameters: { tau: 0.002 } },
  ])('takes %j, which increase', (formulae) => {
    expect(analyseLoss(formulae, { outsideFamily: 'refuse' }).statements.length).toBeGreaterThan(9);
  });
});
