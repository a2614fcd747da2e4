"""Prints how a file of code for PyTorch refuses wrong shapes."""
import json
import runpy
import sys

import torch

loss = runpy.run_path(sys.argv[1])["dcl_loss"]
z = torch.randn(4, 3)
told = []
for z1, z2, labels in (
    (z, z[:1], None),
    (z, z[:, :1], None),
    (z[:, 0], z[:, 0], None),
    (z[:1], z[:1], None),
    (z, z, torch.zeros(3)),
    (z, z, torch.zeros(4, 1)),
    (z, z, torch.zeros(4)),
):
    try:
        told.append(f"no refusal: {loss(z1, z2, labels)}")
    except ValueError as error:
        told.append(str(error))
print(json.dumps(told))
