/** Faults of standard output and standard error: a reader that closed the pipe, a full disk, a terminal that was closed. */

/** Error codes of a stream whose reader has closed it; the output is then no longer wanted, and the work goes on. */
const READER_GONE = new Set(['EPIPE', 'EIO', 'ERR_STREAM_DESTROYED', 'ECONNRESET']);

/** Makes a reader that closes the pipe (`| head -1`) no fault; standard output that cannot be written ends with exit code 2. */
export function keepStreams(): void {
  process.stderr.on('error', () => undefined);
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (READER_GONE.has(error.code ?? '')) return;
    process.stderr.write(`alpha-cl: standard output cannot be written (${error.code ?? error.message})\n`);
    process.once('exit', (code) => {
      if (code === 0) process.exitCode = 2;
    });
  });
}
