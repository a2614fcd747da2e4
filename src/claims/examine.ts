/** One claim, one seed, one process: the part of the runner that neither knows workers nor files. */
import fc, { type Arbitrary } from 'fast-check';
import { InvalidInput, quoted } from '../base/invalid-input.js';
import type { Claim, Evidence } from './claim.js';
import { streamsOf, type Instances } from './streams.js';
import { holds, tightness, type CheckedCase, type Counterexample, type Replayable } from './verdict.js';

export interface Examination {
  /** Instances checked before the first refutation, that one included. */
  readonly cases: number;
  readonly evidence: readonly (Evidence & Replayable)[];
  readonly worst?: CheckedCase & Replayable;
  readonly counterexample?: Counterexample;
  /** Why fewer instances than asked for were checked. */
  readonly reason?: string;
  /** Why the claim's condition is not met, where the counterexample proves that. */
  readonly unmet?: string;
  /** Set where no instance refutes what was examined, and it does the same as the claim on all of them. */
  readonly alike?: true;
}

export interface ExamineOptions {
  readonly seed: number;
  readonly cases: number;
  /** Seconds after which no further instance is started. */
  readonly timeLimit: number;
  /** `shrink` makes a refuting instance as simple as it goes; `first` takes it as it comes. */
  readonly onRefutation: 'shrink' | 'first';
  /** The stream of the instances, where there is more than one: the first part of what replays them. */
  readonly stream?: string;
  /** Replays one instance: the path inside the seed, as a counterexample's `replay` gives it. */
  readonly path?: string;
}

/** Subject of a claim's check: the claim itself, or a counterfeit of it. */
export interface Examined {
  readonly subject: unknown;
  readonly instances?: Instances<unknown>;
}

/**
 * Checks generated instances of a claim on the claim itself, or on one of its counterfeits.
 *
 * @throws InvalidInput when no instance is at the path, or none that a refutation leads to
 */
export function examine(claim: Claim, examined: Examined, options: ExamineOptions): Examination {
  const { subject } = examined;
  const instances = instancesIn(claim, examined, options);
  const prefix = options.stream === undefined ? `${options.seed}` : `${options.stream}/${options.seed}`;
  const checked: (CheckedCase & Replayable)[] = [];
  let cases = 0;
  let shrinking = false;

  const way =
    options.path === undefined ? [] : instancesOnTheWay(instances, { ...options, path: options.path, prefix });
  const property = fc.property(instances, (instance) => {
    // Of a path with a colon fast-check goes on to the siblings of the instance: they are not asked for.
    if (options.path !== undefined && cases > 0 && !shrinking) return true;
    if (shrinking) return holds(claim.check(instance, subject));
    // Paths count instances from 0; no claim passes over one, so none is missing in the count.
    const replay = `${prefix}:${options.path ?? cases}`;
    cases++;
    // Until the check has returned: where it throws, fast-check goes on to shrink.
    shrinking = true;
    const found = { instance, replay, ...claim.check(instance, subject) };
    checked.push(found);
    shrinking = !holds(found);
    return holds(found);
  });
  const details = fc.check(property, {
    seed: options.seed,
    numRuns: options.cases,
    endOnFailure: options.onRefutation === 'first',
    interruptAfterTimeLimit: options.timeLimit * 1000,
    // Reporting is ours; without this an exception inside the check would be rethrown as a report.
    includeErrorInReport: false,
    ...(options.path === undefined ? {} : { path: options.path }),
  });

  if (!details.failed && !details.interrupted && options.path !== undefined)
    requireRefuted(claim, subject, way.slice(0, -1), `${prefix}:${options.path}`);

  const worst = checked.reduce<(CheckedCase & Replayable) | undefined>(
    (most, found) => (most === undefined || tightness(found) > tightness(most) ? found : most),
    undefined,
  );
  const found = { cases, evidence: checked.map(evidenceOf), ...(worst && { worst }) };
  if (details.counterexample !== null) {
    const [instance] = details.counterexample;
    const unmet = subject === claim.subject ? claim.given?.condition?.unmetAt(instance) : undefined;
    return {
      ...found,
      counterexample: counterexample(claim, subject, instance, { ...details, prefix }),
      ...(unmet !== undefined && { unmet }),
    };
  }
  if (details.interrupted) return { ...found, reason: `the time limit of ${options.timeLimit} s was reached` };
  if (details.failed)
    return { ...found, reason: `too few instances meet the claim's conditions (${details.numSkips} skipped)` };
  return { ...found, ...(isAlike(claim, subject, checked) && { alike: true }) };
}

