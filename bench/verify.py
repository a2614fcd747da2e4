"""The Theorem 1 and PCA checks in NumPy: draw an instance, check it, repeat. Prints one JSON line.

  python3 bench/verify.py theorem-1-gradient|pca-deep-linear INSTANCES SEED

The mathematics, sizes, steps and stopping rules are those of proofs-checks/players/theorem-1-gradient.ts and
proofs-checks/deep-linear/pca-deep-linear.ts, and so are the ranges that instances are drawn from, uniformly here.
Everything inside an instance is whole-array NumPy; Python loops run over Taylor steps, layers and sweeps only. PCA is
compared in floating point: intervals, and with them the proof, are left out, as are shrinking, replay and validation.
"""
import json
import math
import sys
import time

import numpy as np

# ---- sizes and rules; keep in step with the two claims ----
THEOREM_1 = {"samples": 8, "features": 4, "hidden": 4, "outputs": 3, "spread": 2, "augmentation": 1}
LONGEST_STEP, SHORTEST_STEP = 1e-2, 1e-4
PCA = {"samples": 10, "features": 5, "depth": 6, "width": 6, "spread": 2, "augmentation": 1}
STATIONARITY, SMALLEST_GAP, MOST_SWEEPS = 1e-8, 0.02, 20_000

EPSILON = np.finfo(float).eps
STEPS_PER_DECADE, DECADES, WINDOW_DECADES, ABOVE_NOISE = 5, 9, 3, 10
NOISE_STEPS = np.array([1e-14, 3e-14, 1e-13, 3e-13, 1e-12])
STEPS = 10.0 ** (np.arange(DECADES * STEPS_PER_DECADE + 1) / STEPS_PER_DECADE - DECADES)


def grid(rng, low, high, shape=None):
    """Multiples of 1/1000, as the library draws them."""
    return rng.integers(round(low * 1000), round(high * 1000), shape, endpoint=True) / 1000


def draw_views(rng, sizes):
    n = rng.integers(2, sizes["samples"], endpoint=True)
    d = rng.integers(1, sizes["features"], endpoint=True)
    z = grid(rng, -sizes["spread"], sizes["spread"], (n, d))
    return z, z + grid(rng, -sizes["augmentation"], sizes["augmentation"], (n, d))


# ---- losses: phi of the row sums of psi, exponential ones in the log domain ----
def log_sums(margins, rate, shift):
    logits = rate * margins + shift
    np.fill_diagonal(logits, -np.inf)
    top = logits.max(1)
    return logits, top + np.log(np.exp(logits - top[:, None]).sum(1))


class ExponentialLoss:
    kink = None

    def __init__(self, rate, shift, value, derivative):
        self.rate, self.shift, self.phi, self.phi_slope = rate, shift, value, derivative

    def value(self, margins):
        return self.phi(log_sums(margins, self.rate, self.shift)[1]).sum()

    def importance(self, margins):
        logits, log_xi = log_sums(margins, self.rate, self.shift)
        return (self.rate * self.phi_slope(log_xi))[:, None] * np.exp(logits - log_xi[:, None])


class LinearLoss:
    """phi(x) = x."""

    def __init__(self, psi, psi_slope, kink=None):
        self.psi, self.psi_slope, self.kink = psi, psi_slope, kink

    def value(self, margins):
        each = self.psi(margins)
        np.fill_diagonal(each, 0)
        return each.sum()

    def importance(self, margins):
        alpha = self.psi_slope(margins)
        np.fill_diagonal(alpha, 0)
        return alpha


def logarithm(scale, offset):
    log_offset = np.log(offset) if offset > 0 else -np.inf
    return (
        lambda l: scale * np.logaddexp(log_offset, l),
        lambda l: scale * np.exp(l - np.logaddexp(log_offset, l)),
    )


def draw_loss(rng):
    temperature, margin, steepness = grid(rng, 0.1, 2), grid(rng, -1, 2), grid(rng, 0.5, 4)
    kind = rng.integers(8)
    if kind == 0:
        return ExponentialLoss(1 / temperature, 0, *logarithm(temperature, grid(rng, 0, 2)))
    if kind == 1:
        return ExponentialLoss(1, 0, *logarithm(1, 0))
    if kind == 2:
        return LinearLoss(lambda x: np.maximum(0, x + margin), lambda x: (x + margin > 0) * 1.0, -margin)
    if kind == 3:
        return ExponentialLoss(1 / temperature, margin, *logarithm(temperature, 1))
    if kind == 4:
        return ExponentialLoss(1, 0, *logarithm(1, 1))
    if kind == 5:
        return ExponentialLoss(1, margin, lambda l: np.maximum(0, l) ** 2, lambda l: 2 * np.maximum(0, l))
    if kind == 6:
        # By exp(−|x|): 1 − s of a saturated sigmoid s would have no digits left.
        decay = lambda x: np.exp(-steepness * np.abs(x))

        def sigmoid(x):
            e = decay(x)
            return np.where(x < 0, e, 1) / (1 + e)

        def slope(x):
            e = decay(x)
            return steepness * e / (1 + e) ** 2

        return LinearLoss(sigmoid, slope)
    return LinearLoss(np.copy, np.ones_like)


