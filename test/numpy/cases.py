"""Cases of operations in the format of reference values (docs/dev/arrays.md), with NumPy and SciPy.

Derivatives are by complex steps: f(x + i*h*t) = f(x) + i*h*J*t + O(h^2), exact to rounding for
h = 2**-100. So functions are written with analytic operations: comparisons are of real parts.
"""

import json
import zlib

import numpy as np

STEP = 2.0**-100


def number(x):
    x = float(x)
    if np.isnan(x):
        return "NaN"
    if np.isinf(x):
        return "Infinity" if x > 0 else "-Infinity"
    return int(x) if x == int(x) and abs(x) < 1e15 and not (x == 0 and np.signbit(x)) else x


def stored(a):
    if a is None:
        return None
    a = np.asarray(a)
    if a.dtype == bool:
        return {"shape": list(a.shape), "data": [bool(v) for v in a.ravel()], "dtype": "bool"}
    if np.issubdtype(a.dtype, np.integer):
        return {"shape": list(a.shape), "data": [int(v) for v in a.ravel()], "dtype": "i32"}
    return {"shape": list(a.shape), "data": [number(v) for v in a.ravel()]}


def is_float(a):
    return np.issubdtype(np.asarray(a).dtype, np.floating)


def listed(y):
    return list(y) if isinstance(y, (list, tuple)) else [y]


def complex_step(fn, args, tangents):
    moved = [a if t is None else np.asarray(a + 1j * STEP * t) for a, t in zip(args, tangents)]
    # what is of second order in the step is nothing
    found = [np.imag(y) / STEP for y in listed(fn(*moved))]
    return [np.where(abs(y) < STEP, 0, y) for y in found]


def rounded(rng, shape):
    return np.round(rng.normal(size=shape), 4)


class Corpus:
    """The cases of one file."""

    def __init__(self, name):
        self.name = name
        self.cases = []
        self.rng = np.random.default_rng(zlib.crc32(name.encode()))

    def normal(self, *shape):
        return rounded(self.rng, shape)

    def positive(self, *shape):
        return np.round(self.rng.uniform(0.2, 3, shape), 3)

    def ints(self, low, high, *shape):
        return self.rng.integers(low, high, shape).astype(np.int32)

    def bools(self, *shape):
        return self.rng.random(shape) < 0.5

    def add(self, op, args, params=None, fn=None, diff="all", jvp=None):
        """A case of `fn(*args)`. `diff`: which operands have derivatives ("all" floats, a list, None).
        `jvp(args, tangents)` gives a list of tangents where complex steps do not."""
        args = [np.asarray(a) for a in args]
        with np.errstate(all="ignore"):
            out = fn(*args)
        results = [np.real(np.asarray(y)) for y in listed(out)]
        params = {k: v for k, v in (params or {}).items()}
        case = {"op": op, "args": [stored(a) for a in args], "params": params}
        single = not isinstance(out, (list, tuple))
        pack = lambda list_: stored(list_[0]) if single else [stored(y) for y in list_]
        case["out"] = pack(results)
        which = [i for i, a in enumerate(args) if is_float(a)] if diff == "all" else (diff or [])
        if which and any(is_float(y) for y in results):
            self.derivatives(case, fn, args, which, results, pack, jvp)
        self.cases.append(case)

    def derivatives(self, case, fn, args, which, results, pack, jvp):
        step = jvp or (lambda x, t: complex_step(fn, x, t))
        tangents = [rounded(self.rng, a.shape) if i in which else None for i, a in enumerate(args)]
        cotangents = [rounded(self.rng, y.shape) if is_float(y) else None for y in results]
        floats = lambda ys: [y if c is not None else None for y, c in zip(ys, cotangents)]
        forward = floats(step(args, tangents))
        grads = []
        for i, a in enumerate(args):
            if i not in which:
                grads.append(None)
                continue
            grad = np.zeros(a.shape)
            for at in np.ndindex(a.shape):
                unit = np.zeros(a.shape)
                unit[at] = 1
                moved = step(args, [unit if k == i else None for k in range(len(args))])
                grad[at] = sum(np.sum(c * y) for c, y in zip(cotangents, moved) if c is not None)
            grads.append(grad)
        inner = sum(np.sum(c * y) for c, y in zip(cotangents, forward) if c is not None)
        outer = sum(np.sum(g * t) for g, t in zip(grads, tangents) if g is not None)
        size = sum(np.sum(abs(g * t)) for g, t in zip(grads, tangents) if g is not None)
        assert abs(inner - outer) <= 1e-9 * max(size, 1e-20), (case["op"], case["params"], inner, outer)
        case["cotangent"] = pack(cotangents)
        case["vjp"] = [stored(g) for g in grads]
        case["tangents"] = [stored(t) for t in tangents]
        case["jvp"] = pack(forward)

    def write(self, path, most):
        """Writes the cases; of those alike, and of those longer than `most`, only where it is None."""
        lines, seen = [], set()
        for case in self.cases:
            line = json.dumps(case, separators=(",", ":"))
            like = (case["op"], *sorted((k, sort_of(v)) for k, v in case["params"].items() if k != "keepdims"))
            if most is not None and (like in seen or len(line) > most):
                continue
            seen.add(like)
            lines.append(line)
        with open(path, "w") as file:
            file.write("[\n" + ",\n".join(lines) + "\n]\n")
        return len(lines)


def sort_of(value):
    return value if isinstance(value, str) else type(value).__name__
