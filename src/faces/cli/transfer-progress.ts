/** Progress of files that are downloaded, unpacked or read: share, speed and time left. */
import { formatSeconds } from '../../base/format-number.js';
import { progressLine, type ProgressLine } from './progress-line.js';

export interface Transfer {
  /** Description of the transfer: `downloading CIFAR-10`. */
  readonly what: string;
  /** Bytes done so far; `total`: all of them. */
  readonly bytes: number;
  readonly total: number;
}

export interface TransferDisplay extends Omit<ProgressLine, 'show'> {
  readonly show: (transfer: Transfer) => void;
}

/** Seconds over which the speed is measured. */
const WINDOW = 10;

/** Shows transfers on standard error, so that standard output stays clean. */
export function transferDisplay(): TransferDisplay {
  const { show, ...rest } = progressLine('starting');
  const line = transferLine();
  return { show: (transfer) => show(line(transfer, performance.now() / 1000)), ...rest };
}

/**
 * Returns a function that makes the line to show from the state of a transfer and the time in seconds; another `what` starts the
 * measurement of speed again.
 */
export function transferLine(): (transfer: Transfer, now: number) => string {
  let current = '';
  let samples: { readonly time: number; readonly bytes: number }[] = [];
  return ({ what, bytes, total }, now) => {
    if (what !== current) samples = [];
    current = what;
    const newest = samples.at(-1);
    // Many small pieces come a second; some samples are enough.
    if (newest === undefined || now - newest.time >= 0.25) samples.push({ time: now, bytes });
    while (samples.length > 2 && now - (samples[0]?.time ?? now) > WINDOW) samples.shift();

    const share = `${what} ${total === 0 ? 100 : Math.floor((100 * bytes) / total)} % · ${megabytes(bytes)} of ${megabytes(total)} MB`;
    const oldest = samples[0];
    const speed = oldest === undefined || now - oldest.time < 0.5 ? 0 : (bytes - oldest.bytes) / (now - oldest.time);
    if (speed <= 0) return share;
    return `${share} · ${megabytes(speed)} MB/s · ${formatSeconds(Math.ceil((total - bytes) / speed))} left`;
  };
}

/** Writes megabytes: `0.3`, `12.0`, `170`. */
function megabytes(bytes: number): string {
  const value = bytes / 1e6;
  return value < 99.95 ? value.toFixed(1) : value.toFixed(0);
}
