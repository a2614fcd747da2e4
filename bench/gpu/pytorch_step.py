#!/usr/bin/env python3
"""Peer figures: the same contrastive training step in plain PyTorch, for each number of pairs, model and precision.

ResNets have the CIFAR stem; projector 512-512-128; both views go through the network in one batch, channels last; InfoNCE over 2N
views at temperature 0.5, Adam. bfloat16 is automatic mixed precision, tf32 and float32 are PyTorch's settings for both convolutions
and products. Prints a line of JSON each: viewsPerSecond is of the median step.

  pytorch_step.py --models resnet18,resnet50 --pairs 512,256 --precisions bfloat16,tf32,float32 [--steps 10] [--compile]
"""
import argparse, json, statistics, time
import torch
import torch.nn.functional as F
from peer_network import network

ap = argparse.ArgumentParser()
for name in ("models", "pairs", "precisions"):
    ap.add_argument("--" + name, required=True, type=lambda text: text.split(","))
ap.add_argument("--steps", type=int, default=10)
ap.add_argument("--compile", action="store_true")
a = ap.parse_args()
dev = "cuda" if torch.cuda.is_available() else "cpu"
torch.backends.cudnn.benchmark = True
WARM_UP = 3


def views_per_second(name, n, precision):
    torch.manual_seed(0)
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = precision != "float32"
    net = network(name).to(dev).to(memory_format=torch.channels_last).train()
    run = torch.compile(net) if a.compile else net
    opt = torch.optim.Adam(net.parameters(), lr=1e-3, **({"fused": True} if dev == "cuda" else {}))
    images = torch.randn(2 * n, 3, 32, 32, device=dev).to(memory_format=torch.channels_last)
    target = torch.cat([torch.arange(n) + n, torch.arange(n)]).to(dev)
    diagonal = torch.eye(2 * n, dtype=torch.bool, device=dev)
    times = []
    for k in range(WARM_UP + a.steps):
        begun = time.perf_counter()
        with torch.autocast(dev, dtype=torch.bfloat16, enabled=precision == "bfloat16"):
            z = run(images)
        z = F.normalize(z.float(), dim=1)
        loss = F.cross_entropy((z @ z.t() / 0.5).masked_fill(diagonal, -1e9), target)
        opt.zero_grad(set_to_none=True)
        loss.backward()
        opt.step()
        if dev == "cuda":
            torch.cuda.synchronize()
        if k >= WARM_UP:
            times.append(time.perf_counter() - begun)
    return round(2 * n / statistics.median(times), 1)


# Compilation takes its time: the precision that is fastest goes first with every model.
for n in map(int, a.pairs):
    for precision in a.precisions:
        for name in a.models:
            told = {"who": "PyTorch", "torch": torch.__version__, "device": dev, "model": name, "pairs": n,
                    "precision": precision, "way": "compiled" if a.compile else "eager"}
            try:
                told["viewsPerSecond"] = views_per_second(name, n, precision)
            except Exception as error:
                told["failure"] = str(error).strip().split("\n")[0][:300] or repr(error)
            print(json.dumps(told), flush=True)
            if a.compile and hasattr(torch, "_dynamo"):
                torch._dynamo.reset()
            if dev == "cuda":
                torch.cuda.empty_cache()
