/** A loss as a file for PyTorch. */
import { BINDS } from '../formula/write-text.js';
import {
  called,
  calledOnBoth,
  rateText,
  valueText,
  within,
  type FunctionTable,
  type Piece,
  type ValueWords,
} from './code-text.js';
import type { CodeOptions, PreparedSubject } from './code-subject.js';
import {
  averagesWords,
  codeNames,
  docstring,
  indented,
  LEVEL_COMMENT,
  nestedList,
  NO_NEGATIVE,
  passedArguments,
  PYTHON_NUMBERS,
  typedArguments,
} from './python-file.js';
import { diagnosisLines } from './pytorch-diagnosis.js';
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

/** The words of PyTorch for values. */
export const PYTORCH_WORDS: ValueWords = {
  ofArrays: OF_TENSORS,
  ofNumbers: PYTHON_NUMBERS,
  infinity: 'torch.inf',
  nan: 'torch.nan',
};

/** Writes the file. @param diagnosis whether the class can also append what α does to a CSV file */
export function pytorchFile(subject: PreparedSubject, { diagnosis }: CodeOptions): string {
  const { className, functionName } = codeNames(subject.name);
  const { program, check } = subject;
  const hasState = program.averages > 0;
  const [typed, own] = [typedArguments(subject), passedArguments(subject, 'self.')];
  const result = hasState ? 'tuple[Tensor, Tensor]' : 'Tensor';
  const names = program.parameters.map(({ name }) => name);
  const settings = [...names, 'gather'];
  const size = hasState ? 'size: int, ' : '';
  const init = [
    `def __init__(self, ${size}${typed}gather: bool = False) -> None:`,
    '    super().__init__()',
    `    ${settings.map((name) => `self.${name}`).join(', ')} = ${settings.join(', ')}`,
    ...(hasState ? [`    self.register_buffer("averages", torch.full((${program.averages}, size), torch.nan))`] : []),
  ];
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
    ? 'Compute the loss of z1, z2 [N, d]; index [N] says which of all samples they are, whose averages are kept.'
    : 'Compute the loss of two views z1, z2 [N, d], with labels [N] or without.';
  const taken = `z1: Tensor, z2: Tensor, labels: Tensor | None = None, *, ${typed}${hasState ? 'averages: Tensor | None = None, ' : ''}gather: bool = False`;
  const signature = `def ${functionName}(${taken}) -> ${result}:`;
  const body = `class ${className}(nn.Module):
    """${about}"""

${indented([...init, '', ...forward, ...(diagnosis ? ['', ...diagnosisLines(subject)] : [])])}


${signature.length <= 130 ? signature : `def ${functionName}(\n    ${taken},\n) -> ${result}:`}
    """Return the mean loss of z1, z2 [N, d]; rows of one label [N] are positives; gather takes negatives from all processes.${
      hasState ? `\n\n    Return with it ${averagesWords(program)}.\n    ` : ''
    }"""
    ${hasState ? 'loss, after' : 'loss'} = _loss(*_pairs(z1, z2, labels, gather)${hasState ? ', averages' : ''}${names.map((name) => `, ${name}`).join('')})
${indented([
  ...(program.sumsAnchors
    ? []
    : [
        'if gather:  # the value is that of all anchors; average the gradients of the processes, as DDP does',
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
    z = torch.tensor([${nestedList(check.z1)}, ${nestedList(check.z2)}], dtype=torch.float64)
    value = ${functionName}(*z.requires_grad_()${program.parameters.map(({ name, value }) => `, ${name}=${value}`).join('')})${hasState ? '[0]' : ''}
    value.backward()
    for name, got, expected in (("value", value, ${check.value}), ("gradient", z.grad.norm(), ${check.gradientNorm})):
        if not abs(got.item() - expected) <= 1e-9 * max(1, abs(expected)):
            raise SystemExit(f"${functionName}: {name} is {got.item()}, expected {expected}")
    print("ok")
`;
  return `"""${docstring(subject, 'PyTorch')}
"""
from __future__ import annotations

${body.includes('math.') ? 'import math\n\n' : ''}import torch
import torch.distributed as dist
import torch.nn.functional as F
from torch import Tensor, nn
from torch.distributed.nn.functional import all_gather  # with gradients


${body}`;
}

