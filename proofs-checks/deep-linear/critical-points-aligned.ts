import fc from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { decide } from '../../src/claims/evidence.js';
import { alignedStack, alignedValues, type AlignedValues } from '../../src/theory/landscape/aligned-stacks.js';
import { tangentialGradient } from '../../src/theory/landscape/projected-ascent.js';
import { at, generate, norm, type Matrix } from '../../src/theory/algebra/matrix.js';
import { deepLinearEnergy, type Layers } from '../../src/theory/networks/deep-linear.js';
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
  readonly values: (eigenvalues: readonly number[], depth: number) => AlignedValues;
  readonly stack: (frames: readonly Matrix[], singularValues: Float64Array) => Layers;
}

const subject: Subject = { values: alignedValues, stack: alignedStack };

export const criticalPointsAligned = defineClaim<AlignedInstance, Subject>({
  id: 'critical-points-aligned',
  title: 'Aligned stacks of every rank are critical points',
  source: 'derived here',
  about: TIAN_2022,
  place: 'The theorem on deep linear networks, which is on rank 1: the higher ranks',
  statement: String.raw`For every set $S$ of orthonormal eigenvectors $u_i$ of $C$ whose eigenvalues have one sign, $|S|\le\min(d,n_1,\dots,n_L)$ and $L\ge2$ (or $|S|=1$), and all orthonormal frames $v^{(l)}_i$ with $v^{(0)}_i=u_i$, the stack $$W_l=\sum_{i\in S}\sigma_i\,v^{(l)}_i{v^{(l-1)}_i}^\top,\qquad \sigma_i^2=(2E/\lambda_i)^{1/(L-1)},\qquad |2E|=\Big(\sum_{i\in S}|\lambda_i|^{-1/(L-1)}\Big)^{-(L-1)}$$ is a critical point of $E$ under $\|W_l\|_F=1$ with energy $E$. Rank 1 is $W_l=v_lv_{l-1}^\top$ with $E=\tfrac12\lambda$.`,
  method: String.raw`The stack is built on random eigenvectors and frames; its tangential gradient, energy, norms and the imbalance $W_lW_l^\top-W_{l+1}^\top W_{l+1}$ must vanish within the rounding of the products.`,
  grade: {
    kind: 'sampled',
    reason: String.raw`Singular values are roots $\lambda^{-1/(2L-2)}$: the statement is algebraic but not rational, and is tried within rounding.`,
  },
  instances: alignedInstances(),
  subject,
  check: (instance, { values, stack }) => {
    const { covariance, vectors } = covarianceOf(instance);
    const set = instance.chosen.map((i) => instance.eigenvalues[i] as number);
    const { energy, singularValues } = values(set, instance.widths.length);
    const layers = stack(framesOf(instance, vectors), singularValues);
    const bound = stackRounding(instance);
    const scale = Math.max(...instance.eigenvalues.map(Math.abs));
    const imbalances = imbalance(layers).map((difference) => norm(difference) * scale);
    return decide(
      {
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
      id: 'mixed-signs',
      description: 'joins eigenvectors with eigenvalues of both signs',
      subject: { ...subject, values: ofAbsoluteValues },
      instances: fc.tuple(spectra(3), spectra(3), widthLists(4, 3, 2), fc.nat()).map(([some, others, widths, seed]) => {
        const eigenvalues = [...some.map(Math.abs), ...others.map((value) => -Math.abs(value))];
        return { eigenvalues, chosen: [0, some.length], widths: widths.map((width) => Math.max(2, width)), seed };
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
