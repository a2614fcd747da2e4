/** Draws docs/architecture.svg from the real imports: `npm run architecture`. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { instance } from '@viz-js/viz';
import { importGraph, transitiveReduction, wingOf, WINGS, type ImportGraph } from './import-graph.js';

const FILLS: Readonly<Record<string, string>> = {
  base: '#e8e8e8',
  theory: '#d6e4f5',
  training: '#eedcee',
  claims: '#dbe9d4',
  results: '#f7dcd0',
  faces: '#f3e3c3',
};
const OUTSIDE = '#ffffff';

/** @returns the picture as SVG, the same for the same graph */
export async function architecturePicture(graph: ImportGraph): Promise<string> {
  const viz = await instance();
  const svg = viz.renderString(dot(transitiveReduction(graph)), { format: 'svg', engine: 'dot' });
  return `${svg.trim()}\n`;
}

function dot(graph: ImportGraph): string {
  const rooms = [...graph.keys()];
  const wings = WINGS.map((wing) =>
    clusterOf(
      wing,
      rooms.filter((room) => wingOf(room) === wing),
    ),
  );
  const outside = rooms.filter((room) => FILLS[wingOf(room)] === undefined).map((room) => node(room, room, OUTSIDE));
  const arrows = [...graph].flatMap(([from, to]) => [...to].map((target) => `"${from}" -> "${target}"`));
  return `digraph {
    bgcolor="white"; nodesep=0.25; ranksep=0.45; margin=0.1; fontname="Helvetica,Arial,sans-serif"; fontsize=13
    node [shape=box, style="filled,rounded", color="#55606e", fontname="Helvetica,Arial,sans-serif", fontsize=13, height=0.36, margin="0.2,0.05"]
    edge [color="#55606e", arrowsize=0.7]
    ${[...wings, ...outside, ...arrows].join('\n    ')}
  }`;
}

/** The rooms of a wing in a frame with its name; a wing of one room is that room. */
function clusterOf(wing: string, rooms: readonly string[]): string {
  const fill = FILLS[wing] as string;
  if (rooms.length === 1 && rooms[0] === wing) return node(wing, wing, fill);
  const nodes = rooms.map((room) => node(room, room.slice(wing.length + 1), fill));
  return `subgraph "cluster_${wing}" { label="${wing}"; labeljust="l"; color="#9aa3ad"; style="rounded"; ${nodes.join('; ')} }`;
}

function node(id: string, label: string, fill: string): string {
  return `"${id}" [label="${label}", fillcolor="${fill}"]`;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const root = path.resolve(import.meta.dirname, '../..');
  writeFileSync(path.join(root, 'docs/architecture.svg'), await architecturePicture(importGraph(root)));
}
