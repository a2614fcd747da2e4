"""What CVXPY's DCP rules or SymPy's is_convex say of losses: is F(x) = φ(Σψ(xⱼ)) convex, and is ψ? One JSON line for all.

    python analyse.py cvxpy|sympy|versions [SECONDS] < LOSSES.json

LOSSES.json is a list of {"phi": TREE, "psi": TREE, "values": {NAME: NUMBER}}; SECONDS is the processor time of one question to SymPy.
"""
import json
import signal
import sys
import time
import warnings

warnings.filterwarnings("ignore")


class TooLong(Exception):
    pass


def asked(question, seconds):
    """The answer True, False, or None where there is none in time."""

    def stop(*_):
        raise TooLong

    signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        answer = question()
        return None if answer is None else bool(answer)
    except Exception:  # a peer that raises has no answer
        return None
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def cvxpy_answers(loss, seconds):
    import cvxpy as cp

    # An expression, and the logarithms of positive terms that it is the sum of, where it is: log-sum-exp is written for CVXPY by hand.
    def constant(value):
        return cp.Constant(value), ([cp.Constant(float(cp.log(value).value))] if value > 0 else None)

    def number_of(e):
        return float(e.value) if e.is_constant() else None

    def built(tree, x):
        kind = tree["kind"]
        if kind == "number":
            return constant(float(tree["text"]))
        if kind == "name":
            return x if tree["name"] == "x" else constant(loss["values"][tree["name"]])
        if kind == "unary":
            (a, logs), name = built(tree["of"], x), tree["name"]
            if name == "neg":
                return (constant(-number_of(a)) if number_of(a) is not None else (-a, None))
            if name == "exp":
                return cp.exp(a), [a]
            if name == "log":
                return (cp.log_sum_exp(cp.hstack(logs)) if logs else cp.log(a)), None
            if name == "sqrt":
                return cp.sqrt(a), None
            if name == "abs":
                return cp.abs(a), None
            if name == "softplus":
                return cp.logistic(a), None
            if name == "sigmoid":
                return cp.inv_pos(1 + cp.exp(-a)), None
            return 1 - 2 * cp.inv_pos(1 + cp.exp(2 * a)), None
        (a, la), (b, lb), name = built(tree["a"], x), built(tree["b"], x), tree["name"]
        p, q = number_of(a), number_of(b)
        if p is not None and q is not None:
            value = {
                "add": lambda: p + q, "sub": lambda: p - q, "mul": lambda: p * q, "div": lambda: p / q,
                "pow": lambda: p**q, "max": lambda: max(p, q), "min": lambda: min(p, q),
            }[name]()
            return constant(value)
        if name == "add":
            if p == 0 or q == 0:
                return (b, lb) if p == 0 else (a, la)
            return a + b, (la + lb if la and lb else None)
        if name == "sub":
            return a - b, None
        if name == "mul":
            return a * b, ([s + t for s in la for t in lb] if la and lb else None)
        if name == "div":
            return (a / b if q is not None else a * cp.inv_pos(b)), ([s - lb[0] for s in la] if la and lb and q is not None else None)
        if name == "pow":
            if q is None:
                return cp.exp(cp.log(a) * b), None
            # Other powers are restricted to where their base is not negative, which is another question.
            if q % 2 != 0 and q != 1 and not a.is_nonneg():
                raise ValueError("a power of what may be negative")
            return cp.power(a, q), None
        return (cp.maximum(a, b) if name == "max" else cp.minimum(a, b)), None

    def verdict(e):
        # Its rules prove, and refute nothing: what they call concave may be affine.
        return True if e.is_convex() else None

    def psi(x):
        return built(loss["psi"], (x, None))

    def of_f():
        terms = [psi(x) for x in cp.Variable(3)]
        logs = [log for _, of in terms for log in of] if all(of for _, of in terms) else None
        return verdict(built(loss["phi"], (sum(e for e, _ in terms), logs))[0])

    return asked(of_f, seconds), asked(lambda: verdict(psi(cp.Variable())[0]), seconds)


def sympy_answers(loss, seconds):
    import sympy as sp
    from sympy.calculus.util import is_convex

    def built(tree, x):
        kind = tree["kind"]
        if kind == "number":
            return sp.Rational(tree["text"])
        if kind == "name":
            return x if tree["name"] == "x" else sp.Rational(repr(loss["values"][tree["name"]]))
        if kind == "unary":
            a, name = built(tree["of"], x), tree["name"]
            return {
                "neg": lambda: -a, "exp": lambda: sp.exp(a), "log": lambda: sp.log(a), "sqrt": lambda: sp.sqrt(a),
                "abs": lambda: sp.Abs(a), "tanh": lambda: sp.tanh(a), "sigmoid": lambda: 1 / (1 + sp.exp(-a)),
                "softplus": lambda: sp.log(1 + sp.exp(a)),
            }[name]()
        a, b = built(tree["a"], x), built(tree["b"], x)
        return {
            "add": lambda: a + b, "sub": lambda: a - b, "mul": lambda: a * b, "div": lambda: a / b,
            "pow": lambda: a**b, "max": lambda: sp.Max(a, b), "min": lambda: sp.Min(a, b),
        }[tree["name"]]()

    x, y = sp.symbols("x y", real=True)

    def of_f():
        return is_convex(built(loss["phi"], built(loss["psi"], x) + built(loss["psi"], y)), x, y)

    def of_psi():
        return is_convex(built(loss["psi"], x), x, domain=sp.Interval(-2, 2))

    return asked(of_f, seconds), asked(of_psi, seconds)


def main():
    peer = sys.argv[1]
    if peer == "versions":
        import cvxpy
        import sympy

        print(json.dumps({"cvxpy": cvxpy.__version__, "sympy": sympy.__version__}))
        return
    answers = {"cvxpy": cvxpy_answers, "sympy": sympy_answers}[peer]
    losses = json.load(sys.stdin)
    # The first call loads the peer.
    answers(losses[0], 60)
    found = []
    for loss in losses:
        start = time.process_time()
        convex, psi = answers(loss, float(sys.argv[2]))
        found.append({"F": convex, "psi": psi, "ms": 1000 * (time.process_time() - start)})
    print(json.dumps(found))


main()
