/** Runs as they train: the metrics that the server has sent of each so far. */
import { useEffect, useState } from 'preact/hooks';
import type { RunEvent } from '../../serve/api.js';

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
  /** True if the server answers. */
  readonly connected: boolean;
}

const NOTHING: Course = { steps: [], knn: [], importance: [], spectrum: [], training: false };

/** Milliseconds for which events are collected before the page is drawn again. */
const PAUSE = 250;

/** Follows runs through the server's events. @param runs ids; with none, nothing is followed */
export function useTraining(runs: readonly string[]): Following {
  const [following, setFollowing] = useState<Following>({ courses: new Map(), connected: true });
  const asked = runs.map((run) => `run=${encodeURIComponent(run)}`).join('&');
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
    const source = new EventSource(`/api/runs/events?${asked}`);
    source.addEventListener('message', ({ data }: MessageEvent<string>) => {
      const event = JSON.parse(data) as RunEvent;
      courses = new Map([...courses, [event.run, after(courses.get(event.run) ?? NOTHING, event)]]);
      connected = true;
      show();
    });
    source.addEventListener('error', () => {
      connected = false;
      show();
    });
    return () => {
      source.close();
      clearTimeout(timer);
    };
  }, [asked]);
  return following;
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
