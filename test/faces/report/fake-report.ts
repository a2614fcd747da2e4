/** A made-up run with every status, a counterexample, real images and figures: what the tests of the report draw. */
import { nat } from 'fast-check';
import type { Claim } from '../../../src/claims/claim.js';
import type { Figure } from '../../../src/claims/figure.js';
import type { Counterexample, Verdict } from '../../../src/claims/verdict.js';
import { fromNested } from '../../../src/theory/algebra/matrix.js';
import type { ReportEntry, RunFacts } from '../../../src/faces/views/report-entry.js';
import { TIAN_2022 } from '../../../proofs-checks/papers.js';

export const RUN: RunFacts = {
  seed: 20220131,
  profile: 'standard',
  requestedCases: 2000,
  real: 'CIFAR-10 test, 256 of 10,000 images',
  version: '0.1.0',
  node: '20.20.2',
  startedAt: '2026-11-24T08:30:00.000Z',
  seconds: 184.2,
  command: 'npx alpha-cl verify --profile standard --seed 20220131 --data data',
};

/** A Taylor remainder falling with slope 2: two axes in powers of ten, Greek letters, a legend with long words. */
export const SLOPES: Figure = {
  id: 'gradient-slopes',
  title: 'Taylor remainder of the energy along random directions',
  caption: 'A correct gradient gives slope 2 (left part); below the rounding floor the remainder is noise.',
  spec: {
    height: 260,
    data: {
      values: ['InfoNCE, τ = 0.5', 'Soft triplet with margin ε = 1'].flatMap((loss, k) =>
        Array.from({ length: 9 }, (_, step) => ({
          loss,
          step: 10 ** -step,
          remainder: Math.max((k + 1) * 10 ** (-2 * step), 1e-14),
        })),
      ),
    },
    mark: { type: 'line', point: true, clip: true },
    encoding: {
      x: { field: 'step', type: 'quantitative', scale: { type: 'log' }, title: 'step t', axis: { format: '.0e' } },
      y: {
        field: 'remainder',
        type: 'quantitative',
        scale: { type: 'log' },
        title: '|E(θ + tη) − E(θ) − t⟨∇E, η⟩|',
        axis: { format: '.0e' },
      },
      color: { field: 'loss', type: 'nominal', title: 'loss' },
    },
  },
};

/** Facets with jitter, so that the random numbers of a figure matter, and a clip path in every facet. */
export const TIGHTNESS: Figure = {
  id: 'tightness',
  title: 'Residual ÷ bound of every instance',
  caption: 'Below the line the statement holds.',
  spec: {
    data: {
      values: Array.from({ length: 60 }, (_, k) => ({
        dimension: [2, 8, 32][k % 3],
        ratio: 10 ** (-3 + 2.5 * ((k * 0.618) % 1)),
      })),
    },
    transform: [{ calculate: 'random()', as: 'jitter' }],
    facet: { column: { field: 'dimension', type: 'ordinal', title: 'dimension d' } },
    spec: {
      width: 150,
      height: 200,
      layer: [
        {
          mark: { type: 'point', clip: true },
          encoding: {
            x: { field: 'jitter', type: 'quantitative', axis: null },
            y: { field: 'ratio', type: 'quantitative', scale: { type: 'log' }, title: 'residual ÷ bound' },
          },
        },
        { mark: { type: 'rule', strokeDash: [4, 4] }, encoding: { y: { datum: 1 } } },
      ],
    },
  },
};

export const IMPORTANCES: Figure = {
  id: 'importances',
  title: 'Pairwise importance α of a small batch',
  caption: 'Rows are anchors; the hard negatives carry the weight.',
  spec: {
    width: 260,
    height: 260,
    data: {
      values: Array.from({ length: 64 }, (_, k) => ({
        anchor: `x${k >> 3}`,
        negative: `x${k & 7}`,
        alpha: k >> 3 === (k & 7) ? 0 : Math.exp(-Math.abs((k >> 3) - (k & 7)) / 2),
      })),
    },
    mark: 'rect',
    encoding: {
      x: { field: 'negative', type: 'nominal', title: 'negative j' },
      y: { field: 'anchor', type: 'nominal', title: 'anchor i' },
      color: { field: 'alpha', type: 'quantitative', title: 'αᵢⱼ' },
    },
  },
};

