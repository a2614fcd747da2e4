/** A button that saves text as a file on the reader's machine. */
import type { ComponentChildren } from 'preact';

export interface SaveFileProps {
  /** Name of the file. */
  readonly name: string;
  /** Name of the button for readers who hear it. */
  readonly label: string;
  readonly text: () => string;
  readonly children: ComponentChildren;
}

export function SaveFile({ name, label, text, children }: SaveFileProps) {
  const save = (): void => {
    const address = URL.createObjectURL(new Blob([text()], { type: 'text/plain' }));
    const link = document.createElement('a');
    link.href = address;
    link.download = name.replaceAll(/[^\p{L}\p{N}.,= -]+/gu, '-');
    link.click();
    // The browser has its own copy once the download has begun.
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  };
  return (
    <button type="button" class="small" aria-label={label} onClick={save}>
      {children}
    </button>
  );
}
