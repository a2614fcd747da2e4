/** An engine as the list knows it: what it needs, and how it is opened. Nothing is loaded before that. */
import type { Engine } from './engine.js';

/** Why an engine does not work here, and what a person can do. */
export interface Obstacle {
  readonly reason: string;
  readonly remedy: string;
}

/** An engine that may or may not work on this machine; nothing of it is loaded yet. */
export interface EngineKind {
  readonly name: string;
  /** How trouble with the device shows: as an exception, or by the end of the process, as drivers may have it. */
  readonly failure: 'throws' | 'may abort';
  /** What to do when it is tried and fails. */
  readonly remedy: string;
  /** What can be seen to be missing without trying. */
  obstacle(): Obstacle | undefined;
  /** What would make it faster where it works, in words: an optional package that is not installed. */
  hint?(): string | undefined;
  /** @throws when its library or its device cannot be loaded */
  open(): Promise<Engine>;
}
