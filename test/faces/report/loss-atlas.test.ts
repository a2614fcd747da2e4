import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { analyseLoss } from '../../../src/theory/analysis/analyse-loss.js';
import { analyseChosen, CHOSEN_NAMES } from '../../../src/theory/analysis/chosen-importance.js';
import { run } from '../../../src/faces/cli/run.js';
import { mapValues } from '../../../src/base/map-values.js';
import { distanceLossEntry, distanceLossNames } from '../../../src/theory/distance-losses/named-distance-losses.js';
import { OUTSIDE_LOSSES } from '../../../src/theory/distance-losses/outside-losses.js';
import { lossNames, namedFormulae } from '../../../src/theory/losses/named-losses.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alpha-cl-atlas-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('alpha-cl atlas', () => {
  it('writes what stands in docs', async () => {
    expect(await run(['atlas', '--out', folder])).toBe(0);
    for (const file of ['loss-atlas.md', 'figures/loss-atlas.svg', 'figures/distance-atlas.svg']) {
      expect(await readFile(join(folder, file), 'utf8')).toBe(await readFile(join('docs', file), 'utf8'));
    }
  }, 120_000);

  it('has every named loss of distances, and every objective that is none', async () => {
    const page = await readFile('docs/loss-atlas.md', 'utf8');
    const rows = page.split('\n').filter((line) => line.startsWith('| '));
    const titles = [
      ...distanceLossNames().map((name) => distanceLossEntry(name).title),
      ...Object.values(OUTSIDE_LOSSES).map(({ title }) => title),
    ];
    for (const title of titles) expect(rows.filter((row) => row.startsWith(`| ${title} |`))).not.toEqual([]);
  });

  it('refuses a file in place of a folder', async () => {
    expect(await run(['atlas', '--out', 'package.json'])).toBe(2);
  });
});

describe('the legend of the atlas', () => {
  it.each(lossNames())('is true: what is symbolic holds for every τ > 0 and ε ≥ 0 that the loss has: %s', (name) => {
    const { phi, psi, parameters: usual } = namedFormulae(name);
    const parameters = mapValues(usual, () => 1);
    const words: Readonly<Record<string, string>> = { tau: 'tau > 0', eps: 'eps ≥ 0' };
    const proven = analyseLoss({ phi, psi, parameters }).statements.filter(
      ({ outcome, evidence }) => outcome === 'holds' && evidence.grade === 'symbolic',
    );
    expect(proven.length).toBeGreaterThan(3);
    for (const { id, evidence } of proven) {
      for (const symbol of Object.keys(parameters)) {
        expect(`${id}: ${evidence.domain}`).toContain(words[symbol] ?? `${symbol} = 1`);
      }
    }
  });
});

describe('α that is chosen', () => {
  it.each(CHOSEN_NAMES)('falls with distance, proven by rules: %s', (name) => {
    const { falls, fallsStrictly } = analyseChosen(name);
    expect([falls.outcome, falls.evidence.grade]).toEqual(['holds', 'symbolic']);
    expect(fallsStrictly.outcome).toBe(name === 'square' ? 'fails' : 'holds');
  });

  it('is that of a loss for the entropy alone; the others fail a test that each loss passes', () => {
    const found = CHOSEN_NAMES.map((name) => {
      const { loss, ratiosAlone, marginsAlone } = analyseChosen(name);
      return [name, loss?.name, ratiosAlone.outcome, marginsAlone.outcome];
    });
    expect(found).toEqual([
      ['entropy', 'infonce', 'holds', 'holds'],
      ['power', undefined, 'fails', 'holds'],
      ['square', undefined, 'fails', 'holds'],
      ['direct', undefined, 'holds', 'fails'],
    ]);
  });

  it.each(CHOSEN_NAMES)('is the best response of a min player with the regulariser that is printed: %s', (name) => {
    const { bestResponse, distance } = analyseChosen(name);
    expect(bestResponse.outcome).toBe('holds');
    expect(distance.text === 'x').toBe(name !== 'direct');
  });

  it.each(CHOSEN_NAMES)('gives the nearest pair the most along its curve: %s', (name) => {
    const { curve, falls } = analyseChosen(name);
    expect(falls.outcome).toBe('holds');
    expect(curve[0]?.weight).toBe(1);
    curve.slice(1).forEach(({ weight }, k) => expect(weight).toBeLessThanOrEqual(curve[k]?.weight ?? 0));
  });
});
