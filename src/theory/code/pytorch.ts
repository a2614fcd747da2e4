/** A loss as a file for PyTorch. */
import { BINDS } from '../formula/write-text.js';
import {
  called,
  calledOnBoth,
  valueText,
  within,
  type FunctionTable,
  type Piece,
  type ValueWords,
} from './code-text.js';
import type { PreparedSubject } from './code-subject.js';
import {
  codeNames,
  docstring,
  indented,
  nestedList,
  passedArguments,
  PYTHON_NUMBERS,
  typedArguments,
} from './python-file.js';
import type { Statement, Value } from './vectorised-program.js';

/** Functions of tensors. An operand that is a number stands where PyTorch takes one. */
const OF_TENSORS: FunctionTable = {
  exp: called('torch.exp'),
  log: called('torch.log'),
  sqrt: called('torch.sqrt'),
  abs: called('torch.abs'),
  max: (a, b) => extreme('max', 'min', a, b),
  min: (a, b) => extreme('min', 'max', a, b),
  tanh: called('torch.tanh'),
  sigmoid: called('torch.sigmoid'),
  softplus: (a) => `(-F.logsigmoid(-${within(a, BINDS.atom)}))`,
  step: (a) => `(${within(a, BINDS.sum)} > 0).to(d2)`,
  sign: called('torch.sign'),
  logAddExp: (a, b) => {
    if (a.level !== 'number' && b.level !== 'number') return calledOnBoth('torch.logaddexp')(a, b);
    const [number, tensor] = a.level === 'number' ? [a, b] : [b, a];
    if (number.text === '0') return OF_TENSORS.softplus(tensor, tensor);
    const of = `${within(number, BINDS.sum)} - ${within(tensor, BINDS.product)}`;
    return `(${within(number, BINDS.sum)} - F.logsigmoid(${of}))`;
  },
  log1p: called('torch.log1p'),
  expm1: called('torch.expm1'),
};

/** The larger or smaller of two. relu has slope 0 at 0, as derivatives that are written out have. */
function extreme(which: 'max' | 'min', bound: 'max' | 'min', a: Piece, b: Piece): string {
  if (a.level !== 'number' && b.level !== 'number') return `torch.${which}imum(${a.text}, ${b.text})`;
  const [number, tensor] = a.level === 'number' ? [a, b] : [b, a];
  if (which === 'max' && number.text === '0') return `torch.relu(${tensor.text})`;
  return `torch.clamp(${tensor.text}, ${bound}=${number.text})`;
}

const WORDS: ValueWords = { ofArrays: OF_TENSORS, ofNumbers: PYTHON_NUMBERS, infinity: 'math.inf', nan: 'math.nan' };

