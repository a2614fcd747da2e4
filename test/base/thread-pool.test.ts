import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { InvalidInput } from '../../src/base/invalid-input.js';
import { openThreadPool } from '../../src/base/thread-pool.js';
import { temporaryFolder } from '../training/data/tiny-dataset.js';

const folder = temporaryFolder();
const module = pathToFileURL(path.join(folder, 'task.mjs'));
writeFileSync(
  module,
  `export default (task) => {
     if (task === 'exit') process.exit(3);
     if (task === 'throw') throw new TypeError('thrown');
     return task;
   };`,
);

describe('a pool of threads', () => {
  it('fails the task of a thread that ends, goes on with others, and closes', async () => {
    const pool = openThreadPool(module, 2);
    const [died, lived] = await Promise.allSettled([pool.run('exit'), pool.run('other')]);
    expect(died).toMatchObject({ status: 'rejected', reason: expect.any(InvalidInput) as unknown });
    expect(String((died as PromiseRejectedResult).reason)).toMatch(/ended with exit code 3/);
    expect(lived).toEqual({ status: 'fulfilled', value: 'other' });
    expect(await pool.run('after')).toBe('after');
    await pool.close();
  });

  it('passes the error of a task on', async () => {
    const pool = openThreadPool(module, 1);
    await expect(pool.run('throw')).rejects.toThrow(new TypeError('thrown'));
    await pool.close();
  });

  it('keeps a process alive until the task has failed', () => {
    const program = path.join(folder, 'program.mjs');
    const pool = new URL('../../dist/src/base/thread-pool.js', import.meta.url).href;
    writeFileSync(
      program,
      `const { openThreadPool } = await import('${pool}');
       const pool = openThreadPool(new URL('${module.href}'), 1);
       await pool.run('exit').catch(({ message }) => console.log(message));
       await pool.close();
       console.log('closed');`,
    );
    const { status, stdout } = spawnSync(process.execPath, [program], { encoding: 'utf8' });
    expect([status, stdout]).toEqual([0, expect.stringMatching(/exit code 3.*\nclosed\n$/)]);
  });
});
