/** The options of a training run as flags, made from the one table in `src/training/train/run-options.ts`. */
import path from 'node:path';
import { Option, type Command } from 'commander';
import { z } from 'zod';
import { readJson } from '../../base/files/read-text.js';
import { flagOf, type ConfigSources } from '../../training/train/run-config.js';
import { PRESET_NAMES } from '../../training/train/presets.js';
import { IMPORTANCES } from '../../theory/losses/importances.js';
import { assignedIn, requireOneLoss, withLossOptions, type ChoiceFlags } from './loss-options.js';
import { inOurSpelling, otherSpellings, withUsualSpellings, type SpelledFlags } from './usual-spellings.js';
import { InvalidInput, quoted } from '../../base/invalid-input.js';
import { BETWEEN_SUMS } from '../../training/train/given-distances.js';
import { dataFolder } from './data-folder.js';
import { withDistanceOptions } from './distance-options.js';
import { RUN_OPTIONS, RUN_OPTION_NAMES, type RunOptionName } from '../../training/train/run-options.js';

/** Flags as commander hands them over: each flag's text by its name in camel case. */
export type GivenFlags = Readonly<
  Partial<Record<Exclude<RunOptionName, 'set' | 'sum'> | 'config' | 'preset', string>>
> &
  Pick<ChoiceFlags, 'set' | 'tau'> &
  SpelledFlags & { readonly sum?: readonly string[] };

/** The options of `withLossOptions` and of losses of distances, and those of single parameters, which `--set` gives as well. */
const OF_LOSS: ReadonlySet<string> = new Set(['loss', 'phi', 'psi', 'alpha', 'anchor', 'sum', 'set']);
/** Headings of the help, each by the first option below it. */
const HEADINGS: Readonly<Partial<Record<RunOptionName, string>>> = {
  dataset: 'Images:',
  model: 'Network:',
  anchors: 'Loss:',
  optimiser: 'Training:',
  engine: 'Engine:',
  checkpointEvery: 'Checkpoints and observations:',
};
const OF_PARAMETERS = new Set(Object.values(IMPORTANCES).flatMap(({ defaults }) => Object.keys(defaults)));

export function withRunOptions(command: Command): Command {
  command
    .option('--preset <name>', `settings for a purpose: ${PRESET_NAMES.join(', ')}`)
    .option('--config <file>', 'options from a JSON file, {"batch": 128, "learningRate": 0.001}; flags win');
  withDistanceOptions(withLossOptions(command.optionsGroup('Loss:')));
  for (const name of RUN_OPTION_NAMES.filter((one) => !OF_LOSS.has(one))) {
    command.optionsGroup(HEADINGS[name] ?? command.optionsGroup());
    const option = new Option(`${flagOf(name)} <${argumentOf(name)}>`, describe(name));
    const type = innermost(name);
    // For the help text; what is allowed is checked together with what files say.
    const named = type instanceof z.ZodUnion ? type.options[0] : type;
    if (named instanceof z.ZodEnum) option.argChoices = named.options.map(String);
    command.addOption(option.hideHelp(OF_PARAMETERS.has(name)));
  }
  return withUsualSpellings(command).optionsGroup('Options:');
}

/** Returns the sources of a configuration. @throws InvalidInput when the configuration file cannot be read or is no JSON */
export function configSources(flagsGiven: GivenFlags): ConfigSources {
  const given = inOurSpelling(flagsGiven);
  const { config, preset } = given;
  requireOneLoss(given);
  if (given.anchor !== undefined && given.loss !== undefined && given.loss !== 'distance-formulae') {
    throw new InvalidInput(`--anchor is a loss of your own, and --loss is ${quoted(given.loss)}: give one of the two`);
  }
  const assignments = given.set === undefined && given.tau === undefined ? undefined : assignedIn(given).join(',');
  const flags = RUN_OPTION_NAMES.flatMap((option) => {
    const text = option === 'set' ? assignments : option === 'sum' ? given.sum?.join(BETWEEN_SUMS) : given[option];
    return text === undefined ? [] : [[option, valueOf(option, text)] as const];
  });
  return {
    flags: Object.fromEntries(flags),
    ...(config !== undefined && { file: { name: config, content: readJson(config) } }),
    ...(preset !== undefined && { preset }),
  };
}

/** Adds the environment's data folder where neither flag nor file names one. */
export function withDataFolder(sources: ConfigSources): ConfigSources {
  const { file, flags } = sources;
  const inFile = typeof file?.content === 'object' && file.content !== null && 'data' in file.content;
  const data = inFile ? undefined : dataFolder({});
  return data === undefined ? sources : { ...sources, flags: { data: path.resolve(data), ...flags } };
}

/** Converts the text of a flag; one that should be a number and is none stays text, and is refused when the option is checked. */
function valueOf(option: RunOptionName, text: string): string | number {
  if (option === 'data') return path.resolve(text);
  return innermost(option) instanceof z.ZodNumber && /\d/.test(text) && Number.isFinite(Number(text))
    ? Number(text)
    : text;
}

function describe(option: RunOptionName): string {
  const schema: z.ZodType = RUN_OPTIONS.shape[option];
  const preset = schema instanceof z.ZodDefault ? ` (default: ${String(schema.def.defaultValue)})` : '';
  return `${schema.description ?? ''}${preset}${otherSpellings(option)}`;
}

function argumentOf(option: RunOptionName): string {
  const type = innermost(option);
  if (option === 'data') return 'dir';
  return type instanceof z.ZodNumber ? (type.isInt ? 'n' : 'x') : 'name';
}

/** Returns the schema of an option without the wrappers that make it optional. */
function innermost(option: RunOptionName): z.ZodType {
  let schema: unknown = RUN_OPTIONS.shape[option];
  while (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional) schema = schema.unwrap();
  return schema as z.ZodType;
}
