import { describe, expect, it } from 'vitest';
import {
  analyseDistances,
  type DistanceAnalysis,
  type DistanceStatementId,
} from '../../../src/theory/analysis/analyse-distances.js';
import type { Statement } from '../../../src/theory/analysis/statement.js';
import type { DistanceFormulae } from '../../../src/theory/distance-losses/distance-formulae.js';
import { anchorFunction, distanceLoss } from '../../../src/theory/distance-losses/distance-loss.js';
import { distanceLossNames, namedDistanceLoss } from '../../../src/theory/distance-losses/named-distance-losses.js';

const of = (formulae: DistanceFormulae): DistanceAnalysis => analyseDistances(distanceLoss(formulae));

function statement(analysis: DistanceAnalysis, id: DistanceStatementId): Statement {
  const found = analysis.statements.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no statement ${id}`);
  return found;
}

/** Writes outcome and grade of each statement as two letters: of holds, fails, open; of Symbolic, Certified, sampled. */
function letters({ statements }: DistanceAnalysis): string {
  const grade = { exact: 'E', symbolic: 'S', 'interval-certified': 'C', sampled: '-' } as const;
  return statements.map(({ outcome, evidence }) => (outcome[0] as string) + grade[evidence.grade]).join(' ');
}

describe('the analysis of a loss of distances', () => {
  // α ≥ 0, β ≥ 0, a closer one never weighs less, β = Σα, convex in (p, −n).
  it.each([
    ['pull and push alone', { anchor: 'p + u', sums: { u: '-n' } }, 'hS hS hS fC hS'],
    ['pull alone', { anchor: 'p^2' }, 'hS hS hS fC hS'],
    ['a loss that grows with n', { anchor: 'u', sums: { u: 'n^2' } }, 'fC hS hS fC hS'],
    ['a far negative weighs more', { anchor: 'u', sums: { u: '-n^2' } }, 'hS hS fC fC fC'],
    ['margins alone', { anchor: 'log(u)', sums: { u: 'exp(p - n)' } }, 'hS hS hS hS hS'],
    ['margins in two sums', { anchor: 'log(u) + v', sums: { u: 'exp(p - n)', v: 'p - n' } }, 'hS hS hS hS hS'],
    ['pull of a concave p', { anchor: 'sqrt(p + 1) + u', sums: { u: 'exp(-n)' } }, 'hS hS hS fC fC'],
    ['a positive pushed away', { anchor: 'u - 2*p', sums: { u: 'exp(p - n)' } }, 'hS fC hS fC hS'],
    ['two sums against each other', { anchor: 'u - v', sums: { u: 'exp(-n)', v: '0.5*exp(-2*n)' } }, 'h- hS fC fC fC'],
  ] as const)('%s', (_, formulae, expected) => {
    expect(letters(of(formulae))).toBe(expected);
  });
});

/** Proven outcomes: what is sampled or open today may be proven tomorrow, what is proven stays so. */
const PROVEN: Readonly<Record<string, string>> = {
  infonce: 'hhhhh',
  mine: 'hhhhh',
  triplet: 'hhhhh',
  'soft-triplet': 'hhhhh',
  'n-plus-one-tuplet': 'hhhhh',
  'lifted-structured': 'hhhhh',
  'modified-triplet': 'hhfhf',
  'triplet-contrastive': 'hhhhh',
  'nt-xent': 'hhhhh',
  dcl: 'hhhhh',
  dclw: 'h-h--',
  debiased: 'hhhff',
  hcl: 'f--ff',
  'hcl-detached': 'hhh-',
  adnce: '-h--',
  rince: 'hhhff',
  'rince-moco': 'hhhff',
  sogclr: 'hhh-',
  dhel: 'hhhfh',
  'dhel-one-view': 'hhh-h',
  kcl: 'hhhff',
  'kcl-log': 'hhhff',
  'kcl-imq': 'hhhff',
  'kcl-riesz': '---ff',
  'kcl-distance': '---f-',
  'kcl-gaussian-riesz': '-h-ff',
  'kcl-gaussian-distance': '-h-ff',
  alignment: 'h-hf-',
  uniformity: 'hhh--',
  'alignment-uniformity': '-----',
  siglip: 'hhhfh',
  clip: 'hhhhh',
  supcon: 'h-h--',
  spectral: 'fhhf-',
  'f-micl-kl': 'hhhfh',
  'f-micl-pearson': 'hhhff',
  'multiple-negatives-ranking': 'hhhhh',
  circle: 'hh-f',
  'multi-similarity': 'hhhf-',
};

describe('what is proven of the named losses', () => {
  it('has a line for each', () => {
    expect(Object.keys(PROVEN).toSorted()).toEqual(distanceLossNames().toSorted());
  });

  it.each(Object.entries(PROVEN))('%s: %s', (name, proven) => {
    const { statements } = analyseDistances(namedDistanceLoss(name));
    expect(statements).toHaveLength(proven.length);
    statements.forEach(({ outcome, evidence }, k) => {
      if (proven[k] === '-') return;
      expect([outcome[0], evidence.grade === 'sampled'], statements[k]?.id).toEqual([proven[k], false]);
    });
  });
});

describe('where a statement fails', () => {
  const hcl = namedDistanceLoss('hcl');
  const weights = anchorFunction(hcl);

  it('it names distances, and encloses what is wrong there', () => {
    const { at = {}, quantity, value } = statement(analyseDistances(hcl), 'alpha-non-negative').witness ?? {};
    const { p = Number.NaN, ...negatives } = at;
    expect(quantity).toBe('the smallest α');
    const smallest = Math.min(...weights(p, Object.values(negatives)).alpha);
    expect(smallest).toBeLessThan(-0.01);
    expect(value?.lower).toBeLessThanOrEqual(smallest + 1e-12);
    expect(value?.upper).toBeGreaterThanOrEqual(smallest - 1e-12);
  });

  it('an imbalance is that of β and Σα, on either side of 0', () => {
    for (const formulae of [
      { anchor: 'p + u', sums: { u: '-2*n' } },
      { anchor: '2*p + u', sums: { u: '-n' } },
    ]) {
      const analysis = of(formulae);
      const { at = {}, value } = statement(analysis, 'balanced').witness ?? {};
      const { p = Number.NaN, ...negatives } = at;
      const { alpha, beta } = anchorFunction(distanceLoss(formulae))(p, Object.values(negatives));
      const off = beta - alpha.reduce((so, one) => so + one, 0);
      expect(Math.abs(off)).toBeGreaterThan(0.5);
      // What lies above 0 is shown with its sign turned, as what lies below.
      expect(value?.lower).toBeLessThanOrEqual(-Math.abs(off) + 1e-12);
      expect(value?.upper).toBeGreaterThanOrEqual(-Math.abs(off) - 1e-12);
    }
  });

  it('a chord of a function that is not convex lies below it', () => {
    const { at = {}, value } = statement(analyseDistances(hcl), 'convex').witness ?? {};
    const [middle, one]: [number[], number[]] = [[], []];
    for (const [name, x] of Object.entries(at)) (name.endsWith(' of one of them') ? one : middle).push(x);
    const other = middle.map((x, k) => 2 * x - (one[k] as number));
    const f = ([p = Number.NaN, ...n]: readonly number[]): number => weights(p, n).value;
    const chord = f(one) + f(other) - 2 * f(middle);
    expect(chord).toBeLessThan(0);
    expect(value?.upper).toBeGreaterThanOrEqual(chord - 1e-9);
    expect(value?.lower).toBeLessThanOrEqual(chord + 1e-9);
  });

  it('the closer of two negatives weighs less', () => {
    const { at = {}, value } = statement(of({ anchor: 'u', sums: { u: '-n^2' } }), 'importance-falls').witness ?? {};
    const { n1 = Number.NaN, n2 = Number.NaN } = at;
    expect(n1).toBeLessThan(n2);
    // α = 2n.
    expect(value?.upper).toBeCloseTo(2 * (n1 - n2), 12);
  });
});

describe('beside the statements', () => {
  it('says that weights with held parts are those of a surrogate, and asks no min player of it', () => {
    const held = analyseDistances(namedDistanceLoss('hcl-detached'));
    expect(held.isSurrogate).toBe(true);
    expect(held.statements.map(({ id }) => id)).not.toContain('convex');
    expect(analyseDistances(namedDistanceLoss('siglip')).isSurrogate).toBe(false);
  });

  it('draws α of a negative at distances from 0 to 2, all of one anchor, and β of the positive there', () => {
    const { curve, attraction } = of({
      anchor: 'p^2/2 + tau*log(u)',
      sums: { u: 'exp(-n/tau)' },
      parameters: { tau: 0.5 },
    });
    const total = Array.from({ length: 41 }, (_, k) => Math.exp(-k / 10)).reduce((so, one) => so + one, 0);
    expect(curve).toHaveLength(41);
    curve.forEach(({ distance, alpha }, k) => {
      expect(distance).toBeCloseTo(k / 20, 12);
      expect(alpha).toBeCloseTo(Math.exp(-distance / 0.5) / total, 12);
    });
    expect(attraction.map(({ beta }) => beta)).toEqual(curve.map(({ distance }) => expect.closeTo(distance, 12)));
  });
});
