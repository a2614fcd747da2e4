import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { PROGRAM } from '../../../src/base/program-name.js';
import { run } from '../../../src/faces/cli/run.js';
import { energy } from '../../../src/theory/losses/energy.js';
import { atlasQuery, atlasState, type AtlasState } from '../../../src/faces/explorer/lab/atlas-state.js';
import { chosenByName, titleOf, type Chosen, type ChosenLoss } from '../../../src/faces/explorer/lab/chosen.js';
import { codeOf, commandOf, trainingOf } from '../../../src/faces/explorer/lab/code-of.js';
import { curvesOf } from '../../../src/faces/explorer/lab/curves.js';
import { faultIn } from '../../../src/faces/explorer/lab/fault.js';
import {
  exampleState,
  landscapeQuery,
  landscapeState,
  type LandscapeState,
} from '../../../src/faces/explorer/lab/landscape-state.js';
import { ownParameters } from '../../../src/faces/explorer/lab/own-parameters.js';
import { placeOf, PLACES, rangeOf, valueAt } from '../../../src/faces/explorer/lab/parameter-range.js';
import {
  energyOnScreen,
  levelsOf,
  pointAt,
  seen,
  vectorAt,
  viewAbove,
} from '../../../src/faces/explorer/lab/globe-geometry.js';
import { encoderAt, placeOn } from '../../../src/faces/explorer/lab/sphere.js';
import { courseWords } from '../../../src/faces/explorer/lab/walk-words.js';
import {
  extremesOf,
  lastMove,
  PLAYERS,
  positionAfter,
  viewsOf,
  walkOf,
  type WalkChoice,
} from '../../../src/faces/explorer/lab/walk.js';
import type { InvalidInput } from '../../../src/base/invalid-input.js';
import { deepLinearEnergy } from '../../../src/theory/networks/deep-linear.js';
import { fromNested, type Matrix } from '../../../src/theory/algebra/matrix.js';
import { multiplyTransposed } from '../../../src/theory/algebra/multiply.js';
import { distanceLossNames, largerLossNames } from '../../../src/theory/distance-losses/named-distance-losses.js';
import { IMPORTANCE_NAMES, namedImportance } from '../../../src/theory/losses/importances.js';
import { pairwiseImportance } from '../../../src/theory/losses/loss.js';
import { lossNames, namedLoss } from '../../../src/theory/losses/named-losses.js';
import { formulaeOfLoss } from '../../../src/theory/losses/loss-from-formulae.js';
import { resolveConfig } from '../../../src/training/train/run-config.js';

const value = fc.double({ min: 0.05, max: 4, noNaN: true });

/** Any named choice with values of its parameters, or formulae as they may have been typed. */
const chosen: fc.Arbitrary<Chosen> = fc.oneof(
  fc
    .tuple(
      fc.constantFrom(...distanceLossNames(), ...IMPORTANCE_NAMES),
      fc.array(value, { minLength: 4, maxLength: 4 }),
    )
    .map(([name, values]) => {
      const usual = chosenByName(name) as Chosen;
      const names = Object.keys(usual.parameters);
      return { ...usual, parameters: Object.fromEntries(names.map((one, k) => [one, values[k] as number])) };
    }),
  fc.record({
    kind: fc.constant('formulae' as const),
    phi: fc.string({ minLength: 1 }),
    psi: fc.string({ minLength: 1 }),
    parameters: fc.dictionary(
      fc.stringMatching(/^[a-z][a-z0-9]{0,4}$/),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    ),
  }),
  fc.record({
    kind: fc.constant('anchor' as const),
    anchor: fc.string({ minLength: 1 }),
    sums: fc.array(fc.string(), { maxLength: 3 }),
    parameters: fc.dictionary(
      fc.stringMatching(/^[a-z][a-z0-9]{0,4}$/),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    ),
  }),
  fc.record({
    kind: fc.constant('alpha' as const),
    alpha: fc.string({ minLength: 1 }),
    parameters: fc.dictionary(
      fc.stringMatching(/^[a-z][a-z0-9]{0,4}$/),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    ),
  }),
);

