import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  analyseLoss,
  statementOf,
  type LossAnalysis,
  type StatementId,
} from '../../../src/theory/analysis/analyse-loss.js';
import { regulariser } from '../../../src/theory/analysis/regulariser.js';
import { asFunction } from '../../../src/theory/analysis/core-expression.js';
import { alongEqualMargins } from '../../../src/theory/analysis/exponential-psi.js';
import { conjugateOf } from '../../../src/theory/analysis/conjugate.js';
import { lossExpressions } from '../../../src/theory/analysis/loss-expressions.js';
import { InvalidInput } from '../../../src/base/invalid-input.js';
import { anchorHessian } from '../../../src/theory/losses/anchor-hessian.js';
import { anchorImportance, anchorLoss } from '../../../src/theory/losses/loss.js';
import { lossNames, namedFormulae, namedLoss } from '../../../src/theory/losses/named-losses.js';
import { compileFormula } from '../../../src/theory/formula/compile-formula.js';
import { importanceFormula, SUM_SYMBOL } from '../../../src/theory/formula/differentiate.js';
import { CONVEX_LOSSES } from '../../../proofs-checks/players/anchor-instances.js';
import { lossByHand } from '../../../bench/losses-by-hand.js';
import { parseFormula } from '../../../src/theory/formula/parse-formula.js';

/** Analysed where a test asks, not while tests are collected: mutation runs count what is broken there as unnoticed. */
function analysisOf(name: string): LossAnalysis {
  return analyseLoss(namedFormulae(name));
}

/** Of docs/findings.md: convexity and the min player, which weights fall, which loss has a corner. */
const KNOWN: Readonly<Record<string, Partial<Record<StatementId, 'holds' | 'fails'>>>> = {
  infonce: {
    convex: 'holds',
    'importance-falls': 'holds',
    'importance-falls-strictly': 'holds',
    'row-sum-constant': 'fails',
  },
  mine: {
    convex: 'holds',
    'importance-falls': 'holds',
    'importance-falls-strictly': 'holds',
    'row-sum-constant': 'holds',
  },
  triplet: {
    convex: 'holds',
    'importance-falls': 'holds',
    'importance-falls-strictly': 'fails',
    'psi-differentiable': 'fails',
    'row-sum-constant': 'fails',
  },
  'soft-triplet': { convex: 'holds', 'importance-falls': 'holds', 'importance-falls-strictly': 'holds' },
  'n-plus-one-tuplet': { convex: 'holds', 'importance-falls': 'holds', 'importance-falls-strictly': 'holds' },
  'lifted-structured': { convex: 'holds', 'importance-falls': 'holds', 'importance-falls-strictly': 'holds' },
  'modified-triplet': { convex: 'fails', 'importance-falls': 'fails', 'importance-falls-strictly': 'fails' },
  'triplet-contrastive': {
    convex: 'holds',
    'importance-falls': 'holds',
    'importance-falls-strictly': 'fails',
    'row-sum-constant': 'holds',
    homogeneous: 'holds',
  },
  'nt-xent': {
    convex: 'holds',
    'importance-falls': 'holds',
    'importance-falls-strictly': 'holds',
    'row-sum-constant': 'fails',
  },
  dcl: {
    convex: 'holds',
    'importance-falls': 'holds',
    'importance-falls-strictly': 'holds',
    'row-sum-constant': 'holds',
  },
};

