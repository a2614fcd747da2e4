import { appendFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCellLog } from '../../../src/base/cells/cell-log.js';
import type * as Runner from '../../../src/base/cells/run-cells.js';
import { temporaryFolder } from '../../training/data/tiny-dataset.js';

// From dist: worker threads run JavaScript.
const { runCells } = (await import(
  new URL('../../../dist/src/base/cells/run-cells.js', import.meta.url).href
)) as typeof Runner;

const catalogue = new URL('./fixtures/experiments.js', import.meta.url);
const cells = [1, 2, 3, 4, 5].map((x) => ({ x }));
const SQUARES = [1, 4, 9, 16, 25];

describe('runCells', () => {
  it('gives results in the order of the cells on any number of workers', async () => {
    expect(await runCells({ catalogue, id: 'square', cells, workers: 1 })).toEqual(SQUARES);
    expect(await runCells({ catalogue, id: 'square', cells, workers: 3 })).toEqual(SQUARES);
  });

  it('reports progress to the end', async () => {
    const seen: Runner.CellProgress[] = [];
    await runCells({ catalogue, id: 'square', cells, onProgress: (progress) => seen.push(progress) });
    expect(seen.map(({ done }) => done)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(seen.at(-1)).toMatchObject({ total: 5, secondsLeft: 0 });
  });

  it('passes the error of a cell on, and names an unknown experiment', async () => {
    await expect(runCells({ catalogue, id: 'failing', cells })).rejects.toThrow('this cell fails');
    await expect(runCells({ catalogue, id: 'cube', cells })).rejects.toThrow('choose one of square, failing');
  });

  it('stops when it is told to', async () => {
    const signal = AbortSignal.abort(new Error('stopped'));
    await expect(runCells({ catalogue, id: 'square', cells, signal })).rejects.toThrow('stopped');
  });

  it('goes on from the log, whose last line a kill has cut short', async () => {
    const file = path.join(temporaryFolder(), 'deep', 'square.jsonl');
    const first = await openCellLog(file, ['square', '1']);
    await runCells({ catalogue, id: 'square', cells: cells.slice(0, 3), log: first, workers: 1 });
    // A wrong result shows that what is found is not run again.
    await first.append({ x: 4 }, 'found');
    appendFileSync(file, '{"key":"[\\"square\\"');

    const log = await openCellLog(file, ['square', '1']);
    expect(readFileSync(file, 'utf8').endsWith('"found"}\n')).toBe(true);
    const done: number[] = [];
    const onProgress = (progress: Runner.CellProgress): unknown => done.push(progress.done);
    expect(await runCells({ catalogue, id: 'square', cells, log, onProgress })).toEqual([1, 4, 9, 'found', 25]);
    expect(done).toEqual([4, 5]);
    expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(5);
  });

  it('does not find results of another version, and refuses what is not a log', async () => {
    const file = path.join(temporaryFolder(), 'square.jsonl');
    await (await openCellLog(file, ['square', '1'])).append({ x: 1 }, 1);
    expect((await openCellLog(file, ['square', '1'])).find({ x: 1 })).toEqual({ result: 1 });
    expect((await openCellLog(file, ['square', '2'])).find({ x: 1 })).toBeUndefined();
    appendFileSync(file, 'no json\n');
    await expect(openCellLog(file, ['square', '1'])).rejects.toThrow('expected JSON in line 2');
  });
});
