/** Answers of the server as state of components: requested once per path, and again when the path or the occasion changes. */
import { useEffect, useState } from 'preact/hooks';

export type Asked<Value> =
  | { readonly state: 'waiting' }
  | { readonly state: 'here'; readonly value: Value }
  | { readonly state: 'failed'; readonly reason: string };

/** Requests a value from the server. @param path below `/api/` @throws Error with the server's message */
export async function ask<Value>(path: string, signal?: AbortSignal): Promise<Value> {
  const response = await fetch(`/api/${path}`, signal === undefined ? {} : { signal });
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as Value;
}

/**
 * Requests a value as state of a component.
 *
 * @param occasion a new one requests the value again; the earlier one stays until the answer
 */
export function useAnswer<Value>(path: string, occasion: string | number = ''): Asked<Value> {
  const [answer, setAnswer] = useState<{ path: string; asked: Asked<Value> }>({ path, asked: { state: 'waiting' } });
  useEffect(() => {
    const left = new AbortController();
    const settle = (asked: Asked<Value>): void => {
      if (!left.signal.aborted) setAnswer({ path, asked });
    };
    ask<Value>(path, left.signal).then(
      (value) => settle({ state: 'here', value }),
      (error: unknown) => settle({ state: 'failed', reason: reasonOf(error) }),
    );
    return () => left.abort();
  }, [path, occasion]);
  return answer.path === path ? answer.asked : { state: 'waiting' };
}

/** Returns the reason for a failure in words for a reader. */
export function reasonOf(error: unknown): string {
  const words = error instanceof Error ? error.message : String(error);
  return words === 'Failed to fetch' ? 'the server does not answer: is alpha-cl serve still running?' : words;
}