describe('the named losses', () => {
  it.each(lossNames())('are classified as docs/findings.md has it, with proofs: %s', (name) => {
    const analysis = analysisOf(name);
    const known = { 'psi-increases': 'holds', 'phi-increases': 'holds', 'phi-differentiable': 'holds', ...KNOWN[name] };
    for (const [id, outcome] of Object.entries(known)) {
      const statement = statementOf(analysis, id as StatementId);
      expect([id, statement.outcome]).toEqual([id, outcome]);
      expect(['symbolic', 'interval-certified']).toContain(statement.evidence.grade);
      expect(statement.witness !== undefined).toBe(outcome === 'fails');
    }
    expect(statementOf(analysis, 'min-player').outcome).toBe(statementOf(analysis, 'convex').outcome);
    const smooth = namedLoss(name).psi.kinks.every(({ order }) => order > 1);
    expect(statementOf(analysis, 'psi-differentiable').outcome).toBe(smooth ? 'holds' : 'fails');
    expect(analysis.relations.find((relation) => relation.name === name)).toMatchObject({
      factor: 1,
      offset: 0,
      grade: 'symbolic',
    });
  });

  it.each(lossNames())(
    'have the α that is printed, to 1e-12 of the one written by hand, at 10,000 points: %s',
    (name) => {
      const loss = lossByHand(name);
      const { phi, psi, parameters } = namedFormulae(name);
      const names = Object.keys(parameters);
      const alpha = importanceFormula(parseFormula(phi, names), parseFormula(psi, names));
      expect(alpha.text).toBe(analysisOf(name).importance.text);
      for (let k = 0; k < 100; k++) {
        // ξ from e⁻² on: below ξ = 1 lifted structured has no weight.
        const xi = Math.exp(-2 + k / 10);
        const derived = compileFormula(alpha, { ...parameters, [SUM_SYMBOL]: xi });
        for (let j = 0; j < 100; j++) {
          const x = -2 + 4 * (((100 * k + j) * 0.6180339887498949) % 1);
          const byHand = loss.phi.derivative(xi) * loss.psi.derivative(x);
          expect(Math.abs(derived(x) - byHand)).toBeLessThanOrEqual(1e-12 * Math.abs(byHand));
        }
      }
    },
  );

  it('lifted structured: C¹, its curvature jumps at ξ = 1; triplet: its slope at x = −ε', () => {
    const at = (corners: readonly { at: number; order: number }[]): string[] =>
      corners.map((corner) => `${corner.at.toFixed(9)} ${corner.order}`);
    expect(at(analysisOf('lifted-structured').corners.phi)).toEqual(['1.000000000 2']);
    expect(at(analysisOf('triplet').corners.psi)).toEqual(['-1.000000000 1']);
  });

  it.each(CONVEX_LOSSES)('their regularisers are the conjugates of the library: %s', (name) => {
    const loss = namedLoss(name);
    const { phi, psi, parameters } = namedFormulae(name);
    const { conjugate } = regulariser(lossExpressions({ phi, psi }, parameters));
    fc.assert(
      fc.property(fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 1, maxLength: 6 }), (margins) => {
        const x = Float64Array.from(margins);
        const alpha = anchorImportance(loss, x);
        const value = conjugate?.value(alpha) ?? Number.NaN;
        expect(value).toBeCloseTo(conjugateOf(loss)?.value(alpha) ?? Number.NaN, 9);
        // Fenchel: F*(α) = αᵀx − F(x) at α = ∇F(x).
        expect(value).toBeCloseTo(
          alpha.reduce((so, weight, j) => so + weight * (x[j] as number), 0) - anchorLoss(loss, x),
          9,
        );
      }),
      { numRuns: 60 },
    );
  });

  it('InfoNCE prefers hard negatives at its own temperature, and is the hardest negative alone as τ → 0', () => {
    const { preference, limits, importance } = analysisOf('infonce');
    expect(preference.effectiveTemperature).toEqual({ lower: 0.5, upper: 0.5 });
    expect(limits.find(({ parameter, towards }) => parameter === 'tau' && towards === '0')).toMatchObject({
      shares: 'the hardest negative alone',
      sharesGrade: 'symbolic',
      value: 'max(0, maxⱼ xⱼ)',
    });
    expect(importance.text.replaceAll(' ', '')).toBe('exp(x/tau)/(eps+xi)');
  });
});

/** Losses that break one property each. */
const COUNTERFEITS: readonly { readonly id: StatementId; readonly phi: string; readonly psi: string }[] = [
  { id: 'psi-increases', phi: 'x', psi: '(x - 1)^2' },
  { id: 'psi-increases', phi: 'x', psi: 'exp(x) - 0.14*x' },
  { id: 'phi-increases', phi: 'x^2 - 3*x', psi: 'exp(x)' },
  { id: 'convex', phi: 'log(1 + log(1 + x))', psi: 'exp(x)' },
  { id: 'convex', phi: 'log(1 + x)', psi: '(x + 3)^2' },
  { id: 'convex', phi: 'log(1 + x)', psi: 'max(0, x + 1)' },
  { id: 'convex', phi: 'sqrt(x)', psi: 'x + 3' },
  { id: 'importance-falls', phi: 'x', psi: 'log(1 + 3*exp(x)) + tanh(x)' },
  { id: 'importance-falls', phi: 'x', psi: 'sqrt(x + 3)' },
  { id: 'importance-falls', phi: '-x', psi: 'exp(x)' },
  { id: 'psi-differentiable', phi: 'x', psi: 'max(x, 3*x - 1)' },
  { id: 'psi-differentiable', phi: 'x', psi: 'x + abs(x - 0.25)/2' },
  { id: 'phi-differentiable', phi: 'max(x, 2*x - 3)', psi: 'exp(x)' },
  { id: 'row-sum-constant', phi: 'log(0.01 + x)', psi: 'exp(x)' },
];

