import { describe, expect, it } from 'vitest';
import type * as Runner from '../../src/claims/run-claims.js';
import { temporaryFolder, writeTinyDatasets } from '../training/data/tiny-dataset.js';
import { CLAIMS } from './fixtures/catalogue.js';

// From dist: worker threads run JavaScript.
const { runClaims } = (await import(
  new URL('../../dist/src/claims/run-claims.js', import.meta.url).href
)) as typeof Runner;

const catalogue = new URL('./fixtures/catalogue.js', import.meta.url);
const OPTIONS = { catalogue, seed: 1, cases: 60, timeLimit: 20, workers: 2 } as const;

function claims(...ids: string[]): Runner.RunOptions['claims'] {
  return (CLAIMS as unknown as Runner.RunOptions['claims']).filter(({ id }) => ids.includes(id));
}

describe('runClaims', () => {
  it('distinguishes claims that hold, are refuted, and have a blind check', async () => {
    const verdicts = await runClaims({ ...OPTIONS, claims: claims('true', 'false', 'blind', 'crashing-counterfeit') });
    expect(verdicts.map(({ claim, status }) => [claim, status])).toEqual([
      ['true', 'holds'],
      ['false', 'refuted'],
      ['blind', 'broken'],
      ['crashing-counterfeit', 'broken'],
    ]);
    const [holding, refuted, blind] = verdicts;
    expect(holding).toMatchObject({ cases: 60, requested: 60, counterfeits: [{ refuted: true }, { refuted: true }] });
    expect(holding?.evidence).toHaveLength(60);
    expect(refuted?.counterexample).toMatchObject({ instance: 37, residual: 1, bound: 0.5 });
    expect(blind?.counterfeits).toMatchObject([{ refuted: true }, { id: 'same', refuted: false, cases: 100 }]);
  });

  it('finds the same on any number of workers', async () => {
    const run = async (workers: number): Promise<object[]> => {
      const verdicts = await runClaims({ ...OPTIONS, claims: claims('true', 'false'), workers });
      return verdicts.map(({ seconds: _seconds, ...rest }) => rest);
    };
    expect(await run(3)).toEqual(await run(1));
  });

  it('replays the counterexample that it printed', async () => {
    const [first] = await runClaims({ ...OPTIONS, claims: claims('false') });
    const replay = first?.counterexample?.replay ?? '';
    const [again] = await runClaims({ ...OPTIONS, claims: claims('false'), replay });
    expect(again).toMatchObject({
      status: 'refuted',
      requested: 1,
      counterexample: { instance: 37 },
      counterfeits: [],
    });
  });

  it('replays on a counterfeit the instance that refuted it', async () => {
    const [first] = await runClaims({ ...OPTIONS, claims: claims('true') });
    const { id = '', counterexample } = first?.counterfeits[1] ?? {};
    const replay = counterexample?.replay ?? '';
    const [again] = await runClaims({ ...OPTIONS, claims: claims('true'), replay, counterfeit: id });
    expect(again?.counterfeits).toEqual([{ ...first?.counterfeits[1], cases: 1 }]);
    expect(again).toMatchObject({ status: 'holds', cases: 0, requested: 0 });
    const unknown = runClaims({ ...OPTIONS, claims: claims('true'), replay, counterfeit: 'none' });
    await expect(unknown).rejects.toThrow('unknown counterfeit of true "none": choose one of plus-one, doubled');
  });

  it('stops a check that does not return, and says so', async () => {
    const [verdict] = await runClaims({ ...OPTIONS, claims: claims('hanging'), cases: 1, timeLimit: 1, patience: 0.5 });
    expect(verdict?.status).toBe('broken');
    expect(verdict?.reason).toContain('did not return');
    expect(verdict?.cases).toBe(0);
  });

  it('goes on with each verdict in a worker thread, and fails where that fails', async () => {
    const module = new URL('./fixtures/further-work.js', import.meta.url);
    const results = new Set<unknown>();
    const run = (...ids: string[]) =>
      runClaims({
        ...OPTIONS,
        claims: claims(...ids),
        onVerdict: async ({ claim, status }, inThread) => {
          results.add(await inThread(module, { claim, status }));
        },
      });
    await run('true', 'false');
    expect(results).toEqual(new Set(['false is refuted', 'true is holds']));
    await expect(run('true', 'blind')).rejects.toThrow('blind is refused');
  });

  it('reports progress to the end, with the verdict last', async () => {
    const seen: Runner.Progress[] = [];
    await runClaims({ ...OPTIONS, claims: claims('true'), onProgress: (progress) => seen.push(progress) });
    expect(seen.map(({ done }) => done)).toEqual(seen.map((_, k) => k + 1));
    expect(seen.at(-1)).toMatchObject({
      claim: 'true',
      done: seen.length,
      total: seen.length,
      verdict: { status: 'holds' },
    });
    expect(seen.at(-1)?.secondsLeft).toBe(0);
  });

  it.each(['7', 'x:1', '1:', '1:2:'])('refuses the replay %j', async (replay) => {
    await expect(runClaims({ ...OPTIONS, claims: claims('true'), replay })).rejects.toThrow('give SEED:PATH');
  });

  it.each<[string, RegExp]>([
    ['1:2:3:4:5', /no refutation has this path|there is no instance/],
    ['1:3:9999', /there is no instance 1:3:9999/],
    ['1:0:0:0:0:0:0:0:0:0:0:0:0:0:0', /no refutation has this path|there is no instance/],
    ['1:100', /no seed has an instance 100/],
    ['1:99999999999', /no seed has an instance/],
    ['4294967297:0', /one of 32 bits/],
  ])('refuses the replay %j, which no refutation has', async (replay, words) => {
    await expect(runClaims({ ...OPTIONS, claims: claims('true'), replay })).rejects.toThrow(words);
    const counterfeit = runClaims({ ...OPTIONS, claims: claims('blind'), replay, counterfeit: 'same' });
    await expect(counterfeit).rejects.toThrow(words);
  });

  it('replays exactly one instance, and a refutation on any path', async () => {
    const [holding] = await runClaims({ ...OPTIONS, claims: claims('true'), replay: '1:2' });
    expect(holding).toMatchObject({ status: 'holds', cases: 1, requested: 1 });
    const [refuted] = await runClaims({ ...OPTIONS, claims: claims('false') });
    const path = refuted?.counterexample?.replay.split(':') ?? [];
    expect(path.length).toBeGreaterThan(2);
    // A sibling of the counterexample's: smaller, so that it holds, and its parents are refuted.
    const sibling = [...path.slice(0, -1), '0'].join(':');
    const [again] = await runClaims({ ...OPTIONS, claims: claims('false'), replay: sibling });
    expect(again).toMatchObject({ status: 'holds', cases: 1 });
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses %d cases, and no claims: nothing would be checked', async (cases) => {
    await expect(runClaims({ ...OPTIONS, claims: claims('true'), cases })).rejects.toThrow(
      `cases is ${cases}: it must be a whole number of at least 1`,
    );
    await expect(runClaims({ ...OPTIONS, claims: [] })).rejects.toThrow('no claims given');
  });

  it('calls no claim held of which nothing was checked', async () => {
    const { mergeVerdict } = await import('../../src/claims/merge-verdict.js');
    const [claim] = claims('true') as [Runner.RunOptions['claims'][number]];
    expect(mergeVerdict(claim, [])).toMatchObject({ status: 'unfinished', reason: '0 of 0 instances were checked' });
    const task = { claim: 'true', kind: 'instances', seed: 1, cases: 3, timeLimit: 1 } as const;
    const result = { examination: { cases: 2, evidence: [] }, seconds: 0 };
    expect(mergeVerdict(claim, [{ task, result }])).toMatchObject({ status: 'unfinished' });
  });

  it('refuses a claim that does not use the real images', async () => {
    const data = temporaryFolder();
    writeTinyDatasets(data, 4);
    const run = runClaims({ ...OPTIONS, claims: claims('nothing-on-real'), data });
    await expect(run).rejects.toThrow('nothing-on-real makes no instance of the real images');
  });

  it('refutes a claim that fails on real images alone', async () => {
    const data = temporaryFolder();
    writeTinyDatasets(data, 4);
    const [verdict] = await runClaims({ ...OPTIONS, claims: claims('false-on-real'), data });
    expect(verdict?.status).toBe('refuted');
    expect(verdict?.counterexample).toBeUndefined();
    expect(verdict?.real).toMatchObject([
      { label: 'fine', residual: 0 },
      { label: 'broken', residual: Number.NaN },
    ]);
  });

  it('names a missing data folder', async () => {
    const run = runClaims({ ...OPTIONS, claims: claims('false-on-real'), data: '/no/such/folder' });
    await expect(run).rejects.toThrow('/no/such/folder');
  });
});
