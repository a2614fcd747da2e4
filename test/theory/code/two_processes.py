"""Compares losses of two processes, with the gradients that DDP averages, with those of one; prints the names of those that differ."""
import glob
import json
import os
import runpy
import sys
import tempfile

import torch
import torch.distributed as dist
import torch.multiprocessing as mp

torch.manual_seed(0)
N, WIDTH = 8, 4
X1, X2 = torch.randn(N, WIDTH, dtype=torch.float64), torch.randn(N, WIDTH, dtype=torch.float64)
LABELS = torch.tensor([0, 1, 2, 3, 0, 1, 2, 4])


def module_of(path):
    modules = runpy.run_path(path)
    (name,) = [one for one, value in modules.items() if one.endswith("Loss")]
    return modules[name]


def diagnosis(make, part, gather):
    """Return shares of the batch, which are means over anchors: the mean over processes is that of one."""
    torch.manual_seed(2)
    encoder = torch.nn.Linear(WIDTH, 3, dtype=torch.float64)
    state = "Sogclr" in make.__name__
    loss = make(N, gather=gather) if state else make(gather=gather)
    more = (torch.arange(N)[part],) if state else ()
    path = os.path.join(tempfile.mkdtemp(), "alpha.csv")
    line = loss.diagnose(path, 1, encoder(X1[part]), encoder(X2[part]), *more, classes=LABELS[part])
    written = os.path.exists(path)
    if gather and written != (dist.get_rank() == 0):
        return ["a file of each process"]
    names = ("effectiveShare", "nearestShare", "falseNegatives", "meanDistance", "weightedDistance")
    values = torch.tensor([line[name] for name in names], dtype=torch.float64)
    if gather:
        dist.all_reduce(values)
        values /= 2
    return values.tolist()


def result(make, part, gather):
    torch.manual_seed(1)
    encoder = torch.nn.Linear(WIDTH, 3, dtype=torch.float64)
    encoder = torch.nn.parallel.DistributedDataParallel(encoder) if gather else encoder
    values = []
    state = "Sogclr" in make.__name__
    loss = make(N, gather=gather) if state else make(gather=gather)
    pairs = hasattr(loss, "diagnose")  # of distances of rows, not of columns
    for labels in (None, LABELS[part]) if pairs and not state else (None,):
        for parameter in encoder.parameters():
            parameter.grad = None
        z1, z2 = encoder(torch.cat((X1[part], X2[part]))).chunk(2)
        more = (torch.arange(N)[part],) if state else (labels,) if pairs else ()
        value = loss(z1, z2, *more)
        value.backward()
        values.append([value.item()] + [x for p in encoder.parameters() for x in p.grad.flatten().tolist()])
    return [*values, diagnosis(make, part, gather)] if pairs else values


def process(rank, files, folder):
    torch.set_num_threads(1)
    dist.init_process_group("gloo", init_method=f"file://{folder}/meet", rank=rank, world_size=2)
    part = slice(rank * N // 2, (rank + 1) * N // 2)
    answers = [result(module_of(file), part, True) for file in files]
    with open(os.path.join(folder, f"{rank}.json"), "w") as out:
        json.dump(answers, out)
    dist.destroy_process_group()


if __name__ == "__main__":
    files = sorted(glob.glob(os.path.join(sys.argv[1], "*.py")))
    with tempfile.TemporaryDirectory() as folder:
        mp.spawn(process, args=(files, folder), nprocs=2)
        wrong = []
        for rank in (0, 1):
            with open(os.path.join(folder, f"{rank}.json")) as told:
                for file, found in zip(files, json.load(told)):
                    expected = result(module_of(file), slice(0, N), False)
                    for one, other in zip(found, expected):
                        scale = max(abs(x) for x in other)
                        if not all(abs(x - y) <= 1e-9 * scale for x, y in zip(one, other)):
                            wrong.append([rank, os.path.basename(file), one, other])
        print(json.dumps(wrong))
