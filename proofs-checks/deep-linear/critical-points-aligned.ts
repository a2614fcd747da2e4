import fc from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { decide, type Comparison } from '../../src/claims/evidence.js';
import { alignedStack, alignedValues, type AlignedValues } from '../../src/theory/landscape/aligned-stacks.js';
import { tangentialGradient } from '../../src/theory/landscape/projected-ascent.js';
import { fieldMatrices, type FieldMatrix } from '../../src/theory/algebra/field-matrix.js';
import type { FieldElement } from '../../src/theory/algebra/prime-field.js';
import { at, generate, norm, type Matrix } from '../../src/theory/algebra/matrix.js';
import { deepLinearEnergy, type Layers } from '../../src/theory/networks/deep-linear.js';
import { exactly, randomWords, withPoint, type WithPoint } from '../exact-comparison.js';
import { alignedParts, exactEigenvalue, exactStack } from '../oracles/exact-aligned.js';
import { exactEnergy, exactFlow, exactImbalance } from '../oracles/exact-deep-linear.js';
import { TIAN_2022 } from '../papers.js';
import { tightnessFigure } from '../tightness-figure.js';
import {
  alignedInstances,
  covarianceOf,
  framesOf,
  spectra,
  stackRounding,
  widthLists,
  type AlignedInstance,
} from './aligned-instance.js';
import { imbalance } from './float-imbalance.js';

interface Subject {
  /** λᵢ from 2E and σᵢ, over F_p: the formula for σᵢ, solved for the eigenvalue. */
  readonly exactEigenvalue: typeof exactEigenvalue;
  readonly exactStack: typeof exactStack;
  readonly values: (eigenvalues: readonly number[], depth: number) => AlignedValues;
  readonly stack: (frames: readonly Matrix[], singularValues: Float64Array) => Layers;
}

const subject: Subject = { exactEigenvalue, exactStack, values: alignedValues, stack: alignedStack };

/** Depths, features, widths and rank of the exact stacks: a unit to spare at every place. */
const [DEPTHS, SIZE, RANK] = [[2, 3], 3, 2] as const;

export const criticalPointsAligned = defineClaim<AlignedInstance & WithPoint, Subject>({
  id: 'critical-points-aligned',
  title: 'Aligned stacks of every rank are critical points',
  source: 'derived here',
  about: TIAN_2022,
  place: 'The theorem on deep linear networks, which is on rank 1: the higher ranks',
  statement: String.raw`For every set $S$ of orthonormal eigenvectors $u_i$ of $C$ whose eigenvalues have one sign, $|S|\le\min(d,n_1,\dots,n_L)$ and $L\ge2$ (or $|S|=1$), and all orthonormal frames $v^{(l)}_i$ with $v^{(0)}_i=u_i$, the stack $$W_l=\sum_{i\in S}\sigma_i\,v^{(l)}_i{v^{(l-1)}_i}^\top,\qquad \sigma_i^2=(2E/\lambda_i)^{1/(L-1)},\qquad |2E|=\Big(\sum_{i\in S}|\lambda_i|^{-1/(L-1)}\Big)^{-(L-1)}$$ is a critical point of $E$ under $\|W_l\|_F=1$ with energy $E$. Rank 1 is $W_l=v_lv_{l-1}^\top$ with $E=\tfrac12\lambda$.`,
  restsOn: ['deep-linear-dynamics'],
  method: String.raw`Exactly: at a random point of $\mathbb F_p$, $p=2^{61}-1$, with depths 2 and 3, rank 2 and all sizes 3. $\sigma$ on the unit sphere, $2E$, frames and eigenvectors are drawn, orthogonal matrices as products of reflections, and $\lambda_i=2E\,\sigma_i^{-2(L-1)}$: then $\partial E/\partial W_l=2E\,W_l$, the energy, the norms and the balance must hold to the last digit. For $\lambda_i$ of one sign this is the statement solved for $\lambda_i$; every direction is on its own in each of these, and a layer between two others stands for all of them, so this size settles every other. The library's code: the stack is built on random eigenvectors and frames; its tangential gradient, energy, norms and the imbalance $W_lW_l^\top-W_{l+1}^\top W_{l+1}$ must vanish within the rounding of the products.`,
  grade: {
    kind: 'exact',
    // Frames have degree 6 over 6, σ 4 over 4, so a layer 16; C has 12 + 1 + 2·16 at L = 3; 5 layers and C make 125, and 2EW_l 17.
    degree: 150,
    reason: String.raw`Solved for $\lambda_i=2E\,\sigma_i^{-2(L-1)}$ the statement has no root and is a rational identity in $2E$ and the vectors of the reflections: numerators of degree at most 150.`,
  },
  instances: withPoint(alignedInstances()),
  subject,
  check: (instance, { values, stack, ...exact }) => {
    const { covariance, vectors } = covarianceOf(instance);
    const set = instance.chosen.map((i) => instance.eigenvalues[i] as number);
    const { energy, singularValues } = values(set, instance.widths.length);
    const layers = stack(framesOf(instance, vectors), singularValues);
    const bound = stackRounding(instance);
    const scale = Math.max(...instance.eigenvalues.map(Math.abs));
    const imbalances = imbalance(layers).map((difference) => norm(difference) * scale);
    return decide(
      {
        'critical, exactly': exactComparison(instance.pointSeed, exact),
        'tangential gradient': { residual: tangentialGradient(layers, covariance), bound },
        energy: { residual: Math.abs(deepLinearEnergy(layers, covariance) - energy), bound },
        norms: { residual: Math.max(...layers.map((layer) => Math.abs(norm(layer) - 1))) * scale, bound },
        balance: { residual: Math.max(0, ...imbalances), bound },
      },
      { rank: set.length, depth: instance.widths.length, energy },
    );
  },
  counterfeits: [
    {
      id: 'power-of-all-layers',
      description: 'takes σ² = (2E/λ)^{1/L}: the power of L layers instead of L − 1',
      subject: { ...subject, values: (set, depth) => alignedValues(set, depth + 1) },
    },
    {
      id: 'equal-singular-values',
      description: 'gives all directions the same singular value',
      subject: {
        ...subject,
        values: (set, depth) => ({
          energy: alignedValues(set, depth).energy,
          singularValues: Float64Array.from(set, () => Math.sqrt(1 / set.length)),
        }),
      },
    },
    {
      id: 'not-an-eigenvector',
      description: 'starts at vectors that are turned away from the eigenvectors',
      subject: { ...subject, stack: ([first, ...frames], sigma) => alignedStack([turned(first), ...frames], sigma) },
    },
    {
      id: 'frames-not-joined',
      description: 'begins a layer at other directions than the layer below ends at',
      subject: { ...subject, stack: (frames, sigma) => alignedStack(frames, sigma).map(turned) },
    },
    {
      id: 'exact-power-of-all-layers',
      description: 'over F_p: takes σ² = (2E/λ)^{1/L}',
      subject: { ...subject, exactEigenvalue: (energy, sigma, depth) => exactEigenvalue(energy, sigma, depth + 1) },
    },
    {
      id: 'exact-frames-not-joined',
      description: 'over F_p: begins a layer at other directions than the layer below ends at',
      subject: {
        ...subject,
        exactStack: (frames, sigma) => exactStack(frames, sigma).map((layer) => layer.map((row) => row.toReversed())),
      },
    },
    {
      id: 'mixed-signs',
      description: 'joins eigenvectors with eigenvalues of both signs',
      subject: { ...subject, values: ofAbsoluteValues },
      instances: fc.tuple(spectra(3), spectra(3), widthLists(4, 3, 2), fc.nat()).map(([some, others, widths, seed]) => {
        const eigenvalues = [...some.map(Math.abs), ...others.map((value) => -Math.abs(value))];
        const wide = widths.map((width) => Math.max(2, width));
        return { eigenvalues, chosen: [0, some.length], widths: wide, seed, pointSeed: 1 };
      }),
      drops: {
        condition: String.raw`the eigenvalues of $S$ have one sign`,
        statedBy: 'here',
        explanation: String.raw`$\sigma_i^{2L-2}\lambda_i=2E$ for every $i\in S$ fixes the sign of $\lambda_i$; with $|\lambda_i|$ instead the layers pull the two directions apart.`,
      },
    },
  ],
  figures: (verdict) => [
    tightnessFigure(verdict, 'tangential gradient, energy, norms or imbalance, the worst of them'),
  ],
});

