"""Reads cases of generated code as JSON from standard input, runs each in PyTorch, JAX or NumPy, and prints values and gradients."""
import importlib.util
import json
import sys

import numpy as np


def module_of(path):
    spec = importlib.util.spec_from_file_location("generated", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["generated"] = module
    spec.loader.exec_module(module)
    return module


def in_pytorch(case, function):
    import torch

    dtype = getattr(torch, case.get("dtype", "float64"))
    z = [torch.tensor(case[name], dtype=torch.float64).to(dtype).requires_grad_() for name in ("z1", "z2")]
    extra = {}
    if "labels" in case:
        extra["labels"] = torch.tensor(case["labels"])
    if "averages" in case:
        extra["averages"] = torch.tensor(case["averages"], dtype=torch.float64)
    result = function(*z, **extra)
    loss, averages = result if isinstance(result, tuple) else (result, None)
    loss.backward()
    gradient = [(torch.zeros_like(one) if one.grad is None else one.grad).double().tolist() for one in z]
    return {"value": loss.item(), "gradient": gradient, "averages": None if averages is None else averages.tolist()}


def in_jax(case, function):
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    dtype = getattr(jnp, case.get("dtype", "float64"))
    z = tuple(jnp.array(case[name], dtype=jnp.float64).astype(dtype) for name in ("z1", "z2"))
    extra = {name: jnp.array(case[name]) for name in ("labels", "averages") if name in case}

    def loss(z):
        result = function(*z, **extra)
        return result if isinstance(result, tuple) else (result, None)

    (value, averages), gradient = jax.jit(jax.value_and_grad(loss, has_aux=True))(z)
    gradient = [one.astype(jnp.float64).tolist() for one in gradient]
    return {"value": float(value), "gradient": gradient, "averages": None if averages is None else averages.tolist()}


def in_numpy(case, function):
    dtype = getattr(np, case.get("dtype", "float64"))
    z = [np.array(case[name]).astype(dtype) for name in ("z1", "z2")]
    result = function(*z, **{name: np.array(case[name]) for name in ("labels", "averages") if name in case})
    loss, averages = result if isinstance(result, tuple) else (result, None)
    return {"value": float(loss), "averages": None if averages is None else averages.tolist()}


LIBRARIES = {"pytorch": in_pytorch, "jax": in_jax, "numpy": in_numpy}


def main():
    library, cases = json.load(sys.stdin)
    answers = []
    for case in cases:
        function = getattr(module_of(case["file"]), case["function"])
        with np.errstate(all="ignore"):
            answers.append(LIBRARIES[library](case, function))
    json.dump(answers, sys.stdout)


main()
