/** The graph of what rests on what, laid out in layers: a claim stands right of all that its derivation uses. */
import { GRADE_NAMES } from '../../base/evidence-grades.js';
import type { ClaimLine } from './claim-detail.js';

export interface ClaimNode {
  readonly claim: ClaimLine;
  /** Claims that it rests on, directly and through others. */
  readonly ancestors: readonly ClaimLine[];
  /** The ancestor with the weakest evidence, where that is weaker than its own; the nearest of several. */
  readonly weakest?: ClaimLine;
  /** Column, from 0. */
  readonly layer: number;
  /** Place in the column in units of a node's height, from 0. */
  readonly row: number;
}

export interface ClaimGraph {
  readonly nodes: readonly ClaimNode[];
  readonly edges: readonly { readonly from: ClaimNode; readonly to: ClaimNode }[];
  readonly layers: number;
  readonly rows: number;
  /** Claims that rest on none and that none rests on. */
  readonly alone: readonly ClaimLine[];
}

/** Number of times that columns are put in the order of their neighbours, to and fro. */
const SWEEPS = 8;

/** Lays out the claims of a report; what a report does not hold is left out. */
export function claimGraph(claims: readonly ClaimLine[]): ClaimGraph {
  const byId = new Map(claims.map((claim) => [claim.id, claim]));
  const parents = new Map(claims.map((claim) => [claim.id, (claim.restsOn ?? []).flatMap((id) => byId.get(id) ?? [])]));
  const parentsOf = ({ id }: ClaimLine): readonly ClaimLine[] => parents.get(id) ?? [];
  const children = new Map<string, ClaimLine[]>();
  for (const claim of claims) {
    for (const { id } of parentsOf(claim)) children.set(id, [...(children.get(id) ?? []), claim]);
  }
  const childrenOf = ({ id }: ClaimLine): readonly ClaimLine[] => children.get(id) ?? [];
  const connected = claims.filter((claim) => parentsOf(claim).length + childrenOf(claim).length > 0);
  const columns = columnsOf(connected, parentsOf);
  const rows = rowsOf(columns, parentsOf, childrenOf);
  const nodes = columns.flatMap((column, layer) =>
    column.map((claim): ClaimNode => {
      const ancestors = ancestorsOf(claim, parentsOf);
      const weakest = weakestOf(claim, ancestors);
      return { claim, ancestors, layer, row: rows.get(claim.id) ?? 0, ...(weakest !== undefined && { weakest }) };
    }),
  );
  const nodeOf = new Map(nodes.map((node) => [node.claim.id, node]));
  return {
    nodes,
    edges: nodes.flatMap((to) =>
      parentsOf(to.claim).flatMap(({ id }) => {
        const from = nodeOf.get(id);
        return from === undefined ? [] : [{ from, to }];
      }),
    ),
    layers: columns.length,
    rows: 1 + Math.max(0, ...nodes.map(({ row }) => row)),
    alone: claims.filter((claim) => !connected.includes(claim)),
  };
}

type Neighbours = (claim: ClaimLine) => readonly ClaimLine[];

/** Returns all that a claim rests on, the nearest first. */
function ancestorsOf(claim: ClaimLine, parentsOf: Neighbours): ClaimLine[] {
  const found = new Set<ClaimLine>();
  for (let next = parentsOf(claim); next.length > 0;) {
    const fresh = next.filter((one) => !found.has(one));
    for (const one of fresh) found.add(one);
    next = fresh.flatMap(parentsOf);
  }
  return [...found];
}

function weakestOf(claim: ClaimLine, ancestors: readonly ClaimLine[]): ClaimLine | undefined {
  const rank = ({ grade }: ClaimLine): number => GRADE_NAMES.indexOf(grade);
  const most = Math.max(rank(claim), ...ancestors.map(rank));
  return most > rank(claim) ? ancestors.find((ancestor) => rank(ancestor) === most) : undefined;
}

/** Puts each claim in the column after the last of those that it rests on. */
function columnsOf(claims: readonly ClaimLine[], parentsOf: Neighbours): ClaimLine[][] {
  const columns: ClaimLine[][] = [];
  const placed = new Set<ClaimLine>();
  while (placed.size < claims.length) {
    const column = claims.filter((claim) => !placed.has(claim) && parentsOf(claim).every((one) => placed.has(one)));
    // A circle cannot be laid out; the catalogue has none, and a report that has one loses its claims here.
    if (column.length === 0) break;
    for (const claim of column) placed.add(claim);
    columns.push(column);
  }
  return columns;
}

/** Sorts each column by the mean place of its claims' neighbours, and moves them near it without overlap. */
function rowsOf(columns: ClaimLine[][], parentsOf: Neighbours, childrenOf: Neighbours): Map<string, number> {
  const rows = new Map(columns.flatMap((column) => column.map(({ id }, k) => [id, k] as const)));
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const isForth = sweep % 2 === 0;
    for (const column of isForth ? columns : columns.toReversed()) {
      const wanted = new Map(
        column.map((claim) => {
          const beside = (isForth ? parentsOf(claim) : childrenOf(claim)).map(({ id }) => rows.get(id) ?? 0);
          const here = rows.get(claim.id) ?? 0;
          return [claim, beside.length === 0 ? here : beside.reduce((sum, row) => sum + row, 0) / beside.length];
        }),
      );
      column.sort((a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0));
      spread(column.map((claim) => wanted.get(claim) ?? 0)).forEach((row, k) =>
        rows.set((column[k] as ClaimLine).id, row),
      );
    }
  }
  const least = Math.min(...rows.values());
  return new Map([...rows].map(([id, row]) => [id, row - least]));
}

/** Moves ascending places apart until neighbours differ by 1 at least, each group about its mean. */
function spread(wanted: readonly number[]): number[] {
  const groups: { sum: number; count: number }[] = [];
  const startOf = ({ sum, count }: { sum: number; count: number }): number => sum / count - (count - 1) / 2;
  for (const place of wanted) {
    let group = { sum: place, count: 1 };
    for (
      let above = groups.at(-1);
      above !== undefined && startOf(above) + above.count > startOf(group);
      above = groups.at(-1)
    ) {
      groups.pop();
      group = { sum: above.sum + group.sum, count: above.count + group.count };
    }
    groups.push(group);
  }
  return groups.flatMap((group) => Array.from({ length: group.count }, (_, k) => startOf(group) + k));
}
