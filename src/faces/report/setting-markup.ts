/** The setting of a table, which is Markdown, as HTML: paragraphs, code and strong words. */
import { markup, type Markup } from '../../base/markup.js';

export function settingMarkup(setting: string): Markup {
  return markup`${setting.split(/\n\s*\n/).map((paragraph) => markup`<p>${inline(paragraph)}</p>\n`)}`;
}

function inline(text: string): Markup[] {
  return text.split(/(`[^`]*`|\*\*[^*]*\*\*)/).map((part) => {
    if (part.startsWith('`')) return markup`<code>${part.slice(1, -1)}</code>`;
    return part.startsWith('**') ? markup`<strong>${part.slice(2, -2)}</strong>` : markup`${part}`;
  });
}
