/** Any graphics card, through ONNX Runtime's WebGPU provider: Vulkan, Metal or Direct3D 12. */
import { webgpuDeviceName } from './device-names.js';
import type { EngineKind } from './engine-kind.js';

export const WEBGPU: EngineKind = {
  name: 'webgpu',
  failure: 'may abort',
  remedy:
    process.platform === 'linux'
      ? "install the Vulkan loader (libvulkan1) and your graphics card's Vulkan driver; without a card, a software driver " +
        'named by VK_ICD_FILENAMES shows that it works (docs/engines.md)'
      : 'install the newest driver of your graphics card',
  obstacle: () => undefined,
  open: async () => {
    const { onnxEngine } = await import('./onnx-engine.js');
    return onnxEngine({ name: 'webgpu', device: webgpuDeviceName(), provider: 'webgpu' });
  },
};
