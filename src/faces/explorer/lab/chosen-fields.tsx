/**
 * Form fields of the chosen loss or importance. A choice that cannot be drawn stays in the fields with its error message and is
 * not passed on, so that the last valid one stays drawn.
 */
import { useEffect, useId, useState } from 'preact/hooks';
import { COUNTS, NEGATIVE, POSITIVE } from '../../../theory/distance-losses/distance-program.js';
import {
  distanceLossEntry,
  largerLoss,
  largerLossNames,
} from '../../../theory/distance-losses/named-distance-losses.js';
import { IMPORTANCES, IMPORTANCE_NAMES } from '../../../theory/losses/importances.js';
import { lossNames } from '../../../theory/losses/named-losses.js';
import { parameterTitle } from '../../../theory/losses/parameter-title.js';
import {
  chosenByName,
  formulaeOf,
  isLoss,
  nameOf,
  OWN_ALPHA,
  OWN_DISTANCES,
  OWN_LOSS,
  sumKey,
  type Chosen,
} from './chosen.js';
import { faultIn, type Fault } from './fault.js';
import { FormulaField, nameInFaults, nameOfSum } from './formula-field.js';
import { NumberSlider, type NumberSliderProps } from './number-slider.js';
import { ownParameters } from './own-parameters.js';
import { rangeAround, rangeOf } from './parameter-range.js';

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
          fault={fault?.at?.formula === nameInFaults(name, formula) ? fault : undefined}
          faultId={faultId}
          onInput={(typed) => attempt(withFormula(tried, name, typed) as Kind)}
        />
      ))}
      {tried.kind === 'anchor' && (
        <>
          <button type="button" onClick={() => setTried({ ...tried, sums: [...tried.sums, ''] })}>
            Add a sum
          </button>
          <p class="hint">{HINT}</p>
        </>
      )}
      {Object.entries(tried.parameters).map(([parameter, value]) => (
        <NumberSlider
          key={parameter}
          value={value}
          {...sliderOf(tried, parameter)}
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
            {knownAs(name)}
          </option>
        ))}
        <option value={OWN_LOSS}>your own φ and ψ</option>
      </optgroup>
      {offers !== 'losses' && (
        <optgroup label="Losses of distances, larger">
          {largerLossNames().map((name) => (
            <option key={name} value={name}>
              {knownAs(name)}
            </option>
          ))}
          <option value={OWN_DISTANCES}>your own loss of distances</option>
        </optgroup>
      )}
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

/** Returns the title of a loss with the other names that people know it by: `NT-Xent (simclr)`. */
function knownAs(name: string): string {
  const { title, aliases = [] } = distanceLossEntry(name);
  const letters = (text: string): string => text.toLowerCase().replaceAll(/[^a-z]/g, '');
  const others = aliases.filter((alias) => !letters(title).includes(letters(alias)));
  return others.length === 0 ? title : `${title} (${others.join(', ')})`;
}

function withFormula(chosen: Chosen, name: string, text: string): Chosen {
  if (chosen.kind === 'formulae') {
    const [phi, psi] = name === 'phi' ? [text, chosen.psi] : [chosen.phi, text];
    return { kind: 'formulae', phi, psi, parameters: ownParameters([phi, psi], chosen.parameters, ['x']) };
  }
  if (chosen.kind === 'anchor') {
    const anchor = name === 'anchor' ? text : chosen.anchor;
    const sums = chosen.sums.map((sum, k) => (sumKey(k) === name ? text : sum));
    const names = sums.flatMap((sum) => nameOfSum(sum) ?? []);
    const texts = [anchor, ...sums.filter((sum) => sum.trim() !== '').map((sum) => sum.slice(sum.indexOf('=') + 1))];
    const variables = [POSITIVE, NEGATIVE, ...COUNTS, ...names];
    return { kind: 'anchor', anchor, sums, parameters: ownParameters(texts, chosen.parameters, variables) };
  }
  if (chosen.kind !== 'alpha') return chosen;
  return { kind: 'alpha', alpha: text, parameters: ownParameters([text], chosen.parameters, ['r', 'd']) };
}

const HINT =
  'p and n are d² to the positive and to a negative; N, M, P count samples, negatives, positives; sum(…), sum_positives(…), ' +
  'sum_anchors(…), sum_pairs(…), detach(…) and level(…), the x at which weights sum to 1, are functions.';

function sliderOf(chosen: Chosen, parameter: string): Pick<NumberSliderProps, 'title' | 'range'> {
  const title = parameterTitle(parameter);
  const parameters = chosen.kind === 'distances' ? largerLoss(chosen.name)?.parameters : undefined;
  const [key, found] = Object.entries(parameters ?? {}).find(([, { symbol }]) => symbol === parameter) ?? [];
  if (key === undefined || found === undefined) return { title, range: rangeOf(parameter) };
  return { title: key === parameter ? title : `${title}, ${key}`, range: rangeAround(found) };
}
