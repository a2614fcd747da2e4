/** The configuration of a run, from what was given: flags win over a file, both over the preset, all over the defaults. */
import { PROGRAM } from '../../base/program-name.js';
import type { z } from 'zod';
import { PYTORCH } from '../engines/pytorch/pytorch.js';
import { datasetSize, hasUnlabeled, isOwnImages, OWN_IMAGES } from '../data/dataset-choice.js';
import { datasetsWithUnlabeled, type Split } from '../data/datasets.js';
import { placedImages } from '../data/resolve-images.js';
import { InvalidInput, quoted, shortened, unknownName } from '../../base/invalid-input.js';
import { didYouMean } from '../../base/nearest-name.js';
import { formulaeOptions, lossOfFormulae } from './given-formulae.js';
import { largerLossNames } from '../../theory/distance-losses/named-distance-losses.js';
import { lossNames } from '../../theory/losses/named-losses.js';
import { importanceName } from '../step/importance-choice.js';
import {
  DEFAULT_LOSS,
  objectiveDefaults,
  objectiveName,
  objectiveNames,
  parameterOptions,
} from './named-objectives.js';
import { PRESETS, PRESET_NAMES, type PresetName } from './presets.js';
import { PROTOCOLS } from './protocols.js';
import {
  COMPUTING_OPTIONS,
  FREE_OPTIONS,
  RUN_OPTIONS,
  RUN_OPTION_NAMES,
  type GivenConfig,
  type RunConfig,
  type RunOptionName,
} from './run-options.js';

/** Sources of options: flags win over a file, both over a preset. */
export interface ConfigSources {
  /** By option name in camel case; not checked yet. */
  readonly flags: Readonly<Record<string, unknown>>;
  /** The content of a configuration file, parsed but not checked; it may name a preset. */
  readonly file?: { readonly name: string; readonly content: unknown };
  readonly preset?: string;
}

/**
 * Makes the configuration of a run of what was given; flags win over a file, both over the preset, all over the defaults.
 *
 * @throws InvalidInput naming the option, its value, where it was given, and what is allowed
 * @example
 * const { model, epochs } = resolveConfig({ preset: 'smoke', flags: { data: 'datasets', epochs: 3 } });
 * [model, epochs]; // ['tiny', 3]
 * resolveConfig({ preset: 'smoke', flags: { data: 'datasets', epochs: -1 } }); // throws --epochs is -1: it must be at least 1
 */
export function resolveConfig(sources: ConfigSources): RunConfig {
  const { given, place } = merged(sources);
  return checkedConfig(given, place);
}

/**
 * The configuration of a run that goes on: its own, with what may change.
 *
 * @param stored of the run @param source names the run
 * @throws InvalidInput as `resolveConfig`, and when a given option differs and weights depend on it, naming it
 */
export function resumedConfig(stored: RunConfig, sources: ConfigSources, source: string): RunConfig {
  const { given, place } = merged(sources);
  // The run has what was chosen then.
  const asked = Object.entries(given).filter(
    ([option, value]) => !(['engine', 'augment', 'compile'].includes(option) && value === 'auto'),
  );
  const checked = asked.map(([option, value]) => {
    if (!RUN_OPTION_NAMES.includes(option as RunOptionName)) throw unknownOption(option, place);
    const parsed = RUN_OPTIONS.shape[option as RunOptionName].safeParse(value);
    if (!parsed.success) throw fault(option, value, parsed.error.issues[0], place);
    return [option, parsed.data];
  });
  const options = asStored(Object.fromEntries(checked) as GivenConfig, stored, place);
  requireSameConfig(stored, options, source);
  return checkedConfig({ ...stored, ...options }, place);
}

