/** Writes what JAX and NumPy share, whose arrays have the same functions: the pairs of a batch, and the statements of a loss. */
import { BINDS } from '../formula/write-text.js';
import { called, calledOnBoth, rateText, valueText, within, type FunctionTable, type ValueWords } from './code-text.js';
import type { PreparedSubject } from './code-subject.js';
import { PYTHON_NUMBERS } from './python-file.js';
import { LEVEL } from '../distance-losses/distance-program.js';
import type { Statement, Value } from './vectorised-program.js';

/** A library of arrays: the name of its module, and what it has of its own. */
export interface ArrayLibrary {
  readonly module: 'jnp' | 'np';
  readonly functions: Pick<FunctionTable, 'sigmoid' | 'max'>;
  /** Writes log Σ exp of an array over axes. */
  readonly logSumExp: (array: string, axes: string) => string;
  /** Writes an array without its gradient. */
  readonly held: (array: string) => string;
  /** Writes the search for the x at which a sum over negatives is 1. @param like an array of the shape of the sum */
  readonly level: (name: string, sum: string, like: string) => string[];
  /** Writes the product of rows with the columns of another array. */
  readonly product: (rows: string, others: string) => string;
}

/** The words of a library for values. */
export function arrayWords({ module, functions }: Pick<ArrayLibrary, 'module' | 'functions'>): ValueWords {
  const one = (name: string): FunctionTable['exp'] => called(`${module}.${name}`);
  const both = (name: string): FunctionTable['max'] => calledOnBoth(`${module}.${name}`);
  const ofArrays: FunctionTable = {
    exp: one('exp'),
    log: one('log'),
    sqrt: one('sqrt'),
    abs: one('abs'),
    min: both('minimum'),
    tanh: one('tanh'),
    softplus: (a) => `${module}.logaddexp(${a.text}, 0)`,
    step: (a) => `(${within(a, BINDS.sum)} > 0).astype(d2.dtype)`,
    sign: one('sign'),
    logAddExp: both('logaddexp'),
    log1p: one('log1p'),
    expm1: one('expm1'),
    ...functions,
  };
  return { ofArrays, ofNumbers: PYTHON_NUMBERS, infinity: 'math.inf', nan: 'math.nan' };
}

/** Writes the body that makes rows of length 1 and checks shapes. */
export function shapeLines(module: ArrayLibrary['module'], { loss: { distance } }: PreparedSubject): string[] {
  const unit = `z / ${module}.sqrt(${module}.maximum((z * z).sum(1, keepdims=True), 1e-24))`;
  return [
    `z1, z2 = ${module}.asarray(z1), ${module}.asarray(z2)`,
    'if z1.ndim != 2 or z1.shape != z2.shape:',
    '    raise ValueError(f"z1 and z2 must both be [N, d], not {list(z1.shape)} and {list(z2.shape)}")',
    `if labels is not None and ${module}.shape(labels) != z1.shape[:1]:`,
    `    raise ValueError(f"labels must be [{len(z1)}], one for each sample, not {list(${module}.shape(labels))}")`,
    `z1, z2 = (z.astype(${module}.promote_types(z.dtype, ${module}.float32)) for z in (z1, z2))  # not in half precision`,
    ...(distance === 'dot' ? [] : [`z1, z2 = (${unit} for z in (z1, z2))`]),
  ];
}

/** Writes distances and masks, from rows of all samples, the ids of these, and the samples of the anchors. */
export function pairLines({ module, held, product }: ArrayLibrary, { loss }: PreparedSubject): string[] {
  const { distance, negatives, anchors, keys } = loss;
  const views = anchors === 'both' ? 2 : 1;
  const all = `${module}.concatenate((rows1, rows2))`;
  const cosine = product(views === 2 ? `${module}.stack((z1, z2))` : 'z1[None]', keys === 'held' ? held(all) : all);
  return [
    `d2 = ${distance === 'dot' ? `1 - ${cosine}` : `${module}.maximum(1 - ${cosine}, 0)`}`,
    `row = ${module}.arange(2 * len(rows1))`,
    'own_sample = row % len(rows1) == sample[:, None]',
    `own_view = row // len(rows1) == ${module}.arange(${views})[:, None, None]`,
    `same = (${module}.tile(row_ids, 2) == ids[:, None]) & ~(own_sample & own_view)`,
    {
      both: 'pos, neg = same, ~same & ~(own_sample & own_view)',
      same: 'pos, neg = same & (own_view | own_sample), ~same & own_view & ~own_sample',
      other: 'pos, neg = same & ~own_view, ~same & ~own_view',
    }[negatives],
  ];
}

