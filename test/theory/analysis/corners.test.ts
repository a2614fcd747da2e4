import { describe, expect, it } from 'vitest';
import { analyseLoss, type LossAnalysis } from '../../../src/theory/analysis/analyse-loss.js';

const of = (psi: string, parameters: Record<string, number> = {}, phi = 'x'): LossAnalysis =>
  analyseLoss({ phi, psi, parameters });

/** Statements with outcome and grade, by name. */
function said({ statements }: LossAnalysis): Record<string, string> {
  return Object.fromEntries(statements.map(({ id, outcome, evidence }) => [id, `${outcome}, ${evidence.grade}`]));
}

const FAILS = 'fails, interval-certified';
const FAILING = { 'importance-falls': FAILS, convex: FAILS, 'min-player': FAILS };

describe('a corner of φ at which its slope falls', () => {
  it.each(['max(softplus(x/1.3+1.7),tanh(x))', 'softplus(x/1.3+1.7)', 'softplus(x/3)', 'log(1+exp(x))'])(
    'refutes that F is convex where ψ = %s, whatever number of negatives leads to it',
    (psi) => {
      expect(said(of(psi, {}, 'min(1.3*x,x+3)'))).toMatchObject({ convex: FAILS, 'min-player': FAILS });
    },
  );
});

describe('corners of ψ', () => {
  it.each([
    ['min(1,max(0,x+0.5))', 0.5],
    ['x-0.5*abs(x)', 0],
    ['max(0,x+1)-0.5*max(0,x)', 0],
    ['min(x,2*x)', 0],
    ['x-0.25*abs(abs(x)-1)', 1],
    ['exp(min(x,1/3))', 1 / 3],
    ['(x-0.25*abs(x+0.1))^3', -0.1],
  ])('%s: its slope falls at %f, so convexity and "never rises" are refuted', (psi, at) => {
    const analysis = of(psi);
    expect(said(analysis)).toMatchObject(FAILING);
    const corner = analysis.corners.psi.find((one) => Math.abs(one.at - at) < 1e-12);
    expect(corner?.jump.upper).toBeLessThan(0);
  });

  it.each([
    ['x+abs(x)', 0, 2],
    ['min(x,2*x)', 0, -1],
    ['max(0,x)+max(0,x)', 0, 2],
    ['max(0,x-1)/3', 1, 1 / 3],
    ['2*max(0,x+3)-2*max(0,x-2)', 2, undefined],
  ])('%s: the jump of its slope at %f is %f', (psi, at, jump) => {
    const { corners, undecidedCorners } = of(psi);
    if (jump === undefined) {
      // At the end of the domain, where one side is seen.
      expect(undecidedCorners.psi.some(({ lower, upper }) => lower <= at && at <= upper)).toBe(true);
      return;
    }
    expect(corners.psi.map((one) => one.at)).toEqual([at]);
    expect(corners.psi[0]?.jump.lower).toBeLessThanOrEqual(jump);
    expect(corners.psi[0]?.jump.upper).toBeGreaterThanOrEqual(jump);
    expect(said(of(psi))['psi-differentiable']).toBe(FAILS);
  });

  it.each([
    // Jumps of +0.7 and −0.7 at 0, the place of the first by rounding alone: no corner, and convex.
    ['max(exp(x),1+0.3*x)-0.7*max(0,x)+x', []],
    // Jumps of +0.7 and +49.1 at 0 are one of 49.8.
    ['max(exp(x),1+0.3*x)-min(50*x,0.9*x)', [49.8]],
    ['max(0,x-0.1)-max(0,3*x-0.3)/3', []],
    ['max(0,x-0.7)-0.5*max(0,3*x-2.1)', [-0.5]],
  ])('%s: two corners at one place are one, with the sum of their jumps', (psi, jumps) => {
    const analysis = of(psi);
    const sharp = analysis.corners.psi.filter(({ order }) => order === 1);
    expect(sharp.length).toBe(jumps.length);
    sharp.forEach(({ jump }, k) => {
      expect((jump.lower + jump.upper) / 2).toBeCloseTo(jumps[k] ?? Number.NaN, 8);
    });
    const isBent = jumps.some((jump) => jump < 0);
    for (const id of ['importance-falls', 'convex'])
      expect(said(analysis)[id]?.startsWith('fails'), `${id}: ${said(analysis)[id]}`).toBe(isBent);
  });

  it('lists the corner of a line beside a power that begins at the same place', () => {
    const { corners } = of('max(x+1/3+2*max(0,x-1.63721),max(0,2*x-2*1.63721)^3)');
    expect(corners.psi.map(({ at, jump }) => [at.toFixed(5), ((jump.lower + jump.upper) / 2).toFixed(6)])).toEqual([
      ['-0.33333', '1.000000'],
      ['1.63721', '2.000000'],
    ]);
  });
});

describe('ranges that use what is known', () => {
  it('ξ of softplus at τ = 0.001 is at most 4,095 · softplus(2/τ), and no overflow is named', () => {
    const { domains, numerics } = of('softplus(x/tau)', { tau: 0.001 });
    expect(domains.phi.certified.upper).toBeGreaterThanOrEqual(4095 * 2000);
    expect(domains.phi.certified.upper).toBeLessThan(4095 * 2000 * (1 + 1e-9));
    expect(domains.phi.certified.lower).toBeGreaterThanOrEqual(0);
    expect(numerics.hazards).toEqual([]);
  });

  it('Σα of a sigmoid lies in [0, 10,240], and no share is negative', () => {
    const { rowSumRange, curve } = of('exp(x/tau)/(1+exp(x/tau))', { tau: 0.1 });
    expect(rowSumRange?.lower).toBeGreaterThanOrEqual(0);
    expect(rowSumRange?.upper).toBeLessThanOrEqual(10_240);
    expect(rowSumRange?.upper).toBeGreaterThanOrEqual(4095 * 2.5);
    expect(curve.filter(({ weight }) => weight < 0)).toEqual([]);
  });

  it('the range of a negative Σα goes from the less to the larger', () => {
    const { rowSumRange } = of('exp(0.5*x)*exp(-x/tau)', { tau: 0.5 }, '0.1*x');
    expect(rowSumRange?.lower).toBeLessThan(-12_337);
    expect(rowSumRange?.upper).toBeGreaterThan(-0.0075);
    expect(rowSumRange?.upper).toBeLessThan(0);
  });

  it('a constant of several terms keeps its brackets in the regulariser of the min player', () => {
    const { regulariser } = of('x-2+(x+1.3)+0.5');
    expect(regulariser).toMatchObject({
      kind: 'closed-form',
      text: '−n·(-2 + 1.3 + 0.5)',
      latex: '-n\\,(-2 + 1.3 + 0.5)',
    });
  });

  it('weights that are negative have no regulariser in closed form', () => {
    expect(of('exp(-2*x)', {}, 'log(1+x)').regulariser?.kind).not.toBe('closed-form');
  });
});
