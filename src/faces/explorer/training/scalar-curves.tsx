/** Curves of the scalars of other programs, with ours of the same name beside them. */
import { useMemo } from 'preact/hooks';
import type { TopLevelSpec } from 'vega-lite';
import { formatNumber } from '../../../base/format-number.js';
import { mark, nominal, quantitative, view } from '../../../claims/marks.js';
import type { RunScalars } from '../../serve/api.js';
import { lineStyles, type LineStyle } from '../parts/chart-theme.js';
import { Chart } from '../parts/chart.js';
import { Waiting } from '../parts/waiting.js';
import { useAnswers } from '../state/answer.js';
import { useScheme } from '../state/colour-scheme.js';
import { averaged } from './curve-lines.js';
import { Legend } from './curves.js';

/** Draws every scalar that a run of another program has, a line a run. @param runs ids */
export function ScalarCurves({ runs }: { readonly runs: readonly string[] }) {
  const asked = useAnswers<RunScalars>(runs.map((id) => `runs/${id}/scalars`));
  return <Waiting asked={asked}>{(value) => <AllCurves runs={value} />}</Waiting>;
}

/** Returns the name under which scalars of different programs are drawn together: `train/loss`, `train_loss` and `Loss` are one. */
function sharedName(name: string): string {
  return name.toLowerCase().replace(/^(train|training)[/_.-]/, '');
}

function AllCurves({ runs }: { readonly runs: readonly RunScalars[] }) {
  const names = [
    ...new Set(runs.filter(({ foreign }) => foreign).flatMap(({ scalars }) => Object.keys(scalars).map(sharedName))),
  ].filter((name) => name !== 'epoch');
  if (names.length === 0) return <p class="empty">There are no values yet.</p>;
  return (
    <div class="charts">
      {names.map((name) => (
        <ScalarCurve key={name} name={name} runs={runs} />
      ))}
    </div>
  );
}

interface ScalarCurveProps {
  readonly name: string;
  readonly runs: readonly RunScalars[];
}

function ScalarCurve({ name, runs }: ScalarCurveProps) {
  const titles = runs.map(({ folder }) => titleOf(folder));
  const points = useMemo(
    () =>
      runs.flatMap(({ id, folder, scalars }) =>
        Object.entries(scalars)
          .filter(([given]) => sharedName(given) === name)
          .flatMap(([given, samples]) =>
            averaged(samples).map(({ step, value }) => ({
              run: titleOf(folder),
              line: `${id} ${given}`,
              step,
              value,
              shown: formatNumber(value),
            })),
          ),
      ),
    [name, runs],
  );
  const styles = lineStyles(titles.length, useScheme());
  // A run keeps its colour in charts that others have no line in.
  const drawn = titles.map((title) => points.some(({ run }) => run === title));
  const last = points.at(-1);
  return (
    <figure class="curves">
      <figcaption>
        <h2>{name}</h2>
        {titles.length > 1 && (
          <Legend names={titles.filter((_, k) => drawn[k])} styles={styles.filter((_, k) => drawn[k])} />
        )}
      </figcaption>
      <Chart
        spec={specOf(titles, styles)}
        points={points}
        label={`${name} by step. Last value: ${last === undefined ? '–' : `${last.run} ${last.shown}`}`}
      />
    </figure>
  );
}

/** Returns the last two names of a folder's path, as the list of runs has them. */
function titleOf(folder: string): string {
  return folder.split(/[\\/]/).slice(-2).join('/');
}

function specOf(titles: readonly string[], styles: readonly LineStyle[]): TopLevelSpec {
  const by = (range: string[] | number[][]) =>
    nominal('run', undefined, { legend: null, scale: { domain: [...titles], range } });
  return view({ width: 'container', height: 200, data: { name: 'points' } }, mark('line', { opacity: 0.9 }), {
    x: quantitative('step', 'step', { axis: { format: ',d', tickMinStep: 1 } }),
    y: quantitative('value', null, { scale: { zero: false }, axis: { format: '~g' } }),
    color: by(styles.map(({ colour }) => colour)),
    strokeDash: by(styles.map(({ dash }) => (dash.length === 0 ? [1, 0] : dash))),
    detail: { field: 'line' },
    tooltip: [{ field: 'run' }, { ...quantitative('step'), format: ',d' }, { field: 'shown', title: 'value' }],
  });
}
