/** Every engine there is: adding one is a file and a line here. */
import { CPU } from './cpu.js';
import { CUDA } from './cuda.js';
import type { EngineKind } from './engine-kind.js';
import { PYTORCH } from './pytorch/pytorch.js';
import { TFJS } from './tfjs.js';
import { WEBGPU } from './webgpu.js';

/** All engines, in the order of a listing. */
export const ENGINES: readonly EngineKind[] = [CPU, PYTORCH, WEBGPU, CUDA, TFJS];
