/** One run: its progress, its curves, its evaluations and its configuration. */
import { formatNumber } from '../../../base/format-number.js';
import { thousands } from '../../../base/thousands.js';
import { percent, subjectName } from '../../../results/runs/evaluation-words.js';
import type { RunDetail } from '../../serve/api.js';
import { DataTable } from '../../views/data-table.js';
import { Fact } from '../../views/fact.js';
import { Moment } from '../../views/moment.js';
import { Waiting } from '../parts/waiting.js';
import { addressOf } from '../state/address.js';
import { useAnswer } from '../state/answer.js';
import { useTraining } from '../state/training.js';
import { Curves, type DrawnRun } from './curves.js';
import { LiveNote } from './live-note.js';
import { MEASURES, type MeasureName } from './measures.js';
import { ScalarCurves } from './scalar-curves.js';

export function RunPage({ id }: { readonly id: string }) {
  const detail = useAnswer<RunDetail>(`runs/${encodeURIComponent(id)}`);
  return (
    <>
      <p class="eyebrow">
        <a href={addressOf(['runs'])}>All runs</a>
      </p>
      <Waiting asked={detail}>
        {(value) =>
          value.record === undefined ? <ForeignRun run={value} /> : <Run run={value} record={value.record} />
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

interface RunProps {
  readonly run: RunDetail;
  readonly record: NonNullable<RunDetail['record']>;
}

function Run({ run: { id, folder, evaluations }, record }: RunProps) {
  const following = useTraining([id]);
  const course = following.courses.get(id);
  const { config, dataset, engine, steps, batchesPerEpoch, startedAt } = record;
  const last = course?.steps.at(-1);
  const knn = course?.knn.at(-1)?.knn;
  const drawn: readonly DrawnRun[] =
    course === undefined
      ? []
      : [{ id, configuration: config.loss, loss: config.loss, seed: config.seed, batchesPerEpoch, course }];
  return (
    <>
      <h1>
        {config.loss} on {dataset.name}
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
      {(Object.keys(MEASURES) as MeasureName[]).map((name) => (
        <Curves key={name} measure={MEASURES[name]} runs={drawn} />
      ))}
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
