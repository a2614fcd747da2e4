import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { RunLine, RunScalars } from '../../../src/faces/serve/api.js';
import { openFolders } from '../../../src/faces/serve/given-folders.js';
import { runAnswer } from '../../../src/faces/serve/run-routes.js';
import { madeRun } from './given.js';

const root = mkdtempSync(path.join(tmpdir(), 'foreign-'));

it('shows folders with scalars of another program beside our runs', async () => {
  await madeRun(path.join(root, 'ours'));
  const theirs = path.join(root, 'lightning', 'version_0');
  mkdirSync(theirs, { recursive: true });
  writeFileSync(path.join(theirs, 'metrics.csv'), 'step,train_loss\n1,0.5\n2,0.25\n');
  const folders = openFolders([root]).runs();
  expect(folders).toEqual([theirs, path.join(root, 'ours')]);
  const runs = folders.map((folder, k) => ({ id: String(k), folder, place: folder }));
  const answered = (address: string): unknown => {
    const answer = runAnswer(runs, address.split('/'), new URLSearchParams(), {
      shownAs: (place) => place,
      live: true,
    });
    return answer?.kind === 'json' ? answer.value : undefined;
  };
  const [line, own] = answered('runs.json') as RunLine[];
  expect(line).toEqual({ id: '0', folder: theirs, foreign: { step: 2, scalars: 1 } });
  expect(own).toMatchObject({ id: '1', known: { objective: expect.any(String) as string } });
  const [scalars, ours] = [0, 1].map((id) => answered(`runs/${id}/scalars.json`) as RunScalars);
  expect(scalars).toMatchObject({ foreign: true, scalars: { train_loss: [{ step: 1, value: 0.5 }, { step: 2 }] } });
  expect(ours?.foreign).toBe(false);
  expect(Object.keys(ours?.scalars ?? {})).toContain('train/loss');
  expect(answered('runs/0.json')).toEqual({ id: '0', folder: theirs, evaluations: [] });
  writeFileSync(path.join(theirs, 'metrics.csv'), 'a,b\n1,2\n3,4\n');
  expect((answered('runs.json') as RunLine[])[0]).toMatchObject({
    fault: expect.stringMatching(/no column of steps/) as string,
  });
});
