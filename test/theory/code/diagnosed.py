"""Appends two lines on α of a batch with each file of code for PyTorch: one with classes, one without."""
import json
import runpy
import sys

import torch

z1, z2, classes, labels = json.load(sys.stdin)
z = [torch.tensor(rows, dtype=torch.float64, requires_grad=True) for rows in (z1, z2)]
for path, own in zip(sys.argv[1:], labels):
    (make,) = [value for name, value in runpy.run_path(path).items() if name.endswith("Loss")]
    loss, own = make(), None if own is None else torch.tensor(own)
    with torch.no_grad():
        loss.diagnose(f"{path}.csv", 7, *z, own, classes=torch.tensor(classes))
    loss.diagnose(f"{path}.csv", 8, *z, own)
