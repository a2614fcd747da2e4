/** A loss of the columns of a batch as one file of code, complete in itself. */
import { fromNested } from '../algebra/matrix.js';
import {
  COLUMN_COUNTS,
  COLUMN_SYMBOLS,
  columnLoss,
  columnProgram,
  PAIR_SYMBOLS,
  type ColumnFormulae,
} from '../distance-losses/column-loss.js';
import type { Formula } from '../formula/formula.js';
import { carriedOutBy, straightLineOf } from '../formula/straight-line.js';
import { CHECK_BATCH, type CodeSubject } from './code-subject.js';
import { valueText, type ValueWords } from './code-text.js';
import type { CodeLanguage } from './generate-code.js';
import { JAX_WORDS } from './jax.js';
import { NUMPY_WORDS } from './numpy.js';
import { codeNames, indented, nestedList, wrapped } from './python-file.js';
import { PYTORCH_WORDS } from './pytorch.js';
import { TYPESCRIPT_WORDS } from './typescript.js';
import type { Value } from './vectorised-program.js';

/** A loss of columns with what its file tells of it. */
export interface ColumnSubject extends Omit<CodeSubject, 'loss'> {
  readonly formulae: ColumnFormulae;
}

/** Writes the file. */
export function columnCode(language: CodeLanguage, subject: ColumnSubject): string {
  return language === 'typescript' ? typescriptFile(subject) : pythonFile(PYTHON[language], subject);
}

/** The parts of a Python file that its library decides. */
interface PythonLibrary {
  readonly title: string;
  readonly words: ValueWords;
  readonly imports: string;
  readonly array: string;
  readonly value: string;
  /** The argument that names the other processes, with its type and usual value; and the lines that take their samples. */
  readonly others?: { readonly argument: string; readonly about: string; readonly lines: readonly string[] };
  /** Lines that give z1 and z2 at least single precision. */
  readonly cast: readonly string[];
  readonly moments: readonly string[];
  readonly withoutDiagonal: string;
  /** The line that gives the loss back. */
  readonly returns: (loss: string) => string;
  /** Lines of a class that holds the parameters. */
  readonly classLines: (parts: ClassParts) => string[];
  /** Lines that compute `value`, and `norm`, the length of the gradient, for z as a nested list. */
  readonly check: (call: string, z: string) => string[];
  readonly hasGradient: boolean;
}

interface ClassParts {
  readonly className: string;
  readonly functionName: string;
  /** `sim: float = 25` */
  readonly fields: readonly string[];
  readonly names: readonly string[];
}

const CASTS = (module: string): string[] => [
  `dtype = ${module}.promote_types(z1.dtype, ${module}.float32)  # half precision would lose the variances`,
  'z1, z2 = z1.astype(dtype), z2.astype(dtype)',
];

const dataclass =
  (array: string, value: string) =>
  ({ className, functionName, fields, names }: ClassParts): string[] => [
    '@dataclasses.dataclass(frozen=True)',
    `class ${className}:`,
    '    """Hold the parameters of the loss; call it on two views z1, z2 [N, d]."""',
    '',
    ...fields.map((field) => `    ${field}`),
    '',
    `    def __call__(self, z1: ${array}, z2: ${array}) -> ${value}:`,
    `        return ${functionName}(z1, z2, ${names.map((name) => `${name}=self.${name}`).join(', ')})`,
  ];

