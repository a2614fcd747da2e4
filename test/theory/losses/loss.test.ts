import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { gridNumber, views } from '../../../src/claims/instances.js';
import { taylorSlope } from '../../../src/claims/taylor-slope.js';
import { halfSquaredDistance } from '../../../src/theory/losses/energy.js';
import { InvalidInput } from '../../../src/base/invalid-input.js';
import {
  add,
  at,
  fromNested,
  generate,
  inner,
  map,
  norm,
  row,
  zeros,
  type Rows,
} from '../../../src/theory/algebra/matrix.js';
import {
  anchorImportance,
  anchorLoss,
  importanceOfMargins,
  lossGradient,
  lossOfMargins,
  lossValue,
  pairwiseImportance,
  type Loss,
} from '../../../src/theory/losses/loss.js';
import { addLoss, lossEntry, lossNames, namedLoss } from '../../../src/theory/losses/named-losses.js';
import { pairMargins } from '../../../src/theory/losses/pair-margins.js';
import { exponential, linear, logarithm, sigmoid } from '../../../bench/losses-by-hand.js';
import { normalMatrix, randomStream } from '../../../src/theory/algebra/random-stream.js';

/** ξᵢ and the margins, word for word. */
function margin(z: Rows, zPrime: Rows, i: number, j: number): number {
  return halfSquaredDistance(row(z, i), row(zPrime, i)) - halfSquaredDistance(row(z, i), row(z, j));
}
function xi({ psi }: Loss, z: Rows, zPrime: Rows, i: number): number {
  let sum = 0;
  for (let j = 0; j < z.rows; j++) if (j !== i) sum += psi.value(margin(z, zPrime, i, j));
  return sum;
}

describe.each(lossNames())('%s', (name) => {
  let loss: Loss;
  beforeEach(() => {
    loss = namedLoss(name);
  });

  it('is Σᵢ φ(Σ_{j≠i} ψ(d²ᵢ − d²ᵢⱼ))', () => {
    fc.assert(
      fc.property(views(), ({ z, zPrime }) => {
        let sum = 0;
        for (let i = 0; i < z.rows; i++) sum += loss.phi.value(xi(loss, z, zPrime, i));
        expect(lossValue(loss, z, zPrime)).toBeCloseTo(sum, 9);
      }),
    );
  });

  it('gives every pair the weight φ′(ξᵢ)ψ′(d²ᵢ − d²ᵢⱼ) ≥ 0', () => {
    fc.assert(
      fc.property(views(), ({ z, zPrime }) => {
        const alpha = pairwiseImportance(loss, z, zPrime);
        for (let i = 0; i < z.rows; i++) {
          expect(at(alpha, i, i)).toBe(0);
          for (let j = 0; j < z.rows; j++) {
            if (j === i) continue;
            const weight = loss.phi.derivative(xi(loss, z, zPrime, i)) * loss.psi.derivative(margin(z, zPrime, i, j));
            expect(at(alpha, i, j)).toBeGreaterThanOrEqual(0);
            expect(Math.abs(at(alpha, i, j) - weight)).toBeLessThanOrEqual(1e-11 * (1 + weight));
          }
        }
      }),
    );
  });

  it('has the gradient that its value has (slope 2 of the remainder), in both views', () => {
    fc.assert(
      fc.property(views({ features: 4 }), fc.nat(), ({ z, zPrime }, seed) => {
        const margins = pairMargins(z, zPrime);
        const nearKink = loss.psi.kinks.some(({ at: kink }) => margins.data.some((x) => Math.abs(x - kink) < 0.2));
        fc.pre(!nearKink);
        const random = randomStream(seed);
        const direct = (rows: Rows): Rows => {
          const any = normalMatrix(random, rows.rows, rows.columns);
          return map(any, (entry) => entry / norm(any));
        };
        const [v, vPrime] = [direct(z), direct(zPrime)];
        const gradient = lossGradient(loss, z, zPrime);
        const slope = inner(gradient.z, v) + inner(gradient.zPrime, vPrime);
        const along = (t: number): number => lossValue(loss, add(z, v, t), add(zPrime, vPrime, t));
        expect(taylorSlope(along, slope, 1e-2).slope).toBeGreaterThan(1.5);
      }),
    );
  });

  it.each([
    [
      'NaN',
      fromNested([
        [0, Number.NaN],
        [1, 1],
      ]),
      'z[0, 1] is NaN',
    ],
    [
      'infinity',
      fromNested([
        [0, 1],
        [-Infinity, 1],
      ]),
      'z[1, 0] is -Infinity',
    ],
    ['one sample', fromNested([[0, 1]]), 'z is [1, 2]: a contrast needs at least 2 samples'],
    ['no features', zeros(2, 0), 'z is [2, 0]: give at least 1 feature'],
    ['entries whose squares overflow', fromNested([[1e200], [0]]), 'beyond 1e+150'],
  ])('refuses %s', (_what, z, words) => {
    for (const act of [lossValue, pairwiseImportance, lossGradient]) {
      expect(() => act(loss, z, z)).toThrow(InvalidInput);
      expect(() => act(loss, z, z)).toThrow(words);
    }
  });

  it('refuses views of different shape, naming both', () => {
    expect(() =>
      lossValue(
        loss,
        generate(2, 3, () => 0),
        generate(3, 3, () => 0),
      ),
    ).toThrow('z is [2, 3] and zPrime is [3, 3]');
  });
});