/** Writes the file. */
export function pytorchFile(subject: PreparedSubject): string {
  const { className, functionName } = codeNames(subject.name);
  const { program, check } = subject;
  const hasState = program.averages > 0;
  const [typed, passed, own] = [typedArguments(subject), passedArguments(subject), passedArguments(subject, 'self.')];
  const result = hasState ? 'tuple[Tensor, Tensor]' : 'Tensor';
  const before = hasState ? 'averages: Tensor | None = None, ' : '';
  const names = program.parameters.map(({ name }) => name);
  const settings = [...names, 'gather'];
  const assigned = `${settings.map((name) => `self.${name}`).join(', ')} = ${settings.join(', ')}`;
  const init = hasState
    ? [
        `def __init__(self, size: int, ${typed}gather: bool = False) -> None:`,
        '    super().__init__()',
        `    ${assigned}`,
        `    self.register_buffer("averages", torch.full((${program.averages}, size), math.nan))`,
      ]
    : [`def __init__(self, ${typed}gather: bool = False) -> None:`, '    super().__init__()', `    ${assigned}`];
  const forward = hasState
    ? [
        'def forward(self, z1: Tensor, z2: Tensor, index: Tensor, labels: Tensor | None = None) -> Tensor:',
        `    loss, after = ${functionName}(z1, z2, labels, ${own}averages=self.averages[:, index], gather=self.gather)`,
        '    if self.gather:  # every process remembers all samples',
        '        after, index = torch.cat(all_gather(after.T.contiguous())).T, torch.cat(all_gather(index))',
        '    self.averages[:, index] = after.to(self.averages)',
        '    return loss',
      ]
    : [
        'def forward(self, z1: Tensor, z2: Tensor, labels: Tensor | None = None) -> Tensor:',
        `    return ${functionName}(z1, z2, labels, ${own}gather=self.gather)`,
      ];
  const about = hasState
    ? `Compute the loss of z1, z2 [N, d]; index [N] says which of all samples they are, whose averages are kept.`
    : 'Compute the loss of two views z1, z2 [N, d], with labels [N] or without.';
  const lossOfPairs = hasState
    ? '_loss(*_pairs(z1, z2, labels, gather), averages, '
    : '_loss(*_pairs(z1, z2, labels, gather), ';
  return `"""${docstring(subject, 'PyTorch')}
"""
from __future__ import annotations

import math

import torch
import torch.distributed as dist
import torch.nn.functional as F
from torch import Tensor, nn
from torch.distributed.nn.functional import all_gather  # with gradients


class ${className}(nn.Module):
    """${about}"""

${indented([...init, '', ...forward])}


def ${functionName}(z1: Tensor, z2: Tensor, labels: Tensor | None = None, *, ${typed}${before}gather: bool = False) -> ${result}:
    """Return the mean loss of z1, z2 [N, d]${hasState ? ' and the new averages, both [%, N], NaN where there was none'.replace('%', String(program.averages)) : ''}; rows of one label [N] are positives of each other.

    gather takes negatives from all processes, which then hold the same loss; average their gradients, as DDP does.
    """
    ${hasState ? `loss, after = ${lossOfPairs}${passed.slice(0, -2)})` : `loss = ${lossOfPairs}${passed.slice(0, -2)})`.replace(', )', ')')}
${indented([
  ...(program.sumsAnchors
    ? []
    : [
        'if gather:  # the value is that of all anchors, the gradient that of this process',
        '    loss = loss + torch.stack(all_gather(loss.detach())).mean() - loss.detach()',
      ]),
  hasState ? 'return loss, after' : 'return loss',
])}


def _pairs(z1: Tensor, z2: Tensor, labels: Tensor | None, gather: bool) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return d² of anchors to rows [V, N, R], which are negatives, and the columns of positives [V, N, K] with a mask."""
${indented(pairLines(subject))}


def _loss(d2: Tensor, neg: Tensor, index: Tensor, pos: Tensor${hasState ? ', averages: Tensor | None' : ''}${names.map((name) => `, ${name}: float`).join('')}) -> ${result}:
${indented(lossLines(subject))}


if __name__ == "__main__":  # numbers that alpha-cl computed in float64
    z = [torch.tensor(rows, dtype=torch.float64, requires_grad=True) for rows in (
        ${nestedList(check.z1)}, ${nestedList(check.z2)})]
    value = ${functionName}(*z, ${passedValues(subject)})${hasState ? '[0]' : ''}
    value.backward()
    norm = math.sqrt(sum(float(one.grad.square().sum()) for one in z if one.grad is not None))
    for name, got, expected in (("value", value.item(), ${check.value}), ("gradient", norm, ${check.gradientNorm})):
        if not abs(got - expected) <= 1e-9 * max(1, abs(expected)):
            raise SystemExit(f"${functionName}: {name} is {got}, expected {expected}")
    print("ok")
`.replaceAll('(*z, )', '(*z)');

  function passedValues({ program: { parameters } }: PreparedSubject): string {
    return parameters.map(({ name, value }) => `${name}=${value}`).join(', ');
  }

  function pairLines({ loss: { distance, negatives, anchors, keys } }: PreparedSubject): string[] {
    const views = anchors === 'both' ? 2 : 1;
    const prepared = (z: string): string =>
      distance === 'dot' ? `${z}.to(dtype)` : `F.normalize(${z}.to(dtype), dim=1)`;
    const all = keys === 'held' ? 'torch.cat((rows1, rows2)).detach()' : 'torch.cat((rows1, rows2))';
    const anchorRows = views === 2 ? 'torch.stack((z1, z2))' : 'z1[None]';
    const cosine = `1 - ${anchorRows} @ ${all}.T`;
    return [
      'if z1.ndim != 2 or z1.shape != z2.shape:',
      '    raise ValueError(f"z1 and z2 must both be [N, d], not {list(z1.shape)} and {list(z2.shape)}")',
      'if labels is not None and labels.shape != z1.shape[:1]:',
      '    raise ValueError(f"labels must be [{len(z1)}], one for each sample, not {list(labels.shape)}")',
      'dtype = torch.promote_types(z1.dtype, torch.float32)  # half precision would lose 1 - cosine',
      `z1, z2 = ${prepared('z1')}, ${prepared('z2')}`,
      'sample = torch.arange(len(z1), device=z1.device) + (dist.get_rank() * len(z1) if gather else 0)',
      'ids = sample if labels is None else labels',
      'rows1, rows2, row_ids = (torch.cat(all_gather(x.contiguous())) if gather else x for x in (z1, z2, ids))',
      ...(subject.program.sumsAnchors
        ? ['z1, z2, ids, sample = rows1, rows2, row_ids, torch.arange(len(rows1), device=z1.device)']
        : []),
      'if len(rows1) < 2:',
      '    raise ValueError("a contrast needs at least 2 samples, not 1")',
      'with torch.autocast(z1.device.type, enabled=False):  # a product in half precision would lose it too',
      `    d2 = ${distance === 'dot' ? cosine : `(${cosine}).clamp(min=0)`}`,
      'row = torch.arange(2 * len(rows1), device=z1.device)',
      'own_sample = row % len(rows1) == sample[:, None]',
      `own_view = row // len(rows1) == torch.arange(${views}, device=z1.device)[:, None, None]`,
      'same = (row_ids.repeat(2) == ids[:, None]) & ~(own_sample & own_view)',
      ...{
        both: ['pos, neg = same, (~same & ~(own_sample & own_view))'],
        same: ['pos, neg = same & (own_view | own_sample), ~same & own_view & ~own_sample'],
        other: ['pos, neg = same & ~own_view, ~same & ~own_view'],
      }[negatives],
      'if labels is not None and not neg.any(-1).all():',
      '    raise ValueError("an anchor has no negative: all samples have its label")',
      'found, index = pos.to(torch.uint8).topk(1 if labels is None else int(pos.sum(-1).max()))',
      'return d2, neg, torch.where(found > 0, index, index[..., :1]), found > 0',
    ];
  }
}

