/** The same function traced and lowered, and on tfjs's own cpu backend. */
import { vi, type MockInstance } from 'vitest';
import { TRACED_KERNELS } from '../../../src/training/compile/traced-kernels.js';
import type { Step, TensorData } from '../../../src/training/compile/step.js';
import { tf } from '../../../src/training/compile/tfjs.js';
import type { Start } from './lowerings.js';
import type { Operand } from './operand.js';

/**
 * How far the two may lie apart.
 *
 * - exact: one correctly rounded operation, or none.
 * - ulps: units in the last place, for the few roundings of a formula of one number; `absolute` adds an error for functions
 *   that a library approximates on a bounded range.
 * - terms: a sum of so many products, added up in any order, is off by terms·ε·Σ|products| at most; Σ|products| is the same
 *   function of absolute values, which is how it is found.
 * - ofLargest: a formula of so many roundings whose intermediate values are no larger than 1 or its largest result.
 */
export type Tolerance =
  | 'exact'
  | { readonly ulps: number; readonly absolute?: number }
  | { readonly terms: number }
  | { readonly ofLargest: number };

export interface Case {
  readonly operands: readonly Operand[];
  readonly run: (...operands: tf.Tensor[]) => tf.Tensor | readonly tf.Tensor[];
  readonly tolerance: Tolerance;
  /** The attributes. */
  readonly text?: string;
}

const EPSILON = 2 ** -23;

type SpecOf = (typeof TRACED_KERNELS)[string];

/**
 * Traces all cases into one step, runs it, and compares with tfjs's cpu backend.
 *
 * @param kernel a kernel that every case must have called while it was traced
 */
export async function expectAgreement(start: Start, cases: readonly Case[], kernel?: string): Promise<void> {
  const tracing = kernel === undefined ? undefined : vi.spyOn(TRACED_KERNELS as Record<string, SpecOf>, kernel);
  const running = await start(stepOf(cases, tracing)).finally(() => tracing?.mockRestore());
  try {
    running.setState({});
    const inputs = cases.flatMap(({ operands }, c) => operands.map(({ stored }, k) => [`${c}.${k}`, stored] as const));
    const traced = await running.run(Object.fromEntries(inputs));
    for (const [c, one] of cases.entries()) {
      const expected = onCpu(one, one.operands);
      const errors = allowedErrors(one, expected);
      for (const [k, tensor] of expected.entries()) {
        requireClose(traced[`${c}.${k}`] as TensorData, tensor, errors[k] as Errors, one);
      }
    }
  } finally {
    await running.close();
  }
}

function stepOf(cases: readonly Case[], tracing: MockInstance | undefined): Step {
  const specs = cases.flatMap(({ operands }, c) => operands.map(({ stored }, k) => [`${c}.${k}`, stored] as const));
  return {
    state: {},
    inputs: Object.fromEntries(specs.map(([name, { shape, dtype }]) => [name, { shape, dtype }])),
    run: (_, inputs) => {
      const outputs: Record<string, tf.Tensor> = {};
      for (const [c, one] of cases.entries()) {
        const before = tracing?.mock.calls.length ?? 0;
        const results = resultsOf(one, one.operands, (k) => inputs[`${c}.${k}`] as tf.Tensor);
        results.forEach((tensor, k) => (outputs[`${c}.${k}`] = tensor));
        if (tracing !== undefined && tracing.mock.calls.length === before) {
          throw new Error(`this case does not call ${tracing.getMockName()}: ${textOf(one)}`);
        }
      }
      return { state: {}, outputs };
    },
  };
}

function resultsOf({ run }: Case, operands: readonly Operand[], storedOf: (k: number) => tf.Tensor): tf.Tensor[] {
  const results = [run(...operands.map((operand, k) => operand.arrive(storedOf(k))))].flat();
  return results.map((tensor) => (tensor.dtype === 'bool' ? tf.cast(tensor, 'int32') : tensor));
}

function onCpu(one: Case, operands: readonly Operand[]): TensorData[] {
  return tf.tidy(() => {
    const stored = operands.map(({ stored: { data, shape, dtype } }) => tf.tensor(data, [...shape], dtype));
    return resultsOf(one, operands, (k) => stored[k] as tf.Tensor).map((tensor) => ({
      shape: tensor.shape,
      dtype: tensor.dtype as TensorData['dtype'],
      data: tensor.dataSync().slice() as Float32Array,
    }));
  });
}

/** The error that is allowed at each entry. */
type Errors = (entry: number) => number;

function allowedErrors(one: Case, expected: readonly TensorData[]): Errors[] {
  const { tolerance } = one;
  if (tolerance === 'exact') return expected.map(() => () => 0);
  if ('terms' in tolerance) {
    const sums = onCpu(
      one,
      one.operands.map((operand) => operand.mapped(Math.abs)),
    );
    return sums.map(
      ({ data }) =>
        (entry) =>
          tolerance.terms * EPSILON * (data[entry] as number),
    );
  }
  return expected.map(({ data }) => {
    if ('ulps' in tolerance) {
      const { ulps, absolute = 0 } = tolerance;
      return (entry) => ulps * EPSILON * Math.abs(data[entry] as number) + absolute;
    }
    const largest = Math.max(1, ...Array.from(data, Math.abs).filter(Number.isFinite));
    return () => tolerance.ofLargest * EPSILON * largest;
  });
}

function requireClose(traced: TensorData, expected: TensorData, errors: Errors, one: Case): void {
  const kinds = [traced, expected].map(({ dtype, shape }) => `${dtype} [${shape.join(', ')}]`);
  if (kinds[0] !== kinds[1]) throw new Error(`traced ${kinds[0]}, tfjs ${kinds[1]}: ${textOf(one)}`);
  for (const [entry, value] of expected.data.entries()) {
    const found = traced.data[entry] as number;
    if (Object.is(found, value) || found === value || Math.abs(found - value) <= errors(entry)) continue;
    const allowed = errors(entry);
    throw new Error(`entry ${entry}: traced ${found}, tfjs ${value}, allowed ${allowed}\n${textOf(one)}`);
  }
}

function textOf({ text, operands, run }: Case): string {
  return [text ?? run.toString(), ...operands.map((operand) => operand.text)].join('\n  ');
}
