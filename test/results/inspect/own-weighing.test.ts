import { describe, expect, it } from 'vitest';
import { anchorWeighing, usualWeighings } from '../../../src/results/inspect/anchor-weighing.js';
import { inspectEmbeddings } from '../../../src/results/inspect/inspect-embeddings.js';
import { defaultWeighings } from '../../../src/results/inspect/own-weighing.js';
import { decodeNpy } from '../../../src/training/arrays/npy.js';
import { encodeNpz } from '../../../src/training/arrays/write-npz.js';
import { zipEntries } from '../../../src/training/arrays/zip.js';
import { embeddingsAmong } from '../../../src/training/embeddings/embeddings.js';
import { recordedObjective, type RecordedObjective } from '../../../src/training/train/recorded-objective.js';

const distances = Float64Array.of(0.1, 0.4, 1.3, 1.9);
const usual = usualWeighings().map(({ title }) => title);

describe('the loss of a run', () => {
  it.each<[RecordedObjective, string, number[]]>([
    [{ loss: 'infonce', temperature: 0.3, set: 'epsilon=1' }, 'infonce', [0.3]],
    [{ loss: 'alpha-cl-direct', power: 2, temperature: 0.7 }, 'alpha-cl-direct', [2, 0.7]],
    [{ loss: 'siglip', set: 't=5,b=-3' }, 'siglip', [5, -3]],
  ])('%j comes first, with its parameters', (config, name, values) => {
    const [own, ...others] = defaultWeighings(recordedObjective(config));
    expect(own?.title).toMatch(/^your run's loss, /);
    expect([own?.name, others.map(({ title }) => title)]).toEqual([name, usual]);
    expect(Object.values(own?.parameters ?? {})).toEqual(expect.arrayContaining(values));
  });

  it.each<RecordedObjective>([
    { loss: 'formulae', phi: 'tau*log(eps+x)', psi: 'exp(x/tau)', set: 'tau=0.3,eps=1' },
    { loss: 'distance-formulae', anchor: 'tau*log(exp(-p/tau)+u)+p', sum: 'u=exp(-n/tau)', set: 'tau=0.3' },
  ])('%j has the weights of the loss that has these formulae', (config) => {
    const [own] = defaultWeighings(recordedObjective(config));
    const named = anchorWeighing('infonce', { temperature: 0.3, epsilon: 1 });
    const [found, expected] = [own, named].map((one) => one?.weigh(distances, 0.2).alpha ?? []);
    expect(found).toHaveLength(distances.length);
    found?.forEach((weight, k) => expect(weight).toBeCloseTo(expected?.[k] as number, 12));
  });

  it('is a formula of the distance where the run had one', () => {
    const [own] = defaultWeighings(recordedObjective({ loss: 'alpha-cl-formula', alpha: 'exp(-r/0.5)' }));
    const { alpha } = own?.weigh(distances, 0.2) ?? { alpha: [] };
    expect((alpha[0] as number) / (alpha[1] as number)).toBeCloseTo(Math.exp(0.3 / 0.5), 12);
  });

  it('is not looked at twice, and not where its weights are not known here', () => {
    const [first] = usualWeighings();
    const same = recordedObjective({ loss: first?.name ?? '', ...first?.parameters, temperature: 0.1 });
    expect(defaultWeighings(same).slice(1)).toHaveLength(usual.length - 1);
    for (const text of [
      '',
      '{',
      '[]',
      '{"loss":"none of ours"}',
      '{"loss":"quadratic"}',
      '{"loss":"formulae","phi":5}',
      'null',
      '{"loss":"infonce","set":"nonsense"}',
    ]) {
      expect(
        defaultWeighings(text).map(({ title }) => title),
        text,
      ).toEqual(usual);
    }
    const altered = { loss: 'nt-xent', temperature: 0.3, positiveWeight: 2 };
    expect(defaultWeighings(recordedObjective(altered)).map(({ title }) => title)).toEqual(usual);
  });

  it('is a text of the file of embeddings, beside labels', async () => {
    const values = Float32Array.from({ length: 60 }, (_, k) => Math.sin(k * k));
    const loss = recordedObjective({
      loss: 'formulae',
      phi: 'x',
      psi: 'exp(x/τ)'.replace('τ', 'tau'),
      set: 'tau=0.25',
    });
    const archive = encodeNpz({
      embeddings: { shape: [20, 3], values },
      labels: { shape: [20], values: new Int32Array(20) },
      loss: { shape: [], values: loss },
    });
    const arrays = zipEntries(archive, 'z.npz').map(({ name, read }) =>
      decodeNpy(read(), 'z.npz', name.replace(/\.npy$/, '')),
    );
    const embeddings = embeddingsAmong(arrays, 'z.npz');
    expect([embeddings.loss, embeddings.labels?.names]).toEqual([loss, ['0']]);
    const { losses } = await inspectEmbeddings(embeddings);
    expect(losses[0]?.title).toBe("your run's loss, φ = x, ψ = exp(x/tau), τ = 0.25");
  });
});
