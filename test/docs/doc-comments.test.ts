import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { exampleModule, faultsOf, readPublicNames, type ExampleModule } from './examples.js';
import { compileModules } from './modules.js';
import { ROOT } from './documents.js';
import { openSandbox, type Sandbox } from './sandbox.js';
import type { ExampleRun } from './shown.js';
import { WITHOUT_EXAMPLE } from './without-example.js';

/** The examples are compiled at once, and those of an entry run in one process. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const { functions, moduleOf } = readPublicNames();
const examples = functions.flatMap(({ name, example }) => (example === undefined ? [] : [{ name, example }]));
const entries = [...new Set(examples.map(({ name }) => entryOf(name)))].map((entry) => ({
  entry,
  found: examples.filter(({ name }) => entryOf(name) === entry),
}));

/** The run in the folder `run` that examples read: two steps of the tiny net, on the tiny data sets of the folder `datasets`. */
const RUN =
  '--preset smoke --loss infonce --data datasets --out run --subset 8 --batch 4 --epochs 1 --engine cpu --workers 0 --importance-every 1';

/** Examples that must fail, and with which words. */
const COUNTERFEITS = [
  {
    name: 'counterfeit/number',
    example: 'Math.sqrt(2); // 1.4143',
    fault: 'shows 1.4143, but gives 1.4142135623730951',
  },
  { name: 'counterfeit/exact', example: '0.5 + 0.03; // 0.5', fault: 'shows 0.5, but gives 0.53' },
  {
    name: 'counterfeit/expression',
    example: 'Math.LN2; // 0.6931 = Math.log(3)',
    fault: 'shows 0.6931, but gives 1.09',
  },
  { name: 'counterfeit/array', example: '[1, 2, 3]; // [1, 2]', fault: 'shows [1, 2], but gives [ 1, 2, 3 ]' },
  { name: 'counterfeit/text', example: `'proven'; // 'refuted'`, fault: `shows 'refuted', but gives 'proven'` },
  {
    name: 'counterfeit/error',
    example: 'const none: number[] = [];\nnone.reduce((a) => a); // 0',
    fault: 'TypeError: Reduce',
  },
  {
    name: 'counterfeit/calm',
    example: 'Math.abs(1); // throws a fit',
    fault: 'shows throws a fit, but gives throws nothing',
  },
  { name: 'counterfeit/silent', example: 'Math.abs(1);', fault: 'shows no value' },
];

describe('examples of the doc comments', () => {
  let sandbox: Sandbox;
  let folder: string;
  const moduleFile = (name: string): string => path.join(folder, 'modules', `${name}.ts`);
  const modules = new Map<string, ExampleModule>();

  beforeAll(async () => {
    sandbox = openSandbox();
    folder = sandbox.folderOf('examples.md');
    symlinkSync(path.join(folder, '../home/datasets'), path.join(folder, 'datasets'));
    mkdirSync(path.join(folder, 'node_modules'));
    symlinkSync(path.join(ROOT, 'node_modules/fast-check'), path.join(folder, 'node_modules/fast-check'));
    mkdirSync(path.join(folder, 'modules'));
    writeFileSync(moduleFile('shown'), readFileSync(path.join(ROOT, 'test/docs/shown.ts')));
    for (const { name, example } of [...examples, ...COUNTERFEITS]) {
      const module = exampleModule(example, (used) => moduleOf(used, entryOf(name)));
      mkdirSync(path.dirname(moduleFile(name)), { recursive: true });
      writeFileSync(moduleFile(name), module.text);
      modules.set(name, module);
    }
    compileModules(['shown', ...modules.keys()].map(moduleFile));
    expect(await sandbox.run('alpha-cl', ['train', ...RUN.split(' ')], folder)).toMatchObject({ code: 0 });
  });
  afterAll(() => sandbox.remove());

  const faults = async (
    entry: string,
    found: readonly { readonly name: string }[],
  ): Promise<Record<string, string[]>> => {
    const names = found.map(({ name }) => name);
    const results = path.join(folder, `${entry}.json`);
    const run = `import { runExamples } from './modules/shown.js';
      await runExamples(${JSON.stringify(names)}, ${JSON.stringify(results)});
      process.exit();`;
    const main = path.join(folder, `${entry}.js`);
    writeFileSync(main, run);
    const { code, stderr } = await sandbox.run(process.execPath, [main], folder);
    expect(code, stderr).toBe(0);
    const runs = JSON.parse(readFileSync(results, 'utf8')) as Record<string, ExampleRun>;
    return Object.fromEntries(
      names.flatMap((name) => {
        const [module, came] = [modules.get(name), runs[name]];
        const wrong = module && came ? faultsOf(module, came) : ['did not run'];
        return wrong.length === 0 ? [] : [[name, wrong]];
      }),
    );
  };

  it.each(entries)('$entry: every example gives what it shows', async ({ entry, found }) => {
    expect(await faults(entry, found)).toEqual({});
  });

  it('fail where a value is another, or an error is thrown', async () => {
    const found = await faults('counterfeit', COUNTERFEITS);
    for (const { name, fault } of COUNTERFEITS) expect(found[name]?.join('\n'), name).toContain(fault);
  });

  it('are there for every public function, but for those that need what a test has not', () => {
    const without = functions.filter(({ example }) => example === undefined).map(({ name }) => name);
    expect(without.toSorted()).toEqual(WITHOUT_EXAMPLE.map(({ name }) => name).toSorted());
    expect(without.length / functions.length).toBeLessThan(0.15);
  });

  it('are short', () => {
    const long = examples.filter(({ example }) => example.split('\n').length > 4);
    expect(long.map(({ name }) => name)).toEqual([]);
  });
});

function entryOf(name: string): string {
  return name.slice(0, name.indexOf('/'));
}
