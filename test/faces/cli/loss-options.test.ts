/** One group of options names a loss or an α, and means the same in every command. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { CLAIMS } from '../../../proofs-checks/index.js';
import { mergeVerdict } from '../../../src/claims/merge-verdict.js';
import { claimsOfLoss } from '../../../src/faces/cli/choose-claims.js';
import { chosenCandidates } from '../../../src/faces/cli/discover-choice.js';
import { givenLossOf, readLoss, type ChoiceFlags } from '../../../src/faces/cli/loss-options.js';
import { wholeProgram } from '../../../src/faces/cli/program.js';
import { configSources } from '../../../src/faces/cli/train-options.js';
import { ranked, judged } from '../../../src/results/discover/criteria.js';
import { IMPORTANCES, IMPORTANCE_NAMES, type ImportanceName } from '../../../src/theory/losses/importances.js';
import { lossEntry, lossNames, namedFormulae } from '../../../src/theory/losses/named-losses.js';
import { tf } from '../../../src/training/compile/tfjs.js';
import { batchLoss, type StepObjective } from '../../../src/training/step/batch-loss.js';
import { importanceOf } from '../../../src/training/step/importance-choice.js';
import { namedObjective } from '../../../src/training/train/named-objectives.js';
import { resolveConfig } from '../../../src/training/train/run-config.js';
import { outcomesOf } from '../../proofs-checks/given-losses/verdict-on.js';
import { temporaryFolder } from '../../training/data/tiny-dataset.js';
import { output } from './output.js';

const GROUP = ['--loss', '--phi', '--psi', '--alpha', '--set'];
const COMMANDS = ['train', 'verify', 'analyse', 'discover', 'figures'];

beforeAll(() => tf.setBackend('cpu'));

/** Options of a command line. */
function argvOf({ set = [], ...flags }: ChoiceFlags): string[] {
  const words = Object.entries(flags).flatMap(([name, text]) => [`--${name}`, String(text)]);
  return [...words, ...set.flatMap((values) => ['--set', values])];
}

/** A named loss with values of its parameters, in every spelling. */
const spellings = fc.constantFrom(...lossNames()).chain((name) => {
  const { parameters, aliases = [], phi, psi } = lossEntry(name);
  const entries = Object.entries(parameters);
  return fc
    .tuple(...entries.map(() => fc.integer({ min: 4, max: 40 }).map((k) => k / 20)))
    .map((values): ChoiceFlags[] => {
      const set = (names: string[]): Pick<ChoiceFlags, 'set'> =>
        names.length === 0 ? {} : { set: [names.map((one, k) => `${one}=${values[k]}`).join(',')] };
      const keys = entries.map(([key]) => key);
      const symbols = entries.map(([, { symbol }]) => symbol);
      return [
        { loss: name, ...set(symbols) },
        { loss: name, ...set(keys) },
        { loss: name.toUpperCase(), ...(values.length > 0 && { set: symbols.map((one, k) => `${one}=${values[k]}`) }) },
        ...aliases.map((alias) => ({ loss: alias, ...set(symbols) })),
        { phi, psi, ...set(symbols) },
      ];
    });
});

/** A named importance with values of its parameters, in every spelling. */
const alphaSpellings = fc.constantFrom(...IMPORTANCE_NAMES).chain((name) => {
  const keys = Object.keys(IMPORTANCES[name].defaults);
  const symbols: Readonly<Record<string, string>> = {
    temperature: 'tau',
    power: 'p',
    exponent: 'a',
    inverseExponent: 'g',
  };
  return fc.tuple(...keys.map(() => fc.integer({ min: 1, max: 4 }).map((k) => k / 2))).map((values) => {
    const set = (names: string[]): string[] => [names.map((one, k) => `${one}=${values[k]}`).join(',')];
    return {
      name,
      all: [
        { alpha: name, set: set(keys) },
        { alpha: name, set: set(keys.map((key) => symbols[key] ?? key)) },
        { alpha: `alpha-cl-${name}`, set: set(keys) },
        { loss: `alpha-cl-${name}`, set: set(keys) },
      ] satisfies ChoiceFlags[],
    };
  });
});

