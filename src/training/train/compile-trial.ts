/** Finds out whether a compiler for steps pays: it takes a minute or more, may fail, and may give other numbers. */
import type { NamedData, Step } from '../compile/step.js';
import type { Engine } from '../engines/engine.js';
import { startOptions } from './run-engine.js';
import type { RunConfig } from './run-options.js';
import { stepFeed, stepOn, type FedBatch, type StepFeed, type StepFeedOptions } from './step-feed.js';

/** Steps of a run on a card from which a trial of some minutes is worth its time. */
const WORTH_A_TRIAL = 1000;

/** Steps that are timed, after those in which libraries set themselves up. */
const [WARM_UP, TIMED] = [3, 10];

/** Largest difference of two losses of one step, as a part: half precision is rounded in other places. */
const TOLERANCE = 1e-2;

interface TrialOptions extends StepFeedOptions {
  readonly engine: Engine;
}

interface Trial {
  /** The loss of the first step. */
  readonly loss: number;
  readonly milliseconds: number;
}

/**
 * Settles whether the step of a run is compiled: as the run says, or where it says `auto`, by a trial on its first batch.
 *
 * @param onNotice told what was chosen and why
 */
export async function withCompilation(options: TrialOptions, onNotice: (text: string) => void): Promise<RunConfig> {
  const { config, engine, plan } = options;
  if (engine.compiles !== true) return config;
  const { compile = 'auto' } = config;
  if (compile !== 'auto') return config;
  if (engine.onCard !== true || plan.steps < WORTH_A_TRIAL) return { ...config, compile: 'off' };
  return { ...config, compile: (await compilationPays(options, onNotice)) ? 'on' : 'off' };
}

/** Takes the same steps as they are and compiled, and tells whether the second is as right and faster. */
export async function compilationPays(options: TrialOptions, onNotice: (text: string) => void): Promise<boolean> {
  const feed = stepFeed({ ...options, config: { ...options.config, workers: 0 } });
  const given = { step: feed.step, state: options.plan.start(), batch: await firstBatch(feed) };
  const plain = await taken(options, 'off', given);
  let compiled: Trial;
  try {
    compiled = await taken(options, 'on', given);
  } catch (error) {
    onNotice(
      `the step is not compiled, since the compiler failed: ${error instanceof Error ? error.message : String(error)}`,
    );
    return false;
  }
  const isRight = Math.abs(compiled.loss - plain.loss) <= TOLERANCE * Math.abs(plain.loss);
  const pays = isRight && compiled.milliseconds < plain.milliseconds;
  const times = `${compiled.milliseconds.toPrecision(3)} ms compiled and ${plain.milliseconds.toPrecision(3)} ms as it is`;
  const losses = isRight ? '' : `, but with the loss ${compiled.loss} in place of ${plain.loss}`;
  onNotice(`the step is ${pays ? '' : 'not '}compiled: it takes ${times}${losses}`);
  return pays;
}

async function firstBatch(feed: StepFeed): Promise<FedBatch> {
  for await (const batch of feed.batches(0)) return batch;
  throw new Error('a run has a batch');
}

async function taken(
  { engine, config }: TrialOptions,
  compile: 'on' | 'off',
  { step, state, batch }: { readonly step: Step; readonly state: NamedData; readonly batch: FedBatch },
): Promise<Trial> {
  const running = await engine.start(step, startOptions({ ...config, compile }));
  try {
    running.setState(state);
    const { loss } = await stepOn(running, batch, 0);
    for (let k = 1; k < WARM_UP; k++) await stepOn(running, batch, 0);
    const begun = performance.now();
    for (let k = 0; k < TIMED; k++) await stepOn(running, batch, 0);
    return { loss, milliseconds: (performance.now() - begun) / TIMED };
  } finally {
    await running.close().catch(() => undefined);
  }
}
