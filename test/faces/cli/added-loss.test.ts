/** A loss that is added at run time, through all that takes a loss by name: docs/how-to/new-loss.md. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { run } from '../../../src/faces/cli/run.js';
import { chosenByName, titleOf, type Chosen } from '../../../src/faces/explorer/lab/chosen.js';
import { addLoss, namedFormulae, type NamedLoss } from '../../../src/theory/losses/named-losses.js';
import { beginRun } from '../../../src/training/train/train.js';
import { temporaryFolder } from '../../training/data/tiny-dataset.js';
import { metricsOf, tinyConfig, tinyData } from '../../training/train/tiny-run.js';

const LOSS: Omit<NamedLoss, 'name'> = {
  title: 'Bounded softplus',
  source: 'made up here',
  aliases: ['bsp'],
  parameters: { temperature: { symbol: 'tau', default: 0.5, range: 'positive' } },
  phi: 'log(1 + x)',
  psi: 'softplus(x/tau)',
};

let takeOut: () => void;
beforeAll(() => {
  takeOut = addLoss('bounded-softplus', LOSS);
});
afterAll(() => takeOut());

/** Runs a command of this process, and returns what it printed. */
async function printed(...args: string[]): Promise<string> {
  let text = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  try {
    expect(await run(args)).toBe(0);
  } finally {
    write.mockRestore();
  }
  return text;
}

describe('a loss that a program adds', () => {
  it('is analysed by name', async () => {
    const { losses } = JSON.parse(await printed('analyse', '--loss', 'BSP', '--set', 'temperature=0.2', '--json')) as {
      readonly losses: readonly { readonly name: string; readonly psi: { readonly text: string } }[];
    };
    expect(losses).toMatchObject([{ name: 'Bounded softplus', psi: { text: 'softplus(x/tau)' } }]);
  });

  it('is verified by name', () => {
    // A program of its own, as built: its worker threads run JavaScript.
    const dist = (file: string): string => JSON.stringify(new URL(`../../../dist/src/${file}`, import.meta.url).href);
    const out = path.join(temporaryFolder(), 'report');
    const claims = ['--claims', 'theorem-1-gradient,norm-lemma', '--cases', '5', '--no-real'];
    const args = ['verify', '--loss', 'bounded-softplus', '--set', 'tau=0.3', ...claims, '--out', out];
    const program = `
      const { addLoss } = await import(${dist('entries/losses.js')});
      const { run } = await import(${dist('faces/cli/run.js')});
      addLoss('bounded-softplus', ${JSON.stringify(LOSS)});
      process.exitCode = await run(${JSON.stringify(args)});`;
    const file = path.join(temporaryFolder(), 'own-loss.mjs');
    writeFileSync(file, program);
    const table = execFileSync(process.execPath, [file], { encoding: 'utf8' });
    expect(table).toContain('2 hold as stated.');
    expect(readFileSync(path.join(out, 'verdicts.json'), 'utf8')).toContain('softplus(x/tau)');
  });

  it('trains by name', async () => {
    const folder = path.join(temporaryFolder(), 'run');
    await beginRun(folder, tinyConfig(tinyData(), { loss: 'bounded-softplus', knnEvery: 0, importanceEvery: 0 }));
    expect(metricsOf(folder).some((line) => 'loss' in line && Number.isFinite(line.loss))).toBe(true);
  });

  it('stands in the atlas and among the choices of the explorer', async () => {
    const folder = temporaryFolder();
    await printed('atlas', '--out', folder);
    expect(readFileSync(path.join(folder, 'loss-atlas.md'), 'utf8')).toContain('| Bounded softplus |');
    const chosen = chosenByName('bounded-softplus') as Chosen;
    expect(titleOf(chosen)).toBe('Bounded softplus');
    expect(chosen.parameters).toEqual(namedFormulae('bounded-softplus').parameters);
  });
});
