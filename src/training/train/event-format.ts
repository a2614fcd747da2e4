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
    Value: { fields: { tag: { type: 'string', id: 1 }, simpleValue: { type: 'float', id: 2 } } },
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
