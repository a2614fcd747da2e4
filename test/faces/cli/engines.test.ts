import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../training/data/tiny-dataset.js';
import { engineTable } from '../../../src/faces/cli/engines-command.js';
import { runCli } from './run-cli.js';

const cwd = temporaryFolder();

// No Vulkan driver under this name: what WebGPU does without one is seen on every machine.
const env = { VK_ICD_FILENAMES: '/nowhere', VK_DRIVER_FILES: '/nowhere' };

interface Listed {
  readonly name: string;
  readonly works: boolean;
  readonly device?: string;
  readonly imagesPerSecond?: number;
  readonly reason?: string;
  readonly remedy?: string;
}

describe('alpha-cl engines', () => {
  it('lists every engine, cpu faster than TensorFlow.js, with reason and remedy where one does not work', () => {
    const { code, stdout } = runCli(['engines', '--json'], { cwd, env });
    expect(code).toBe(0);
    const { engines } = JSON.parse(stdout) as { engines: Listed[] };
    expect(engines.map(({ name }) => name)).toEqual(['cpu', 'pytorch', 'webgpu', 'cuda', 'tfjs']);
    for (const { works, device = '', reason = '', remedy = '' } of engines) {
      if (works) expect(device).not.toBe('');
      else expect([reason, remedy]).not.toContain('');
    }
    const speed = (name: string): number => engines.find((engine) => engine.name === name)?.imagesPerSecond ?? 0;
    expect(speed('tfjs')).toBeGreaterThan(0);
    expect(speed('cpu')).toBeGreaterThan(speed('tfjs'));
  });

  it('exits with 2 on an option that it does not have', () => {
    expect(runCli(['engines', '--all'], { cwd, env }).code).toBe(2);
  });

  it('shows one line an engine, and below what to do', () => {
    const text = engineTable([
      { name: 'cpu', works: true, device: 'Some Processor', imagesPerSecond: 1234 },
      { name: 'webgpu', works: false, reason: 'no adapter', remedy: 'install a driver' },
      { name: 'tfjs', works: true, device: 'JavaScript', imagesPerSecond: 1, hint: 'install TensorFlow' },
    ]);
    expect(text).toMatch(/cpu +│ ✔ yes +│ +1,230 +│ Some Processor/);
    expect(text).toMatch(/webgpu +│ ✘ no /);
    expect(text).toContain('webgpu: no adapter\n  to mend it: install a driver\n');
    expect(text).toContain('\ntfjs: install TensorFlow\n');
  });
});
