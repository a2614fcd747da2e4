import { expect, it } from 'vitest';
import { minPlayerNone } from '../../../proofs-checks/players/min-player-none.js';
import { claimOfLoss } from '../../../src/claims/claim-of-loss.js';
import type { LossFormulae } from '../../../src/theory/losses/loss-formulae.js';

it.each<[string, LossFormulae]>([
  ['symbolic', { phi: 'log(2 + x)', psi: 'exp(x/tau)', parameters: { tau: 0.3 } }],
  ['sampled', { phi: 'x', psi: 'sigmoid(x)' }],
])('gives a claim about a reader’s loss the grade of the proof for that loss: %s', (grade, loss) => {
  expect(claimOfLoss(minPlayerNone, loss)?.grade.kind).toBe(grade);
});
