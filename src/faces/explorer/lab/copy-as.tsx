/** Buttons that copy a choice as code or as a command; where the clipboard is closed, the text stands in a field to copy from. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Chosen } from './chosen.js';
import { codeOf, commandOf, trainingOf } from './code-of.js';
import { faultIn } from './fault.js';

const WAYS: Readonly<Record<string, (chosen: Chosen) => string>> = {
  PyTorch: (chosen) => codeOf('pytorch', chosen),
  JAX: (chosen) => codeOf('jax', chosen),
  command: commandOf,
  'training command': trainingOf,
};

type Outcome =
  | { readonly kind: 'copied'; readonly way: string }
  | { readonly kind: 'shown'; readonly way: string; readonly text: string }
  | { readonly kind: 'refused'; readonly words: string };

/** @param name of what is copied, for readers who hear the buttons */
export function CopyAs({ chosen, name }: { readonly chosen: Chosen; readonly name: string }) {
  const [outcome, setOutcome] = useState<Outcome>();
  // What was said of one choice is not true of the next.
  useEffect(() => setOutcome(undefined), [JSON.stringify(chosen)]);
  const copy = async (way: string): Promise<void> => {
    let text = '';
    const fault = faultIn(() => (text = WAYS[way]?.(chosen) ?? ''));
    if (fault !== undefined) return setOutcome({ kind: 'refused', words: fault.words });
    setOutcome((await copied(text)) ? { kind: 'copied', way } : { kind: 'shown', way, text });
  };
  return (
    <div class="copy">
      <span aria-hidden="true">Copy as</span>
      {Object.keys(WAYS).map((way) => (
        <button key={way} type="button" aria-label={`Copy ${name} as ${way}`} onClick={() => void copy(way)}>
          {way}
        </button>
      ))}
      <span role="status">{outcome === undefined ? '' : words(outcome)}</span>
      {outcome?.kind === 'shown' && <TextToCopy text={outcome.text} label={`${name} as ${outcome.way}`} />}
    </div>
  );
}

function words(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'copied':
      return `${outcome.way} copied`;
    case 'shown':
      return 'The browser does not let this page copy: copy the text below yourself';
    case 'refused':
      return outcome.words;
  }
}

function TextToCopy({ text, label }: { readonly text: string; readonly label: string }) {
  const place = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    place.current?.focus();
    place.current?.select();
  }, [text]);
  return <textarea ref={place} readOnly rows={12} value={text} aria-label={label} spellcheck={false} />;
}

/** Tells if the clipboard took the text. A page that came over plain HTTP from another machine has none. */
async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
