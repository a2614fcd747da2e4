/** Answers that are computed once and kept, those about an object for as long as the object lives. */

/** Returns a function that makes its value at the first call and keeps it. */
export function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** Memoises a function of an object. */
export function remembered<About extends object, Answer>(answer: (about: About) => Answer): (about: About) => Answer {
  const ofQuestion = rememberedFor(answer, () => '');
  return (about) => ofQuestion(about, undefined);
}

/**
 * Memoises a function of an object and a question.
 *
 * @param questionOf returns a key that tells questions about one object apart
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
