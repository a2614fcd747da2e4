/** Formulae as people type them from Python and from paper: each is read as what it means, or told what to write. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { InvalidInput } from '../../../src/base/invalid-input.js';
import { carriedOut } from '../../../src/training/step/carried-out.js';
import { compileFormula } from '../../../src/theory/formula/compile-formula.js';
import { differentiate } from '../../../src/theory/formula/differentiate.js';
import { lineFunction as interpreted } from '../../../src/theory/formula/interpreted-line.js';
import { columnOf, parseFormula } from '../../../src/theory/formula/parse-formula.js';
import { straightLine } from '../../../src/theory/formula/straight-line.js';
import { isSame } from '../../../src/theory/formula/expression.js';
import { toLatex } from '../../../src/theory/formula/to-latex.js';
import { tf } from '../../../src/training/compile/tfjs.js';

const parse = (text: string): ReturnType<typeof parseFormula> => parseFormula(text, ['a', 'tau'], 'ψ');
const VALUES = { a: 2, tau: 0.5 };

describe('another spelling', () => {
  it.each([
    ['x**3', 'x^3'],
    ['-x**2', '-x^2'],
    ['x ** -2', 'x^-2'],
    ['2**x**2', '2^x^2'],
    ['ln(x)', 'log(x)'],
    ['log1p(x)', 'log(1 + x)'],
    ['expm1(x)', 'exp(x) - 1'],
    ['relu(x + a)', 'max(0, x + a)'],
    ['torch.exp(x)', 'exp(x)'],
    ['torch.exp(x / tau)', 'exp(x/tau)'],
    ['np.log(a + x)', 'log(a + x)'],
    ['numpy.sqrt(x)', 'sqrt(x)'],
    ['F.softplus(x)', 'softplus(x)'],
    ['jnp.tanh(x)', 'tanh(x)'],
    ['jax.nn.sigmoid(x)', 'sigmoid(x)'],
    ['math.log1p(math.exp(x))', 'log(1 + exp(x))'],
    ['torch.nn.functional.relu(1-x)**2', 'max(0, 1 - x)^2'],
    ['nn.functional.softplus(x)', 'softplus(x)'],
    ['torch.special.expm1(x)', 'exp(x) - 1'],
    ['tf.math.softplus(x)', 'softplus(x)'],
    ['torch.max(0, torch.abs(x))', 'max(0, abs(x))'],
    ['2*np.pi*x', `2*${Math.PI}*x`],
    ['math.pi', String(Math.PI)],
    ['log( torch.pow(x, 2) )', 'log(pow(x, 2))'],
  ])('%s is %s', (text, same) => {
    expect(isSame(parse(text).expression, parse(same).expression)).toBe(true);
  });

  it('keeps the columns of what was typed', () => {
    const { expression } = parse('torch.exp(x)**2 + F.relu(x)');
    expect(columnOf(expression)).toBe(17);
    expect(() => parse('torch.exp(x)**2 + F.relu(y)')).toThrow('ψ, column 26: unknown symbol "y"');
  });

  it('is differentiated and typeset as what it means', () => {
    expect(differentiate(parse('ln(x)')).text).toBe('1/x');
    expect(differentiate(parse('expm1(x)')).text).toBe('exp(x)');
    expect(differentiate(parse('log1p(x)')).text).toBe(differentiate(parse('log(1 + x)')).text);
    expect(compileFormula(differentiate(parse('x**pi')), VALUES)(2)).toBeCloseTo(Math.PI * 2 ** (Math.PI - 1), 12);
    expect(toLatex(parse('pi*x'))).toMatch(/^\\pi\s*\\,\s*x$/);
  });

  it('of a constant gives way to a parameter of that name', () => {
    const formula = parseFormula('pi*x', ['pi']);
    expect(compileFormula(formula, { pi: 0.1 })(2)).toBe(0.2);
    expect(compileFormula(parse('pi*x'), VALUES)(2)).toBe(2 * Math.PI);
  });
});

describe('log1p and expm1', () => {
  const near0 = fc
    .tuple(fc.integer({ min: -18, max: 0 }), fc.double({ min: -1, max: 1, noNaN: true }))
    .map(([k, m]) => m * 10 ** k);

  it.each([
    ['log1p(x)', Math.log1p],
    ['log(1 + x)', Math.log1p],
    ['expm1(x)', Math.expm1],
    ['exp(x) - 1', Math.expm1],
    ['-1 + exp(x)', Math.expm1],
    ['exp(x) + (-1)', Math.expm1],
    ['1 - exp(x)', (x: number) => -Math.expm1(x)],
    ['expm1(x*a)/a', (x: number) => Math.expm1(2 * x) / 2],
    ['log1p(expm1(x))', (x: number) => Math.log1p(Math.expm1(x))],
  ] as const)('%s keeps the digits of a small argument, generated and interpreted', (text, right) => {
    const line = straightLine(parse(text), VALUES, 'x');
    const [generated, slow] = [compileFormula(parse(text), VALUES), interpreted(line)];
    fc.assert(
      fc.property(near0, (x) => {
        fc.pre(x > -1);
        expect(generated(x)).toBe(slow(x));
        expect(Math.abs(generated(x) - right(x))).toBeLessThanOrEqual(1e-15 * Math.abs(right(x)));
      }),
    );
  });

  it.each([700, 100, 40, -40, -800])('expm1 of %d is as large as it is', (x) => {
    expect(compileFormula(parse('expm1(x)'), VALUES)(x)).toBe(Math.expm1(x));
  });

  describe('on tensors, in single precision', () => {
    beforeAll(() => tf.setBackend('cpu'));

    it.each([
      ['log1p(x)', Math.log1p, [1e-30, -1e-9, 3e-8, 1e-4, -0.3, 0.9, 7, 1e30]],
      ['expm1(x)', Math.expm1, [1e-30, -1e-9, 3e-8, 1e-4, -0.3, 0.9, 7, 80, -90]],
    ] as const)('%s keeps them too', (text, right, points) => {
      const { steps, result } = straightLine(parse(text), VALUES, 'x');
      const values = tf.tidy(() =>
        carriedOut({ steps, result }, tf.tensor2d([...points], [1, points.length])).dataSync(),
      );
      points.forEach((x, k) => {
        const exact = right(Math.fround(x));
        expect(Math.abs((values[k] as number) - exact), String(x)).toBeLessThanOrEqual(1e-6 * Math.abs(exact));
      });
    });
  });
});

describe('unsupported notation', () => {
  it.each<[text: string, column: number, hint: RegExp]>([
    ['exp x', 5, /write exp\(x\)/],
    ['log 2', 5, /write log\(2\)/],
    ['acos(1-x)', 1, /no periodic function and no inverse of one is read/],
    ['1 + sin(x)', 5, /no periodic function/],
    ['np.arctan(x)', 1, /no periodic function/],
    ['torch.erf(x)', 1, /tanh or sigmoid/],
    ['x^^2', 3, /one \^ or one \*\*/],
    ['x^**2', 3, /one \^ or one \*\*/],
    ['x//2', 3, /write one \//],
    ['x*/2', 3, /leave one of them out/],
    ['max(x)', 1, /takes 2 or more; write max\(0, x\)/],
    ['torch.clamp(x, min=0)', 1, /min\(b, max\(a, x\)\)/],
    ['2*torch.clamp(x, 0, 1)', 3, /min\(b, max\(a, x\)\)/],
    ['np.clip(x, 0, 1)', 1, /min\(b, max\(a, x\)\)/],
    ['np.maximum(0, x)', 1, /write max\(a, b\)/],
    ['torch.logsumexp(x, 0)', 1, /log\(exp\(a\) \+ exp\(b\)\)/],
    ['torch.logsumexp(x, dim=1)', 1, /log\(exp\(a\) \+ exp\(b\)\)/],
    ['F.logsigmoid(x)', 1, /-softplus\(-x\)/],
    ['F.leaky_relu(x)', 1, /max\(0\.01\*x, x\)/],
    ['log2(x)', 1, /log\(x\)\/log\(2\)/],
    ['log(x, 2)', 1, /log\(x\)\/log\(2\)/],
    ['torch.square(x)', 1, /x\^2/],
    ['np.power(x, 2)', 1, /pow\(x, 2\)/],
    ['cosh(x)', 1, /exp\(x\) \+ exp\(-x\)/],
    ['torch.where(x > 0, x, 0)', 1, /max, min or abs/],
    ['torch.sign(x)', 1, /steps/],
    ['F.softmax(x)', 1, /one number, not of a vector/],
    ['torch.sum(x)', 1, /one number, not of a vector/],
    ['torch.tensor(2.0)*x', 1, /write the number alone/],
    ['Exp(x)', 1, /write exp/],
    ['nn.Softplus()(x)', 1, /write softplus/],
    ['nn.ReLU()(x)', 1, /write relu/],
    ['e^x', 1, /write exp\(x\)/],
    ['np.e**x', 1, /write exp\(x\)/],
    ['math.inf', 1, /finite numbers only/],
    ['PI*x', 1, /write pi/],
    ['π*x', 1, /write pi/],
    ['Tau*x', 1, /write tau/],
    ['X^2', 1, /write x/],
    ['2x', 2, /write \* between them/],
    ['2(x+1)', 2, /write \* between them/],
    ['x²', 2, /write \^2/],
    ['|x|', 1, /write abs\(x\)/],
    ['√x', 1, /write sqrt\(x\)/],
    ['x × 2', 3, /write \*/],
    ['σ(x)', 1, /write sigma/],
    ['[x]', 1, /write \( and \)/],
    ['\\exp(x)', 1, /LaTeX is not read/],
    ['x.exp()', 2, /log\(x\) for x\.log\(\)/],
    ['0,5*x', 2, /write 0\.5 for 0,5/],
    ['x > 0', 3, /max, min or abs/],
    ['x == 2', 3, /assigns and compares nothing/],
    ['torch.foo(x)', 1, /unknown function "foo": use exp, log/],
    ['constructor(x)', 1, /unknown function/],
    ['torch.constructor', 1, /unknown symbol/],
    ['torch.toString(x)', 1, /unknown function/],
    ['__proto__(x)', 1, /a name begins with a letter/],
  ])('%s: column %d, and what to write', (text, column, hint) => {
    expect(() => parse(text)).toThrow(InvalidInput);
    expect(() => parse(text)).toThrow(hint);
    expect(() => parse(text)).toThrow(new RegExp(`^ψ, column ${column}: `));
  });

  it.each(['ln', 'log1p', 'expm1', 'relu'])('%s names no parameter', (name) => {
    expect(() => parseFormula('x', [name])).toThrow('the word has a meaning already');
  });

  it('gives every hint in one line that is itself no longer than a terminal shows', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z_.0-9]{1,12}$/),
        fc.constantFrom('(x)', ' x', '', '**2', '=1'),
        (word, rest) => {
          try {
            parse(`${word}${rest}`);
          } catch (error) {
            expect(error).toBeInstanceOf(InvalidInput);
            expect((error as Error).message).toMatch(/^ψ, column \d+: [\P{C}]{10,300}$/u);
          }
        },
      ),
    );
  });
});
