/** The documents of docs/ as pieces of pages for the explorer, made when it is built. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import GithubSlugger from 'github-slugger';
import { Marked, type TokenizerAndRendererExtension, type Tokens } from 'marked';
import type { Plugin } from 'vite';
import { escapeHtml } from '../src/base/escape-html.js';

/** Documents for who changes alpha-cl itself. */
const FOR_DEVELOPERS = /^(architecture|development|licences)\.md$/;

/** Writes `docs/NAME.html` of each document, and its pictures. @param folder of the documents */
export function documentation(folder: string): Plugin {
  return {
    name: 'documentation',
    generateBundle() {
      const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) =>
        name.split(path.sep).join('/'),
      );
      const documents = new Set(names.filter((name) => name.endsWith('.md') && !FOR_DEVELOPERS.test(name)));
      const pictures = new Set<string>();
      const emit = (name: string, source: string | Uint8Array): void =>
        void this.emitFile({ type: 'asset', fileName: `docs/${name}`, source });
      for (const name of documents) {
        const markdown = readFileSync(path.join(folder, name), 'utf8');
        emit(name.replace(/md$/, 'html'), pieceOfPage(markdown, { name, documents, pictures }));
      }
      for (const name of pictures) emit(name, readFileSync(path.join(folder, name)));
    },
  };
}

interface Place {
  /** `how-to/new-loss.md`. */
  readonly name: string;
  /** Names of all documents. */
  readonly documents: ReadonlySet<string>;
  /** Receives the names of its pictures. */
  readonly pictures: Set<string>;
}

/** Returns a document as HTML: links lead to pages of the explorer, formulae are LaTeX in elements of the class `math`. */
function pieceOfPage(markdown: string, { name, documents, pictures }: Place): string {
  const slugger = new GithubSlugger();
  const claims = new Set<string>();
  const beside = (href: string): string => path.posix.join(path.posix.dirname(name), href);
  const marked = new Marked({
    extensions: [MATH],
    renderer: {
      heading({ tokens, depth }) {
        const inner = this.parser.parseInline(tokens);
        return `<h${depth} id="${slugger.slug(inner.replaceAll(/<[^>]+>/g, ''))}">${inner}</h${depth}>\n`;
      },
      link({ href, tokens }) {
        const inner = this.parser.parseInline(tokens);
        if (/^https?:/.test(href)) return `<a href="${escapeHtml(href)}">${inner}</a>`;
        const [file = '', anchor] = href.split('#');
        const target = file === '' ? name : beside(file);
        if (documents.has(target)) return `<a href="${pageAddress(target, anchor)}">${inner}</a>`;
        // The sources are not part of a site; pages of claims link to where one is named first.
        const [, claim] = /proofs-checks\/.*?([\w-]+)\.ts$/.exec(target) ?? [];
        if (claim === undefined || claims.has(claim)) return inner;
        claims.add(claim);
        return `<span id="${claim}">${inner}</span>`;
      },
      image({ href, text }) {
        pictures.add(beside(href));
        return `<img src="docs/${beside(href)}" alt="${escapeHtml(text)}" loading="lazy">`;
      },
      code({ text, lang }) {
        if (lang === 'math') return `<p class="math display">${escapeHtml(text)}</p>\n`;
        return `<pre tabindex="0"><code>${escapeHtml(text)}</code></pre>\n`;
      },
      table(token) {
        return `<div class="scroll" tabindex="0">${tableOf(token, (cell) => this.parser.parseInline(cell.tokens))}</div>\n`;
      },
    },
  });
  return marked.parse(markdown, { async: false });
}

function pageAddress(document: string, anchor: string | undefined): string {
  const page = document === 'README.md' ? '' : `/${document.replace(/\.md$/, '')}`;
  return `#/docs${page}${anchor === undefined ? '' : `?at=${encodeURIComponent(anchor)}`}`;
}

function tableOf({ header, rows }: Tokens.Table, inner: (cell: Tokens.TableCell) => string): string {
  const row = (cells: readonly Tokens.TableCell[], tag: 'td' | 'th'): string =>
    `<tr>${cells
      .map((cell) => {
        // The corner of a table is no header of anything.
        const element = cell.text === '' ? 'td' : tag;
        return `<${element}${cell.align === 'right' ? ' class="number"' : ''}>${inner(cell)}</${element}>`;
      })
      .join('')}</tr>`;
  return `<table><thead>${row(header, 'th')}</thead><tbody>${rows.map((cells) => row(cells, 'td')).join('\n')}</tbody></table>`;
}

/** Formulae as GitHub reads them: `$…$`, and the same around a code span. */
const MATH: TokenizerAndRendererExtension = {
  name: 'math',
  level: 'inline',
  start: (text) => text.indexOf('$'),
  tokenizer: (text) => {
    const [raw, spanned, plain] = /^\$(?:`([^`]+)`|((?:\\[^]|[^$\\`])+))\$(?![\w$])/.exec(text) ?? [];
    return raw === undefined ? undefined : { type: 'math', raw, text: spanned ?? plain ?? '' };
  },
  renderer: (token) => `<span class="math">${escapeHtml(token['text'] as string)}</span>`,
};
