/** The analysis of a choice as component state: computed in a worker once the choice has rested, abandoned when it changes. */
import { useEffect, useState } from 'preact/hooks';
import type { Asked } from '../state/answer.js';
import type { Analysis } from './analysis.js';
import type { Chosen } from './chosen.js';

const REST_MS = 250;

export function useAnalysis(chosen: Chosen): Asked<Analysis> {
  const text = JSON.stringify(chosen);
  const [answer, setAnswer] = useState<{ readonly text: string; readonly asked: Asked<Analysis> }>();
  useEffect(() => {
    let worker: Worker | undefined;
    const timer = setTimeout(() => {
      worker = new Worker(new URL('./analysis-worker.ts', import.meta.url), { type: 'module' });
      worker.addEventListener('message', ({ data }: MessageEvent<Analysis>) => {
        setAnswer({ text, asked: { state: 'here', value: data } });
        worker?.terminate();
      });
      worker.addEventListener('error', ({ message }) =>
        setAnswer({ text, asked: { state: 'failed', reason: message || 'the analysis cannot be loaded' } }),
      );
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has none
      worker.postMessage(JSON.parse(text));
    }, REST_MS);
    return () => {
      clearTimeout(timer);
      worker?.terminate();
    };
  }, [text]);
  return answer?.text === text ? answer.asked : { state: 'waiting' };
}