const objectiveOf = (flags: ChoiceFlags): StepObjective => {
  const config = resolveConfig({
    ...configSources(flags),
    flags: { data: 'somewhere', ...configSources(flags).flags },
  });
  return namedObjective(config.loss, config);
};

/** The loss and its gradient, as the first step takes them. */
function firstStep(objective: StepObjective): number[] {
  return tf.tidy(() => {
    const views = (seed: number) => tf.randomNormal<tf.Rank.R2>([4, 3], 0, 1, 'float32', seed);
    const gradient = tf.valueAndGrads((z: tf.Tensor, zPrime: tf.Tensor) =>
      batchLoss(objective)(z as tf.Tensor2D, zPrime as tf.Tensor2D),
    );
    const { value, grads } = gradient([views(1), views(2)]);
    return [value, ...grads].flatMap((tensor) => [...tensor.dataSync()]);
  });
}

function expectSameStep(one: StepObjective, other: StepObjective): void {
  const [a, b] = [firstStep(one), firstStep(other)];
  const largest = Math.max(1e-6, ...a.map(Math.abs));
  a.forEach((entry, k) => expect(Math.abs(entry - (b[k] as number))).toBeLessThanOrEqual(1e-5 * largest));
}

describe('the options that name a loss', () => {
  it('stand in the help of every command, in the same words', async () => {
    const program = await wholeProgram();
    const lines = (command: Command): string[] =>
      command.options.filter(({ long }) => GROUP.includes(long ?? '')).map((one) => `${one.flags}  ${one.description}`);
    const commands = COMMANDS.map((name) => program.commands.find((one) => one.name() === name) as Command);
    expect(lines(commands[0] as Command)).toHaveLength(GROUP.length);
    for (const command of commands) expect(lines(command), command.name()).toEqual(lines(commands[0] as Command));
  });

  it('mean one loss by every name, alias, key and symbol, and by its formulae', () => {
    fc.assert(
      fc.property(spellings, (all) => {
        const read = all.map((flags) => readLoss(flags));
        const [first] = read;
        for (const chosen of read) {
          expect(chosen?.kind === 'loss' && chosen.description).toEqual(first?.kind === 'loss' && first.description);
        }
        const steps = all.map(objectiveOf);
        for (const step of steps) expectSameStep(step, steps[0] as StepObjective);
      }),
      { numRuns: 30 },
    );
  });

  it('mean one α by every spelling, in training as elsewhere', () => {
    fc.assert(
      fc.property(alphaSpellings, ({ all }) => {
        const read = all.map((flags) => readLoss(flags));
        for (const chosen of read) expect(chosen).toEqual(read[0]);
        const steps = all.map(objectiveOf);
        for (const step of steps) expect(step).toEqual(steps[0]);
        const chosen = read[0];
        expect(steps[0]).toMatchObject({ importance: chosen?.kind === 'alpha' && chosen.importance });
      }),
      { numRuns: 30 },
    );
  });

  it('give one analysis, whatever the spelling', async () => {
    const json = async (flags: ChoiceFlags): Promise<object> => {
      const { losses, importances } = JSON.parse((await output(['analyse', ...argvOf(flags), '--json'])).stdout) as {
        readonly losses?: readonly { readonly name: string }[];
        readonly importances?: readonly object[];
      };
      return (losses ?? importances ?? []).map((one) => ({ ...one, name: '' }));
    };
    const loss = fc.sample(spellings, { numRuns: 1, seed: 5 }).flat();
    for (const flags of loss) expect(await json(flags)).toEqual(await json(loss[0] as ChoiceFlags));
    const alpha = fc.sample(alphaSpellings, { numRuns: 1, seed: 5 }).flatMap(({ all }) => all);
    for (const flags of alpha) expect(await json(flags)).toEqual(await json(alpha[0] as ChoiceFlags));
  });

  it('fill in the usual values of τ and ε everywhere', () => {
    const { phi, psi, parameters } = namedFormulae(lossNames()[0] as string);
    expect(givenLossOf(readLoss({ phi, psi }))).toEqual({ phi, psi, parameters });
    expect(objectiveOf({ phi, psi })).toEqual({ kind: 'formulae', phi, psi, parameters });
    expect(objectiveOf({ phi, psi, set: ['tau=0.2'] })).toMatchObject({ parameters: { ...parameters, tau: 0.2 } });
  });

  it('keep their former spellings', () => {
    expect(readLoss({ phi: 'x', psi: 'exp(x/tau)', param: ['tau=0.1..1'] })).toEqual(
      readLoss({ phi: 'x', psi: 'exp(x/tau)', set: ['tau=0.1..1'], param: [] }),
    );
    const old = resolveConfig({ flags: { data: 'd', loss: 'alpha-cl-direct', power: 2, temperature: 0.3 } });
    expect(resolveConfig({ flags: { data: 'd', alpha: 'direct', set: 'p=2,tau=0.3' } })).toEqual(old);
    const preset = 'paper-resnet50';
    expect(resolveConfig({ preset, flags: { data: 'd', alpha: 'direct', set: 'tau=0.3' } })).toEqual(
      resolveConfig({ preset, flags: { data: 'd', temperature: 0.3 } }),
    );
  });
});

