/** Formulae that are printed of a loss, evaluated: what the min player pays, and which named loss it is. */
import type { LossAnalysis } from '../../src/entries/analysis.js';
import { compiled, FIRM, point } from './ball.js';
import type { Judgement } from './judge.js';
import { isKnown } from './profile.js';
import type { RandomStream } from './random-stream.js';
import { Scene } from './scene.js';
import { parseTree } from './tree.js';

/** The price F* at α = ∇F(x) is Σαx − F(x), and such α lie in the set that is named. */
export function judgeRegulariser({ regulariser }: LossAnalysis, scene: Scene, random: RandomStream): Judgement[] {
  if (regulariser?.kind !== 'closed-form') return [];
  const { text, set } = regulariser;
  const about = { id: 'regulariser', said: text, grade: 'symbolic' };
  const price = compiled(parseTree(readable(text)));
  const bound = 'bound' in set ? compiled(parseTree(set.bound))(point(0), scene.values).v : Number.NaN;
  let known = 0;
  for (let k = 0; k < 6; k++) {
    const n = random.whole(1, 4);
    const x = Array.from({ length: n }, () => random.between(-1.9, 1.9));
    const value = scene.value(x);
    const xi = scene.xi(
      x.map((at) => ({ count: 1, x: at, speed: 0 })),
      0,
    );
    const outer = scene.phi({ ...xi, d: 1, ed: 0, s: 0, es: 0, degree: 1 });
    const inner = x.map((at) => scene.psi(point(at)));
    const sizes = inner.map(({ d, ed }) => Math.abs(outer.d) * ed + Math.abs(d) * outer.ed);
    const alpha = inner.map(({ d }) => outer.d * d);
    const error = FIRM * (sizes.reduce((a, b) => a + b, 0) + value.ev);
    if (!isKnown(value.v, error) || alpha.some((weight) => !Number.isFinite(weight))) continue;
    const S = alpha.reduce((a, b) => a + b, 0);
    const slack = 1e-9 * Math.max(1, Math.abs(S)) + error;
    const isOutside =
      (set.kind === 'sum-equals' && Math.abs(S - bound) > slack) ||
      (set.kind === 'sum-at-most' && S > bound + slack) ||
      (set.kind === 'each-at-most' && Math.max(...alpha) > bound + slack) ||
      (set.kind === 'each-equals' && alpha.some((weight) => Math.abs(weight - bound) > slack));
    if (isOutside)
      return [
        { ...about, dense: 'false', contradiction: `α = ${alpha.join(', ')} is not in the set ${JSON.stringify(set)}` },
      ];
    const H = alpha.reduce((so, weight) => so + (weight > 0 ? weight * Math.log(weight / S) : 0), 0);
    const Q = alpha.reduce((so, weight) => so + weight * weight, 0);
    const said = price(point(0), { ...scene.values, S, H, Q, n });
    const right = alpha.reduce((so, weight, j) => so + weight * (x[j] as number), 0) - value.v;
    if (!isKnown(said.v, said.ev)) continue;
    known++;
    const size = Math.max(1, Math.abs(right), Math.abs(value.v), Math.abs(H));
    // Near the end of the set the price is steep.
    if (Math.abs(said.v - right) > 1e-6 * size + 100 * error + FIRM * said.ev) {
      return [
        {
          ...about,
          dense: 'false',
          contradiction: `the price at ∇F(${x.join(', ')}) is ${said.v}, and Σαx − F is ${right}`,
        },
      ];
    }
  }
  return known > 2 ? [{ ...about, dense: 'true' }] : [];
}

/** The text of a price with operators for what is left out, H = Σα log(α/S) and Q = Σα². */
function readable(text: string): string {
  const [formula = '', share] = text.split(/, p = /);
  const written = formula
    .replaceAll('Σ α log(α/S)', 'H')
    .replaceAll('Σ α²', 'Q')
    .replaceAll('Σ α', 'S')
    .replaceAll('S²', 'S^2')
    .replaceAll('−', '-')
    .replaceAll('·', '*')
    .replaceAll(/log ([A-Za-z])/g, 'log($1)')
    .replaceAll(/([\w)]) (?=[\w(])/g, '$1*');
  return share === undefined ? written : written.replaceAll(/\bp\b/g, `(${share})`);
}

/** φ, ψ and the symbols of the named losses, from the paper's table. */
const NAMED: Readonly<
  Record<string, { readonly phi: string; readonly psi: string; readonly symbols: Readonly<Record<string, string>> }>
> = {
  infonce: { phi: 'tau*log(eps + x)', psi: 'exp(x/tau)', symbols: { temperature: 'tau', epsilon: 'eps' } },
  mine: { phi: 'log(x)', psi: 'exp(x)', symbols: {} },
  triplet: { phi: 'x', psi: 'max(0, x + eps)', symbols: { epsilon: 'eps' } },
  'soft-triplet': { phi: 'tau*log(1 + x)', psi: 'exp(x/tau + eps)', symbols: { temperature: 'tau', epsilon: 'eps' } },
  'n-plus-one-tuplet': { phi: 'log(1 + x)', psi: 'exp(x)', symbols: {} },
  'lifted-structured': { phi: 'max(0, log(x))^2', psi: 'exp(x + eps)', symbols: { epsilon: 'eps' } },
  'modified-triplet': { phi: 'x', psi: 'sigmoid(c*x)', symbols: { steepness: 'c' } },
  'triplet-contrastive': { phi: 'x', psi: 'x', symbols: {} },
};

/** F = λ·F_named + μ at random anchors. */
export function judgeRelations({ relations }: LossAnalysis, scene: Scene, random: RandomStream): Judgement[] {
  return relations.flatMap(({ name, parameters, factor, offset, grade }): Judgement[] => {
    const named = NAMED[name];
    if (named === undefined) return [];
    const about = { id: 'relation', said: `${factor} × ${name} + ${offset}`, grade };
    const values = Object.fromEntries(
      Object.entries(parameters).map(([key, value]) => [named.symbols[key] ?? key, value]),
    );
    const other = new Scene(
      { phi: parseTree(named.phi), psi: parseTree(named.psi) },
      values,
      scene.domain,
      { x: [], xi: [] },
      random,
    );
    let known = 0;
    for (let k = 0; k < 12; k++) {
      const x = Array.from({ length: random.whole(1, 6) }, () => random.between(-2, 2));
      const [one, right] = [scene.value(x), other.value(x)];
      if (!isKnown(one.v, one.ev) || !isKnown(right.v, right.ev)) continue;
      known++;
      const said = factor * right.v + offset;
      const room =
        FIRM * (one.ev + Math.abs(factor) * right.ev) +
        1e-7 * Math.max(Math.abs(one.v), Math.abs(factor * right.v), Math.abs(offset));
      if (Math.abs(said - one.v) > room)
        return [
          {
            ...about,
            dense: 'false',
            contradiction: `at ${x.join(', ')} F is ${one.v}, and ${factor} × ${name} + ${offset} is ${said}`,
          },
        ];
    }
    return known > 3 ? [{ ...about, dense: 'true' }] : [];
  });
}
