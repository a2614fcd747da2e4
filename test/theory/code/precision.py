"""Prints, of each file of code for PyTorch, how far float32 with products in TF32 is from float64 at N = 512; of some, bfloat16 and float16 too."""
import glob
import json
import os
import runpy
import sys

import torch

torch.manual_seed(0)
torch.set_num_threads(1)
N, WIDTH = 512, 8
Z1 = torch.randn(N, WIDTH)
Z2 = Z1 + 0.7 * torch.randn(N, WIDTH)
product = torch.Tensor.__matmul__


def in_tf32(x):
    """Round to the 10 bits that a product in TF32 reads."""
    return ((x.contiguous().view(torch.int32) + 0x1000) & -0x2000).view(torch.float32)


def product_in_tf32(a, b):
    return product(a, b) if a.dtype == torch.float64 else product(in_tf32(a), in_tf32(b))


found = {}
for path in sorted(glob.glob(os.path.join(sys.argv[1], "*.py"))):
    names = runpy.run_path(path)
    (loss,) = [value for name, value in names.items() if name.endswith("_loss") and name != "_loss"]
    values = {"tau": 0.01} if "tau" in loss.__kwdefaults__ else {}
    # Rows that are taken as they are lie in a ball.
    scale = 2**-6 if "rows as they are" in names["__doc__"] else 1

    def value(z1, z2):
        with torch.no_grad():
            result = loss(scale * z1, scale * z2, **values)
        return (result[0] if isinstance(result, tuple) else result).item()

    name, errors = os.path.basename(path).split(".")[0], []
    for dtype in (torch.float32, *([torch.bfloat16, torch.float16] if name in ("nt-xent", "hcl", "alpha-square") else [])):
        z = [rows.to(dtype) for rows in (Z1, Z2)]
        exact = value(*(rows.double() for rows in z))
        torch.Tensor.__matmul__ = product_in_tf32
        errors.append(abs(value(*z) - exact) / max(1, abs(exact)))
        torch.Tensor.__matmul__ = product
    found[name] = errors
print(json.dumps(found))
