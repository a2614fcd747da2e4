/** SIGUSR1 that comes while Node.js is up and our own code is not. */
import { spawn } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../training/data/tiny-dataset.js';
import { MAIN } from '../../main-file.js';

it('a time limit that is announced while the process starts is no debugger but a requeue', async () => {
  const folder = temporaryFolder();
  const at = (name: string): string => path.join(folder, name);
  writeFileSync(at('scontrol'), `#!/bin/sh\necho "$@" > ${at('asked')}\n`);
  chmodSync(at('scontrol'), 0o755);
  const job = {
    id: 'a',
    row: 'a',
    column: 'b',
    seed: 1,
    title: 'A on B',
    folder: at('jobs/a'),
    preset: 'smoke',
    test: 'official',
    measuredEpochs: [],
    baselines: [],
    options: { data: folder, seed: 1 },
  };
  writeFileSync(at('grid.jsonl'), `${JSON.stringify(job)}\n`);
  const slow = 'data:text/javascript,console.log("up");await new Promise((done)=>setTimeout(done,1500))';
  const child = spawn(process.execPath, ['--import', slow, MAIN, 'job', at('grid.jsonl'), '1', '--requeue'], {
    env: { ...process.env, SLURM_JOB_ID: '7', PATH: `${folder}:${process.env['PATH'] ?? ''}` },
  });
  let said = '';
  child.stdout.once('data', () => child.kill('SIGUSR1'));
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (said += text));
  const code = await new Promise((resolve) => {
    child.once('close', resolve);
  });
  expect(said).toContain('A on B: requeued');
  expect(code).toBe(0);
  expect(readFileSync(at('asked'), 'utf8')).toMatch(/requeue 7/);
});
