"""torchvision's ResNets with our stems and projector, for comparison; run by torchvision.test.ts.

  torchvision_model.py describe MODEL STEM [MODEL STEM ...]
  torchvision_model.py initialise MODEL STEM SEED WEIGHTS
  torchvision_model.py forward MODEL STEM WEIGHTS IMAGES RESULT MODE...

describe prints names and shapes as JSON, a line a model; initialise saves PyTorch's own weights; forward loads weights (strictly), passes
the images once in each mode (train or evaluate), one mode after the other, and saves features, embeddings and the buffers at
the end. The images are [N, H, W, 3]. All files are safetensors, read and written here from the format's description alone.
"""
import json
import struct
import sys

import numpy
import torch
import torchvision
from torch import nn

TYPES = {"F32": numpy.float32, "I64": numpy.int64}


def read(path):
    data = open(path, "rb").read()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        begin, end = (8 + length + offset for offset in entry["data_offsets"])
        values = numpy.frombuffer(data[begin:end], TYPES[entry["dtype"]])
        tensors[name] = torch.from_numpy(values.copy()).reshape(entry["shape"])
    return tensors


def write(path, tensors):
    header, payload, begin = {}, [], 0
    for name, tensor in tensors.items():
        array = tensor.detach().numpy()
        stored = next(key for key, kind in TYPES.items() if kind == array.dtype)
        payload.append(array.tobytes())
        end = begin + len(payload[-1])
        header[name] = {"dtype": stored, "shape": list(array.shape), "data_offsets": [begin, end]}
        begin = end
    text = json.dumps(header).encode()
    open(path, "wb").write(struct.pack("<Q", len(text)) + text + b"".join(payload))


def build(model, stem):
    net = getattr(torchvision.models, model)()
    if stem == "cifar":
        net.conv1 = nn.Conv2d(3, 64, 3, 1, 1, bias=False)
        # torchvision's own initialisation, which this layer missed.
        nn.init.kaiming_normal_(net.conv1.weight, mode="fan_out", nonlinearity="relu")
        net.maxpool = nn.Identity()
    width = net.fc.in_features
    net.fc = nn.Sequential(nn.Linear(width, 512), nn.BatchNorm1d(512, affine=False), nn.ReLU(), nn.Linear(512, 128))
    return net


def describe(net):
    def shapes(tensors):
        return [[name, list(tensor.shape)] for name, tensor in tensors]

    print(json.dumps({"parameters": shapes(net.named_parameters()), "buffers": shapes(net.named_buffers())}))


def forward(net, weights, images, result, *modes):
    net.load_state_dict(read(weights), strict=True)
    batch = read(images)["images"].permute(0, 3, 1, 2).contiguous()
    seen = {}
    net.avgpool.register_forward_hook(lambda module, inputs, output: seen.update(features=output.flatten(1)))
    results = {}
    for mode in modes:
        net.train(mode == "train")
        results[f"{mode}.embedding"] = net(batch)
        results[f"{mode}.features"] = seen["features"]
    write(result, {**results, **dict(net.named_buffers())})


command, model, stem, *rest = sys.argv[1:]
if command == "describe":
    for pair in zip([model, *rest[::2]], [stem, *rest[1::2]]):
        describe(build(*pair))
elif command == "initialise":
    torch.manual_seed(int(rest[0]))
    write(rest[1], build(model, stem).state_dict())
elif command == "forward":
    forward(build(model, stem), *rest)
