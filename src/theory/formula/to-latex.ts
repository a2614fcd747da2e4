/** A formula in LaTeX: tau and eps as τ and ε, max(0, u) as [u]₊, exp as a power of e. */
import type { FunctionNode, MathNode, SymbolNode } from 'mathjs';
import { shapeOf, type Formula, type FunctionName } from './formula.js';

/** Without the dollars around it. */
export function toLatex(formula: Formula): string {
  return latexOf(formula.node).trim();
}

function latexOf(node: MathNode): string {
  return node.toTex({ parenthesis: 'auto', handler: write }).replaceAll(/\\cdot\s*/g, String.raw`\,`);
}

/** What mathjs is to write otherwise; undefined where its own way is right. */
function write(node: MathNode): string | undefined {
  if (node.type === 'SymbolNode') return symbolLatex((node as SymbolNode).name);
  if (node.type === 'FunctionNode') {
    const { fn, args } = node as FunctionNode;
    return FUNCTION_LATEX[fn.name as FunctionName](args.map(latexOf), args);
  }
  const shape = shapeOf(node);
  if (shape.kind === 'constant' && shape.value === Math.PI) return String.raw`\pi `;
  if (shape.kind === 'operation' && shape.operation === 'pow') {
    const [base, exponent] = shape.operands as [MathNode, MathNode];
    // e^u to a power would be two superscripts on one base.
    if (base.type === 'FunctionNode') return String.raw`{\left(${latexOf(base)}\right)}^{${latexOf(exponent)}}`;
  }
  return undefined;
}

type Write = (operands: readonly string[], nodes: readonly MathNode[]) => string;

const FUNCTION_LATEX: Readonly<Record<FunctionName, Write>> = {
  exp: ([u]) => `e^{${u}}`,
  log: named(String.raw`\log`),
  sqrt: ([u]) => String.raw`\sqrt{${u}}`,
  abs: ([u]) => String.raw`\left|${u}\right|`,
  max: ([u, v, ...rest], nodes) =>
    rest.length === 0 && isZero(nodes[0])
      ? String.raw`\left[${v}\right]_{+}`
      : named(String.raw`\max`)([u ?? '', v ?? '', ...rest], nodes),
  min: named(String.raw`\min`),
  tanh: named(String.raw`\tanh`),
  sigmoid: named(String.raw`\sigma`),
  softplus: named(String.raw`\operatorname{softplus}`),
  step: ([u]) => String.raw`\mathbf{1}\left[${u}>0\right]`,
  sign: named(String.raw`\operatorname{sgn}`),
};

function named(name: string): Write {
  return (operands) => String.raw`${name}\left(${operands.join(', ')}\right)`;
}

function isZero(node: MathNode | undefined): boolean {
  if (node === undefined) return false;
  const shape = shapeOf(node);
  return shape.kind === 'constant' && shape.value === 0;
}

const GREEK = new Set(
  'alpha beta gamma delta zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi omega'.split(
    ' ',
  ),
);

function symbolLatex(name: string): string {
  if (name === 'eps' || name === 'epsilon') return String.raw`\varepsilon `;
  if (GREEK.has(name)) return `\\${name} `;
  return name.length === 1 ? name : String.raw`\mathrm{${name.replaceAll('_', String.raw`\_`)}}`;
}
