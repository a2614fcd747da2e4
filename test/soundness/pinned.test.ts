import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyseLoss } from '../../src/theory/analysis/analyse-loss.js';
import { openOrRefused, PINNED_LOSSES, PINNED_SEED, type Abstained, type Proven } from './pinned.js';
import { lossAt } from './generate.js';

async function listOf<List>(name: string): Promise<List> {
  return JSON.parse(await readFile(path.join(import.meta.dirname, name), 'utf8')) as List;
}

/** Every which of the losses is tried: all of them, but under mutation. */
const EVERY = Number(process.env['ALPHA_CL_PINNED_EVERY'] ?? 1);

const STRENGTH = ['sampled', 'interval-certified', 'symbolic'];
const losses = await listOf<readonly Proven[]>('proven.json');
const listed = await listOf<Abstained>('abstained.json');

describe('abstains on no statement of a pinned loss but those that are listed', () => {
  it.each(Array.from({ length: Math.ceil(PINNED_LOSSES / EVERY) }, (_, index) => EVERY * index))('loss %i', (index) => {
    const { phi, psi, parameters } = lossAt(PINNED_SEED, index);
    const more = openOrRefused({ phi, psi, parameters }, analyseLoss).filter((id) => !listed[index]?.includes(id));
    expect(more, 'what is left open is to be listed by: node dist/test/soundness/pinned.js abstained').toEqual([]);
  });
});

describe('still proves all that it proved of losses without corners', () => {
  it('of which there are many', () => {
    expect(losses.length).toBeGreaterThan(140);
  });

  it.each(losses.filter((_, index) => index % EVERY === 0))(
    'φ = $phi, ψ = $psi',
    ({ phi, psi, parameters, statements }) => {
      const now = new Map(analyseLoss({ phi, psi, parameters }).statements.map((one) => [one.id, one]));
      const lost = Object.entries(statements).flatMap(([id, [outcome, grade]]) => {
        const found = now.get(id);
        const isKept = found?.outcome === outcome && STRENGTH.indexOf(found.evidence.grade) >= STRENGTH.indexOf(grade);
        return isKept ? [] : [`${id} ${outcome} (${grade}), now ${found?.outcome} (${found?.evidence.grade})`];
      });
      expect(lost).toEqual([]);
    },
  );
});
