/**
 * Form fields of the chosen loss or importance. A choice that cannot be drawn stays in the fields with its error message and is
 * not passed on, so that the last valid one stays drawn.
 */
import { useEffect, useId, useState } from 'preact/hooks';
import { IMPORTANCES, IMPORTANCE_NAMES } from '../../../theory/losses/importances.js';
import { lossEntry, lossNames } from '../../../theory/losses/named-losses.js';
import { chosenByName, formulaeOf, isLoss, nameOf, OWN_ALPHA, OWN_LOSS, type Chosen } from './chosen.js';
import { faultIn, type Fault } from './fault.js';
import { NumberSlider } from './number-slider.js';
import { ownParameters } from './own-parameters.js';
import { parameterTitle, rangeOf } from './parameter-range.js';

export interface ChosenFieldsProps<Kind extends Chosen> {
  readonly title: string;
  readonly chosen: Kind;
  /** The offered choices: losses alone, or also importances that belong to no loss. */
  readonly offers: 'losses' | 'losses and importances';
  /** Tries a choice. @throws InvalidInput when the page cannot show it */
  readonly check: (chosen: Kind) => unknown;
  readonly onChange: (chosen: Kind) => void;
}

export function ChosenFields<Kind extends Chosen>({ title, chosen, offers, check, onChange }: ChosenFieldsProps<Kind>) {
  const [tried, setTried] = useState<Kind>(chosen);
  const [fault, setFault] = useState<Fault>();
  const [listId, faultId] = [useId(), useId()];
  const text = JSON.stringify(chosen);
  useEffect(() => {
    setTried(chosen);
    setFault(undefined);
  }, [text]);

  const attempt = (next: Kind): void => {
    const found = faultIn(() => check(next));
    setTried(next);
    setFault(found);
    if (found === undefined) onChange(next);
  };
  const formulae = Object.entries(formulaeOf(tried));
  return (
    <>
      <label class="field" for={listId}>
        {title}
      </label>
      <select
        id={listId}
        value={nameOf(tried)}
        onChange={(event) => {
          const next = chosenByName(event.currentTarget.value);
          if (next !== undefined && (offers !== 'losses' || isLoss(next))) attempt(next as Kind);
        }}
      >
        <Choices offers={offers} />
      </select>
      {formulae.map(([name, formula]) => (
        <FormulaField
          key={name}
          name={name}
          text={formula}
          fault={fault?.at?.formula === name ? fault : undefined}
          faultId={faultId}
          onInput={(typed) => attempt(withFormula(tried, name, typed) as Kind)}
        />
      ))}
      {Object.entries(tried.parameters).map(([parameter, value]) => (
        <NumberSlider
          key={parameter}
          title={parameterTitle(parameter)}
          value={value}
          range={rangeOf(parameter)}
          onChange={(next) => attempt({ ...tried, parameters: { ...tried.parameters, [parameter]: next } })}
        />
      ))}
      <div id={faultId} role="alert">
        {fault !== undefined && <p class="failed">{fault.words}</p>}
      </div>
    </>
  );
}

function Choices({ offers }: { readonly offers: 'losses' | 'losses and importances' }) {
  return (
    <>
      <optgroup label="Losses">
        {lossNames().map((name) => (
          <option key={name} value={name}>
            {lossEntry(name).title}
          </option>
        ))}
        <option value={OWN_LOSS}>your own φ and ψ</option>
      </optgroup>
      {offers !== 'losses' && (
        <optgroup label="Importances of α-CL">
          {IMPORTANCE_NAMES.map((name) => (
            <option key={name} value={name}>
              {IMPORTANCES[name].title}
            </option>
          ))}
          <option value={OWN_ALPHA}>your own α</option>
        </optgroup>
      )}
    </>
  );
}

const FORMULA_TITLES: Readonly<Record<string, string>> = {
  phi: 'φ in x, the sum ξᵢ',
  psi: 'ψ in x, the margin d²ᵢ − d²ᵢⱼ',
  alpha: 'α in r = d² and d',
};

interface FormulaFieldProps {
  readonly name: string;
  readonly text: string;
  readonly fault: Fault | undefined;
  readonly faultId: string;
  readonly onInput: (text: string) => void;
}

function FormulaField({ name, text, fault, faultId, onInput }: FormulaFieldProps) {
  const id = useId();
  const column = fault?.at?.column;
  return (
    <div class="formula">
      <label for={id}>{FORMULA_TITLES[name] ?? name}</label>
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

function withFormula(chosen: Chosen, name: string, text: string): Chosen {
  if (chosen.kind === 'formulae') {
    const [phi, psi] = name === 'phi' ? [text, chosen.psi] : [chosen.phi, text];
    return { kind: 'formulae', phi, psi, parameters: ownParameters([phi, psi], chosen.parameters, ['x']) };
  }
  if (chosen.kind !== 'alpha') return chosen;
  return { kind: 'alpha', alpha: text, parameters: ownParameters([text], chosen.parameters, ['r', 'd']) };
}
