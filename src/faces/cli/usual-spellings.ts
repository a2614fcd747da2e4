/** Spellings of the options of a run that people bring from other programs. */
import { Option, type Command } from 'commander';
import { InvalidInput } from '../../base/invalid-input.js';
import { flagOf } from '../../training/train/run-config.js';
import type { RunOptionName } from '../../training/train/run-options.js';

/** The option that each spelling is, by commander's name of the spelling. */
const SPELLINGS = {
  lr: 'learningRate',
  wd: 'weightDecay',
  batchSize: 'batch',
  optimizer: 'optimiser',
  arch: 'model',
  warmupEpochs: 'warmUpEpochs',
  numWorkers: 'workers',
} as const satisfies Readonly<Record<string, RunOptionName>>;

type Spelling = keyof typeof SPELLINGS;

/** Flags by spelling. */
export type SpelledFlags = Readonly<Partial<Record<Spelling, string>>>;

const SPELLING_NAMES = Object.keys(SPELLINGS) as Spelling[];

/** Adds the spellings to a command, without a line of help: that of the option names them. */
export function withUsualSpellings(command: Command): Command {
  for (const spelling of SPELLING_NAMES) {
    command.addOption(new Option(`${flagOf(spelling)} <value>`, `as ${flagOf(SPELLINGS[spelling])}`).hideHelp());
  }
  return command;
}

/** Writes the other spellings of an option for its line of help: ` (or --lr)`. */
export function otherSpellings(option: RunOptionName): string {
  const spellings = SPELLING_NAMES.filter((one) => SPELLINGS[one] === option).map(flagOf);
  return spellings.length === 0 ? '' : ` (or ${spellings.join(', ')})`;
}

/** Returns the flags with each spelling as the option that it is. @throws InvalidInput when one option comes twice */
export function inOurSpelling<Flags extends SpelledFlags & Readonly<Partial<Record<RunOptionName, unknown>>>>(
  flags: Flags,
): Flags {
  const given = SPELLING_NAMES.filter((spelling) => flags[spelling] !== undefined);
  const meant = new Map<RunOptionName, string | undefined>();
  for (const spelling of given) {
    const option = SPELLINGS[spelling];
    if (flags[option] !== undefined || meant.has(option)) {
      throw new InvalidInput(`${flagOf(spelling)} is ${flagOf(option)}, which is given too: give one of the two`);
    }
    meant.set(option, flags[spelling]);
  }
  const others = Object.entries(flags).filter(([name]) => !Object.hasOwn(SPELLINGS, name));
  return Object.fromEntries([...others, ...meant]) as Flags;
}
