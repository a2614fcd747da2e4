/** Blocks of one size over any number of rows: a traced step takes one shape. */

export interface RowBlock {
  /** First row of the block. */
  readonly start: number;
  /** First row that no earlier block has: above `start` in the last block alone, which reaches back to be full. */
  readonly fresh: number;
  /** Row after the last. */
  readonly end: number;
}

/** @param size at most `rows` */
export function rowBlocks(rows: number, size: number): RowBlock[] {
  return Array.from({ length: Math.ceil(rows / size) }, (_, k) => {
    const fresh = k * size;
    const start = Math.min(fresh, rows - size);
    return { start, fresh, end: start + size };
  });
}
