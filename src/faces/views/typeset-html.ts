/** Text with mathematics between dollar signs as HTML: paragraphs, and formulae by KaTeX. */
import { renderToString } from 'katex';
import { escapeHtml } from '../../base/escape-html.js';

/** Pattern of a display `$$…$$`, an inline `$…$`, a literal `\$`, or the words up to the next of them. */
const PIECES = /\$\$((?:\\[^]|[^$\\])+)\$\$|\$((?:\\[^]|[^$\\])+)\$|\\(\$)|((?:\\(?!\$)|[^$\\])+)|(.)/g;

/**
 * Typesets a text: blank lines separate paragraphs, `\$` is a dollar sign. Screen readers get the formulae as MathML.
 *
 * @throws Error naming the text when a formula is invalid or its dollar sign has no partner
 */
export function typeset(text: string): string {
  const paragraphs = text.trim().split(/\n\s*\n/);
  return paragraphs.map((paragraph) => `<p>${typesetLine(paragraph)}</p>`).join('\n');
}

/** Typesets a title or a table cell in the same way, without paragraphs. */
export function typesetLine(text: string): string {
  const pieces = Array.from(text.trim().matchAll(PIECES), ([, display, inline, dollar, words]) => {
    if (display !== undefined) return formula(text, display, 'display');
    if (inline !== undefined) return formula(text, inline, 'inline');
    if (dollar !== undefined || words !== undefined) return escapeHtml(dollar ?? words ?? '');
    throw new Error(`a dollar sign has no partner in the text: ${text}`);
  });
  return pieces.join('');
}

function formula(text: string, latex: string, mode: 'display' | 'inline'): string {
  try {
    // `strict` also refuses what KaTeX would set wrongly with a mere warning on the console.
    const html = renderToString(latex, {
      displayMode: mode === 'display',
      output: 'htmlAndMathml',
      throwOnError: true,
      strict: 'error',
    });
    // A wide formula scrolls on a narrow screen: it takes the focus, so that the keyboard can.
    return html.replace(/^<span class="katex-display"/, '$& tabindex="0"');
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${message}\nin the formula ${latex}\nof the text: ${text}`, { cause });
  }
}
