import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { cloud } from '../../results/inspect/clouds.js';
import { temporaryFolder } from '../../training/data/tiny-dataset.js';
import { float32Npy, npy, zip } from '../../training/embeddings/written.js';
import { output } from './output.js';

const folder = temporaryFolder();
const file = (name: string): string => path.join(folder, name);

const { first, second, labels } = cloud({ rows: 60, columns: 8, classes: 4, seed: 2 });
const written = (data: Float32Array | Float64Array): Uint8Array => float32Npy(Float32Array.from(data), [60, 8]);
const words = npy(Uint8Array.from(labels.of), { descr: '|u1', shape: [60] });
writeFileSync(file('z1.npy'), written(first.data));
writeFileSync(file('z2.npy'), written(second.data));
writeFileSync(file('y.npy'), words);
writeFileSync(file('z.npz'), zip({ z1: written(first.data), z2: written(second.data), y: words }));
writeFileSync(file('short.npy'), float32Npy(Float32Array.from(first.data.subarray(0, 40 * 8)), [40, 8]));
mkdirSync(file('series'));
for (const epoch of [2, 10]) {
  const drawn = cloud({ rows: 60, columns: 8, classes: 4, spread: 10 / epoch, seed: epoch });
  writeFileSync(file(`series/epoch-${epoch}.npy`), written(drawn.first.data));
}

describe('alpha-cl inspect', () => {
  it('says the same of one file and of three', async () => {
    const one = await output(['inspect', file('z.npz')]);
    const three = await output(['inspect', file('z1.npy'), '--second', file('z2.npy'), '--labels', file('y.npy')]);
    expect([one.code, one.stderr]).toEqual([0, '']);
    expect(three.stdout.replaceAll('z1.npy', 'z.npz')).toBe(one.stdout);
    for (const said of [
      '60 samples of 8 dimensions, two views',
      'effective rank',
      'NT-Xent, tau = 0.1',
      'SigLIP',
      'Hardest pairs',
      'Advice',
    ]) {
      expect(one.stdout).toContain(said);
    }
  });

  it('writes a page and JSON of a series, in the order of its numbers', async () => {
    const { code, stdout } = await output([
      'inspect',
      file('series'),
      '--loss',
      'dcl',
      '--out',
      file('page'),
      '--json',
    ]);
    expect(code).toBe(0);
    const { inspections } = JSON.parse(stdout) as { inspections: { file: string; losses: { title: string }[] }[] };
    expect(inspections.map((one) => path.basename(one.file))).toEqual(['epoch-2.npy', 'epoch-10.npy']);
    expect(inspections[0]?.losses.map(({ title }) => title)).toEqual(['DCL, tau = 0.5']);
    const page = readFileSync(file('page/index.html'), 'utf8');
    expect(page).toContain('From file to file');
    expect(page).not.toMatch(/<script|NaN|undefined/);
    expect(JSON.parse(readFileSync(file('page/inspection.json'), 'utf8'))).toHaveProperty('command');
  });

  it.each([
    [['z1.npy', '--second', 'short.npy'], /first view is \[60, 8\] and the second \[40, 8\]/],
    [['short.npy', '--labels', 'y.npy'], /60 labels for 40 rows/],
    [['z.npz', '--second', 'z2.npy'], /two views already/],
    [['z1.npy', 'z2.npy', '--second', 'z2.npy'], /--second is the other view of one file/],
    [['z1.npy', '--set', 'tau=1'], /name a loss with --loss/],
    [['z1.npy', '--loss', 'ntxnt'], /unknown loss "ntxnt"/],
    [['z1.npy', '--loss', 'dcl', '--set', 'q=1'], /unknown parameter of dcl "q"/],
    [['z1.npy', '--split', 'test'], /--images/],
    [['z1.npy', 'z2.npy', '--images', 'cifar10'], /--images shows the images of one file/],
    [['z1.npy', '--exact', '--anchors', '64'], /leave out --anchors/],
    [['model.pt'], /pickle/],
  ])('refuses %j in one line', async (args, said) => {
    const place = (word: string): string => (/\.(npy|npz|pt)$/.test(word) ? file(word) : word);
    const { code, stdout, stderr } = await output(['inspect', ...args.map(place)]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(said);
    expect(stderr.trimEnd()).not.toContain('\n');
  });
});
