/** The imports between the rooms of the tree, read off the source. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** Room → rooms that its files import, in the order of the alphabet. */
export type ImportGraph = ReadonlyMap<string, ReadonlySet<string>>;

/** The folders of `src`, lowest first: a wing imports those before it alone. */
export const WINGS = ['base', 'theory', 'training', 'claims', 'results', 'faces'] as const;

const OUTSIDE_SRC = ['experiments', 'proofs-checks'];

/** Wings that are one room; in the others every folder is a room. */
const UNDIVIDED: ReadonlySet<string> = new Set(['base', 'claims']);

/**
 * Draws the graph of a tree: a room is `theory/losses`, with all that is nested in it, or a wing that is not divided.
 * `proofs-checks` and `experiments` are rooms too; the entries of the package, which only pass on, are none.
 *
 * @param root folder of the repository
 */
export function importGraph(root: string): ImportGraph {
  const graph = new Map<string, Set<string>>();
  for (const top of ['src', ...OUTSIDE_SRC]) {
    for (const file of sourceFiles(path.join(root, top))) {
      const from = roomOf(path.relative(root, file));
      if (from === undefined) continue;
      const targets = graph.get(from) ?? new Set();
      graph.set(from, targets);
      for (const imported of importsOf(file, readFileSync(file, 'utf8'))) {
        const to = roomOf(path.relative(root, imported));
        if (to !== undefined && to !== from) targets.add(to);
      }
    }
  }
  return new Map(
    [...graph].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([from, to]) => [from, new Set([...to].toSorted())]),
  );
}

/** The files of the tree that a file imports, by their whole paths, as the import is spelled. */
export function importsOf(file: string, text: string): string[] {
  return ts
    .preProcessFile(text)
    .importedFiles.filter(({ fileName }) => fileName.startsWith('.'))
    .map(({ fileName }) => path.resolve(path.dirname(file), fileName));
}

/** The TypeScript files in a folder and all below it. */
export function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'))
    .map((file) => path.join(folder, file));
}

/** The wing of a room: `theory` of `theory/losses`. */
export function wingOf(room: string): string {
  return room.split('/')[0] as string;
}

function roomOf(file: string): string | undefined {
  const [top = '', wing = '', ...rest] = file.split(path.sep);
  if (OUTSIDE_SRC.includes(top)) return top;
  if (top !== 'src' || !(WINGS as readonly string[]).includes(wing)) return undefined;
  return UNDIVIDED.has(wing) ? wing : `${wing}/${rest[0]}`;
}

/** All that can be reached by one import or more. */
export function reachable(graph: ImportGraph, from: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const visit = (room: string): void => {
    for (const next of graph.get(room) ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      visit(next);
    }
  };
  visit(from);
  return seen;
}

/** Removes the arrows that a longer way goes too. @param graph without cycles */
export function transitiveReduction(graph: ImportGraph): ImportGraph {
  return new Map(
    [...graph].map(([from, targets]) => {
      const byOthers = new Set([...targets].flatMap((target) => [...reachable(graph, target)]));
      return [from, new Set([...targets].filter((target) => !byOthers.has(target)))];
    }),
  );
}
