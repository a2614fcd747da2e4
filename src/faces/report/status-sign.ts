/** Signs of the statuses, for output in which colour cannot be relied on, and their meanings. */
import type { Status } from '../../claims/verdict.js';

export const STATUS_SIGNS: Readonly<Record<Status, string>> = {
  holds: '✔',
  refuted: '✘',
  broken: '!',
  unfinished: '…',
  'not applicable': '–',
  'cannot be told': '≈',
};

/** Returns the CSS class of a status. */
export function statusClass(status: Status): string {
  return status.replaceAll(' ', '-');
}

export const STATUS_MEANINGS: Readonly<Record<Status, string>> = {
  holds: 'every instance stayed within its bound, and every counterfeit was refuted that can be told on the loss',
  refuted: 'an instance exceeds its bound',
  broken: 'a counterfeit was accepted, so the check shows nothing',
  unfinished: 'fewer instances were checked than asked for',
  'not applicable': 'the loss that was given does not meet a condition of the claim',
  'cannot be told':
    'on the loss that was given every counterfeit does the same as the claim, so the check shows nothing there',
};
