/** A folder with one of everything that a path may lead to, and files that are nearly what they should be. */
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';

/** By name in the folder; files that are not named stay as they are. */
export type Contents = Readonly<Record<string, string>>;

const LOSSES = JSON.stringify([
  { name: 'mine', phi: 'log(1+x)', psi: 'exp(x/tau)', parameters: { tau: 0.5, eps: [0, 1] } },
]);

/** @param data a folder of tiny data sets, which is copied */
export function makeFuzzFolder(folder: string, data: string): void {
  const at = (name: string): string => path.join(folder, name);
  for (const name of ['folder', 'empty', 'run']) mkdirSync(at(name), { recursive: true });
  writeFileSync(at('folder/inside'), '');
  writeFileSync(at('file'), 'text\n');
  writeFileSync(at('unreadable'), 'x');
  chmodSync(at('unreadable'), 0);
  symlinkSync('circle', at('circle'));
  cpSync(data, at('data'), { recursive: true });
  writeFileSync(at('losses.json'), LOSSES);
  writeFileSync(
    at('config.json'),
    JSON.stringify({ model: 'tiny', batch: 8, epochs: 1, engine: 'cpu', preset: 'smoke' }),
  );
  const job = {
    id: 'a/b',
    row: 'a',
    column: 'b',
    seed: 1,
    title: 'A on B',
    folder: 'jobs/a',
    preset: 'smoke',
    test: 'official',
    measuredEpochs: [],
    baselines: [],
    options: { data: 'missing', seed: 1, preset: 'smoke' },
  };
  writeFileSync(at('grid.jsonl'), `${JSON.stringify(job)}\n`);
}

/** A copy of the folder, with other contents, for one argument list. */
export function copiedFolder(from: string, to: string, contents: Contents): void {
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true, verbatimSymlinks: true });
  for (const [name, content] of Object.entries(contents)) writeFileSync(path.join(to, name), content);
}

const FILES = ['losses.json', 'config.json', 'grid.jsonl', 'run/run.json', 'run/evaluation.json', 'run/metrics.jsonl'];

/** None of the files changed, or one or two of them, a little or wholly. @param folder as `makeFuzzFolder` made it */
export function anyContents(folder: string): fc.Arbitrary<Contents> {
  const changed = FILES.map((name) => anyVariant(textOf(path.join(folder, name))).map((text) => [name, text] as const));
  return fc.array(fc.oneof(...changed), { maxLength: 2 }).map((entries) => Object.fromEntries(entries));
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '{}';
  }
}

function anyVariant(text: string): fc.Arbitrary<string> {
  const [line = '{}'] = text.trim().startsWith('{\n') ? [text] : text.split('\n');
  return fc.oneof(
    { weight: 6, arbitrary: mutatedJson(line) },
    { weight: 1, arbitrary: fc.nat({ max: text.length }).map((end) => text.slice(0, end)) },
    { weight: 1, arbitrary: fc.json() },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '',
        '\uFEFF{}',
        'null',
        '[]',
        '{}',
        '[[]]',
        '\n\n',
        '['.repeat(100_000),
        `{"a":1,"a":2}`,
      ),
    },
  );
}

const ODD_VALUES: readonly unknown[] = [
  null,
  true,
  '',
  'x',
  -1,
  0,
  0.5,
  1e300,
  -0,
  [],
  {},
  [[]],
  '\u0000',
  'NaN',
  '__proto__',
  'x'.repeat(3000),
  '/dev/null',
  'missing',
  2 ** 60,
  [1, 2, 3],
  { a: 1 },
];

/** One value anywhere in it replaced, taken out, or a key added. */
function mutatedJson(text: string): fc.Arbitrary<string> {
  return fc
    .tuple(fc.nat(), fc.constantFrom(...ODD_VALUES), fc.constantFrom('replace', 'remove', 'add'))
    .map(([pick, odd, how]) => {
      const root: Record<string, unknown> = { value: JSON.parse(text) as unknown };
      const spots = spotsOf(root);
      const { holder, key } = spots[pick % spots.length] ?? { holder: root, key: 'value' };
      if (how === 'replace') holder[key] = odd;
      else if (how === 'remove') Reflect.deleteProperty(holder, key);
      else holder[`${key}2`] = odd;
      return JSON.stringify(root['value']) ?? '';
    });
}

function spotsOf(holder: object): { holder: Record<string, unknown>; key: string }[] {
  return Object.entries(holder).flatMap(([key, value]) => [
    { holder: holder as Record<string, unknown>, key },
    ...(typeof value === 'object' && value !== null ? spotsOf(value) : []),
  ]);
}