it.each([
  ['φ without a form in the log domain under an exponential ψ', () => ({ phi: linear(), psi: exponential(2, 1) })],
  ['φ with one over a ψ that is no exponential', () => ({ phi: logarithm(1, 1), psi: sigmoid(2) })],
])('a loss need not be of the table: %s', (_what, functions) => {
  fc.assert(
    fc.property(views({ spread: 1 }), ({ z, zPrime }) => {
      const loss: Loss = { name: 'own', title: 'own', parameters: {}, ...functions() };
      const alpha = pairwiseImportance(loss, z, zPrime);
      let sum = 0;
      for (let i = 0; i < z.rows; i++) {
        const own = xi(loss, z, zPrime, i);
        sum += loss.phi.value(own);
        for (let j = 0; j < z.rows; j++) {
          const weight = j === i ? 0 : loss.phi.derivative(own) * loss.psi.derivative(margin(z, zPrime, i, j));
          expect(Math.abs(at(alpha, i, j) - weight)).toBeLessThanOrEqual(1e-11 * (1 + weight));
        }
      }
      expect(Math.abs(lossValue(loss, z, zPrime) - sum)).toBeLessThanOrEqual(1e-11 * (1 + Math.abs(sum)));
    }),
  );
});

describe('numerical safety', () => {
  const far = map(normalMatrix(randomStream(1), 6, 4), (entry) => 1e6 * entry);
  const farPrime = map(normalMatrix(randomStream(2), 6, 4), (entry) => 1e6 * entry);

  it.each(['infonce', 'mine', 'soft-triplet', 'n-plus-one-tuplet', 'lifted-structured'])(
    '%s stays finite where ξ is far beyond 1e300',
    (name) => {
      const parameters = name === 'infonce' || name === 'soft-triplet' ? { temperature: 0.01 } : {};
      const loss = namedLoss(name, parameters);
      expect(lossValue(loss, far, farPrime)).toSatisfy(Number.isFinite);
      expect(pairwiseImportance(loss, far, farPrime).data.every(Number.isFinite)).toBe(true);
      expect(lossGradient(loss, far, farPrime).z.data.every(Number.isFinite)).toBe(true);
    },
  );

  it('at temperature 0.01 InfoNCE is within τ log N of its limit Σᵢ max(0, maxⱼ d²ᵢ − d²ᵢⱼ)', () => {
    fc.assert(
      fc.property(views(), ({ z, zPrime }) => {
        const temperature = 0.01;
        let limit = 0;
        for (let i = 0; i < z.rows; i++) {
          const others = Array.from({ length: z.rows }, (_, j) => j).filter((j) => j !== i);
          limit += Math.max(0, ...others.map((j) => margin(z, zPrime, i, j)));
        }
        const excess = lossValue(namedLoss('infonce', { temperature }), z, zPrime) - limit;
        expect(excess).toBeGreaterThanOrEqual(-1e-12);
        expect(excess).toBeLessThanOrEqual(z.rows * temperature * Math.log(z.rows) + 1e-12);
      }),
    );
  });

  it('says so when a loss exceeds the largest double', () => {
    const huge = map(far, (entry) => 1e140 * entry);
    expect(() =>
      lossValue(
        namedLoss('lifted-structured'),
        huge,
        map(huge, (entry) => -entry),
      ),
    ).toThrow('lifted-structured is Infinity');
  });
});