function pairLines({ loss, program }: PreparedSubject): string[] {
  const { distance, negatives, anchors, keys } = loss;
  const isPlain = distance === 'dot';
  const views = anchors === 'both' ? 2 : 1;
  const lifted = 'z.to(torch.promote_types(z.dtype, torch.float32))';
  const others = keys === 'held' ? 'torch.cat((rows1, rows2)).detach()' : 'torch.cat((rows1, rows2))';
  return [
    'if z1.ndim != 2 or z1.shape != z2.shape:',
    '    raise ValueError(f"z1 and z2 must both be [N, d], not {list(z1.shape)} and {list(z2.shape)}")',
    'if labels is not None and labels.shape != z1.shape[:1]:',
    '    raise ValueError(f"labels must be [{len(z1)}], one for each sample, not {list(labels.shape)}")',
    `z1, z2 = (${isPlain ? lifted : `F.normalize(${lifted}, dim=1)`} for z in (z1, z2))  # not in half precision`,
    'sample = torch.arange(len(z1), device=z1.device) + (dist.get_rank() * len(z1) if gather else 0)',
    'ids = sample if labels is None else labels',
    'rows1, rows2, row_ids = (torch.cat(all_gather(x.contiguous())) if gather else x for x in (z1, z2, ids))',
    ...(program.sumsAnchors
      ? ['z1, z2, ids, sample = rows1, rows2, row_ids, torch.arange(len(rows1), device=z1.device)']
      : []),
    `a, b = ${views === 2 ? 'torch.cat((z1, z2))' : 'z1'}, ${others}`,
    // Bits beyond the 10 of TF32 are cut off: x + (cut − x) is what is left, with the gradient of x. What TF32 loses is 2⁻²¹ then.
    'a1, b1 = (x + ((x.detach().float().view(torch.int32) & -8192).view(torch.float32) - x.detach()) for x in (a, b))',
    'with torch.autocast(z1.device.type, enabled=False):  # TF32 has a1 exactly, and a - a1 nearly',
    '    dot = torch.cat((a1, a - a1, a1, a - a1), 1) @ torch.cat((b1, b1, b - b1, b - b1), 1).T',
    isPlain ? `d2 = (1 - dot).view(${views}, len(z1), -1)` : `d2 = (1 - dot).clamp(min=0).view(${views}, len(z1), -1)`,
    `row, view = torch.arange(2 * len(rows1), device=z1.device), torch.arange(${views}, device=z1.device)[:, None, None]`,
    'own_sample, own_view = row % len(rows1) == sample[:, None], row // len(rows1) == view',
    'same = (row_ids.repeat(2) == ids[:, None]) & ~(own_sample & own_view)',
    {
      both: 'pos, neg = same, ~same & ~(own_sample & own_view)',
      same: 'pos, neg = same & (own_view | own_sample), ~same & own_view & ~own_sample',
      other: 'pos, neg = same & ~own_view, ~same & ~own_view',
    }[negatives],
    'if len(rows1) < 2 or labels is not None and not neg.any(-1).all():',
    `    ${NO_NEGATIVE}`,
    'found, index = pos.to(torch.uint8).topk(1 if labels is None else int(pos.sum(-1).max()))',
    'return d2, neg, torch.where(found > 0, index, index[..., :1]), found > 0',
  ];
}

