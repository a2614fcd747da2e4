/** A figure: its drawing, its words, and the files it is saved in. */
import type { ComponentChildren } from 'preact';
import { TypesetLine } from './typeset.js';

export interface FigureViewProps {
  readonly id: string;
  readonly title: string;
  readonly caption: string;
  /** The drawing: an image, or the SVG itself. */
  readonly drawing: ComponentChildren;
  /** Width at which the drawing was made, in pixels; narrow screens scroll. */
  readonly width?: number;
  /** Returns the address of the figure as a file with this ending. */
  readonly address?: (ending: string) => string;
}

const FILES = [
  ['vl.json', 'Vega-Lite'],
  ['svg', 'SVG'],
] as const;

export function FigureView({ id, title, caption, drawing, width, address }: FigureViewProps) {
  return (
    <figure id={`figure-${id}`}>
      <div
        class="drawing"
        tabIndex={0}
        role="group"
        aria-label={title}
        {...(width !== undefined && { style: `--width: ${width}px` })}
      >
        {drawing}
      </div>
      <figcaption>
        <p>
          <strong>
            <TypesetLine text={title} />.
          </strong>{' '}
          <TypesetLine text={caption} />
        </p>
        {address !== undefined && (
          <p class="files">
            {FILES.map(([ending, name]) => (
              <a key={ending} href={address(ending)}>
                {name}
              </a>
            ))}
          </p>
        )}
      </figcaption>
    </figure>
  );
}