/** ∂E/∂W_l against 2E·W_l, the energy, ‖W_l‖² against 1, and the imbalance against 0, of stacks of every depth. */
function exactComparison(pointSeed: number, own: Pick<Subject, 'exactEigenvalue' | 'exactStack'>): Comparison {
  const word = randomWords(pointSeed);
  const entries = (layers: readonly FieldMatrix[]): FieldElement[] => layers.flat(2);
  const sides = DEPTHS.map((depth) => {
    const sizes = Array.from({ length: depth + 1 }, () => SIZE);
    const { frames, singularValues, covariance, twiceEnergy } = alignedParts(word, own.exactEigenvalue, RANK, sizes);
    const layers = own.exactStack(frames, singularValues);
    const imbalances = entries(exactImbalance(fieldMatrices, layers));
    return {
      found: [
        ...entries(exactFlow(fieldMatrices, layers, covariance)),
        fieldMatrices.multiply(2n, exactEnergy(fieldMatrices, layers, covariance)),
        ...layers.map((layer) => fieldMatrices.inner(layer, layer)),
        ...imbalances,
      ],
      claimed: [
        ...entries(layers.map((layer) => fieldMatrices.scale(twiceEnergy, layer))),
        twiceEnergy,
        ...layers.map(() => 1n),
        ...imbalances.map(() => 0n),
      ],
    };
  });
  return exactly([sides.flatMap(({ found }) => found)], [sides.flatMap(({ claimed }) => claimed)]);
}

/** A rotation of the first two coordinates of what comes in by 1 radian; with one coordinate, half of it. */
function turned(frame: Matrix | undefined): Matrix {
  const { rows, columns } = frame as Matrix;
  const value = (i: number, j: number): number => at(frame as Matrix, i, j);
  if (rows === 1) return generate(rows, columns, (i, j) => value(i, j) / 2);
  const [cosine, sine] = [Math.cos(1), Math.sin(1)];
  return generate(rows, columns, (i, j) => {
    if (i === 0) return cosine * value(0, j) - sine * value(1, j);
    if (i === 1) return sine * value(0, j) + cosine * value(1, j);
    return value(i, j);
  });
}

function ofAbsoluteValues(set: readonly number[], depth: number): AlignedValues {
  const positive = alignedValues(set.map(Math.abs), depth);
  return { ...positive, energy: Math.sign(set[0] ?? 1) * positive.energy };
}