/** Writes the statements from `d2`, `neg`, `pos` and the mask `partner` of the other view of the anchor's own sample. */
export function lossLines(library: ArrayLibrary, { program }: PreparedSubject): string[] {
  const { module, held } = library;
  const words = arrayWords(library);
  const { uses, statements } = program;
  const lines = [
    `p = ${module}.where(own_sample & ~own_view, d2, 0).sum(-1, keepdims=True)`,
    `p, pos = (p, ${module}.ones_like(p, bool)) if labels is None else (${module}.where(pos, d2, p), pos)`,
    'p, pos = p[..., None], pos[..., None]  # [V, N, K, 1]',
    ...(uses.has('n')
      ? [
          `far = ${held(`${module}.where(neg, d2, -math.inf).max(-1, keepdims=True)`)}  # a finite place for what is no negative`,
          `n, neg = ${module}.where(neg, d2, far)[:, :, None], neg[:, :, None]  # [V, N, 1, R]`,
        ]
      : []),
    ...(uses.has('N') ? ['N = len(rows1)'] : []),
    ...(uses.has('M') ? ['M = neg.sum(-1, keepdims=True).astype(d2.dtype)'] : []),
    ...(uses.has('P') ? ['P = pos.sum(2, keepdims=True).astype(d2.dtype)'] : []),
    `share = (pos / ${uses.has('P') ? 'P' : 'pos.sum(2, keepdims=True)'}).astype(d2.dtype)`,
  ];
  let averages = 0;
  for (const one of statements) {
    lines.push(...statementLines(one, averages));
    if (one.kind === 'average') averages++;
  }
  const after = statements.flatMap((one) => {
    if (one.kind !== 'average') return [];
    if (!one.isLog) return [`(${one.name} * share).sum(2).mean((0, 2))`];
    return [`${library.logSumExp(`${one.name} + ${module}.log(share / len(d2))`, '(0, 2, 3)')}[0, :, 0, 0]`];
  });
  return [
    ...lines,
    `loss = ((${valueText(program.loss, words)}) * share).sum() / share.sum()`,
    ...(after.length === 0 ? [] : [`after = ${module}.stack([${after.join(', ')}])`]),
  ];

  function statementLines(statement: Statement, index: number): string[] {
    const { name, of } = statement;
    const text = valueText(of, words);
    switch (statement.kind) {
      case 'value':
        return [`${name} = ${text}`];
      case 'held':
        return [`${name} = ${of.level === 'number' ? text : held(text)}`];
      case 'average': {
        const rate = rateText(statement.rate, words);
        const moved = statement.isLog
          ? `${module}.logaddexp(before + old, ${name} + new)`
          : `(1 - ${rate}) * before + ${rate} * ${name}`;
        return [
          `${name} = ${held(`${text} + 0 * p`)}`,
          'if averages is not None:',
          `    before = ${module}.asarray(averages)[${index}][None, :, None, None]`,
          ...(statement.isLog
            ? [`    old, new = ${module}.log(${module}.array((1 - ${rate}, ${rate}), d2.dtype))`]
            : []),
          `    ${name} = ${module}.where(${module}.isnan(before), ${name}, ${moved})`,
        ];
      }
      case 'sum':
        return [`${name} = ${sumText(statement, of.level === 'number' ? `${text} + 0 * p` : text)}`];
      case 'level':
        return library.level(name, sumText({ over: 'negatives', isLog: false }, text), shapeOfSum(of));
    }
  }

  function sumText({ over, isLog }: Pick<Extract<Statement, { kind: 'sum' }>, 'over' | 'isLog'>, of: string): string {
    const [mask, axis] = over === 'negatives' ? ['neg', '-1'] : ['pos', '2'];
    if (over === 'anchors') {
      return isLog
        ? library.logSumExp(`${of} + ${module}.log(share)`, '(1, 2)')
        : `((${of}) * share).sum((1, 2), keepdims=True)`;
    }
    return isLog
      ? library.logSumExp(`${module}.where(${mask}, ${of}, -math.inf)`, axis)
      : `${module}.where(${mask}, ${of}, 0).sum(${axis}, keepdims=True)`;
  }
}

/** Writes an array that has the shape of the sum of a value over negatives, in which x has this shape too. */
function shapeOfSum(value: Value): string {
  const arrays = (of: Value): string[] => {
    if (of.kind === 'operation') return of.operands.flatMap(arrays);
    const isArray = of.kind === 'name' && of.name !== LEVEL && (of.level === 'pair' || of.level === 'term');
    return isArray ? [`${of.name}[..., :1]`] : [];
  };
  return [...new Set(arrays(value))].join(' + ');
}
