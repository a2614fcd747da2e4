import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidInput } from '../../../src/base/invalid-input.js';
import { namedFormulae } from '../../../src/theory/losses/named-losses.js';
import { batchLoss } from '../../../src/training/step/batch-loss.js';
import { namedObjective, objectiveDefaults, objectiveNames } from '../../../src/training/train/named-objectives.js';
import { PRESET_NAMES } from '../../../src/training/train/presets.js';
import { flagOf, resolveConfig, resumedConfig, storedConfig } from '../../../src/training/train/run-config.js';
import { FREE_OPTIONS, RUN_OPTION_NAMES } from '../../../src/training/train/run-options.js';

const data = 'somewhere';

function messageOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidInput);
    return (error as InvalidInput).message;
  }
  throw new Error('nothing was thrown');
}

/** The loss, with what has no default. */
const flagsOf = (loss: string): object => ({
  loss,
  ...(loss === 'alpha-cl-formula' && { alpha: 'exp(-r^a/tau)', set: 'a=2,tau=0.5' }),
  ...(loss === 'distance-formulae' && { anchor: 'p/tau+log(u)', sum: 'u=exp(-n/tau)', set: 'tau=0.5' }),
  ...(loss === 'formulae' && { phi: 'tau*log(eps+x)', psi: 'exp(x/tau)', set: 'tau=0.5,eps=1' }),
});

