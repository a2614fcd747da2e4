/** Answers to requests: a value as JSON, a file, words, or events as they come. */
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import type { ServerResponse } from 'node:http';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { POLICY } from './policy.js';

type SendEvent = (event: object) => Promise<void>;

export type Answer =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'file'; readonly file: string }
  /** Server-sent events. @param send writes one event and waits for a slow client; the signal aborts when it has gone */
  | { readonly kind: 'events'; readonly follow: (send: SendEvent, signal: AbortSignal) => Promise<void> }
  | { readonly kind: 'words'; readonly status: number; readonly text: string };

const HEADERS = {
  'Content-Security-Policy': `${POLICY}; frame-ancestors 'none'`,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
} as const;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Sends an answer. @param withBody false for HEAD */
export async function send(response: ServerResponse, answer: Answer, withBody: boolean): Promise<void> {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
  // Runs and reports change, and everything is near: nothing is worth keeping.
  response.setHeader('Cache-Control', answer.kind === 'file' ? 'no-cache' : 'no-store');
  switch (answer.kind) {
    case 'json':
      return sendText(response, 200, TYPES['.json'], withBody ? JSON.stringify(answer.value) : '');
    case 'words':
      return sendText(response, answer.status, 'text/plain; charset=utf-8', withBody ? answer.text : '');
    case 'file':
      response.setHeader('Content-Type', TYPES[path.extname(answer.file)] ?? 'application/octet-stream');
      if (!withBody) return void response.end();
      return await pipeline(createReadStream(answer.file), response);
    case 'events':
      response.setHeader('Content-Type', 'text/event-stream; charset=utf-8');
      if (!withBody) return void response.end();
      return await sendEvents(response, answer.follow);
  }
}

function sendText(response: ServerResponse, status: number, type: string | undefined, text: string): void {
  response.statusCode = status;
  if (type !== undefined) response.setHeader('Content-Type', type);
  response.end(text);
}

async function sendEvents(
  response: ServerResponse,
  follow: (send: SendEvent, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  response.flushHeaders();
  await follow(async (event) => {
    if (response.write(`data: ${JSON.stringify(event)}\n\n`) || gone.signal.aborted) return;
    // A listener that leaves ends the wait too.
    await once(response, 'drain', { signal: gone.signal }).catch(() => undefined);
  }, gone.signal);
  response.end();
}
