/**
 * A connection that a process on another node makes to this one. The standard input and output of srun would do, but are far too
 * slow for weights and images.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

export interface CallBack {
  /** The port at which the call is awaited, on all addresses of this machine. */
  readonly port: number;
  /** The secret that the caller says first. */
  readonly token: string;
  readonly socket: Promise<Socket>;
  /** Stops waiting. */
  readonly close: () => void;
}

/** Waits for one call. Others, who do not know the secret, are turned away. */
export async function awaitCall(): Promise<CallBack> {
  const token = randomBytes(16).toString('hex');
  const server = createServer();
  const socket = new Promise<Socket>((resolve) => {
    server.on('connection', (caller) => {
      // Whoever leaves before saying it is nobody.
      caller.on('error', () => undefined);
      caller.setTimeout(PATIENCE, () => caller.destroy());
      const hear = (): void => {
        const said = caller.read(token.length) as Buffer | null;
        if (said === null) return;
        caller.off('readable', hear);
        if (said.length !== token.length || !timingSafeEqual(said, Buffer.from(token))) {
          caller.destroy();
          return;
        }
        caller.setTimeout(0).setNoDelay().setKeepAlive(true, PATIENCE);
        server.close();
        resolve(caller);
      };
      caller.on('readable', hear);
    });
  });
  server.listen(0).unref();
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, token, socket, close: () => server.close() };
}

/** Milliseconds in which a caller must say the secret, and after which a silent connection is probed. */
const PATIENCE = 30_000;
