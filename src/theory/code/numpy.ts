/** A loss as a file for NumPy: its value, as a reference. */
import { calledOnBoth, within } from './code-text.js';
import { BINDS } from '../formula/write-text.js';
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

const NUMPY: ArrayLibrary = {
  module: 'np',
  functions: {
    sigmoid: (a) => `np.exp(-np.logaddexp(0, -${within(a, BINDS.atom)}))`,
    max: calledOnBoth('np.maximum'),
  },
  logSumExp: (array, axes) => `np.logaddexp.reduce(${array}, axis=${axes}, keepdims=True)`,
  held: (array) => array,
  level: (name, sum) => [
    `with np.errstate(all="ignore"):  # ${LEVEL_COMMENT}`,
    '    asinh, step = np.full_like(n[..., :1], 32), 32.0',
    '    while step > np.finfo(n.dtype).eps / 16:',
    '        x = np.sinh(asinh - step)',
    `        asinh = np.where(${sum} >= 1, asinh - step, asinh)`,
    '        step /= 2',
    `    ${name} = np.sinh(asinh)`,
  ],
  product: (rows, others) => `${rows} @ ${others}.T`,
};

/** The words of NumPy for values. */
export const NUMPY_WORDS = arrayWords(NUMPY);

/** Writes the file. */
export function numpyFile(subject: PreparedSubject): string {
  const { className, functionName } = codeNames(subject.name);
  const { program, check } = subject;
  const hasState = program.averages > 0;
  const result = hasState ? 'tuple[float, np.ndarray]' : 'float';
  const typed = typedArguments(subject).replace(/, $/, '');
  const state = hasState ? ', averages: np.ndarray | None = None' : '';
  const values = program.parameters.map(({ name, value }) => `, ${name}=${value}`).join('');
  const fields = program.parameters.map(({ name, value }) => `${name}: float = ${value}`);
  const passed = passedArguments(subject, 'self.').replace(/, $/, '');
  const star = typed === '' && state === '' ? '' : ', *';
  return `"""${docstring(subject, 'NumPy')}
"""
from __future__ import annotations

import dataclasses
import math

import numpy as np


@dataclasses.dataclass(frozen=True)
class ${className}:
    """Hold the parameters of the loss; call it on two views z1, z2 [N, d], with labels [N] or without."""

${indented([
  ...fields,
  ...(fields.length === 0 ? [] : ['']),
  `def __call__(self, z1: np.ndarray, z2: np.ndarray, labels: np.ndarray | None = None${state}) -> ${result}:`,
  `    return ${functionName}(z1, z2, labels${passed === '' ? '' : `, ${passed}`}${hasState ? ', averages=averages' : ''})`,
])}


def ${functionName}(z1: np.ndarray, z2: np.ndarray, labels: np.ndarray | None = None${star}${typed === '' ? '' : `, ${typed}`}${state}) -> ${result}:
    """Return the mean loss of z1, z2 [N, d]${hasState ? ` and ${averagesWords(program)}` : ''}; rows of one label [N] are positives of each other."""
${indented([
  ...shapeLines('np', subject),
  'rows1, rows2, sample = z1, z2, np.arange(len(z1))',
  'row_ids = ids = sample if labels is None else np.asarray(labels)',
  ...pairLines(NUMPY, subject),
  'if not neg.any(-1).all():',
  `    ${NO_NEGATIVE}`,
  ...lossLines(NUMPY, subject),
  hasState ? 'return float(loss), after' : 'return float(loss)',
])}


if __name__ == "__main__":  # a number that alpha-cl computed in float64
    z1, z2 = np.array(
        ${nestedList(check.z1)}), np.array(${nestedList(check.z2)})
    value, expected = ${functionName}(z1, z2${values})${hasState ? '[0]' : ''}, ${check.value}
    if not abs(value - expected) <= 1e-9 * max(1, abs(expected)):
        raise SystemExit(f"${functionName}: the value is {value}, expected {expected}")
    print("ok")
`;
}
