import { describe, expect, it } from 'vitest';
import { conclude } from '../../../src/faces/report/conclusion.js';
import { analyseDistances } from '../../../src/theory/analysis/analyse-distances.js';
import { analyseLoss } from '../../../src/theory/analysis/analyse-loss.js';
import { isGoodToHave } from '../../../src/theory/analysis/good-properties.js';
import { distanceLoss } from '../../../src/theory/distance-losses/distance-loss.js';
import { namedDistanceLoss } from '../../../src/theory/distance-losses/named-distance-losses.js';
import { lossNames, namedFormulae } from '../../../src/theory/losses/named-losses.js';

const analyses = [
  ...lossNames().map((name) => [name, () => analyseLoss(namedFormulae(name))] as const),
  ['falling ψ', () => analyseLoss({ phi: 'x', psi: '-x^3 + x' })] as const,
  ...['siglip', 'hcl', 'adnce', 'rince', 'kcl-riesz', 'alignment', 'uniformity', 'spectral'].map(
    (name) => [name, () => analyseDistances(namedDistanceLoss(name))] as const,
  ),
  ['rising weights', () => analyseDistances(distanceLoss({ anchor: 'p - sum(n^2)' }))] as const,
];

describe('a conclusion', () => {
  it.each(analyses)(
    'of %s says what follows from each property that is lacking, and calls no sample a proof',
    (_, of) => {
      const analysis = of();
      const { sentences, rows } = conclude(analysis);
      expect(sentences.length).toBeGreaterThanOrEqual(1);
      expect(sentences.length).toBeLessThanOrEqual(3);
      for (const sentence of sentences) expect(sentence).toMatch(/^[A-ZΣαβ].*\.$/u);
      for (const { id, outcome, evidence } of analysis.statements) {
        // The same evidence as convexity, and one row with it.
        if (id === 'min-player') continue;
        const row = rows.find((one) => one.id === id);
        expect(row?.grade).toBe(evidence.grade);
        expect(/proven/.test(row?.known ?? '')).toBe(outcome === 'holds' && evidence.grade !== 'sampled');
        if (outcome === 'open') expect(row?.sign).toBe('open');
        else if (!isGoodToHave(id)) expect(row?.sign).toBe('neutral');
        else if (outcome === 'holds') expect(row).toMatchObject({ sign: 'has' });
        else expect(row).toMatchObject({ sign: 'lacks', follows: expect.stringMatching(/\w/) as string });
      }
    },
  );

  it('names the values of parameters that a proof covers, and no others', () => {
    const known = (parameters: Parameters<typeof analyseLoss>[0]['parameters']): string | undefined =>
      conclude(analyseLoss({ phi: 'x', psi: 'softplus(k*x/tau)', ...(parameters && { parameters }) })).rows.find(
        ({ id }) => id === 'convex',
      )?.known;
    expect(known({ tau: 0.5, k: 1 })).toBe('proven for every tau > 0');
    expect(known({ tau: 0.5, k: { lower: 1, upper: 2 } })).toBe('proven for every tau > 0 and k from 1 to 2');
  });
});
