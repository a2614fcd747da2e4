/** A loss as a file of TypeScript without dependencies: its value, as a reference. */
import { BINDS } from '../formula/write-text.js';
import { called, calledOnBoth, rateText, valueText, within, type FunctionTable, type ValueWords } from './code-text.js';
import type { PreparedSubject } from './code-subject.js';
import { averagesWords, codeNames, docstring, indented, nestedList } from './python-file.js';
import { namesIn, type Statement, type Value } from './vectorised-program.js';

const FUNCTIONS: FunctionTable = {
  exp: called('Math.exp'),
  log: called('Math.log'),
  sqrt: called('Math.sqrt'),
  abs: called('Math.abs'),
  max: calledOnBoth('Math.max'),
  min: calledOnBoth('Math.min'),
  tanh: called('Math.tanh'),
  sigmoid: (a) => `Math.exp(-logSumExp([0, -${within(a, BINDS.atom)}]))`,
  softplus: (a) => `logSumExp([0, ${a.text}])`,
  step: (a) => `(${a.text} > 0 ? 1 : 0)`,
  sign: called('Math.sign'),
  logAddExp: (a, b) => `logSumExp([${a.text}, ${b.text}])`,
  log1p: called('Math.log1p'),
  expm1: called('Math.expm1'),
};

/** The words of TypeScript for values. */
export const TYPESCRIPT_WORDS: ValueWords = {
  ofArrays: FUNCTIONS,
  ofNumbers: FUNCTIONS,
  infinity: 'Infinity',
  nan: 'NaN',
};

/** Writes the file. */
export function typescriptFile(subject: PreparedSubject): string {
  const { program, check, loss } = subject;
  const { functionName } = codeNames(subject.name);
  const [head = '', ...words] = functionName.split('_');
  const own = [head, ...words.map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)].join('');
  const hasState = program.averages > 0;
  const result = hasState ? '{ readonly loss: number; readonly averages: number[][] }' : 'number';
  const parameters = program.parameters;
  const distance =
    loss.distance === 'dot'
      ? '1 - add(a.z.map((x, k) => x * (b.z[k] ?? NaN)))'
      : '0.5 * add(a.z.map((x, k) => (x - (b.z[k] ?? NaN)) ** 2))';
  const candidate = { both: 'true', same: 'b.view === a.view', other: 'b.view !== a.view' }[loss.negatives];
  const lines = docstring(subject, 'TypeScript')
    .split('\n')
    .map((line) => (line === '' ? ' *' : ` * ${line}`));
  return `/**
${lines.join('\n')}
 */
type Rows = readonly (readonly number[])[];

export interface Options {
  /** [N]: rows of one label are positives of each other. */
  readonly labels?: readonly number[];
${parameters.map(({ name }) => `  readonly ${name}?: number;`).join('\n')}${
    hasState
      ? `\n  /** Gives back ${averagesWords(program)}. */\n  readonly averages?: readonly (readonly number[])[];`
      : ''
  }
}

/** Returns the mean loss of two views, [N, d] each. @throws RangeError on wrong shapes */
export function ${own}(z1: Rows, z2: Rows, { ${['labels', ...parameters.map(({ name, value }) => `${name} = ${value}`), ...(hasState ? ['averages'] : [])].join(', ')} }: Options = {}): ${result} {
${indented(lossLines(subject), '  ')}
}

/** An anchor with one of its positives: distances to this and to the negatives, numbers of negatives and positives. */
interface Term {
  readonly anchor: number;
  readonly view: number;
  readonly sample: number;
  readonly p: number;
  readonly negatives: readonly number[];
  readonly M: number;
  readonly P: number;
}

function termsOf(z1: Rows, z2: Rows, labels?: readonly number[]): Term[] {
  const [N, d] = [z1.length, z1[0]?.length ?? 0];
  if (N < 2 || z2.length !== N || d === 0 || [...z1, ...z2].some((z) => z.length !== d))
    throw new RangeError(\`z1 and z2 must both be [N, d] with N of at least 2, not of \${N} and \${z2.length} rows\`);
  if (labels !== undefined && labels.length !== N)
    throw new RangeError(\`labels must be [\${N}], one for each sample, not [\${labels.length}]\`);
  const rows = [...z1, ...z2].map((z, r) => {
    const length = ${loss.distance === 'dot' ? '1' : 'Math.hypot(...z)'};
    return { z: z.map((x) => x / length), view: Math.floor(r / N), sample: r % N, label: labels?.[r % N] ?? r % N };
  });
  return rows.slice(0, ${loss.anchors === 'both' ? '2 * N' : 'N'}).flatMap((a, anchor) => {
    const to = (b: typeof a): number => ${distance};
    const others = rows.filter((b) => b !== a${candidate === 'true' ? '' : ` && (b.sample === a.sample || ${candidate})`});
    const positives = others.filter((b) => b.sample === a.sample || b.label === a.label);
    const negatives = others.filter((b) => b.sample !== a.sample && b.label !== a.label).map(to);
    if (negatives.length === 0) throw new RangeError('an anchor has no negative: all samples have its label');
    const counts = { M: negatives.length, P: positives.length };
    return positives.map((b) => ({ anchor, view: a.view, sample: a.sample, p: to(b), negatives, ...counts }));
  });
}

function add(values: readonly number[]): number {
  return values.reduce((sum, x) => sum + x, 0);
}
${
  usesLogSumExp(program.statements, program.loss)
    ? `
