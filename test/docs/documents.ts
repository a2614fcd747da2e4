/** The documents as their tests see them: code blocks, commands in running text, headings and links, each with its line. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import GithubSlugger from 'github-slugger';
import { lexer, walkTokens, type Token, type Tokens } from 'marked';

export const ROOT = path.resolve(import.meta.dirname, '../..');

export interface CodeBlock {
  /** `docs/training.md:12`. */
  readonly place: string;
  /** The first word of the info string; empty where there is none. */
  readonly language: string;
  /** The words `name=value` after it. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
  /** A `text` block that follows directly: what the block prints. */
  readonly output?: string;
}

export interface Document {
  /** From the root, with slashes: `docs/training.md`. */
  readonly file: string;
  readonly text: string;
  readonly blocks: readonly CodeBlock[];
  /** Commands inside sentences and tables, such as `alpha-cl engines`. */
  readonly inlineCommands: readonly Placed[];
  /** Targets of links and pictures. */
  readonly links: readonly Placed[];
  /** What `#…` may name. */
  readonly anchors: ReadonlySet<string>;
}

interface Placed {
  readonly place: string;
  readonly text: string;
}

/** README.md and everything in docs/. */
export function readDocuments(): Document[] {
  const inDocs = readdirSync(path.join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .map((file) => path.posix.join('docs', ...file.split(path.sep)))
    .filter((file) => file.endsWith('.md'));
  return ['README.md', ...inDocs.toSorted()].map(readDocument);
}

function readDocument(file: string): Document {
  const text = readFileSync(path.join(ROOT, file), 'utf8');
  const blocks: CodeBlock[] = [];
  const inlineCommands: Placed[] = [];
  const links: Placed[] = [];
  const anchors = new Set<string>();
  const slugger = new GithubSlugger();
  const placed = withPlaces(file, lexer(text));
  for (const [k, { token, place }] of placed.entries()) {
    blocks.push(...codeBlocks([token], place, placed[k + 1]?.token));
    void walkTokens([token], (inner) => {
      if (inner.type === 'heading') anchors.add(slugger.slug(plainText(inner.tokens ?? [])));
      if (inner.type === 'html') for (const [, id] of inner.raw.matchAll(/<a id="([^"]+)">/g)) anchors.add(id ?? '');
      if (inner.type === 'link' || inner.type === 'image') links.push({ place, text: (inner as Tokens.Link).href });
      if (inner.type === 'codespan' && isCommand(inner.raw)) {
        inlineCommands.push({ place, text: inner.raw.replaceAll('`', '').replaceAll(String.raw`\|`, '|') });
      }
    });
  }
  return { file, text, blocks, inlineCommands, links, anchors };
}

/** Blank lines left out, so that neighbours are neighbours. */
function withPlaces(file: string, tokens: readonly Token[]): { token: Token; place: string }[] {
  let line = 1;
  return tokens
    .map((token) => {
      const place = `${file}:${line}`;
      line += token.raw.split('\n').length - 1;
      return { token, place };
    })
    .filter(({ token }) => token.type !== 'space');
}

/** At any depth, as inside the points of a list. @param after the token that follows the last */
function codeBlocks(tokens: readonly Token[], place: string, after?: Token): CodeBlock[] {
  const solid = tokens.filter(({ type }) => type !== 'space');
  return solid.flatMap((token, k) => {
    if (token.type === 'code') return [codeBlock(token as Tokens.Code, place, solid[k + 1] ?? after)];
    if (token.type === 'list') return (token as Tokens.List).items.flatMap((item) => codeBlocks(item.tokens, place));
    return 'tokens' in token ? codeBlocks(token.tokens ?? [], place) : [];
  });
}

function codeBlock(token: Tokens.Code, place: string, next: Token | undefined): CodeBlock {
  const [language = '', ...words] = (token.lang ?? '').split(/\s+/);
  const attributes = Object.fromEntries(
    words.map((word) => word.split('=')).map(([name, value]) => [name, value ?? '']),
  );
  const printed =
    next?.type === 'code' && (next as Tokens.Code).lang === 'text' ? (next as Tokens.Code).text : undefined;
  return { place, language, attributes, text: token.text, ...(printed !== undefined && { output: printed }) };
}

/** What GitHub makes an anchor of. */
function plainText(tokens: readonly Token[]): string {
  return tokens
    .map((token) =>
      'tokens' in token && token.tokens !== undefined
        ? plainText(token.tokens)
        : 'text' in token
          ? (token.text as string)
          : token.raw,
    )
    .join('');
}

function isCommand(codespan: string): boolean {
  return /^`+\s*(npx alpha-cl|alpha-cl|npm run [a-z:]+) /.test(codespan);
}

/** The commands of an `sh` block: lines, with those joined that end in a backslash. */
export function commandsOf(text: string): string[] {
  return text
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}
