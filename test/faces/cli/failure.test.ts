import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failure } from '../../../src/faces/cli/failure.js';
import { Interrupted } from '../../../src/faces/cli/interruptions.js';
import { printable } from '../../../src/faces/cli/printable.js';
import { InvalidInput, quoted, unknownName } from '../../../src/base/invalid-input.js';

const systemError = (code: string): Error =>
  Object.assign(new Error(`${code}: words, open '/x'`), { code, errno: -1, syscall: 'open', path: '/x' });

describe('what a person is told', () => {
  it('of input: the message alone, and exit code 2', () => {
    expect(failure(new InvalidInput('give one'))).toEqual({ code: 2, text: 'alpha-cl: give one\n' });
  });

  it.each(['ENOSPC', 'EACCES', 'EROFS', 'EMFILE', 'ENOENT', 'EDQUOT', 'EWEIRD'])(
    'of %s: the path, what it means and its code, without a place in our files',
    (code) => {
      const { code: exitCode, text } = failure(systemError(code));
      expect(exitCode).toBe(2);
      expect(text).toMatch(new RegExp(String.raw`^alpha-cl: /x: [^\n]{15,}\(${code}\)\n$`));
    },
  );

  it.each(['onnxruntime-node', '@tensorflow/tfjs-core', '@resvg/resvg-js-linux-x64-gnu'])(
    'of %s, which an installation may leave out: how to get it',
    (name) => {
      const error = Object.assign(new Error(`Cannot find package '${name}/package.json' imported from /x`), {
        code: 'ERR_MODULE_NOT_FOUND',
      });
      expect(failure(error)).toEqual({
        code: 2,
        text: `alpha-cl: this needs the package ${name}, which is not installed: npm install without --omit=optional brings it\n`,
      });
      expect(failure(new Error(`Cannot find package '${name}'`)).code).toBe(70);
    },
  );

  it('of an interruption: the exit code of its signal', () => {
    expect(failure(new Interrupted('stopped', 143))).toEqual({ code: 143, text: 'alpha-cl: stopped\n' });
  });

  it('of a defect of ours: where it is, what to do, and exit code 70', () => {
    const { code, text } = failure(new TypeError('x is not a function'));
    expect(code).toBe(70);
    expect(text).toMatch(
      /^alpha-cl: this is a defect of alpha-cl .*report it.*\nTypeError: x is not a function\n +at /,
    );
  });
});

describe('printable text', () => {
  it('drives no terminal, whatever is quoted in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 150 }), (text) => {
        expect(printable(text)).not.toMatch(/[^\P{C}\n]/u);
      }),
    );
    expect(printable('\u001B[31m \u202E')).toBe(String.raw`\u{1b}[31m \u{202e}`);
  });

  it('keeps ordinary words, and the ends of endless ones', () => {
    expect(printable('ξᵢ = Σ ψ\nnaïve 💥')).toBe('ξᵢ = Σ ψ\nnaïve 💥');
    expect(printable(`a ${'x'.repeat(5000)} b`).length).toBeLessThan(200);
  });

  it('quotes a name that was given, in one line and not beyond reading', () => {
    expect(quoted('a"b\n')).toBe(String.raw`"a\"b\n"`);
    expect(quoted('x'.repeat(1000)).length).toBeLessThan(100);
    expect(unknownName('loss', 'x\u0007', ['infonce']).message).toBe(
      String.raw`unknown loss "x\u0007": choose one of infonce`,
    );
  });
});
