/**
 * A loss of distances as named statements on whole arrays, which every language writes in its own words.
 *
 * A value is the same everywhere (`number`) or belongs to a view, to a term (an anchor with one of its positives) or to a pair (a term
 * with one of the anchor's negatives). Parameters keep their names; sums of exponentials are carried as logarithms.
 */
import { compiledProgram, type CompiledProgram } from '../distance-losses/compiled-program.js';
import type { DistanceLoss } from '../distance-losses/distance-loss.js';
import { COUNTS, LEVEL, NEGATIVE, POSITIVE, type Range } from '../distance-losses/distance-program.js';
import type { Level as ArrayLevel } from '../distance-losses/tape.js';
import { straightLineOf, type Operand, type StepOperation, type StraightLine } from '../formula/straight-line.js';

/** The things that a value may belong to, coarsest first. */
export type Level = 'number' | ArrayLevel;

/** A value: a number, something with a name, or an operation on others. */
export type Value =
  | { readonly kind: 'number'; readonly value: number; readonly level: 'number' }
  | { readonly kind: 'name'; readonly name: string; readonly level: Level }
  | {
      readonly kind: 'operation';
      readonly operation: StepOperation;
      readonly operands: readonly Value[];
      readonly level: Level;
    };

/** A statement gives a name to a value that those after it use. */
export type Statement = { readonly name: string; readonly of: Value } & (
  | { readonly kind: 'value' }
  | { readonly kind: 'sum'; readonly over: Range; readonly isLog: boolean }
  | { readonly kind: 'held' }
  | { readonly kind: 'average'; readonly rate: Value; readonly isLog: boolean }
  | { readonly kind: 'level' }
);

/** A loss as statements. */
export interface VectorisedProgram {
  readonly statements: readonly Statement[];
  /** The loss of each term. */
  readonly loss: Value;
  /** Parameters that are arguments of the code: their names there and usual values. */
  readonly parameters: readonly { readonly name: string; readonly value: number }[];
  /** Names of p, n and counts that occur. */
  readonly uses: ReadonlySet<string>;
  /** True if it sums over all anchors of a view. */
  readonly sumsAnchors: boolean;
  /** The number of its moving averages. */
  readonly averages: number;
}

/**
 * Writes a loss as statements. A parameter that is 0 becomes part of the code, since logarithms of it vanish.
 *
 * @throws InvalidInput as `compiledProgram`
 */
export function vectorisedProgram({
  program,
  formulae,
}: Pick<DistanceLoss, 'program' | 'formulae'>): VectorisedProgram {
  const values = formulae.parameters ?? {};
  const named = program.parameters.filter((name) => values[name] !== 0);
  const writer = new StatementWriter(named);
  const compiled: CompiledProgram = compiledProgram(program, values, named);
  compiled.parts.forEach((part, k) => {
    const source = program.parts[k];
    const rate = source?.kind === 'average' ? source.rate : undefined;
    const isAverage = part.kind === 'average' && rate !== undefined;
    const of = writer.valueOf(part.line);
    const made = isAverage
      ? ({
          kind: 'average',
          isLog: part.isLog,
          rate: writer.valueOf(straightLineOf(rate, { variables: new Set(named), positive: new Set(), values })),
        } as const)
      : part.kind === 'sum'
        ? ({ kind: 'sum', over: part.over, isLog: part.isLog } as const)
        : ({ kind: part.kind === 'level' ? 'level' : 'held' } as const);
    writer.take(part.name, { ...made, of });
  });
  const loss = writer.valueOf(compiled.anchor);
  const { statements } = writer;
  return {
    statements,
    loss,
    parameters: named.map((name) => ({ name: codeName(name), value: values[name] as number })),
    uses: new Set([...statements.flatMap(({ of }) => namesIn(of)), ...namesIn(loss)]),
    sumsAnchors: statements.some((one) => one.kind === 'sum' && one.over === 'anchors'),
    averages: statements.filter(({ kind }) => kind === 'average').length,
  };
}

/** A name as code has it: words that languages reserve, and those of the code around, get a line below. */
export function codeName(name: string): string {
  return TAKEN.has(name) ? `${name}_` : name;
}

/** Every name in a value. */
export function namesIn(value: Value): string[] {
  if (value.kind === 'name') return [value.name];
  return value.kind === 'number' ? [] : value.operands.flatMap(namesIn);
}

type Made = Statement extends infer One ? (One extends Statement ? Omit<One, 'name'> : never) : never;

