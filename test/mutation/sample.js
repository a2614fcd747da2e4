/**
 * Takes a random sample of the mutants: one that is not drawn is reported as a compile error, which no score counts.
 * `ALPHA_CL_MUTANTS` is the share to draw (1), `ALPHA_CL_SEED` the seed (1).
 */
import { createHash } from 'node:crypto';
import { PluginKind, declareClassPlugin } from '@stryker-mutator/api/plugin';

const share = Number(process.env['ALPHA_CL_MUTANTS'] ?? 1);
const seed = process.env['ALPHA_CL_SEED'] ?? '1';
if (!(share > 0 && share <= 1))
  throw new Error(`ALPHA_CL_MUTANTS is a share from 0 to 1, for example 0.2: got ${share}`);

/** Draws by what the mutant is, so that the sample does not depend on the order of the files. */
function isDrawn({ fileName, location, replacement }) {
  const file = fileName.slice(fileName.lastIndexOf('src'));
  const hash = createHash('sha256')
    .update(JSON.stringify([seed, file, location, replacement]))
    .digest();
  return hash.readUInt32BE() < share * 2 ** 32;
}

class Sample {
  async init() {}

  async check(mutants) {
    const result = (mutant) =>
      isDrawn(mutant) ? { status: 'passed' } : { status: 'compileError', reason: 'not in the sample' };
    return Object.fromEntries(mutants.map((mutant) => [mutant.id, result(mutant)]));
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.Checker, 'sample', Sample)];
