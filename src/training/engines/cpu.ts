/** The processor, through ONNX Runtime. */
import { cpuName } from './device-names.js';
import type { EngineKind } from './engine-kind.js';

export const CPU: EngineKind = {
  name: 'cpu',
  failure: 'throws',
  remedy: 'install again with npm ci; ONNX Runtime has builds for Linux, Windows and macOS on Apple silicon',
  obstacle: () => undefined,
  open: async () => {
    const { onnxEngine } = await import('./onnx-engine.js');
    return onnxEngine({ name: 'cpu', device: cpuName(), provider: 'cpu' });
  },
};
