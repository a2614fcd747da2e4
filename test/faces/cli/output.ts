import { vi } from 'vitest';
import { run } from '../../../src/faces/cli/run.js';

/** The command line in this process: one process a case would take longer to start than all cases to be tried. */
export async function output(argv: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const written = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      written[stream] += String(text);
      return true;
    }),
  );
  try {
    return { code: await run(argv), ...written };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