describe('claims about a loss or α that is given', () => {
  const verdicts = (flags: ChoiceFlags, cases = 10): Record<string, string> => {
    const given = givenLossOf(readLoss(flags));
    if (given === undefined) throw new Error('nothing is given');
    const claims = claimsOfLoss(CLAIMS, given, CLAIMS);
    return Object.fromEntries(
      claims.map((claim) => [
        claim.id,
        mergeVerdict(claim, outcomesOf(claim, cases), claim.given?.condition?.unmet()).status,
      ]),
    );
  };

  it('have one verdict by name and by formulae', () => {
    const [named, ...others] = fc.sample(spellings, { numRuns: 1, seed: 3 }).flat();
    const first = verdicts(named as ChoiceFlags);
    expect(Object.keys(first).length).toBeGreaterThan(4);
    for (const flags of others.slice(-1)) expect(verdicts(flags)).toEqual(first);
  });

  it.each<ChoiceFlags>([
    { alpha: 'direct' },
    { alpha: 'square', set: ['tau=1'] },
    { alpha: 'exp(-r^a/tau)', set: ['a=2,tau=0.5'] },
  ])('hold of %j', (flags) => {
    const found = verdicts(flags);
    expect(Object.keys(found)).toEqual([
      'importance-monotone',
      'covariance-laplacian',
      'covariance-energy',
      'covariance-bilinear',
      'covariance-equivariance',
      'covariance-translation',
      'covariance-positive-semidefinite',
      'pca-deep-linear',
    ]);
    expect([...new Set(Object.values(found))]).toEqual(['holds']);
  });

  it('do not blame an α that rises with distance, and cannot tell counterfeits from a uniform one', () => {
    expect(verdicts({ alpha: '1 + r' })['importance-monotone']).toBe('not applicable');
    const uniform = verdicts({ alpha: '1' }, 25);
    expect(Object.values(uniform).filter((status) => status === 'refuted' || status === 'broken')).toEqual([]);
  });
});

describe('discover', () => {
  const options = { sampleSeed: 1, families: 'exponent' };
  it('ranks a loss and an α beside the shapes of the grammar, and trains them as they are', async () => {
    const [loss, ...grammar] = await chosenCandidates({ ...options, loss: 'soft-triplet', set: ['tau=0.2'] });
    expect(loss?.options).toEqual({ loss: 'soft-triplet', set: 'tau=0.2,eps=1' });
    expect(grammar.length).toBeGreaterThan(20);
    const judgement = judged(loss as (typeof grammar)[number]);
    expect(judgement.theory).toMatchObject({ falls: { outcome: 'holds' }, minPlayer: { kind: 'row' } });
    expect(judgement.values.preference).toBeCloseTo(5, 6);
    expect(ranked([judgement, ...grammar.slice(0, 3).map((one) => judged(one))])).toHaveLength(4);
    const twin = grammar.find(({ id }) => id === 'exponent-p2-tau0.2');
    expect(judged(twin as (typeof grammar)[number]).values.hardness).toBeCloseTo(judgement.values.hardness, 12);
  });

  it.each(IMPORTANCE_NAMES)(
    'takes α by the name %s, with the weights that training has',
    async (name: ImportanceName) => {
      const [own] = await chosenCandidates({ ...options, alpha: [name] });
      const distances = Float64Array.of(0.1, 0.5, 1.5);
      expect(own?.importance(distances)).toEqual(importanceOf({ name })(distances));
      expect(own?.options.loss).toBe(`alpha-cl-${name}`);
      expect(judged(own as NonNullable<typeof own>).theory.falls.outcome).toBe('holds');
    },
  );
});

