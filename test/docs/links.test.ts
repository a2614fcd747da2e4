import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readDocuments, ROOT } from './documents.js';

describe('links of the documents', () => {
  it('lead to files and headings that are there', () => {
    const documents = readDocuments();
    const anchorsOf = new Map(documents.map(({ file, anchors }) => [file, anchors]));
    const broken = documents.flatMap(({ file, links }) =>
      links
        .filter(({ text }) => !/^(https?|mailto):/.test(text))
        .filter(({ text }) => {
          const [target = '', anchor] = text.split('#');
          const to = target === '' ? file : path.posix.join(path.posix.dirname(file), target);
          if (to.startsWith('..') || !existsSync(path.join(ROOT, to))) return true;
          return anchor !== undefined && anchorsOf.get(to)?.has(anchor) !== true;
        })
        .map(({ place, text }) => `${place}: ${text}`),
    );
    expect(broken).toEqual([]);
  });
});