const PYTHON: Readonly<Record<Exclude<CodeLanguage, 'typescript'>, PythonLibrary>> = {
  pytorch: {
    title: 'PyTorch',
    words: PYTORCH_WORDS,
    imports:
      'import torch\nfrom torch import Tensor, nn\nfrom torch.distributed.nn.functional import all_gather  # with gradients',
    array: 'Tensor',
    value: 'Tensor',
    others: {
      argument: 'gather: bool = False',
      about: 'gather takes the samples of all processes; average their gradients, as DDP does',
      lines: ['if gather:', '    z1, z2 = (torch.cat(all_gather(z.contiguous())) for z in (z1, z2))'],
    },
    cast: [
      'dtype = torch.promote_types(z1.dtype, torch.float32)  # half precision would lose the variances',
      'z1, z2 = z1.to(dtype), z2.to(dtype)',
    ],
    moments: [
      'with torch.autocast(z1.device.type, enabled=False):',
      '    ca, cb, x = (u.T @ v / N for u, v in ((a, a), (b, b), (a, b)))',
    ],
    withoutDiagonal: 'pairs.masked_fill(torch.eye(d, dtype=torch.bool, device=z1.device), 0)',
    returns: (loss) => `return ${loss}`,
    classLines: ({ className, functionName, fields, names }) => [
      `class ${className}(nn.Module):`,
      '    """Compute the loss of two views z1, z2 [N, d]."""',
      '',
      `    def __init__(self, ${fields.join(', ')}) -> None:`,
      '        super().__init__()',
      `        ${names.map((name) => `self.${name}`).join(', ')} = ${names.join(', ')}`,
      '',
      '    def forward(self, z1: Tensor, z2: Tensor) -> Tensor:',
      `        return ${functionName}(z1, z2, ${names.map((name) => `${name}=self.${name}`).join(', ')})`,
    ],
    check: (call, z) => [
      `z = torch.tensor(${z}, dtype=torch.float64, requires_grad=True)`,
      `value = ${call}`,
      'value.backward()',
      'value, norm = value.item(), z.grad.norm().item()',
    ],
    hasGradient: true,
  },
  jax: {
    title: 'JAX',
    words: JAX_WORDS,
    imports: 'import dataclasses\n\nimport jax\nimport jax.numpy as jnp',
    array: 'jax.Array',
    value: 'jax.Array',
    others: {
      argument: 'axis_name: str | None = None',
      about:
        'axis_name, of pmap or shard_map, takes the samples of all devices; average gradients over it with jax.lax.pmean',
      lines: ['if axis_name:', '    z1, z2 = (jax.lax.all_gather(z, axis_name, tiled=True) for z in (z1, z2))'],
    },
    cast: CASTS('jnp'),
    moments: ['ca, cb, x = (jnp.matmul(u.T, v, precision="highest") / N for u, v in ((a, a), (b, b), (a, b)))'],
    withoutDiagonal: 'jnp.where(jnp.eye(d, dtype=bool), 0, pairs)',
    returns: (loss) => `return jax.lax.pmean(${loss}, axis_name) if axis_name else ${loss}`,
    classLines: dataclass('jax.Array', 'jax.Array'),
    check: (call, z) => [
      'jax.config.update("jax_enable_x64", True)',
      `value, slopes = jax.value_and_grad(lambda z: ${call})(jnp.array(${z}))`,
      'value, norm = float(value), float(jnp.sqrt((slopes**2).sum()))',
    ],
    hasGradient: true,
  },
  numpy: {
    title: 'NumPy',
    words: NUMPY_WORDS,
    imports: 'import dataclasses\n\nimport numpy as np',
    array: 'np.ndarray',
    value: 'float',
    cast: ['z1, z2 = np.asarray(z1), np.asarray(z2)', ...CASTS('np')],
    moments: ['ca, cb, x = (u.T @ v / N for u, v in ((a, a), (b, b), (a, b)))'],
    withoutDiagonal: 'pairs[~np.eye(d, dtype=bool)]',
    returns: (loss) => `return float(${loss})`,
    classLines: dataclass('np.ndarray', 'float'),
    check: (call, z) => [`z = np.array(${z})`, `value = ${call}`],
    hasGradient: false,
  },
};