describe('the configuration of a run', () => {
  it.each(objectiveNames())('has an option for every parameter of %s', (loss) => {
    expect(RUN_OPTION_NAMES).toEqual(expect.arrayContaining(Object.keys(objectiveDefaults(loss))));
  });

  it('stores two formulae as the loss, and refuses invalid ones', () => {
    const given = { data, phi: 'x', psi: 'sigmoid(c*x)', set: 'c=2' };
    const config = resolveConfig({ flags: given });
    expect(config).toMatchObject({ loss: 'formulae', phi: 'x', psi: 'sigmoid(c*x)', set: 'c=2' });
    const of = (flags: object) => messageOf(() => resolveConfig({ flags: { ...given, ...flags } }));
    expect(of({ psi: 'sigmoid(c*d*x)' })).toMatch(/^ψ, column 11: unknown symbol "d"/);
    expect(of({ psi: 'sigmoid(d*x)' })).toMatch(/^ψ, column 9: unknown symbol "d"/);
    expect(of({ set: 'c=2,d=3' })).toBe('--set gives "d" a value, and no formula has this symbol: choose one of c');
    expect(of({ psi: undefined })).toBe('--psi is missing: the loss formulae needs --phi and --psi');
    expect(of({ psi: '-x', set: '' })).toMatch(/^ψ, column 1: it falls/);
    expect(of({ set: 'c=2;d=3' })).toMatch(/^--set has "c=2;d=3": write name=number/);
    expect(of({ loss: 'infonce' })).toMatch(/^--phi: the loss infonce has no such parameter/);
    expect(of({ temperature: 1 })).toMatch(/^--temperature: the loss formulae has no such parameter/);
    expect(messageOf(() => resumedConfig(config, { flags: { set: 'c=3' } }, 'run'))).toMatch(/^--set is c=3/);
  });

  it.each(['triplet', 'soft-triplet', 'modified-triplet', 'infonce', 'dcl'])(
    'trains with the named loss %s',
    (loss) => {
      const config = resolveConfig({ flags: { data, loss } });
      const { phi, psi, parameters } = namedFormulae(loss);
      expect(namedObjective(config.loss, config)).toEqual({ kind: 'formulae', phi, psi, parameters });
    },
  );

  it('knows a loss by what people type, and its parameters by name and by symbol', () => {
    const of = (flags: object) => resolveConfig({ flags: { data, ...flags } });
    for (const loss of ['nt-xent', 'NTXent', 'SimCLR']) expect(of({ loss })).toEqual(of({}));
    expect(of({ set: 'tau=0.2' })).toEqual(of({ temperature: 0.2 }));
    expect(of({ loss: 'Triplet', set: 'eps=0.3' })).toEqual(of({ loss: 'triplet', set: 'epsilon=0.3' }));
    expect(of({ loss: 'infonce', set: 'eps=0,tau=0.2' })).toMatchObject({ temperature: 0.2, set: 'epsilon=0' });
    const wrong = (flags: object) => messageOf(() => of(flags));
    expect(wrong({ loss: 'infonse' })).toMatch(/^--loss is infonse: unknown loss "infonse".*did you mean infonce/);
    expect(wrong({ set: 'tau=0.2', temperature: 0.3 })).toMatch(/temperature of nt-xent is given twice/);
    expect(wrong({ loss: 'triplet', set: 'margin=1' })).toMatch(/unknown parameter of triplet "margin"/);
    expect(wrong({ loss: 'infonce', set: 'eps=-1' })).toMatch(/it must be a number of at least 0/);
  });

  it('takes a loss of distances by name, with its views and parameters, and goes on with no others', () => {
    const config = resolveConfig({ flags: { data, loss: 'SigLIP', set: 't=5,b=-2' } });
    expect(config).toMatchObject({ loss: 'siglip', set: 'scale=5,bias=-2', anchors: 'first', negativeViews: 'other' });
    expect(namedObjective(config.loss, config)).toMatchObject({
      kind: 'distances',
      parameters: { t: 5, b: -2 },
      anchors: 'first',
      negatives: 'other',
    });
    expect(resumedConfig(config, { flags: { loss: 'siglip', set: 'scale=5,b=-2' } }, 'run')).toEqual(config);
    const resumed = messageOf(() => resumedConfig(config, { flags: { set: 'scale=6' } }, 'run'));
    expect(resumed).toMatch(/^--set is scale=6/);
    const of = (flags: object) => messageOf(() => resolveConfig({ flags: { data, ...flags } }));
    expect(of({ loss: 'siglipp' })).toMatch(/^--loss is siglipp: unknown loss .*did you mean siglip/);
    expect(of({ loss: 'siglip', set: 'tau=1' })).toMatch(/unknown parameter of siglip "tau"/);
    expect(of({ loss: 'siglip', temperature: 1 })).toMatch(/^--temperature: the loss siglip has no such parameter/);
    expect(of({ loss: 'nt-xent', anchors: 'first' })).toMatch(/^--anchors: the loss nt-xent has no such parameter/);
    expect(of({ loss: 'Barlow Twins' })).toMatch(
      /^--loss is "Barlow Twins": Barlow Twins is outside, because it is of/,
    );
  });

  it('stores a loss of distances that is typed, and refuses one that is none', () => {
    const given = { data, anchor: 'p/tau+log(u)', sum: 'u=exp(-n/tau)', negatives: 'same' };
    const config = resolveConfig({ flags: given });
    expect(config).toMatchObject({ loss: 'distance-formulae', set: 'tau=0.5', anchors: 'both', negativeViews: 'same' });
    expect(config).not.toHaveProperty('negatives');
    expect(namedObjective(config.loss, config)).toEqual({
      kind: 'distances',
      anchor: 'p/tau+log(u)',
      sums: { u: 'exp(-n/tau)' },
      parameters: { tau: 0.5 },
      anchors: 'both',
      negatives: 'same',
    });
    const of = (flags: object) => messageOf(() => resolveConfig({ flags: { ...given, ...flags } }));
    expect(of({ anchor: undefined })).toMatch(/^--anchor is missing/);
    expect(of({ sum: 'exp(-n/tau)' })).toMatch(/^--sum "exp\(-n\/tau\)" is no sum: write name=formula/);
    expect(of({ sum: 'u=exp(-n);u=n' })).toBe('--sum gives u twice: leave one out');
    expect(of({ anchor: 'n' })).toMatch(/^anchor, column 1: n is the distance to one negative/);
    expect(of({ negativeViews: 'other' })).toMatch(/leave one out/);
    expect(of({ phi: 'x', psi: 'exp(x)' })).toMatch(/^--anchor: the loss formulae has no such parameter/);
  });

  it('resumes a run stored as InfoNCE when NT-Xent was called so, and a run of InfoNCE', () => {
    const own = resolveConfig({ flags: { data } });
    expect(storedConfig({ ...own, loss: 'infonce' }, 'run.json')).toEqual(own);
    const infonce = resolveConfig({ flags: { data, loss: 'infonce' } });
    expect(storedConfig(infonce, 'run.json')).toEqual(infonce);
    expect(resumedConfig(infonce, { flags: { loss: 'InfoNCE', set: 'eps=1' } }, 'run')).toEqual(infonce);
    expect(messageOf(() => resumedConfig(infonce, { flags: { set: 'eps=0' } }, 'run'))).toMatch(/^--set is epsilon=0/);
  });

  it('takes α as a formula, with what the other variants of α-CL have', () => {
    const given = { data, alpha: 'w*exp(-r^a/tau)+(1-w)/(r+1)', set: 'w=0.7,a=2,tau=0.5', slack: 0.1 };
    const config = resolveConfig({ flags: given });
    expect(config).toMatchObject({ ...given, loss: 'alpha-cl-formula', normalise: 'row', gradient: 'stop' });
    const of = (flags: object) => messageOf(() => resolveConfig({ flags: { ...given, ...flags } }));
    expect(of({ alpha: 'r - 1', set: '' })).toMatch(/^α, column 3: it is negative at r = 0/);
    expect(of({ set: 'w=0.7' })).toMatch(/^α, column 10: unknown symbol "a"/);
    expect(of({ set: 'w=0.7,a=2,tua=0.5' })).toBe(
      '--set gives "tua" a value, and no formula has this symbol: choose one of w, a, tau (did you mean tau?)',
    );
    expect(of({ set: 'w=0.7,a=2,tau=0.5,tau=0.6' })).toMatch(/^--set gives tau twice/);
    expect(of({ alpha: undefined, loss: 'alpha-cl-formula' })).toMatch(/^--alpha is missing/);
    expect(of({ temperature: 1 })).toMatch(/^--temperature: the loss alpha-cl-formula has no such parameter/);
    expect(of({ loss: 'infonce' })).toMatch(/^--alpha: the loss infonce has no such parameter/);
  });

  it('takes flags before the file, the file before the preset, the preset before the defaults', () => {
    const file = { name: 'f.json', content: { preset: 'smoke', batch: 16, seed: 3 } };
    const config = resolveConfig({ flags: { data, seed: 4 }, file });
    expect(config).toMatchObject({ seed: 4, batch: 16, subset: 512, model: 'tiny', optimiser: 'adam' });
  });

  it('has the training of the author’s log as paper-resnet50, and its weights for no other loss', () => {
    const preset = 'paper-resnet50';
    expect(resolveConfig({ flags: { data }, preset })).toMatchObject({
      model: 'resnet50',
      loss: 'alpha-cl-direct',
      normalise: 'none',
      gradient: 'stop',
      power: 4,
      slack: 0,
      temperature: 0.5,
      optimiser: 'adam',
      learningRate: 0.001,
      weightDecay: 0,
      batch: 256,
      schedule: 'authors',
      order: 'sequential',
      views: 'separate',
    });
    expect(resolveConfig({ flags: { data, loss: 'alpha-cl-direct', slack: 0.1 }, preset })).toMatchObject({
      normalise: 'none',
      slack: 0.1,
    });
    const infonce = resolveConfig({ flags: { data, loss: 'infonce' }, preset });
    expect(infonce).toMatchObject({ model: 'resnet50', loss: 'infonce', temperature: 0.5 });
    expect(infonce).not.toHaveProperty('normalise');
    const entropy = resolveConfig({ flags: { data, loss: 'alpha-cl-entropy' }, preset });
    expect(entropy).toMatchObject({ normalise: 'row', batch: 256 });
    const formula = resolveConfig({ flags: { data, alpha: 'exp(-r)' }, preset });
    expect(formula).toMatchObject({ loss: 'alpha-cl-formula', normalise: 'row' });
  });

  it.each(PRESET_NAMES)('has the preset %s, which any option may change', (preset) => {
    expect(resolveConfig({ flags: { data, epochs: 7 }, preset }).epochs).toBe(7);
  });

  it('takes order, schedule and views from the protocol unless they are given', () => {
    const authors = resolveConfig({ flags: { data, protocol: 'authors', views: 'joint' } });
    expect(authors).toMatchObject({ order: 'sequential', schedule: 'authors', views: 'joint' });
    expect(resolveConfig({ flags: { data } })).toMatchObject({ order: 'shuffled', schedule: 'cosine', views: 'joint' });
  });

  it('has the parameters of its own loss, and an objective that the step accepts', () => {
    for (const loss of objectiveNames()) {
      const config = resolveConfig({ flags: { data, ...flagsOf(loss) } });
      expect(() => batchLoss(namedObjective(config.loss, config))).not.toThrow();
    }
    const direct = resolveConfig({ flags: { data, loss: 'alpha-cl-direct', power: 2, gradient: 'back-propagate' } });
    expect(namedObjective(direct.loss, direct)).toEqual({
      kind: 'alpha-cl',
      importance: { name: 'direct', parameters: { power: 2, temperature: 0.5 } },
      normalise: 'row',
      slack: 0,
      positiveWeight: 0,
      gradient: 'back-propagate',
    });
  });

  it('has STL-10 with its unlabeled images and the stem of ImageNet where the authors have them so', () => {
    const of = (flags: object) => resolveConfig({ flags: { data, ...flags } });
    expect(of({ dataset: 'stl10' })).toMatchObject({ unlabeled: 'without', stem: 'imagenet' });
    expect(of({ dataset: 'stl10', protocol: 'authors' })).toMatchObject({ unlabeled: 'with', stem: 'imagenet' });
    expect(of({ dataset: 'stl10', protocol: 'authors', unlabeled: 'without' }).unlabeled).toBe('without');
    expect(of({ dataset: 'cifar100', protocol: 'authors' })).toMatchObject({ stem: 'cifar' });
    expect(of({ dataset: 'cifar100', protocol: 'authors' })).not.toHaveProperty('unlabeled');
    expect(messageOf(() => of({ unlabeled: 'with' }))).toBe(
      '--unlabeled: cifar10 has no unlabeled images: leave it out, or choose stl10',
    );
  });

  it('survives a round trip through JSON', () => {
    for (const loss of objectiveNames()) {
      const config = resolveConfig({ flags: { data, ...flagsOf(loss), optimiser: 'sgd' } });
      expect(storedConfig(JSON.parse(JSON.stringify(config)), 'run.json')).toEqual(config);
    }
  });

  it('names the option that is wrong, its value, the file it stands in, and what is allowed', () => {
    const given = (flags: object): string => messageOf(() => resolveConfig({ flags: { data, ...flags } }));
    expect(given({ batch: 'abc' })).toBe('--batch is abc: it must be a number');
    expect(given({ batch: 2.5 })).toMatch(/^--batch is 2.5: it must be a whole number/);
    expect(given({ batch: 1 })).toBe('--batch is 1: it must be at least 2');
    expect(given({ learningRate: 0 })).toBe('--learning-rate is 0: it must be above 0');
    expect(given({ model: 'vgg' })).toBe('--model is vgg: choose one of resnet18, resnet50, convnet-small, tiny');
    expect(given({ gamma: 2 })).toMatch(/^--gamma: the loss nt-xent has no such parameter.*--temperature/);
    expect(given({ momentum: 0.5 })).toBe('--momentum does not apply to adam; drop it or use sgd or lars');
    expect(given({ warmUpEpochs: 100 })).toMatch(/^--warm-up-epochs is 100: it must be below --epochs, 100/);
    expect(given({ warmUpEpochs: 1, protocol: 'authors' })).toMatch(/^--warm-up-epochs is 1: the schedule authors/);
    expect(messageOf(() => resolveConfig({ flags: {} }))).toMatch(/^--data is missing/);
    expect(messageOf(() => resolveConfig({ flags: { data }, preset: 'huge' }))).toMatch(/^unknown preset "huge"/);
    const inFile = (content: unknown): string =>
      messageOf(() => resolveConfig({ flags: { data }, file: { name: 'f.json', content } }));
    expect(inFile({ epochs: '3' })).toBe('--epochs is 3 in f.json: it must be a number');
    expect(inFile({ epoch: 3 })).toMatch(/^unknown option "epoch" in f.json: choose one of dataset, /);
    expect(inFile([])).toMatch(/^f.json holds no JSON object/);
  });

  it('answers any value of any option with a configuration or with an error that names the option', () => {
    fc.assert(
      fc.property(fc.constantFrom(...RUN_OPTION_NAMES), fc.jsonValue(), (option, value) => {
        try {
          resolveConfig({ flags: { data, [option]: value } });
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidInput);
          expect((error as InvalidInput).message).toContain(flagOf(option));
        }
      }),
    );
  });
});

