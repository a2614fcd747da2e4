/** Takes the mutants that are drawn: another in the same place is reported as a compile error, which no score counts. */
import { PluginKind, declareClassPlugin } from '@stryker-mutator/api/plugin';
import { isDrawn } from './draw.js';

class Sample {
  async init() {}

  async check(mutants) {
    const result = (mutant) =>
      isDrawn(mutant) ? { status: 'passed' } : { status: 'compileError', reason: 'not in the sample' };
    return Object.fromEntries(mutants.map((mutant) => [mutant.id, result(mutant)]));
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.Checker, 'sample', Sample)];
