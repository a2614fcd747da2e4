/** Message and exit code of a command that failed. */
import { systemRefusal } from '../../base/files/file-fault.js';
import { InvalidInput } from '../../base/invalid-input.js';
import { packageVersion } from '../../base/version.js';
import { Interrupted } from './interruptions.js';
import { printable } from './printable.js';

export interface Failure {
  readonly code: number;
  readonly text: string;
}

/** Exit code of a defect: EX_SOFTWARE of sysexits.h. */
const DEFECT = 70;

/**
 * Returns one message for InvalidInput and refusals of the system, which a person can remedy; any other error is a defect of
 * alpha-cl, reported with its stack.
 */
export function failure(error: unknown): Failure {
  if (error instanceof Interrupted) return { code: error.exitCode, text: `alpha-cl: ${error.message}\n` };
  if (error instanceof InvalidInput) return { code: 2, text: `alpha-cl: ${printable(error.message)}\n` };
  const absent = leftOut(error);
  if (absent !== undefined) {
    const remedy = 'npm install without --omit=optional brings it';
    return { code: 2, text: `alpha-cl: this needs the package ${absent}, which is not installed: ${remedy}\n` };
  }
  const refused = systemRefusal(error);
  if (refused !== undefined) return { code: 2, text: `alpha-cl: ${printable(refused)}\n` };
  const place = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const head = `alpha-cl: this is a defect of alpha-cl ${packageVersion()}, not of what you gave it. Please report it with the command and these lines:`;
  return { code: DEFECT, text: `${head}\n${printable(place)}\n` };
}

/** Packages that an installation may leave out; resvg is a package for each system. */
const OPTIONAL =
  /^Cannot find (?:module|package) '((?:@tensorflow\/tfjs|onnxruntime-node|@resvg\/resvg-js-)[^/']*)(?:\/[^']*)?'/;

/** Returns the optional package for want of which a command failed. */
function leftOut(error: unknown): string | undefined {
  const { code, message } = error as Partial<NodeJS.ErrnoException>;
  if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') return undefined;
  return OPTIONAL.exec(message ?? '')?.[1];
}
