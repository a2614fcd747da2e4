"""Holds generated code for PyTorch against itself: half precision against float64, and torch.compile against what it compiles.

    python generated.py FOLDER

Prints the torch version and, by name of a file, the largest error of value and gradient, as JSON.
"""
import glob
import json
import os
import runpy
import sys

import torch

torch.manual_seed(0)
torch.set_num_threads(1)
ROWS, WIDTH, TAU = 512, 8, 0.01
Z1 = torch.randn(ROWS, WIDTH)
Z2 = Z1 + 0.7 * torch.randn(ROWS, WIDTH)


def of_file(path):
    names = runpy.run_path(path)
    (loss,) = [value for name, value in names.items() if name.endswith("_loss") and name != "_loss"]
    values = {"tau": TAU} if "tau" in loss.__kwdefaults__ else {}
    # Rows that are taken as they are lie in a ball.
    scale = 2**-6 if "rows as they are" in names["__doc__"] else 1

    def value(function, z1, z2):
        result = function(scale * z1, scale * z2, **values)
        return result[0] if isinstance(result, tuple) else result

    found = {}
    for dtype in (torch.float32, torch.bfloat16, torch.float16):
        z = [rows.to(dtype) for rows in (Z1, Z2)]
        with torch.no_grad():
            exact = value(loss, *(rows.double() for rows in z)).item()
            found[str(dtype).split(".")[1]] = abs(value(loss, *z).item() - exact) / max(1, abs(exact))
    if hasattr(torch, "compile"):
        (plain, own), (compiled, other) = [value_and_gradient(value, one) for one in (loss, torch.compile(loss))]
        found["compiled"] = abs(plain - compiled) / max(1, abs(plain))
        found["compiledGradient"] = ((own - other).abs().max() / own.abs().max().clamp_min(1e-30)).item()
    return found


def value_and_gradient(value, function):
    z = [rows[:64].double().requires_grad_() for rows in (Z1, Z2)]
    result = value(function, *z)
    result.backward()
    return result.item(), torch.cat([torch.zeros_like(one) if one.grad is None else one.grad for one in z])


files = sorted(glob.glob(os.path.join(sys.argv[1], "*.py")))
losses = {os.path.basename(path)[:-3]: of_file(path) for path in files}
print(json.dumps({"torch": torch.__version__, "losses": losses}))
