/** Answers as state of components: requested once per path, and again when the path or the occasion changes. */
import { PROGRAM } from '../../../base/program-name.js';
import { createContext } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { addressOfJson } from '../../serve/addresses.js';

export type Asked<Value> =
  | { readonly state: 'waiting' }
  | { readonly state: 'here'; readonly value: Value }
  | { readonly state: 'failed'; readonly reason: string };

/** True where a server answers, false where the page and its data are files that do not change. */
export const Live = createContext(true);

/** Requests a value. @param path `runs/0` @throws Error with the server's message */
export function ask<Value>(path: string, signal?: AbortSignal): Promise<Value> {
  return request(addressOfJson(path), signal);
}

/** Requests what only a server can make. @param path `reports/0/claims/ID/again?case=3` */
export function askServer<Value>(path: string): Promise<Value> {
  return request(`api/${path}`);
}

async function request<Value>(address: string, signal?: AbortSignal): Promise<Value> {
  return JSON.parse(await requestText(address, signal)) as Value;
}

/** Requests a file beside the page. @throws Error with the server's message */
export async function requestText(address: string, signal?: AbortSignal): Promise<string> {
  const response = await fetch(address, signal === undefined ? {} : { signal });
  if (response.ok) return response.text();
  // A web host answers with a page.
  const isWords = response.headers.get('content-type')?.startsWith('text/plain') === true;
  throw new Error(isWords ? await response.text() : `there is no ${address}`);
}

/**
 * Requests a value as state of a component.
 *
 * @param occasion a new one requests the value again; the earlier one stays until the answer
 */
export function useAnswer<Value>(path: string, occasion: string | number = ''): Asked<Value> {
  return useAsked(path, (signal) => ask<Value>(path, signal), occasion);
}

/** Requests several values of one kind, likewise. */
export function useAnswers<Value>(paths: readonly string[], occasion: string | number = ''): Asked<readonly Value[]> {
  return useAsked(paths.join(' '), (signal) => Promise.all(paths.map((path) => ask<Value>(path, signal))), occasion);
}

/**
 * Loads a value as state of a component.
 *
 * @param key of what is loaded: another one loads anew
 */
export function useAsked<Value>(
  key: string,
  load: (signal: AbortSignal) => Promise<Value>,
  occasion: string | number = '',
): Asked<Value> {
  const [answer, setAnswer] = useState<{ key: string; asked: Asked<Value> }>({ key, asked: { state: 'waiting' } });
  useEffect(() => {
    const left = new AbortController();
    const settle = (asked: Asked<Value>): void => {
      if (!left.signal.aborted) setAnswer({ key, asked });
    };
    load(left.signal).then(
      (value) => settle({ state: 'here', value }),
      (error: unknown) => settle({ state: 'failed', reason: reasonOf(error) }),
    );
    return () => left.abort();
  }, [key, occasion]);
  return answer.key === key ? answer.asked : { state: 'waiting' };
}

/** Returns the reason for a failure in words for a reader. */
export function reasonOf(error: unknown): string {
  const words = error instanceof Error ? error.message : String(error);
  return words === 'Failed to fetch' ? `there is no answer: is ${PROGRAM} serve, or the network, still there?` : words;
}
