/** The lines on α that generated code for PyTorch appends to a CSV file. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { generateCode } from '../../../src/theory/code/generate-code.js';
import { fromNested, row } from '../../../src/theory/algebra/matrix.js';
import { distanceWeights } from '../../../src/theory/distance-losses/distance-loss.js';
import { namedDistanceLoss } from '../../../src/theory/distance-losses/named-distance-losses.js';
import { halfSquaredDistance } from '../../../src/theory/losses/energy.js';
import { unitRows } from '../../../src/theory/losses/unit-rows.js';
import { importanceDistribution } from '../../../src/training/evaluate/importance-distribution.js';
import { codeFolder, python, WITHOUT, writtenCode } from './generated-code.js';

const Z1 = [
  [0.6, -0.2],
  [0.1, 0.7],
  [-0.5, 0.3],
  [0.4, 0.4],
];
const Z2 = [
  [0.5, 0.1],
  [-0.2, 0.6],
  [-0.4, -0.4],
  [0.3, 0.6],
];
const CLASSES = [0, 1, 0, 2];
const HEADER = 'step,loss,effectiveNegatives,effectiveShare,nearestShare,falseNegatives,meanDistance,weightedDistance';

/** The columns after the step, from the weights of pairs in float64. */
function expectedLine(name: string, labels: readonly number[] | undefined): number[] {
  const [a, b] = [unitRows(fromNested(Z1)).unit, unitRows(fromNested(Z2)).unit];
  const { value, alpha } = distanceWeights(namedDistanceLoss(name), a, b, labels === undefined ? {} : { labels });
  const rows = [...Z1.keys()].map((i) => row(a, i)).concat([...Z2.keys()].map((i) => row(b, i)));
  const N = Z1.length;
  const anchors = Array.from({ length: alpha.rows }, (_, k) => {
    const weights = [...row(alpha, k)].map((x) => Math.max(0, x));
    const total = weights.reduce((sum, x) => sum + x, 0);
    const share = weights.map((x) => x / total);
    const d2 = rows.map((other) => halfSquaredDistance(rows[k] as Float64Array, other));
    const negatives = [...d2.keys()].filter((j) => (alpha.data[k * alpha.columns + j] as number) > 0);
    const nearest = negatives.reduce((i, j) => ((d2[j] as number) < (d2[i] as number) ? j : i));
    const sumOf = (of: (j: number) => number): number => negatives.reduce((sum, j) => sum + of(j), 0);
    return {
      spread: Math.exp(sumOf((j) => -(share[j] as number) * Math.log(share[j] as number))),
      nearest: share[nearest] as number,
      same: sumOf((j) => (CLASSES[j % N] === CLASSES[k % N] ? (share[j] as number) : 0)),
      distances: negatives.map((j) => d2[j] as number),
      weighted: sumOf((j) => (share[j] as number) * (d2[j] as number)),
    };
  });
  const mean = (values: number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
  return [
    value,
    mean(anchors.map(({ spread }) => spread)),
    mean(anchors.map(({ spread }) => spread)) / (2 * N - 2),
    mean(anchors.map(({ nearest }) => nearest)),
    mean(anchors.map(({ same }) => same)),
    mean(anchors.flatMap(({ distances }) => distances)),
    mean(anchors.map(({ weighted }) => weighted)),
  ];
}

it.skipIf(WITHOUT.pytorch)(
  'are of the weights of pairs, a line a call below one head, with classes and without',
  () => {
    const folder = codeFolder();
    const named: [string, number[] | undefined][] = [
      ['nt-xent', undefined],
      ['siglip', undefined],
      ['supcon', CLASSES],
    ];
    const files = named.map(([name]) => writtenCode(folder, 'pytorch', { name, loss: namedDistanceLoss(name) }, true));
    const script = path.join(import.meta.dirname, 'diagnosed.py');
    python('pytorch', [script, ...files], JSON.stringify([Z1, Z2, CLASSES, named.map(([, labels]) => labels ?? null)]));
    named.forEach(([name, labels], k) => {
      const [head, ...lines] = readFileSync(`${files[k]}.csv`, 'utf8').trimEnd().split('\n');
      expect(head).toBe(HEADER);
      expect(lines).toHaveLength(2);
      const [first, second] = lines.map((line) => line.split(','));
      expectedLine(name, labels).forEach((value, column) => {
        expect(Number(first?.[column + 1]), `${name}, ${HEADER.split(',')[column + 1]}`).toBeCloseTo(value, 7);
      });
      expect([first?.[0], second?.[0], second?.[5]]).toEqual(['7', '8', '']);
    });
  },
  120_000,
);

it('have the numbers of metrics.jsonl under its names', () => {
  const [first, second] = [Z1, Z2].map((rows) => ({ rows: 4, columns: 2, data: Float64Array.from(rows.flat()) }));
  const objective = { kind: 'cross-entropy', temperature: 0.5 } as const;
  const found = importanceDistribution({ objective, first, second, bins: 2 } as Parameters<
    typeof importanceDistribution
  >[0]);
  const [, effectiveNegatives, , , , meanDistance, weightedDistance] = expectedLine('nt-xent', undefined);
  expect(found.effectiveNegatives).toBeCloseTo(effectiveNegatives as number, 12);
  expect([found.meanDistance, found.weightedDistance]).toEqual([
    expect.closeTo(meanDistance as number, 12),
    expect.closeTo(weightedDistance as number, 12),
  ]);
});

it('are refused where there are none', () => {
  const subject = (name: string): Parameters<typeof generateCode>[1] => ({
    name,
    title: name,
    source: 'a test',
    loss: namedDistanceLoss(name),
    command: '',
  });
  expect(() => generateCode('jax', subject('dcl'), { diagnosis: true })).toThrow(/for pytorch, not for jax/);
  expect(() => generateCode('pytorch', subject('alignment'), { diagnosis: true })).toThrow(/has no negatives/);
});