ACTIVATIONS = {
    "linear": (lambda x: x, np.ones_like),
    "tanh": (np.tanh, lambda x: 1 - np.tanh(x) ** 2),
    "relu": (lambda x: np.maximum(0, x), lambda x: (x > 0) * 1.0),
}


def pair_margins(z, z_prime):
    intra = ((z - z_prime) ** 2).sum(1) / 2
    return intra[:, None] - ((z[:, None] - z[None]) ** 2).sum(2) / 2


def energy_gradient(alpha, z, z_prime):
    rows = alpha.sum(1)
    pull = rows[:, None] * (z - z_prime)
    return (rows + alpha.sum(0))[:, None] * z - (alpha + alpha.T) @ z - pull, pull


def taylor_slope(value, derivative, longest):
    origin = value(0.0)

    def remainder(t):
        return abs(value(t) - origin - t * derivative)

    noise = max(EPSILON * abs(origin), max(remainder(t) for t in NOISE_STEPS * max(1.0, longest)))
    steps = STEPS * longest
    remainders = np.array([remainder(t) for t in steps])
    if np.isnan(remainders).any():
        return np.nan
    below = np.flatnonzero(remainders <= ABOVE_NOISE * noise)
    start = below[-1] + 1 if below.size else 0
    window = slice(start, start + WINDOW_DECADES * STEPS_PER_DECADE + 1)
    x, y = np.log10(steps[window]), np.log10(remainders[window])
    if x.size - 1 < STEPS_PER_DECADE:
        return 2.0
    p, q = np.triu_indices(x.size, 1)
    slopes = np.sort((y[q] - y[p]) / (x[q] - x[p]))
    return slopes[slopes.size // 2]


def theorem_1(rng):
    """One instance: whether it holds, or None where a kink is too near."""
    loss = draw_loss(rng)
    x, x_prime = draw_views(rng, THEOREM_1)
    activation = ("linear", "tanh", "relu")[rng.integers(3)]
    value, derivative = ACTIVATIONS[activation]
    d, hidden, outputs = x.shape[1], THEOREM_1["hidden"], THEOREM_1["outputs"]
    first, second = rng.standard_normal((hidden, d)) / np.sqrt(d), rng.standard_normal((outputs, hidden))
    v1, v2 = rng.standard_normal((hidden, d)), rng.standard_normal((outputs, hidden))
    length = np.sqrt((v1**2).sum() + (v2**2).sum())
    v1, v2 = v1 / length, v2 / length

    def margins_at(t):
        w1, w2 = (first + t * v1).T, (second + t * v2).T
        return pair_margins(value(x @ w1) @ w2, value(x_prime @ w1) @ w2)

    def sides(t):
        signs = []
        if activation == "relu":
            w1 = (first + t * v1).T
            signs += [x @ w1 > 0, x_prime @ w1 > 0]
        if loss.kink is not None:
            signs.append(margins_at(t) > loss.kink)
        return signs

    longest = LONGEST_STEP
    if activation == "relu" or loss.kink is not None:
        origin = sides(0)
        same = lambda t: all(np.array_equal(a, b) for a, b in zip(sides(t), origin))
        while longest >= SHORTEST_STEP and not (same(longest) and same(longest / 2)):
            longest /= 10
        if longest < SHORTEST_STEP:
            return None

    before, before_prime = x @ first.T, x_prime @ first.T
    z, z_prime = value(before) @ second.T, value(before_prime) @ second.T
    ascent = energy_gradient(loss.importance(pair_margins(z, z_prime)), z, z_prime)
    slope = 0.0
    for rows, pre, gradient in ((x, before, ascent[0]), (x_prime, before_prime, ascent[1])):
        slope += (((gradient @ second) * derivative(pre)).T @ rows * v1).sum() + (gradient.T @ value(pre) * v2).sum()
    return 2 - taylor_slope(lambda t: loss.value(margins_at(t)), -slope, longest) <= 0.5


def contrastive_covariance(alpha, a, a_prime):
    s = alpha + alpha.T
    step = a - a_prime
    return a.T @ (np.diag(s.sum(1)) - s) @ a - step.T @ (alpha.sum(1)[:, None] * step)


def norm(w):
    """Frobenius; for arrays of this size a fraction of np.linalg.norm."""
    return math.sqrt(np.vdot(w, w))


def unit(w):
    length = norm(w)
    return w / length if length > 0 else w


def end_to_end(layers):
    product = layers[0]
    for w in layers[1:]:
        product = w @ product
    return product


def energy(layers, covariance):
    product = end_to_end(layers)
    return np.vdot(product @ covariance, product) / 2


def tangential_gradient(layers, covariance):
    """The largest over the layers of the gradient less its part along the layer."""
    below, above = [None], [None]
    for w in layers[:-1]:
        below.append(w if below[-1] is None else w @ below[-1])
    for w in layers[:0:-1]:
        above.append(w if above[-1] is None else above[-1] @ w)
    outer = (layers[-1] if below[-1] is None else layers[-1] @ below[-1]) @ covariance
    largest = 0.0
    for w, b, a in zip(layers, below, above[::-1]):
        gradient = outer if a is None else a.T @ outer
        if b is not None:
            gradient = gradient @ b.T
        largest = max(largest, norm(gradient - np.vdot(gradient, w) / np.vdot(w, w) * w))
    return largest


def projected_ascent(layers, covariance):
    """The library's ascent: layer by layer with the step that never lowers the energy, until stationary."""
    values, vectors = np.linalg.eigh(covariance)
    scale = np.abs(values).max()
    negative_part = vectors * np.maximum(0, -values) @ vectors.T
    layers = [unit(w) for w in layers]
    energies = [energy(layers, covariance)]
    for _ in range(MOST_SWEEPS):
        grams = [None]
        for w in layers[:0:-1]:
            grams.append(w.T @ (w if grams[-1] is None else grams[-1] @ w))
        seen, negative, reach, steepest = covariance, negative_part, max(0.0, -values[0]), 0.0
        for l, (w, gram) in enumerate(zip(layers, grams[::-1])):
            gradient = w @ seen
            if gram is not None:
                gradient = gram @ gradient
            steepest = max(steepest, norm(gradient - np.vdot(gradient, w) * w))
            step = gradient + (reach if gram is None else reach * gram.trace()) * w
            length = norm(step)
            w = layers[l] = step / length if length > 0 else w
            seen, negative = w @ seen @ w.T, w @ negative @ w.T
            reach = max(0.0, negative.trace())
        energies.append(seen.trace() / 2)
        if steepest <= 2 * STATIONARITY * scale and tangential_gradient(layers, covariance) <= STATIONARITY * scale:
            break
    return layers, energies


def gap_of(values):
    """Of ascending eigenvalues: min(λ₁, λ₁ − λ₂) / max |λ|."""
    top = values[-1]
    scale = np.abs(values).max()
    if scale == 0:
        return 0
    return min(top, top - values[-2] if values.size > 1 else top) / scale


def rank_one_remainder(w):
    """What one step of elimination with the largest entry leaves of W, as a share of its norm."""
    p, q = divmod(int(np.abs(w).argmax()), w.shape[1])
    return norm(w - np.outer(w[:, q], w[p] / w[p, q])) / norm(w)


def pca(rng):
    """One instance: whether it holds, or None where it misses the conditions on gap and start."""
    z, z_prime = draw_views(rng, PCA)
    n, d = z.shape
    alpha = grid(rng, 0, 1, (n, n))
    np.fill_diagonal(alpha, 0)
    widths = rng.integers(1, PCA["width"], rng.integers(1, PCA["depth"], endpoint=True), endpoint=True)
    covariance = contrastive_covariance(alpha, z, z_prime)
    values, vectors = np.linalg.eigh(covariance)
    gap = gap_of(values)
    if gap < SMALLEST_GAP:
        return None
    start = [rng.standard_normal((m, k)) for m, k in zip(widths, [d, *widths])]
    if len(start) > 2 and energy(start, covariance) <= 0:
        return None
    layers, energies = projected_ascent(start, covariance)

    top, scale, depth = values[-1], np.abs(values).max(), len(layers)
    # In place of the widths of the intervals, which floating point has none of.
    rounding = 16 * d**2 * EPSILON
    product = end_to_end(layers)
    along = product @ vectors[:, -1]
    squares = math.prod(np.vdot(w, w) for w in layers)
    short = (top / 2 - energy(layers, covariance) / squares) / scale
    astray = 1 - np.vdot(along, along) / np.vdot(product, product)
    return (
        -rounding <= short <= depth * STATIONARITY**2 / gap + rounding
        and astray <= 4 * depth * (STATIONARITY / gap) ** 2 + rounding
        and max(rank_one_remainder(w) for w in layers) <= 2 * math.sqrt(depth) * STATIONARITY / gap + rounding
    )


def run(check, instances, rng):
    """Checks that many instances; those that miss the claim's conditions are drawn again, as fast-check does."""
    results = []
    while len(results) < instances:
        found = check(rng)
        if found is not None:
            results.append(found)
    return results


if __name__ == "__main__":
    name, count, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    check = {"theorem-1-gradient": theorem_1, "pca-deep-linear": pca}[name]
    rng = np.random.default_rng(seed)
    run(check, 20, rng)
    start = time.process_time()
    results = run(check, count, rng)
    seconds = time.process_time() - start
    refuted = sum(not holds for holds in results)
    print(json.dumps({"instances": count, "seconds": seconds, "refuted": refuted}))
