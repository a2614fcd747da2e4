/** Draws docs/architecture.svg from the real imports: `npm run architecture`. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { instance } from '@viz-js/viz';
import { importGraph, transitiveReduction, type ImportGraph } from './import-graph.js';

/** Folders that belong together are drawn in one colour. */
const AREAS: Readonly<Record<string, { readonly fill: string; readonly folders: readonly string[] }>> = {
  'the command line and catalogues': { fill: '#f3e3c3', folders: ['cli', 'explorer', 'experiments', 'proofs-checks'] },
  'claims and reports': { fill: '#dbe9d4', folders: ['claims', 'report', 'exact', 'cells', 'serve'] },
  theory: {
    fill: '#d6e4f5',
    folders: [
      'analysis',
      'covariance',
      'intervals',
      'landscape',
      'linear-algebra',
      'losses',
      'networks',
      'random',
      'symbolic',
    ],
  },
  training: {
    fill: '#eedcee',
    folders: [
      'compile',
      'data',
      'discover',
      'engines',
      'evaluate',
      'files',
      'launch',
      'models',
      'runs',
      'step',
      'tables',
      'train',
    ],
  },
};

/** @returns the picture as SVG, the same for the same graph */
export async function architecturePicture(graph: ImportGraph): Promise<string> {
  const viz = await instance();
  const svg = viz.renderString(dot(transitiveReduction(graph)), { format: 'svg', engine: 'dot' });
  return `${svg.trim()}\n`;
}

function dot(graph: ImportGraph): string {
  const nodes = [...graph.keys()].map((folder) => `"${folder}" [fillcolor="${fillOf(folder)}"]`);
  const arrows = [...graph].flatMap(([from, to]) => [...to].map((target) => `"${from}" -> "${target}"`));
  return `digraph {
    bgcolor="white"; nodesep=0.25; ranksep=0.45; margin=0.1
    node [shape=box, style="filled,rounded", color="#55606e", fontname="Helvetica,Arial,sans-serif", fontsize=13, height=0.36, margin="0.2,0.05"]
    edge [color="#55606e", arrowsize=0.7]
    ${[...nodes, ...arrows].join('\n    ')}
  }`;
}

function fillOf(folder: string): string {
  return Object.values(AREAS).find(({ folders }) => folders.includes(folder))?.fill ?? 'white';
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const root = path.resolve(import.meta.dirname, '../..');
  writeFileSync(path.join(root, 'docs/architecture.svg'), await architecturePicture(importGraph(root)));
}
