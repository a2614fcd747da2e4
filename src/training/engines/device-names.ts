/** The hardware of this machine, as a person would name it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { availableThreads } from '../../base/threads.js';

/** Names the processor: `AMD EPYC 7B13, 2 threads`. */
export function cpuName(): string {
  const model = os.cpus()[0]?.model.trim() || os.arch();
  const threads = availableThreads();
  return `${model}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
}

const NVIDIA_DRIVER = '/proc/driver/nvidia';

/** Tells if NVIDIA's kernel driver is loaded (Linux). */
export function hasNvidiaDriver(): boolean {
  return existsSync(path.join(NVIDIA_DRIVER, 'version'));
}

/** Names the first NVIDIA card, by its driver (Linux). */
export function nvidiaName(): string | undefined {
  const folder = path.join(NVIDIA_DRIVER, 'gpus');
  const [card] = filesIn(folder);
  if (card === undefined) return undefined;
  return /^Model:\s*(.+)$/m.exec(textOf(path.join(folder, card, 'information')))?.[1];
}

/**
 * Names the device of WebGPU by what the system shows, since WebGPU does not tell: the Vulkan driver asked for, the NVIDIA
 * card, the kernel driver of the first graphics card, or the interface of the platform.
 */
export function webgpuDeviceName(environment: NodeJS.ProcessEnv = process.env): string {
  if (process.platform === 'darwin') return 'Metal device';
  if (process.platform === 'win32') return 'Direct3D 12 device';
  const driver = environment['VK_DRIVER_FILES'] ?? environment['VK_ICD_FILENAMES'];
  if (driver) return `Vulkan driver ${path.basename(driver, '.json').replace(/_icd\b/, '')}`;
  const nvidia = nvidiaName();
  if (nvidia !== undefined) return nvidia;
  const kernelDriver = firstGraphicsDriver();
  return kernelDriver === undefined ? 'Vulkan device' : `Vulkan device of the driver ${kernelDriver}`;
}

function firstGraphicsDriver(): string | undefined {
  const folder = '/sys/class/drm';
  const drivers = filesIn(folder)
    .filter((name) => /^card\d+$/.test(name))
    .map((name) => /^DRIVER=(.+)$/m.exec(textOf(path.join(folder, name, 'device', 'uevent')))?.[1]);
  return drivers.find((driver) => driver !== undefined);
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch {
    return [];
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