function lossLines({ program }: PreparedSubject): string[] {
  const { uses, statements } = program;
  const lines = [
    'p, pos = d2.gather(-1, index)[..., None], pos[..., None]  # [V, N, K, 1]',
    ...(uses.has('n') || statements.some((one) => one.kind === 'sum' && one.over === 'negatives')
      ? [
          'far = d2.detach().masked_fill(~neg, -math.inf).amax(-1, keepdim=True)  # a finite place for what is no negative',
          'n, neg = torch.where(neg, d2, far)[:, :, None], neg[:, :, None]  # [V, N, 1, R]',
        ]
      : []),
    ...(uses.has('N') ? [`N = d2.shape[-1] // 2`] : []),
    ...(uses.has('M') ? ['M = neg.sum(-1, keepdim=True).to(d2)'] : []),
    'P = pos.sum(2, keepdim=True).to(d2)',
    'share = pos / P',
  ];
  let averages = 0;
  for (const one of statements) {
    lines.push(...statementLines(one, averages));
    if (one.kind === 'average') averages++;
  }
  const value = `(${within({ text: valueText(program.loss, WORDS), binds: BINDS.sum, level: 'term' }, BINDS.product)} * share).sum() / share.sum()`;
  if (averages === 0) return [...lines, `return ${value}`];
  const after = statements
    .filter(({ kind }) => kind === 'average')
    .map(({ name }) => `(${name} * share).sum(2).mean((0, 2))`);
  return [...lines, `return ${value}, torch.stack([${after.join(', ')}])`];
}

function statementLines(statement: Statement, averages: number): string[] {
  const { name, of } = statement;
  const text = valueText(of, WORDS);
  const operand = inParentheses(of, text);
  switch (statement.kind) {
    case 'value':
      return [`${name} = ${text}`];
    case 'held':
      return [`${name} = ${of.level === 'number' ? text : `${operand}.detach()`}`];
    case 'average': {
      const rate = valueText(statement.rate, WORDS);
      return [
        `${name} = (${text} + 0 * p).detach()`,
        'if averages is not None:',
        `    before = averages[${averages}].to(d2)[None, :, None, None]`,
        `    ${name} = torch.where(before.isnan(), ${name}, (1 - ${rate}) * before + ${rate} * ${name})`,
      ];
    }
    case 'sum':
      return [`${name} = ${sumText(statement, of.level === 'number' ? `(${text} + 0 * p)` : operand)}`];
  }
}

function sumText({ over, isLog }: Extract<Statement, { kind: 'sum' }>, of: string): string {
  const [mask, dim] = over === 'negatives' ? ['neg', '-1'] : ['pos', '2'];
  if (over === 'anchors') {
    return isLog
      ? `torch.logsumexp(${of} + torch.log(share), (1, 2), keepdim=True)`
      : `(${of} * share).sum((1, 2), keepdim=True)`;
  }
  return isLog
    ? `torch.logsumexp(${of}.masked_fill(~${mask}, -math.inf), ${dim}, keepdim=True)`
    : `${of}.masked_fill(~${mask}, 0).sum(${dim}, keepdim=True)`;
}

function inParentheses(value: Value, text: string): string {
  const isAtom = value.kind === 'name' || /^[\w.]+\([^()]*\)$/.test(text);
  return isAtom ? text : `(${text})`;
}
