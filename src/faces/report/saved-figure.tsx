/** A figure of a report, which is saved beside its pages. */
import { FigureView } from '../views/figure.js';
import type { DrawnFigure } from '../views/report-entry.js';
import { svgSize } from './svg-size.js';

export interface SavedFigureProps {
  readonly drawn: DrawnFigure;
  /** The way from the page to the folder of the report: `.` or `..`. */
  readonly folder: string;
}

export function SavedFigure({ drawn: { figure, files }, folder }: SavedFigureProps) {
  const address = (ending: string): string => `${folder}/figures/${figure.id}.${ending}`;
  const size = svgSize(files.svg);
  const drawing = <img src={address('svg')} alt="" {...size} loading="lazy" />;
  return <FigureView {...figure} width={size.width} address={address} drawing={drawing} />;
}