function pythonFile(library: PythonLibrary, subject: ColumnSubject): string {
  const { className, functionName } = codeNames(subject.name);
  const { array, value, others, words } = library;
  const { parameters } = subject.formulae;
  const own = Object.entries(parameters).map(([name, usual]) => `${name}: float = ${usual}`);
  const fields = others === undefined ? own : [...own, others.argument];
  const names = fields.map((field) => field.split(':')[0] as string);
  const { column, pair } = written(subject.formulae, words, { x: 'x.diagonal()' });
  const { z1, z2, expected, norm } = checkOf(subject);
  const values = Object.entries(parameters).map(([name, usual]) => `, ${name}=${usual}`);
  const lines = [
    'if z1.ndim != 2 or z1.shape != z2.shape:',
    '    raise ValueError(f"z1 and z2 must both be [N, d], not {list(z1.shape)} and {list(z2.shape)}")',
    ...(others?.lines ?? []),
    'N, d = z1.shape',
    'if N < 2:',
    '    raise ValueError("a loss of columns needs at least 2 samples, not 1")',
    'a, b = z1 - z1.mean(0), z2 - z2.mean(0)',
    ...library.moments,
    'gap, va, vb = ((z1 - z2) ** 2).mean(0), ca.diagonal(), cb.diagonal()',
    `columns = ${column}`,
    'va, vb = va[:, None], vb  # of column k of z1, and of column l of z2',
    `pairs = ${pair}`,
    `loss = columns.sum() + ${library.withoutDiagonal}.sum()`,
    library.returns('loss'),
  ];
  // NumPy's own conversion comes before shapes are looked at, that of the others after it.
  const body = library.hasGradient
    ? [...lines.slice(0, 2), ...library.cast, ...lines.slice(2)]
    : [...library.cast, ...lines];
  const checks = library.hasGradient
    ? [
        `for name, got, expected in (("value", value, ${expected}), ("gradient", norm, ${norm})):`,
        '    if not abs(got - expected) <= 1e-9 * max(1, abs(expected)):',
        `        raise SystemExit(f"${functionName}: {name} is {got}, expected {expected}")`,
      ]
    : [
        `if not abs(value - ${expected}) <= 1e-9 * max(1, abs(value)):`,
        `    raise SystemExit(f"${functionName}: the value is {value}, expected ${expected}")`,
      ];
  return `"""${told(subject, library.title).join('\n')}
"""
from __future__ import annotations

${library.imports}


${library.classLines({ className, functionName, fields, names }).join('\n')}


def ${functionName}(z1: ${array}, z2: ${array}, *, ${fields.join(', ')}) -> ${value}:
    """Return the loss of z1, z2 [N, d], rows as they are${others === undefined ? '' : `; ${others.about}`}."""
${indented(body)}


if __name__ == "__main__":  # numbers that alpha-cl computed in float64
${indented([
  ...library.check(`${functionName}(z[0], z[1]${values.join('')})`, `[${nestedList(z1)}, ${nestedList(z2)}]`),
  ...checks,
  'print("ok")',
])}
`;
}

function typescriptFile(subject: ColumnSubject): string {
  const [head = '', ...rest] = codeNames(subject.name).functionName.split('_');
  const name = [head, ...rest.map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)].join('');
  const { column, pair } = written(subject.formulae, TYPESCRIPT_WORDS);
  const { z1, z2, expected } = checkOf(subject);
  const parameters = Object.entries(subject.formulae.parameters);
  return `/**
${told(subject, 'TypeScript')
  .map((line) => (line === '' ? ' *' : ` * ${line}`))
  .join('\n')}
 */
type Rows = readonly (readonly number[])[];

export interface Options {
${parameters.map(([own]) => `  readonly ${own}?: number;`).join('\n')}
}

/** Returns the loss of two views, [N, d] each, rows as they are. @throws RangeError on wrong shapes */
export function ${name}(z1: Rows, z2: Rows, { ${parameters.map(([own, usual]) => `${own} = ${usual}`).join(', ')} }: Options = {}): number {
  const [N, d] = [z1.length, z1[0]?.length ?? 0];
  if (N < 2 || z2.length !== N || d === 0 || [...z1, ...z2].some((z) => z.length !== d))
    throw new RangeError(\`z1 and z2 must both be [N, d] with N of at least 2, not of \${N} and \${z2.length} rows\`);
  const mean = (of: (i: number) => number): number => z1.reduce((sum, _, i) => sum + of(i), 0) / N;
  const at = (z: Rows, i: number, k: number): number => z[i]?.[k] ?? NaN;
  const centred = (z: Rows): Rows => {
    const means = (z[0] ?? []).map((_, k) => mean((i) => at(z, i, k)));
    return z.map((row) => row.map((entry, k) => entry - (means[k] ?? NaN)));
  };
  const [a, b] = [centred(z1), centred(z2)];
  const product = (u: Rows, v: Rows, k: number, l: number): number => mean((i) => at(u, i, k) * at(v, i, l));
  let loss = 0;
  for (let k = 0; k < d; k++) {
    for (let l = 0; l < d; l++) {
      const [va, vb, x] = [product(a, a, k, k), product(b, b, l, l), product(a, b, k, l)];
      const [ca, cb] = [product(a, a, k, l), product(b, b, k, l)];
      const gap = mean((i) => (at(z1, i, k) - at(z2, i, k)) ** 2);
      loss += k === l ? ${column} : ${pair};
    }
  }
  return loss;
}

/** Compares with a number that alpha-cl computed in float64: call it in a test. */
export function check(): void {
  const value = ${name}(${nestedList(z1)}, ${nestedList(z2)}, { ${parameters.map(([own, usual]) => `${own}: ${usual}`).join(', ')} });
  if (!(Math.abs(value - ${expected}) <= 1e-9 * Math.max(1, Math.abs(value)))) throw new Error(\`${name}: the value is \${value}, expected ${expected}\`);
}
`;
}

