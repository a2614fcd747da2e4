/** The task of a worker thread: loads the catalogue once, then runs one cell after another. */
import { unknownName } from '../invalid-input.js';

/** A pure function from a cell to a result, both plain data: the same cell gives the same result. */
export interface CellRunner {
  readonly id: string;
  readonly run: (cell: never) => unknown;
}

export interface CellInput {
  /** URL of the module that exports `EXPERIMENTS`; functions do not cross to a worker, a URL does. */
  readonly catalogue: string;
  readonly id: string;
  readonly cell: unknown;
}

export default async function work({ catalogue, id, cell }: CellInput): Promise<unknown> {
  const { EXPERIMENTS } = (await import(catalogue)) as { EXPERIMENTS: readonly CellRunner[] };
  const runner = EXPERIMENTS.find((candidate) => candidate.id === id);
  if (runner === undefined) {
    throw unknownName(
      'experiment',
      id,
      EXPERIMENTS.map((candidate) => candidate.id),
    );
  }
  return runner.run(cell as never);
}
