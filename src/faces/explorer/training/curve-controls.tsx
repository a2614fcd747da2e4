/** Controls of how curves are drawn: smoothing, axes, ends, colours, and lines or means. */
import { AXES, endOf, MOST_SMOOTHING, WHOLE, zoomed, type CurveSettings } from './curve-settings.js';
import { AXIS_TITLES } from './line-chart.js';

export interface CurveControlsProps {
  readonly settings: CurveSettings;
  readonly onSettings: (next: CurveSettings) => void;
  /** Options of the runs by which lines can be coloured; with none, there is nothing to group. */
  readonly options?: readonly string[];
}

export function CurveControls({ settings, onSettings, options = [] }: CurveControlsProps) {
  const { smoothing, x, y, from, to, by, lines } = settings;
  return (
    <div class="filters" role="group" aria-label="How curves are drawn">
      <label>
        Smoothing {smoothing}
        <input
          type="range"
          min="0"
          max={MOST_SMOOTHING}
          step="any"
          value={smoothing}
          aria-valuetext={String(smoothing)}
          onInput={({ currentTarget: { value } }) =>
            onSettings({ ...settings, smoothing: Math.min(MOST_SMOOTHING, Number(Number(value).toFixed(3))) })
          }
        />
      </label>
      <label>
        Across
        <select
          value={x}
          onChange={({ currentTarget: { value } }) =>
            // The ends of one axis say nothing of another.
            onSettings({ ...zoomed(settings, WHOLE), x: AXES.find((axis) => axis === value) ?? 'epoch' })
          }
        >
          {AXES.map((axis) => (
            <option key={axis} value={axis}>
              {AXIS_TITLES[axis]}
            </option>
          ))}
        </select>
      </label>
      <label>
        Values
        <select
          value={y}
          onChange={({ currentTarget: { value } }) =>
            onSettings({ ...settings, y: value === 'log' ? 'log' : 'linear' })
          }
        >
          <option value="linear">linear</option>
          <option value="log">logarithmic</option>
        </select>
      </label>
      {options.length > 0 && (
        <>
          <label>
            Colour by
            <select value={by} onChange={({ currentTarget: { value } }) => onSettings({ ...settings, by: value })}>
              <option value="">configuration</option>
              {options.map((option) => (
                <option key={option} value={option}>
                  {option}
                </option>
              ))}
            </select>
          </label>
          <label>
            Lines
            <select
              value={lines}
              onChange={({ currentTarget: { value } }) =>
                onSettings({ ...settings, lines: value === 'means' ? 'means' : 'runs' })
              }
            >
              <option value="runs">one a run</option>
              <option value="means">mean and range</option>
            </select>
          </label>
        </>
      )}
      <div class="ends">
        <End title="From" value={from} onEnd={(end) => onSettings(zoomed(settings, [end, to]))} />
        <End title="To" value={to} onEnd={(end) => onSettings(zoomed(settings, [from, end]))} />
      </div>
      {(from ?? to) !== undefined && (
        <button type="button" onClick={() => onSettings(zoomed(settings, WHOLE))}>
          show all
        </button>
      )}
      <p class="hint">Drag across a chart to zoom in; double-click to show all.</p>
    </div>
  );
}

interface EndProps {
  readonly title: string;
  readonly value: number | undefined;
  readonly onEnd: (end: number | undefined) => void;
}

function End({ title, value, onEnd }: EndProps) {
  return (
    <label>
      {title}
      <input
        class="end"
        type="text"
        inputMode="decimal"
        autocomplete="off"
        value={value === undefined ? '' : Number(value.toPrecision(4))}
        placeholder="all"
        onChange={({ currentTarget }) => onEnd(endOf(currentTarget.value))}
      />
    </label>
  );
}
