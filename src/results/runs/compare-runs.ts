/** Comparison of runs: seeds of one configuration together, differences between configurations, reasons not to compare. */
import path from 'node:path';
import { thousands } from '../../base/thousands.js';
import { InvalidInput, unknownName } from '../../base/invalid-input.js';
import { objectiveTitle, TITLED_OPTIONS } from '../../training/train/objective-title.js';
import { lastingConfig } from '../../training/train/run-config.js';
import { shellWord } from '../../base/shell-word.js';
import { describeShare } from './evaluated-images.js';
import { TEST_CHOICES, type TestChoice } from './test-choices.js';
import { openRun, type MetricName, type OpenedRun, type RunMetrics, type RunSummary } from './run-summary.js';
import type { TrainingMetrics } from './training-metrics.js';

/** Mean and deviation over runs. */
export interface Statistic {
  /** Runs that have the metric. */
  readonly n: number;
  readonly mean: number;
  /** Standard deviation of the sample, divided by n − 1; null for one run. */
  readonly deviation: number | null;
}

/** Runs that differ in their seed alone. */
export interface RunGroup {
  /** Its loss, and the options that set it apart from the other groups: `α-CL-direct, τ = 0.5, batch 64`. */
  readonly label: string;
  /** Options that differ between groups; null for those that play no part in this one. */
  readonly differing: Readonly<Record<string, string | number | null>>;
  readonly seeds: readonly number[];
  readonly runs: readonly RunSummary[];
  /** Statistics by metric; null if no run has it. */
  readonly statistics: Readonly<Record<MetricName, Statistic | null>>;
}

/** Runs side by side, in groups that differ in their seed alone. */
export interface Comparison {
  readonly test: TestChoice;
  /** Groups in the order in which their first runs were given. */
  readonly groups: readonly RunGroup[];
  /** Reasons why metrics may not be compared. */
  readonly warnings: readonly string[];
}

/** A comparison, with the metrics of each run for its curves. */
export interface ComparedRuns {
  readonly comparison: Comparison;
  /** Metrics by the folder of the run. */
  readonly metrics: ReadonlyMap<string, TrainingMetrics>;
}

/** Choice of the evaluations that are compared. */
export interface CompareOptions {
  /** Test images of the evaluations. Default: those that most runs have, `official` of equally many. */
  readonly test?: TestChoice;
}

/**
 * Compares runs, grouped by configuration.
 *
 * @throws InvalidInput when no run is given or one twice, a folder holds none, or its files are damaged
 * @example
 * compareRuns(['run']).comparison.groups.map(({ seeds }) => seeds); // [[1]]
 * compareRuns([]); // throws no runs given: pass one or more run folders
 */
export function compareRuns(folders: readonly string[], { test }: CompareOptions = {}): ComparedRuns {
  if (folders.length === 0) throw new InvalidInput('no runs given: pass one or more run folders');
  if (test !== undefined && !TEST_CHOICES.includes(test))
    throw unknownName('choice of test images', test, TEST_CHOICES);
  const twice = folders.find(
    (folder, k) => folders.findIndex((other) => path.resolve(other) === path.resolve(folder)) < k,
  );
  if (twice !== undefined)
    throw new InvalidInput(`${twice} is given twice, and its metrics would count twice: name it once`);
  const opened = folders.map(openRun);
  const choice = test ?? commonChoice(opened);
  const runs = opened.map((one) => one.summary(choice));
  const metrics = new Map(runs.map(({ folder }, k) => [folder, (opened[k] as OpenedRun).metrics]));
  const groups = groupsOf(runs);
  return {
    comparison: { test: choice, groups, warnings: [...warningsOf(runs, choice), ...groups.flatMap(repeatedSeeds)] },
    metrics,
  };
}

function commonChoice(runs: readonly OpenedRun[]): TestChoice {
  const count = (choice: TestChoice): number => runs.filter(({ choices }) => choices.includes(choice)).length;
  return count('held-out') > count('official') ? 'held-out' : 'official';
}

/**
 * Returns the number, mean and sample standard deviation of values; null for no values.
 *
 * @example
 * statistic([1, 2, 6]); // { n: 3, mean: 3, deviation: 2.6458 }
 * statistic([4]); // { n: 1, mean: 4, deviation: null }
 */
