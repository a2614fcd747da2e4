/**
 * The part of the ONNX file format that a traced step needs, as protobuf messages.
 *
 * Field numbers are those of onnx.proto (github.com/onnx/onnx, onnx/onnx.proto3); names are its names in camel case.
 */
import protobuf from 'protobufjs/light.js';

const schema = protobuf.Root.fromJSON({
  nested: {
    ModelProto: {
      fields: {
        irVersion: { type: 'int64', id: 1 },
        producerName: { type: 'string', id: 2 },
        docString: { type: 'string', id: 6 },
        graph: { type: 'GraphProto', id: 7 },
        opsetImport: { rule: 'repeated', type: 'OperatorSetIdProto', id: 8 },
        metadataProps: { rule: 'repeated', type: 'StringStringEntryProto', id: 14 },
      },
    },
    // The same message as ModelProto, of which all but this is passed over.
    ModelMetadata: { fields: { metadataProps: { rule: 'repeated', type: 'StringStringEntryProto', id: 14 } } },
    StringStringEntryProto: { fields: { key: { type: 'string', id: 1 }, value: { type: 'string', id: 2 } } },
    OperatorSetIdProto: { fields: { domain: { type: 'string', id: 1 }, version: { type: 'int64', id: 2 } } },
    GraphProto: {
      fields: {
        node: { rule: 'repeated', type: 'NodeProto', id: 1 },
        name: { type: 'string', id: 2 },
        initializer: { rule: 'repeated', type: 'TensorProto', id: 5 },
        input: { rule: 'repeated', type: 'ValueInfoProto', id: 11 },
        output: { rule: 'repeated', type: 'ValueInfoProto', id: 12 },
      },
    },
    NodeProto: {
      fields: {
        input: { rule: 'repeated', type: 'string', id: 1 },
        output: { rule: 'repeated', type: 'string', id: 2 },
        name: { type: 'string', id: 3 },
        opType: { type: 'string', id: 4 },
        attribute: { rule: 'repeated', type: 'AttributeProto', id: 5 },
      },
    },
    AttributeProto: {
      fields: {
        name: { type: 'string', id: 1 },
        f: { type: 'float', id: 2 },
        i: { type: 'int64', id: 3 },
        s: { type: 'bytes', id: 4 },
        g: { type: 'GraphProto', id: 6 },
        ints: { rule: 'repeated', type: 'int64', id: 8 },
        type: { type: 'int32', id: 20 },
      },
    },
    TensorProto: {
      fields: {
        dims: { rule: 'repeated', type: 'int64', id: 1 },
        dataType: { type: 'int32', id: 2 },
        name: { type: 'string', id: 8 },
        rawData: { type: 'bytes', id: 9 },
      },
    },
    ValueInfoProto: { fields: { name: { type: 'string', id: 1 }, type: { type: 'TypeProto', id: 2 } } },
    TypeProto: { fields: { tensorType: { type: 'TensorTypeProto', id: 1 } } },
    TensorTypeProto: { fields: { elemType: { type: 'int32', id: 1 }, shape: { type: 'TensorShapeProto', id: 2 } } },
    TensorShapeProto: { fields: { dim: { rule: 'repeated', type: 'DimensionProto', id: 1 } } },
    DimensionProto: { fields: { dimValue: { type: 'int64', id: 1 }, dimParam: { type: 'string', id: 2 } } },
  },
});

/** Element types by their number in TensorProto.DataType. */
export const ELEMENT_TYPE = { float32: 1, uint8: 2, int32: 6, int64: 7, bool: 9, float16: 10, float64: 11 } as const;

export type ElementType = keyof typeof ELEMENT_TYPE;

const ATTRIBUTE_TYPE = { float: 1, int: 2, string: 3, graph: 5, ints: 7 } as const;

/** An attribute of a node; ONNX tells whole numbers from real ones, JavaScript does not, so real ones are marked. */
export type Attribute =
  | number
  | string
  | readonly number[]
  | { readonly float: number }
  | { readonly graph: OnnxGraph };

export interface OnnxNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

export interface OnnxValue {
  readonly name: string;
  readonly type: ElementType;
  /** An axis with a name may have any length. */
  readonly shape: readonly (number | string)[];
}

export interface OnnxConstant extends OnnxValue {
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  readonly constants: readonly OnnxConstant[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

/** Versions that ONNX Runtime 1.30 supports in full. */
const OPSET = 21;
const IR_VERSION = 10;

/** The description and metadata of a file. */
export interface OnnxWords {
  readonly description?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Encodes the graph as an ONNX file. */
export function encodeOnnx(graph: OnnxGraph, { description = '', metadata = {} }: OnnxWords = {}): Uint8Array {
  const model = schema.lookupType('ModelProto');
  return model
    .encode(
      model.fromObject({
        irVersion: IR_VERSION,
        producerName: 'alpha-cl',
        ...(description !== '' && { docString: description }),
        opsetImport: [{ domain: '', version: OPSET }],
        graph: encodeGraph(graph, 'step'),
        metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
      }),
    )
    .finish();
}

/** Reads the metadata of an ONNX file that ONNX Runtime has opened. */
export function onnxMetadata(bytes: Uint8Array): ReadonlyMap<string, string> {
  const { metadataProps } = schema.lookupType('ModelMetadata').decode(bytes) as unknown as {
    readonly metadataProps: readonly { readonly key: string; readonly value: string }[];
  };
  return new Map(metadataProps.map(({ key, value }) => [key, value]));
}

function encodeGraph(graph: OnnxGraph, name: string): object {
  return {
    name,
    node: graph.nodes.map((node, index) => ({
      input: node.inputs,
      output: node.outputs,
      name: `${node.op}_${index}`,
      opType: node.op,
      attribute: Object.entries(node.attributes).map(([key, value]) => ({ name: key, ...encodeAttribute(value, key) })),
    })),
    initializer: graph.constants.map(({ name: constant, type, shape, bytes }) => ({
      name: constant,
      dims: shape,
      dataType: ELEMENT_TYPE[type],
      rawData: bytes,
    })),
    input: graph.inputs.map(encodeValue),
    output: graph.outputs.map(encodeValue),
  };
}

function encodeAttribute(value: Attribute, name: string): object {
  if (typeof value === 'number') return { i: value, type: ATTRIBUTE_TYPE.int };
  if (typeof value === 'string') return { s: Buffer.from(value), type: ATTRIBUTE_TYPE.string };
  if ('graph' in value) return { g: encodeGraph(value.graph, name), type: ATTRIBUTE_TYPE.graph };
  if ('float' in value) return { f: value.float, type: ATTRIBUTE_TYPE.float };
  return { ints: value, type: ATTRIBUTE_TYPE.ints };
}

function encodeValue({ name, type, shape }: OnnxValue): object {
  const dim = shape.map((length) => (typeof length === 'string' ? { dimParam: length } : { dimValue: length }));
  return { name, type: { tensorType: { elemType: ELEMENT_TYPE[type], shape: { dim } } } };
}
