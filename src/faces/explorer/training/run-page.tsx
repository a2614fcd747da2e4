/** One run: its progress, its curves, its evaluations and its configuration. */
import { formatNumber } from '../../../base/format-number.js';
import { thousands } from '../../../base/thousands.js';
import { evaluatedBaselines } from '../../../results/runs/evaluated-baselines.js';
import { percent, subjectName } from '../../../results/runs/evaluation-words.js';
import type { RunDetail } from '../../serve/api.js';
import { DataTable } from '../../views/data-table.js';
import { Fact } from '../../views/fact.js';
import { Moment } from '../../views/moment.js';
import { Waiting } from '../parts/waiting.js';
import { addressOf } from '../state/address.js';
import { useAnswer } from '../state/answer.js';
import { useSharedState } from '../state/shared-state.js';
import { useTraining } from '../state/training.js';
import { CurveControls } from './curve-controls.js';
import type { DrawnRun } from './curve-lines.js';
import { curveQuery, curveSettings } from './curve-settings.js';
import { Curves } from './curves.js';
import { LiveNote } from './live-note.js';
import { MEASURES, type MeasureName } from './measures.js';
import { ScalarCurves } from './scalar-curves.js';
import { SpectrumChart } from './spectrum-chart.js';
import { WeightByDistance } from './weight-by-distance.js';

export interface RunPageProps {
  readonly id: string;
  readonly query: URLSearchParams;
}

export function RunPage({ id, query }: RunPageProps) {
  const detail = useAnswer<RunDetail>(`runs/${encodeURIComponent(id)}`);
  return (
    <>
      <p class="eyebrow">
        <a href={addressOf(['runs'])}>All runs</a>
      </p>
      <Waiting asked={detail}>
        {(value) =>
          value.record === undefined ? (
            <ForeignRun run={value} />
          ) : (
            <Run run={value} record={value.record} query={query} />
          )
        }
      </Waiting>
    </>
  );
}

/** A run of another program: its scalars are all that is known of it. */
function ForeignRun({ run: { id, folder } }: { readonly run: RunDetail }) {
  return (
    <>
      <h1>{folder.split(/[\\/]/).at(-1)}</h1>
      <p class="eyebrow">
        <code>{folder}</code>
      </p>
      <ScalarCurves runs={[id]} />
    </>
  );
}

/** Measures before and after the pictures of α and of the spectrum. */
const FIRST: readonly MeasureName[] = ['loss', 'neighbours'];
const MORE = (Object.keys(MEASURES) as MeasureName[]).filter((name) => !FIRST.includes(name));

interface RunProps {
  readonly run: RunDetail;
  readonly record: NonNullable<RunDetail['record']>;
  readonly query: URLSearchParams;
}

function Run({ run: { id, folder, evaluations, objective = '' }, record, query }: RunProps) {
  const [settings, onSettings] = useSharedState(query, {
    path: ['runs', id],
    read: curveSettings,
    write: curveQuery,
  });
  const following = useTraining([id]);
  const course = following.courses.get(id);
  const { config, dataset, engine, steps, batchesPerEpoch, startedAt } = record;
  const last = course?.steps.at(-1);
  const knn = course?.knn.at(-1)?.knn;
  const { batch, loss, seed } = config;
  const drawn: readonly DrawnRun[] =
    course === undefined ? [] : [{ id, name: `seed ${seed}`, group: objective, loss, batch, batchesPerEpoch, course }];
  const baselines = evaluatedBaselines(evaluations).map(({ name, neighbours }) => ({ name, value: 100 * neighbours }));
  const curves = (name: MeasureName) => (
    <Curves
      key={name}
      measure={MEASURES[name]}
      runs={drawn}
      baselines={name === 'neighbours' ? baselines : []}
      {...{ settings, onSettings }}
    />
  );
  return (
    <>
      <h1>
        {objective} on {dataset.name}
      </h1>
      <p class="eyebrow">
        <code>{folder}</code>
        <span>
          {engine.name}, {engine.device}
        </span>
        <Moment at={startedAt} />
      </p>
      <LiveNote following={following} />
      <dl class="numbers">
        <Fact name="Step">
          {thousands(last?.step ?? 0)} of {thousands(steps)}
        </Fact>
        <Fact name="Loss">{last === undefined ? '–' : formatNumber(last.loss)}</Fact>
        <Fact name="Nearest neighbours">{knn === undefined ? '–' : percent(knn.weighted)}</Fact>
        <Fact name="Images a second">{last === undefined ? '–' : thousands(Math.round(last.viewsPerSecond))}</Fact>
      </dl>
      <CurveControls {...{ settings, onSettings }} />
      <div class="charts">
        {FIRST.map(curves)}
        {drawn.map((run) => (
          <WeightByDistance key={run.id} {...{ run, settings, onSettings }} />
        ))}
        {course !== undefined && course.spectrum.length > 0 && <SpectrumChart spectrum={course.spectrum} />}
        {MORE.map(curves)}
      </div>
      {evaluations.length > 0 && <EvaluationTable evaluations={evaluations} />}
      <h2>Configuration</h2>
      <dl class="record">
        {Object.entries(config).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <code>{String(value)}</code>
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

type Evaluated = RunDetail['evaluations'][number];

function EvaluationTable({ evaluations }: { readonly evaluations: readonly Evaluated[] }) {
  return (
    <>
      <h2>Evaluations</h2>
      <DataTable<Evaluated>
        caption="On images that were not trained on"
        keyOf={({ subject, images }) => JSON.stringify([subject, images.test.sha256])}
        rows={evaluations}
        columns={[
          {
            title: 'Representation',
            kind: 'words',
            cell: ({ subject, images }) => (
              <>
                {subjectName(subject)} <span class="source">{images.test.description}</span>
              </>
            ),
          },
          { title: 'Linear, best', kind: 'number', cell: ({ linear }) => percent(linear.best.testAccuracy) },
          { title: 'Linear, last', kind: 'number', cell: ({ linear }) => percent(linear.last.testAccuracy) },
          { title: 'k-NN', kind: 'number', cell: ({ neighbours }) => percent(neighbours.weighted) },
          {
            title: 'Effective rank',
            kind: 'number',
            cell: ({ spectrum }) => (spectrum?.features ? formatNumber(spectrum.features.effectiveRank) : '–'),
          },
          {
            title: 'Alignment',
            kind: 'number',
            cell: ({ views }) => (views?.embedding ? formatNumber(views.embedding.alignment) : '–'),
          },
          {
            title: 'Uniformity',
            kind: 'number',
            cell: ({ views }) => (views?.embedding ? formatNumber(views.embedding.uniformity) : '–'),
          },
        ]}
      />
    </>
  );
}
