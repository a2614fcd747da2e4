/** How the four statuses look where colour cannot be relied on, and what they mean. */
import type { Status } from '../claims/verdict.js';

export const STATUS_SIGNS: Readonly<Record<Status, string>> = {
  holds: '✔',
  refuted: '✘',
  broken: '!',
  unfinished: '…',
};

export const STATUS_MEANINGS: Readonly<Record<Status, string>> = {
  holds: 'every instance stayed within its bound, and every counterfeit was refuted',
  refuted: 'an instance exceeds its bound',
  broken: 'a counterfeit was accepted, so the check shows nothing',
  unfinished: 'fewer instances were checked than asked for',
};
