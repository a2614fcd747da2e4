/** Text with mathematics between dollar signs, set by KaTeX as in the report. */
import { useMemo } from 'preact/hooks';
import { typeset, typesetLine } from '../../report/typeset.js';
import { escapeHtml, type Markup } from '../../../base/markup.js';

/** Typesets a line, such as a title or a cell. */
export function TypesetLine({ text }: { readonly text: string }) {
  const html = useMemo(() => set(typesetLine, text), [text]);
  return <span dangerouslySetInnerHTML={{ __html: html }} />;
}

/** Typesets paragraphs. */
export function Typeset({ text }: { readonly text: string }) {
  const html = useMemo(() => set(typeset, text), [text]);
  return <div dangerouslySetInnerHTML={{ __html: html }} />;
}

/** Typesets a text; one with a formula that KaTeX refuses, perhaps of another version, is shown as it is written. */
function set(by: (text: string) => Markup, text: string): string {
  try {
    return by(text).html;
  } catch {
    return escapeHtml(text);
  }
}
