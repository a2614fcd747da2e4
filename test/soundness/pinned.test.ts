import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyseLoss } from '../../src/theory/analysis/analyse-loss.js';
import { abstentions, type Abstained, type Proven } from './pinned.js';

async function listOf<List>(name: string): Promise<List> {
  return JSON.parse(await readFile(path.join(import.meta.dirname, name), 'utf8')) as List;
}

const STRENGTH = ['sampled', 'interval-certified', 'symbolic'];

describe('how much the analysis proves', () => {
  it('abstains on no statement of the pinned losses but those that are listed', { timeout: 600_000 }, async () => {
    const listed = await listOf<Abstained>('abstained.json');
    const more = Object.entries(abstentions(analyseLoss)).flatMap(([index, ids]) =>
      ids.filter((id) => !listed[index]?.includes(id)).map((id) => `${index}: ${id}`),
    );
    expect(more, 'what is left open is to be listed by: node dist/test/soundness/pinned.js abstained').toEqual([]);
  });

  it('still proves all that it proved of losses without corners', { timeout: 600_000 }, async () => {
    const losses = await listOf<readonly Proven[]>('proven.json');
    expect(losses.length).toBeGreaterThan(140);
    const lost = losses.flatMap(({ phi, psi, parameters, statements }) => {
      const now = new Map(analyseLoss({ phi, psi, parameters }).statements.map((one) => [one.id, one]));
      return Object.entries(statements).flatMap(([id, [outcome, grade]]) => {
        const found = now.get(id);
        const isKept = found?.outcome === outcome && STRENGTH.indexOf(found.evidence.grade) >= STRENGTH.indexOf(grade);
        return isKept
          ? []
          : [`φ = ${phi}, ψ = ${psi}: ${id} ${outcome} (${grade}), now ${found?.outcome} (${found?.evidence.grade})`];
      });
    });
    expect(lost).toEqual([]);
  });
});