describe('counterfeits', () => {
  it.each(COUNTERFEITS)('fail with a point at which they do: $id of φ = $phi, ψ = $psi', ({ id, phi, psi }) => {
    const statement = statementOf(analyseLoss({ phi, psi }), id);
    expect(statement.outcome).toBe('fails');
    expect(statement.evidence.grade).toBe('interval-certified');
    const { value } = statement.witness ?? { value: { lower: Number.NaN, upper: Number.NaN } };
    expect(value.lower).toBeLessThanOrEqual(value.upper);
    // Of a jump or a sum that changes either sign tells; a slope or a curvature must be negative.
    if (/increases|convex|falls/.test(id)) expect(value.upper).toBeLessThan(0);
    else expect(value.lower > 0 || value.upper < 0).toBe(true);
  });

  it('the witness of the sigmoid is true of the library: its Hessian has a negative direction there', () => {
    const { witness } = statementOf(analysisOf('modified-triplet'), 'convex');
    const { x = Number.NaN } = witness?.at ?? {};
    const hessian = anchorHessian(namedLoss('modified-triplet'), Float64Array.of(x, x)).data;
    const along = (hessian[0] as number) - (hessian[1] as number) - (hessian[2] as number) + (hessian[3] as number);
    expect(along).toBeLessThan(0);
    expect(along).toBeGreaterThanOrEqual((witness?.value.lower ?? Infinity) - 1e-12);
    expect(along).toBeLessThanOrEqual((witness?.value.upper ?? -Infinity) + 1e-12);
  });
});

