import { describe, expect, it } from 'vitest';
import { sortedByComponent, specialisation } from '../../../src/theory/landscape/specialisation.js';
import { constrained } from '../../../src/theory/landscape/weight-constraint.js';
import { fromNested, generate, identity, norm, row, toNested, zeros } from '../../../src/theory/algebra/matrix.js';
import { normalMatrix, randomStream } from '../../../src/theory/algebra/random-stream.js';

const weight = normalMatrix(randomStream(1), 4, 3);

describe('constrained', () => {
  it('clamps first, then gives every filter the length', () => {
    const held = constrained(weight, { norm: 'filter', sign: 'non-negative', rowLength: 2 });
    expect(held.data.every((entry) => entry >= 0)).toBe(true);
    for (let k = 0; k < 4; k++) expect(norm(row(held, k))).toBeCloseTo(2, 14);
  });

  it('gives a layer the norm that unit filters give it, and keeps its direction', () => {
    const held = constrained(weight, { norm: 'layer', sign: 'free' });
    expect(norm(held)).toBeCloseTo(2, 14);
    expect((held.data[1] as number) / (held.data[0] as number)).toBeCloseTo(
      (weight.data[1] as number) / (weight.data[0] as number),
    );
  });

  it('leaves what is free', () => {
    expect(constrained(weight, { norm: 'free', sign: 'free' })).toEqual(weight);
  });

  it('leaves a row of zeros', () => {
    const rows = fromNested([
      [0, 0],
      [-3, 4],
    ]);
    expect(toNested(constrained(rows, { norm: 'filter', sign: 'free' }))).toEqual([
      [0, 0],
      [-0.6000000000000001, 0.8],
    ]);
    expect(constrained(zeros(2, 2), { norm: 'layer', sign: 'free' })).toEqual(zeros(2, 2));
  });
});

describe('specialisation', () => {
  it('is complete where each component has a neuron of its own, whatever sign and length', () => {
    const rows = fromNested([
      [0, -3, 0],
      [0.1, 0, 0],
      [0, 0, 2],
    ]);
    expect(specialisation(rows)).toEqual({ concentration: 1, coverage: 1, components: 3 });
    expect(sortedByComponent(rows)).toEqual(identity(3));
  });

  it('tells concentration from coverage when all neurons look at one component', () => {
    const same = generate(4, 4, (_, l) => (l === 2 ? 5 : 0));
    expect(specialisation(same)).toEqual({ concentration: 1, coverage: 0.25, components: 1 });
  });

  it('has concentration 1/√d for equal entries, and counts rows of zeros as 0', () => {
    expect(specialisation(generate(3, 4, () => 7)).concentration).toBeCloseTo(0.5, 14);
    expect(
      specialisation(
        fromNested([
          [0, 0],
          [1, 0],
        ]),
      ),
    ).toEqual({ concentration: 0.5, coverage: 0.5, components: 1 });
  });

  it('refuses an empty layer', () => {
    expect(() => specialisation(zeros(0, 3))).toThrow('at least one row');
  });
});
