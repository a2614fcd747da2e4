/** Opens an engine by its name. */
import { PROGRAM } from '../../base/program-name.js';
import { InvalidInput, unknownName } from '../../base/invalid-input.js';
import { requireWhole } from '../../base/option-checks.js';
import { ENGINES } from './available-engines.js';
import { CPU } from './cpu.js';
import type { Engine } from './engine.js';
import type { EngineKind, EngineOptions } from './engine-kind.js';
import { PYTORCH } from './pytorch/pytorch.js';
import { probeEngine, type EngineProbe } from './probe-engine.js';

/** The names that `chooseEngine` knows. */
export const ENGINE_NAMES: readonly string[] = ['auto', ...ENGINES.map(({ name }) => name)];

/**
 * Opens an engine that works on this machine.
 *
 * @param name of an engine, or `auto`: the one that `fastestEngine` finds, which takes some seconds
 * @param options of the engine `pytorch`
 * @throws InvalidInput for an unknown name, for options that are no text or that the engine does not take, and with reason and remedy when the engine does not work here
 * @example
 * (await chooseEngine('cpu')).name; // 'cpu'
 * await chooseEngine('abacus'); // throws unknown engine "abacus": choose one of auto, cpu, pytorch, webgpu, cuda, tfjs
 */
export async function chooseEngine(name: string, options: EngineOptions = {}): Promise<Engine> {
  requireEngineOptions(name, options);
  if (name === 'auto') {
    const fastest = await fastestEngine(ENGINES, (kind) => probeEngine(kind, options));
    return fastest.open(options);
  }
  const kind = ENGINES.find((known) => known.name === name);
  if (kind === undefined) throw unknownName('engine', name, ENGINE_NAMES);
  return openWorking(kind, options);
}

/** A later engine is taken only if it is so many times faster: the times of two alike differ by less on a busy machine. */
const CLEARLY_FASTER = 2;

/**
 * Finds the first kind that works, unless a later one is at least twice as fast, by measurement: a graphics card on a software
 * driver is then no temptation, and engines that are alike are not told apart by chance, since last bits depend on the engine.
 *
 * @throws InvalidInput when none works
 * @example
 * const speeds: Record<string, number> = { cpu: 90, pytorch: 110, webgpu: 900, cuda: 0, tfjs: 9 };
 * const probe = async ({ name }: { name: string }) => ({ works: true, device: name, imagesPerSecond: speeds[name] ?? 0 }) as const;
 * (await fastestEngine(ENGINES, probe)).name; // 'webgpu'
 */
export async function fastestEngine(
  kinds: readonly EngineKind[],
  probe: (kind: EngineKind) => Promise<EngineProbe> = (kind) => probeEngine(kind),
): Promise<EngineKind> {
  let fastest: { readonly kind: EngineKind; readonly speed: number } | undefined;
  const reasons: string[] = [];
  // One after the other: they would slow each other down.
  for (const kind of kinds) {
    const found = await probe(kind);
    if (!found.works) reasons.push(`${kind.name}: ${found.reason}; ${found.remedy}`);
    else if (fastest === undefined || found.imagesPerSecond >= CLEARLY_FASTER * fastest.speed) {
      fastest = { kind, speed: found.imagesPerSecond };
    }
  }
  if (fastest === undefined) throw new InvalidInput(`no engine works on this machine. ${reasons.join('. ')}`);
  return fastest.kind;
}

function requireEngineOptions(name: string, { devices, ...options }: EngineOptions): void {
  if (devices !== undefined) {
    requireWhole('devices', devices, 1);
    if (name !== PYTORCH.name) {
      throw new InvalidInput(`devices are for the engine ${PYTORCH.name}, and not for ${name}: leave them out`);
    }
  }
  for (const option of ['device', 'python'] as const) {
    const value: unknown = options[option];
    if (value === undefined) continue;
    if (typeof value !== 'string' || value === '') {
      throw new InvalidInput(
        `${option} is ${value === '' ? 'empty' : `a ${typeof value}`}: give a text that is not empty`,
      );
    }
    if (name !== 'auto' && name !== PYTORCH.name) {
      throw new InvalidInput(`${option} is for the engine ${PYTORCH.name}, and ${name} takes none: leave it out`);
    }
  }
}

async function openWorking(kind: EngineKind, options: EngineOptions): Promise<Engine> {
  const obstacle =
    kind.obstacle(options) ?? (kind.failure === 'may abort' ? await triedObstacle(kind, options) : undefined);
  if (obstacle !== undefined) throw doesNotWork(kind, obstacle.reason, obstacle.remedy);
  try {
    return await kind.open(options);
  } catch (error) {
    throw doesNotWork(kind, error instanceof Error ? error.message : String(error), kind.remedy);
  }
}

async function triedObstacle(
  kind: EngineKind,
  options: EngineOptions,
): Promise<{ reason: string; remedy: string } | undefined> {
  const probe = await probeEngine(kind, options);
  return probe.works ? undefined : probe;
}

function doesNotWork({ name }: EngineKind, reason: string, remedy: string): InvalidInput {
  const instead = name === CPU.name ? '' : `, or use --engine ${CPU.name}, which needs no graphics card`;
  return new InvalidInput(
    `the engine ${name} does not work here: ${reason}. To mend it: ${remedy}${instead}. See ${PROGRAM} engines for the others`,
  );
}
