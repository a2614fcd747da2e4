/** Inspected embeddings in words, for the terminal. */
import type { Inspection } from '../../results/inspect/inspection.js';
import { LOSS_NOTE, lossColumns, pairWords, stateFacts, subjectWords } from '../../results/inspect/inspection-words.js';

/** Pairs in the terminal, of the first loss. */
const PAIRS = 5;

export function inspectionText(inspection: Inspection): string {
  const { file, losses, advice } = inspection;
  const facts = stateFacts(inspection);
  const width = Math.max(...facts.map(({ name }) => name.length));
  const columns = lossColumns(inspection);
  const titleWidth = Math.max(...columns.map(({ title }) => title.length));
  const [first] = losses;
  return [
    `${file}: ${subjectWords(inspection)}`,
    '',
    'Advice',
    ...(advice.length === 0
      ? ['  No rule of advice applies.']
      : advice.flatMap(({ words, evidence }) => [`  • ${words}`, `    Evidence: ${evidence}.`])),
    '',
    'State',
    ...facts.map(({ name, words }) => `  ${name.padEnd(width)}  ${words}`),
    '',
    'Weights of the losses, means over anchors',
    ...losses.flatMap((loss) => [
      `  ${loss.title}`,
      ...columns.map(({ title, cell }) => `    ${title.padEnd(titleWidth)}  ${cell(loss)}`),
    ]),
    LOSS_NOTE,
    ...(first === undefined || first.hardest.length === 0
      ? []
      : ['', `Hardest pairs, ${first.title}`, ...first.hardest.slice(0, PAIRS).map((pair) => `  ${pairWords(pair)}`)]),
    '',
  ].join('\n');
}
