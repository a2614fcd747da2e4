/** The frame of every page: it needs no network, no script and no other file. */
import { katexStyle } from './katex-style.js';
import { Markup, markup } from '../../base/markup.js';
import { REPORT_STYLE } from './report-style.js';

/** Content security policy: nothing may be loaded; styles are in the page, fonts and pictures inside styles and drawings. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; base-uri 'none'; form-action 'none'";

/** Returns a page of HTML. @param body the whole `<body>` element */
export function htmlPage(
  { title, description }: { readonly title: string; readonly description?: string },
  body: Markup,
): string {
  const style = new Markup(`<style>${katexStyle(body.html)}</style>\n<style>${REPORT_STYLE}</style>`);
  const described = description === undefined ? '' : markup`<meta name="description" content="${description}">\n`;
  return markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${described}<title>${title}</title>
${style}
</head>
${body}
</html>
`.html;
}