export function statistic(values: readonly number[]): Statistic | null {
  const n = values.length;
  if (n === 0) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { n, mean, deviation: n === 1 ? null : Math.sqrt(squares / (n - 1)) };
}

type Options = Readonly<Record<string, string | number>>;

/** Returns the key of a configuration: all that weights depend on but the seed, and the images. */
function optionsOf({ config, dataset }: RunSummary): Options {
  const { seed: _seed, subset: _subset, ...rest } = lastingConfig(config) as Record<string, string | number>;
  return { ...rest, images: dataset.images };
}

function groupsOf(runs: readonly RunSummary[]): RunGroup[] {
  const all = runs.map(optionsOf);
  const names = [...new Set(all.flatMap((options) => Object.keys(options)))];
  const differing = names.filter((name) => new Set(all.map((options) => options[name])).size > 1);
  // An option that one loss has and another has not is told by the loss.
  const telling = differing.filter((name) => new Set(all.flatMap((options) => options[name] ?? [])).size > 1);
  const groups = new Map<string, RunSummary[]>();
  for (const run of runs) {
    const options = optionsOf(run);
    const key = JSON.stringify([names.map((name) => options[name] ?? null), run.dataset.sha256]);
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  return [...groups.values()].map((members) => {
    const [first] = members as [RunSummary, ...RunSummary[]];
    const options = optionsOf(first);
    return {
      label: labelOf(first, options, telling),
      differing: Object.fromEntries(differing.map((name) => [name, options[name] ?? null])),
      seeds: members.map(({ config }) => config.seed),
      runs: members,
      statistics: statisticsOf(members),
    };
  });
}

function labelOf({ config }: RunSummary, options: Options, telling: readonly string[]): string {
  const others = telling.filter((name) => options[name] !== undefined && !TITLED_OPTIONS.includes(name));
  return [objectiveTitle(config), ...others.map((name) => `${name} ${options[name]}`)].join(', ');
}

function statisticsOf(runs: readonly RunSummary[]): RunGroup['statistics'] {
  const [first] = runs as [RunSummary, ...RunSummary[]];
  const names = Object.keys(first.metrics) as MetricName[];
  const values = (name: keyof RunMetrics): number[] => runs.flatMap(({ metrics }) => metrics[name] ?? []);
  return Object.fromEntries(names.map((name) => [name, statistic(values(name))])) as RunGroup['statistics'];
}

function repeatedSeeds({ label, seeds }: RunGroup): string[] {
  const repeated = [...new Set(seeds.filter((seed, k) => seeds.indexOf(seed) < k))];
  return repeated.map((seed) => `${label}: seed ${seed} is there twice, so the deviation is too small`);
}

/** Properties that must be equal before metrics are comparable, with the words for each. */
const COMPARABLE: readonly { readonly what: string; readonly of: (run: RunSummary) => string | undefined }[] = [
  {
    what: 'training images',
    of: ({ dataset: { name, images, officialImages, sha256 } }) =>
      `${describeShare({ name, count: images, officialCount: officialImages })} [${sha256.slice(0, 8)}]`,
  },
  {
    what: 'test images',
    of: ({ evaluated }) => evaluated && `${evaluated.test.description} [${evaluated.test.sha256.slice(0, 8)}]`,
  },
  { what: 'engine', of: ({ engine: { name, device } }) => `${name} (${device})` },
];

function warningsOf(runs: readonly RunSummary[], choice: TestChoice): string[] {
  const differences = COMPARABLE.flatMap(({ what, of }) => {
    const values = [...new Set(runs.flatMap((run) => of(run) ?? []))];
    return values.length > 1 ? [`the runs are not comparable: ${what} differ: ${values.join('; ')}`] : [];
  });
  const unfinished = runs
    .filter(({ step, steps }) => step < steps)
    .map(({ folder, step, steps }) => `${folder} is at step ${thousands(step)} of ${thousands(steps)}`);
  const evaluations = runs.flatMap(({ folder, evaluated, step }) => {
    if (evaluated === undefined)
      return [`${folder} is not evaluated: alpha-cl eval ${shellWord(folder)} --test ${choice}`];
    return evaluated.step < step
      ? [`${folder} was evaluated at step ${thousands(evaluated.step)}, and is at ${thousands(step)}`]
      : [];
  });
  return [...differences, ...unfinished, ...evaluations];
}
