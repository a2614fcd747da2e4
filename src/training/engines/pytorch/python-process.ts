/**
 * The process that runs steps on PyTorch, and the messages to it (see runner.py).
 *
 * It holds this process open only while an answer is due, and ends when its standard input does, so that it outlives nobody.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { availableThreads } from '../../../base/threads.js';
import type { CallBack } from './call-back.js';
import { onNode } from './slurm-nodes.js';

/** An answer: its header without the length of the data, and the data. */
export interface Answer {
  readonly header: Readonly<Record<string, unknown>>;
  readonly data: Uint8Array<ArrayBuffer>;
}

/** The options of starting the process. */
export interface PythonProcessOptions {
  readonly python: string;
  /** `auto`, or as PyTorch names it: `cuda:0`. */
  readonly device: string;
  /** The group of processes of which it is one. */
  readonly group?: ReplicaGroup;
  /** Threads of the processor. Default: all that this process may use. */
  readonly threads?: number;
  /** Another node of this Slurm job, from which it calls back. Default: this machine. */
  readonly elsewhere?: { readonly node: string; readonly callBack: CallBack };
}

/** A replica among others. */
interface ReplicaGroup {
  /** From 0. */
  readonly rank: number;
  readonly count: number;
  /** Its rank among those on the same machine. */
  readonly place: number;
  /** The port at which the first of all listens. */
  readonly port: number;
}

const RUNNER = fileURLToPath(new URL('./runner.py', import.meta.url));

/** Seconds for starting, and for the first step, in which libraries are loaded and programs tuned. */
const FIRST_LIMIT = 900;

/** Bytes of the last words that are kept. */
const LAST_WORDS = 4000;

/** Milliseconds within which srun tells how a process ended whose connection broke. */
const SRUN = 60_000;

/** Thrown when PyTorch refuses what it is asked. */
export class PyTorchFailure extends Error {
  /** `memory`, or the name of Python's exception. */
  readonly kind: string;

  constructor(message: string, kind: string) {
    super(message);
    this.kind = kind;
  }
}

export class PythonProcess {
  /** Python, or srun, which runs it on another node. */
  readonly #child: ChildProcess;
  readonly #isElsewhere: boolean;
  #out: Writable | undefined;
  #source: Readable | undefined;
  readonly #waiting: { readonly resolve: (answer: Answer) => void; readonly reject: (error: Error) => void }[] = [];
  #chunks: Buffer[] = [];
  #length = 0;
  #words = '';
  #end: Error | undefined;
  /** Its first answer, in which it says what it is. */
  readonly hello: Promise<Answer>;

