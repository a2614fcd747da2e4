/** Runs as they train: the metrics of each so far, from a server that follows them, or as they were published. */
import { useContext, useEffect, useState } from 'preact/hooks';
import type { RunEvent } from '../../serve/api.js';
import { ask, Live } from './answer.js';

type Line = Extract<RunEvent, { kind: 'lines' }>['lines'][number];
type StepLine = Extract<Line, { loss: number }>;
type KnnLine = Extract<Line, { knn: object }>;
type ImportanceLine = Extract<Line, { importance: object }>;
type SpectrumLine = ImportanceLine & Required<Pick<ImportanceLine, 'spectrum'>>;

export interface Course {
  readonly steps: readonly StepLine[];
  readonly knn: readonly KnnLine[];
  readonly importance: readonly ImportanceLine[];
  readonly spectrum: readonly SpectrumLine[];
  /** True if a process is training the run now. */
  readonly training: boolean;
}

export interface Following {
  /** Courses by run id. */
  readonly courses: ReadonlyMap<string, Course>;
  /** True if all that there is arrives. */
  readonly connected: boolean;
}

const NOTHING: Course = { steps: [], knn: [], importance: [], spectrum: [], training: false };

/** Milliseconds for which events are collected before the page is drawn again. */
const PAUSE = 250;

/** Follows runs. @param runs ids; with none, nothing is followed */
export function useTraining(runs: readonly string[]): Following {
  const [following, setFollowing] = useState<Following>({ courses: new Map(), connected: true });
  const live = useContext(Live);
  const asked = runs.join(' ');
  useEffect(() => {
    if (asked === '') return;
    let courses: ReadonlyMap<string, Course> = new Map();
    let connected = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = (): void => {
      timer ??= setTimeout(() => {
        timer = undefined;
        setFollowing({ courses, connected });
      }, PAUSE);
    };
    const leave = (live ? follow : fetchAll)(asked.split(' '), {
      onEvent: (event) => {
        courses = new Map([...courses, [event.run, after(courses.get(event.run) ?? NOTHING, event)]]);
        connected = true;
        show();
      },
      onFault: () => {
        connected = false;
        show();
      },
    });
    return () => {
      leave();
      clearTimeout(timer);
    };
  }, [asked, live]);
  return following;
}

interface Listener {
  readonly onEvent: (event: RunEvent) => void;
  readonly onFault: () => void;
}

/** Receives the server's events. @returns a function that ends it */
function follow(runs: readonly string[], { onEvent, onFault }: Listener): () => void {
  const query = runs.map((run) => `run=${encodeURIComponent(run)}`).join('&');
  const source = new EventSource(`api/runs/events?${query}`);
  source.addEventListener('message', ({ data }: MessageEvent<string>) => onEvent(JSON.parse(data) as RunEvent));
  source.addEventListener('error', onFault);
  return () => source.close();
}

/** Fetches the metrics as they were published, each run's as one event. @returns a function that ends it */
function fetchAll(runs: readonly string[], { onEvent, onFault }: Listener): () => void {
  const left = new AbortController();
  for (const run of runs) {
    ask<Extract<RunEvent, { kind: 'lines' }>['lines']>(`runs/${encodeURIComponent(run)}/metrics`, left.signal).then(
      (lines) => onEvent({ run, kind: 'lines', lines }),
      () => left.signal.aborted || onFault(),
    );
  }
  return () => left.abort();
}

/** Returns the course of a run after one more event. */
function after(course: Course, event: RunEvent): Course {
  switch (event.kind) {
    case 'restart':
      return { ...NOTHING, training: course.training };
    case 'state':
      return { ...course, training: event.training };
    case 'lines':
      return {
        ...course,
        steps: [...course.steps, ...event.lines.filter((line) => 'loss' in line)],
        knn: [...course.knn, ...event.lines.filter((line) => 'knn' in line)],
        importance: [...course.importance, ...event.lines.filter((line) => 'importance' in line)],
        spectrum: [...course.spectrum, ...event.lines.filter((line) => 'importance' in line).filter(hasSpectrum)],
      };
  }
}

function hasSpectrum(line: ImportanceLine): line is SpectrumLine {
  return line.spectrum !== undefined;
}