describe('losses that nobody named', () => {
  it('a concave φ of a strongly convex ψ is convex, by intervals', () => {
    const { outcome, evidence } = statementOf(analyseLoss({ phi: 'sqrt(x)', psi: '(x + 3)^4' }), 'convex');
    expect([outcome, evidence.grade]).toEqual(['holds', 'interval-certified']);
  });

  it('no proof is found for a φ too concave at sums that 8 negatives have, and 1, 2, 32 or 4,095 alike ones do not', () => {
    const phi = '1.3*log(x) - 0.1*log(1 + (x/63)^3)';
    const along = compileFormula(parseFormula(phi.replaceAll('x', '(8*(exp(x) + 0.5))'), []), {});
    const step = 1e-2;
    expect(along(2 - step) - 2 * along(2) + along(2 + step)).toBeLessThan(-1e-9);
    expect(statementOf(analyseLoss({ phi, psi: 'exp(x) + 0.5' }), 'convex').outcome).not.toBe('holds');
  });

  it('k = τ² goes the other way: all negatives alike as τ → 0, the hardest alone as τ → ∞', () => {
    const { limits } = analyseLoss({ phi: 'log(x)', psi: 'exp(tau^2*x)', parameters: { tau: 1 } });
    expect(limits.map(({ towards, shares, sharesGrade }) => [towards, shares, sharesGrade])).toEqual([
      ['0', 'all negatives alike', 'symbolic'],
      ['∞', 'the hardest negative alone', 'symbolic'],
    ]);
  });

  it.each([
    ['log(1+x)', 'exp(x)', 'Σ α log(α/S) + (S log S + (1 − S) log(1 − S))', '1'],
    ['log(2+x)', 'exp(x)', 'Σ α log(α/S) + (S log S + (1 − S) log((1 − S)/2))', '1'],
    // Where Σα goes to another number than 1, p is its share of that.
    ['2*log(1+x)', 'exp(x)', 'Σ α log(α/S) + 2 (p log p + (1 − p) log(1 − p)), p = S/(2)', '2'],
    ['3*log(2+x)', 'exp(2*x)', '(1/2) Σ α log(α/S) + 3 (p log p + (1 − p) log((1 − p)/2)), p = S/(6)', '6'],
  ])('the entropy of φ = %s, ψ = %s is written out', (phi, psi, text, bound) => {
    expect(analyseLoss({ phi, psi }).regulariser).toMatchObject({
      kind: 'closed-form',
      text,
      set: { kind: 'sum-at-most', bound },
    });
  });

  it('a falling φ of a concave ψ prefers hard negatives as well, and so does one of a line', () => {
    for (const [phi, psi] of [
      ['-x', '-exp(-x)'],
      ['-x', 'x'],
      ['x', '2*x'],
    ] as const)
      expect(statementOf(analyseLoss({ phi, psi }), 'importance-falls')).toMatchObject({
        outcome: 'holds',
        evidence: { grade: 'symbolic' },
      });
    expect(statementOf(analyseLoss({ phi: '-x', psi: 'exp(x)' }), 'importance-falls').outcome).toBe('fails');
  });

  it('F along equal margins of an exponential ψ is written without the sum, which would be ∞', () => {
    const loss = lossExpressions({ phi: 'tau*log(1+x)', psi: 'exp(x/tau)' }, { tau: 0.001 });
    const along = asFunction(alongEqualMargins(loss, 3), { tau: 0.001 });
    expect(along(1)).toBeCloseTo(1 + 0.001 * Math.log(3), 12);
    const line = lossExpressions({ phi: 'log(1+x)', psi: 'softplus(x)' }, {});
    expect(asFunction(alongEqualMargins(line, 2), {})(0)).toBeCloseTo(Math.log(1 + 2 * Math.log(2)), 12);
  });

  it('a squared hinge has a quadratic regulariser, softplus one that is computed', () => {
    expect(analyseLoss({ phi: 'x', psi: 'max(0, x + m)^2', parameters: { m: 1 } }).regulariser).toMatchObject({
      kind: 'closed-form',
      name: 'quadratic',
    });
    expect(analyseLoss({ phi: 'x', psi: 'softplus(x)' }).regulariser).toMatchObject({
      kind: 'numerical',
      of: 'weight',
    });
  });

  it.each(['2*x + sqrt(x^2)', '2*x + (x^2)^0.5'])(
    'a root that may be of 0 is not called differentiable: the slope of %s jumps',
    (psi) => {
      expect(statementOf(analyseLoss({ phi: 'x', psi }), 'psi-differentiable').outcome).toBe('open');
    },
  );

  it.each(['sqrt(x + 3)', '(x + 3)^0.5'])('a root of what is positive on the margins is differentiable: %s', (psi) => {
    const { outcome, evidence } = statementOf(analyseLoss({ phi: 'x', psi }), 'psi-differentiable');
    expect([outcome, evidence.grade]).toEqual(['holds', 'interval-certified']);
  });

  it('softplus prefers hard negatives at temperatures that are enclosed: ψ″/ψ′ = k·sigmoid(−kx)', () => {
    for (const k of [0.5, 1, 4, 10]) {
      for (const psi of [`softplus(${k}*x)`, `log(1 + exp(${k}*x))`, `3*log(exp(${k}*x) + 1)`]) {
        const { logSlope, effectiveTemperature, evidence } = analyseLoss({ phi: 'x', psi }).preference;
        expect(evidence.grade).toBe('interval-certified');
        const [least, most] = [k / (1 + Math.exp(2 * k)), k / (1 + Math.exp(-2 * k))];
        expect(logSlope.lower).toBeLessThanOrEqual(least);
        expect(logSlope.lower).toBeGreaterThan(0.9 * least);
        expect(logSlope.upper).toBeGreaterThanOrEqual(most);
        expect(logSlope.upper).toBeLessThan(1.25 * most);
        // 1/logSlope, rounded outwards.
        const { lower, upper } = effectiveTemperature ?? { lower: NaN, upper: NaN };
        expect(lower).toBeLessThanOrEqual(1 / logSlope.upper);
        expect(upper).toBeGreaterThanOrEqual(1 / logSlope.lower);
        expect(lower * logSlope.upper).toBeCloseTo(1, 14);
        expect(upper * logSlope.lower).toBeCloseTo(1, 14);
      }
    }
  });

  it.each([
    ['a sigmoid, which prefers far pairs where it flattens', 'sigmoid(x)', undefined],
    ['a line, which prefers none', 'x', { lower: Infinity, upper: Infinity }],
    ['a squared hinge on a line, which prefers none beyond it', 'max(0, x + 1)^2 + x', { upper: Infinity }],
  ])('the effective temperature of %s', (_, psi, expected) => {
    const { effectiveTemperature } = analyseLoss({ phi: 'x', psi }).preference;
    if (expected === undefined) expect(effectiveTemperature).toBeUndefined();
    else expect(effectiveTemperature).toMatchObject(expected);
  });

  it.each([
    ['x', 'softplus(x/0.05)'],
    ['x', '(x + 2)^3'],
    ['max(0, log(x))^2', 'exp(x + 1)'],
    ['log(1 + x)', 'max(0, x + 1)^2'],
  ])('weights that cannot be negative have a sum of at least 0: φ = %s, ψ = %s', (phi, psi) => {
    expect(analyseLoss({ phi, psi }).rowSumRange?.lower).toBeGreaterThanOrEqual(0);
  });

  it('a parameter may be called e, and has the value that it was given', () => {
    const { preference } = analyseLoss({ phi: 'log(1 + x)', psi: 'exp(e*x)', parameters: { e: 0.5 } });
    expect(preference.logSlope).toEqual({ lower: 0.5, upper: 0.5 });
  });

  it('InfoNCE in disguise is recognised, twice as large and shifted too', () => {
    const disguised = analyseLoss({ phi: 'log(2 + 2*x)', psi: 'exp(2*x)' });
    expect(disguised.relations.find(({ name }) => name === 'infonce')).toMatchObject({
      parameters: { temperature: 0.5, epsilon: 1 },
      factor: expect.closeTo(2, 9) as number,
      offset: expect.closeTo(Math.log(2), 9) as number,
    });
  });

  it('a multiple of a loss is one without an offset', () => {
    const tripled = analyseLoss({ phi: '3*tau*log(eps + x)', psi: 'exp(x/tau)', parameters: { tau: 0.3, eps: 1 } });
    const relation = tripled.relations.find(({ name }) => name === 'infonce');
    expect(relation?.factor).toBeCloseTo(3, 9);
    expect(relation?.offset).toBe(0);
  });

  it('a loss that overflows is like none', () => {
    expect(analyseLoss({ phi: 'x', psi: 'exp(1e9*x)' }).relations).toEqual([]);
  });

  it('a range of parameters is proven as a whole, or fails at one of them', () => {
    const inside = analyseLoss({ phi: 'x', psi: 'x + c*x^3/100', parameters: { c: { lower: 0, upper: 4 } } });
    expect(statementOf(inside, 'psi-increases').outcome).toBe('holds');
    const outside = statementOf(
      analyseLoss({ phi: 'x', psi: 'x + c*x^3/100', parameters: { c: { lower: -20, upper: 4 } } }),
      'psi-increases',
    );
    expect(outside.outcome).toBe('fails');
    expect(outside.witness?.at['c']).toBeLessThan(0);
  });

  it('an exponent with one value is that number, on both sides of a corner', () => {
    const m = { lower: 0.5, upper: 2 };
    const typed = analyseLoss({ phi: 'log(1+x)', psi: 'max(0, x+m)^p', parameters: { p: 3, m } });
    const plain = analyseLoss({ phi: 'log(1+x)', psi: 'max(0, x+m)^3', parameters: { m } });
    const known = ({ statements }: typeof plain): unknown =>
      statements.map(({ id, outcome, evidence }) => [id, outcome, evidence.grade]);
    expect(known(typed)).toEqual(known(plain));
    expect(typed.curve).toEqual(plain.curve);
    // τ as an exponent stays a symbol: what is said of it is said of every τ.
    expect(() => analyseLoss({ phi: 'x', psi: 'max(0, x+1)^tau', parameters: { tau: 2 } })).toThrow(InvalidInput);
  });

  it('refuses a constant ψ, a ψ without values, and ranges that are none', () => {
    expect(() => analyseLoss({ phi: 'x', psi: '2' })).toThrow(InvalidInput);
    expect(() => analyseLoss({ phi: 'x', psi: 'log(x)' })).toThrow(/ψ, column 1: log\(x\) has no real value at x = -2/);
    const withC = (c: number | { lower: number; upper: number }) => () =>
      analyseLoss({ phi: 'x', psi: 'x + c', parameters: { c } });
    expect(withC({ lower: 1, upper: 0 })).toThrow(
      'the parameter "c" ranges from 1 to 0: give a finite number, or a range',
    );
    expect(withC(Number.NaN)).toThrow('the parameter "c" is NaN: give a finite number');
  });
});