function merged({ flags, file, preset }: ConfigSources): { given: Record<string, unknown>; place: Place } {
  const { preset: filePreset, ...fileOptions } = file === undefined ? {} : recordOf(file);
  const place = (option: string): string =>
    file !== undefined && Object.hasOwn(fileOptions, option) && !Object.hasOwn(flags, option) ? ` in ${file.name}` : '';
  const given = withOwnImages(withNegativeViews(withNamedAlpha({ ...fileOptions, ...flags })));
  return { given: { ...presetFor(given, preset ?? filePreset), ...given }, place };
}

/** Names the loss where α is given by a name. */
function withNamedAlpha(given: Record<string, unknown>): Record<string, unknown> {
  const { alpha, ...others } = given;
  const name = typeof alpha === 'string' && given['loss'] === undefined ? importanceName(alpha) : undefined;
  return name === undefined ? given : { ...others, loss: `alpha-cl-${name}` };
}

/** Takes negatives of a view, `--negatives same`, for `--negative-views`: those of devices have other names. */
function withNegativeViews(given: Record<string, unknown>): Record<string, unknown> {
  const { negatives, ...others } = given;
  const isOfViews = RUN_OPTIONS.shape.negativeViews.safeParse(negatives).success && negatives !== undefined;
  if (!isOfViews) return given;
  if (given['negativeViews'] === undefined) return { ...others, negativeViews: negatives };
  throw new InvalidInput('--negatives and --negative-views give the views of the negatives: leave one out');
}

/** Takes a folder of images, `images:PATH`, for its name and the data folder above it. */
function withOwnImages(given: Record<string, unknown>): Record<string, unknown> {
  const { dataset, data } = given;
  if (typeof dataset !== 'string' || !isOwnImages(dataset) || dataset === OWN_IMAGES) return given;
  return { ...given, ...placedImages(dataset, typeof data === 'string' ? data : undefined) };
}

/** A preset's options, without those of its own loss where another loss is given, or that `set` gives. */
function presetFor(given: Readonly<Record<string, unknown>>, name: unknown): GivenConfig {
  const options = presetOptions(name);
  const typed = given['loss'];
  const loss = typeof typed === 'string' ? namedLossIn(typed, () => '') : lossOfFormulae(given);
  const without = (left: readonly string[]): GivenConfig =>
    Object.fromEntries(Object.entries(options).filter(([option]) => !left.includes(option)));
  if (loss !== undefined && loss !== options.loss) return without(['loss', ...OBJECTIVE_OPTIONS]);
  const { set } = given;
  if (typeof set !== 'string' || options.loss === undefined) return options;
  return without(Object.keys(parameterOptions({ loss: options.loss, set }) ?? {}));
}

/**
 * A configuration as it was written to a run: nothing is added but defaults.
 *
 * @param source where it stands, for errors
 * @throws InvalidInput as `resolveConfig`
 */
export function storedConfig(content: unknown, source: string): RunConfig {
  // Threads made the views of all runs before there was a choice.
  const stored = renamed({ augment: 'threads', ...recordOf({ name: source, content }) });
  // Losses of distances had no labels before there was a choice.
  const hadNone = largerLossNames().includes(String(stored['loss'])) && stored['labels'] === undefined;
  return checkedConfig(hadNone ? { ...stored, labels: 'without' } : stored, () => ` in ${source}`);
}

/**
 * Renames the loss of a run that was stored before two losses of one name had a name each: what has the options of the
 * cross-entropy is that. Nothing is rescaled, so that its checkpoints go on.
 */
function renamed(stored: Record<string, unknown>): Record<string, unknown> {
  const isCrossEntropy = Object.hasOwn(stored, 'constantLogit') && lossNames().includes(String(stored['loss']));
  return isCrossEntropy ? { ...stored, loss: DEFAULT_LOSS } : stored;
}

