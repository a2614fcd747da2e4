/** Losses of other authors against figures that their own public code computed, in float64. */
import { describe, expect, it } from 'vitest';
import { fromNested, maxAbs, norm, row, generate, at, type Matrix } from '../../../src/theory/algebra/matrix.js';
import {
  distanceWeights,
  gradientOfWeights,
  type BatchOptions,
  type DistanceLoss,
} from '../../../src/theory/distance-losses/distance-loss.js';
import { columnLoss } from '../../../src/theory/distance-losses/column-loss.js';
import { columnObjective } from '../../../src/theory/distance-losses/outside-losses.js';
import { namedDistanceLoss } from '../../../src/theory/distance-losses/named-distance-losses.js';
import { unitRows, unitRowsGradient } from '../../../src/theory/losses/unit-rows.js';
import { goldenCasesOfAll } from '../../golden-file.js';

interface PeerCase {
  readonly file: string;
  readonly loss: string;
  readonly case: string;
  readonly parameters: Readonly<Record<string, never>>;
  readonly normalised: boolean;
  readonly labels?: readonly number[];
  readonly z1: number[][];
  readonly z2: number[][];
  readonly value: number;
  readonly grad_z1: number[][];
  readonly grad_z2: number[][];
}

/** Parameters as the file has them. */
type Given = Readonly<Record<string, number>>;

/** The loss of ours that a peer's is. */
const OURS: Readonly<
  Record<string, (given: Given, words: Readonly<Record<string, string | boolean>>) => DistanceLoss>
> = {
  dcl: (given) => namedDistanceLoss('dcl', given, { anchors: 'first' }),
  dclw: (given) => namedDistanceLoss('dclw', given),
  debiased: ({ temperature = 0, tau_plus = 0 }, { debiased }) =>
    debiased === true
      ? namedDistanceLoss('debiased', { temperature, tau_plus })
      : namedDistanceLoss('nt-xent', { temperature }),
  hcl: (given) => namedDistanceLoss('hcl', given),
  adnce: (given) => namedDistanceLoss('adnce', given),
  rince: (given) => namedDistanceLoss('rince', given),
  rince_moco: (given) => namedDistanceLoss('rince-moco', given),
  siglip: ({ logit_scale: scale = 0, logit_bias: bias = 0 }) => namedDistanceLoss('siglip', { scale, bias }),
  clip: ({ logit_scale: scale = 0 }) => namedDistanceLoss('clip', { scale }),
  spectral: (given) => namedDistanceLoss('spectral', given),
  supcon: ({ temperature = 0, base_temperature = 0 }, { contrast_mode }) =>
    namedDistanceLoss(
      'supcon',
      { temperature, base_temperature },
      { anchors: contrast_mode === 'one' ? 'first' : 'both' },
    ),
  supcon_simclr: ({ temperature = 0, base_temperature = 0 }) =>
    namedDistanceLoss('supcon', { temperature, base_temperature }),
  dhel: ({ tau = 0 }, { include_augs }) => namedDistanceLoss(include_augs === true ? 'dhel' : 'dhel-one-view', { tau }),
  kcl: ({ t = 0, gamma = 0 }, { kernel = '' }) => {
    const riesz =
      String(kernel).includes('riesz') && t < 0 ? String(kernel).replace('riesz', 'distance') : String(kernel);
    return namedDistanceLoss(`kcl-${riesz.replace('_', '-')}`, { t: Math.abs(t), gamma });
  },
  align: (given) => namedDistanceLoss('alignment', given),
  uniform: (given) => namedDistanceLoss('uniformity', given),
  align_uniform: ({ align_w = 0, unif_w = 0, alpha = 0, t = 0 }) =>
    namedDistanceLoss('alignment-uniformity', { align_weight: align_w, uniform_weight: unif_w, alpha, t }),
  ntxent_lightly: (given) => namedDistanceLoss('nt-xent', given),
  ntxent_pml: (given) => namedDistanceLoss('nt-xent', given),
  sogclr: ({ temperature = 0, gamma = 0 }) => namedDistanceLoss('sogclr', { temperature, gamma }),
};

