/** Embeddings of the reader's own, inspected in the page: their state, and where losses would put their weight. */
import { PROGRAM } from '../../../base/program-name.js';
import { useEffect, useRef, useState } from 'preact/hooks';
import { thousands } from '../../../base/thousands.js';
import { LIMITS, MOST_DIMENSIONS } from '../../../results/inspect/inspect-drawn-rows.js';
import type { Inspection } from '../../../results/inspect/inspection.js';
import type { InspectionDetail } from '../../serve/api.js';
import { inspectionFigures } from '../../figures/inspection-figures.js';
import { FigureView } from '../../views/figure.js';
import { InspectionView } from '../../views/inspection.js';
import type { GivenFile, InspectMessage } from '../lab/inspect-files.js';
import type { Work } from '../lab/worker.js';
import { Chart } from '../parts/chart.js';
import { Waiting } from '../parts/waiting.js';
import { addressOf } from '../state/address.js';
import { useAnswer } from '../state/answer.js';
import './inspect.css';
import type { PageProps } from './page.js';

/** Bytes of files that are read: a page has a few times as much memory. */
const MOST_BYTES = 1e9;

type State =
  | { readonly kind: 'idle' }
  | { readonly kind: 'working'; readonly what: string; readonly share: number }
  | Exclude<InspectMessage, { kind: 'progress' }>;

/** Lists given inspections above what inspects another one, or shows one of them. */
export function Inspect({ sources: { inspections }, rest: [id] }: PageProps) {
  if (id !== undefined) return <Given id={id} />;
  return (
    <>
      <h1>Inspect embeddings</h1>
      <p class="lead">
        The state of your embeddings, where contrastive losses would put their weight on them, and what follows from it.
      </p>
      {inspections.length > 0 && (
        <ul class="given">
          {inspections.map((given) => (
            <li key={given.id}>
              <a href={addressOf(['inspect', given.id])}>
                <code>{given.folder}</code>
              </a>
            </li>
          ))}
        </ul>
      )}
      <Dropped />
    </>
  );
}

function Given({ id }: { readonly id: string }) {
  const asked = useAnswer<InspectionDetail>(`inspections/${encodeURIComponent(id)}`);
  return (
    <>
      <p class="eyebrow">
        <a href={addressOf(['inspect'])}>Inspect embeddings</a>
      </p>
      <h1>Embeddings, inspected</h1>
      <Waiting asked={asked}>
        {(inspections) => (
          <>
            {inspections.map((inspection, k) => (
              <Inspected key={k} id={`inspected-${k}`} inspection={inspection} />
            ))}
          </>
        )}
      </Waiting>
    </>
  );
}

function Dropped() {
  const [state, setState] = useState<State>({ kind: 'idle' });
  const [isOver, setOver] = useState(false);
  const worker = useRef<Worker | undefined>(undefined);
  useEffect(() => () => worker.current?.terminate(), []);

  const inspect = async (files: readonly File[]): Promise<void> => {
    if (files.length === 0) return;
    worker.current?.terminate();
    if (files.reduce((sum, { size }) => sum + size, 0) > MOST_BYTES) {
      return setState({ kind: 'refused', reason: `files of more than 1 GB are not read here: use ${PROGRAM} inspect` });
    }
    setState({ kind: 'working', what: 'reading', share: 0 });
    const given = await Promise.all(
      files.map(async (file): Promise<GivenFile> => ({
        name: file.name,
        bytes: new Uint8Array(await file.arrayBuffer()),
      })),
    );
    const started = new Worker(new URL('../lab/worker.ts', import.meta.url), { type: 'module' });
    worker.current = started;
    started.addEventListener('message', ({ data }: MessageEvent<InspectMessage>) => {
      setState(data.kind === 'progress' ? { ...data, kind: 'working' } : data);
    });
    started.addEventListener('error', ({ message }) => setState({ kind: 'refused', reason: message }));
    const work: Work = { kind: 'inspect', files: given };
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has none
    started.postMessage(work);
  };

  return (
    <>
      <label
        class={isOver ? 'drop over' : 'drop'}
        onDragOver={(event) => (event.preventDefault(), setOver(true))}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          void inspect([...(event.dataTransfer?.files ?? [])]);
        }}
      >
        Drop .npy or .npz files here, or choose them
        <input
          type="file"
          accept=".npy,.npz"
          multiple
          onChange={({ currentTarget }) => void inspect([...(currentTarget.files ?? [])])}
        />
      </label>
      <p class="key">
        A row a sample: one matrix, or two views of the same samples, and one array of labels if there is one. Nothing
        is uploaded: your browser computes it, on up to {thousands(LIMITS.rows)} rows, drawn at random where there are
        more, of up to {MOST_DIMENSIONS} dimensions. For all rows and other files:{' '}
        <code class="command">npx alpha-cl inspect FILE --out page</code>
      </p>
      <Found state={state} />
    </>
  );
}

function Found({ state }: { readonly state: State }) {
  switch (state.kind) {
    case 'idle':
      return null;
    case 'working':
      return (
        <p role="status">
          {state.what} <progress value={state.share} aria-label={state.what} />
        </p>
      );
    case 'refused':
      return (
        <p class="failed" role="alert">
          {state.reason}
        </p>
      );
    case 'found':
      return (
        <>
          {state.found.inspection.samples < state.found.rows && (
            <p role="status">
              {thousands(state.found.inspection.samples)} of {thousands(state.found.rows)} rows, drawn at random.
            </p>
          )}
          <Inspected id="inspected" inspection={state.found.inspection} />
        </>
      );
  }
}

interface InspectedProps {
  readonly id: string;
  readonly inspection: Inspection;
}

function Inspected({ id, inspection }: InspectedProps) {
  return (
    <InspectionView
      id={id}
      inspection={inspection}
      figures={inspectionFigures(id, inspection).map(({ id: figure, title, caption, spec }) => (
        <FigureView
          key={figure}
          {...{ id: figure, title, caption }}
          drawing={<Chart spec={{ ...spec, width: 'container' }} label={`${title}. ${caption}`} />}
        />
      ))}
    />
  );
}
