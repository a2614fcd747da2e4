/**
 * The Hessian of one anchor in decimal arithmetic of 330 digits, from a loss's formulae as text: slow, and of nothing that src
 * computes with. Numbers as small as 1e-300 survive a difference from 1 in it.
 */
import {
  all,
  create,
  type BigNumber,
  type ConstantNode,
  type FunctionNode,
  type MathNode,
  type OperatorNode,
  type SymbolNode,
} from 'mathjs';

const decimal = create(all ?? {}, { number: 'BigNumber', precision: 330 });

/** A value with its first two derivatives. */
interface Jet {
  readonly value: BigNumber;
  readonly first: BigNumber;
  readonly second: BigNumber;
}

/** The double itself, not the shortest decimal that stands for it: x·2ᵏ as a whole number, divided by 2ᵏ. */
function number(x: number): BigNumber {
  if (!Number.isFinite(x)) return decimal.bignumber(x);
  let [whole, halvings] = [x, 0];
  while (!Number.isInteger(whole)) [whole, halvings] = [2 * whole, halvings + 1];
  return decimal.bignumber(BigInt(whole).toString()).div(decimal.bignumber(2).pow(halvings));
}

const [ZERO, ONE, TWO] = [number(0), number(1), number(2)];

/** f(u), from f, f′ and f″ at the value of u. */
function composed(u: Jet, value: BigNumber, slope: BigNumber, bend: BigNumber): Jet {
  return { value, first: slope.mul(u.first), second: bend.mul(u.first).mul(u.first).add(slope.mul(u.second)) };
}

function sum(a: Jet, b: Jet): Jet {
  return { value: a.value.add(b.value), first: a.first.add(b.first), second: a.second.add(b.second) };
}

function product(a: Jet, b: Jet): Jet {
  return {
    value: a.value.mul(b.value),
    first: a.first.mul(b.value).add(a.value.mul(b.first)),
    second: a.second.mul(b.value).add(TWO.mul(a.first).mul(b.first)).add(a.value.mul(b.second)),
  };
}

function power(u: Jet, exponent: BigNumber): Jet {
  const at = (k: number): BigNumber => u.value.pow(exponent.sub(k));
  return composed(u, at(0), exponent.mul(at(1)), exponent.mul(exponent.sub(1)).mul(at(2)));
}

function exponential(u: Jet): Jet {
  const value = u.value.exp();
  return composed(u, value, value, value);
}

const FUNCTIONS: Readonly<Record<string, (...operands: Jet[]) => Jet>> = {
  exp: (u = NONE) => exponential(u),
  log: (u = NONE) => composed(u, u.value.ln(), ONE.div(u.value), ONE.neg().div(u.value.mul(u.value))),
  sqrt: (u = NONE) => power(u, number(0.5)),
  sigmoid: (u = NONE) => power(sum(CONSTANT_ONE, exponential(negative(u))), ONE.neg()),
  softplus: (u = NONE) => FUNCTIONS['log']?.(sum(CONSTANT_ONE, exponential(u))) ?? NONE,
  tanh: (u = NONE) =>
    sum(product(constant(TWO), FUNCTIONS['sigmoid']?.(product(constant(TWO), u)) ?? NONE), constant(ONE.neg())),
  max: (a = NONE, b = NONE) => (a.value.gt(b.value) ? a : b),
};

function constant(value: BigNumber): Jet {
  return { value, first: ZERO, second: ZERO };
}

const CONSTANT_ONE = constant(ONE);
const NONE = constant(number(Number.NaN));

function negative(u: Jet): Jet {
  return product(constant(ONE.neg()), u);
}

function jetAt(node: MathNode, x: BigNumber, values: Readonly<Record<string, BigNumber>>): Jet {
  const at = (part: MathNode): Jet => jetAt(part, x, values);
  switch (node.type) {
    case 'ParenthesisNode':
      return at((node as unknown as { readonly content: MathNode }).content);
    case 'ConstantNode':
      return constant(number((node as ConstantNode).value));
    case 'SymbolNode': {
      const { name } = node as SymbolNode;
      return name === 'x' ? { value: x, first: ONE, second: ZERO } : constant(values[name] ?? number(Number.NaN));
    }
    case 'FunctionNode': {
      const { fn, args } = node as FunctionNode;
      const found = FUNCTIONS[fn.name];
      if (found === undefined) throw new Error(`the oracle has no ${fn.name}`);
      return found(...args.map(at));
    }
    default: {
      const { fn, args } = node as OperatorNode;
      const [a = NONE, b = NONE] = args.map(at);
      switch (fn as string) {
        case 'add':
          return sum(a, b);
        case 'subtract':
          return sum(a, negative(b));
        case 'multiply':
          return product(a, b);
        case 'divide':
          return product(a, power(b, ONE.neg()));
        case 'unaryMinus':
          return negative(a);
        case 'pow':
          return power(a, b.value);
        default:
          throw new Error(`the oracle has no ${String(fn)}`);
      }
    }
  }
}

/** @returns [n, n], row by row: φ″(ξ)ψ′ψ′ᵀ + φ′(ξ) diag ψ″, rounded to doubles once */
export function exactHessian(
  { phi, psi }: { readonly phi: string; readonly psi: string },
  parameters: Readonly<Record<string, number>>,
  margins: Float64Array,
): number[] {
  const values = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, number(value)]));
  const inner = decimal.parse(psi);
  const terms = Array.from(margins, (x) => jetAt(inner, number(x), values));
  const xi = terms.reduce((total, { value }) => total.add(value), ZERO);
  const outer = jetAt(decimal.parse(phi), xi, values);
  return terms.flatMap((a, j) =>
    terms.map((b, k) => {
      const entry = outer.second.mul(a.first).mul(b.first);
      return Number(j === k ? entry.add(outer.first.mul(a.second)) : entry);
    }),
  );
}
