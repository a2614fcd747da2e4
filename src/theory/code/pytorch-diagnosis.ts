/** Writes the method of a class for PyTorch that appends what α does in a batch to a CSV file. */
import type { PreparedSubject } from './code-subject.js';

/**
 * Writes the method `diagnose`.
 *
 * α = −∂L/∂d² of an anchor's negatives, where it pushes, is divided by its sum: shares. Columns that occur in `metrics.jsonl` of a run of
 * alpha-cl have the same names and definitions there.
 */
export function diagnosisLines({ program }: PreparedSubject): string[] {
  const hasState = program.averages > 0;
  const values = program.parameters.map(({ name }) => `, self.${name}`).join('');
  const [index, averages] = hasState ? ['index: Tensor, ', ', self.averages[:, index]'] : ['', ''];
  return [
    'def diagnose(',
    `    self, path: str, step: int, z1: Tensor, z2: Tensor, ${index}labels: Tensor | None = None, classes: Tensor | None = None`,
    ') -> dict[str, float]:',
    '    """Append to a CSV file, and return, what the weights of negatives, alpha = -dL/dd², do in a batch; they are taken to sum to 1.',
    '',
    '    effectiveNegatives: exp of the entropy of an anchor by its alpha, the mean; effectiveShare: that over the 2N - 2 other views;',
    "    nearestShare: alpha of the nearest negative; falseNegatives: alpha on negatives of the anchor's class, where classes [N] are",
    '    given, which change no loss, as labels do; meanDistance, weightedDistance: d² of negatives, plain and weighted by alpha.',
    '    """',
    '    with torch.enable_grad():',
    '        d2, neg, places, pos = _pairs(z1.detach(), z2.detach(), labels, self.gather)',
    `        loss = _loss(d2.requires_grad_(), neg, places, pos${averages}${values})${hasState ? '[0]' : ''}`,
    '    alpha = -torch.autograd.grad(loss, d2)[0].masked_fill(~neg, 0).clamp(max=0)',
    '    counted = alpha.sum(-1) > 0  # an anchor that pushes nothing away has no shares',
    '    share, neg, d2 = alpha[counted] / alpha[counted].sum(-1, keepdim=True), neg[counted], d2.detach()[counted]  # [A, R]',
    '    nearest = d2.masked_fill(~neg, torch.inf).argmin(-1, keepdim=True)',
    '    spread = torch.special.entr(share).sum(-1).exp().mean().item()',
    '    line = {',
    '        "step": step,',
    '        "loss": loss.item(),',
    '        "effectiveNegatives": spread,',
    '        "effectiveShare": spread / (d2.shape[-1] - 2),',
    '        "nearestShare": share.gather(-1, nearest).mean().item(),',
    '        "falseNegatives": torch.nan,',
    '        "meanDistance": d2[neg].mean().item(),',
    '        "weightedDistance": (share * d2).sum(-1).mean().item(),',
    '    }',
    '    if classes is not None:',
    '        rows = torch.cat(all_gather(classes.contiguous())) if self.gather else classes',
    `        same = (rows.repeat(2) == ${program.sumsAnchors ? 'rows' : 'classes'}[:, None]).expand_as(alpha)[counted]`,
    '        line["falseNegatives"] = (share * same).sum(-1).mean().item()',
    '    if not self.gather or dist.get_rank() == 0:',
    '        with open(path, "a", encoding="utf-8") as file:  # closed, and so on the disk, after each line',
    '            if file.tell() == 0:',
    '                file.write(",".join(line) + "\\n")',
    '            file.write(",".join("" if x != x else f"{x:.9g}" for x in line.values()) + "\\n")',
    '    return line',
  ];
}
