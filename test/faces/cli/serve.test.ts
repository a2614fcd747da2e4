import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { CaseAgain, Sources } from '../../../src/faces/serve/api.js';
import type { ClaimCases } from '../../../src/faces/views/claim-cases.js';
import { temporaryFolder } from '../../training/data/tiny-dataset.js';
import { runCli } from './run-cli.js';
import { MAIN } from '../../main-file.js';

const cwd = temporaryFolder();

let child: ChildProcess | undefined;
afterEach(() => child?.kill('SIGKILL'));

/** Starts the command and waits for its address. */
async function serving(args: readonly string[]): Promise<{ url: string; stopped: () => Promise<unknown> }> {
  const started = spawn(process.execPath, [MAIN, 'serve', '--port', '0', ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child = started;
  const ended = once(started, 'exit');
  const [words] = (await once(started.stdout, 'data')) as [Buffer];
  const [, url = ''] = /Explorer: (http:\/\/127\.0\.0\.1:\d+\/) /.exec(words.toString('utf8')) ?? [];
  return {
    url,
    stopped: async () => {
      started.kill('SIGINT');
      return (await ended)[0];
    },
  };
}

describe('alpha-cl serve', () => {
  it('serves a report of alpha-cl verify, makes any of its instances again, and ends at Ctrl-C', async () => {
    expect(
      runCli(['verify', '--claims', 'covariance-bilinear', '--cases', '30', '--out', 'report'], { cwd }).code,
    ).toBe(0);
    const { url, stopped } = await serving(['report']);
    expect(((await (await fetch(`${url}api/sources.json`)).json()) as Sources).reports).toHaveLength(1);
    // The 29th is the fourth of the second task: places count through all of them.
    const address = `${url}api/reports/0/claims/covariance-bilinear`;
    const { evidence } = (await (await fetch(`${address}/cases.json`)).json()) as ClaimCases;
    expect([evidence[28]?.replay.split(':')[1], evidence[28]?.instance]).toEqual(['3', undefined]);
    const again = (await (await fetch(`${address}/again?case=28`)).json()) as CaseAgain;
    expect(again).toMatchObject({ same: true, instance: expect.any(Object) });
    expect(await (await fetch(url)).text()).toContain('<title>alpha-cl explorer</title>');
    expect(await stopped()).toBe(0);
  });

  it('serves without a folder, before there is anything', async () => {
    const { url, stopped } = await serving([]);
    expect((await (await fetch(`${url}api/sources.json`)).json()) as Sources).toMatchObject({ reports: [], runs: [] });
    expect(await stopped()).toBe(0);
  });

  it.each([
    [['file.txt'], 'file.txt is not a folder: give a folder that alpha-cl verify'],
    [['--port', '70000'], 'whole number from 0 to 65535'],
  ])('answers %j with what to do', (args, words) => {
    writeFileSync(path.join(cwd, 'file.txt'), '');
    const { code, stderr } = runCli(['serve', ...args], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain(words);
    expect(stderr).not.toContain('    at ');
  });
});
