"""Runs of the contrastive covariance in NumPy, as a NumPy user would write its Laplacian form: of a given α, or of the α of a softmax
cross-entropy on unit rows, which is made first. Prints one JSON line.

    python3 covariance.py given|both N d [float32]
"""
import json
import resource
import sys
import time

import numpy as np

what, n, d = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
precision = np.dtype(sys.argv[4] if len(sys.argv) > 4 else "float64")
TEMPERATURE = 0.2
rng = np.random.default_rng(1)
a = rng.standard_normal((n, d)).astype(precision)
a_prime = a + (0.1 * rng.standard_normal((n, d))).astype(precision)
if what == "given":
    given = rng.random((n, n))
    np.fill_diagonal(given, 0)
else:
    a /= np.linalg.norm(a, axis=1, keepdims=True)
    a_prime /= np.linalg.norm(a_prime, axis=1, keepdims=True)


def importance():
    scores = a @ a.T / precision.type(TEMPERATURE)
    np.fill_diagonal(scores, -np.inf)
    positive = (a * a_prime).sum(1, keepdims=True) / precision.type(TEMPERATURE)
    largest = np.maximum(scores.max(1, keepdims=True), positive)
    weights = np.exp(scores - largest)
    return weights / (np.exp(positive - largest) + weights.sum(1, keepdims=True))


def covariance(alpha):
    s = alpha + alpha.T
    laplacian = np.diag(s.sum(1)) - s
    step = a - a_prime
    return a.T @ laplacian @ a - step.T @ (alpha.sum(1)[:, None] * step)


def peak_mib():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


covariance_of_nothing = a[:8].T @ a[:8]  # loads the BLAS
before = peak_mib()


def once():
    start = time.perf_counter()
    found = covariance(given if what == "given" else importance())
    return time.perf_counter() - start, float(np.trace(found))


(first, trace) = once()
peak = peak_mib()
print(json.dumps({"seconds": min(first, once()[0], once()[0]), "peakMib": peak, "extraMib": peak - before, "trace": trace}))