describe('analyse --alpha', () => {
  it('says if α falls, which min player it has, and which loss, as text, JSON and LaTeX', async () => {
    const typed = ['analyse', '--alpha', 'exp(-r/tau)', '--set', 'tau=0.2'];
    const { stdout } = await output(typed);
    expect(stdout).toContain('✓ α never rises with d');
    expect(stdout).toContain('each row of α is a best response');
    expect(stdout).toMatch(/the α of InfoNCE, temperature = 0\.200, epsilon = 0 /);
    expect((await output([...typed, '--latex'])).stdout).toContain(String.raw`\alpha_{ij}\propto `);
    const { importances } = JSON.parse((await output([...typed, '--json'])).stdout) as { importances: object[] };
    expect(importances).toMatchObject([{ falls: { outcome: 'holds' }, loss: { parameters: { temperature: 0.2 } } }]);
    expect((await output(['analyse', '--alpha', 'direct'])).stdout).toMatch(
      /regulariser +−R adds tau\*x\*log\(x\).*\n.*pairs alone/,
    );
  });
});

describe('wrong use of the options', () => {
  const out = path.join(temporaryFolder(), 'never');
  mkdirSync(path.dirname(out), { recursive: true });
  const where = (command: string): string[] => (command === 'analyse' || command === 'discover' ? [] : ['--out', out]);
  const cases: readonly (readonly [string[], RegExp])[] = [
    [['--loss', 'infonce', '--phi', 'x', '--psi', 'x'], /give one loss/],
    [['--loss', 'infonce', '--alpha', 'direct'], /give one loss/],
    [['--alpha', '1', '--phi', 'x'], /give one loss/],
    [['--phi', 'x'], /--psi is missing: the loss formulae needs --phi and --psi/],
    [['--loss', 'infonse'], /unknown loss "infonse": .*did you mean infonce/],
    [['--loss', 'infonce', '--set', 'c=1'], /unknown parameter of infonce "c"/],
    [['--loss', 'infonce', '--set', 'tau=0.2,temperature=0.3'], /temperature of infonce is given twice/],
    [
      ['--loss', 'infonce', '--set', 'tau=-1'],
      /(tau|temperature) of infonce is -1: it must be a number of at least 1e-6/,
    ],
    [['--phi', 'x', '--psi', 'exp(x/tau)', '--set', 'tua=1'], /no formula has this symbol.*did you mean tau/],
    [['--alpha', 'direkt'], /unknown importance "direkt": .*did you mean direct/],
    [['--alpha', 'direct', '--set', 'gamma=1'], /unknown parameter of direct "gamma"/],
    [['--alpha', 'direct', '--set', 'p=2,power=3'], /power of direct is given twice/],
    [['--alpha', 'exp(-r/tau)'], /α, column 8: unknown symbol "tau"/],
    [['--alpha', 'r - 1'], /α, column 3: it is negative/],
  ];
  it.each(COMMANDS.flatMap((command) => cases.map(([argv, words]) => [command, argv, words] as const)))(
    '%s %j is refused in one line, in the same words',
    async (command, argv, words) => {
      const { code, stdout, stderr } = await output([
        command,
        ...argv,
        ...where(command),
        ...(command === 'train' ? ['--data', out] : []),
      ]);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(words);
      expect(stderr.trimEnd()).not.toContain('\n');
    },
  );
});