function lossLines({ program }: PreparedSubject): string[] {
  const { uses, statements } = program;
  const lines = [
    'p, pos = d2.gather(-1, index)[..., None], pos[..., None]  # [V, N, K, 1]',
    ...(uses.has('n') || statements.some((one) => one.kind === 'sum' && one.over === 'negatives')
      ? [
          'far = d2.detach().masked_fill(~neg, -torch.inf).amax(-1, keepdim=True)  # a finite place for what is no negative',
          'n, neg = torch.where(neg, d2, far)[:, :, None], neg[:, :, None]  # [V, N, 1, R]',
        ]
      : []),
    ...(uses.has('N') ? [`N = d2.shape[-1] // 2`] : []),
    ...(uses.has('M') ? ['M = neg.sum(-1, keepdim=True).to(d2)'] : []),
    ...(uses.has('P') ? ['P = pos.sum(2, keepdim=True).to(d2)'] : []),
    `share = pos / ${uses.has('P') ? 'P' : 'pos.sum(2, keepdim=True).to(d2)'}`,
  ];
  let averages = 0;
  for (const one of statements) {
    lines.push(...statementLines(one, averages));
    if (one.kind === 'average') averages++;
  }
  const text = valueText(program.loss, PYTORCH_WORDS);
  const isShort = text.length < 80;
  if (!isShort) lines.push(`loss = ${text}`);
  const value = `(${isShort ? inParentheses(program.loss, text) : 'loss'} * share).sum() / share.sum()`;
  if (averages === 0) return [...lines, `return ${value}`];
  const after = statements.flatMap((one) => {
    if (one.kind !== 'average') return [];
    if (!one.isLog) return [`(${one.name} * share).sum(2).mean((0, 2))`];
    return [`torch.logsumexp(${one.name} + torch.log(share / len(d2)), (0, 2, 3))`];
  });
  return [...lines, `return ${value}, torch.stack([${after.join(', ')}])`];
}

function statementLines(statement: Statement, averages: number): string[] {
  const { name, of } = statement;
  const text = valueText(of, PYTORCH_WORDS);
  const operand = inParentheses(of, text);
  switch (statement.kind) {
    case 'value':
      return [`${name} = ${text}`];
    case 'held':
      return [`${name} = ${of.level === 'number' ? text : `${operand}.detach()`}`];
    case 'average': {
      const rate = rateText(statement.rate, PYTORCH_WORDS);
      return [
        `${name} = (${text} + 0 * p).detach()`,
        'if averages is not None:',
        `    before = averages[${averages}].to(d2)[None, :, None, None]`,
        ...(statement.isLog
          ? [
              `    old, new = d2.new_tensor((1 - ${rate}, ${rate})).log()`,
              `    ${name} = torch.where(before.isnan(), ${name}, torch.logaddexp(before + old, ${name} + new))`,
            ]
          : [`    ${name} = torch.where(before.isnan(), ${name}, (1 - ${rate}) * before + ${rate} * ${name})`]),
      ];
    }
    case 'sum':
      return [`${name} = ${sumText(statement, of.level === 'number' ? `(${text} + 0 * p)` : operand)}`];
    case 'level':
      return [
        `with torch.no_grad():  # ${LEVEL_COMMENT}`,
        '    asinh, step = torch.full_like(n[..., :1], 32), 32.0',
        '    while step > torch.finfo(n.dtype).eps / 16:',
        '        x = (asinh - step).sinh()',
        `        asinh = torch.where(${sumText({ over: 'negatives', isLog: false }, operand)} >= 1, asinh - step, asinh)`,
        '        step /= 2',
        `    ${name} = asinh.sinh()`,
      ];
  }
}

function sumText({ over, isLog }: Pick<Extract<Statement, { kind: 'sum' }>, 'over' | 'isLog'>, of: string): string {
  const [mask, dim] = over === 'negatives' ? ['neg', '-1'] : ['pos', '2'];
  if (over === 'anchors') {
    return isLog
      ? `torch.logsumexp(${of} + torch.log(share), (1, 2), keepdim=True)`
      : `(${of} * share).sum((1, 2), keepdim=True)`;
  }
  return isLog
    ? `torch.logsumexp(${of}.masked_fill(~${mask}, -torch.inf), ${dim}, keepdim=True)`
    : `${of}.masked_fill(~${mask}, 0).sum(${dim}, keepdim=True)`;
}

function inParentheses(value: Value, text: string): string {
  const isAtom = value.kind === 'name' || /^[\w.]+\([^()]*\)$/.test(text);
  return isAtom ? text : `(${text})`;
}