/** As an address brings it back. */
function again(entries: Record<string, string>): URLSearchParams {
  return new URLSearchParams(new URLSearchParams(entries).toString());
}

/** −0 is written as 0. */
function written(state: unknown): unknown {
  return JSON.parse(JSON.stringify(state));
}

describe('the address', () => {
  it('brings back every state of the atlas', () => {
    const states: fc.Arbitrary<AtlasState> = fc.record({
      curves: fc.array(chosen, { minLength: 1, maxLength: 3 }),
      own: fc.double({ min: 0, max: 2, noNaN: true }),
      scale: fc.constantFrom('linear', 'log'),
    });
    fc.assert(
      fc.property(states, (state) => {
        expect(written(atlasState(again(atlasQuery(state))))).toEqual(written(state));
      }),
    );
  });

  it('brings back every state of the landscape', () => {
    const states: fc.Arbitrary<LandscapeState> = fc.record({
      loss: chosen.filter((one): one is ChosenLoss => one.kind === 'loss' || one.kind === 'formulae'),
      seed: fc.nat(1000),
      augmentation: fc.double({ min: 0, max: 2, noNaN: true }),
      longitude: fc.double({ min: -180, max: 180, noNaN: true }),
      latitude: fc.double({ min: -90, max: 90, noNaN: true }),
      players: fc.constantFrom(...PLAYERS),
      step: fc.double({ min: 1e-6, max: 10, noNaN: true }),
      move: fc.nat(60),
    });
    fc.assert(
      fc.property(states, (state) => {
        expect(written(landscapeState(again(landscapeQuery(state))))).toEqual(written(state));
      }),
    );
  });

  it('is no reason to fail, whatever it says', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('1', '1.tau', '2', 'own', 'loss', 'loss.x', 'seed', 'step', 'move'), fc.string()),
        (entries) => {
          expect(atlasState(again(entries)).curves.length).toBeGreaterThan(0);
          expect(landscapeState(again(entries)).seed).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });
});

describe('a slider', () => {
  it('goes through its range, and gives the place of each of its values back', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('tau', 'eps', 'c', 'p', 'unforeseen'),
        fc.integer({ min: 0, max: PLACES }),
        (name, place) => {
          const range = rangeOf(name);
          const at = valueAt(range, place);
          expect(at).toBeGreaterThanOrEqual(range.least);
          expect(at).toBeLessThanOrEqual(range.most);
          // Three digits are kept: places nearer than they tell apart may be one.
          expect(Math.abs(placeOf(range, at) - place)).toBeLessThanOrEqual(1);
        },
      ),
    );
    expect([placeOf(rangeOf('tau'), -1), placeOf(rangeOf('tau'), 1e9)]).toEqual([0, PLACES]);
  });
});

