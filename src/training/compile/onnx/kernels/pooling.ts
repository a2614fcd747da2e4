/** Pooling over the windows of windows.ts. */
import type { GraphBuilder } from '../graph-builder.js';
import { ELEMENT_TYPE } from '../onnx-format.js';
import { poolingGeometry } from '../../traced-kernels.js';
import { type WindowGeometry } from '../../window-geometry.js';
import { inLayout, type PlacedTensor } from '../placed-tensor.js';
import { input, type KernelCall, type KernelTable } from './kernel.js';
import { CHANNEL_FIRST_BATCH_LAST, foldWindows, outPixels, tapsOf, unfoldWindows } from './windows.js';

function windowsOf(graph: GraphBuilder, x: PlacedTensor, geometry: WindowGeometry): string {
  const images = inLayout(graph, x, CHANNEL_FIRST_BATCH_LAST);
  return unfoldWindows(graph, images, geometry, { outside: 'lowest', sharing: 'fresh' });
}

function maxPool(call: KernelCall): PlacedTensor {
  const { graph } = call;
  const x = input(call, 'x');
  const geometry = poolingGeometry(x.shape, call.attributes);
  const greatest = graph.node('ReduceMax', [windowsOf(graph, x, geometry), graph.ints([1])], { keepdims: 0 });
  const { inChannels, outHeight, outWidth, batchSize } = geometry;
  return {
    value: graph.reshape(greatest, [inChannels, outHeight, outWidth, batchSize]),
    shape: call.outputs[0].shape,
    dtype: x.dtype,
    layout: CHANNEL_FIRST_BATCH_LAST,
  };
}

/** Gives the whole gradient of a window to its greatest entry, to the first of equal ones. */
function maxPoolGradient(call: KernelCall): PlacedTensor {
  const { graph } = call;
  const [x, dy] = [input(call, 'input'), input(call, 'dy')];
  const geometry = poolingGeometry(x.shape, call.attributes);
  const { inChannels, batchSize } = geometry;
  const winner = graph.node('ArgMax', [windowsOf(graph, x, geometry)], { axis: 1, keepdims: 1, select_last_index: 0 });
  const taps = Array.from({ length: tapsOf(geometry) }, (_, tap) => tap);
  const wins = graph.node('Equal', [winner, graph.ints(taps, [1, taps.length, 1, 1])]);
  const perWindow = graph.reshape(inLayout(graph, dy, CHANNEL_FIRST_BATCH_LAST), [
    inChannels,
    1,
    outPixels(geometry),
    batchSize,
  ]);
  const spread = graph.node('Mul', [graph.node('Cast', [wins], { to: ELEMENT_TYPE.float32 }), perWindow]);
  return {
    value: foldWindows(graph, spread, geometry),
    shape: x.shape,
    dtype: 'float32',
    layout: CHANNEL_FIRST_BATCH_LAST,
  };
}

export const POOLING: KernelTable = { MaxPool: maxPool, MaxPoolGrad: maxPoolGradient };