class StatementWriter {
  readonly statements: Statement[] = [];
  readonly #names = new Map<string, Value>();
  readonly #taken: Set<string>;

  constructor(parameters: readonly string[]) {
    const [N, M, P] = COUNTS;
    const own = {
      [POSITIVE]: 'term',
      [NEGATIVE]: 'pair',
      [N]: 'number',
      [M]: 'term',
      [P]: 'term',
      [LEVEL]: 'term',
    } as const;
    for (const [name, level] of Object.entries(own)) this.#names.set(name, { kind: 'name', name, level });
    for (const name of parameters) this.#names.set(name, { kind: 'name', name: codeName(name), level: 'number' });
    this.#taken = new Set(parameters.map(codeName));
  }

  /** Gives a value of the loss a name. */
  take(partName: string, made: Made): void {
    const name = this.#freeName(partName, made.kind);
    this.statements.push({ ...made, name });
    this.#names.set(partName, { kind: 'name', name, level: levelOf(made) });
  }

  /** Writes steps as one value; what occurs twice gets a statement of its own. */
  valueOf({ steps, result }: StraightLine<string>): Value {
    const counts = new Map<number, number>();
    const count = (operand: Operand<string>): void => {
      if (typeof operand !== 'object') return;
      const before = counts.get(operand.step) ?? 0;
      counts.set(operand.step, before + 1);
      if (before === 0) steps[operand.step]?.operands.forEach(count);
    };
    count(result);
    const made: Value[] = [];
    const valueOf = (operand: Operand<string>): Value => {
      if (typeof operand === 'number') return { kind: 'number', value: operand, level: 'number' };
      const found = typeof operand === 'string' ? this.#names.get(operand) : made[operand.step];
      return found ?? { kind: 'number', value: Number.NaN, level: 'number' };
    };
    steps.forEach(({ operation, operands }, k) => {
      const own = operands.map(valueOf);
      const value: Value = { kind: 'operation', operation, operands: own, level: finest(own) };
      made[k] = (counts.get(k) ?? 0) > 1 && isWorthAName(value) ? this.#shared(value) : value;
    });
    return valueOf(result);
  }

  #shared(of: Value): Value {
    const name = this.#freeName('', 'value');
    this.statements.push({ kind: 'value', name, of });
    return { kind: 'name', name, level: of.level };
  }

  /** A name that can be read in code: `log xi` as log_xi, and one of its kind for a part without a name. */
  #freeName(partName: string, kind: Statement['kind']): string {
    const [, log = '', own = ''] = /^(log )?(\w*)/.exec(partName.replaceAll('@', '')) ?? [];
    const base = /^\d*$/.test(own) ? USUAL_NAMES[kind] : own;
    const wanted = codeName(log === '' ? base : `log_${base}`);
    const free = [wanted, ...Array.from({ length: this.statements.length + 1 }, (_, k) => `${wanted}${k + 2}`)];
    const name = free.find((one) => !this.#taken.has(one)) ?? wanted;
    this.#taken.add(name);
    return name;
  }
}

const USUAL_NAMES = { value: 'shared', sum: 'total', held: 'held', average: 'average', level: 'level' } as const;

/** Long enough that a name makes it shorter. What has the x of a level stays inside its search. */
function isWorthAName(value: Value): boolean {
  const isLong = value.kind === 'operation' && value.operands.some(({ kind }) => kind === 'operation');
  return isLong && value.level !== 'number' && !namesIn(value).includes(LEVEL);
}

function levelOf(made: Made): Level {
  if (made.kind === 'sum') return made.over === 'anchors' ? 'view' : 'term';
  return made.kind === 'average' || made.kind === 'level' ? 'term' : made.of.level;
}

function finest(values: readonly Value[]): Level {
  return (['pair', 'term', 'view'] as const).find((level) => values.some((one) => one.level === level)) ?? 'number';
}

/** Words of Python and JavaScript, modules, and names that the code around the formula has. */
const TAKEN = new Set(
  (
    'p n N M P and as assert async await break class const continue def del do elif else enum eval export extends false finally for from ' +
    'function global if import in is instanceof lambda let new nonlocal None not or pass raise return static super switch this throw ' +
    'true try typeof var void while with yield True False math torch dist nn np jax jnp F Tensor self abs max min sum z z1 z2 labels ' +
    'old before far row ids same dtype term termsOf grouped check gather axis_name averages after size index d2 neg pos share loss terms pairs view anchor weight logSumExp add int float sample ' +
    'x asinh descended levelOf'
  ).split(' '),
);
