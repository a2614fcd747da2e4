/** PyTorch, on whatever device it has: the engine for NVIDIA and Apple cards, through a Python of the user's own. */
import type { EngineKind, Obstacle } from '../engine-kind.js';
import { findPython } from './find-python.js';
import { unevenNodes } from './slurm-nodes.js';

export const PYTORCH: EngineKind = {
  name: 'pytorch',
  failure: 'may abort',
  remedy:
    'see that this Python loads PyTorch by itself (python -c "import torch"), and that --device names a device that it has',
  obstacle: (options) => {
    const python = findPython(options?.python);
    return typeof python === 'string' ? unevenNodes(options?.devices ?? 1) : python;
  },
  open: async ({ python: given, device = 'auto', devices = 1 } = {}) => {
    const python = findPython(given);
    if (typeof python !== 'string') throw new Error(python.reason, { cause: python satisfies Obstacle });
    const { pytorchEngine } = await import('./pytorch-engine.js');
    return pytorchEngine({ python, device, devices });
  },
};