/** Lines of the docstring. */
function told({ title, source, formulae, command }: ColumnSubject, library: string): string[] {
  return [
    `${title} in ${library}, as written by \`${command}\`.`,
    '',
    '    loss = sum over columns k of',
    ...wrapped(formulae.column, 108).map((line) => `        ${line}`),
    '    + sum over ordered pairs of columns k != l of',
    ...wrapped(formulae.pair, 108).map((line) => `        ${line}`),
    '',
    ...wrapped(
      'gap is the mean of (z1 - z2)² in column k; va, vb and x are the variances of column k of z1 and of column l of z2 and their ' +
        'covariance, with l = k in the first sum; ca and cb are the covariances of columns k and l within z1 and within z2. All have ' +
        'the divisor N, the number of samples.',
      116,
    ),
    '',
    ...wrapped(`Cite: ${source}. Numbers below: alpha-cl.`, 116),
  ];
}

/** Both formulae as text. @param inColumn names of moments in the first formula where they differ */
function written(
  formulae: ColumnFormulae,
  words: ValueWords,
  inColumn: Readonly<Record<string, string>> = {},
): { readonly column: string; readonly pair: string } {
  const { column, pair } = columnProgram(formulae);
  const parameters = Object.keys(formulae.parameters);
  const text = (formula: Formula, moments: readonly string[], placed: Readonly<Record<string, string>>): string => {
    const ofArrays = new Set(moments);
    const variables = new Set([...moments, ...COLUMN_COUNTS, ...parameters]);
    const values = new Map<string, Value>(
      [...variables].map((name) => [
        name,
        { kind: 'name', name: placed[name] ?? name, level: ofArrays.has(name) ? 'term' : 'number' },
      ]),
    );
    const line = straightLineOf(formula, { variables, positive: new Set(COLUMN_COUNTS), values: {} });
    const made = carriedOutBy<Value>(line, values, (operation, operands) => {
      const own = operands.map(valueOf);
      return {
        kind: 'operation',
        operation,
        operands: own,
        level: own.some(({ level }) => level === 'term') ? 'term' : 'number',
      };
    });
    return valueText(valueOf(made), words);
  };
  return { column: text(column, COLUMN_SYMBOLS, inColumn), pair: text(pair, PAIR_SYMBOLS, {}) };
}

function valueOf(entry: Value | number): Value {
  return typeof entry === 'number' ? { kind: 'number', value: entry, level: 'number' } : entry;
}

function checkOf({ formulae }: ColumnSubject): {
  readonly z1: readonly (readonly number[])[];
  readonly z2: readonly (readonly number[])[];
  readonly expected: number;
  readonly norm: number;
} {
  const { z1, z2 } = CHECK_BATCH;
  const { value, z, zPrime } = columnLoss(formulae, fromNested(z1), fromNested(z2));
  return { z1, z2, expected: value, norm: Math.hypot(...z.data, ...zPrime.data) };
}
