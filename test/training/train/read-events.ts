/**
 * Reads event files without the library's code: the framing as TensorFlow documents it, its checksums bit by bit, and the
 * wire format of protocol buffers (protobuf.dev, "Encoding").
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface ReadEvent {
  readonly step: number;
  readonly wallTime: number;
  readonly version?: string;
  /** SessionLog.SessionStatus; 1 is START. */
  readonly status?: number;
  readonly scalars: Readonly<Record<string, number>>;
}

export function eventFiles(run: string): string[] {
  return readdirSync(run)
    .filter((name) => name.includes('tfevents'))
    .toSorted();
}

export function readEvents(file: string): ReadEvent[] {
  return records(readFileSync(file)).map(eventOf);
}

/** What TensorBoard shows: a START event takes back what earlier files say of its step and later ones. */
export function shownEvents(run: string): ReadEvent[] {
  let shown: ReadEvent[] = [];
  for (const file of eventFiles(run)) {
    for (const event of readEvents(path.join(run, file))) {
      if (event.status === 1) shown = shown.filter(({ step }) => step < event.step);
      if (Object.keys(event.scalars).length > 0) shown.push(event);
    }
  }
  return shown;
}

function records(bytes: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = Number(bytes.readBigUInt64LE(at));
    const content = bytes.subarray(at + 12, at + 12 + length);
    requireChecksum(bytes.subarray(at, at + 8), bytes.readUInt32LE(at + 8));
    requireChecksum(content, bytes.readUInt32LE(at + 12 + length));
    found.push(content);
    at += 16 + length;
  }
  return found;
}

/** Division of polynomials over F₂ with BigInt, no table and no reversed bits. */
function requireChecksum(bytes: Uint8Array, masked: number): void {
  const reversed = (value: bigint, bits: number): bigint =>
    BigInt(`0b${value.toString(2).padStart(bits, '0').split('').toReversed().join('')}`);
  let register = 0xffffffffn;
  for (const byte of bytes) {
    register ^= reversed(BigInt(byte), 8) << 24n;
    for (let bit = 0; bit < 8; bit++) register = register >> 31n ? (register << 1n) ^ 0x11edc6f41n : register << 1n;
  }
  const checksum = reversed(register ^ 0xffffffffn, 32);
  const rotated = ((checksum >> 15n) | (checksum << 17n)) & 0xffffffffn;
  const expected = Number((rotated + 0xa282ead8n) & 0xffffffffn);
  if (masked !== expected) throw new Error(`the checksum is ${masked}, and ${expected} fits the bytes`);
}

type Field = readonly [number: number, value: number | Buffer];

function fieldsOf(message: Buffer): Field[] {
  const fields: Field[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = message[at++] as number;
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const key = varint();
    const number = Math.floor(key / 8);
    switch (key % 8) {
      case 0:
        fields.push([number, varint()]);
        break;
      case 1:
        fields.push([number, message.readDoubleLE(at)]);
        at += 8;
        break;
      case 2: {
        const length = varint();
        fields.push([number, message.subarray(at, at + length)]);
        at += length;
        break;
      }
      case 5:
        fields.push([number, message.readFloatLE(at)]);
        at += 4;
        break;
      default:
        throw new Error(`field ${number} has wire type ${key % 8}`);
    }
  }
  return fields;
}

function eventOf(message: Buffer): ReadEvent {
  const fields = new Map(fieldsOf(message));
  const [version, summary, session] = [fields.get(3), fields.get(5), fields.get(7)];
  const values = summary === undefined ? [] : fieldsOf(summary as Buffer).map(([, value]) => fieldsOf(value as Buffer));
  return {
    wallTime: fields.get(1) as number,
    step: (fields.get(2) as number | undefined) ?? 0,
    ...(version !== undefined && { version: (version as Buffer).toString() }),
    ...(session !== undefined && { status: new Map(fieldsOf(session as Buffer)).get(1) as number }),
    scalars: Object.fromEntries(
      values.map((value) => {
        const parts = new Map(value);
        return [(parts.get(1) as Buffer).toString(), (parts.get(2) as number | undefined) ?? 0];
      }),
    ),
  };
}
