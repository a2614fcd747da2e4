/** Navigation between several reports or tables; empty if there is only one. */
import { addressOf } from '../state/address.js';

export interface ChoiceNavProps {
  readonly label: string;
  /** First part of the address; the id is the second. */
  readonly page: string;
  readonly here: string;
  readonly of: readonly { readonly id: string; readonly name: string }[];
}

export function ChoiceNav({ label, page, here, of }: ChoiceNavProps) {
  if (of.length < 2) return null;
  return (
    <nav class="choice" aria-label={label}>
      {of.map(({ id, name }) => (
        <a key={id} href={addressOf([page, id])} aria-current={id === here ? 'page' : undefined}>
          {name}
        </a>
      ))}
    </nav>
  );
}
