import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { renderToString } from 'katex';
import { describe, expect, it } from 'vitest';
import type * as Catalogue from '../../proofs-checks/index.js';
import { readDocuments, ROOT, type Document } from './documents.js';

// As it is shipped: the whole catalogue loads faster so.
const { CLAIMS } = (await import(
  pathToFileURL(path.join(ROOT, 'dist/proofs-checks/index.js')).href
)) as typeof Catalogue;

const MATHEMATICS = 'docs/mathematics.md';

interface Formula {
  readonly file: string;
  readonly latex: string;
  readonly display: boolean;
  /** As code, in which Markdown reads nothing. */
  readonly verbatim: boolean;
}

/** Between dollar signs, as code or not, and in blocks of the language math; what stands in other code is none. */
function formulaeOf({ file, text, blocks }: Document): Formula[] {
  const inBlocks = blocks.filter(({ language }) => language === 'math').map((block) => block.text);
  const lines = text.replaceAll(/^( *)```[^]*?^\1```/gm, '');
  // In a table a bar has a backslash before it, which is not part of the code.
  const asCode = [...lines.matchAll(/\$`([^`\n]+)`\$/g)].map(([, latex = '']) => latex.replaceAll(String.raw`\|`, '|'));
  const prose = lines.replaceAll(/\$`[^`\n]+`\$|`[^`\n]+`/g, '');
  const between = [...prose.matchAll(/\$\$([^$]+)\$\$|\$([^$\n]+)\$/g)];
  return [
    ...inBlocks.map((latex) => ({ file, latex, display: true, verbatim: true })),
    ...asCode.map((latex) => ({ file, latex, display: false, verbatim: true })),
    ...between.map(([, display, inline = '']) => ({
      file,
      latex: display ?? inline,
      display: display !== undefined,
      verbatim: false,
    })),
  ];
}

describe('the mathematics', () => {
  const documents = readDocuments();

  it('links every claim of the catalogue by its id, and no other', () => {
    const { text } = documents.find(({ file }) => file === MATHEMATICS) as Document;
    const links = [...text.matchAll(/\[([a-z0-9-]+)\]\(\.\.\/(proofs-checks\/[^)]+\.ts)\)/g)];
    expect(new Set(links.map(([, id]) => id))).toEqual(new Set(CLAIMS.map(({ id }) => id)));
    for (const [, id = '', file = ''] of links) {
      expect(readFileSync(path.join(ROOT, file), 'utf8'), file).toContain(`id: '${id}'`);
    }
  });

  it('and all other documents have formulae that can be set', () => {
    const formulae = documents.flatMap(formulaeOf);
    for (const { file, latex, display } of formulae) {
      const set = (): string => renderToString(latex, { displayMode: display, throwOnError: true, strict: 'error' });
      expect(set, `${file}: ${latex}`).not.toThrow();
    }
    expect(formulae.filter(({ file }) => file === MATHEMATICS).length).toBeGreaterThan(100);
  });

  it('has no backslash before a sign between single dollars, which GitHub takes for an escape', () => {
    const escaped = /\\[!-/:-@[-`{-~]/;
    const inline = documents.flatMap(formulaeOf).filter(({ verbatim, latex }) => !verbatim && escaped.test(latex));
    expect(inline).toEqual([]);
  });
});
