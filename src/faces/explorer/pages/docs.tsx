/** Documents, as the build has made them of docs/. */
import { useEffect, useRef } from 'preact/hooks';
import { typesetLine } from '../../views/typeset-html.js';
import { Waiting } from '../parts/waiting.js';
import { requestText, useAsked } from '../state/answer.js';
import './docs.css';
import type { PageProps } from './page.js';

/** Names of documents, which are parts of an address: nothing else may be asked for by one. */
const NAME = /^[\w-]+(\/[\w-]+)*$/;

/** Formulae that are typeset before the page is drawn again: a long document has a thousand. */
const AT_ONCE = 60;

export function Documents({ rest, query }: PageProps) {
  const name = rest.join('/') || 'README';
  const asked = useAsked(name, async (signal) => {
    if (!NAME.test(name)) throw new Error(`there is no document ${name}`);
    return requestText(`docs/${name}.html`, signal);
  });
  return (
    <>
      {name !== 'README' && (
        <p class="eyebrow">
          <a href="#/docs">All documents</a>
        </p>
      )}
      <Waiting asked={asked}>{(html) => <Document html={html} at={query.get('at')} />}</Waiting>
    </>
  );
}

interface DocumentProps {
  readonly html: string;
  /** Id of the heading to show. */
  readonly at: string | null;
}

function Document({ html, at }: DocumentProps) {
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    const formulae = [...(place.current?.querySelectorAll<HTMLElement>('.math') ?? [])];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const typesetSome = (): void => {
      for (const formula of formulae.splice(0, AT_ONCE)) typesetFormula(formula);
      if (formulae.length > 0) timer = setTimeout(typesetSome);
    };
    typesetSome();
    return () => clearTimeout(timer);
  }, [html]);
  useEffect(() => {
    const named = at === null ? null : document.getElementById(at);
    // Text before a name in a paragraph is what was looked for; a heading begins it.
    named?.scrollIntoView({ block: named.localName === 'span' ? 'center' : 'start' });
  }, [html, at]);
  return <article class="document" ref={place} dangerouslySetInnerHTML={{ __html: html }} />;
}

/** Typesets the LaTeX in an element; what KaTeX refuses stays as it is. */
function typesetFormula(element: HTMLElement): void {
  const latex = element.textContent;
  const heading = element.closest('th');
  // A heading that is a formula alone has no text that every reader of screens finds.
  if (heading?.textContent.trim() === latex.trim()) heading.ariaLabel = latex;
  const dollars = element.classList.contains('display') ? '$$' : '$';
  try {
    element.innerHTML = typesetLine(`${dollars}${latex}${dollars}`);
  } catch {
    element.classList.add('refused');
  }
  element.classList.remove('math');
}