/**
 * Checks instances of one stream after the other, each with its share of the cases, until one refutes; those of the given stream
 * alone where there is one.
 *
 * @throws InvalidInput as `examine`
 */
export function examineStreams(claim: Claim, examined: Examined, options: ExamineOptions): Examination {
  if (options.stream !== undefined || options.path !== undefined) return examine(claim, examined, options);
  let found: Examination = { cases: 0, evidence: [] };
  for (const { name, share } of streamsOf(examined.instances ?? claim.instances)) {
    const cases = Math.ceil(options.cases * share);
    const here = examine(claim, examined, { ...options, ...(name !== undefined && { stream: name }), cases });
    const worst = [found.worst, here.worst]
      .flatMap((one) => one ?? [])
      .toSorted((a, b) => tightness(b) - tightness(a))[0];
    const together = { cases: found.cases + here.cases, evidence: [...found.evidence, ...here.evidence] };
    found = { ...here, ...together, ...(worst && { worst }) };
    if (found.counterexample !== undefined) break;
  }
  return found;
}

/** Finds the instances of the stream that is asked for. @throws InvalidInput on a stream that there is not */
function instancesIn(
  claim: Claim,
  examined: Examined,
  { stream, seed, path = '0' }: ExamineOptions,
): Arbitrary<unknown> {
  const streams = streamsOf(examined.instances ?? claim.instances);
  const found = streams.find(({ name }) => name === stream);
  if (found !== undefined) return found.instances;
  const replayOf = (name: string | undefined): string => `${name === undefined ? '' : `${name}/`}${seed}:${path}`;
  const known = streams.map(({ name }) => replayOf(name)).join(', ');
  throw new InvalidInput(
    `--replay ${quoted(replayOf(stream))}: no instance of ${claim.id} has this path; give one of ${known}`,
  );
}

/** True if a counterfeit cannot be told from the claim on any of the instances. */
function isAlike({ given, subject: own }: Claim, subject: unknown, checked: readonly CheckedCase[]): boolean {
  if (given === undefined || subject === own || checked.length === 0) return false;
  return checked.every(({ instance }) => given.alike(instance, own, subject));
}

/** An instance that a path leads through, or to. */
interface OnTheWay {
  /** `SEED:PATH` */
  readonly replay: string;
  readonly instance: unknown;
}

/** The instance at each beginning of the path; the last is the one at its end. */
function instancesOnTheWay(
  instances: Arbitrary<unknown>,
  { seed, path, prefix }: { readonly seed: number; readonly path: string; readonly prefix: string },
): OnTheWay[] {
  const places = path.split(':');
  return places.map((_, k) => {
    const here = places.slice(0, k + 1).join(':');
    const found: unknown[] = [];
    const first = fc.property(instances, (instance) => {
      found.push(instance);
      return false;
    });
    fc.check(first, { seed, path: here, numRuns: 1, endOnFailure: true });
    if (found.length === 0) throw noRefutation(`${prefix}:${path}`, `there is no instance ${prefix}:${here}`);
    return { replay: `${prefix}:${here}`, instance: found[0] };
  });
}

/**
 * Requires that every instance on the way is refuted: where one holds, none was shrunk from it, and no refutation has a path
 * through it. To be asked only where the end of the
 * path holds too, so that no refutation is passed over.
 */
function requireRefuted(claim: Claim, subject: unknown, way: readonly OnTheWay[], replay: string): void {
  const holding = way.find(({ instance }) => !isRefuted(claim, subject, instance));
  if (holding === undefined) return;
  throw noRefutation(
    replay,
    `${claim.id} holds on it, and on ${holding.replay} that it would be shrunk from, so no refutation has this path`,
  );
}

function isRefuted(claim: Claim, subject: unknown, instance: unknown): boolean {
  try {
    return !holds(claim.check(instance, subject));
  } catch {
    return true;
  }
}

function noRefutation(replay: string, why: string): InvalidInput {
  return new InvalidInput(`--replay ${quoted(replay)}: ${why}; give SEED:PATH as this version prints it`);
}

function evidenceOf({ residual, bound, details, replay }: CheckedCase & Replayable): Evidence & Replayable {
  return { residual, bound, details, replay };
}

function counterexample(
  claim: Claim,
  subject: unknown,
  instance: unknown,
  { prefix, counterexamplePath, numShrinks }: fc.RunDetails<[unknown]> & { readonly prefix: string },
): Counterexample {
  const where = { instance, replay: `${prefix}:${counterexamplePath ?? 0}`, shrinks: numShrinks };
  try {
    return { ...where, ...claim.check(instance, subject) };
  } catch (thrown) {
    const error = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    return { ...where, residual: Number.NaN, bound: Number.NaN, details: {}, error };
  }
}
