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
        graph: { type: 'GraphProto', id: 7 },
        opsetImport: { rule: 'repeated', type: 'OperatorSetIdProto', id: 8 },
      },
    },
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
    DimensionProto: { fields: { dimValue: { type: 'int64', id: 1 } } },
  },
});

/** Element types by their number in TensorProto.DataType. */
export const ELEMENT_TYPE = { float32: 1, int32: 6, int64: 7, bool: 9, float16: 10 } as const;

export type ElementType = keyof typeof ELEMENT_TYPE;

const ATTRIBUTE_TYPE = { float: 1, int: 2, string: 3, ints: 7 } as const;

/** An attribute of a node; ONNX tells whole numbers from real ones, JavaScript does not, so real ones are marked. */
export type Attribute = number | string | readonly number[] | { readonly float: number };

export interface OnnxNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

export interface OnnxValue {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
}

export interface OnnxConstant extends OnnxValue {
  readonly bytes: Uint8Array;
}

export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  readonly constants: readonly OnnxConstant[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

/** What ONNX Runtime 1.30 knows in full. */
const OPSET = 21;
const IR_VERSION = 10;

/** The graph as the bytes of an ONNX file. */
export function encodeOnnx(graph: OnnxGraph): Uint8Array {
  const model = schema.lookupType('ModelProto');
  return model
    .encode(
      model.fromObject({
        irVersion: IR_VERSION,
        producerName: 'alpha-cl',
        opsetImport: [{ domain: '', version: OPSET }],
        graph: {
          name: 'step',
          node: graph.nodes.map((node, index) => ({
            input: node.inputs,
            output: node.outputs,
            name: `${node.op}_${index}`,
            opType: node.op,
            attribute: Object.entries(node.attributes).map(([name, value]) => ({ name, ...encodeAttribute(value) })),
          })),
          initializer: graph.constants.map(({ name, type, shape, bytes }) => ({
            name,
            dims: shape,
            dataType: ELEMENT_TYPE[type],
            rawData: bytes,
          })),
          input: graph.inputs.map(encodeValue),
          output: graph.outputs.map(encodeValue),
        },
      }),
    )
    .finish();
}

function encodeAttribute(value: Attribute): object {
  if (typeof value === 'number') return { i: value, type: ATTRIBUTE_TYPE.int };
  if (typeof value === 'string') return { s: Buffer.from(value), type: ATTRIBUTE_TYPE.string };
  if ('float' in value) return { f: value.float, type: ATTRIBUTE_TYPE.float };
  return { ints: value, type: ATTRIBUTE_TYPE.ints };
}

function encodeValue({ name, type, shape }: OnnxValue): object {
  return {
    name,
    type: { tensorType: { elemType: ELEMENT_TYPE[type], shape: { dim: shape.map((dimValue) => ({ dimValue })) } } },
  };
}
