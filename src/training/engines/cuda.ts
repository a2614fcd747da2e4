/** NVIDIA cards, through ONNX Runtime's CUDA provider, a download of its own. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { hasNvidiaDriver, nvidiaName } from './device-names.js';
import type { EngineKind, Obstacle } from './engine-kind.js';

const LIBRARY = 'libonnxruntime_providers_cuda.so';

export const CUDA: EngineKind = {
  name: 'cuda',
  failure: 'may abort',
  remedy: 'install CUDA 12 and cuDNN 9 where the loader finds them (LD_LIBRARY_PATH)',
  obstacle: () => cudaObstacle(),
  open: async () => {
    const { onnxEngine } = await import('./onnx-engine.js');
    return onnxEngine({ name: 'cuda', device: nvidiaName() ?? 'NVIDIA card', provider: 'cuda' });
  },
};

export interface CudaParts {
  readonly platform: string;
  readonly library: 'installed' | 'missing';
  readonly driver: 'loaded' | 'missing';
}

/** Returns the obstacle that keeps CUDA from working on this machine, if there is one. */
export function cudaObstacle(parts: CudaParts = partsHere()): Obstacle | undefined {
  if (parts.platform !== 'linux/x64') {
    return {
      reason: `ONNX Runtime's package for Node.js has a CUDA provider for linux/x64 alone; this is ${parts.platform}`,
      remedy: 'use --engine webgpu',
    };
  }
  const missing = [
    ...(parts.library === 'missing' ? [LIBRARY_IS_MISSING] : []),
    ...(parts.driver === 'missing' ? [DRIVER_IS_MISSING] : []),
  ];
  if (missing.length === 0) return undefined;
  return {
    reason: missing.map(({ reason }) => reason).join('; '),
    remedy: missing.map(({ remedy }) => remedy).join('; '),
  };
}

const LIBRARY_IS_MISSING: Obstacle = {
  reason: `the CUDA provider of onnxruntime-node (${LIBRARY}) is not installed`,
  // The flag is documented in onnxruntime-node's script/install.js.
  remedy: 'run: npm rebuild onnxruntime-node --onnxruntime-node-install=cuda12',
};

const DRIVER_IS_MISSING: Obstacle = {
  reason: "NVIDIA's driver is not loaded",
  remedy: 'install the driver of your NVIDIA card',
};

function partsHere(): CudaParts {
  const platform = `${process.platform}/${process.arch}`;
  const library = path.join(onnxRuntimeFolder(), 'bin', 'napi-v6', platform, LIBRARY);
  return {
    platform,
    library: existsSync(library) ? 'installed' : 'missing',
    driver: hasNvidiaDriver() ? 'loaded' : 'missing',
  };
}

function onnxRuntimeFolder(): string {
  return path.dirname(createRequire(import.meta.url).resolve('onnxruntime-node/package.json'));
}
