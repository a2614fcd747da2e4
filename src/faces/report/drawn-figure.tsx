/** A figure with its drawing in the page, for pages that need no other file. */
import { FigureView } from '../views/figure.js';
import type { DrawnFigure } from '../views/report-entry.js';
import { svgSize } from './svg-size.js';

export function DrawnFigureView({ figure, files: { svg } }: DrawnFigure) {
  const address = (ending: string): string => `figures/${figure.id}.${ending}`;
  // The words of the figure stand in its caption; the marks of the drawing have no names.
  const drawing = <div aria-hidden="true" dangerouslySetInnerHTML={{ __html: svg }} />;
  return <FigureView {...figure} width={svgSize(svg).width} address={address} drawing={drawing} />;
}
