/** Inspections against values of other people's code: peer-losses.json, and NumPy. */
import { expect, it } from 'vitest';
import { anchorWeighing } from '../../../src/results/inspect/anchor-weighing.js';
import { inspectEmbeddings } from '../../../src/results/inspect/inspect-embeddings.js';
import { fromNested, row, stack, sliceRows, zeros } from '../../../src/theory/algebra/matrix.js';
import { unitRows, unitRowsGradient } from '../../../src/theory/losses/unit-rows.js';
import { goldenCases } from '../../golden-file.js';

interface Peer {
  readonly loss: string;
  readonly parameters: Readonly<Record<string, number>>;
  readonly z1: number[][];
  readonly z2: number[][];
  readonly value: number;
  readonly grad_z1: number[][];
  readonly grad_z2: number[][];
}

const PEERS = goldenCases<Peer>('peer-losses.json');
const of = (loss: string): Peer[] => PEERS.filter((peer) => peer.loss === loss);

/** The peers' arithmetic is float64, and their rows are of size 1. */
const ROUNDING = 1e-9;

it('has the alignment and uniformity of their authors’ code', async () => {
  let tried = 0;
  for (const { parameters, z1, z2, value } of [...of('align'), ...of('uniform')]) {
    if (z1.length < 3 || (parameters['alpha'] ?? 2) !== 2 || (parameters['t'] ?? 2) !== 2) continue;
    tried++;
    const { pairs } = await inspectEmbeddings({ first: fromNested(z1), second: fromNested(z2) }, { losses: [] });
    // Centred rows are float32.
    expect('alpha' in parameters ? pairs.alignment : pairs.uniformity.value).toBeCloseTo(value, 5);
  }
  expect(tried).toBeGreaterThan(2);
});

it('weighs pairs as the peers’ gradients do', () => {
  const losses = [
    {
      peers: of('siglip'),
      name: 'siglip',
      both: false,
      values: (p: Peer['parameters']) => ({ t: p['logit_scale'], b: p['logit_bias'] }),
    },
    {
      peers: of('ntxent_lightly'),
      name: 'nt-xent',
      both: true,
      values: (p: Peer['parameters']) => ({ tau: p['temperature'] }),
    },
    {
      peers: of('rince'),
      name: 'rince',
      both: true,
      values: (p: Peer['parameters']) => ({ tau: p['temperature'], q: p['q'], lambda: p['lambda'] }),
    },
  ];
  for (const { peers, name, both, values } of losses) {
    expect(peers.length, name).toBeGreaterThan(2);
    for (const { parameters, z1, z2, grad_z1, grad_z2 } of peers) {
      const normed = unitRows(fromNested([...z1, ...z2]));
      const { unit } = normed;
      const N = z1.length;
      const { weigh } = anchorWeighing(name, values(parameters) as Record<string, number>);
      const gradient = zeros(2 * N, unit.columns);
      const anchors = both ? 2 * N : N;
      const pull = (i: number, j: number, weight: number): void => {
        const [a, b] = [row(unit, i), row(unit, j)];
        const [toA, toB] = [row(gradient, i), row(gradient, j)];
        a.forEach((x, k) => {
          toA[k] = (toA[k] as number) + (weight * (x - (b[k] as number))) / anchors;
          toB[k] = (toB[k] as number) - (weight * (x - (b[k] as number))) / anchors;
        });
      };
      const apart = (i: number, j: number): number =>
        row(unit, i).reduce((sum, x, k) => sum + (x - (row(unit, j)[k] as number)) ** 2, 0) / 2;
      for (let i = 0; i < anchors; i++) {
        const positive = (i + N) % (2 * N);
        const others = [...Array(2 * N).keys()].filter((j) => j % N !== i % N && (both || j >= N));
        const { alpha, beta = alpha.reduce((sum, weight) => sum + weight, 0) } = weigh(
          Float64Array.from(others, (j) => apart(i, j)),
          apart(i, positive),
        );
        pull(i, positive, beta);
        others.forEach((j, k) => pull(i, j, -(alpha[k] as number)));
      }
      const found = unitRowsGradient(normed, gradient);
      const due = stack(fromNested(grad_z1), fromNested(grad_z2));
      const scale = Math.max(1, ...due.data.map(Math.abs));
      found.data.forEach((x, k) => expect(Math.abs(x - (due.data[k] as number))).toBeLessThan(ROUNDING * scale));
    }
  }
});

it('has the ranks that NumPy has', async () => {
  // z = np.array([[np.sin(1 + i * j) + i % 3 for j in range(5)] for i in range(12)])
  const z = fromNested(
    Array.from({ length: 12 }, (_, i) => Array.from({ length: 5 }, (_unused, j) => Math.sin(1 + i * j) + (i % 3))),
  );
  const { geometry } = await inspectEmbeddings({ first: z, second: sliceRows(z, 0, 12) }, { losses: [] });
  // s = np.linalg.svd(z, compute_uv=False); p = s / s.sum() + 1e-7; np.exp(-(p * np.log(p)).sum())
  expect(geometry.rankMe).toBeCloseTo(3.358066690965582, 9);
  // w = np.linalg.eigvalsh(np.cov(z.T)); w.sum() ** 2 / (w ** 2).sum()
  expect(geometry.participationRatio).toBeCloseTo(1.596584822606321, 9);
  // c = np.linalg.svd(z - z.mean(0), compute_uv=False); q = c / c.sum(); np.exp(-(q * np.log(q)).sum())
  expect(geometry.effectiveRank).toBeCloseTo(3.8620112757614686, 9);
});