const COUNTEREXAMPLE: Counterexample = {
  instance: {
    z: fromNested([
      [1, 0.5, -0],
      [0, -1, 1e-9],
    ]),
    loss: { name: 'triplet', parameters: { epsilon: 1 } },
    note: '<script>alert("hostile & unescaped")</script>',
  },
  residual: 0.25,
  bound: 3.2e-13,
  details: { slope: 1.02 },
  replay: '-1432:7:0:2',
  shrinks: 11,
};

const COUNTERFEITS: Verdict['counterfeits'] = [
  {
    id: 'no-stop-gradient',
    description: 'α is differentiated too',
    refuted: true,
    cases: 1,
    counterexample: { ...COUNTEREXAMPLE, replay: '77:0' },
  },
  {
    id: 'wrong-sign',
    description: 'the positive pair is pushed away',
    refuted: true,
    cases: 3,
    counterexample: { ...COUNTEREXAMPLE, residual: Infinity, replay: '8:2' },
  },
];

const EVIDENCE = Array.from({ length: 40 }, (_, k) => ({
  residual: 1e-15 * (k + 1),
  bound: 1.1e-13,
  details: { slope: k === 3 ? Number.NaN : 2 },
  replay: `1432:${k}`,
}));

export const HOLDING = entry(
  {
    id: 'theorem-1-gradient',
    title: 'The gradient of a contrastive loss is the gradient of the energy with α held fixed',
    source: TIAN_2022,
    place: 'Theorem 1',
    statement: String.raw`For every loss $\mathcal{L}_{\phi,\psi}$ of the family and every parameter $\theta$,
$$\frac{\partial \mathcal{L}_{\phi,\psi}}{\partial\theta} = -\left.\frac{\partial \mathcal{E}_\alpha}{\partial\theta}\right|_{\alpha=\alpha(\theta)}, \qquad \alpha_{ij}=\phi'(\xi_i)\,\psi'(d_i^2-d_{ij}^2),\quad \xi_i=\sum_{j\neq i}\psi(d_i^2-d_{ij}^2).$$

The importance $\alpha$ stands under a stop-gradient.`,
    method: String.raw`Both sides are computed by separate code and compared in the norm of $\mathbb{R}^n$. The bound is
$64\,N\,\varepsilon\,\lVert\nabla\rVert$, the rounding of a sum of $N$ terms.`,
    figures: () => [SLOPES, TIGHTNESS],
  },
  {
    status: 'holds',
    cases: 2000,
    evidence: EVIDENCE,
    worst: { instance: { n: 4 }, residual: 4e-14, bound: 1.1e-13, details: {}, replay: '1432:39' },
    counterfeits: COUNTERFEITS,
    real: [
      { label: 'CIFAR-10, 32 images', instance: {}, context: {}, residual: 2e-12, bound: 4.4e-11, details: {} },
      { label: 'CIFAR-10, 8 × 8 crops', instance: {}, context: {}, residual: 0, bound: 4.4e-11, details: {} },
    ],
    seconds: 41.7,
  },
);

export const REFUTED = entry(
  {
    id: 'corollary-2-minimiser',
    title: 'The importance solves the min player’s problem',
    figures: () => [IMPORTANCES],
  },
  {
    status: 'refuted',
    cases: 812,
    evidence: EVIDENCE,
    worst: { ...COUNTEREXAMPLE },
    counterexample: COUNTEREXAMPLE,
    counterfeits: COUNTERFEITS,
    real: [{ label: 'CIFAR-10, 32 images', instance: {}, context: {}, residual: 3, bound: 4.4e-11, details: {} }],
    seconds: 12.1,
  },
);

