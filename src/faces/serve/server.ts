/** The explorer's web server: it answers this machine alone, and only reads. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { InvalidInput } from '../../base/invalid-input.js';
import { send, type Answer } from './answer.js';
import { builtExplorer } from './built-explorer.js';
import type { Replay } from './report-routes.js';
import { routes } from './routes.js';
import type { GivenFolders } from './given-folders.js';

export interface ServerOptions {
  readonly given: GivenFolders;
  readonly replay: Replay;
  /** Folder of the built explorer. Default: beside this file in dist. */
  readonly app?: string;
  /** Port; 0: any that is free. Default: 4173, or any free one if that is taken. */
  readonly port?: number;
}

export interface RunningServer {
  /** Address of the explorer: `http://127.0.0.1:4173/`. */
  readonly url: string;
  /** Closes the server and its open connections. */
  readonly close: () => Promise<void>;
}

/** The only address on which the server listens. */
const ADDRESS = '127.0.0.1';
const USUAL_PORT = 4173;

/** Names of this machine for itself. Another name that leads here is an attack by DNS rebinding. */
const HOSTS = /^(127\.0\.0\.1|localhost)(:\d+)?$/i;

const OWN_SITES: ReadonlySet<unknown> = new Set(['same-origin', 'none']);

/** Starts the server. @throws InvalidInput when the port is taken or may not be used, or the explorer was not built */
export async function startServer({ given, replay, app, port }: ServerOptions): Promise<RunningServer> {
  const answerOf = routes({ given, replay, files: builtExplorer(app) });
  const server = createServer((request, response) => void handle(request, response, answerOf));
  try {
    await listening(server, port ?? USUAL_PORT);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (port !== undefined || code !== 'EADDRINUSE') throw refused(error as NodeJS.ErrnoException, port ?? USUAL_PORT);
    await listening(server, 0);
  }
  const { port: chosen } = server.address() as AddressInfo;
  return {
    url: `http://${ADDRESS}:${chosen}/`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function listening(server: Server, port: number): Promise<void> {
  server.listen(port, ADDRESS);
  await once(server, 'listening');
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  answerOf: (address: string) => Promise<Answer>,
): Promise<void> {
  const { method, headers, url = '/' } = request;
  try {
    if (!HOSTS.test(headers.host ?? '')) {
      return await send(response, { kind: 'words', status: 403, text: 'ask for 127.0.0.1 or localhost' }, true);
    }
    // Browsers say who asks: a page from elsewhere may lead here, but it could read no data, and is not to make work.
    if (url.startsWith('/api/') && !OWN_SITES.has(headers['sec-fetch-site'] ?? 'none')) {
      return await send(response, { kind: 'words', status: 403, text: 'no other site may ask' }, true);
    }
    if (method !== 'GET' && method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      return await send(response, { kind: 'words', status: 405, text: 'nothing can be changed here' }, true);
    }
    await send(response, await answerOf(url), method === 'GET');
  } catch (error) {
    if (response.headersSent || response.destroyed) return void response.destroy();
    const known = error instanceof InvalidInput;
    const text = error instanceof Error ? error.message : String(error);
    await send(response, { kind: 'words', status: known ? 422 : 500, text }, method !== 'HEAD');
  }
}

function refused(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === 'EADDRINUSE') return new InvalidInput(`port ${port} is in use: choose another with --port`);
  if (error.code === 'EACCES') return new InvalidInput(`port ${port} may not be used: choose one above 1023`);
  return error;
}
