/** The settings of a sweep: every combination of the values that its options have. */
import { InvalidInput, quoted } from '../../base/invalid-input.js';
import { thousands } from '../../base/thousands.js';
import { RUN_OPTION_NAMES, type RunOptionName } from '../../training/train/run-options.js';
import { assignedIn } from './loss-options.js';
import type { GivenFlags } from './train-options.js';
import { inOurSpelling } from './usual-spellings.js';

/** A setting of a sweep. */
export interface Setting {
  /** Its values where there are several: `tau=0.1 batch=64`. */
  readonly name: string;
  readonly flags: GivenFlags;
}

/** Options whose one value may contain commas. */
const WHOLE: ReadonlySet<RunOptionName> = new Set(['phi', 'psi', 'alpha', 'anchor', 'sum', 'data', 'python']);

/** Largest number of settings: more are a mistake. */
const MOST = 1000;

/**
 * Returns the settings in the order of their values, the last option changing fastest.
 *
 * @param given flags of a run; `--set tau=0.1,0.2` and every option but formulae and paths may have several values
 * @throws InvalidInput on values without a parameter, a seed, and more than 1,000 settings
 */
export function sweepSettings(given: GivenFlags): Setting[] {
  const { tau: _tau, ...flags } = inOurSpelling(given);
  if (flags.seed !== undefined) throw new InvalidInput('--seed is one seed, and a sweep has several: give --seeds N');
  const parameters = [...assignedValues(assignedIn(given))].map(([name, values]) => ({
    name,
    settings: values.map((value) => ({ set: [`${name}=${value}`] })),
    values,
  }));
  const options = RUN_OPTION_NAMES.filter((name) => name !== 'set' && !WHOLE.has(name)).flatMap((name) => {
    const text: unknown = flags[name as Exclude<RunOptionName, 'set' | 'sum'>];
    if (typeof text !== 'string') return [];
    const values = text.split(',').map((value) => value.trim());
    return [{ name, values, settings: values.map((value) => ({ [name]: value })) }];
  });
  const { set: _set, ...others } = flags;
  let all: readonly Setting[] = [{ name: '', flags: others }];
  for (const { name, values, settings } of [...parameters, ...options]) {
    all = all.flatMap((setting) =>
      settings.map((own: Pick<GivenFlags, 'set'>, k) => ({
        name: values.length === 1 ? setting.name : `${setting.name} ${name}=${values[k]}`.trim(),
        flags: { ...setting.flags, ...own, ...(own.set && { set: [...(setting.flags.set ?? []), ...own.set] }) },
      })),
    );
    if (all.length > MOST) {
      throw new InvalidInput(`a sweep has at most ${thousands(MOST)} settings, and these are more: give fewer values`);
    }
  }
  return all.map(({ name, flags: own }) => ({ name: name === '' ? 'as-given' : name, flags: own }));
}

/** Reads `tau=0.1,0.2,eps=1`: values by parameter. */
function assignedValues(texts: readonly string[]): Map<string, string[]> {
  const values = new Map<string, string[]>();
  for (const text of texts) {
    let name = '';
    for (const part of text.split(',')) {
      const [, own, value = part] = /^\s*([^=\s]+)\s*=(.*)$/.exec(part) ?? [];
      name = own ?? name;
      if (name === '') throw new InvalidInput(`--set ${quoted(text)} sets nothing: write name=value,value`);
      values.set(name, [...(values.get(name) ?? []), value.trim()]);
    }
  }
  return values;
}