describe('the configuration of a resumed run', () => {
  const stored = resolveConfig({ flags: { data, loss: 'alpha-cl-direct', engine: 'cpu' }, preset: 'smoke' });

  it('keeps what the run has, and changes what weights do not depend on', () => {
    expect(resumedConfig(stored, { flags: {} }, 'run.json')).toEqual(stored);
    const flags = { data: 'elsewhere', workers: 3, checkpointEvery: 7, batch: stored.batch, engine: 'auto' };
    expect(resumedConfig(stored, { flags }, 'run.json')).toEqual({
      ...stored,
      data: 'elsewhere',
      workers: 3,
      checkpointEvery: 7,
    });
  });

  it('refuses every other option that differs, and names it', () => {
    const changed = resolveConfig({
      flags: {
        data,
        dataset: 'stl10',
        subset: 9,
        model: 'resnet50',
        loss: 'alpha-cl-shifted-power',
        temperature: 0.1,
        exponent: 2,
        inverseExponent: 3,
        positiveWeight: 1,
        normalise: 'none',
        slack: 1,
        gradient: 'back-propagate',
        optimiser: 'sgd',
        learningRate: 1,
        weightDecay: 1,
        momentum: 0.5,
        protocol: 'authors',
        epochs: 9,
        batch: 9,
        seed: 9,
        engine: 'tfjs',
        augment: 'device',
        precision: 'float16',
      },
    });
    for (const [option, value] of Object.entries({ ...changed, gamma: 1, power: 1, constantLogit: 'one' })) {
      if (FREE_OPTIONS.some((free) => free === option) || option === 'warmUpEpochs') continue;
      const message = messageOf(() => resumedConfig(stored, { flags: { [option]: value } }, 'run.json'));
      expect(message).toContain(`${flagOf(option)} is ${String(value)}, and run.json has `);
    }
  });
});
