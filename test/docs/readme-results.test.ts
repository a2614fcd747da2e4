/** What README.md says of the laptop table is what all of its rows say. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

/** A difference from InfoNCE, as the table prints it. */
interface Cell {
  /** `linear, last` */
  readonly evaluation: string;
  readonly dataset: string;
  readonly text: string;
  /** -1 worse, 0 not told apart, 1 better. */
  readonly side: number;
}

const number = (text: string): number => Number(text.replace('−', '-'));

/** By the row's label. */
function cellsOfTable(): Map<string, Cell[]> {
  const all = new Map<string, Cell[]>();
  for (const section of read('docs/results/losses-laptop.md').split('\n## ')) {
    const lines = section.split('\n').filter((line) => line.startsWith('|'));
    const evaluations =
      lines
        .find((line) => line.startsWith('| difference'))
        ?.split(' | ')
        .slice(2) ?? [];
    for (const line of lines) {
      const [label, , ...cells] = line.slice(2, -2).split(' | ');
      const [row, base] = (label ?? '').split(' − ');
      if (row === undefined || base !== 'L_nce (InfoNCE)') continue;
      const found = cells.map((text, k): Cell => {
        const [least = '', most = ''] = text.slice(text.indexOf('[') + 1, -1).split(', ');
        const side = number(least) > 0 ? 1 : number(most) < 0 ? -1 : 0;
        const evaluation = (evaluations[k] ?? '').replace(/ \|$/, '');
        return { evaluation, dataset: section.split('\n')[0] ?? '', text, side };
      });
      all.set(row, [...(all.get(row) ?? []), ...found]);
    }
  }
  return all;
}

/** The list of README.md, by the row's label. */
function saidOfRows(): Map<string, string> {
  const paragraph = read('README.md').split('**Trained for minutes**')[1]?.split('\n## ')[0] ?? '';
  const items = paragraph
    .split('\n- ')
    .slice(1)
    .map((item) => (item.split('\n\n')[0] ?? '').replaceAll(/\s+/g, ' '));
  return new Map(items.map((item) => [item.slice(0, item.indexOf(': ')), item.slice(item.indexOf(': ') + 2)]));
}

it('counts the statements as docs/findings.md does', () => {
  const counts = read('docs/findings.md').match(/^- \d+ statements? .*$/gm) ?? [];
  expect(counts.length).toBeGreaterThan(1);
  for (const line of counts) expect(read('README.md').split('\n')).toContain(line);
  const all = counts.reduce((sum, line) => sum + Number.parseInt(line.slice(2), 10), 0);
  expect(read('README.md')).toContain(`checks ${all} [claims]`);
});

const table = cellsOfTable();
const said = saidOfRows();

describe('the sentence of README.md on the losses', () => {
  it('is about every row of the table', () => {
    expect([...said.keys()].toSorted()).toEqual([...table.keys()].toSorted());
    for (const cells of table.values()) expect(cells).toHaveLength(12);
  });

  it.each([...table])('counts the cells in which %s is better or worse than InfoNCE', (row, cells) => {
    const [better, worse] = [1, -1].map((side) => cells.filter((cell) => cell.side === side).length);
    const words = [better ? `better in ${better} of 12` : '', worse ? `worse in ${worse} of 12` : ''];
    const expected = words.filter((word) => word !== '').join(', ') || 'told apart in 0 of 12';
    expect(said.get(row)?.slice(0, expected.length)).toBe(expected);
  });

  it.each([...table])('names differences of %s as the table has them, and all where they are few', (row, cells) => {
    const text = said.get(row) ?? '';
    const apart = cells.filter(({ side }) => side !== 0);
    const named = text.match(/[+−][\d.]+ \[[^\]]+\]/g) ?? [];
    expect(apart.map((cell) => cell.text)).toEqual(expect.arrayContaining(named));
    if (apart.length > 5) return;
    for (const cell of apart) {
      const part = text.split('; ').find((one) => one.includes(`on ${cell.dataset} `));
      expect(part).toContain(`${cell.evaluation} ${cell.text}`);
    }
  });
});
