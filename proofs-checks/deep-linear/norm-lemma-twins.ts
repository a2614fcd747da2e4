/** Networks that lack a condition of the norm lemma, and ways back that go wrong. */
import { generate, at, map, norm, row, sliceRows, type Matrix, type Rows } from '../../src/theory/algebra/matrix.js';
import { unitRows, unitRowsGradient } from '../../src/theory/losses/unit-rows.js';
import { rowsCentred } from '../../src/theory/networks/layer-norm.js';
import { networkGradient, networkPass, type NormalisedNetwork } from '../../src/theory/networks/normalised-network.js';
import { librarySubject, type NormLemmaSubject } from './norm-lemma-instance.js';

/** PyTorch's default. */
const VARIANCE_FLOOR = 1e-5;

/** h(W₁x + b), b fixed: a column of W₁ that is not scaled with the rest, on an input that is 1. */
export const withBias: NormLemmaSubject = {
  forward: (network, x) => librarySubject.forward(biased(network), withOnes(x)),
  gradient: (network, x, toOutput) =>
    librarySubject
      .gradient(biased(network), withOnes(x), toOutput)
      .map((own, l) => (l === 0 ? generate(own.rows, own.columns - 1, (i, j) => at(own, i, j)) : own)),
};

/** (z − μ)/√(σ² + ε): the unit row of z − μ beside one more entry √(dε), that entry left out. */
export const flooredLayerNorm: NormLemmaSubject = {
  forward: (network, x) => floored(plainPass(network, x).output).value,
  gradient: (network, x, toOutput) => {
    const pass = plainPass(network, x);
    return networkGradient(pass, floored(pass.output).way(toOutput));
  },
};

/** Layer normalisation whose way back forgets that the mean moves too. */
export const meanForgotten: NormLemmaSubject = {
  ...librarySubject,
  gradient: (network, x, toOutput) => {
    if (network.outputNorm !== 'layer') return librarySubject.gradient(network, x, toOutput);
    const pass = plainPass(network, x);
    const spread = Math.sqrt(toOutput.columns);
    const centred = unitRows(rowsCentred(pass.output));
    return networkGradient(
      pass,
      unitRowsGradient(
        centred,
        map(toOutput, (g) => spread * g),
      ),
    );
  },
};

/** Normalises, but hands the gradient to z as if it had not. */
export const straightThrough: NormLemmaSubject = {
  ...librarySubject,
  gradient: (network, x, toOutput) => networkGradient(plainPass(network, x), toOutput),
};

/** Divides the gradient by the length, and keeps its part along the row. */
export const radialPartKept: NormLemmaSubject = {
  ...librarySubject,
  gradient: (network, x, toOutput) => {
    const pass = plainPass(network, x);
    const z = network.outputNorm === 'layer' ? rowsCentred(pass.output) : pass.output;
    return networkGradient(
      pass,
      generate(z.rows, z.columns, (i, j) => at(toOutput, i, j) / norm(row(z, i))),
    );
  },
};

/** Lets the gradient pass closed gates. */
export const gatesIgnored: NormLemmaSubject = {
  ...librarySubject,
  gradient: (network, x, toOutput) => {
    const pass = networkPass(network, x);
    return networkGradient({ ...pass, network: { ...network, activation: 'linear' } }, toOutput);
  },
};

/** The first view's part of the gradient only. */
export const firstViewOnly: NormLemmaSubject = {
  ...librarySubject,
  gradient: (network, x, toOutput) =>
    librarySubject.gradient(network, sliceRows(x, 0, x.rows / 2), sliceRows(toOutput, 0, x.rows / 2)),
};

function plainPass(network: NormalisedNetwork, x: Rows): ReturnType<typeof networkPass> {
  return networkPass({ ...network, outputNorm: 'none' }, x);
}

function biased(network: NormalisedNetwork): NormalisedNetwork {
  const [first, ...others] = network.layers;
  if (first === undefined) return network;
  // Irrational, so that no grid number cancels it.
  return { ...network, layers: [widened(first, (i) => Math.SQRT2 * (i + 1)), ...others] };
}

function withOnes(x: Rows): Rows {
  return widened(x, () => 1);
}

/** With one more column. */
function widened(matrix: Matrix, last: (i: number) => number): Matrix {
  const { rows, columns } = matrix;
  return generate(rows, columns + 1, (i, j) => (j === columns ? last(i) : at(matrix, i, j)));
}

function floored(z: Rows): { readonly value: Rows; readonly way: (gradient: Rows) => Rows } {
  const d = z.columns;
  const spread = Math.sqrt(d);
  const unit = unitRows(widened(rowsCentred(z), () => Math.sqrt(d * VARIANCE_FLOOR)));
  return {
    value: generate(z.rows, d, (i, j) => spread * at(unit.unit, i, j)),
    way: (gradient) => {
      const toUnit = widened(
        map(gradient, (g) => spread * g),
        () => 0,
      );
      const toCentred = unitRowsGradient(unit, toUnit);
      return rowsCentred(generate(z.rows, d, (i, j) => at(toCentred, i, j)));
    },
  };
}
