"""Reads safetensors, from the format's description alone, by the name that the package gives it."""
import json

import torch

TYPES = {"F32": torch.float32, "I64": torch.int64}


def load_file(path):
    data = open(path, "rb").read()
    start = 8 + int.from_bytes(data[:8], "little")
    header = json.loads(data[8:start])
    header.pop("__metadata__", None)
    return {
        name: torch.frombuffer(bytearray(data[start + begin : start + end]), dtype=TYPES[dtype]).reshape(shape)
        for name, (dtype, shape, (begin, end)) in ((name, entry.values()) for name, entry in header.items())
    }
