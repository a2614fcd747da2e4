/** Advice on embeddings of real runs: one whose loss has no negatives, and collapses, and one that has them. */
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../training/data/tiny-dataset.js';
import { output } from './output.js';

const DATA = process.env['ALPHA_CL_DATA'];
const TITLE = DATA === undefined ? ' (skipped: set ALPHA_CL_DATA to a folder with CIFAR-10)' : '';

describe.skipIf(DATA === undefined)(`advice on the embeddings of a run${TITLE}`, () => {
  it.each([
    ['alignment', ['complete-collapse']],
    ['nt-xent', []],
  ])(
    '--loss %s: %j',
    async (loss, advice) => {
      const folder = temporaryFolder();
      const [run, encoder, views] = ['run', 'encoder.onnx', 'views.npz'].map((name) => path.join(folder, name)) as [
        string,
        string,
        string,
      ];
      const said = async (words: string): Promise<string> => {
        const { code, stdout, stderr } = await output(words.split(' '));
        expect(code, stderr).toBe(0);
        return stdout + stderr;
      };
      const rate = loss === 'alignment' ? '0.05' : '1e-3';
      const trained = await said(
        `train --preset smoke --loss ${loss} --dataset cifar10 --out ${run} --engine cpu --workers 0 --knn-every 0 ` +
          `--subset 256 --batch 64 --epochs 4 --lr ${rate}`,
      );
      expect(trained).not.toContain('failed');
      await said(`export ${run} --format onnx --out ${encoder}`);
      await said(
        `embed --encoder ${encoder} --dataset cifar10 --limit 256 --views 2 --output embedding --out ${views}`,
      );
      const { stdout } = await output(['inspect', views, '--loss', 'nt-xent', '--json']);
      const { inspections } = JSON.parse(stdout) as { inspections: { advice: { rule: string }[] }[] };
      // It may say of an encoder of 16 steps that it knows no classes yet.
      const rules = inspections[0]?.advice.map(({ rule }) => rule).filter((rule) => rule !== 'labels-do-not-match');
      expect(rules).toEqual(advice);
    },
    120_000,
  );
});
