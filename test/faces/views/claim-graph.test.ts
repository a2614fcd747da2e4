import fc from 'fast-check';
import { expect, it } from 'vitest';
import { GRADE_NAMES } from '../../../src/base/evidence-grades.js';
import type { ClaimLine } from '../../../src/faces/views/claim-detail.js';
import { claimGraph } from '../../../src/faces/views/claim-graph.js';

function line(id: string, restsOn: readonly string[], grade: ClaimLine['grade'] = 'exact'): ClaimLine {
  const [chapter, title, source, outcome] = ['', id, '', 'holds as stated'] as const;
  const [cases, requested, counterfeits, refuted, seconds] = [1, 1, 3, 3, 0];
  return {
    id,
    restsOn,
    grade,
    chapter,
    title,
    source,
    outcome,
    conditions: {},
    cases,
    requested,
    counterfeits,
    refuted,
    seconds,
  };
}

/** Claims of which each rests on some before it. */
const claims = fc
  .array(fc.tuple(fc.array(fc.nat(), { maxLength: 3 }), fc.constantFrom(...GRADE_NAMES)), {
    minLength: 1,
    maxLength: 20,
  })
  .map((all) =>
    all.map(([places, grade], k) =>
      line(`c${k}`, k === 0 ? [] : [...new Set(places.map((place) => `c${place % k}`))], grade),
    ),
  );

it('puts a claim right of all that it rests on, no two in one place, and leaves none out', () => {
  fc.assert(
    fc.property(claims, (given) => {
      const { nodes, edges, alone } = claimGraph(given);
      expect(nodes.length + alone.length).toBe(given.length);
      expect(edges.every(({ from, to }) => from.layer < to.layer)).toBe(true);
      expect(edges.length).toBe(given.reduce((sum, { restsOn = [] }) => sum + restsOn.length, 0));
      for (const a of nodes) {
        const close = nodes.filter((b) => b !== a && b.layer === a.layer && Math.abs(b.row - a.row) < 1 - 1e-9);
        expect(close).toEqual([]);
      }
    }),
  );
});

it('names the weakest ancestor where its evidence is weaker than the claim’s own', () => {
  const { nodes } = claimGraph([
    line('a', [], 'sampled'),
    line('b', ['a'], 'exact'),
    line('c', ['b'], 'interval-certified'),
    line('d', ['c'], 'sampled'),
  ]);
  expect(nodes.map(({ claim, weakest }) => [claim.id, weakest?.id])).toEqual([
    ['a', undefined],
    ['b', 'a'],
    ['c', 'a'],
    ['d', undefined],
  ]);
});

it('leaves out what a report does not hold', () => {
  expect(claimGraph([line('b', ['a'])])).toMatchObject({ nodes: [], alone: [{ id: 'b' }] });
});
