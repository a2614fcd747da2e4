import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  deepLinearInstances,
  layersOf,
  pointOf,
  smallPoints,
  symmetrised,
  type DeepLinearPoint,
} from '../../../proofs-checks/deep-linear/deep-linear-instance.js';
import { constrainedFlow, plainFlow, unitFlow } from '../../../proofs-checks/deep-linear/field-flows.js';
import { transpose } from '../../../src/theory/algebra/exact-matrix.js';
import { fieldMatrices, fieldMatrix, type FieldMatrix } from '../../../src/theory/algebra/field-matrix.js';

const shapeOf = (matrix: FieldMatrix): [number, number] => [matrix.length, matrix[0]?.length ?? 0];

/** Layers that follow one another, a square C, and directions of the same shapes. */
function expectFitting({ layers, covariance, directions }: DeepLinearPoint): void {
  let below = covariance.length;
  expect(shapeOf(covariance)).toEqual([below, below]);
  expect(directions.map(shapeOf)).toEqual(layers.map(shapeOf));
  for (const layer of layers) {
    expect(layer[0]).toHaveLength(below);
    below = layer.length;
  }
}

describe('points', () => {
  it('fit together, random ones with a symmetric C', () => {
    fc.assert(
      fc.property(deepLinearInstances(), (instance) => {
        const point = pointOf(instance);
        expectFitting(point);
        expect(point.covariance).toEqual(transpose(point.covariance));
        expect(layersOf(instance).map(({ rows, columns }) => [columns, rows])).toEqual(
          instance.widths.slice(1).map((width, l) => [instance.widths[l], width]),
        );
      }),
      { numRuns: 20 },
    );
  });

  it('are small on request, with the depths asked for', () => {
    const depths = new Set<number>();
    fc.assert(
      fc.property(smallPoints({ min: 1, max: 3 }), (instance) => {
        const point = pointOf(instance);
        expectFitting(point);
        depths.add(point.layers.length);
        const { covariance } = pointOf(symmetrised(instance));
        expect(covariance).toEqual(transpose(covariance));
        expect(point.layers.flat(2).every((entry) => entry <= 2n)).toBe(true);
      }),
    );
    expect(depths).toEqual(new Set([1, 2, 3]));
  });
});

describe('flows over the field', () => {
  const { inner } = fieldMatrices;

  it('keep every norm where they are constrained', () => {
    fc.assert(
      fc.property(smallPoints({ min: 1, max: 3 }), (instance) => {
        const { layers, covariance } = pointOf(instance);
        constrainedFlow(layers, covariance).forEach((velocity, l) => expect(inner(velocity, layers[l] ?? [])).toBe(0n));
      }),
    );
  });

  it('agree for unit layers, and are free along the layers alone', () => {
    const layers = [fieldMatrix([[1, 0]]), fieldMatrix([[0], [1]])];
    const covariance = fieldMatrix([
      [2, 1],
      [1, 5],
    ]);
    expect(unitFlow(layers, covariance)).toEqual(constrainedFlow(layers, covariance));
    // G₁ = W₂ᵀW₂W₁C = [2, 1] and G₂ = W₂W₁CW₁ᵀ = [0, 2]ᵀ: 2E = 2 goes off along W₁ and W₂.
    expect(plainFlow(layers, covariance)).toEqual([fieldMatrix([[2, 1]]), fieldMatrix([[0], [2]])]);
    expect(unitFlow(layers, covariance)).toEqual([fieldMatrix([[0, 1]]), fieldMatrix([[0], [0]])]);
  });
});
