import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { katexStyle } from '../../../src/faces/report/katex-style.js';
import { escapeHtml } from '../../../src/base/escape-html.js';
import { typeset, typesetLine } from '../../../src/faces/views/typeset-html.js';

describe('typeset', () => {
  it('keeps words as they are, escaped', () => {
    const words = string().filter((text) => !/[$\\]/.test(text));
    assert(
      property(words, (text) => {
        expect(typesetLine(text)).toBe(escapeHtml(text.trim()));
      }),
    );
  });

  it('sets formulae between dollar signs, for eyes and for screen readers', () => {
    const html = typeset(String.raw`Let $\alpha_{ij} \ge 0$ cost \$5.`);
    expect(html).toMatch(/^<p>Let <span class="katex">.*<math .*<\/math>.*<\/span> cost \$5\.<\/p>$/s);
    expect(html).toContain(String.raw`<annotation encoding="application/x-tex">\alpha_{ij} \ge 0</annotation>`);
  });

  it('sets $$…$$ on a line of its own, inside its paragraph', () => {
    const html = typeset(String.raw`so that $$\sum_j \alpha_{ij} = 1$$ for all $i$`);
    expect(html.match(/class="katex-display"/g)).toHaveLength(1);
    expect(html.match(/class="katex"/g)).toHaveLength(2);
    expect(html.match(/<p>/g)).toHaveLength(1);
  });

  it('makes a paragraph of what stands between blank lines', () => {
    expect(typeset('one\ntwo\n\n  \nthree')).toBe('<p>one\ntwo</p>\n<p>three</p>');
  });

  it.each([String.raw`the $\notacommand$ here`, 'the $x^$ here', 'the $日$ here', 'a $ b', '$a$ and $$b$'])(
    'refuses %s and shows the text',
    (text) => expect(() => typeset(text)).toThrow(text),
  );
});

describe('katexStyle', () => {
  it('brings the fonts that the formulae use, inside itself', () => {
    const style = katexStyle(typeset(String.raw`$\mathbb{R}$ and $\mathcal{L}$`));
    expect(familiesOf(style)).toEqual(['KaTeX_AMS', 'KaTeX_Caligraphic', 'KaTeX_Main']);
    expect(style.match(/url\((?!data:font\/woff2;base64,)/g)).toBeNull();
  });

  it('brings no font where there is no formula', () => {
    expect(familiesOf(katexStyle('<p>words</p>'))).toEqual([]);
  });

  it('finds the large delimiters, the italics and the typewriter', () => {
    const style = katexStyle(
      typeset(String.raw`$\left\lVert\frac{\frac{a}{b}}{\sum}\right\rVert\texttt{x}\sum\Bigg($`),
    );
    expect(familiesOf(style)).toEqual(
      expect.arrayContaining(['KaTeX_Math', 'KaTeX_Size1', 'KaTeX_Size4', 'KaTeX_Typewriter']),
    );
  });
});

function familiesOf(style: string): string[] {
  const faces = style.match(/@font-face\{[^}]*\}/g) ?? [];
  return [...new Set(faces.map((face) => /KaTeX_\w+/.exec(face)?.[0] ?? ''))].toSorted();
}
