/** What was found out about an object once and is asked again: kept as long as the object is. */

/** A function whose answer is kept for each object. */
export function remembered<About extends object, Answer>(answer: (about: About) => Answer): (about: About) => Answer {
  const ofQuestion = rememberedFor(answer, () => '');
  return (about) => ofQuestion(about, undefined);
}

/**
 * A function whose answers are kept for each object and question.
 *
 * @param questionOf tells questions about one object apart
 */
export function rememberedFor<About extends object, Question, Answer>(
  answer: (about: About, question: Question) => Answer,
  questionOf: (question: Question) => string,
): (about: About, question: Question) => Answer {
  const known = new WeakMap<About, Map<string, Answer>>();
  return (about, question) => {
    const answers = known.get(about) ?? new Map<string, Answer>();
    known.set(about, answers);
    const key = questionOf(question);
    if (!answers.has(key)) answers.set(key, answer(about, question));
    return answers.get(key) as Answer;
  };
}
