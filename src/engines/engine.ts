/** Who runs a training step, and how it is talked to. */
import type { NamedData, Step } from '../compile/step.js';

/** A step that an engine has made ready; its state lives with the engine. */
export interface RunningStep {
  /** Sets the whole state. @throws InvalidInput on missing or unknown names, other shapes or types */
  setState(state: NamedData): void;
  /** One step: the state moves on, the outputs come back. @throws InvalidInput as `setState`, or before a state is set */
  run(inputs: NamedData): Promise<NamedData>;
  /** A copy of the state. */
  state(): Promise<NamedData>;
  /** Frees memory and device; nothing else may be called after it. */
  close(): Promise<void>;
}

export interface Engine {
  readonly name: string;
  /** The hardware, as a person would name it. */
  readonly device: string;
  start(step: Step): Promise<RunningStep>;
}
