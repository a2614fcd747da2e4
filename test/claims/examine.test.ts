import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defineClaim, type Claim } from '../../src/claims/claim.js';
import { decide } from '../../src/claims/evidence.js';
import { examine } from '../../src/claims/examine.js';
import { InvalidInput } from '../../src/base/invalid-input.js';

const OPTIONS = { seed: 1, cases: 100, timeLimit: 10, onRefutation: 'shrink' } as const;

/** `subject(n) ≤ n` for natural numbers: a claim about nothing, to see the runner work. */
function claimAbout(check: Claim['check'], instances: fc.Arbitrary<unknown> = fc.nat({ max: 1000 })): Claim {
  return defineClaim({
    id: 'no-larger',
    title: 'f(n) ≤ n',
    source: 'derived here',
    statement: '$f(n) \\le n$',
    method: 'by trying',
    grade: { kind: 'sampled', reason: 'a test' },
    instances,
    subject: (n: number) => n,
    check,
    counterfeits: [
      { id: 'plus-one', description: 'adds one', subject: (n: number) => n + 1 },
      { id: 'doubled', description: 'doubles', subject: (n: number) => 2 * n },
      { id: 'plus-two', description: 'adds two', subject: (n: number) => n + 2 },
    ],
  });
}

const noLarger = claimAbout((instance, subject) => {
  const n = instance as number;
  return decide({ size: { residual: Math.max(0, (subject as (n: number) => number)(n) - n), bound: 0.5 } }, { n });
});

describe('examine', () => {
  it('checks as many instances as asked for and keeps the evidence of each', () => {
    const found = examine(noLarger, noLarger, OPTIONS);
    expect(found).toMatchObject({ cases: 100, worst: { residual: 0, bound: 0.5 } });
    expect(found.counterexample).toBeUndefined();
    expect(found.evidence).toHaveLength(100);
  });

  it('says how every instance is made again', () => {
    const { evidence } = examine(noLarger, noLarger, OPTIONS);
    for (const { replay, details } of [evidence[0], evidence[37], evidence[99]].flatMap((found) => found ?? [])) {
      const [seed, path = ''] = replay.split(':');
      const again = examine(noLarger, noLarger, { ...OPTIONS, seed: Number(seed), cases: 1, path });
      expect(again.worst).toMatchObject({ instance: details['n'], details, replay });
    }
  });

  it('shrinks a refuting instance to the simplest one and says how to replay it', () => {
    const large = { subject: (n: number): number => (n >= 37 ? n + 1 : n) };
    const { counterexample, cases, evidence } = examine(noLarger, large, OPTIONS);
    expect(counterexample).toMatchObject({ instance: 37, residual: 1, bound: 0.5, details: { n: 37 } });
    expect(evidence).toHaveLength(cases);
    const [seed, ...path] = (counterexample?.replay ?? '').split(':');
    const again = examine(noLarger, large, { ...OPTIONS, seed: Number(seed), cases: 1, path: path.join(':') });
    expect(again.counterexample?.instance).toBe(37);
  });

  it('tries a counterfeit on its own instances if it has any', () => {
    const counterfeit = { subject: (n: number) => n + 1, instances: fc.constant(5000) };
    expect(examine(noLarger, counterfeit, OPTIONS).counterexample?.instance).toBe(5000);
  });

  it('takes NaN for a refutation', () => {
    const { counterexample } = examine(noLarger, { subject: () => Number.NaN }, OPTIONS);
    expect(counterexample?.residual).toBeNaN();
  });

  it('takes an exception for a refutation and keeps its words', () => {
    const { counterexample } = examine(
      noLarger,
      {
        subject: () => {
          throw new Error('out of range');
        },
      },
      OPTIONS,
    );
    expect(counterexample?.error).toContain('out of range');
  });

  it('counts the instance on which the check threw, but not those tried in shrinking', () => {
    const throwing = {
      subject: (n: number): number => {
        if (n >= 37) throw new Error('out of range');
        return n;
      },
    };
    const { counterexample, cases, evidence } = examine(noLarger, throwing, OPTIONS);
    expect(counterexample).toMatchObject({ instance: 37, error: expect.stringContaining('out of range') as string });
    expect(evidence).toHaveLength(cases - 1);
    const before = examine(noLarger, noLarger, OPTIONS).evidence.slice(0, cases - 1);
    expect(evidence).toEqual(before);
  });

  it('says when time ran out', () => {
    const slow = claimAbout((_instance) => {
      const end = performance.now() + 20;
      while (performance.now() < end);
      return { residual: 0, bound: 1, details: {} };
    });
    const { cases, reason } = examine(slow, slow, { ...OPTIONS, timeLimit: 0.1 });
    expect(cases).toBeLessThan(100);
    expect(reason).toBe('the time limit of 0.1 s was reached');
  });

  it('says when instances cannot be made', () => {
    const impossible = claimAbout(() => {
      fc.pre(false);
      return { residual: 0, bound: 1, details: {} };
    });
    expect(examine(impossible, impossible, OPTIONS).reason).toContain('too few instances');
  });
});

describe('defineClaim', () => {
  it('insists on an id that can be typed and on three counterfeits', () => {
    const { counterfeits } = noLarger;
    expect(() => defineClaim({ ...noLarger, id: 'No Larger' })).toThrow('claim id "No Larger"');
    expect(() => defineClaim({ ...noLarger, counterfeits: counterfeits.slice(0, 2) })).toThrow(InvalidInput);
    expect(() => defineClaim({ ...noLarger, counterfeits: [...counterfeits, ...counterfeits] })).toThrow('at least 3');
  });
});

describe('decide', () => {
  it('lets the comparison speak that is closest to failing, and NaN before all', () => {
    const close = { residual: 0.9, bound: 1 };
    expect(decide({ far: { residual: 1, bound: 10 }, close })).toMatchObject({
      ...close,
      details: { decidedBy: 'close' },
    });
    expect(decide({ close, broken: { residual: Number.NaN, bound: 1 } }).details['decidedBy']).toBe('broken');
    expect(decide({}).residual).toBeNaN();
  });
});
