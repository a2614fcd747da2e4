/** Standard output and standard error that may break under us: a reader that has gone, a full disk, a terminal that was closed. */

/** The reader has gone: what is written is nobody's loss, and the work goes on. */
const READER_GONE = new Set(['EPIPE', 'EIO', 'ERR_STREAM_DESTROYED', 'ECONNRESET']);

/** From now on a reader that goes (`| head -1`) is no fault; standard output that cannot be kept ends with exit code 2. */
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
