/** Download of an archive that keeps the bytes that have arrived when a connection is lost or a run is killed. */
import { setTimeout as delay } from 'node:timers/promises';
import { fileMd5 } from '../../../base/files/file-md5.js';
import { InvalidInput } from '../../../base/invalid-input.js';
import { thousands } from '../../../base/thousands.js';
import { ConnectionFailure, httpGet, httpUrl, type HttpAnswer } from './http-get.js';
import { PartialArchive, type ArchiveVersion } from './partial-archive.js';
import type { PublishedArchive } from './published-archives.js';

export interface FetchOptions {
  /** Folder for the bytes and their version; it exists. */
  readonly folder: string;
  /** Address to download from. */
  readonly url: string;
  /** Milliseconds without a byte after which a connection counts as lost. */
  readonly patience: number;
  /** Milliseconds before the second try after a lost connection; the next waits are 2, 4, … times as long. */
  readonly pause: number;
  readonly progress: (stage: 'reading' | 'downloading', bytes: number) => void;
}

/** Number of connections in a row that may fail without bringing a byte. */
const TRIES = 4;

/**
 * Downloads an archive. It goes on from what an earlier run left if the server still has the same version of the file; it starts
 * over if not, or if the earlier bytes turn out to be damaged.
 *
 * @returns the file, whose checksum is the published one
 * @throws InvalidInput when the server is not reached or has no such file, or the file is not the published one
 */
export async function fetchArchive(archive: PublishedArchive, options: FetchOptions): Promise<string> {
  httpUrl(options.url);
  const partial = new PartialArchive(options.folder, options.url);
  try {
    for (;;) {
      await receive(archive, partial, options);
      const md5 = await fileMd5(partial.file, (bytes) => options.progress('reading', bytes));
      if (md5 === archive.md5) return partial.file;
      const damagedBefore = partial.fromEarlierRun;
      await partial.restart();
      if (damagedBefore) continue;
      throw new InvalidInput(
        `${options.url} is not the published ${archive.title} archive: the MD5 of its ${thousands(archive.bytes)} bytes ` +
          `is ${md5}, and ${archive.md5} is published: the file there is damaged or another one; what was downloaded has ` +
          'been deleted; give another --url',
      );
    }
  } finally {
    partial.close();
  }
}

/** Connects until all bytes are there, or until further tries are useless. */
async function receive(archive: PublishedArchive, partial: PartialArchive, options: FetchOptions): Promise<void> {
  let fruitless = 0;
  let reached = false;
  while (!partial.complete) {
    const before = partial.have;
    const { failure, answered } = await connect(archive, partial, options);
    if (failure === undefined) return;
    reached ||= answered;
    fruitless = partial.have > before ? 1 : fruitless + 1;
    // Without any answer there is most likely no network: nobody wants to wait for that.
    if (!reached || fruitless === TRIES) throw unreachable(archive, partial, options, failure);
    await delay(options.pause * 2 ** (fruitless - 1));
  }
}

interface Connection {
  /** The reason why it ended before all bytes were there. */
  readonly failure?: string;
  readonly answered: boolean;
}

async function connect(archive: PublishedArchive, partial: PartialArchive, options: FetchOptions): Promise<Connection> {
  let answered = false;
  try {
    const answer = await ask(archive, partial, options);
    answered = true;
    try {
      for await (const chunk of answer.body) {
        if (partial.have + chunk.length > archive.bytes) {
          await partial.restart();
          throw wrongSize(archive, options.url, `more than ${thousands(archive.bytes)}`);
        }
        partial.append(chunk);
        options.progress('downloading', partial.have);
      }
    } finally {
      answer.close();
    }
    return partial.complete ? { answered } : { answered, failure: 'the connection was closed early' };
  } catch (error) {
    if (error instanceof ConnectionFailure) return { answered, failure: error.message };
    throw error;
  }
}

/** Requests the missing bytes, or the whole archive if there is nothing to go on from; then `partial` is empty. */
async function ask(archive: PublishedArchive, partial: PartialArchive, options: FetchOptions): Promise<HttpAnswer> {
  const { url, patience } = options;
  const { have, version } = partial;
  const begun = have > 0 ? version : undefined;
  let answer = await httpGet(url, { patience, headers: begun === undefined ? {} : rangeHeaders(have, begun) });
  if (begun !== undefined && answer.status === 206 && continues(answer, have, begun)) return answer;
  if (begun !== undefined && (answer.status === 206 || answer.status === 416)) {
    answer.close();
    answer = await httpGet(url, { patience, headers: {} });
  }
  // The server ignores ranges, has another version than the one begun, or was asked for the whole.
  const { etag, 'last-modified': lastModified, 'content-length': length } = answer.headers;
  const refusal =
    answer.status !== 200
      ? refused(archive, answer.status, options)
      : length !== undefined && Number(length) !== archive.bytes
        ? wrongSize(archive, url, thousands(Number(length)))
        : undefined;
  if (refusal !== undefined) {
    answer.close();
    throw refusal;
  }
  await partial.restart({ url, bytes: archive.bytes, etag, lastModified });
  return answer;
}

/** Returns the headers for the missing bytes; only a strong entity tag may be in If-Range (RFC 9110, section 13.1.5). */
function rangeHeaders(have: number, { etag, lastModified }: ArchiveVersion): Record<string, string> {
  const condition = etag !== undefined && !etag.startsWith('W/') ? etag : lastModified;
  return { range: `bytes=${have}-`, ...(condition === undefined ? {} : { 'if-range': condition }) };
}

/** Tells if the answer holds exactly the missing bytes, of the same version. */
function continues({ headers }: HttpAnswer, have: number, version: ArchiveVersion): boolean {
  if (headers['content-range'] !== `bytes ${have}-${version.bytes - 1}/${version.bytes}`) return false;
  return headers.etag === undefined || version.etag === undefined || headers.etag === version.etag;
}

function wrongSize({ title, bytes }: PublishedArchive, url: string, found: string): InvalidInput {
  return new InvalidInput(
    `${url} has ${found} bytes, and the published ${title} archive has ${thousands(bytes)}: it is another file; give another --url`,
  );
}

function refused(archive: PublishedArchive, status: number, { url }: FetchOptions): InvalidInput {
  const meaning = status === 404 ? 'there is no such file' : status >= 500 ? 'the server is in trouble' : 'it refuses';
  return new InvalidInput(`${url} answers with status ${status} (${meaning}): ${byHand(archive)}`);
}

function unreachable(
  archive: PublishedArchive,
  { have }: PartialArchive,
  { url }: FetchOptions,
  failure: string,
): InvalidInput {
  const advice =
    have > 0
      ? `${thousands(have)} of ${thousands(archive.bytes)} bytes are kept: run the same command again to go on from there; or `
      : '';
  return new InvalidInput(`${url} cannot be downloaded: ${failure}; ${advice}${byHand(archive)}`);
}

/** Describes the remedy if this machine cannot download. */
function byHand({ url, folder }: PublishedArchive): string {
  return (
    `give a mirror with --url, or download ${url} elsewhere and give that file with --archive FILE; or unpack it so that ` +
    `${folder} stands in the data folder (--data DIR or ALPHA_CL_DATA)`
  );
}
