/** The field of a formula, with its column marked where it has a fault. */
import { useId } from 'preact/hooks';
import type { Fault } from './fault.js';

/** Titles of all that is no sum. */
const FORMULA_TITLES: Readonly<Record<string, string>> = {
  phi: 'φ in x, the sum ξᵢ',
  psi: 'ψ in x, the margin d²ᵢ − d²ᵢⱼ',
  alpha: 'α in r = d² and d',
  anchor: 'loss of an anchor, in p and sums',
};

interface FormulaFieldProps {
  readonly name: string;
  readonly text: string;
  /** Fault of this formula. */
  readonly fault: Fault | undefined;
  readonly faultId: string;
  readonly onInput: (text: string) => void;
}

export function FormulaField({ name, text, fault, faultId, onInput }: FormulaFieldProps) {
  const id = useId();
  const column = fault?.at === undefined ? undefined : fault.at.column + (isSum(name) ? startOf(text) : 0);
  return (
    <div class="formula">
      <label for={id}>{FORMULA_TITLES[name] ?? 'sum over negatives: name = formula in n, p'}</label>
      <input
        id={id}
        type="text"
        value={text}
        spellcheck={false}
        autocomplete="off"
        autocapitalize="off"
        aria-invalid={fault !== undefined}
        aria-describedby={fault === undefined ? undefined : faultId}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      {column !== undefined && (
        <pre class="column" aria-hidden="true">
          {text}
          {'\n'}
          {' '.repeat(column - 1)}
          <strong>^</strong>
        </pre>
      )}
    </div>
  );
}

/** Returns the name of a formula in the words of its faults; a sum has its own, `u` of `u=exp(-n/tau)`. */
export function nameInFaults(name: string, text: string): string {
  return isSum(name) ? (nameOfSum(text) ?? name) : name;
}

/** Returns the name of a sum as it is typed; undefined where there is none. */
export function nameOfSum(text: string): string | undefined {
  return SUM.exec(text)?.[1];
}

const SUM = /^\s*(\w+)\s*=\s*/;

/** Characters before the formula of a sum; columns are counted from its own beginning. */
function startOf(text: string): number {
  return SUM.exec(text)?.[0].length ?? 0;
}

function isSum(name: string): boolean {
  return !Object.hasOwn(FORMULA_TITLES, name);
}
