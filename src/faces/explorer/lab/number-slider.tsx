/** A number input: a slider, and a field beside it that also takes numbers beyond the range of the slider. */
import { useEffect, useId, useState } from 'preact/hooks';
import { PLACES, placeOf, valueAt, type Range } from './parameter-range.js';

export interface NumberSliderProps {
  readonly title: string;
  readonly value: number;
  readonly range: Range;
  /** Restricts the slider to whole steps from the least number. */
  readonly whole?: true;
  readonly onChange: (value: number) => void;
}

export function NumberSlider({ title, value, range, whole, onChange }: NumberSliderProps) {
  const id = useId();
  const [draft, setDraft] = useState(String(value));
  useEffect(() => setDraft((text) => (isNumber(text) && Number(text) === value ? text : String(value))), [value]);
  const steps = whole === true ? range.most - range.least : PLACES;
  return (
    <div class="slider">
      <label for={id}>{title}</label>
      <input
        id={id}
        type="range"
        min={0}
        max={steps}
        step={1}
        value={whole === true ? value - range.least : placeOf(range, value)}
        aria-valuetext={String(value)}
        onInput={(event) => {
          const place = Number(event.currentTarget.value);
          onChange(whole === true ? range.least + place : valueAt(range, place));
        }}
      />
      <input
        type="text"
        inputMode="decimal"
        autocomplete="off"
        aria-label={`${title}, as a number`}
        aria-invalid={!isNumber(draft)}
        value={draft}
        onInput={(event) => {
          const text = event.currentTarget.value;
          setDraft(text);
          if (isNumber(text) && Number(text) !== value) onChange(Number(text));
        }}
        onBlur={() => setDraft(String(value))}
      />
    </div>
  );
}

function isNumber(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text));
}