  constructor({ python, device, group, threads = availableThreads(), elsewhere }: PythonProcessOptions) {
    this.#isElsewhere = elsewhere !== undefined;
    const calls = elsewhere?.callBack.port;
    const command = [python, '-u', RUNNER, JSON.stringify({ device, threads, group, calls })] as const;
    if (elsewhere === undefined) {
      this.#child = spawn(command[0], command.slice(1), { stdio: ['pipe', 'pipe', 'pipe'] });
      this.#open(this.#child.stdout as Readable, this.#child.stdin as Writable);
    } else {
      this.#child = startElsewhere(elsewhere, command);
      void elsewhere.callBack.socket.then((socket) => {
        if (this.#end !== undefined) return socket.destroy();
        socket.on('close', () => void this.#broken());
        return this.#open(socket, socket);
      });
    }
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#words = (this.#words + text).slice(-LAST_WORDS);
    });
    this.#child.on('error', (error) => this.#fail(error));
    this.#child.on('close', (code, signal) => {
      elsewhere?.callBack.close();
      this.#fail(this.#endOf(code, signal));
    });
    this.hello = this.#answer(FIRST_LIMIT);
  }

  /**
   * Sends a request and waits for its answer.
   *
   * @param limit seconds to wait at most
   * @throws PyTorchFailure (rejects) when PyTorch refuses
   * @throws Error (rejects) when the process has ended, or gives no answer in time: it is ended then
   */
  ask(header: object, parts: readonly Uint8Array[] = [], limit: number = FIRST_LIMIT): Promise<Answer> {
    if (this.#end !== undefined) return Promise.reject(this.#end);
    const text = Buffer.from(JSON.stringify({ ...header, bytes: parts.reduce((sum, part) => sum + part.length, 0) }));
    const length = Buffer.alloc(4);
    length.writeUInt32LE(text.length);
    for (const part of [length, text, ...parts]) this.#out?.write(part);
    return this.#answer(limit);
  }

  /** Ends the process once it has answered. */
  end(): void {
    this.#out?.end();
  }

  /** Ends the process at once; what waits for it fails with this reason. */
  kill(reason: Error): void {
    this.#fail(reason);
    // On this signal srun kills the process on the other node.
    this.#child.kill(this.#isElsewhere ? 'SIGTERM' : 'SIGKILL');
    if (this.#isElsewhere) this.#out?.destroy();
  }

  #open(source: Readable, out: Writable): void {
    [this.#source, this.#out] = [source, out];
    source.on('data', (chunk: Buffer) => this.#take(chunk));
    // What is written after the end fails here; the end itself is reported by 'close'.
    out.on('error', () => undefined);
  }

  /** Waits for srun to tell how the process ended, if it did. */
  async #broken(): Promise<void> {
    await delay(SRUN, undefined, { ref: false });
    this.kill(new Error(`the connection to Python broke${this.#lastWords()}`));
  }

  async #answer(limit: number): Promise<Answer> {
    if (this.#end !== undefined) throw this.#end;
    this.#hold(true);
    let timer: NodeJS.Timeout | undefined;
    try {
      const answer = await new Promise<Answer>((resolve, reject) => {
        this.#waiting.push({ resolve, reject });
        timer = setTimeout(() => {
          this.kill(new Error(`Python gave no answer in ${limit} seconds, and was ended${this.#lastWords()}`));
        }, 1000 * limit);
      });
      const { error, kind } = answer.header;
      if (typeof error === 'string') throw new PyTorchFailure(error, String(kind));
      return answer;
    } finally {
      clearTimeout(timer);
      if (this.#waiting.length === 0) this.#hold(false);
    }
  }

  /** Holds this process open for the other one, or not. */
  #hold(isDue: boolean): void {
    const handles = [this.#child, this.#out, this.#source, this.#child.stderr] as unknown as {
      ref?: () => void;
      unref?: () => void;
    }[];
    for (const handle of handles) {
      if (isDue) handle?.ref?.();
      else handle?.unref?.();
    }
  }

  #take(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    for (let message = this.#message(); message !== undefined; message = this.#message()) {
      this.#waiting.shift()?.resolve(message);
    }
  }

  /** Cuts a whole message from what has come. */
  #message(): Answer | undefined {
    if (this.#length < 4) return undefined;
    const head = this.#joined(4).readUInt32LE(0);
    if (this.#length < 4 + head) return undefined;
    const { bytes, ...header } = JSON.parse(this.#joined(4 + head).toString('utf8', 4, 4 + head)) as { bytes: number };
    if (this.#length < 4 + head + bytes) return undefined;
    const all = Buffer.concat(this.#chunks);
    // A copy of its own, at an address that typed arrays take.
    const data = new Uint8Array(bytes);
    data.set(all.subarray(4 + head, 4 + head + bytes));
    const rest = all.subarray(4 + head + bytes);
    this.#chunks = rest.length > 0 ? [rest] : [];
    this.#length = rest.length;
    return { header, data };
  }

  /** Makes the first chunk hold at least so many bytes. */
  #joined(count: number): Buffer {
    if ((this.#chunks[0]?.length ?? 0) < count) this.#chunks = [Buffer.concat(this.#chunks)];
    return this.#chunks[0] as Buffer;
  }

  #fail(error: Error): void {
    this.#end ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#end);
  }

  #endOf(code: number | null, signal: NodeJS.Signals | null): Error {
    const how = signal === null ? `exit code ${code}` : signal;
    const reason = signal === 'SIGKILL' ? ', as the system does when memory runs out' : '';
    return new Error(`Python has ended (${how}${reason})${this.#lastWords()}`);
  }

  #lastWords(): string {
    const lines = this.#words.trim().split('\n');
    const own = lines.filter((line) => !/^(srun|slurmstepd): /.test(line));
    const last = own.at(-1) ?? lines.at(-1) ?? '';
    return last === '' ? '' : `; its last words: ${last}`;
  }
}

/** Starts a process by srun; a terminal's Ctrl-C, on which srun would end it, does not reach it. */
function startElsewhere(
  { node, callBack }: { node: string; callBack: CallBack },
  command: readonly string[],
): ChildProcess {
  const env = { ...process.env, ALPHA_CL_TOKEN: callBack.token };
  return spawn('srun', onNode(node, command), { stdio: ['ignore', 'ignore', 'pipe'], env, detached: true });
}
