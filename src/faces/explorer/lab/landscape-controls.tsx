/** Controls of the energy landscape: the loss, the players, the start, the samples. */
import type { ChosenLoss } from './chosen.js';
import { ChosenFields } from './chosen-fields.js';
import type { LandscapeState } from './landscape-state.js';
import { NumberSlider } from './number-slider.js';
import { PLAYERS, walkOf, type Players } from './walk.js';

const PLAYER_TITLES: Readonly<Record<Players, string>> = {
  step: 'steps up E',
  descent: 'steps that lower L',
  exact: 'best responses',
  averaged: 'averaged responses',
};

export interface LandscapeControlsProps {
  readonly state: LandscapeState;
  readonly onChange: (change: Partial<LandscapeState>) => void;
}

export function LandscapeControls({ state, onChange }: LandscapeControlsProps) {
  const { loss, seed, augmentation, longitude, latitude, players, step } = state;
  return (
    <div class="controls">
      <fieldset>
        <legend>The loss</legend>
        <ChosenFields<ChosenLoss>
          title="Loss"
          chosen={loss}
          offers="losses"
          check={(next) => walkOf({ ...state, loss: next })}
          onChange={(next) => onChange({ loss: next })}
        />
      </fieldset>
      <fieldset>
        <legend>The players</legend>
        <label class="field" for="players">
          How they move
        </label>
        <select
          id="players"
          value={players}
          onChange={({ currentTarget }) => {
            const chosen = PLAYERS.find((one) => one === currentTarget.value);
            if (chosen !== undefined) onChange({ players: chosen });
          }}
        >
          {PLAYERS.map((one) => (
            <option key={one} value={one}>
              {PLAYER_TITLES[one]}
            </option>
          ))}
        </select>
        {players === 'step' && (
          <NumberSlider
            title="Length of a step"
            value={step}
            range={{ least: 0.01, most: 1, scale: 'log' }}
            onChange={(next) => next > 0 && next <= 10 && onChange({ step: next })}
          />
        )}
      </fieldset>
      <fieldset>
        <legend>The start</legend>
        <p class="hint">or a click on the globe</p>
        <NumberSlider
          title="Longitude"
          value={longitude}
          range={{ least: -180, most: 180, scale: 'linear' }}
          onChange={(next) => Math.abs(next) <= 180 && onChange({ longitude: next })}
        />
        <NumberSlider
          title="Latitude"
          value={latitude}
          range={{ least: -90, most: 90, scale: 'linear' }}
          onChange={(next) => Math.abs(next) <= 90 && onChange({ latitude: next })}
        />
      </fieldset>
      <fieldset>
        <legend>The samples</legend>
        <NumberSlider
          title="Seed"
          value={seed}
          range={{ least: 0, most: 20, scale: 'linear' }}
          whole
          onChange={(next) => Number.isSafeInteger(next) && next >= 0 && onChange({ seed: next })}
        />
        <NumberSlider
          title="Size of the augmentation"
          value={augmentation}
          range={{ least: 0, most: 2, scale: 'linear' }}
          onChange={(next) => next >= 0 && next <= 2 && onChange({ augmentation: next })}
        />
      </fieldset>
    </div>
  );
}
