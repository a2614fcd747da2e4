/** A figure on the page: its drawing, its words, and the files it is saved in. */
import { Markup, markup } from '../../base/markup.js';
import type { DrawnFigure } from './report.js';
import { typesetLine } from './typeset.js';

export function figureBlock({ figure, files }: DrawnFigure): Markup {
  const { id, title, caption } = figure;
  const [, width = '600'] = /<svg [^>]*?\bwidth="([\d.]+)"/.exec(files.svg) ?? [];
  const links = [
    ['vl.json', 'Vega-Lite'],
    ['svg', 'SVG'],
    ['png', 'PNG'],
  ].map(([ending, name]) => markup`<a href="figures/${id}.${ending}">${name}</a>`);
  return markup`<figure id="figure-${id}">
<div class="drawing" tabindex="0" role="group" aria-label="${title}" style="--width: ${width}px">${new Markup(files.svg)}</div>
<figcaption><p><strong>${typesetLine(title)}.</strong> ${typesetLine(caption)}</p>
<p class="files">${links}</p></figcaption>
</figure>`;
}