describe('a curve of the atlas', () => {
  it('is ψ′ of the named loss beside its largest value, with φ and ψ themselves', () => {
    fc.assert(
      fc.property(
        chosen.filter((one): one is Extract<Chosen, { kind: 'loss' }> => one.kind === 'loss'),
        fc.double({ min: 0, max: 2, noNaN: true }),
        (one, own) => {
          const { phi, psi } = namedLoss(one.name, one.parameters);
          const curves = curvesOf(one, own);
          const slopes = curves.weights.map(({ distance }) => psi.derivative(own - distance));
          const largest = Math.max(...slopes);
          const corner = psi.kinks.map(({ at }) => own - at);
          curves.weights.forEach(({ distance, weight }, k) => {
            if (corner.some((at) => Math.abs(at - distance) < 1e-9)) return;
            expect(weight).toBeCloseTo((slopes[k] as number) / largest, 9);
          });
          curves.phi.forEach(({ x, value: of }) => expect(of).toBe(phi.value(x)));
          curves.psi.forEach(({ x, value: of }) => expect(of).toBe(psi.value(x)));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('is the same for a named loss and for its formulae typed by hand', () => {
    const typed: Chosen = {
      kind: 'formulae',
      phi: 'tau*log(eps + x)',
      psi: 'exp(x/tau)',
      parameters: { tau: 0.3, eps: 1 },
    };
    const named: Chosen = { kind: 'loss', name: 'infonce', parameters: { tau: 0.3, eps: 1 } };
    expect(curvesOf(typed, 0.5).weights).toEqual(curvesOf(named, 0.5).weights);
    expect(curvesOf(typed, 0.5).formulae).toBe(curvesOf(named, 0.5).formulae);
  });

  it('is the importance of α-CL over its distances beside the largest', () => {
    for (const name of IMPORTANCE_NAMES) {
      const one = chosenByName(name) as Chosen;
      const { weights } = curvesOf(one, 0.5);
      const own = namedImportance(name)(Float64Array.from(weights, ({ distance }) => distance));
      const largest = Math.max(...own);
      weights.forEach(({ weight }, k) => expect(weight).toBeCloseTo((own[k] as number) / largest, 12));
    }
  });
});

describe('the curves of a loss of distances', () => {
  it.each(lossNames())('are those of the family, where the loss is one of it, and β sums up α: %s', (name) => {
    const one = chosenByName(name) as ChosenLoss;
    const ofFamily = curvesOf(one, 0.6);
    const ofDistances = curvesOf({ kind: 'distances', name, parameters: one.parameters }, 0.6);
    for (const { distance, weight } of ofDistances.weights) {
      const same = ofFamily.weights.find((other) => Math.abs(other.distance - distance) < 1e-9);
      if (same !== undefined) expect(weight).toBeCloseTo(same.weight, 9);
    }
    expect(ofDistances.attraction).toEqual(ofFamily.attraction);
  });

  it('leave out what is infinite', () => {
    const { weights } = curvesOf(chosenByName('kcl-riesz') as Chosen, 0.5);
    expect(weights[0]).toEqual({ distance: 0.05, weight: 1 });
  });
});

describe('code to take along', () => {
  const choices = [
    ...['siglip', 'circle', 'infonce', 'direct', 'formulae', 'alpha'].map((name) => chosenByName(name) as Chosen),
    {
      kind: 'anchor',
      anchor: 'p/tau + log(u + v)',
      sums: ['u = exp(-n/tau)', '', 'v=exp(-2*n)'],
      parameters: { tau: 0.3 },
    } as const,
  ];

  it.each(choices.map((choice) => [titleOf(choice), choice] as const))(
    'is what its own command writes: %s',
    async (_, choice) => {
      const code = codeOf('pytorch', choice);
      const [, command = ''] = new RegExp(`\`${PROGRAM} (generate [^\`]*)\``).exec(code) ?? [];
      const words = [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
      let printed = '';
      const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((printed += String(text)), true));
      try {
        expect(await run(words)).toBe(0);
      } finally {
        write.mockRestore();
      }
      expect(printed).toBe(code);
      expect(commandOf(choice)).toBe(`${PROGRAM} ${command.replace('generate pytorch', 'analyse')}`);
    },
  );

  it('is a command by which every choice trains', () => {
    const names = [...lossNames(), ...largerLossNames(), ...IMPORTANCE_NAMES, 'formulae', 'distance-formulae', 'alpha'];
    for (const name of names) {
      const flags = trainingOf(chosenByName(name) as Chosen)
        .split(' --')
        .slice(2);
      const options = Object.fromEntries(
        flags.map((flag) => {
          const [option = '', ...words] = flag.split(' ');
          return [option, words.join(' ').replaceAll("'", '')];
        }),
      );
      expect(() => resolveConfig({ flags: { data: '/nowhere', ...options } })).not.toThrow();
    }
  });

  it('is refused for weights that are no formula of one pair', () => {
    expect(faultIn(() => codeOf('jax', chosenByName('square-as-coded') as Chosen))?.words).toContain(
      'no formula of one pair',
    );
  });
});

describe('a formula that is typed', () => {
  it('is refused in the words of the library, with the column they name', () => {
    const typed = { kind: 'formulae', phi: 'log(1 + x)', psi: 'exp(x', parameters: {} } as const;
    const fault = faultIn(() => curvesOf(typed, 0.5));
    let words = '';
    try {
      formulaeOfLoss(typed);
    } catch (error) {
      words = (error as InvalidInput).message;
    }
    expect(fault?.words).toBe(words);
    expect(words).toMatch(new RegExp(`^ψ, column ${fault?.at?.column}: `));
    expect(fault?.at?.formula).toBe('psi');
    const sums = { kind: 'anchor', anchor: 'log(u)', sums: ['u=exp(-n/t'], parameters: { t: 1 } } as const;
    expect(faultIn(() => curvesOf(sums, 0.5))?.at?.formula).toBe('u');
    expect(faultIn(() => curvesOf({ ...sums, anchor: 'n' }, 0.5))?.at?.formula).toBe('u');
    expect(faultIn(() => curvesOf({ ...sums, anchor: 'n', sums: [] }, 0.5))?.at).toEqual({
      formula: 'anchor',
      column: 1,
    });
    expect(faultIn(() => curvesOf({ kind: 'alpha', alpha: '-r', parameters: {} }, 0.5))?.at?.formula).toBe('alpha');
  });

  it('has a value for each of its names, the one before where there was one', () => {
    expect(ownParameters(['tau*log(1 + x)', 'max(0, x + m)^p'], { m: 3, gone: 1 }, ['x'])).toEqual({
      tau: 0.5,
      m: 3,
      p: 1,
    });
    expect(ownParameters(['log(1 +', 'x$'], { m: 3 }, ['x'])).toEqual({ m: 3 });
  });
});

const choices: fc.Arbitrary<WalkChoice> = fc.record({
  loss: fc
    .tuple(
      fc.constantFrom('infonce', 'mine', 'soft-triplet', 'n-plus-one-tuplet'),
      fc.double({ min: 0.3, max: 2, noNaN: true }),
    )
    .map(([name, tau]) => {
      const usual = chosenByName(name) as ChosenLoss;
      return 'tau' in usual.parameters ? { ...usual, parameters: { ...usual.parameters, tau } } : usual;
    }),
  seed: fc.nat(100),
  augmentation: fc.double({ min: 0, max: 1, noNaN: true }),
  longitude: fc.double({ min: -180, max: 180, noNaN: true }),
  latitude: fc.double({ min: -89, max: 89, noNaN: true }),
  players: fc.constantFrom(...PLAYERS),
  step: fc.constant(0.01),
});

describe('a walk over the landscape', () => {
  it('goes down L where the players go along gradients', () => {
    fc.assert(
      fc.property(choices, fc.constantFrom('step', 'descent'), (choice, players) => {
        const { stops } = walkOf({ ...choice, players });
        for (let k = 1; k < stops.length; k++) {
          const [before, after] = [stops[k - 1]?.loss as number, stops[k]?.loss as number];
          expect(after).toBeLessThanOrEqual(before + 1e-12 * Math.max(1, Math.abs(before)));
        }
      }),
      { numRuns: 30 },
    );
  });

  it('raises E with every move of the max player, and answers with the α of the loss', () => {
    fc.assert(
      fc.property(choices, fc.nat(5), (choice, round) => {
        const walk = walkOf({ ...choice, players: choice.players === 'averaged' ? 'exact' : choice.players });
        const k = Math.min(round, walk.stops.length - 1);
        const [answered, moved] = [positionAfter(walk, 2 * k), positionAfter(walk, 2 * k + 1)];
        expect(moved.alpha).toEqual(answered.alpha);
        expect(moved.energy).toBeGreaterThanOrEqual(answered.energy - 1e-12 * Math.max(1, Math.abs(answered.energy)));
        const { x, xPrime } = walk.views;
        const { encoder } = answered.stop;
        const [z, zPrime] = [multiplyTransposed(x, encoder), multiplyTransposed(xPrime, encoder)];
        const loss = namedLoss(choice.loss.kind === 'loss' ? choice.loss.name : '', choice.loss.parameters);
        const alpha = pairwiseImportance(loss, z, zPrime);
        alpha.data.forEach((weight, entry) => expect(answered.alpha.data[entry]).toBeCloseTo(weight, 10));
        expect(answered.energy).toBeCloseTo(energy(answered.alpha, z, zPrime), 9);
      }),
      { numRuns: 30 },
    );
  });

  it('has an answer of averaged margins after each round', () => {
    const walk = walkOf({ ...landscapeState(new URLSearchParams()), players: 'averaged' });
    const alphas = [0, 2, 4].map((move) => positionAfter(walk, move).alpha.data.join(' '));
    expect(new Set(alphas).size).toBe(3);
    expect(lastMove(walk)).toBe(2 * (walk.stops.length - 1));
  });
});

describe('the globe', () => {
  it('has extreme places with the energy of the distances of the views, and contours of one energy each', () => {
    const walk = walkOf({ ...landscapeState(new URLSearchParams()), players: 'descent' });
    const { alpha, covariance } = positionAfter(walk, 4);
    const { x, xPrime } = viewsOf(walk.choice);
    const energyAt = (w: Matrix): number => energy(alpha, multiplyTransposed(x, w), multiplyTransposed(xPrime, w));
    const extremes = extremesOf(covariance);
    for (const extreme of extremes) expect(energyAt(encoderAt(extreme))).toBeCloseTo(extreme.energy, 9);
    const levels = levelsOf(covariance, 7);
    expect(levels).toHaveLength(14);
    for (const { energy: level, curve } of levels) {
      for (const w of curve) expect(energyAt(fromNested([[...w]]))).toBeCloseTo(level, 9);
      expect(Math.hypot(...curve.flatMap((w) => Math.hypot(...w) - 1))).toBeLessThan(1e-12);
    }
  });

  it('shows a point where it is, and takes a place of the screen for the point that is seen there', () => {
    const view = viewAbove({ longitude: -123, latitude: 41 });
    expect(seen(view, vectorAt({ longitude: -123, latitude: 41 })).depth).toBeCloseTo(1, 12);
    const point = pointAt(view, 0.3, -0.4) ?? [0, 0, 0];
    const { covariance } = positionAfter(walkOf(landscapeState(new URLSearchParams())), 0);
    const onScreen = energyOnScreen(covariance, view)(0.3, -0.4, Math.sqrt(0.75));
    expect(onScreen).toBeCloseTo(deepLinearEnergy([fromNested([[...point]])], covariance), 9);
    expect(seen(view, point)).toMatchObject({ x: expect.closeTo(0.3, 12), y: expect.closeTo(-0.4, 12) });
    expect(pointAt(view, 0.8, 0.7)).toBeUndefined();
    const place = placeOn(encoderAt({ longitude: -123, latitude: 41 }));
    expect([place.longitude, place.latitude]).toEqual([expect.closeTo(-123, 10), expect.closeTo(41, 10)]);
  });

  it('ends where each example says', () => {
    const wordsOf = (name: Parameters<typeof exampleState>[0]): string => courseWords(walkOf(exampleState(name)));
    expect(wordsOf('The maximum is reached')).toContain('converges to the maximum');
    expect(wordsOf('The path stops at a saddle')).toContain('converges to a saddle');
    expect(wordsOf('Best responses cycle for ever')).toMatch(/rises in \d+ of/);
    const { stops } = walkOf(exampleState('Best responses cycle for ever'));
    const [end, before, earlier] = [stops.at(-1), stops.at(-2), stops.at(-3)];
    expect(end?.loss).toBeCloseTo(earlier?.loss as number, 3);
    expect(Math.abs((end?.loss as number) - (before?.loss as number))).toBeGreaterThan(1e-3);
    const averaged = walkOf(exampleState('Averaged answers do not cycle')).stops.map(({ loss }) => loss);
    const change = (k: number): number => Math.abs((averaged.at(k) as number) - (averaged.at(k - 1) as number));
    expect(change(-1)).toBeLessThan(0.1 * change(-averaged.length + 1));
  });
});
