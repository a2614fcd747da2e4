/** Text with mathematics between dollar signs, set by KaTeX as in the report. */
import { useMemo } from 'preact/hooks';
import { typeset, typesetLine } from '../../report/typeset.js';
import { escapeHtml, type Markup } from '../../../base/markup.js';

/** A line: a title, a cell. */
export function TypesetLine({ text }: { readonly text: string }) {
  const html = useMemo(() => set(typesetLine, text), [text]);
  return <span dangerouslySetInnerHTML={{ __html: html }} />;
}

/** Paragraphs. */
export function Typeset({ text }: { readonly text: string }) {
  const html = useMemo(() => set(typeset, text), [text]);
  return <div dangerouslySetInnerHTML={{ __html: html }} />;
}

/** A formula that KaTeX refuses, as another version may have written it, is shown as it stands. */
function set(by: (text: string) => Markup, text: string): string {
  try {
    return by(text).html;
  } catch {
    return escapeHtml(text);
  }
}
