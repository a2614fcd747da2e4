/** The process in which one engine is tried: `node trial-process.js NAME OPTIONS`, started by probe-engine.ts, which it reports to. */
import { ENGINES } from './available-engines.js';
import type { EngineOptions } from './engine-kind.js';
import type { TrialReport } from './probe-engine.js';

process.send?.(await trial(process.argv[2] ?? '', JSON.parse(process.argv[3] ?? '{}') as EngineOptions), () => {
  // At once: some drivers do not survive an orderly end.
  process.exit(0);
});

async function trial(name: string, options: EngineOptions): Promise<TrialReport> {
  const kind = ENGINES.find((known) => known.name === name);
  if (kind === undefined) return { reason: `there is no engine ${name}` };
  try {
    const engine = await kind.open(options);
    const { tryOut } = await import('./trial.js');
    return { device: engine.device, imagesPerSecond: await tryOut(engine) };
  } catch (error) {
    return { reason: withoutSource(error instanceof Error ? error.message : String(error)) };
  }
}

/** Removes the place and the condition in its source with which ONNX Runtime's messages begin. */
function withoutSource(message: string): string {
  return message.trim().replace(/^\/onnxruntime_src\/.* was false\. /s, '');
}