/** What a word in a formula may be beside a symbol. */
const FUNCTIONS = new Set(['exp', 'log', 'sqrt', 'abs', 'max', 'min', 'tanh', 'sigmoid', 'softplus']);

describe('namedLoss', () => {
  it.each([
    [() => namedLoss('infonse'), 'unknown loss "infonse": choose one of infonce, '],
    [() => namedLoss('toString'), 'unknown loss "toString"'],
    [
      () => namedLoss('infonce', { taw: 1 }),
      'unknown parameter of infonce "taw": choose one of temperature, tau, epsilon, eps',
    ],
    [() => namedLoss('infonce', { tau: 1, temperature: 1 }), 'temperature of infonce is given twice: leave one out'],
    [() => namedLoss('mine', { tau: 1 }), 'choose one of (none)'],
    [
      () => namedLoss('infonce', { temperature: 0 }),
      'temperature of infonce is 0: it must be a number of at least 1e-6',
    ],
    [() => namedLoss('infonce', { temperature: -1 }), 'temperature of infonce is -1'],
    [() => namedLoss('infonce', { temperature: Number.NaN }), 'temperature of infonce is NaN'],
    [() => namedLoss('infonce', { epsilon: -1 }), 'epsilon of infonce is -1: it must be a number of at least 0'],
    [() => namedLoss('triplet', { epsilon: Infinity }), 'epsilon of triplet is Infinity'],
  ])('explains itself: %#', (act, words) => {
    expect(act).toThrow(InvalidInput);
    expect(act).toThrow(words);
  });

  it('takes the ends of a range', () => {
    expect(namedLoss('infonce', { temperature: 1e-6, epsilon: 0 }).parameters).toEqual({
      temperature: 1e-6,
      epsilon: 0,
    });
  });

  it.each([
    ['InfoNCE', 'infonce'],
    ['info-nce', 'infonce'],
    ['ntxent', 'nt-xent'],
    ['NT_Xent', 'nt-xent'],
    ['SimCLR', 'nt-xent'],
    ['DCL', 'dcl'],
  ])('knows what people type: %s', (typed, name) => {
    expect(namedLoss(typed).name).toBe(name);
  });

  it('takes a parameter by its name or by its symbol', () => {
    expect(namedLoss('infonce', { tau: 0.2, eps: 0 }).parameters).toEqual({ temperature: 0.2, epsilon: 0 });
  });

  it('has NT-Xent as 1/τ times InfoNCE with ε = 1, and DCL as that with ε = 0', () => {
    fc.assert(
      fc.property(views(), gridNumber(0.1, 2), ({ z, zPrime }, temperature) => {
        const infonce = (epsilon: number): number =>
          lossValue(namedLoss('infonce', { temperature, epsilon }), z, zPrime);
        expect(temperature * lossValue(namedLoss('nt-xent', { temperature }), z, zPrime)).toBeCloseTo(infonce(1), 9);
        expect(temperature * lossValue(namedLoss('dcl', { temperature }), z, zPrime)).toBeCloseTo(infonce(0), 9);
      }),
    );
  });

  it('gives the parameters left out their defaults', () => {
    expect(namedLoss('soft-triplet', { epsilon: 2 }).parameters).toEqual({ temperature: 0.5, epsilon: 2 });
  });

  it.each(lossNames())('%s is written in x and the symbols of its parameters, and in no other', (name) => {
    const { phi, psi, parameters } = lossEntry(name);
    const words = `${phi} ${psi}`.match(/[a-z]+/g)?.filter((word) => !FUNCTIONS.has(word));
    const symbols = Object.values(parameters).map(({ symbol }) => symbol);
    expect(new Set(words)).toEqual(new Set(['x', ...symbols]));
  });
});

