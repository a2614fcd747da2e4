import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shellWord } from '../../src/base/shell-word.js';

const text = fc.string({ unit: 'grapheme-composite' }).filter((word) => !word.includes('\0'));
const nasty = fc.stringMatching(/^[-~$`"'\\!#*?[\]{}()<>|&;=%^ \n\ta]{0,12}$/);

it('gives a shell the word that it was given, whatever stands in it', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(text, nasty), { minLength: 1, maxLength: 40 }), (words) => {
      for (const shell of ['bash', 'sh']) {
        const input = `printf '%s\\0' ${words.map(shellWord).join(' ')}\n`;
        expect(execFileSync(shell, { input, encoding: 'utf8' }).split('\0')).toEqual([...words, '']);
      }
    }),
    { numRuns: 10 },
  );
});

it('leaves plain words as they are', () => {
  for (const word of ['x', 'runs/a-1', '--jobs=2', 'tau=0.5,eps=1']) expect(shellWord(word)).toBe(word);
  expect(shellWord('')).toBe("''");
});
