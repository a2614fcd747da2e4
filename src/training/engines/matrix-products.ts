/**
 * Matrix products outside any step: large ones on ONNX Runtime, many times as fast as loops in JavaScript, small ones in such loops,
 * which start at once. In float32, or in float64 where small eigenvalues matter.
 */
import { availableThreads } from '../../base/threads.js';
import { encodeOnnx } from '../compile/onnx/onnx-format.js';
import type { InferenceSession, Tensor } from './onnx-runtime.js';
import { plainProduct, type Block, type MatrixProducts, type Numbers } from './plain-products.js';

/** Multiplications of a product below which loops in JavaScript are used: a session takes longer to open. */
export const LARGE_PRODUCT = 2 ** 23;

/** Opens products in float32. */
export function singleProducts(): MatrixProducts<Float32Array> {
  return products('float32');
}

/**
 * Opens products in float64: a door to ONNX Runtime for what the theory multiplies.
 *
 * @example
 * const products = doubleProducts();
 * await products.multiply(fromNested([[1, 2]]), fromNested([[3], [4]])); // [[11]]
 * await products.close();
 */
export function doubleProducts(): MatrixProducts<Float64Array> {
  return products('float64');
}

function products<Data extends Numbers>(type: 'float32' | 'float64'): MatrixProducts<Data> {
  const sessions = new Map<string, Promise<InferenceSession>>();
  const sessionFor = (transposed: string): Promise<InferenceSession> => {
    const known = sessions.get(transposed);
    if (known !== undefined) return known;
    const session = opened(transposed);
    sessions.set(transposed, session);
    return session;
  };
  const opened = async (transposed: string): Promise<InferenceSession> => {
    const { InferenceSession } = await runtime();
    return InferenceSession.create(productModel(type, transposed), {
      executionProviders: ['cpu'],
      enableMemPattern: false,
      logSeverityLevel: 3,
      intraOpNumThreads: availableThreads(),
    });
  };
  return {
    multiply: async (a, b, transposed = 'none') => {
      const work = a.data.length * (transposed === 'second' ? b.rows : b.columns);
      if (work < LARGE_PRODUCT) return plainProduct<Data>(a, b, transposed);
      const session = await sessionFor(transposed);
      const { c } = await session.run({ a: await tensorOf(a), b: await tensorOf(b) });
      return {
        rows: transposed === 'first' ? a.columns : a.rows,
        columns: transposed === 'second' ? b.rows : b.columns,
        data: (c as Tensor).data as Data,
      };
    },
    close: async () => {
      for (const session of sessions.values()) await (await session).release();
    },
  };
}

/** Loaded on first use: small products do without it. */
const runtime = () => import('./onnx-runtime.js');

async function tensorOf({ rows, columns, data }: Block): Promise<Tensor> {
  const { Tensor } = await runtime();
  return data instanceof Float32Array
    ? new Tensor('float32', data, [rows, columns])
    : new Tensor('float64', data, [rows, columns]);
}

function productModel(type: 'float32' | 'float64', transposed: string): Uint8Array {
  const attributes = { transA: transposed === 'first' ? 1 : 0, transB: transposed === 'second' ? 1 : 0 };
  return encodeOnnx({
    nodes: [{ op: 'Gemm', inputs: ['a', 'b'], outputs: ['c'], attributes }],
    constants: [],
    inputs: [
      { name: 'a', type, shape: ['m', 'k'] },
      { name: 'b', type, shape: ['l', 'n'] },
    ],
    outputs: [{ name: 'c', type, shape: ['p', 'q'] }],
  });
}