export const BROKEN = entry(
  { id: 'lemma-3-rank-one', title: 'Local optima of a deep linear network have rank one' },
  {
    status: 'broken',
    cases: 2000,
    evidence: EVIDENCE,
    worst: { instance: { n: 4 }, residual: 4e-14, bound: 1.1e-13, details: {}, replay: '1432:39' },
    counterfeits: [
      ...COUNTERFEITS,
      { id: 'missing-constraint', description: 'the weights may grow', refuted: false, cases: 100 },
      {
        id: 'no-covariance',
        description: 'the covariance is missing',
        refuted: false,
        cases: 1,
        counterexample: {
          ...COUNTEREXAMPLE,
          residual: Number.NaN,
          bound: Number.NaN,
          error: 'Error: no covariance',
          replay: '8:0',
        },
      },
    ],
    seconds: 88,
  },
);

export const UNFINISHED = entry(
  { id: 'theorem-4-two-layer-relu', title: 'Neurons of a two-layer ReLU network specialise' },
  { status: 'unfinished', cases: 0, reason: 'the time limit of 60 s was reached', counterfeits: [], seconds: 60 },
);

export const ENTRIES: readonly ReportEntry[] = [HOLDING, REFUTED, BROKEN, UNFINISHED];

/** One claim of the paper that lacks a condition, one that is false as the paper has it, one derived here, and one without content. */
export const OTHERS: readonly ReportEntry[] = [
  lacking('theorem-5-conditional', {}),
  lacking('theorem-6-false', { asStated: 'Every start reaches the maximum' }),
  entry(
    { id: 'lemma-7-derived', title: 'The covariance is bilinear' },
    { status: 'holds', cases: 2000, evidence: EVIDENCE, counterfeits: COUNTERFEITS },
  ),
  entry(
    { id: 'theorem-8-min-player', title: 'Every loss has a min player', source: TIAN_2022, place: 'Theorem 2' },
    { status: 'not applicable', reason: 'ψ is not exponential' },
  ),
];

/** A claim that holds, where the paper has no condition that it needs. */
function lacking(id: string, stated: { readonly asStated?: string }): ReportEntry {
  const drops = { condition: '$x > 0$', statedBy: 'here', explanation: 'It vanishes at 0.', ...stated } as const;
  const counterfeits = [
    { id: 'no-stop-gradient', description: 'without the condition', subject: 0, drops },
    { id: 'wrong-sign', description: 'a wrong sign', subject: 0 },
  ];
  return entry(
    { id, title: 'Positive starts reach the maximum', source: TIAN_2022, place: 'Theorem 2', counterfeits },
    { status: 'holds', cases: 2000, evidence: EVIDENCE, counterfeits: COUNTERFEITS },
  );
}

function entry(claim: Partial<Claim> & Pick<Claim, 'id' | 'title'>, verdict: Partial<Verdict>): ReportEntry {
  return {
    chapter: claim.id.startsWith('theorem') ? 'Theorems' : 'Lemmas & corollaries',
    file: `proofs-checks/players/${claim.id}.ts`,
    claim: {
      source: 'derived here',
      statement: String.raw`$\lVert W \rVert_F = 1$ at every local maximum of $\operatorname{tr}(W C_\alpha W^\top)$.`,
      method: String.raw`Ascent from many starts; the residual is the norm of the projected gradient.`,
      grade: { kind: 'sampled', reason: String.raw`It speaks of every start; ascent tries $n$ of them.` },
      instances: nat(),
      subject: undefined,
      check: () => ({ residual: 0, bound: 1, details: {} }),
      counterfeits: [],
      ...claim,
    },
    verdict: {
      claim: claim.id,
      status: 'holds',
      cases: 0,
      requested: 2000,
      evidence: [],
      counterfeits: [],
      real: [],
      seconds: 0,
      ...verdict,
    },
  };
}