function logSumExp(values: readonly number[]): number {
  const top = values.reduce((a, b) => Math.max(a, b), -Infinity);
  return top === -Infinity ? top : top + Math.log(add(values.map((x) => Math.exp(x - top))));
}
`
    : ''
}${
    program.statements.some(({ kind }) => kind === 'level')
      ? `
/** Finds the x at which a sum that does not fall is 1: asinh(x) descends by halved steps. */
function levelOf(sum: (x: number) => number): number {
  let asinh = 512;
  for (let step = asinh; step > 1e-17; step /= 2) if (sum(Math.sinh(asinh - step)) >= 1) asinh -= step;
  return Math.sinh(asinh);
}
`
      : ''
  }${
    program.statements.some(isGrouped) || hasState
      ? `
/** Reduces the values of all terms of a group, by its key. */
function grouped<T>(terms: readonly T[], keyOf: (a: T) => number, valueOf: (a: T) => number, reduce: (values: number[]) => number): Map<number, number> {
  const groups = new Map<number, number[]>();
  for (const a of terms) groups.set(keyOf(a), [...(groups.get(keyOf(a)) ?? []), valueOf(a)]);
  return new Map([...groups].map(([key, values]) => [key, reduce(values)]));
}
`
      : ''
  }
/** Compares with a number that alpha-cl computed in float64: call it in a test. */
export function check(): void {
  const [z1, z2] = [${nestedList(check.z1)}, ${nestedList(check.z2)}];
  const value = ${own}(z1, z2, { ${parameters.map(({ name, value }) => `${name}: ${value}`).join(', ')} })${hasState ? '.loss' : ''};
  if (!(Math.abs(value - ${bracketed(check.value)}) <= 1e-9 * Math.max(1, Math.abs(value)))) throw new Error(\`${own}: the value is \${value}, expected ${check.value}\`);
}
`;
}

function bracketed(value: number): string {
  return value < 0 ? `(${value})` : String(value);
}

function isGrouped(one: Statement): boolean {
  return one.kind === 'sum' && one.over !== 'negatives';
}

function usesLogSumExp(statements: readonly Statement[], loss: Value): boolean {
  const operationsIn = (value: Value): string[] =>
    value.kind === 'operation' ? [value.operation, ...value.operands.flatMap(operationsIn)] : [];
  const operations = new Set([loss, ...statements.map(({ of }) => of)].flatMap(operationsIn));
  return (
    statements.some((one) => (one.kind === 'sum' || one.kind === 'average') && one.isLog) ||
    ['logAddExp', 'softplus', 'sigmoid'].some((one) => operations.has(one))
  );
}

