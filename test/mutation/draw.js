/**
 * Draws a random part of the mutants. `ALPHA_CL_MUTANTS` is the share to draw (1), `ALPHA_CL_SEED` the seed (1).
 *
 * Only what is drawn is put into the code: switches for all mutants make the analysis ten times as slow.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Instrumenter } from '@stryker-mutator/instrumenter';

const share = Number(process.env['ALPHA_CL_MUTANTS'] ?? 1);
const seed = process.env['ALPHA_CL_SEED'] ?? '1';
if (!(share > 0 && share <= 1))
  throw new Error(`ALPHA_CL_MUTANTS is a share from 0 to 1, for example 0.2: got ${share}`);

/** Draws by what the mutant is, so that the sample does not depend on the order of the files. */
export function isDrawn({ fileName, location, replacement }) {
  const file = fileName.slice(fileName.lastIndexOf('src')).replaceAll('\\', '/');
  const hash = createHash('sha256')
    .update(JSON.stringify([seed, file, location, replacement]))
    .digest();
  return hash.readUInt32BE() < share * 2 ** 32;
}

const SILENT = Object.fromEntries(
  ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'isTraceEnabled', 'isDebugEnabled'].map((name) => [
    name,
    () => false,
  ]),
);

/**
 * Lists the places of the mutants that are drawn, as Stryker's option `mutate` takes them.
 *
 * @param {readonly string[]} patterns of files, those with ! in front left out
 * @param {object} mutator the options of the same name
 */
export async function drawnPlaces(patterns, mutator) {
  const files = readdirSync('src', { recursive: true }).map((file) =>
    path.posix.join('src', file.replaceAll('\\', '/')),
  );
  const matches = (file, sign) =>
    patterns.some((pattern) => pattern.startsWith('!') === sign && path.matchesGlob(file, pattern.replace('!', '')));
  const mutated = files
    .filter((file) => matches(file, false) && !matches(file, true))
    .map((name) => ({ name, content: readFileSync(name, 'utf8'), mutate: true }));
  const { mutants } = await new Instrumenter(SILENT).instrument(mutated, { ignorers: [], plugins: null, ...mutator });
  return mutants.filter(isDrawn).map(({ fileName, location: { start, end } }) => {
    const place = ({ line, column }) => `${line + 1}:${column}`;
    return `${fileName}:${place(start)}-${place(end)}`;
  });
}
