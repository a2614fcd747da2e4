import fc from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { decide } from '../../src/claims/evidence.js';
import { alignedValues, criticalEnergies } from '../../src/theory/landscape/aligned-stacks.js';
import { criticalSearch } from '../../src/theory/landscape/critical-search.js';
import { norm } from '../../src/theory/algebra/matrix.js';
import { deepLinearEnergy, randomLayers } from '../../src/theory/networks/deep-linear.js';
import { randomStream } from '../../src/theory/algebra/random-stream.js';
import { tightnessFigure } from '../tightness-figure.js';
import { covarianceOf, spectra, widthLists, type AlignedInstance } from './aligned-instance.js';
import { imbalance } from './float-imbalance.js';

type Instance = Omit<AlignedInstance, 'chosen'>;

interface Subject {
  /** The energies of all critical points. */
  readonly energies: (eigenvalues: readonly number[], widths: readonly number[]) => number[];
}

const subject: Subject = { energies: criticalEnergies };
const TOLERANCE = 1e-11;
const STEPS = 60;
/** Two layers of two units on positive eigenvalues: where searches often end at rank 2. */
const broad = fc
  .tuple(spectra(3), spectra(3), fc.nat())
  .map(([some, others, seed]) => ({ eigenvalues: [...some, ...others].map(Math.abs), widths: [2, 2], seed }));

export const criticalPointsComplete = defineClaim<Instance, Subject>({
  id: 'critical-points-complete',
  title: 'There are no other critical points',
  source: 'derived here',
  statement: String.raw`Every critical point of $E$ under $\|W_l\|_F=1$ with $E\ne0$ is an aligned stack on a set $S$ of eigenvectors with eigenvalues of one sign (claim critical-points-aligned; for $L=1$ any $W_1$ whose rows lie in one eigenspace): $W_lW_l^\top=W_{l+1}^\top W_{l+1}$ in all layers and $\sigma_i^{2L-2}Cx_i=2Ex_i$. A critical point with $E=0$ has $PC=0$.`,
  restsOn: ['critical-points-aligned'],
  method: String.raw`From a random start $\|\operatorname{grad}E\|^2$ is lowered by Levenberg–Marquardt steps, which end at critical points of every index. With a gradient of size $g$ left, $2E(W_{l+1}^\top W_{l+1}-W_lW_l^\top)$ is at most $2g$. So either $|E|\le\sqrt{g\max|\lambda|}$ or the layers are balanced to $g/|E|$ and $E$ is within $\sqrt{g\max|\lambda|}L^2$ of a number of the list. Starts whose search has not converged in 60 steps show nothing and count with the gradient that they have.`,
  grade: {
    kind: 'sampled',
    reason:
      'That a list is complete is a statement about all points: it is proven by hand (docs/mathematics.md), and a search finds points outside it or shows nothing.',
  },
  instances: fc
    .tuple(spectra(3), widthLists(3, 2), fc.nat())
    .map(([eigenvalues, widths, seed]) => ({ eigenvalues, widths, seed }))
    .filter(({ eigenvalues, widths }) => [eigenvalues.length, ...widths].some((size) => size > 1)),
  subject,
  check: ({ eigenvalues, widths, seed }, { energies }) => {
    const { covariance } = covarianceOf({ eigenvalues, seed });
    const scale = Math.max(...eigenvalues.map(Math.abs));
    const start = randomLayers([eigenvalues.length, ...widths], randomStream(seed, 'search'));
    const { layers, gradient } = criticalSearch(start, covariance, { tolerance: TOLERANCE * scale, steps: STEPS });
    const energy = deepLinearEnergy(layers, covariance);
    const nearest = Math.min(...energies(eigenvalues, widths).map((listed) => Math.abs(listed - energy)));
    const largest = Math.max(0, ...imbalance(layers).map(norm));
    const left = Math.max(gradient, TOLERANCE * scale);
    return decide(
      {
        energy: { residual: nearest, bound: Math.sqrt(left * scale) * widths.length ** 2 },
        balance: { residual: largest * Math.abs(energy), bound: left + 64 * Number.EPSILON * scale },
      },
      { energy, gradient, depth: widths.length, converged: gradient <= TOLERANCE * scale },
    );
  },
  counterfeits: [
    {
      id: 'rank-one-only',
      description: 'lists the rank-1 stacks and E = 0 only',
      subject: { energies: (eigenvalues) => [0, ...eigenvalues.map((value) => value / 2)] },
      instances: broad,
    },
    {
      id: 'no-zero',
      description: 'leaves E = 0 out',
      subject: { energies: (eigenvalues, widths) => criticalEnergies(eigenvalues, widths).slice(1) },
    },
    {
      id: 'positive-only',
      description: 'lists the positive eigenvalues only',
      subject: { energies: (...input) => criticalEnergies(...input).filter((energy) => energy >= 0) },
    },
    {
      id: 'power-of-all-layers',
      description: 'takes the singular values of a stack with one layer more',
      subject: {
        energies: (eigenvalues, widths) => criticalEnergies(eigenvalues, [...widths, Math.min(...widths)]),
      },
      instances: broad,
    },
    {
      id: 'maximum-only',
      description: 'lists the global maximum only',
      subject: { energies: (values) => [alignedValues([Math.max(...values)], 1).energy] },
    },
  ],
  figures: (verdict) => [tightnessFigure(verdict, 'distance to the nearest listed energy, or imbalance')],
});
