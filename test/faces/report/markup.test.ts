import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeHtml, Markup, markup } from '../../../src/base/markup.js';

describe('markup', () => {
  it('never lets data open a tag, an attribute or a character reference', () => {
    assert(
      property(string(), (text) => {
        expect(escapeHtml(text)).not.toMatch(/[<>"']|&(?!#\d+;)/);
        expect(unescape(markup`<b title="${text}">${text}</b>`.html)).toBe(`<b title="${text}">${text}</b>`);
      }),
    );
  });

  it('keeps what is markup already, joins lists and leaves nothing for undefined', () => {
    const bold = markup`<b>${'a & b'}</b>`;
    expect(markup`<p>${[bold, ' < ', [1, undefined]]}${undefined}</p>`.html).toBe('<p><b>a &#38; b</b> &#60; 1</p>');
    expect(new Markup('<i>').html).toBe('<i>');
  });
});

function unescape(html: string): string {
  return html.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}
