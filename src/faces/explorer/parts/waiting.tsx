/** A requested value: a note while it is loading, then the value, or the reason why it could not be loaded. */
import type { ComponentChildren } from 'preact';
import type { Asked } from '../state/answer.js';

export interface WaitingProps<Value> {
  readonly asked: Asked<Value>;
  readonly children: (value: Value) => ComponentChildren;
}

export function Waiting<Value>({ asked, children }: WaitingProps<Value>) {
  if (asked.state === 'waiting') return <p class="waiting">Loading …</p>;
  if (asked.state === 'here') return <>{children(asked.value)}</>;
  return (
    <p class="failed" role="alert">
      {asked.reason}
    </p>
  );
}