describe('addLoss', () => {
  const entry = { title: 'Own', source: 'here', parameters: {}, phi: 'log(1 + x)', psi: 'softplus(x)' };

  it('makes a loss known by its name and by its aliases', () => {
    const takeOut = addLoss('own-softplus', { ...entry, aliases: ['own-soft'] });
    expect(lossNames()).toContain('own-softplus');
    expect(namedLoss('OwnSoft').title).toBe('Own');
    expect(namedLoss('own-softplus').psi.value(0)).toBeCloseTo(Math.log(2), 15);
    takeOut();
    expect(() => namedLoss('own-softplus')).toThrow('unknown loss');
  });

  it.each([
    ['infonce', entry, 'there is a loss infonce already: choose another name'],
    ['other', { ...entry, aliases: ['SimCLR'] }, 'there is a loss SimCLR already'],
    ['Own Loss', entry, 'the name of a loss is "Own Loss": use lower-case words joined by hyphens'],
    ['wrong', { ...entry, psi: 'exp(x/tau)' }, 'ψ, column 7: unknown symbol "tau"'],
  ])('refuses %s', (name, given, words) => {
    expect(() => addLoss(name, given)).toThrow(InvalidInput);
    expect(() => addLoss(name, given)).toThrow(words);
  });
});

describe('one anchor', () => {
  const loss = namedLoss('infonce', { temperature: 0.7, epsilon: 0.4 });
  const margins = Float64Array.of(0.3, -1, 2);

  it('is a row of the whole: with its own entry left out, or with none', () => {
    const rest = margins.slice(1);
    expect(anchorLoss(loss, margins, 0)).toBeCloseTo(anchorLoss(loss, rest), 14);
    expect([...anchorImportance(loss, margins, 0)]).toEqual([0, ...anchorImportance(loss, rest)]);
    const plain = namedLoss('modified-triplet');
    expect(anchorLoss(plain, margins, 0)).toBeCloseTo(anchorLoss(plain, rest), 14);
    expect([...anchorImportance(plain, margins, 0)]).toEqual([0, ...anchorImportance(plain, rest)]);
  });

  it.each(['infonce', 'modified-triplet'])('adds up row by row, of %s too', (name) => {
    const [one, all] = [namedLoss(name), normalMatrix(randomStream(1, 'margins'), 4, 4)];
    const sum = Array.from({ length: 4 }, (_, i) => anchorLoss(one, row(all, i), i)).reduce((a, b) => a + b);
    expect(lossOfMargins(one, all)).toBeCloseTo(sum, 14);
  });

  it('adds up to the loss of all margins', () => {
    const all = fromNested([
      [9, 0.5],
      [-0.2, 9],
    ]);
    const sum = anchorLoss(loss, Float64Array.of(0.5)) + anchorLoss(loss, Float64Array.of(-0.2));
    expect(lossOfMargins(loss, all)).toBeCloseTo(sum, 14);
    const alpha = importanceOfMargins(loss, all);
    expect([...alpha.data]).toEqual([
      0,
      ...anchorImportance(loss, Float64Array.of(0.5)),
      ...anchorImportance(loss, Float64Array.of(-0.2)),
      0,
    ]);
  });
});
