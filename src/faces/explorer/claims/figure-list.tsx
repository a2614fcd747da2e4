/** The figures of a claim as the report draws them, in the colours of the page, with the files they are saved in. */
import type { ClaimDetail } from '../../serve/api.js';
import { TypesetLine } from '../parts/typeset.js';
import { useScheme } from '../state/colour-scheme.js';

const FILES = [
  ['vl.json', 'Vega-Lite'],
  ['svg', 'SVG'],
  ['png', 'PNG'],
] as const;

export interface FigureListProps {
  readonly report: string;
  readonly figures: ClaimDetail['words']['figures'];
}

export function FigureList({ report, figures }: FigureListProps) {
  const scheme = useScheme();
  const address = (id: string, ending: string): string => `/api/reports/${report}/figures/${id}.${ending}`;
  return (
    <>
      {figures.map(({ id, title, caption }) => (
        <figure key={id}>
          <div class="drawing" tabIndex={0} role="group" aria-label={title}>
            <img
              src={`${address(id, 'svg')}${scheme === 'dark' ? '?scheme=dark' : ''}`}
              alt=""
              loading="lazy"
              onLoad={({ currentTarget }) => tellWidth(currentTarget)}
            />
          </div>
          <figcaption>
            <p>
              <strong>
                <TypesetLine text={title} />.
              </strong>{' '}
              <TypesetLine text={caption} />
            </p>
            <p class="files">
              {FILES.map(([ending, name]) => (
                <a key={ending} href={address(id, ending)}>
                  {name}
                </a>
              ))}
            </p>
          </figcaption>
        </figure>
      ))}
    </>
  );
}

/** Gives the style sheet the width of an image, from which it derives the least readable one; narrow screens scroll. */
function tellWidth(image: HTMLImageElement): void {
  image.style.setProperty('--width', `${image.naturalWidth}px`);
}
