/**
 * The part of TensorBoard's event files that a run needs, as protobuf messages.
 *
 * Field numbers are those of tensorflow/core/util/event.proto and framework/summary.proto; names are theirs in camel case.
 */
import protobuf from 'protobufjs/light.js';

const schema = protobuf.Root.fromJSON({
  nested: {
    Event: {
      fields: {
        wallTime: { type: 'double', id: 1 },
        step: { type: 'int64', id: 2 },
        fileVersion: { type: 'string', id: 3 },
        summary: { type: 'Summary', id: 5 },
        sessionLog: { type: 'SessionLog', id: 7 },
      },
    },
    Summary: { fields: { value: { rule: 'repeated', type: 'Value', id: 1 } } },
    Value: {
      fields: {
        tag: { type: 'string', id: 1 },
        simpleValue: { type: 'float', id: 2 },
        // TensorFlow 2 writes a scalar as a tensor.
        tensor: { type: 'Tensor', id: 8 },
      },
    },
    Tensor: {
      fields: {
        dtype: { type: 'int32', id: 1 },
        tensorContent: { type: 'bytes', id: 4 },
        floatVal: { rule: 'repeated', type: 'float', id: 5 },
        doubleVal: { rule: 'repeated', type: 'double', id: 6 },
      },
    },
    SessionLog: { fields: { status: { type: 'int32', id: 1 } } },
  },
});

/** Events carry the time they are encoded at. */
export type RunEvent =
  /** The first of every file. It carries the time, in seconds since 1970, at which the process began with the run. */
  | { readonly kind: 'version'; readonly since: number }
  /** Values of this and later steps that stand in earlier files count no longer. */
  | { readonly kind: 'start'; readonly step: number }
  /** Values by the names under which TensorBoard shows them; what stands before a slash is a group. */
  | { readonly kind: 'scalars'; readonly step: number; readonly values: Readonly<Record<string, number>> };

const VERSION = 'brain.Event:2';
/** Values of SessionLog.SessionStatus. */
const START = 1;

export function encodeEvent(event: RunEvent): Uint8Array {
  const message = schema.lookupType('Event');
  return message.encode(message.fromObject({ wallTime: Date.now() / 1000, ...contentOf(event) })).finish();
}

/** The scalars that one event holds. */
export interface ReadEvent {
  readonly step: number;
  /** True where the process began at this step: what stands before of it and of later ones counts no longer. */
  readonly starts: boolean;
  readonly values: Readonly<Record<string, number>>;
}

interface DecodedTensor {
  readonly dtype: number;
  readonly tensorContent: Uint8Array;
  readonly floatVal: readonly number[];
  readonly doubleVal: readonly number[];
}

interface DecodedEvent {
  readonly step: number;
  readonly summary?: {
    readonly value: readonly { readonly tag: string; readonly simpleValue?: number; readonly tensor?: DecodedTensor }[];
  };
  readonly sessionLog?: { readonly status: number };
}

/** Reads an event of any writer; undefined for bytes that are none. */
export function decodeEvent(bytes: Uint8Array): ReadEvent | undefined {
  const message = schema.lookupType('Event');
  let event: DecodedEvent;
  try {
    event = message.toObject(message.decode(bytes), { longs: Number, arrays: true }) as unknown as DecodedEvent;
  } catch {
    return undefined;
  }
  const values: Record<string, number> = {};
  for (const { tag, simpleValue, tensor } of event.summary?.value ?? []) {
    const value = simpleValue ?? (tensor === undefined ? undefined : scalarIn(tensor));
    if (value !== undefined && tag !== '') values[tag] = value;
  }
  return { step: event.step ?? 0, starts: event.sessionLog?.status === START, values };
}

/** Values of DataType. */
const [FLOAT, DOUBLE] = [1, 2];

/** Returns the number of a tensor that holds one. */
function scalarIn({ dtype, tensorContent, floatVal, doubleVal }: DecodedTensor): number | undefined {
  const content = Buffer.from(tensorContent ?? []);
  if (dtype === FLOAT) return content.length === 4 ? content.readFloatLE(0) : floatVal?.[0];
  if (dtype === DOUBLE) return content.length === 8 ? content.readDoubleLE(0) : doubleVal?.[0];
  return undefined;
}

/** The key of field 1, a double, which stands first. */
const WALL_TIME = 0x09;

/** When an event was encoded, in seconds since 1970; undefined of what does not begin as one of ours. */
export function wallTimeOf(event: Buffer): number | undefined {
  return event[0] === WALL_TIME && event.length >= 9 ? event.readDoubleLE(1) : undefined;
}

function contentOf(event: RunEvent): object {
  switch (event.kind) {
    case 'version':
      return { wallTime: event.since, fileVersion: VERSION };
    case 'start':
      return { step: event.step, sessionLog: { status: START } };
    case 'scalars': {
      const value = Object.entries(event.values).map(([tag, simpleValue]) => ({ tag, simpleValue }));
      return { step: event.step, summary: { value } };
    }
  }
}
