/** The colour scheme, light or dark: that of the system until the reader chooses. */
import { useEffect, useState } from 'preact/hooks';
import { useMedia } from './media.js';

export type Scheme = 'light' | 'dark';
export type Choice = Scheme | 'system';

const KEY = 'alpha-cl-colour-scheme';
const CHANGED = 'alpha-cl-colour-scheme';

export function chosenScheme(): Choice {
  const kept = localStorage.getItem(KEY);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

export function chooseScheme(choice: Choice): void {
  if (choice === 'system') localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, choice);
  applyScheme();
  dispatchEvent(new Event(CHANGED));
}

/** Applies the chosen scheme; every colour of the style sheets follows `color-scheme`. */
export function applyScheme(): void {
  const choice = chosenScheme();
  document.documentElement.style.colorScheme = choice === 'system' ? 'light dark' : choice;
}

/** Returns the scheme that is shown. */
export function useScheme(): Scheme {
  const isSystemDark = useMedia('(prefers-color-scheme: dark)');
  const [choice, setChoice] = useState(chosenScheme);
  useEffect(() => {
    const changed = (): void => setChoice(chosenScheme());
    addEventListener(CHANGED, changed);
    return () => removeEventListener(CHANGED, changed);
  }, []);
  return choice === 'system' ? (isSystemDark ? 'dark' : 'light') : choice;
}
