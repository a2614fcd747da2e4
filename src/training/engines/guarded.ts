/** The checks of every engine: state and inputs fit the step, and outputs are numbers. */
import { PROGRAM } from '../../base/program-name.js';
import { InvalidInput } from '../../base/invalid-input.js';
import type { Precision } from '../compile/step.js';
import { type NamedData, type Step, describeTensor, sizeOf, type TensorSpecs } from '../compile/step.js';
import type { Engine, RunningStep } from './engine.js';

/** Thrown when an output of a step is NaN. */
export class NotANumber extends InvalidInput {
  /** The output's name. */
  readonly output: string;

  /** @param count steps since the state was set */
  constructor(output: string, count: number) {
    super(
      `${output} is not a number after step ${count}: the training has diverged, or the images or weights hold NaN; ` +
        'lower the learning rate, or begin again from an earlier state',
    );
    this.output = output;
  }
}

/** Thrown when the library of an engine, or its device, fails. */
export class EngineFailure extends InvalidInput {
  /** @param deed what it was to do (`run a step`) */
  constructor(engine: string, deed: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(
      `the engine ${engine} could not ${deed}: ${reason.trim()}. If memory ran out, choose smaller batches or a smaller ` +
        `model; else try another engine: ${PROGRAM} engines tells which ones work`,
      { cause },
    );
  }
}

/**
 * Returns the engine with its steps' states, inputs and outputs checked; it may trust them.
 *
 * @example
 * const inputs = { x: { shape: [2], dtype: 'float32' } } as const;
 * const step = { state: {}, inputs, run: ({}, { x = tf.scalar(0) }) => ({ state: {}, outputs: { sum: tf.sum(x) } }) };
 * const running = await guarded(await chooseEngine('cpu')).start(step);
 * await running.run({}); // throws inputs: x is missing, float32 [2] is expected
 */
export function guarded(engine: Engine): Engine {
  return {
    ...engine,
    async start(step, options = {}) {
      requirePrecision(engine, options.precision);
      requireCompiler(engine, options.compiled);
      requireReplicas(engine, step);
      const running = await answerOf(engine.name, 'make a step ready', () => engine.start(step, options));
      return new GuardedStep(engine.name, step, running);
    },
  };
}

function requirePrecision({ name, precisions }: Engine, precision: Precision = 'float32'): void {
  if (precisions.includes(precision)) return;
  throw new InvalidInput(
    `the engine ${name} gains nothing from the precision ${precision}: choose one of ${precisions.join(', ')}, or ` +
      'another engine',
  );
}

function requireCompiler({ name, compiles = false }: Engine, compiled = false): void {
  if (!compiled || compiles) return;
  throw new InvalidInput(`the engine ${name} has no compiler for steps: start the step as it is`);
}

function requireReplicas({ name, replicas = 1 }: Engine, step: Step): void {
  const count = step.replicas?.count ?? 1;
  // A step for one is taken by the first of several.
  if (count === 1 || count === replicas) return;
  throw new InvalidInput(
    `the step is for ${count} replicas, and the engine ${name} has ${replicas}: open it with as many devices`,
  );
}

/**
 * Waits for an answer of an engine's library.
 *
 * @throws EngineFailure (rejects) when the library throws, or leaves nothing behind that could still answer: the process would
 * end in silence then
 * @throws InvalidInput, TypeError or ReferenceError (rejects) as they are: the caller's fault, or a defect in the step
 */
async function answerOf<T>(engine: string, deed: string, work: () => Promise<T>): Promise<T> {
  let silent = (): void => undefined;
  const silence = new Promise<never>((_, reject) => {
    silent = () => reject(new Error('it gave no answer, and works on nothing any more'));
    process.once('beforeExit', silent);
  });
  try {
    return await Promise.race([work(), silence]);
  } catch (error) {
    if (error instanceof InvalidInput || error instanceof TypeError || error instanceof ReferenceError) throw error;
    throw new EngineFailure(engine, deed, error);
  } finally {
    process.off('beforeExit', silent);
  }
}

class GuardedStep implements RunningStep {
  readonly #engine: string;
  readonly #step: Step;
  readonly #running: RunningStep;
  /** Steps since the state was set; undefined before. */
  #count: number | undefined;

  constructor(engine: string, step: Step, running: RunningStep) {
    this.#engine = engine;
    this.#step = step;
    this.#running = running;
  }

  get way(): string | undefined {
    return this.#running.way;
  }

  setState(state: NamedData): void {
    requireData('state', this.#step.state, state);
    this.#running.setState(state);
    this.#count = 0;
  }

  async run(inputs: NamedData): Promise<NamedData> {
    requireData('inputs', this.#step.inputs, inputs);
    const count = this.#requireCount() + 1;
    const outputs = await answerOf(this.#engine, 'run a step', () => this.#running.run(inputs));
    this.#count = count;
    requireNumbers(outputs, count);
    return outputs;
  }

  async state(): Promise<NamedData> {
    this.#requireCount();
    return answerOf(this.#engine, 'hand out the state', () => this.#running.state());
  }

  async close(): Promise<void> {
    this.#count = undefined;
    await answerOf(this.#engine, 'free its memory', () => this.#running.close());
  }

  #requireCount(): number {
    if (this.#count === undefined) throw new InvalidInput('the step has no state yet: call setState first');
    return this.#count;
  }
}

function requireNumbers(outputs: NamedData, count: number): void {
  for (const [name, { data }] of Object.entries(outputs)) {
    if (!data.some(Number.isNaN)) continue;
    throw new NotANumber(name, count);
  }
}

/**
 * Requires data of the names, shapes and types specified.
 *
 * @param what the data as a whole (`state`, `inputs`)
 * @throws InvalidInput when names, shapes or types differ from the specification, or the values do not fill a shape
 */
function requireData(what: string, specs: TensorSpecs, data: NamedData): void {
  for (const [name, spec] of Object.entries(specs)) {
    const given = data[name];
    if (given === undefined) throw new InvalidInput(`${what}: ${name} is missing, ${describeTensor(spec)} is expected`);
    if (describeTensor(given) !== describeTensor(spec)) {
      throw new InvalidInput(`${what}: ${name} is ${describeTensor(given)}, ${describeTensor(spec)} is expected`);
    }
    const size = sizeOf(spec.shape);
    const array = spec.dtype === 'float32' ? Float32Array : Int32Array;
    if (!(given.data instanceof array) || given.data.length !== size) {
      throw new InvalidInput(`${what}: the data of ${name} must be ${array.name} of ${size} values`);
    }
  }
  for (const name of Object.keys(data)) {
    if (!Object.hasOwn(specs, name)) {
      throw new InvalidInput(`${what}: the step knows no ${name}; it takes ${Object.keys(specs).join(', ') || 'none'}`);
    }
  }
}
