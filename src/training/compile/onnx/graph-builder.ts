/**
 * An ONNX graph under construction.
 *
 * Equal nodes (same operator, inputs and attributes) are one node, and equal constants one constant. A node marked `fresh`
 * is computed again where it is used: keeping a large value alive from the forward to the backward pass costs more
 * memory than making it twice costs time.
 */
import {
  ELEMENT_TYPE,
  encodeOnnx,
  type Attribute,
  type ElementType,
  type OnnxConstant,
  type OnnxGraph,
  type OnnxNode,
  type OnnxValue,
} from './onnx-format.js';
import type { Precision } from '../step.js';

export type Attributes = Readonly<Record<string, Attribute>>;

export interface NodeOptions {
  readonly sharing?: 'shared' | 'fresh';
}

/** The arithmetic of a graph, without its element-wise operators. */
export interface GraphWork {
  /** Number of matrix products and convolutions. */
  readonly products: number;
  /** Number of multiplications of two numbers in them. */
  readonly multiplyAdds: number;
}

export class GraphBuilder {
  readonly #precision: Precision;
  readonly #nodes: OnnxNode[] = [];
  readonly #constants = new Map<string, OnnxConstant>();
  readonly #inputs: OnnxValue[] = [];
  readonly #outputs: OnnxValue[] = [];
  readonly #known = new Map<string, readonly string[]>();
  readonly #renamed = new Map<string, string>();
  readonly #work = { products: 0, multiplyAdds: 0 };
  #values = 0;

  constructor(precision: Precision = 'float32') {
    this.#precision = precision;
  }

  /** Converts a float32 value to the precision of convolutions. */
  toConvolution(value: string): string {
    return this.#precision === 'float32' ? value : this.node('Cast', [value], { to: ELEMENT_TYPE.float16 });
  }

  /** Converts the result of a convolution to float32. */
  fromConvolution(value: string): string {
    return this.#precision === 'float32' ? value : this.node('Cast', [value], { to: ELEMENT_TYPE.float32 });
  }

  /** Declares a value that comes from outside; returns its name. */
  input(value: OnnxValue): string {
    this.#inputs.push(value);
    return value.name;
  }

  /** Makes a value an output. The node that makes it takes the output's name: copying a state of many megabytes is not free. */
  output(from: string, value: OnnxValue): void {
    const made = this.#nodes.some(({ outputs }) => outputs.includes(from));
    if (made && !this.#renamed.has(from)) this.#renamed.set(from, value.name);
    else this.#nodes.push({ op: 'Identity', inputs: [from], outputs: [value.name], attributes: {} });
    this.#outputs.push(value);
  }

  /** Adds a node with one output; returns the output's name. */
  node(op: string, inputs: readonly string[], attributes: Attributes = {}, options: NodeOptions = {}): string {
    const [first] = this.nodes(op, inputs, attributes, 1, options);
    return first as string;
  }

  /** Adds a node that multiplies matrices or convolves, with its number of multiplications; returns the output's name. */
  product(op: string, inputs: readonly string[], multiplyAdds: number, attributes: Attributes = {}): string {
    this.#work.products += 1;
    this.#work.multiplyAdds += multiplyAdds;
    return this.node(op, inputs, attributes);
  }

  /** Returns the arithmetic of all products so far. */
  get work(): GraphWork {
    return { ...this.#work };
  }

  /** Adds a node with several outputs; returns their names. */
  nodes(
    op: string,
    inputs: readonly string[],
    attributes: Attributes,
    count: number,
    { sharing = 'shared' }: NodeOptions = {},
  ): readonly string[] {
    const key = JSON.stringify([op, inputs, attributes, count]);
    const known = this.#known.get(key);
    if (known !== undefined && sharing === 'shared') return known;
    const outputs = Array.from({ length: count }, () => `v${this.#values++}`);
    this.#nodes.push({ op, inputs, outputs, attributes });
    if (sharing === 'shared') this.#known.set(key, outputs);
    return outputs;
  }

  /** Returns the value of a node that is there already, if it is. */
  known(op: string, inputs: readonly string[], attributes: Attributes = {}): string | undefined {
    return this.#known.get(JSON.stringify([op, inputs, attributes, 1]))?.[0];
  }

  /** Adds a constant in row-major order, held in the file: keep it small. */
  constant(type: ElementType, shape: readonly number[], bytes: Uint8Array): string {
    const key = `${type} ${shape.join(',')} ${Buffer.from(bytes).toString('latin1')}`;
    const known = this.#constants.get(key);
    if (known !== undefined) return known.name;
    const name = `c${this.#constants.size}`;
    this.#constants.set(key, { name, type, shape, bytes });
    return name;
  }

  /** Adds whole numbers as ONNX takes shapes, axes and indices. */
  ints(values: readonly number[], shape: readonly number[] = [values.length]): string {
    return this.constant('int64', shape, new Uint8Array(BigInt64Array.from(values, BigInt).buffer));
  }

  /** Adds a constant without axes. */
  scalar(type: 'float32' | 'int32' | 'bool', value: number): string {
    const values = { float32: Float32Array, int32: Int32Array, bool: Uint8Array }[type].of(value);
    return this.constant(type, [], new Uint8Array(values.buffer));
  }

  reshape(value: string, shape: readonly number[]): string {
    return this.node('Reshape', [value, this.ints(shape)]);
  }

  /** Encodes the graph as an ONNX file. */
  bytes(): Uint8Array {
    return encodeOnnx(this.graph());
  }

  /** Returns the graph, without nodes on which no output depends: ONNX Runtime would run them. */
  graph(): OnnxGraph {
    const final = (name: string): string => this.#renamed.get(name) ?? name;
    const needed = new Set([...this.#outputs.map(({ name }) => name), ...this.#renamed.keys()]);
    const used: OnnxNode[] = [];
    for (const node of this.#nodes.toReversed()) {
      if (!node.outputs.some((name) => needed.has(name))) continue;
      node.inputs.forEach((name) => needed.add(name));
      used.unshift(node);
    }
    return {
      nodes: used.map((node) => ({
        ...node,
        inputs: node.inputs.map(final),
        outputs: node.outputs.map(final),
      })),
      constants: [...this.#constants.values()],
      inputs: this.#inputs,
      outputs: this.#outputs,
    };
  }
}
