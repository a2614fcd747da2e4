import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderFigure } from '../../../src/faces/figures/figure-files.js';
import { importanceFigure } from '../../../src/faces/figures/importance-figure.js';
import { beginRun } from '../../../src/training/train/train.js';
import { temporaryFolder } from '../../training/data/tiny-dataset.js';
import { metricsOf, tinyConfig, tinyData } from '../../training/train/tiny-run.js';

const data = tinyData();

async function runOf(flags: Record<string, unknown>): Promise<string> {
  const run = path.join(temporaryFolder(), 'run');
  await beginRun(run, tinyConfig(data, { epochs: 2, knnEvery: 0, ...flags }));
  return run;
}

describe('the figure of α through training', () => {
  it('shows the weight of every tenth of the pairs at every look, and says whether their order is that of the theory', async () => {
    const run = await runOf({ loss: 'alpha-cl-direct' });
    const looks = metricsOf(run).filter((line) => 'importance' in line);
    const figure = importanceFigure(run);
    const shown = JSON.stringify(figure.spec);
    expect(looks).toHaveLength(3);
    for (const { importance } of looks) {
      for (const value of [...importance.deciles, importance.meanDistance, importance.weightedDistance]) {
        expect(shown).toContain(String(value));
      }
    }
    expect(figure.caption).toMatch(/In \d of 3 looks no tenth weighs more than a nearer one/);
    expect((await renderFigure(figure)).svg).toContain('10, farthest');
  });

  it('says of weights out of order that they are', async () => {
    const run = await runOf({ loss: 'infonce' });
    const lines = metricsOf(run).map((line) =>
      'importance' in line && line.step === 4
        ? { ...line, importance: { ...line.importance, deciles: line.importance.deciles.toReversed() } }
        : line,
    );
    writeFileSync(path.join(run, 'metrics.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    expect(importanceFigure(run).caption).toContain('In 2 of 3 looks');
  });

  it('says of a loss that weighs all pairs alike that it does', async () => {
    expect(importanceFigure(await runOf({ loss: 'quadratic' })).caption).toContain(
      'weighs all pairs of an anchor alike',
    );
    const anchor = await runOf({ loss: 'alpha-cl-direct', normalise: 'anchor' });
    expect(importanceFigure(anchor).caption).toContain('weighs all pairs of an anchor alike');
  });

  it('needs a look at α', async () => {
    const run = await runOf({ importanceEvery: 0 });
    expect(() => importanceFigure(run)).toThrow(/--importance-every 0/);
  });
});
