/** `node dist/test/soundness/one.js PHI PSI [PARAMETERS]`: what is said of one loss, beside what dense evaluation shows. */
import { pathToFileURL } from 'node:url';
import path from 'node:path';
import { outcomeOf, type Analyse } from './fuzz.js';
import type { GivenLoss } from './generate.js';

const [
  phi = 'x',
  psi = 'x',
  parameters = '{}',
  module = path.join(import.meta.dirname, '../../src/entries/analysis.js'),
] = process.argv.slice(2);
const { analyseLoss } = (await import(pathToFileURL(module).href)) as { readonly analyseLoss: Analyse };
const loss: GivenLoss = { phi, psi, parameters: JSON.parse(parameters) as GivenLoss['parameters'], smooth: false };
const { refused, judgements } = outcomeOf(loss, { seed: 1, index: 1 }, analyseLoss);
if (refused !== undefined) process.stdout.write(`refused: ${refused}\n`);
for (const { id, said, grade, dense, contradiction } of judgements) {
  process.stdout.write(
    `${id}: ${said} (${grade}), dense ${dense}${contradiction === undefined ? '' : `  CONTRADICTED: ${contradiction}`}\n`,
  );
}
