/** An inspection of so many rows as loops of JavaScript look at in seconds, drawn at random where there are more. */
import { PROGRAM } from '../../base/program-name.js';
import { InvalidInput } from '../../base/invalid-input.js';
import type { Embeddings } from '../../training/embeddings/embeddings.js';
import type { NumberRows } from '../../training/evaluate/feature-rows.js';
import type { RowState } from '../../training/evaluate/row-state.js';
import { inspectOn, type InspectOptions } from './inspect-on.js';
import type { Inspection } from './inspection.js';
import { drawnAnchors } from './anchor-blocks.js';
import { PLAIN_MACHINE } from './plain-machine.js';

/** Limits how much is looked at. */
interface Limits {
  /** Most rows; fewer where they are long. */
  readonly rows: number;
  /** Multiplications of a covariance, rows × dimensions². */
  readonly covariance: number;
  /** Multiplications of the pass over pairs. */
  readonly pairs: number;
}

export const LIMITS: Limits = { rows: 20_000, covariance: 1.5e9, pairs: 6e9 };

/** Most dimensions: a decomposition takes their cube. */
export const MOST_DIMENSIONS = 512;

/** Multiplications a pair and dimension: of its distance, and of what each of the usual losses attracts. */
const PER_PAIR = 6;
const [LEAST_ANCHORS, MOST_ANCHORS] = [32, 8192];

/** Findings on embeddings of which some rows were looked at. */
export interface DrawnInspection {
  /** Rows by their numbers in the file. */
  readonly inspection: Inspection;
  /** Rows of the file. */
  readonly rows: number;
}

/** Inspects embeddings in this thread. @throws InvalidInput as `inspectEmbeddings`, and on more than 512 dimensions */
export async function inspectDrawnRows(
  { first, second, labels }: Embeddings,
  options: Omit<InspectOptions, 'anchors'>,
  limits: Limits = LIMITS,
): Promise<DrawnInspection> {
  const { rows, columns } = first;
  if (columns > MOST_DIMENSIONS) {
    throw new InvalidInput(
      `${options.file ?? 'the file'} has ${columns} dimensions, and at most ${MOST_DIMENSIONS} are looked at here: use ${PROGRAM} inspect`,
    );
  }
  const count = Math.min(rows, limits.rows, Math.floor(limits.covariance / columns ** 2));
  const drawn = drawnAnchors(rows, count, options.seed ?? 0).toSorted();
  const affordable = Math.floor(limits.pairs / (PER_PAIR * count * columns));
  const anchors = Math.max(LEAST_ANCHORS, Math.min(MOST_ANCHORS, affordable));
  const found = await inspectOn(
    PLAIN_MACHINE,
    {
      first: rowsAt(first, drawn),
      ...(second !== undefined && { second: rowsAt(second, drawn) }),
      ...(labels !== undefined && { labels: { ...labels, of: drawn.map((row) => labels.of[row] as number) } }),
    },
    { ...options, anchors },
  );
  return { inspection: renumbered(found, (row) => drawn[row] as number), rows };
}

function rowsAt({ columns, data }: NumberRows, rows: Int32Array): NumberRows {
  const taken =
    data instanceof Float32Array ? new Float32Array(rows.length * columns) : new Float64Array(rows.length * columns);
  rows.forEach((row, k) => taken.set(data.subarray(row * columns, (row + 1) * columns), k * columns));
  return { rows: rows.length, columns, data: taken };
}

/** Gives rows the numbers that they have in the file. */
function renumbered(found: Inspection, number: (row: number) => number): Inspection {
  const state = (one: RowState): RowState => ({
    ...one,
    notFinite: one.notFinite.map(number),
    zeros: one.zeros.map(number),
    examples: one.examples.map(([row, other]) => [number(row), number(other)] as const),
  });
  return {
    ...found,
    first: state(found.first),
    ...(found.second !== undefined && { second: state(found.second) }),
    losses: found.losses.map((loss) => ({
      ...loss,
      hardest: loss.hardest.map((pair) => ({ ...pair, anchor: number(pair.anchor), negative: number(pair.negative) })),
    })),
  };
}
