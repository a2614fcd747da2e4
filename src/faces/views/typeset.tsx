/** Text with mathematics between dollar signs. */
import { useContext, useMemo } from 'preact/hooks';
import { escapeHtml } from '../../base/escape-html.js';
import { RefusedFormulae } from './refused-formulae.js';
import { typeset, typesetLine } from './typeset-html.js';

/** Typesets a line, such as a title or a cell. */
export function TypesetLine({ text }: { readonly text: string }) {
  return <span dangerouslySetInnerHTML={{ __html: useTypeset(typesetLine, text) }} />;
}

/** Typesets paragraphs. */
export function Typeset({ text }: { readonly text: string }) {
  return <div dangerouslySetInnerHTML={{ __html: useTypeset(typeset, text) }} />;
}

function useTypeset(by: (text: string) => string, text: string): string {
  const refused = useContext(RefusedFormulae);
  return useMemo(() => {
    try {
      return by(text);
    } catch (error) {
      if (refused === 'fail') throw error;
      return escapeHtml(text);
    }
  }, [by, text, refused]);
}
