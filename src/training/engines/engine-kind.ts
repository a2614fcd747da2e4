/** An engine before it is opened: its needs, and how to open it. Nothing is loaded before that. */
import type { Engine } from './engine.js';

/** The reason why an engine does not work here, and the remedy. */
export interface Obstacle {
  readonly reason: string;
  readonly remedy: string;
}

/** Options of engines that have a choice of devices; the others take none of them. */
export interface EngineOptions {
  /** The device, as PyTorch names it: `cpu`, `cuda:0`, `mps`. Default `auto`: a card if there is one. */
  readonly device?: string;
  /** The number of replicas that take a step together, each on a device of its own. Default 1. */
  readonly devices?: number;
  /** The Python with PyTorch. Default: that of ALPHA_CL_PYTHON, else the first on the PATH that has PyTorch. */
  readonly python?: string;
}

/** An engine that may or may not work on this machine; nothing of it is loaded yet. */
export interface EngineKind {
  readonly name: string;
  /** Form of a device failure: an exception, or the end of the process, as drivers may have it. */
  readonly failure: 'throws' | 'may abort';
  /** Advice for when it is tried and fails. */
  readonly remedy: string;
  /** Returns what can be seen to be missing without trying. */
  obstacle(options?: EngineOptions): Obstacle | undefined;
  /** Returns advice to make it faster where it works: an optional package that is not installed. */
  hint?(): string | undefined;
  /** Opens the engine. @throws when its library or its device cannot be loaded */
  open(options?: EngineOptions): Promise<Engine>;
}
