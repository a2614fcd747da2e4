/**
 * The Python file of a step under construction.
 *
 * A call is a line that gives its result a name. Equal lines are written once: a step has no side effects.
 */
import type { ConstantData, TracedSpec } from '../trace.js';

/** A constant array, which is handed to the file beside the state. */
export interface TorchConstant extends TracedSpec {
  readonly name: string;
  readonly data: ConstantData;
}

/** One line: the names that it makes, the expression, and the names that it uses. */
interface Line {
  readonly names: readonly string[];
  readonly expression: string;
}

/** Bytes up to which constants are compared with each other. */
const MOST_COMPARED = 2 ** 22;

export class PythonWriter {
  readonly #lines: Line[] = [];
  readonly #known = new Map<string, readonly string[]>();
  readonly #constants = new Map<string, TorchConstant>();
  readonly #convolutionType: 'float32' | 'float16' | 'bfloat16';
  #count = 0;

  /** @param convolutionType the type of the operands and results of convolutions; all else is float32 */
  constructor(convolutionType: 'float32' | 'float16' | 'bfloat16' = 'float32') {
    this.#convolutionType = convolutionType;
  }

  /** Converts a float32 tensor to the type of convolutions. */
  toConvolution(name: string): string {
    return this.#convolutionType === 'float32' ? name : this.line(`${name}.to(torch.${this.#convolutionType})`);
  }

  /** Converts the result of a convolution to float32. */
  fromConvolution(name: string): string {
    return this.#convolutionType === 'float32' ? name : this.line(`${name}.to(torch.float32)`);
  }

  /** Writes a line with one result; returns its name. */
  line(expression: string): string {
    return this.lines(expression, 1)[0] as string;
  }

  /** Writes a line whose result is a tuple; returns the names of its parts. */
  lines(expression: string, count: number): readonly string[] {
    const key = `${count} ${expression}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const names = Array.from({ length: count }, () => `v${this.#count++}`);
    this.#lines.push({ names, expression });
    this.#known.set(key, names);
    return names;
  }

  /** Adds an array that the file gets from outside; returns its name. */
  constant({ shape, dtype }: TracedSpec, data: ConstantData): string {
    // Among large ones, whole data sets, no equal is looked for.
    const small = data.byteLength <= MOST_COMPARED;
    const bytes = small ? Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('latin1') : '';
    const key = `${dtype} ${shape.join(',')} ${small ? bytes : `number ${this.#constants.size}`}`;
    const name = this.#constants.get(key)?.name ?? `c${this.#constants.size}`;
    this.#constants.set(key, { name, shape, dtype, data });
    return this.line(`constants["${name}"]`);
  }

  get constants(): readonly TorchConstant[] {
    return [...this.#constants.values()];
  }

  /** Returns the lines of the function's body. Names are deleted after their last use, so that memory is free again. */
  body(results: readonly string[]): string[] {
    const lines = this.#needed(results);
    const lastUse = new Map<string, number>();
    lines.forEach(({ names, expression }, at) => {
      [...names, ...usedNames(expression)].forEach((name) => lastUse.set(name, at));
    });
    results.flatMap(usedNames).forEach((name) => lastUse.set(name, lines.length));
    return lines.flatMap(({ names, expression }, at) => {
      const dead = [...new Set([...names, ...usedNames(expression)])].filter((name) => lastUse.get(name) === at);
      return [`${names.join(', ')} = ${expression}`, ...(dead.length > 0 ? [`del ${dead.join(', ')}`] : [])];
    });
  }

  #needed(results: readonly string[]): Line[] {
    const needed = new Set(results.flatMap(usedNames));
    const chosen: Line[] = [];
    for (const line of this.#lines.toReversed()) {
      if (!line.names.some((name) => needed.has(name))) continue;
      usedNames(line.expression).forEach((name) => needed.add(name));
      chosen.push(line);
    }
    return chosen.toReversed();
  }
}

function usedNames(expression: string): string[] {
  // Names in quotes are those of state, inputs and constants.
  return expression.replaceAll(/"[^"]*"/g, '').match(/\bv\d+\b/g) ?? [];
}
