"""One run of the contrastive covariance in NumPy, as a NumPy user would write its Laplacian form. Prints one JSON line."""
import json
import resource
import sys
import time

import numpy as np

n, d = int(sys.argv[1]), int(sys.argv[2])
rng = np.random.default_rng(1)
a = rng.standard_normal((n, d))
a_prime = a + 0.1 * rng.standard_normal((n, d))
alpha = rng.random((n, n))
np.fill_diagonal(alpha, 0)


def covariance():
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
    covariance()
    return time.perf_counter() - start


first = once()
peak = peak_mib()
print(json.dumps({"seconds": min(first, once(), once()), "peakMib": peak, "extraMib": peak - before}))
