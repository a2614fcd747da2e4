/**
 * The claims that take a given loss, on losses that are level, nearly constant, steep, or of any size: each verdict fits. The
 * gate tries those that once failed; ALPHA_CL_GIVEN_LOSSES=all tries all of them.
 */
import { describe, expect, it } from 'vitest';
import { CLAIMS } from '../../../proofs-checks/index.js';
import type { Status } from '../../../src/claims/verdict.js';
import { verdictOn } from './verdict-on.js';

const SHORT = {
  gradient: 'theorem-1-gradient',
  entropy: 'theorem-2-min-player',
  player: 'min-player-none',
  monotone: 'importance-monotone',
  sandwich: 'energy-sandwich',
  norm: 'norm-lemma',
} as const;
type Short = keyof typeof SHORT;
type Verdicts = Partial<Record<Short, Status>>;

interface Case {
  readonly phi?: string;
  readonly psi: string;
  /** Only where a claim does not hold. */
  readonly but?: Verdicts;
  /** Tried in every run of the tests: the claims named, or all. */
  readonly gate?: readonly Short[];
}

const NO_EXPONENTIAL = { entropy: 'not applicable' } as const;
const NOT_CONVEX = {
  ...NO_EXPONENTIAL,
  player: 'not applicable',
  monotone: 'not applicable',
  sandwich: 'not applicable',
} as const;
const LEVEL = {
  gradient: 'cannot be told',
  player: 'cannot be told',
  monotone: 'cannot be told',
  sandwich: 'cannot be told',
  norm: 'cannot be told',
} as const;

const LOSSES: readonly Case[] = [
  { psi: 'max(0,x)', but: NO_EXPONENTIAL, gate: ['entropy', 'sandwich', 'player'] },
  { psi: 'max(0,x-1)', but: NO_EXPONENTIAL, gate: ['gradient', 'sandwich'] },
  {
    psi: 'max(0,x-1.99)',
    but: { ...NO_EXPONENTIAL, gradient: 'cannot be told', player: 'cannot be told' },
    gate: ['sandwich', 'player'],
  },
  { psi: 'max(0,x+3)', but: NO_EXPONENTIAL },
  { psi: 'softplus(10*x-10)', but: NO_EXPONENTIAL, gate: ['entropy', 'sandwich'] },
  { psi: 'softplus(100*x-50)', but: NO_EXPONENTIAL },
  { psi: 'softplus(0.01*x-10)', but: NO_EXPONENTIAL },
  { psi: 'softplus(x-40)', but: NO_EXPONENTIAL, gate: ['entropy', 'sandwich'] },
  { psi: 'softplus(x-300)', but: NO_EXPONENTIAL, gate: ['gradient'] },
  { psi: 'softplus(x+30)', but: NO_EXPONENTIAL },
  { psi: 'softplus(x/0.001)', but: NO_EXPONENTIAL, gate: ['player', 'norm'] },
  { psi: 'exp(x/0.05)', gate: ['entropy', 'sandwich'] },
  { psi: 'exp(x/0.01)', gate: ['sandwich', 'monotone'] },
  { psi: 'exp(x/0.003)', gate: ['norm'] },
  { phi: 'log(1+x)', psi: 'exp(x/0.01)' },
  { phi: '0.01*log(x)', psi: 'exp(x/0.01)' },
  { psi: 'max(0,x)^2', but: NO_EXPONENTIAL },
  { psi: 'max(0,x-1.5)^2', but: NO_EXPONENTIAL },
  { phi: 'x^2', psi: 'max(0,x)', but: NO_EXPONENTIAL },
  { psi: 'sigmoid(x)', but: NOT_CONVEX, gate: ['entropy', 'player', 'monotone', 'sandwich'] },
  { psi: 'sigmoid(x-20)', but: NO_EXPONENTIAL },
  { psi: 'tanh(x)', but: NOT_CONVEX },
  { psi: 'x^3+3*x', but: NOT_CONVEX },
  { psi: 'min(1,max(0,x+0.5))', but: NOT_CONVEX, gate: ['player', 'monotone'] },
  { psi: 'x-0.5*abs(x)', but: NOT_CONVEX, gate: ['sandwich'] },
  { psi: 'x+abs(x)', but: NO_EXPONENTIAL },
  { psi: 'x', but: NO_EXPONENTIAL, gate: ['player', 'sandwich'] },
  { psi: '1e6*x', but: NO_EXPONENTIAL },
  { psi: '1e-9*x', but: NO_EXPONENTIAL },
  { psi: '1e-20*x', but: NO_EXPONENTIAL, gate: ['sandwich', 'norm'] },
  { psi: '1+1e-12*exp(x)', but: { ...NO_EXPONENTIAL, gradient: 'cannot be told' }, gate: ['gradient', 'norm'] },
  { psi: 'log(1+exp(20*x))', but: NO_EXPONENTIAL, gate: ['player'] },
  { phi: 'log(x)', psi: '1e6+x', but: { ...NO_EXPONENTIAL, player: 'not applicable', sandwich: 'not applicable' } },
  { phi: 'max(x,2*x-3)', psi: 'exp(x)' },
  { phi: 'min(x,3)', psi: 'exp(x)', but: { player: 'not applicable', sandwich: 'not applicable' } },
  {
    phi: 'max(0,x-100)',
    psi: 'softplus(x)',
    but: { ...LEVEL, entropy: 'not applicable' },
    gate: ['monotone', 'sandwich'],
  },
  { phi: 'max(0,log(x))^2', psi: 'exp(x)', gate: ['entropy'] },
  { psi: 'sigmoid(2*x)/(1-sigmoid(2*x))', gate: ['entropy'] },
  { psi: 'exp(exp(x))', but: NO_EXPONENTIAL },
];

const ALL = process.env['ALPHA_CL_GIVEN_LOSSES'] === 'all';

describe('a claim on a given loss', () => {
  for (const { phi = 'x', psi, but = {}, gate = [] } of LOSSES) {
    const names = ALL ? (Object.keys(SHORT) as Short[]) : gate;
    if (names.length === 0) continue;
    it(`φ = ${phi}, ψ = ${psi}`, () => {
      const found = names.map((name) => [name, verdictOn(claimOf(name), { phi, psi }).status]);
      expect(Object.fromEntries(found)).toEqual(Object.fromEntries(names.map((name) => [name, but[name] ?? 'holds'])));
    }, 300_000);
  }

  it('says why it is not applicable', () => {
    const loss = { phi: 'x', psi: 'softplus(x/tau)', parameters: { tau: 0.5 } };
    expect(verdictOn(claimOf('entropy'), loss)).toMatchObject({ cases: 0, reason: 'ψ is not exponential' });
    expect(verdictOn(claimOf('player'), { phi: 'x', psi: 'sigmoid(x)' }).reason).toMatch(/^F is not convex/);
  });
});

function claimOf(name: Short): (typeof CLAIMS)[number] {
  const claim = CLAIMS.find(({ id }) => id === SHORT[name]);
  if (claim === undefined) throw new Error(`no claim ${SHORT[name]}`);
  return claim;
}