/** Of the columns of a batch, not of distances of its rows. */
const COLUMNS = ['vicreg', 'barlow_twins'];

const CASES = goldenCasesOfAll<PeerCase>('peer-losses');

/** Rows brought into the ball of a radius, and the way back for gradients: longer ones as unit rows, shorter ones as they are. */
function intoBall(z: Matrix, radius: number): { readonly rows: Matrix; readonly back: (gradient: Matrix) => Matrix } {
  const unit = unitRows(z);
  const isLong = (i: number): boolean => norm(row(z, i)) >= radius;
  return {
    rows: generate(z.rows, z.columns, (i, j) => (isLong(i) ? radius * at(unit.unit, i, j) : at(z, i, j))),
    back: (gradient) => {
      const through = unitRowsGradient(unit, gradient);
      return generate(z.rows, z.columns, (i, j) => (isLong(i) ? radius * at(through, i, j) : at(gradient, i, j)));
    },
  };
}

function comparedWithPeer(peer: PeerCase): {
  readonly value: number;
  readonly z: Matrix;
  readonly zPrime: Matrix;
  readonly averages: readonly Float64Array[];
} {
  const numbers = Object.fromEntries(
    Object.entries(peer.parameters as Record<string, unknown>).filter(([, value]) => typeof value === 'number'),
  ) as Given;
  const columns = columnObjective(peer.loss, numbers);
  if (columns !== undefined) {
    return { ...columnLoss(columns.formulae, fromNested(peer.z1), fromNested(peer.z2)), averages: [] };
  }
  const words = peer.parameters as Readonly<Record<string, string>>;
  const loss = (OURS[peer.loss] as (typeof OURS)[string])(numbers, words);
  const radius = peer.normalised ? undefined : Math.sqrt(numbers['mu'] ?? 1);
  const views = [peer.z1, peer.z2].map((rows) => {
    const z = fromNested(rows);
    if (radius !== undefined) return intoBall(z, radius);
    const unit = unitRows(z);
    return { rows: unit.unit, back: (gradient: Matrix) => unitRowsGradient(unit, gradient) };
  });
  const [first, second] = views as [(typeof views)[0], (typeof views)[0]];
  const before = (peer.parameters as Record<string, unknown>)['u_before'] as number[] | null | undefined;
  const options: BatchOptions = {
    ...(peer.labels !== undefined && { labels: peer.labels }),
    ...(before && { averages: [Float64Array.from(before)] }),
  };
  const weights = distanceWeights(loss, first.rows, second.rows, options);
  const gradient = gradientOfWeights(loss, weights, first.rows, second.rows);
  return {
    value: weights.value,
    averages: weights.averages,
    z: first.back(gradient.z),
    zPrime: second.back(gradient.zPrime),
  };
}

describe('losses of other authors', () => {
  it('are all there', () => {
    expect(new Set(CASES.map(({ loss }) => loss))).toEqual(new Set([...Object.keys(OURS), ...COLUMNS]));
  });

  it.each(CASES.map((one, k) => ({ ...one, k })))('$k: $loss, $case, as their code computes it', (peer) => {
    const { value, z, zPrime, averages } = comparedWithPeer(peer);
    const least = peer.loss === 'uniform' && peer.case === 'collapsed' ? 1e-10 : 1e-12;
    expect(Math.abs(value - peer.value)).toBeLessThanOrEqual(Math.max(1e-9 * Math.abs(peer.value), least));
    const golden = [fromNested(peer.grad_z1), fromNested(peer.grad_z2)] as const;
    const largest = Math.max(...golden.map(({ data }) => maxAbs(data)));
    for (const [ours, theirs] of [
      [z, golden[0]],
      [zPrime, golden[1]],
    ] as const) {
      const off = maxAbs(ours.data.map((entry, k) => entry - (theirs.data[k] as number)));
      expect(off).toBeLessThanOrEqual(1e-9 * largest);
    }
    const after = (peer.parameters as Record<string, unknown>)['u_after'] as number[] | undefined;
    after?.forEach((u, i) => expect(averages[0]?.[i]).toBeCloseTo(u, Math.max(0, 9 - Math.ceil(Math.log10(u)))));
  });
});
