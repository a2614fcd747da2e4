/** The scale of evidence: how strongly a statement is supported, one word for each strength. */

/** The grades of evidence with their meanings and the letters that stand for them in tables, from the strongest. */
export const EVIDENCE_GRADES = {
  symbolic: { letter: 'S', meaning: 'proven by rules of calculus or algebra, on the whole domain that is stated' },
  exact: {
    letter: 'E',
    meaning:
      'an algebraic identity, checked at random points of a prime field: a false one passes with negligible probability',
  },
  'interval-certified': {
    letter: 'I',
    meaning: 'proven in interval arithmetic, rounding included, on the stated domain or for each instance',
  },
  sampled: {
    letter: '~',
    meaning: 'seen in floating point wherever it was tried, within a derived bound if it has one, and no more',
  },
} as const;

/** A grade of evidence. */
export type EvidenceGrade = keyof typeof EVIDENCE_GRADES;

/** The grades, from the strongest. */
export const GRADE_NAMES = Object.keys(EVIDENCE_GRADES) as readonly EvidenceGrade[];

/** Returns the letter of a grade: `S` of symbolic. */
export function gradeLetter(grade: EvidenceGrade): string {
  return EVIDENCE_GRADES[grade].letter;
}

/** Explains the letters of grades: `S symbolic, ~ sampled`. */
export function gradeLegend(grades: readonly EvidenceGrade[]): string {
  return grades.map((grade) => `${gradeLetter(grade)} ${grade}`).join(', ');
}
