/** HTML templates that escape the values put into them, so that no data becomes a tag by accident. */

/** HTML that is known to be well formed. */
export class Markup {
  constructor(readonly html: string) {}
}

export type MarkupValue = string | number | Markup | undefined | readonly MarkupValue[];

/**
 * Makes HTML, `markup\`<td>${anything}</td>\``: strings are escaped, Markup is kept, lists are joined, undefined leaves
 * nothing.
 */
export function markup(text: TemplateStringsArray, ...values: MarkupValue[]): Markup {
  return new Markup(String.raw({ raw: text }, ...values.map(htmlOf)));
}

/** Escapes text for use between tags and between quotes. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function htmlOf(value: MarkupValue): string {
  if (value === undefined) return '';
  if (value instanceof Markup) return value.html;
  return typeof value === 'string' || typeof value === 'number'
    ? escapeHtml(String(value))
    : value.map(htmlOf).join('');
}
