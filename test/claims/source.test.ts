import { describe, expect, it } from 'vitest';
import { citation, paperAddress, papersOf, sourceText, type Paper } from '../../src/claims/source.js';

const paper = (...authors: string[]): Paper => ({
  title: 'A title',
  authors,
  year: 1950,
  identifier: 'doi:10.1000/1:2',
});
const other: Paper = { ...paper('Ann Other'), identifier: 'arXiv:2201.12680' };

describe('source of a claim', () => {
  it('cites one author, two, and the first of more', () => {
    expect(citation(paper('Ada Lovelace'))).toBe('Lovelace (1950)');
    expect(citation(paper('Ada Lovelace', 'Alan Turing'))).toBe('Lovelace and Turing (1950)');
    expect(citation(paper('Ada Lovelace', 'Alan Turing', 'Plato'))).toBe('Lovelace et al. (1950)');
    expect(citation(paper('Plato'))).toBe('Plato (1950)');
  });

  it('links to arXiv or by DOI', () => {
    expect(paperAddress(other)).toBe('https://arxiv.org/abs/2201.12680');
    expect(paperAddress(paper('Plato'))).toBe('https://doi.org/10.1000/1:2');
  });

  it('names the paper and the place in it, or says that the statement is derived here', () => {
    expect(sourceText({ source: other, place: 'Theorem 2' })).toBe('Other (1950): Theorem 2');
    expect(sourceText({ source: 'derived here' })).toBe('Derived here');
    expect(sourceText({ source: 'derived here', about: other })).toBe('Derived here, on Other (1950)');
  });

  it('lists each paper once', () => {
    const statements = [paper('Plato'), 'derived here', other, paper('Plato')] as const;
    expect(papersOf(statements.map((source) => ({ source })))).toEqual([paper('Plato'), other]);
  });
});
