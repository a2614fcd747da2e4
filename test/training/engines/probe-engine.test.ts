import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { EngineKind } from '../../../src/training/engines/engine-kind.js';
import { tryEngine } from '../../../src/training/engines/probe-engine.js';
import { temporaryFolder } from '../data/tiny-dataset.js';

const folder = temporaryFolder();

const KIND: EngineKind = {
  name: 'some',
  failure: 'may abort',
  remedy: 'do this',
  obstacle: () => undefined,
  open: () => Promise.reject(new Error('not here')),
};

function script(name: string, text: string): URL {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return pathToFileURL(file);
}

describe('the trial of an engine', () => {
  it.each([
    ['aborts', 'process.abort();', /^its library or driver ended the process that tried it \(SIG(ABRT|TRAP)\)/],
    [
      'ends at once',
      "console.error('driver lost'); process.exitCode = 3;",
      /^the process that tried it ended without an answer \(exit code 3\); its last words: driver lost$/,
    ],
    ['ends in silence', '', /^the process that tried it ended without an answer \(exit code 0\)$/],
    ['the system kills', "process.kill(process.pid, 'SIGKILL');", /^the system killed .*when memory runs out$/],
    ['hangs', 'setInterval(() => {}, 1000);', /^it gave no answer in 2 seconds$/],
    ['says why', "process.send({ reason: 'no adapter' });", /^no adapter$/],
  ])('outlives a process that %s, and says so', async (name, text, reason) => {
    const found = await tryEngine(KIND, { script: script(`${name}.cjs`, text), timeLimit: 2 });
    expect(found).toMatchObject({ works: false, reason: expect.stringMatching(reason) as string, remedy: 'do this' });
  });

  it('gives device and speed, and the engine its name', async () => {
    const text = 'process.send({ device: process.argv[2], imagesPerSecond: 7 });';
    const found = await tryEngine(KIND, { script: script('works.cjs', text), timeLimit: 20 });
    expect(found).toEqual({ works: true, device: 'some', imagesPerSecond: 7 });
    const hinting = { ...KIND, hint: () => 'install more' };
    const trial = { script: script('hinted.cjs', text), timeLimit: 20 };
    expect(await tryEngine(hinting, trial)).toMatchObject({ works: true, hint: 'install more' });
  });

  it('is not made where something is missing', async () => {
    const missing = { reason: 'no library', remedy: 'install it' };
    const kind = { ...KIND, obstacle: () => missing };
    const found = await tryEngine(kind, { script: script('never.cjs', 'process.exit(1);'), timeLimit: 20 });
    expect(found).toEqual({ works: false, ...missing });
  });
});
