/** A formula as the soundness fuzz has it: its own tree, printed as text for the analysis and read back by its own parser. */
export type UnaryName = 'neg' | 'exp' | 'log' | 'sqrt' | 'abs' | 'tanh' | 'sigmoid' | 'softplus';
export type BinaryName = 'add' | 'sub' | 'mul' | 'div' | 'pow' | 'max' | 'min';

export type Tree =
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'unary'; readonly name: UnaryName; readonly of: Tree }
  | { readonly kind: 'binary'; readonly name: BinaryName; readonly a: Tree; readonly b: Tree };

export const X: Tree = { kind: 'name', name: 'x' };

export function num(value: number | string): Tree {
  const text = String(value);
  return text.startsWith('-') ? unary('neg', { kind: 'number', text: text.slice(1) }) : { kind: 'number', text };
}

export function name(of: string): Tree {
  return { kind: 'name', name: of };
}

export function unary(called: UnaryName, of: Tree): Tree {
  return { kind: 'unary', name: called, of };
}

export function binary(called: BinaryName, a: Tree, b: Tree): Tree {
  return { kind: 'binary', name: called, a, b };
}

const SIGNS = { add: '+', sub: '-', mul: '*', div: '/', pow: '^' } as const;
const BINDS = { add: 1, sub: 1, mul: 2, div: 2, pow: 4 } as const;

export function textOf(tree: Tree): string {
  switch (tree.kind) {
    case 'number':
      return tree.text;
    case 'name':
      return tree.name;
    case 'unary':
      return tree.name === 'neg' ? `-${inside(tree.of, 4)}` : `${tree.name}(${textOf(tree.of)})`;
    case 'binary': {
      if (tree.name === 'max' || tree.name === 'min') return `${tree.name}(${textOf(tree.a)}, ${textOf(tree.b)})`;
      const binds = BINDS[tree.name];
      // A power binds to neither side here: what (a^b)^c and −a^b mean depends on no rule of precedence.
      const [left, right] = tree.name === 'pow' ? [5, 5] : [binds, binds + 1];
      return `${inside(tree.a, left)} ${SIGNS[tree.name]} ${inside(tree.b, right)}`;
    }
  }
}

function inside(tree: Tree, least: number): string {
  const binds =
    tree.kind === 'unary' && tree.name === 'neg'
      ? 3
      : tree.kind === 'binary' && tree.name !== 'max' && tree.name !== 'min'
        ? BINDS[tree.name]
        : 5;
  return binds >= least ? textOf(tree) : `(${textOf(tree)})`;
}

/** All parts of a tree, itself first. */
export function partsOf(tree: Tree): Tree[] {
  if (tree.kind === 'unary') return [tree, ...partsOf(tree.of)];
  if (tree.kind === 'binary') return [tree, ...partsOf(tree.a), ...partsOf(tree.b)];
  return [tree];
}

/** Reads what textOf writes, and what people write: numbers, names, + − * / ^, calls. */
export function parseTree(text: string): Tree {
  const tokens = text.match(/(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[A-Za-z_][A-Za-z0-9_]*|[-+*/^(),]/g) ?? [];
  let at = 0;
  const take = (token: string): boolean => {
    if (tokens[at] !== token) return false;
    at++;
    return true;
  };
  const need = (token: string): void => {
    if (!take(token)) throw new Error(`"${text}": "${token}" expected in place of "${tokens[at] ?? 'the end'}"`);
  };
  const sum = (): Tree => {
    let so = term();
    for (;;) {
      if (take('+')) so = binary('add', so, term());
      else if (take('-')) so = binary('sub', so, term());
      else return so;
    }
  };
  const term = (): Tree => {
    let so = signed();
    for (;;) {
      if (take('*')) so = binary('mul', so, signed());
      else if (take('/')) so = binary('div', so, signed());
      else return so;
    }
  };
  const signed = (): Tree => (take('-') ? unary('neg', signed()) : take('+') ? signed() : power());
  const power = (): Tree => {
    const base = atom();
    return take('^') ? binary('pow', base, signed()) : base;
  };
  const atom = (): Tree => {
    if (take('(')) {
      const inner = sum();
      need(')');
      return inner;
    }
    const token = tokens[at++] ?? '';
    if (/^[\d.]/.test(token)) return num(token);
    if (!take('(')) return name(token);
    const operands = [sum()];
    while (take(',')) operands.push(sum());
    need(')');
    const [first = X, ...rest] = operands;
    if (token === 'max' || token === 'min') return rest.reduce((so, one) => binary(token, so, one), first);
    if (token === 'pow') return binary('pow', first, rest[0] ?? X);
    return unary(token as UnaryName, first);
  };
  const tree = sum();
  if (at !== tokens.length) throw new Error(`"${text}" goes on after a whole formula, at "${tokens[at] ?? ''}"`);
  return tree;
}
