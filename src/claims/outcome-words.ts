/** Outcomes in words and counted: the same in a terminal, in a report, in findings and in the explorer. */
import { counted } from '../base/thousands.js';
import type { Outcome } from './outcome.js';
import { citation, type Paper } from './source.js';

interface OutcomeWords {
  /** The outcome in a narrow column. */
  readonly label: string;
  /** Marks the outcome where colour cannot be relied on. */
  readonly sign: string;
  /** The predicate of one statement, and of several. */
  readonly one: string;
  readonly several: string;
  readonly meaning: string;
}

/** The words of each outcome, in the order in which a reader should meet them. */
export const OUTCOMES: Readonly<Record<Outcome, OutcomeWords>> = {
  refuted: {
    label: 'refuted',
    sign: '✘',
    one: 'is refuted',
    several: 'are refuted',
    meaning: 'an instance exceeds its bound: the run fails',
  },
  broken: {
    label: 'broken',
    sign: '!',
    one: 'has a broken check',
    several: 'have a broken check',
    meaning: 'a counterfeit was accepted, so the check shows nothing: the run fails',
  },
  unfinished: {
    label: 'unfinished',
    sign: '…',
    one: 'is unfinished',
    several: 'are unfinished',
    meaning: 'fewer instances were checked than asked for: the run fails',
  },
  'false as stated': {
    label: 'false',
    sign: '≠',
    one: 'is false as stated',
    several: 'are false as stated',
    meaning: 'the words of the paper have a counterexample; the form that is checked in their place holds',
  },
  'holds under a condition': {
    label: 'conditional',
    sign: '◐',
    one: 'holds under a condition that it lacks',
    several: 'hold under a condition that they lack',
    meaning: 'the statement of the paper holds under a condition that it lacks, and has a counterexample without it',
  },
  'holds as stated': {
    label: 'holds',
    sign: '✔',
    one: 'holds as stated',
    several: 'hold as stated',
    meaning: 'every instance of a statement of a paper stayed within its bound, and every counterfeit was refuted',
  },
  'derived here and holds': {
    label: 'derived',
    sign: '✓',
    one: 'holds',
    several: 'hold',
    meaning: 'the same of a statement that no paper has; conditions that it needs are part of it',
  },
  'not applicable': {
    label: 'not applicable',
    sign: '–',
    one: 'is not applicable',
    several: 'are not applicable',
    meaning: 'the loss that was given does not meet a condition of the claim',
  },
  'cannot be told': {
    label: 'cannot be told',
    sign: '≈',
    one: 'cannot be told on this loss',
    several: 'cannot be told on this loss',
    meaning:
      'on the loss that was given every counterfeit does the same as the claim, so the check shows nothing there',
  },
};

/** The outcomes, in the order in which a reader should meet them. */
export const OUTCOME_NAMES = Object.keys(OUTCOMES) as readonly Outcome[];

/** Outcomes that tell a reader no more than that a statement holds. */
const EXPECTED: ReadonlySet<Outcome> = new Set(['holds as stated', 'derived here and holds']);

/** Tells if an outcome tells a reader more than that a statement holds. */
export function isNotable(outcome: Outcome): boolean {
  return !EXPECTED.has(outcome);
}

/** A statement with its outcome. */
export interface OutcomeLine {
  readonly id: string;
  readonly title: string;
  readonly outcome: Outcome;
  /** The paper that states it; absent if it is derived here. */
  readonly paper?: Paper;
}

/** Statements of one source. */
export interface SourceGroup<Line> {
  /** Counts the statements and names their source: `15 statements of Tian (2022)`. */
  readonly title: string;
  readonly outcomes: readonly { readonly outcome: Outcome; readonly lines: readonly Line[] }[];
}

/** Groups statements by source, papers first, and those of a source by outcome. */
export function outcomesBySource<Line extends OutcomeLine>(lines: readonly Line[]): SourceGroup<Line>[] {
  const papers = [...new Map(lines.flatMap(({ paper }) => (paper ? [[paper.identifier, paper]] : []))).values()];
  return [...papers, undefined].flatMap((paper) => {
    const own = lines.filter((line) => line.paper?.identifier === paper?.identifier);
    if (own.length === 0) return [];
    const outcomes = OUTCOME_NAMES.map((outcome) => ({
      outcome,
      lines: own.filter((line) => line.outcome === outcome),
    }));
    return {
      title: `${counted(own.length, 'statement')} ${paper === undefined ? 'derived here' : `of ${citation(paper)}`}`,
      outcomes: outcomes.filter((found) => found.lines.length > 0),
    };
  });
}

/** Counts an outcome: `1 is false as stated`, `6 hold under a condition that they lack`. */
export function countedOutcome(outcome: Outcome, count: number): string {
  const { one, several } = OUTCOMES[outcome];
  return `${count} ${count === 1 ? one : several}`;
}

/** Summarises a run: `2 statements of Tian (2022): 1 is false as stated, 1 holds as stated; 1 statement derived here: 1 holds`. */
export function outcomeSummary(lines: readonly OutcomeLine[]): string {
  return outcomesBySource(lines).map(groupSentence).join('; ');
}

/** Summarises a run in lines, and names the statements that do more than hold, worst first. */
export function outcomeReport(lines: readonly OutcomeLine[]): string[] {
  return outcomesBySource(lines).flatMap((group) => [
    `${groupSentence(group)}.`,
    ...group.outcomes
      .filter(({ outcome }) => isNotable(outcome))
      .map(({ outcome, lines: named }) => `  ${outcome}: ${named.map(({ id }) => id).join(', ')}`),
  ]);
}

function groupSentence({ title, outcomes }: SourceGroup<OutcomeLine>): string {
  return `${title}: ${outcomes.map(({ outcome, lines }) => countedOutcome(outcome, lines.length)).join(', ')}`;
}
