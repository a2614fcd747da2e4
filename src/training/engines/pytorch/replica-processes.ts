/** The processes of an engine: one, or several replicas that take a step together. What one of them fails at ends all. */
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { availableThreads } from '../../../base/threads.js';
import { awaitCall } from './call-back.js';
import { PythonProcess, PyTorchFailure, type Answer, type PythonProcessOptions } from './python-process.js';
import { slurmNodes } from './slurm-nodes.js';

/** A request of one replica: its header and data. */
export interface Request {
  readonly header: object;
  readonly parts?: readonly Uint8Array[];
}

export class ReplicaProcesses {
  readonly #processes: readonly PythonProcess[];
  /** The nodes that share them evenly, in the order of ranks; none where all are on this machine. */
  readonly nodes: readonly string[];
  /** The first failure of several replicas: theirs, not that of the others which are ended for it. */
  #failure: Error | undefined;

  private constructor(processes: readonly PythonProcess[], nodes: readonly string[] = []) {
    this.#processes = processes;
    this.nodes = nodes;
  }

  /**
   * Starts the processes and lets them meet. In a Slurm job of several nodes each has the same number of them.
   *
   * @param count how many replicas; on cards, each gets one of its own, those of a machine from 0 on
   * @throws Error (rejects) when one of them cannot be started
   */
  static async start(options: PythonProcessOptions, count: number): Promise<ReplicaProcesses> {
    if (count === 1) {
      const one = new ReplicaProcesses([new PythonProcess(options)]);
      await one.hello();
      return one;
    }
    const nodes = slurmNodes();
    const perNode = count / Math.max(1, nodes.length);
    const port = await freePort();
    const threads = Math.max(1, Math.floor(availableThreads() / perNode));
    const processes = Array.from({ length: count }, async (_, rank) => {
      const place = rank % perNode;
      const device = options.device.startsWith('cuda') ? `cuda:${place}` : options.device;
      const own = { ...options, device, threads, group: { rank, count, place, port } };
      const node = rank < perNode ? undefined : nodes[Math.floor(rank / perNode)];
      return new PythonProcess(node === undefined ? own : { ...own, elsewhere: { node, callBack: await awaitCall() } });
    });
    const all = new ReplicaProcesses(await Promise.all(processes), nodes);
    await all.hello();
    return all;
  }

  get count(): number {
    return this.#processes.length;
  }

  /** Returns what each said of itself. */
  hello(): Promise<Answer[]> {
    return this.#together(this.#processes.map(({ hello }) => hello));
  }

  /** Asks the first replica alone. */
  async first({ header, parts }: Request, limit?: number): Promise<Answer> {
    const [answer] = await this.#together([(this.#processes[0] as PythonProcess).ask(header, parts, limit)]);
    return answer as Answer;
  }

  /** Asks every replica, each for its own, and gives back the answer of the first once all have answered. */
  async all(requestOf: (rank: number) => Request, limit?: number): Promise<Answer> {
    const asked = this.#processes.map((process, rank) => {
      const { header, parts } = requestOf(rank);
      return process.ask(header, parts, limit);
    });
    const [answer] = await this.#together(asked);
    return answer as Answer;
  }

  /** Ends the processes once they have answered. */
  end(): void {
    for (const process of this.#processes) process.end();
  }

  /** Waits for all; the others of one that fails would wait for it for ever. */
  async #together<T>(all: readonly Promise<T>[]): Promise<T[]> {
    const named = all.map(async (one, rank) => {
      try {
        return await one;
      } catch (error) {
        const reason = error instanceof Error ? error : new Error(String(error));
        if (this.count === 1) throw reason;
        // What a replica complains of may be that another has ended, which is told a moment later.
        if (reason instanceof PyTorchFailure) await delay(MOMENT);
        const node = this.nodes[Math.floor((rank * this.nodes.length) / this.count)];
        const place = node === undefined ? '' : ` on ${node}`;
        const told = new Error(`replica ${rank} of ${this.count}${place} failed: ${reason.message}`, { cause: reason });
        this.#failure ??= told;
        for (const process of this.#processes) process.kill(this.#failure);
        throw this.#failure;
      }
    });
    const ends = await Promise.allSettled(named);
    const failed = ends.find((end) => end.status === 'rejected');
    if (failed !== undefined) throw this.#failure ?? failed.reason;
    return Promise.all(named);
  }
}

/** Milliseconds within which the end of a process is told: by srun later than by the system. */
const MOMENT = 3000;

/** Finds a port of this machine that is free now. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (typeof address === 'object' && address !== null) resolve(address.port);
        else reject(new Error('this machine has no free port'));
      });
    });
  });
}
