import { describe, expect, it } from 'vitest';
import { parameterValues, requireUsedSymbols } from '../../../src/theory/formula/parameter-values.js';

describe('values of parameters as they are typed', () => {
  it.each<[string, Record<string, number>]>([
    ['', {}],
    ['  ', {}],
    ['tau=0.5', { tau: 0.5 }],
    [' tau = 5e-1 , eps=-1,c=+2', { tau: 0.5, eps: -1, c: 2 }],
    ['a_1=.5', { a_1: 0.5 }],
  ])('%j', (text, values) => {
    expect(parameterValues(text)).toEqual(values);
  });

  it.each([
    ['tau', '--set has "tau": write name=number, as in tau=0.5,eps=1'],
    ['tau=', '--set has "tau=": write name=number'],
    ['tau=0.5x', '--set has "tau=0.5x": write name=number'],
    ['xtau =0.5 7', '--set has "xtau =0.5 7": write name=number'],
    ['a b=1', '--set has "a b=1": write name=number'],
    ['tau=1e999', '--set has "tau=1e999": write name=number'],
    ['tau=1,,eps=1', '--set has "": write name=number'],
    ['tau=1,tau=2', '--set gives tau twice: leave one out'],
    ['exp=1', 'exp'],
  ])('%j is refused', (text, message) => {
    expect(() => parameterValues(text)).toThrow(message);
  });
});

describe('a value for a symbol', () => {
  it('is for one that a formula has', () => {
    expect(() =>
      requireUsedSymbols('--set', { tau: 1, m: 2 }, [
        ['φ', 'tau*log(x)'],
        ['ψ', 'exp(x/m)'],
      ]),
    ).not.toThrow();
    expect(() => requireUsedSymbols('--set', {}, [['φ', 'x']])).not.toThrow();
  });

  it('is refused where none has it, with the symbols that are there', () => {
    const formulae = [
      ['φ', 'tau*log(x)'],
      ['ψ', 'exp(x/margin)'],
    ] as const;
    expect(() => requireUsedSymbols('--set', { zeta: 1, margin: 2 }, formulae)).toThrow(
      '--set gives "zeta" a value, and no formula has this symbol: choose one of tau, margin',
    );
    expect(() => requireUsedSymbols('--set', { marign: 1 }, formulae)).toThrow('did you mean margin?');
    expect(() => requireUsedSymbols('--set', { x: 1 }, [['φ', 'x']])).not.toThrow();
    expect(() =>
      requireUsedSymbols('--set', { q: 1 }, [
        ['φ', 'x'],
        ['ψ', 'exp(x)'],
      ]),
    ).toThrow('no formula has this symbol: leave it out');
  });

  it('is told after a fault of the formulae, unless it is nearly one of theirs', () => {
    expect(() => requireUsedSymbols('--set', { q: 1 }, [['φ', 'x +']])).toThrow(/^φ, column/);
    expect(() => requireUsedSymbols('--set', { tua: 1 }, [['φ', 'tau*x +']])).toThrow('did you mean tau?');
    expect(() => requireUsedSymbols('--set', { q: 1 }, [['α', 'r*d + 1']])).toThrow('leave it out');
    expect(() => requireUsedSymbols('--set', { q: 1 }, [['φ', 'r + 1']])).toThrow(/^φ, column 1/);
  });
});