function lossLines({ program, loss: { anchors } }: PreparedSubject): string[] {
  const { statements } = program;
  /** Pairs have this in place of a name, and the others are found by it. */
  const inPlace = new Map<string, Value>([
    ...['p', 'M', 'P'].map((name) => [name, ofTerm(`term.${name}`)] as const),
    ['n', { kind: 'name', name: 'n', level: 'pair' }],
  ]);
  const placed = (value: Value): Value => {
    if (value.kind === 'name') return inPlace.get(value.name) ?? value;
    return value.kind === 'number' ? value : { ...value, operands: value.operands.map(placed) };
  };
  const written = (value: Value): string => valueText(placed(value), TYPESCRIPT_WORDS);
  const names = new Set([program.loss, ...statements.map(({ of }) => of)].flatMap(namesIn));
  const lines = [...(names.has('N') ? ['const N = z1.length;'] : []), 'const terms = termsOf(z1, z2, labels);'];
  let terms = 'terms';
  const averages: string[] = [];
  const logs: boolean[] = [];
  const addToTerms = (name: string, text: string): void => {
    const next = `${terms === 'terms' ? 'with' : 'and'}_${name}`;
    lines.push(`const ${next} = ${terms}.map((term) => ({ ...term, ${name}: ${text} }));`);
    terms = next;
    inPlace.set(name, ofTerm(`term.${name}`));
  };
  for (const statement of statements) {
    const { name, of } = statement;
    switch (statement.kind) {
      case 'value':
      case 'held':
        // Without gradients a held value is the value.
        inPlace.set(name, placed(of));
        break;
      case 'level':
        addToTerms(name, `levelOf((x) => add(term.negatives.map((n) => ${written(of)})))`);
        break;
      case 'average': {
        const k = averages.push(name) - 1;
        const rate = rateText(placed(statement.rate), TYPESCRIPT_WORDS);
        const before = `averages?.[${k}]?.[term.sample] ?? NaN`;
        addToTerms(`new_${name}`, written(of));
        addToTerms(`old_${name}`, before);
        const [old, now] = [`term.old_${name}`, `term.new_${name}`];
        const moved = statement.isLog
          ? `logSumExp([${old} + Math.log(1 - ${rate}), ${now} + Math.log(${rate})])`
          : `(1 - ${rate}) * ${old} + ${rate} * ${now}`;
        addToTerms(name, `Number.isNaN(${old}) ? ${now} : ${moved}`);
        logs[k] = statement.isLog;
        break;
      }
      case 'sum': {
        const reduce = statement.isLog ? 'logSumExp' : 'add';
        const text = written(of);
        if (statement.over === 'negatives') {
          addToTerms(name, `${reduce}(term.negatives.map((n) => ${text}))`);
          break;
        }
        const key = statement.over === 'anchors' ? 'term.view' : 'term.anchor';
        const weighted = statement.isLog ? `(${text}) - Math.log(term.P)` : `(${text}) / term.P`;
        lines.push(
          `const ${name} = grouped(${terms}, (term) => ${key}, (term) => ${statement.over === 'anchors' ? weighted : text}, ${reduce});`,
        );
        inPlace.set(name, { kind: 'name', name: `(${name}.get(${key}) ?? NaN)`, level: 'term' });
      }
    }
  }
  lines.push(
    `const loss = add(${terms}.map((term) => (${written(program.loss)}) / term.P)) / add(${terms}.map((term) => 1 / term.P));`,
  );
  if (averages.length === 0) return [...lines, 'return loss;'];
  const views = anchors === 'both' ? 2 : 1;
  const after = averages.map((name, k) => {
    const [share, reduce, mean] = logs[k]
      ? [`term.${name} - Math.log(term.P)`, 'logSumExp', `x - Math.log(${views})`]
      : [`term.${name} / term.P`, 'add', `x / ${views}`];
    return `[...grouped(${terms}, (term) => term.sample, (term) => ${share}, ${reduce}).values()].map((x) => ${mean})`;
  });
  return [...lines, `return { loss, averages: [${after.join(', ')}] };`];
}

function ofTerm(name: string): Value {
  return { kind: 'name', name, level: 'term' };
}
