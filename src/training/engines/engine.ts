/** The interface of engines, which run training steps. */
import type { Precision } from '../compile/step.js';
import type { NamedData, Step } from '../compile/step.js';

/** A step that an engine has made ready; its state lives with the engine. */
export interface RunningStep {
  /** Sets the whole state. @throws InvalidInput on missing or unknown names, other shapes or types */
  setState(state: NamedData): void;
  /**
   * Runs one step: the state moves on, the outputs come back.
   *
   * @throws InvalidInput as `setState`, before a state is set, or when an output is NaN: the state has then moved on
   */
  run(inputs: NamedData): Promise<NamedData>;
  /** Tells the way in which an engine that tries several runs the step, once it has run: `as a recording`. */
  readonly way?: string | undefined;
  /** Returns a copy of the state. @throws InvalidInput before a state is set */
  state(): Promise<NamedData>;
  /** Frees memory and device; nothing else may be called after it. */
  close(): Promise<void>;
}

/** The options of starting a step. */
export interface StartOptions {
  /** See `CompileOptions`. Default `float32`. */
  readonly precision?: Precision;
  /** Lets a compiler fuse the step's operations; last bits depend on it. Only for an engine that `compiles`. Default false. */
  readonly compiled?: boolean;
}

/** An engine, which runs steps on a device. */
export interface Engine {
  readonly name: string;
  /** The hardware, as a person would name it. */
  readonly device: string;
  /** Precisions that its hardware gains from. */
  readonly precisions: readonly Precision[];
  /** Says that its device is a graphics card, which can make views of images that stay there. Default false. */
  readonly onCard?: boolean;
  /** Says that it has a compiler for steps. Default false. */
  readonly compiles?: boolean;
  /** The number of replicas that take a step together. Default 1. */
  readonly replicas?: number;
  /** Makes a step ready to run. @throws InvalidInput when the engine has no such precision or no compiler */
  start(step: Step, options?: StartOptions): Promise<RunningStep>;
}
