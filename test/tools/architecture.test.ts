import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { architecturePicture } from '../../tools/architecture.js';
import {
  importGraph,
  reachable,
  transitiveReduction,
  wingOf,
  WINGS,
  type ImportGraph,
} from '../../tools/import-graph.js';

const ROOT = path.resolve(import.meta.dirname, '../..');

interface Linter {
  readonly overrides: readonly {
    readonly files: readonly string[];
    readonly rules: { readonly 'no-restricted-imports': readonly [string, { patterns: readonly { regex: string }[] }] };
  }[];
}

describe('the imports between rooms', () => {
  const graph = importGraph(ROOT);

  it('have no cycle', () => {
    expect([...graph.keys()].filter((folder) => reachable(graph, folder).has(folder))).toEqual([]);
  });

  it('go down the wings: base, theory, training, claims, results, faces', () => {
    const place = (room: string): number => (WINGS as readonly string[]).indexOf(wingOf(room));
    const upward = [...graph].flatMap(([from, targets]) =>
      [...targets].filter((to) => place(from) >= 0 && place(to) > place(from)).map((to) => `${from} imports ${to}`),
    );
    expect(upward).toEqual([]);
  });

  it('are forbidden by .oxlintrc.json where they would go up, wing by wing', () => {
    const { overrides } = JSON.parse(readFileSync(path.join(ROOT, '.oxlintrc.json'), 'utf8')) as Linter;
    for (const [k, wing] of WINGS.entries()) {
      const patterns = overrides
        .filter(({ files }) => files.includes(`src/${wing}/**`))
        .flatMap(({ rules }) => rules['no-restricted-imports'][1].patterns.map(({ regex }) => new RegExp(regex)));
      const isForbidden = (other: string): boolean => patterns.some((pattern) => pattern.test(`../../${other}/x/y.js`));
      expect(WINGS.filter(isForbidden), wing).toEqual(WINGS.slice(k + 1));
    }
  });

  it('are between rooms that the map of docs/architecture.md names, each of them', () => {
    const [, map = ''] =
      /^## Folders\n+```text\n([^]*?)```/m.exec(readFileSync(path.join(ROOT, 'docs/architecture.md'), 'utf8')) ?? [];
    const named = new Set([...map.matchAll(/^ *([a-z-]+)\/ /gm)].map(([, folder]) => folder));
    expect([...graph.keys()].filter((room) => !named.has(room.split('/').at(-1)))).toEqual([]);
  });

  it('are what docs/architecture.svg shows: npm run architecture draws it again', async () => {
    const drawn = readFileSync(path.join(ROOT, 'docs/architecture.svg'), 'utf8');
    expect(drawn).toBe(await architecturePicture(graph));
  });
});

describe('a graph of imports', () => {
  const graph: ImportGraph = new Map([
    ['a', new Set(['b', 'c'])],
    ['b', new Set(['c'])],
    ['c', new Set()],
  ]);

  it('is drawn without the arrows that a longer way goes too', () => {
    expect(transitiveReduction(graph)).toEqual(
      new Map([
        ['a', new Set(['b'])],
        ['b', new Set(['c'])],
        ['c', new Set()],
      ]),
    );
  });

  it('tells what leads back to where it began', () => {
    expect(reachable(new Map([...graph, ['c', new Set(['a'])]]), 'b').has('b')).toBe(true);
    expect(reachable(graph, 'a')).toEqual(new Set(['b', 'c']));
  });
});
