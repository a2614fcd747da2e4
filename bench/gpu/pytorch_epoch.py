#!/usr/bin/env python3
"""Peer figure: an epoch of SimCLR on CIFAR-10 as the authors work, PyTorch eager with loader workers and torchvision.

ResNet-18 with the CIFAR stem and the projector 512-512-128, the two views one after the other through the network, InfoNCE over
2N views at temperature 0.5, Adam; random resized crop, flip, colour jitter 0.4/0.4/0.4/0.1 with probability 0.8, grey
scale with 0.2, normalised. Prints a line of JSON: viewsPerSecond counts the whole epoch, from the second batch on.

  pytorch_epoch.py --data DIR [--model resnet18] [--batch 128] [--workers 16] [--images 10000] [--amp]
DIR holds cifar-10-batches-bin/data_batch_1.bin.
"""
import argparse, json, os, time
import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from torchvision import transforms as T
from peer_network import network

ap = argparse.ArgumentParser()
ap.add_argument("--data", required=True)
ap.add_argument("--model", default="resnet18")
ap.add_argument("--batch", type=int, default=128)
ap.add_argument("--workers", type=int, default=16)
ap.add_argument("--images", type=int, default=10000)
ap.add_argument("--amp", action="store_true")
a = ap.parse_args()

view = T.Compose([
    T.RandomResizedCrop(32), T.RandomHorizontalFlip(),
    T.RandomApply([T.ColorJitter(0.4, 0.4, 0.4, 0.1)], p=0.8), T.RandomGrayscale(p=0.2), T.ToTensor(),
    T.Normalize([0.4914, 0.4822, 0.4465], [0.2023, 0.1994, 0.2010])])


class Pairs(torch.utils.data.Dataset):
    def __init__(self):
        records = np.fromfile(os.path.join(a.data, "cifar-10-batches-bin", "data_batch_1.bin"), dtype=np.uint8)
        self.images = records.reshape(-1, 3073)[: a.images, 1:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)

    def __len__(self):
        return len(self.images)

    def __getitem__(self, k):
        image = Image.fromarray(self.images[k])
        return view(image), view(image)


torch.manual_seed(0)
dev = "cuda" if torch.cuda.is_available() else "cpu"
net = network(a.model).to(dev).train()
opt = torch.optim.Adam(net.parameters(), lr=1e-3)
n = a.batch
target = torch.cat([torch.arange(n) + n, torch.arange(n)]).to(dev)
diagonal = torch.eye(2 * n, dtype=torch.bool, device=dev)
loader = torch.utils.data.DataLoader(
    Pairs(), batch_size=n, shuffle=True, drop_last=True, num_workers=a.workers, pin_memory=dev == "cuda")

batches, start = 0, None
for x1, x2 in loader:
    x1, x2 = x1.to(dev, non_blocking=True), x2.to(dev, non_blocking=True)
    with torch.autocast(dev, dtype=torch.bfloat16, enabled=a.amp):
        z = torch.cat([net(x1), net(x2)])
    z = F.normalize(z.float(), dim=1)
    loss = F.cross_entropy((z @ z.t() / 0.5).masked_fill(diagonal, -1e9), target)
    opt.zero_grad()
    loss.backward()
    opt.step()
    if start is None:
        if dev == "cuda":
            torch.cuda.synchronize()
        start = time.perf_counter()
    else:
        batches += 1
if dev == "cuda":
    torch.cuda.synchronize()
seconds = time.perf_counter() - start
print(json.dumps({"viewsPerSecond": round(2 * n * batches / seconds, 1), "images": n * batches,
                  "seconds": round(seconds, 2), "loss": round(loss.item(), 4), "device": dev,
                  "torch": torch.__version__}))
