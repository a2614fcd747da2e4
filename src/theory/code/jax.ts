/** A loss as a file for JAX. */
import { called, calledOnBoth } from './code-text.js';
import { arrayWords, lossLines, pairLines, shapeLines, type ArrayLibrary } from './array-python.js';
import type { PreparedSubject } from './code-subject.js';
import {
  averagesWords,
  codeNames,
  docstring,
  indented,
  LEVEL_COMMENT,
  nestedList,
  NO_NEGATIVE,
  passedArguments,
  typedArguments,
} from './python-file.js';

const JAX: ArrayLibrary = {
  module: 'jnp',
  functions: {
    sigmoid: called('jax.nn.sigmoid'),
    // relu has slope 0 at 0, as derivatives that are written out have.
    max: (a, b) => {
      if (a.text === '0' || b.text === '0') return `jax.nn.relu(${a.text === '0' ? b.text : a.text})`;
      return calledOnBoth('jnp.maximum')(a, b);
    },
  },
  logSumExp: (array, axes) => `jax.nn.logsumexp(${array}, axis=${axes}, keepdims=True)`,
  held: (array) => `jax.lax.stop_gradient(${array})`,
  level: (name, sum, like) => [
    `def descended(k, asinh):  # ${LEVEL_COMMENT}`,
    '    step = 32 / 2.0**k',
    '    x = jnp.sinh(asinh - step)',
    `    return jnp.where(${sum} >= 1, asinh - step, asinh)`,
    `asinh = jax.lax.fori_loop(0, jnp.finfo(n.dtype).nmant + 10, descended, jnp.full_like(${like}, 32))`,
    `${name} = jax.lax.stop_gradient(jnp.sinh(asinh))`,
  ],
  product: (rows, others) => `jnp.matmul(${rows}, ${others}.T, precision="highest")`,
};

/** The words of JAX for values. */
export const JAX_WORDS = arrayWords(JAX);

/** Writes the file. */
export function jaxFile(subject: PreparedSubject): string {
  const { className, functionName } = codeNames(subject.name);
  const { program, check } = subject;
  const hasState = program.averages > 0;
  const result = hasState ? 'tuple[jax.Array, jax.Array]' : 'jax.Array';
  const [state, stateArgument] = hasState ? ['averages: jax.Array | None = None, ', 'averages, '] : ['', ''];
  const values = program.parameters.map(({ name, value }) => `, ${name}=${value}`).join('');
  const fields = program.parameters.map(({ name, value }) => `${name}: float = ${value}`);
  return `"""${docstring(subject, 'JAX')}
"""
from __future__ import annotations

import dataclasses
import math

import jax
import jax.numpy as jnp


@dataclasses.dataclass(frozen=True)
class ${className}:
    """Hold the parameters of the loss; call it on two views z1, z2 [N, d], with labels [N] or without."""

${indented([
  ...fields,
  'axis_name: str | None = None',
  '',
  `def __call__(self, z1: jax.Array, z2: jax.Array, labels: jax.Array | None = None${hasState ? ', averages: jax.Array | None = None' : ''}) -> ${result}:`,
  `    return ${functionName}(z1, z2, labels, ${stateArgument.replace('averages', 'averages=averages')}${passedArguments(subject, 'self.')}axis_name=self.axis_name)`,
])}


def ${functionName}(
    z1: jax.Array, z2: jax.Array, labels: jax.Array | None = None, *,
    ${typedArguments(subject)}${state}axis_name: str | None = None,
) -> ${result}:
    """Return the mean loss of z1, z2 [N, d]${hasState ? ` and ${averagesWords(program)}` : ''}; rows of one label [N] are positives of each other.

    axis_name, of pmap or shard_map, takes negatives from all devices; average gradients over it with jax.lax.pmean.
    """
${indented([
  ...shapeLines('jnp', subject),
  'sample = jnp.arange(len(z1)) + (jax.lax.axis_index(axis_name) * len(z1) if axis_name else 0)',
  'ids = sample if labels is None else jnp.asarray(labels)',
  'rows1, rows2, row_ids = (jax.lax.all_gather(x, axis_name, tiled=True) if axis_name else x for x in (z1, z2, ids))',
  ...(program.sumsAnchors ? ['z1, z2, ids, sample = rows1, rows2, row_ids, jnp.arange(len(rows1))'] : []),
  ...pairLines(JAX, subject),
  'if len(rows1) < 2 or not isinstance(neg, jax.core.Tracer) and not neg.any(-1).all():',
  `    ${NO_NEGATIVE}`,
  ...lossLines(JAX, subject),
  'loss = jax.lax.pmean(loss, axis_name) if axis_name else loss',
  hasState ? 'return loss, after' : 'return loss',
])}


if __name__ == "__main__":  # numbers that alpha-cl computed in float64
    jax.config.update("jax_enable_x64", True)
    z = tuple(jnp.array(rows, dtype=jnp.float64) for rows in (
        ${nestedList(check.z1)}, ${nestedList(check.z2)}))
    value, slopes = jax.value_and_grad(lambda z: ${functionName}(*z${values})${hasState ? '[0]' : ''})(z)
    norm = math.sqrt(sum(float((one**2).sum()) for one in slopes))
    for name, got, expected in (("value", float(value), ${check.value}), ("gradient", norm, ${check.gradientNorm})):
        if not abs(got - expected) <= 1e-9 * max(1, abs(expected)):
            raise SystemExit(f"${functionName}: {name} is {got}, expected {expected}")
    print("ok")
`;
}
