/** The frame of every page: it needs no network, and no script but the one that it may have inside. */
import { createHash } from 'node:crypto';
import { h, type VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { katexStyle } from './katex-style.js';
import { REPORT_STYLE } from './report-style.js';

/** A page without its body. */
export interface PageHead {
  readonly title: string;
  readonly description?: string;
  /** A script, which the policy names by its hash. */
  readonly script?: string;
  /** The way from the page to a folder with `report.css`. Default: the style is in the page. */
  readonly folder?: string;
}

/** Returns a page of HTML. @param body the whole `<body>` element */
export function htmlPage({ title, description, script, folder }: PageHead, body: VNode): string {
  const text = renderToString(body);
  const inside = folder === undefined ? styleOf([text]) : undefined;
  const head = h(
    'head',
    null,
    h('meta', { charset: 'utf-8' }),
    h('meta', { 'http-equiv': 'Content-Security-Policy', content: policyOf(script) }),
    h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    h('meta', { name: 'color-scheme', content: 'light dark' }),
    description !== undefined && h('meta', { name: 'description', content: description }),
    h('title', null, title),
    inside === undefined
      ? h('link', { rel: 'stylesheet', href: `${folder}/report.css` })
      : h('style', { dangerouslySetInnerHTML: { __html: inside } }),
  );
  const end = script === undefined ? '' : renderToString(h('script', { dangerouslySetInnerHTML: { __html: script } }));
  return `<!DOCTYPE html>\n<html lang="en">\n${renderToString(head)}\n${text}${end}\n</html>\n`;
}

/** Returns the style of pages, with the fonts of their formulae inside. */
export function styleOf(pages: readonly string[]): string {
  return `${katexStyle(pages.join('\n'))}\n${REPORT_STYLE}`;
}

/** Content security policy: nothing comes from elsewhere, fonts are inside the style, and no script runs but the page's own. */
function policyOf(script: string | undefined): string {
  const hash =
    script === undefined ? [] : [`script-src 'sha256-${createHash('sha256').update(script).digest('base64')}'`];
  return [
    "default-src 'none'",
    ...hash,
    "style-src 'self' 'unsafe-inline'",
    'font-src data:',
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
