"""The measures of `alpha-cl inspect` with its default losses, as a PyTorch and NumPy user would write them. Prints one JSON line.

    python3 embeddings.py VIEWS.npz ANCHORS
"""
import json
import resource
import sys
import time

import numpy as np
import torch

count = int(sys.argv[2])
BLOCK = 64
start, before = time.perf_counter(), time.process_time()
with np.load(sys.argv[1]) as views:
    z1, z2 = views["z1"], views["z2"]
found = {}

# Ranks of the embeddings as they are.
values = z1.astype(np.float64)
plain = np.sqrt(np.maximum(np.linalg.eigvalsh(values.T @ values), 0))
shares = plain / plain.sum() + 1e-7
found["rankMe"] = float(np.exp(-(shares * np.log(shares)).sum()))
values -= values.mean(0)
variances = np.maximum(np.linalg.eigvalsh(values.T @ values), 0)
found["participationRatio"] = float(variances.sum() ** 2 / (variances**2).sum())
roots = np.sqrt(variances)
roots = roots[roots > 0] / roots.sum()
found["effectiveRank"] = float(np.exp(-(roots * np.log(roots)).sum()))
del values

unit = lambda z: z / np.linalg.norm(z, axis=1, keepdims=True)
u, v = unit(z1), unit(z2)
steps = torch.from_numpy(u - v)
positive = (steps**2).sum(1) / 2
u = torch.from_numpy(u - u.mean(0))
squares = (u**2).sum(1)
n, d = u.shape
anchors = torch.from_numpy(np.random.default_rng(0).permutation(n)[:count])
own = torch.linalg.eigh(u.T @ u)[1].flip(1)[:, :8]
found["alignment"] = float(2 * positive.mean())


def cross_entropy(tau):
    def weights(distances, p):
        logits = (p - distances) / tau
        total = torch.logsumexp(logits, 1, keepdim=True)
        return torch.exp(logits - torch.logaddexp(total, torch.zeros(()))) / tau, None

    return weights


def direct(distances, p):
    return torch.softmax(-(distances**2) / 0.5, 1), None


def siglip(distances, p):
    alpha = 10 * torch.sigmoid(10 * (1 - distances) - 10)
    return alpha, 10 * torch.sigmoid(-(10 * (1 - p) - 10))


LOSSES = {"0.1": cross_entropy(0.1), "0.2": cross_entropy(0.2), "0.5": cross_entropy(0.5), "direct": direct, "siglip": siglip}
EDGES = [round(share * (n - 1)) for share in (0.01, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1)]
sums = {name: {"total": [], "effective": [], "largest": [], "heaviest": [], "upTo": [], "distance": [], "pull": []} for name in LOSSES}
around = {"mean": [], "potential": [], "nearest": [], "rows": []}
columns = {name: torch.zeros(n, dtype=torch.float64) for name in LOSSES}
between = {name: torch.zeros(d, d, dtype=torch.float64) for name in LOSSES}
for block in anchors.split(BLOCK):
    a = u[block]
    distances = ((squares[block, None] + squares) / 2 - a @ u.T).clamp_(min=0)
    distances[torch.arange(len(block)), block] = torch.inf
    ascending, order = distances.sort(1)
    around["nearest"].append(ascending[:, :20])
    around["rows"].append(order[:, :20])
    around["mean"].append(ascending[:, :-1].double().mean(1))
    around["potential"].append(torch.exp(-4 * distances).double().sum(1) / (n - 1))
    p = positive[block, None]
    for name, weights in LOSSES.items():
        alpha, beta = weights(distances, p)
        total = alpha.double().sum(1)
        kept = sums[name]
        kept["total"].append(total)
        kept["pull"].append(total if beta is None else beta[:, 0].double())
        kept["effective"].append(torch.exp(torch.log(total) - torch.special.xlogy(alpha, alpha).double().sum(1) / total))
        largest, heaviest = alpha.max(1)
        kept["largest"].append(largest / total)
        kept["heaviest"].append(heaviest)
        kept["distance"].append((alpha * distances.clamp(max=4)).double().sum(1))
        inOrder = alpha.gather(1, order)
        kept["upTo"].append(torch.stack([inOrder[:, :edge].double().sum(1) / total for edge in EDGES], 1))
        columns[name] += alpha.double().sum(0)
        between[name] += a.T @ (alpha @ u)
meanOf = lambda parts: float(torch.cat(parts).mean())
found["uniformity"] = float(np.log(meanOf(around["potential"])))
found["meanDistance"] = meanOf(around["mean"])
found["losses"] = {}
stepped, chosen = steps[anchors], u[anchors]
for name in LOSSES:
    kept = {key: torch.cat(parts) for key, parts in sums[name].items()}
    whole = columns[name].clone()
    whole[anchors] += kept["total"]
    covariance = u.T @ (whole[:, None].float() * u) - between[name] - between[name].T
    covariance -= stepped.T @ (kept["pull"][:, None].float() * stepped)
    total = kept["total"].sum()
    eigenvalues, vectors = torch.linalg.eigh((covariance + covariance.T) / 2)
    top = vectors.flip(1)[:, :8].float()
    found["losses"][name] = {
        "effectiveNegatives": float(kept["effective"].mean()),
        "nearestShare": float(kept["upTo"][:, 0].mean()),
        "energy": float((kept["distance"].sum() - (kept["pull"] * positive[anchors]).sum()) / total),
        "largest": float(eigenvalues[-1] / total),
        "agreement": float(((top.T @ own) ** 2).sum() / 8),
    }
found["largest"] = [loss["largest"] for loss in found["losses"].values()]
found["seconds"] = time.perf_counter() - start
found["processor"] = time.process_time() - before
found["peakMib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps(found))
