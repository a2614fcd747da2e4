import { expect, it } from 'vitest';
import { EVIDENCE_GRADES, GRADE_NAMES, gradeLegend, gradeLetter } from '../../src/base/evidence-grades.js';
import type { Evidence } from '../../src/theory/analysis/statement.js';

it('gives each grade a letter of its own', () => {
  expect(new Set(GRADE_NAMES.map(gradeLetter)).size).toBe(GRADE_NAMES.length);
  expect(gradeLegend(['symbolic', 'sampled'])).toBe('S symbolic, ~ sampled');
});

it('has the grades of the analysis in its order', () => {
  const grades: readonly Evidence['grade'][] = ['symbolic', 'interval-certified', 'sampled'];
  expect(GRADE_NAMES.filter((grade) => grade !== 'exact')).toEqual(grades);
  expect(Object.keys(EVIDENCE_GRADES)).toContain('exact');
});
