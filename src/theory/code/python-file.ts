/** Writes what the files of all three Python libraries share: docstring, arguments, and the check of a file by itself. */
import { called, calledOnBoth, within, type FunctionTable } from './code-text.js';
import { BINDS } from '../formula/write-text.js';
import type { PreparedSubject } from './code-subject.js';
import type { VectorisedProgram } from './vectorised-program.js';

/** Functions of Python's own numbers. */
export const PYTHON_NUMBERS: FunctionTable = {
  exp: called('math.exp'),
  log: called('math.log'),
  sqrt: called('math.sqrt'),
  abs: called('abs'),
  max: calledOnBoth('max'),
  min: calledOnBoth('min'),
  tanh: called('math.tanh'),
  sigmoid: (a) => `(1 / (1 + math.exp(-${within(a, BINDS.atom)})))`,
  softplus: (a) => `math.log1p(math.exp(${a.text}))`,
  step: (a) => `float(${within(a, BINDS.sum)} > 0)`,
  sign: (a) => `math.copysign(1, ${a.text})`,
  logAddExp: (a, b) => `math.log(math.exp(${a.text}) + math.exp(${b.text}))`,
  log1p: called('math.log1p'),
  expm1: called('math.expm1'),
};

/** Explains the search for a level. */
export const LEVEL_COMMENT = 'asinh(x) descends by halved steps to where the weights of an anchor sum to 1';

/** The widest line of a docstring. */
const WIDTH = 116;

/** Writes the docstring of a file, without quotes. */
export function docstring(subject: PreparedSubject, library: string): string {
  const { title, source, loss, formula, command } = subject;
  const rows = loss.distance === 'dot' ? '1 - a·b of rows as they are' : '1 - cosine = ½‖a - b‖² of normalised rows';
  const views = { same: "the anchor's own view", other: 'the other view', both: 'both views' }[loss.negatives];
  const anchors = loss.anchors === 'both' ? 'all rows of both views' : 'the rows of z1';
  return [
    `${title} in ${library}, as written by \`${command}\`.`,
    '',
    ...formula.flatMap((line) => wrapped(line, WIDTH - 4).map((part) => `    ${part}`)),
    '',
    ...wrapped(
      `p and n are d² = ${rows}, from an anchor to its positive and to a negative; anchors are ${anchors}, and sum(e) goes over the negatives, of ${views}. ` +
        [...symbolWords(subject), 'The loss of a batch is the mean.'].join(' '),
      WIDTH,
    ),
    '',
    ...wrapped(`Cite: ${source}${source.includes(PAPER) ? '' : `; alpha-cl: ${PAPER}`}.`, WIDTH),
  ]
    .join('\n')
    .replaceAll('\\', String.raw`\\`);
}

const PAPER = 'Tian 2022, arXiv 2201.12680';

/** Explains those symbols and functions of the formula that it has. */
function symbolWords({ program: { statements, uses } }: PreparedSubject): string[] {
  const counts = [
    ['N', 'samples'],
    ['M', 'negatives'],
    ['P', 'positives of an anchor'],
  ].flatMap(([count = '', of = '']) => (uses.has(count) ? [`${count} ${of}`] : []));
  const hasLevel = statements.some(({ kind }) => kind === 'level');
  return [
    ...(counts.length === 0 ? [] : [`There are ${counts.join(', ')}.`]),
    ...(hasLevel ? ['level(e) is the x at which e, summed over the negatives, is 1.'] : []),
  ];
}

/** Refuses a batch in a function of Python. */
export const NO_NEGATIVE =
  'raise ValueError("an anchor has no negative: give 2 samples or more, not all of one label")';

/** Breaks a text into lines at blanks. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && longer.length <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** Names of class and function. */
export function codeNames(name: string): { readonly className: string; readonly functionName: string } {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  return {
    className: `${words.map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join('')}Loss`,
    functionName: `${words.join('_').toLowerCase()}_loss`,
  };
}

/** Writes parameters with their types and usual values: `tau: float = 0.5, `. */
export function typedArguments({ program }: PreparedSubject): string {
  return program.parameters.map(({ name, value }) => `${name}: float = ${value}, `).join('');
}

/** Writes parameters as they are passed on: `tau=tau, `. @param from where they are, as in `self.` */
export function passedArguments({ program }: PreparedSubject, from = ''): string {
  return program.parameters.map(({ name }) => `${name}=${from}${name}, `).join('');
}

/** Says which averages a function returns beside the loss. */
export function averagesWords({ averages, statements }: VectorisedProgram): string {
  const logs = statements.filter((one) => one.kind === 'average' && one.isLog).length;
  const what = logs === averages ? 'the logarithms of its new averages' : 'its new averages';
  const but = logs > 0 && logs < averages ? ', those of exponentials as logarithms' : '';
  return `${what}, [${averages}, N], in the form in which it takes them${but} (NaN: none yet)`;
}

/** Lines behind a margin. */
export function indented(lines: readonly string[], margin = '    '): string {
  return lines.map((line) => (line === '' ? '' : `${margin}${line}`)).join('\n');
}

/** A batch as Python's nested lists. */
export function nestedList(rows: readonly (readonly number[])[]): string {
  return `[${rows.map((row) => `[${row.join(', ')}]`).join(', ')}]`;
}
