import { describe, expect, it } from 'vitest';
import { refutationText } from '../../../src/faces/report/refutation-text.js';
import { replayCommand } from '../../../src/faces/views/replay-command.js';
import { BROKEN, HOLDING, REFUTED, UNFINISHED } from './fake-report.js';

describe('refutationText', () => {
  it('shows the shrunk instance, how far it is out, and how to see it again', () => {
    const text = refutationText(REFUTED.claim, REFUTED.verdict);
    expect(text).toContain('✘ corollary-2-minimiser is refuted');
    expect(text).toContain('residual 0.250 exceeds bound 3.20e-13');
    expect(text).toContain('z: Matrix [2, 3]');
    expect(text).toContain('npx alpha-cl verify --claims corollary-2-minimiser --replay -1432:7:0:2');
  });

  it('shows the exception where the check threw', () => {
    const { counterexample } = REFUTED.verdict;
    const thrown = {
      ...REFUTED.verdict,
      ...(counterexample && { counterexample: { ...counterexample, error: 'Error: no root' } }),
    };
    expect(refutationText(REFUTED.claim, thrown)).toContain('Error: no root');
  });

  it('names the counterfeits that a broken check accepted', () => {
    const text = refutationText(BROKEN.claim, BROKEN.verdict);
    expect(text).toContain('accepted the counterfeit missing-constraint (the weights may grow) on 100 instances');
    expect(text).toContain('crashed on the counterfeit no-covariance (the covariance is missing)');
    expect(text).not.toContain('wrong-sign');
  });

  it('names the real images that refute', () => {
    const text = refutationText(REFUTED.claim, REFUTED.verdict);
    expect(text).toContain('On real images (CIFAR-10, 32 images) the residual 3.00 exceeds its bound 4.40e-11');
  });

  it('says why a claim is unfinished, and nothing about one that holds', () => {
    expect(refutationText(UNFINISHED.claim, UNFINISHED.verdict)).toContain('the time limit of 60 s was reached');
    expect(refutationText(HOLDING.claim, HOLDING.verdict)).toBe('');
  });

  it('takes another command line', () => {
    const text = refutationText(REFUTED.claim, REFUTED.verdict, ({ id }, { replay }) => `make replay ${id} ${replay}`);
    expect(text).toContain('make replay corollary-2-minimiser -1432:7:0:2');
    expect(text).not.toContain(replayCommand({ id: 'corollary-2-minimiser' }, { replay: '-1432:7:0:2' }));
  });
});
