/** What every engine checks, whatever runs the step: what goes in fits the step, and what comes out are numbers. */
import { InvalidInput } from '../invalid-input.js';
import type { NamedData, Step } from '../compile/step.js';
import type { Precision } from '../compile/graph-builder.js';
import type { Engine, RunningStep } from './engine.js';
import { requireData } from './require-data.js';

/** An output of a step is NaN. */
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

/** The engine, with its steps' states, inputs and outputs checked; it may trust them. */
export function guarded(engine: Engine): Engine {
  return {
    ...engine,
    async start(step, options = {}) {
      requirePrecision(engine, options.precision);
      return new GuardedStep(step, await engine.start(step, options));
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

class GuardedStep implements RunningStep {
  readonly #step: Step;
  readonly #running: RunningStep;
  /** Steps since the state was set; undefined before. */
  #count: number | undefined;

  constructor(step: Step, running: RunningStep) {
    this.#step = step;
    this.#running = running;
  }

  setState(state: NamedData): void {
    requireData('state', this.#step.state, state);
    this.#running.setState(state);
    this.#count = 0;
  }

  async run(inputs: NamedData): Promise<NamedData> {
    requireData('inputs', this.#step.inputs, inputs);
    const count = this.#requireCount() + 1;
    const outputs = await this.#running.run(inputs);
    this.#count = count;
    requireNumbers(outputs, count);
    return outputs;
  }

  async state(): Promise<NamedData> {
    this.#requireCount();
    return this.#running.state();
  }

  async close(): Promise<void> {
    this.#count = undefined;
    await this.#running.close();
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
