/** KaTeX's style sheet with the fonts that a page needs embedded, so that the page opens without a network. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const STYLE_FILE = createRequire(import.meta.url).resolve('katex/dist/katex.min.css');

/** Returns the style sheet for the formulae of a page. @param html the formulae, as KaTeX made them */
export function katexStyle(html: string): string {
  const style = readFileSync(STYLE_FILE, 'utf8');
  const used = familiesIn(html, style);
  return style.replaceAll(/@font-face\{[^}]*\}/g, (face) => {
    const [, family = ''] = /font-family:"?(KaTeX_\w+)/.exec(face) ?? [];
    return used.has(family) ? withFontInside(face) : '';
  });
}

/** Finds the font families in use: one is used if some element of the page has all classes of a selector that asks for it. */
function familiesIn(html: string, style: string): Set<string> {
  const classes = new Set(Array.from(html.matchAll(/class="([^"]*)"/g), ([, names = '']) => names.split(' ')).flat());
  const families = new Set<string>();
  for (const [, selectors = '', body = ''] of style.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    const [family] = /KaTeX_\w+/.exec(body) ?? [];
    if (family === undefined || selectors.startsWith('@')) continue;
    const applies = (selector: string): boolean =>
      Array.from(selector.matchAll(/\.([\w-]+)/g), ([, name = '']) => name).every((name) => classes.has(name));
    if (selectors.split(',').some(applies)) families.add(family);
  }
  return families;
}

function withFontInside(face: string): string {
  return face.replace(/src:[^;}]*/, (sources) => {
    const [, file] = /url\(([^)]+\.woff2)\)/.exec(sources) ?? [];
    if (file === undefined) throw new Error(`KaTeX's stylesheet has a font without woff2: ${sources}`);
    const font = readFileSync(join(dirname(STYLE_FILE), file)).toString('base64');
    return `src:url(data:font/woff2;base64,${font}) format("woff2")`;
  });
}
