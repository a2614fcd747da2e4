"""Compares a loss on two devices of JAX, in pmap and in shard_map, with one device; prints what differs."""
import json
import os
import runpy
import sys

os.environ["XLA_FLAGS"] = "--xla_force_host_platform_device_count=2 --xla_backend_optimization_level=0"
import jax
import jax.numpy as jnp
from jax.sharding import Mesh, PartitionSpec

jax.config.update("jax_enable_x64", True)
SHARDED, WHOLE = PartitionSpec("device"), PartitionSpec()
N, WIDTH = 6, 4
keys = jax.random.split(jax.random.key(0), 3)
X1, X2 = (jax.random.normal(key, (N, WIDTH)) for key in keys[:2])
WEIGHT = jax.random.normal(keys[2], (WIDTH, 3))
wrong = []
for path in sys.argv[1:]:
    names = runpy.run_path(path)
    (loss,) = [value for name, value in names.items() if name.endswith("_loss")]

    def step(weight, x1, x2, axis_name=None):
        def value(weight):
            return loss(x1 @ weight, x2 @ weight, axis_name=axis_name)

        found, gradient = jax.value_and_grad(value)(weight)
        return found, gradient if axis_name is None else jax.lax.pmean(gradient, axis_name)

    def shared(*inputs):
        return step(*inputs, axis_name="device")

    expected = jax.jit(step)(WEIGHT, X1, X2)
    mesh = Mesh(jax.devices(), ("device",))
    sharded = jax.shard_map(shared, mesh=mesh, in_specs=(WHOLE, SHARDED, SHARDED), out_specs=(WHOLE, WHOLE))
    halves = [x.reshape(2, N // 2, WIDTH) for x in (X1, X2)]
    value, gradient = jax.pmap(shared, axis_name="device", in_axes=(None, 0, 0))(WEIGHT, *halves)
    found = {"shard_map": jax.jit(sharded)(WEIGHT, X1, X2), "pmap": (value[0], gradient[1])}
    for way, pair in found.items():
        for one, other in zip(pair, expected):
            if not jnp.allclose(one, other, rtol=1e-9, atol=1e-12):
                wrong.append([way, os.path.basename(path), one.tolist(), other.tolist()])
print(json.dumps(wrong))
