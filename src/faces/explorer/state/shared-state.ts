/** State that is stored in the address, so that a view can be bookmarked and shared; it follows the address when that changes. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { addressOf, parsedAddress, replaceAddress } from './address.js';

export interface InAddress<State> {
  /** Parts of the page's address. */
  readonly path: readonly string[];
  readonly read: (query: URLSearchParams) => State;
  readonly write: (state: State) => Record<string, string>;
}

/** Milliseconds without a change before the address is updated; browsers refuse one that changes with every move of a slider. */
const REST_MS = 200;

export function useSharedState<State>(
  query: URLSearchParams,
  { path, read, write }: InAddress<State>,
): [State, (next: State) => void] {
  const text = query.toString();
  const [state, setState] = useState(() => read(query));
  const known = useRef(text);
  const changed = useRef(false);

  useEffect(() => {
    if (text === known.current) return;
    known.current = text;
    changed.current = false;
    setState(read(new URLSearchParams(text)));
  }, [text]);

  useEffect(() => {
    if (!changed.current) return;
    const timer = setTimeout(() => {
      // Who has gone elsewhere in the meantime is not called back.
      const here = parsedAddress(location.hash);
      if (here.path.join('/') !== path.join('/') || here.query.toString() !== known.current) return;
      const entries = write(state);
      known.current = new URLSearchParams(entries).toString();
      replaceAddress(addressOf(path, entries));
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [state]);

  return [state, (next) => ((changed.current = true), setState(next))];
}
