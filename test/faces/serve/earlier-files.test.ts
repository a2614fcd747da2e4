/** Files that earlier versions wrote, which are read in the words of today. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { reportReader } from '../../../src/faces/serve/report-routes.js';
import { tableReader } from '../../../src/faces/serve/table-data.js';

const folder = mkdtempSync(path.join(tmpdir(), 'earlier-'));

it('says of a report without outcomes how to get one that has them', () => {
  const claims = [{ id: 'covariance-energy', grade: 'exact' }];
  writeFileSync(path.join(folder, 'verdicts.json'), JSON.stringify({ verdicts: [{}], claims }));
  expect(reportReader(folder)).toThrow('is of an earlier alpha-cl: run npx alpha-cl verify again');
});

it('reads the "figures" of a table as metrics', () => {
  const file = path.join(folder, 'table.json');
  const metrics = { linearBest: { n: 1, mean: 0.5, deviation: null } };
  writeFileSync(file, JSON.stringify({ runs: [], columns: [{ lines: [{ figures: metrics }, { metrics }] }] }));
  const { columns } = tableReader(file)([]).summary;
  expect(columns.flatMap(({ lines }) => lines.map((line) => line.metrics))).toEqual([metrics, metrics]);
});
