import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidInput } from '../../../src/base/invalid-input.js';
import { learningRates, type Schedule } from '../../../src/training/step/learning-rate.js';
import { askPyTorch, PYTORCH, WITHOUT_PYTORCH } from './pytorch.js';

const COSINE_ANNEALING = String.raw`
import json, sys, torch
job = json.load(sys.stdin)
optimiser = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=job['rate'])
schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, T_max=job['batches'], eta_min=0)
rates = []
for epoch in range(job['epochs']):
    rates.append(optimiser.param_groups[0]['lr'])
    optimiser.step()
    if epoch >= 10: schedule.step()
print(json.dumps(rates))
`;

const whole = fc.integer({ min: 1, max: 500 });

it('rises in equal parts over the warm-up, and reaches the full rate at its end', () => {
  fc.assert(
    fc.property(whole, fc.constantFrom('constant' as const, 'cosine' as const), (warmUpSteps, kind) => {
      const rate = learningRates({ kind, rate: 0.3, warmUpSteps, steps: warmUpSteps + 100 });
      for (let step = 0; step < warmUpSteps; step++) {
        expect(rate(step)).toBeCloseTo((0.3 * (step + 1)) / warmUpSteps, 12);
      }
      expect(rate(warmUpSteps)).toBeCloseTo(0.3, 12);
    }),
  );
});

it('a constant rate stays', () => {
  const rate = learningRates({ kind: 'constant', rate: 0.01 });
  expect([0, 1, 1e6].map(rate)).toEqual([0.01, 0.01, 0.01]);
});

it('a cosine falls all the way, symmetric about its middle, and stays at 0', () => {
  fc.assert(
    fc.property(whole, whole, (warmUpSteps, descent) => {
      const rate = learningRates({ kind: 'cosine', rate: 1, steps: warmUpSteps + descent, warmUpSteps });
      for (let k = 0; k < descent; k++) {
        expect(rate(warmUpSteps + k + 1)).toBeLessThan(rate(warmUpSteps + k));
        expect(rate(warmUpSteps + k) + rate(warmUpSteps + descent - k)).toBeCloseTo(1, 12);
      }
      expect(rate(warmUpSteps + descent + 7)).toBeCloseTo(0, 15);
    }),
  );
});

it.each([
  [390, 10, 1],
  [390, 100, 0.87],
  [390, 300, 0.15],
  [390, 400, 0],
  [390, 500, 0.15],
  [195, 205, 0],
])('the authors, with %i batches an epoch, are at epoch %i at %f of their start', (batchesPerEpoch, epoch, share) => {
  const rate = learningRates({ kind: 'authors', rate: 0.01, batchesPerEpoch });
  expect(rate(epoch * batchesPerEpoch) / 0.01).toBeCloseTo(share, 2);
  // One rate an epoch.
  expect(rate((epoch + 1) * batchesPerEpoch - 1)).toBe(rate(epoch * batchesPerEpoch));
});

describe.skipIf(WITHOUT_PYTORCH)(PYTORCH, () => {
  it("has the authors' schedule from its CosineAnnealingLR", () => {
    const [batches, epochs] = [20, 60];
    const theirs = askPyTorch(COSINE_ANNEALING, { batches, epochs, rate: 0.01 }) as number[];
    const ours = learningRates({ kind: 'authors', rate: 0.01, batchesPerEpoch: batches });
    theirs.forEach((rate, epoch) => expect(ours(epoch * batches)).toBeCloseTo(rate, 12));
  });
});

it.each([
  [{ kind: 'linear', rate: 1 }, 'unknown schedule "linear": choose one of constant, cosine, authors'],
  [{ kind: 'constant', rate: 0 }, 'rate is 0'],
  [{ kind: 'constant', rate: 1, warmUpSteps: 0.5 }, 'warmUpSteps is 0.5'],
  [{ kind: 'cosine', rate: 1, steps: 10, warmUpSteps: 0.5 }, 'warmUpSteps is 0.5: it must be a whole number'],
  [{ kind: 'cosine', rate: 1, steps: 10, warmUpSteps: 10 }, 'warmUpSteps is 10: it must be fewer than the 10 steps'],
  [{ kind: 'authors', rate: 1, batchesPerEpoch: 0 }, 'batchesPerEpoch is 0'],
])('explains itself: %j', (schedule, words) => {
  expect(() => learningRates(schedule as Schedule)).toThrow(InvalidInput);
  expect(() => learningRates(schedule as Schedule)).toThrow(words);
});
