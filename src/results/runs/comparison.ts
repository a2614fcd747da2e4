/** Comparison of runs as data: seeds of one configuration together, differences between configurations, reasons not to compare. */
import { PROGRAM } from '../../base/program-name.js';
import { shellWord } from '../../base/shell-word.js';
import { thousands } from '../../base/thousands.js';
import type { RunConfig } from '../../training/train/run-options.js';
import type { RunRecord } from '../../training/train/run-folder.js';
import { pairedDifference, type Difference, type SeedValues } from './difference.js';
import type { Evaluation } from './evaluation.js';
import { ACCURACY_NAMES, METRIC_NAMES, type MetricName } from './run-metrics.js';
import { describeShare } from './share-words.js';
import { statistic, type Statistic } from './statistic.js';
import type { TestChoice } from './test-choices.js';

/** Metrics that runs are compared by; null where a run has none. Shares are 0..1. */
export type RunMetrics = Readonly<Record<MetricName, number | null>>;

/** Summary of a run: its configuration, its progress, and its metrics. */
export interface RunSummary {
  readonly folder: string;
  readonly config: RunConfig;
  readonly dataset: RunRecord['dataset'];
  readonly engine: RunRecord['engine'];
  /** Steps done; `steps`: those of the whole run. */
  readonly step: number;
  readonly steps: number;
  readonly batchesPerEpoch: number;
  /** The evaluated representation and images; absent without evaluation. */
  readonly evaluated?: {
    readonly step: number;
    readonly test: Evaluation['images']['test'];
    /** Epochs of the linear classifier. */
    readonly linearEpochs: number;
  };
  readonly metrics: RunMetrics;
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

/** Differences of the accuracies of a group from those of a reference, paired by seed. */
export interface GroupDifference {
  readonly label: string;
  readonly reference: string;
  /** Seeds of finished runs of both that are evaluated at their end on the same images; without one there are no differences. */
  readonly seeds: readonly number[];
  readonly metrics: Readonly<Partial<Record<MetricName, Difference>>>;
}

/** Runs side by side, in groups that differ in their seed alone. */
export interface Comparison {
  readonly test: TestChoice;
  /** Groups in the order in which their first runs were given. */
  readonly groups: readonly RunGroup[];
  /** The difference of each other group from the first. */
  readonly differences: readonly GroupDifference[];
  /** Reasons why metrics may not be compared. */
  readonly warnings: readonly string[];
}

type Options = Readonly<Record<string, string | number>>;

/** A run with all that a comparison needs of it. */
export interface ComparableRun {
  readonly run: Omit<RunSummary, 'evaluated' | 'metrics'>;
  /** Its objective as papers name it, and the options that this tells. */
  readonly title: string;
  readonly titled: readonly string[];
  /** All that its weights depend on but the seed, and the number of images. */
  readonly options: Options;
  readonly finalLoss: number | null;
  /** Its latest evaluation on each kind of test images. */
  readonly evaluations: Readonly<Partial<Record<TestChoice, EvaluatedStep>>>;
}

interface EvaluatedStep {
  readonly evaluated: NonNullable<RunSummary['evaluated']>;
  readonly metrics: Omit<RunMetrics, 'finalLoss'>;
}

/** Compares runs. @param test images of the evaluations; by default those that most runs have, `official` of equally many */
export function comparisonOf(comparable: readonly ComparableRun[], test?: TestChoice): Comparison {
  const choice = test ?? commonChoice(comparable);
  const runs = comparable.map((one) => summaryOf(one, choice));
  const groups = groupsOf(runs, comparable);
  return {
    test: choice,
    groups,
    differences: differencesOf(groups),
    warnings: [...warningsOf(runs, choice), ...groups.flatMap(repeatedSeeds)],
  };
}

function commonChoice(runs: readonly ComparableRun[]): TestChoice {
  const count = (choice: TestChoice): number => runs.filter(({ evaluations }) => evaluations[choice]).length;
  return count('held-out') > count('official') ? 'held-out' : 'official';
}

const NOT_EVALUATED = Object.fromEntries(METRIC_NAMES.map((name) => [name, null])) as RunMetrics;

function summaryOf({ run, finalLoss, evaluations }: ComparableRun, choice: TestChoice): RunSummary {
  const { evaluated, metrics = NOT_EVALUATED } = evaluations[choice] ?? {};
  return { ...run, ...(evaluated !== undefined && { evaluated }), metrics: { ...metrics, finalLoss } };
}

/** @param comparable what the runs are summaries of */
function groupsOf(runs: readonly RunSummary[], comparable: readonly ComparableRun[]): RunGroup[] {
  const all = comparable.map(({ options }) => options);
  const names = [...new Set(all.flatMap((options) => Object.keys(options)))];
  const differing = names.filter((name) => new Set(all.map((options) => options[name])).size > 1);
  // An option that one loss has and another has not is told by the loss.
  const telling = differing.filter((name) => new Set(all.flatMap((options) => options[name] ?? [])).size > 1);
  const groups = new Map<string, { readonly of: ComparableRun; readonly members: RunSummary[] }>();
  for (const [k, run] of runs.entries()) {
    const of = comparable[k] as ComparableRun;
    const { options } = of;
    const key = JSON.stringify([names.map((name) => options[name] ?? null), run.dataset.sha256]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { of, members: [run] });
    else group.members.push(run);
  }
  return [...groups.values()].map(({ of, members }) => {
    return {
      label: labelOf(of, telling),
      differing: Object.fromEntries(differing.map((name) => [name, of.options[name] ?? null])),
      seeds: members.map(({ config }) => config.seed),
      runs: members,
      statistics: statisticsOf(members),
    };
  });
}

function labelOf({ title, titled, options }: ComparableRun, telling: readonly string[]): string {
  const others = telling.filter((name) => options[name] !== undefined && !titled.includes(name));
  return [title, ...others.map((name) => `${name} ${options[name]}`)].join(', ');
}

function statisticsOf(runs: readonly RunSummary[]): RunGroup['statistics'] {
  const values = (name: MetricName): number[] => runs.flatMap(({ metrics }) => metrics[name] ?? []);
  return Object.fromEntries(METRIC_NAMES.map((name) => [name, statistic(values(name))])) as RunGroup['statistics'];
}

function differencesOf([reference, ...others]: readonly RunGroup[]): GroupDifference[] {
  if (reference === undefined) return [];
  const base = reference.runs.filter(isEvaluatedAtEnd);
  return others.map(({ label, runs }) => {
    const own = runs.filter(isEvaluatedAtEnd);
    const areComparable =
      new Set([...own, ...base].map(({ evaluated }) => `${evaluated?.test.sha256} ${evaluated?.linearEpochs}`)).size ===
      1;
    const of = areComparable ? own.filter(({ config }) => base.some((other) => other.config.seed === config.seed)) : [];
    const differences = ACCURACY_NAMES.flatMap((name) => {
      const difference = pairedDifference(bySeed(of, name), bySeed(base, name));
      return difference === null ? [] : [[name, difference]];
    });
    const seeds = [...new Set(of.map(({ config }) => config.seed))];
    return { label, reference: reference.label, seeds, metrics: Object.fromEntries(differences) };
  });
}

function isEvaluatedAtEnd({ evaluated, steps }: RunSummary): boolean {
  return evaluated?.step === steps;
}

/** Returns a metric by seed: its mean where a seed is there twice. */
function bySeed(runs: readonly RunSummary[], name: MetricName): SeedValues {
  return new Map(
    [...new Set(runs.map(({ config }) => config.seed))].flatMap((seed) => {
      const same = runs.filter(({ config }) => config.seed === seed);
      const mean = statistic(same.flatMap(({ metrics }) => metrics[name] ?? []))?.mean;
      return mean === undefined ? [] : [[seed, mean] as const];
    }),
  );
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
  { what: 'epochs of linear classifiers', of: ({ evaluated }) => evaluated && String(evaluated.linearEpochs) },
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
      return [`${folder} is not evaluated: ${PROGRAM} eval ${shellWord(folder)} --test ${choice}`];
    return evaluated.step < step
      ? [`${folder} was evaluated at step ${thousands(evaluated.step)}, and is at ${thousands(step)}`]
      : [];
  });
  return [...differences, ...unfinished, ...evaluations];
}
