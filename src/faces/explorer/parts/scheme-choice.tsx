/** Choice of the colour scheme: light, dark, or that of the system. */
import { useEffect, useState } from 'preact/hooks';
import { applyScheme, chooseScheme, chosenScheme, type Choice } from '../state/colour-scheme.js';

const CHOICES: readonly Choice[] = ['system', 'light', 'dark'];

export function SchemeChoice() {
  const [chosen, setChosen] = useState(chosenScheme);
  useEffect(applyScheme, []);
  return (
    <label class="scheme" title="Colours of the page">
      <span class="hidden">Colours</span>
      <select
        value={chosen}
        onChange={(event) => {
          const choice = CHOICES.find((each) => each === event.currentTarget.value) ?? 'system';
          chooseScheme(choice);
          setChosen(choice);
        }}
      >
        {CHOICES.map((choice) => (
          <option key={choice} value={choice}>
            {choice}
          </option>
        ))}
      </select>
    </label>
  );
}
