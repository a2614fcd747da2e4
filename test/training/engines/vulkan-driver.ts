/** Chromium's software driver for Vulkan, SwiftShader, by which WebGPU runs where no graphics card is. */
import { existsSync } from 'node:fs';

/** Where Debian's chromium package puts it (dpkg -L chromium). */
const SWIFTSHADER = '/usr/lib/chromium/vk_swiftshader_icd.json';

/**
 * Sees to it that WebGPU has a device in this process, before ONNX Runtime is loaded: one that is there, or SwiftShader.
 *
 * @returns why there is none; nothing where there is one
 */
export function missingWebgpuDevice(): string | undefined {
  const { VK_ICD_FILENAMES, VK_DRIVER_FILES } = process.env;
  if (process.platform !== 'linux' || existsSync('/dev/dri') || VK_ICD_FILENAMES || VK_DRIVER_FILES) return undefined;
  if (!existsSync(SWIFTSHADER)) return `no graphics card and no ${SWIFTSHADER}: apt-get install chromium libvulkan1`;
  process.env['VK_ICD_FILENAMES'] = SWIFTSHADER;
  return undefined;
}