/** `--learning-rate`. */
export function flagOf(option: string): string {
  return `--${option.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/**
 * Refuses another configuration under the same run.
 *
 * @param stored of the run @param given options that a person gives with --resume @param source names the run
 * @throws InvalidInput naming the first option that differs, unless weights do not depend on it
 */
export function requireSameConfig(stored: GivenConfig, given: GivenConfig, source: string): void {
  for (const option of RUN_OPTION_NAMES) {
    if (FREE_OPTIONS.includes(option) || !Object.hasOwn(given, option) || stored[option] === given[option]) continue;
    throw new InvalidInput(
      `${flagOf(option)} is ${shown(given[option])}, and ${source} has ${shown(stored[option])}: a run keeps its ` +
        'configuration; leave the option out, or start another run with --out',
    );
  }
}

/** The configuration without the options that may change: all that weights depend on. */
export function lastingConfig(config: RunConfig): GivenConfig {
  // In one order, whatever was settled last: the bytes of a checkpoint depend on it.
  const lasting = RUN_OPTION_NAMES.filter((option) => !FREE_OPTIONS.includes(option) && config[option] !== undefined);
  return Object.fromEntries(lasting.map((option) => [option, config[option]]));
}

/** The lasting configuration without what only says by what it is computed. */
export function recipeConfig(config: RunConfig): GivenConfig {
  return Object.fromEntries(
    Object.entries(lastingConfig(config)).filter(([option]) => !COMPUTING_OPTIONS.includes(option as RunOptionName)),
  );
}

type Place = (option: string) => string;

function checkedConfig(given: Readonly<Record<string, unknown>>, place: Place): RunConfig {
  const name = given['protocol'] ?? RUN_OPTIONS.shape.protocol.parse(undefined);
  const protocol = Object.entries(PROTOCOLS).find(([known]) => known === name)?.[1];
  const typed = given['loss'];
  const loss = typeof typed === 'string' ? namedLossIn(typed, place) : (typed ?? lossOfFormulae(given));
  const parsed = RUN_OPTIONS.safeParse({ ...protocol, ...given, ...(loss !== undefined && { loss }) });
  if (!parsed.success) throw firstFault(parsed.error, given, place);
  return completed(parsed.data, place);
}

/** Finds the objective that is meant. @throws InvalidInput as `objectiveName`, naming option and file */
function namedLossIn(typed: string, place: Place): string {
  try {
    return objectiveName(typed);
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    throw new InvalidInput(`--loss is ${shown(typed)}${place('loss')}: ${error.message}`, { cause: error });
  }
}

/**
 * Returns the parameters of the loss, each with its value, where `set` may give them.
 *
 * @throws InvalidInput as `parameterOptions`, naming the file, and as `formulaeOptions`
 */
function parametersOf(
  config: Parameters<typeof parameterOptions>[0] & Parameters<typeof formulaeOptions>[0],
  place: Place,
): Partial<RunConfig> {
  const { set } = config;
  try {
    const own = parameterOptions(config);
    if (own !== undefined) return { set: undefined, ...own };
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    throw new InvalidInput(`--set is ${shown(set)}${place('set')}: ${error.message}`, { cause: error });
  }
  return formulaeOptions(config);
}

/** Writes the loss and its parameters as a stored run does, so that the two can be compared. */
function asStored(given: GivenConfig, stored: RunConfig, place: Place): GivenConfig {
  const loss = given.loss === undefined ? stored.loss : namedLossIn(given.loss, place);
  const named = given.loss === undefined ? given : { ...given, loss };
  if (given.set === undefined) return named;
  const { phi, psi, alpha } = stored;
  const unset = Object.fromEntries(OBJECTIVE_OPTIONS.map((option) => [option, undefined]));
  return { ...named, ...parametersOf({ ...stored, ...unset, phi, psi, alpha, ...named, loss }, place) };
}

/** With the loss's own parameters, and none of another loss or optimiser. */
function completed(config: RunConfig, place: Place): RunConfig {
  const { dataset, loss, optimiser, schedule, warmUpEpochs, epochs } = config;
  const own = objectiveDefaults(loss);
  const takesSet = parameterOptions({ loss }) !== undefined;
  for (const option of OBJECTIVE_OPTIONS) {
    if (config[option] !== undefined && !Object.hasOwn(own, option) && !(option === 'set' && takesSet)) {
      const known = Object.keys(own).map(flagOf).join(', ');
      throw new InvalidInput(
        `${flagOf(option)}${place(option)}: the loss ${loss} has no such parameter: leave it out` +
          (known === '' ? '' : `, or choose one of ${known}`),
      );
    }
  }
  const settled = { ...config, ...parametersOf(config, place) };
  if (optimiser === 'adam' && config.momentum !== undefined) {
    throw new InvalidInput(`--momentum${place('momentum')} does not apply to adam; drop it or use sgd or lars`);
  }
  for (const option of ['device', 'devices', 'python', 'compile'] as const) {
    const isAuto = config.engine === 'auto' && option !== 'devices';
    if (config[option] === undefined || isAuto || config.engine === PYTORCH.name) continue;
    throw new InvalidInput(
      `${flagOf(option)}${place(option)} is for the engine ${PYTORCH.name}, and --engine is ${config.engine}: leave it out, ` +
        `or choose --engine ${PYTORCH.name}`,
    );
  }
  const { devices = 1 } = config;
  for (const option of ['negatives', 'statistics'] as const) {
    if (config[option] === undefined || devices > 1) continue;
    throw new InvalidInput(
      `${flagOf(option)}${place(option)} is for several devices, and there is one: leave it out, or give --devices`,
    );
  }
  if (config.batch % devices !== 0 || config.batch / devices < 2) {
    throw new InvalidInput(
      `--batch is ${config.batch}: ${devices} devices share it; give a multiple of ${devices}, at least ${2 * devices}`,
    );
  }
  if (warmUpEpochs > 0 && schedule === 'authors') {
    throw new InvalidInput(`--warm-up-epochs is ${warmUpEpochs}: the schedule authors has no warm-up: leave it out`);
  }
  if (warmUpEpochs >= epochs) {
    throw new InvalidInput(`--warm-up-epochs is ${warmUpEpochs}: it must be below --epochs, ${epochs}`);
  }
  for (const option of ['splitSeed', 'damaged'] as const) {
    if (config[option] === undefined || isOwnImages(dataset)) continue;
    throw new InvalidInput(
      `${flagOf(option)}${place(option)} is for a folder of images, and --dataset is ${dataset}: leave it out, or give --dataset ` +
        `${OWN_IMAGES}DIR`,
    );
  }
  if (config.unlabeled !== undefined && !hasUnlabeled(dataset)) {
    const known = datasetsWithUnlabeled().join(' or ');
    throw new InvalidInput(
      `--unlabeled${place('unlabeled')}: ${dataset} has no unlabeled images: leave it out, or choose ${known}`,
    );
  }
  const unlabeled = hasUnlabeled(dataset) ? { unlabeled: config.unlabeled ?? defaultUnlabeled(config) } : {};
  const momentum = optimiser === 'adam' ? {} : { momentum: config.momentum ?? 0.9 };
  const stem = config.stem ?? defaultStem(config);
  const { negatives = 'global', statistics = 'global' } = config;
  const shared = devices > 1 ? { negatives, statistics } : {};
  const choices = { ...momentum, ...unlabeled, ...shared, stem };
  return RUN_OPTIONS.parse({ ...own, ...withoutUndefined(settled), ...choices });
}

/** As facebookresearch/luckmatters, ssl/real-dataset, has it: main.py trains on STL10's split "train+unlabeled". */
function defaultUnlabeled({ protocol }: RunConfig): 'with' | 'without' {
  return protocol === 'authors' ? 'with' : 'without';
}

/**
 * As models/resnet_base_network.py there: torchvision's stem, except for CIFAR-10 and CIFAR-100. It leaves a 32nd of a side:
 * a single pixel of an image as small as theirs.
 */
function defaultStem(config: RunConfig): 'cifar' | 'imagenet' {
  return imageSizeOf(config) > SMALL_IMAGE ? 'imagenet' : 'cifar';
}

const SMALL_IMAGE = 64;

/** The images that a run trains on, before a subset is taken. */
export function splitOf({ unlabeled }: Pick<RunConfig, 'unlabeled'>): Split {
  return unlabeled === 'with' ? 'train+unlabeled' : 'train';
}

/** Pixels a side of the images that the network sees. */
export function imageSizeOf({ imageSize, dataset }: Pick<RunConfig, 'imageSize' | 'dataset'>): number {
  return imageSize ?? datasetSize(dataset);
}

/** Options that are a parameter of some loss. */
const OF_OBJECTIVES = new Set(objectiveNames().flatMap((loss) => Object.keys(objectiveDefaults(loss))));
const OBJECTIVE_OPTIONS = RUN_OPTION_NAMES.filter((option) => OF_OBJECTIVES.has(option));

function withoutUndefined(record: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

function presetOptions(preset: unknown): GivenConfig {
  if (preset === undefined) return {};
  if (PRESET_NAMES.some((known) => known === preset)) return PRESETS[preset as PresetName];
  throw unknownName('preset', typeof preset === 'string' ? preset : JSON.stringify(preset), PRESET_NAMES);
}

function recordOf({ name, content }: { name: string; content: unknown }): Record<string, unknown> {
  if (typeof content === 'object' && content !== null && !Array.isArray(content)) {
    return content as Record<string, unknown>;
  }
  throw new InvalidInput(`${name} holds no JSON object: write options as {"loss": "${DEFAULT_LOSS}", "batch": 128}`);
}

/** The first fault. */
function firstFault(error: z.ZodError, given: Readonly<Record<string, unknown>>, place: Place): InvalidInput {
  const [issue] = error.issues;
  if (issue?.code === 'unrecognized_keys') return unknownOption(issue.keys[0] ?? '', place);
  const option = String(issue?.path[0]);
  return fault(option, given[option], issue, place);
}

function unknownOption(option: string, place: Place): InvalidInput {
  return new InvalidInput(
    `unknown option ${quoted(option)}${place(option)}: choose one of ${RUN_OPTION_NAMES.join(', ')}` +
      didYouMean(option, RUN_OPTION_NAMES),
  );
}

function fault(option: string, value: unknown, issue: z.core.$ZodIssue | undefined, place: Place): InvalidInput {
  if (option === 'data' && value === undefined) {
    return new InvalidInput(
      `--data is missing: give the folder that holds the data set, or set ALPHA_CL_DATA; ${PROGRAM} data download fills one`,
    );
  }
  const allowed = issue === undefined ? 'it is not allowed' : allowedText(issue, value);
  return new InvalidInput(`${flagOf(option)} is ${shown(value)}${place(option)}: ${allowed}`);
}

function allowedText(issue: z.core.$ZodIssue, value: unknown): string {
  switch (issue.code) {
    case 'invalid_union': {
      const named = issue.errors[0]?.[0];
      return named === undefined ? issue.message : `${allowedText(named, value)}; or images:DIR, a folder of images`;
    }
    case 'invalid_value': {
      const names = issue.values.map(String);
      return `choose one of ${names.join(', ')}${typeof value === 'string' ? didYouMean(value, names) : ''}`;
    }
    case 'too_small':
      return `it must be ${issue.inclusive === false ? 'above' : 'at least'} ${issue.minimum}`;
    case 'too_big':
      return `it must be ${issue.inclusive === false ? 'below' : 'at most'} ${issue.maximum}`;
    case 'invalid_type':
      return `it must be a ${issue.expected === 'int' ? 'whole number' : issue.expected}`;
    default:
      return issue.message;
  }
}

function shown(value: unknown): string {
  if (value === undefined) return 'not set';
  if (typeof value === 'bigint') return `${value}`;
  if (typeof value !== 'string') return shortened(JSON.stringify(value));
  return /^[\w.,:/+=-]{1,60}$/.test(value) ? value : quoted(value);
}
