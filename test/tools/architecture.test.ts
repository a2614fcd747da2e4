import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { architecturePicture } from '../../tools/architecture.js';
import { importGraph, reachable, transitiveReduction, type ImportGraph } from '../../tools/import-graph.js';

const ROOT = path.resolve(import.meta.dirname, '../..');

interface Override {
  readonly files: readonly string[];
  readonly rules: {
    readonly 'no-restricted-imports'?: readonly [string, { patterns: readonly { group?: string[] }[] }];
  };
}

/** Folder of src → folders that .oxlintrc.json lets it import. */
function allowedImports(graph: ImportGraph): Map<string, Set<string>> {
  const text = readFileSync(path.join(ROOT, '.oxlintrc.json'), 'utf8');
  const { overrides } = JSON.parse(text) as { overrides: Override[] };
  return new Map(
    overrides.flatMap(({ files, rules }) => {
      const folder = /^src\/([^/]+)\/\*\*$/.exec(files[0] ?? '')?.[1];
      if (folder === undefined) return [];
      const groups = rules['no-restricted-imports']?.[1].patterns.flatMap(({ group = [] }) => group) ?? [];
      const names = groups.flatMap((group) => /^!\.\.\/\*\*\/([^/]+)\/\*\*$/.exec(group)?.[1] ?? []);
      // Folders nested in the folder itself are named too, since they look the same from a file beside them.
      return [[folder, new Set(names.filter((name) => name !== folder && graph.has(name)).toSorted())] as const];
    }),
  );
}

describe('the imports between folders', () => {
  const graph = importGraph(ROOT);

  it('have no cycle', () => {
    expect([...graph.keys()].filter((folder) => reachable(graph, folder).has(folder))).toEqual([]);
  });

  it('are those that .oxlintrc.json allows, and it allows no other', () => {
    const inSrc = new Map([...graph].filter(([folder]) => folder !== 'proofs-checks' && folder !== 'experiments'));
    expect(allowedImports(graph)).toEqual(new Map([...inSrc].map(([from, to]) => [from, to])));
  });

  it('are between folders that the map of docs/architecture.md names, each of them', () => {
    const [, map = ''] =
      /^## Folders\n+```text\n([^]*?)```/m.exec(readFileSync(path.join(ROOT, 'docs/architecture.md'), 'utf8')) ?? [];
    const named = new Set([...map.matchAll(/^(?: {2})?([a-z-]+)\/ /gm)].map(([, folder]) => folder));
    expect([...graph.keys()].filter((folder) => !named.has(folder))).toEqual([]);
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
