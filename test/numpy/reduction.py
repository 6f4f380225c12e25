"""Reductions, scans, sorting, norms."""

import numpy as np

AXES = {0: [None, []], 1: [None, 0, -1, [0]], 2: [None, 0, -1, [1], [0, 1], [-1, 0]], 3: [None, 1, -3, [0, 2], [-1, 1], [2, 1, 0]], 4: [2, [0, -1], [1, 3], [3, 0, 1]]}
SHAPES = [(), (1,), (5,), (3, 4), (4, 1), (2, 3, 4), (2, 1, 3, 2)]


def norm_axis(axis):
    return tuple(axis) if isinstance(axis, list) else axis


def taken(x, index, axis):
    return np.take_along_axis(x, np.expand_dims(index, axis), axis).squeeze(axis)


def merged(x, axis):
    """The axes of a reduction as one, at the end."""
    axes = range(x.ndim) if axis is None else ([axis] if np.isscalar(axis) else axis)
    axes = [a % x.ndim for a in axes] if x.ndim else []
    rest = [i for i in range(x.ndim) if i not in axes]
    y = np.transpose(x, rest + axes).reshape([x.shape[i] for i in rest] + [-1])
    kept = [1 if i in axes else n for i, n in enumerate(x.shape)]
    return y, kept


def by_order(pick):
    def fn(x, axis=None, keepdims=False):
        y, kept = merged(x, axis)
        z = pick(y)
        return z.reshape(kept) if keepdims else z
    return fn


amax = by_order(lambda y: taken(y, np.argmax(np.real(y), -1), -1))
amin = by_order(lambda y: taken(y, np.argmin(np.real(y), -1), -1))


def middle(y):
    z = ordered(y, -1)
    n = z.shape[-1]
    return (z[..., (n - 1) // 2] + z[..., n // 2]) / 2


median = by_order(middle)


def ordered(x, axis, descending=False):
    if axis is None:
        x, axis = x.ravel(), 0
    order = np.argsort(-np.real(x) if descending else np.real(x), axis, kind="stable")
    return np.take_along_axis(x, order, axis)


def absolute(x):
    return np.where(np.real(x) < 0, -x, x)


def variance(x, axis, keepdims, ddof):
    n = x.size if axis is None else np.prod([x.shape[a] for a in np.atleast_1d(axis)]) if np.size(axis) else 1
    d = x - np.mean(x, axis=axis, keepdims=True)
    return np.sum(d * d, axis=axis, keepdims=keepdims) / (n - ddof)


def logsumexp(x, axis, keepdims):
    top = np.max(np.real(x), axis=axis, keepdims=True)
    y = np.log(np.sum(np.exp(x - top), axis=axis, keepdims=True)) + top
    return y if keepdims else y.squeeze(tuple(range(x.ndim)) if axis is None else axis)


def softmax(x, axis):
    e = np.exp(x - np.max(np.real(x), axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)


def vector_norm(x, ord, axis, keepdims):
    if ord in ("inf", "-inf"):
        return (amax if ord == "inf" else amin)(absolute(x), axis, keepdims)
    if ord == 0:
        return np.sum(np.real(x) != 0, axis=axis, keepdims=keepdims).astype(float) + 0 * np.sum(x, axis=axis, keepdims=keepdims)
    if ord is None or ord == 2:
        return np.sqrt(np.sum(x * x, axis=axis, keepdims=keepdims))
    return np.sum(absolute(x) ** ord, axis=axis, keepdims=keepdims) ** (1 / ord)


def running(x, axis, largest):
    best = (np.maximum if largest else np.minimum).accumulate(np.real(x), axis)
    out = np.array(np.moveaxis(x, axis, 0))
    real = np.moveaxis(np.real(best), axis, 0)
    for i in range(1, out.shape[0]):
        out[i] = np.where(np.real(out[i]) == real[i], out[i], out[i - 1])
    return np.moveaxis(out, 0, axis)


def make(c):
    plain = {"sum": np.sum, "prod": np.prod, "mean": np.mean, "max": amax, "min": amin, "logsumexp": logsumexp, "median": median}
    for op, fn in plain.items():
        for shape in SHAPES:
            for k, axis in enumerate(AXES[len(shape)]):
                if axis == [] and op in ("logsumexp", "median", "max", "min"):
                    continue
                keep = (k + len(shape)) % 2 == 0
                c.add(op, [c.normal(*shape)], {"axis": axis, "keepdims": keep}, lambda x: fn(x, axis=norm_axis(axis), keepdims=keep))
        c.add(op, [c.normal(3, 5)], {}, lambda x: fn(x, axis=None, keepdims=False))
        c.add(op, [c.normal(2, 6)], {"axis": 1}, lambda x: fn(x, axis=1, keepdims=False))
        c.add(op, [c.normal(300, 2)], {"axis": 0, "keepdims": False}, lambda x: fn(x, axis=0, keepdims=False))
        c.add(op, [c.normal(2, 0, 3)], {"axis": 0, "keepdims": True}, lambda x: np.zeros((1, 0, 3)), None)
    for op, fn, zero in (("sum", np.sum, 0), ("prod", np.prod, 1), ("mean", np.mean, np.nan), ("logsumexp", np.sum, -np.inf)):
        for shape, axis, keep in (((0,), None, False), ((2, 0), 1, True), ((0, 3), 0, False), ((2, 0, 3), [1, 2], False)):
            c.add(op, [np.zeros(shape)], {"axis": axis, "keepdims": keep}, lambda x: np.full(np.shape(np.sum(x, axis=norm_axis(axis), keepdims=keep)), float(zero)), None)
    for op in ("sum", "prod", "max", "min", "mean", "median", "var", "std"):
        fn = getattr(np, op)
        for axis in (None, -1, [0, 1]):
            c.add(op, [c.ints(-4, 5, 3, 4)], {"axis": axis, "keepdims": axis == -1}, lambda x: as_i32(fn(x, axis=norm_axis(axis), keepdims=axis == -1)))
    for op in ("sum", "mean"):
        c.add(op, [c.bools(3, 4)], {"axis": 1, "keepdims": False}, lambda x: as_i32(getattr(np, op)(x, axis=1)))
    for op in ("var", "std"):
        root = np.sqrt if op == "std" else lambda v: v
        for shape in ((5,), (3, 4), (2, 3, 4), (2, 1, 3, 2)):
            for k, axis in enumerate(AXES[len(shape)]):
                ddof = [0, 1, 0.5, -1][k % 4] if shape != (2, 1, 3, 2) or k else 0
                for name in ("ddof", "correction"):
                    p = {"axis": axis, "keepdims": k % 2 == 1, name: ddof}
                    c.add(op, [c.normal(*shape)], p, lambda x: root(variance(x, norm_axis(axis), k % 2 == 1, ddof)))
        c.add(op, [c.normal(7)], {}, lambda x: root(variance(x, None, False, 0)))
        c.add(op, [c.normal(7) + 1e6], {"axis": 0, "ddof": 1}, lambda x: root(variance(x, None, False, 1)))
        c.add(op, [c.normal()], {"axis": None}, lambda x: 0 * x, None)
    for op, fn in (("argmax", np.argmax), ("argmin", np.argmin)):
        for shape in SHAPES[1:]:
            for axis in AXES[len(shape)]:
                if isinstance(axis, list):
                    continue
                for keep in (False, True):
                    c.add(op, [np.round(c.normal(*shape))], {"axis": axis, "keepdims": keep}, lambda x: as_i32(fn(x, axis=axis, keepdims=keep)))
        c.add(op, [c.ints(-3, 3, 4, 5)], {"axis": 0}, lambda x: as_i32(fn(x, axis=0)))
        c.add(op, [c.bools(4, 5)], {"axis": -1}, lambda x: as_i32(fn(x, axis=-1)))
        c.add(op, [np.array([1.0, np.nan, 3, np.nan])], {}, lambda x: as_i32(fn(x)))
        c.add(op, [c.normal()], {"axis": None, "keepdims": False}, lambda x: as_i32(fn(x)))
        c.add(op, [c.normal(3, 0)], {"axis": 0}, lambda x: as_i32(fn(x, axis=0)))
    for op, fn in (("any", np.any), ("all", np.all)):
        for shape in SHAPES + [(0,), (3, 0), (0, 2)]:
            for axis in AXES[len(shape)]:
                for x in (c.bools(*shape), np.round(c.normal(*shape)), c.ints(0, 2, *shape)):
                    keep = len(c.cases) % 2 == 0
                    c.add(op, [x], {"axis": axis, "keepdims": keep}, lambda x: np.asarray(fn(x, axis=norm_axis(axis), keepdims=keep)), None)
    scans(c)
    sorting(c)
    norms(c)
    chosen(c)


def as_i32(y):
    y = np.asarray(y)
    return y.astype(np.int32) if np.issubdtype(y.dtype, np.integer) else y


def scans(c):
    logcumsum = lambda x, axis: np.log(np.cumsum(np.exp(x - 40), axis)) + 40
    for op, fn in (("cumsum", np.cumsum), ("cumprod", np.cumprod), ("cummax", lambda x, a: running(x, a, True)), ("cummin", lambda x, a: running(x, a, False))):
        for shape in SHAPES[1:] + [(130,)]:
            for axis in range(-len(shape), len(shape), 2 if len(shape) > 2 else 1):
                c.add(op, [c.normal(*shape)], {"axis": axis}, lambda x: fn(x, axis))
        for axis in (0, -1):
            c.add(op, [c.normal(3, 4)], {"axis": axis, "reverse": True}, lambda x: np.flip(fn(np.flip(x, axis), axis), axis))
        c.add(op, [c.ints(-3, 4, 3, 4)], {"axis": 1}, lambda x: as_i32(fn(x, 1)))
        c.add(op, [c.normal(2, 0)], {"axis": 1}, lambda x: x, None)
        c.add(op, [c.normal(0, 2)], {"axis": 1}, lambda x: x, None)
    for op, fn in (("cumsum", np.cumsum), ("cumprod", np.cumprod)):
        c.add(op, [c.normal(2, 3)], {"axis": None}, lambda x: fn(x))
        c.add(op, [c.normal(4)], {}, lambda x: fn(x))
        c.add(op, [c.normal()], {"axis": None}, lambda x: x.reshape(1))
        c.add(op, [c.bools(5)], {"axis": 0}, lambda x: as_i32(fn(x.astype(np.int32), 0)))
    c.add("cumprod", [np.array([[2.0, 0, 3, 1], [0, 1.5, 0, 2]])], {"axis": 1}, lambda x: np.cumprod(x, 1))
    c.add("cumlogsumexp", [c.normal(3, 4)], {"axis": 1}, lambda x: logcumsum(x, 1))
    c.add("cumlogsumexp", [c.normal(3, 4)], {"axis": 0, "reverse": True}, lambda x: np.flip(logcumsum(np.flip(x, 0), 0), 0))
    for op, fn in (("softmax", softmax), ("log_softmax", lambda x, axis: np.log(softmax(x, axis)))):
        for shape in SHAPES[1:]:
            for axis in AXES[len(shape)]:
                c.add(op, [c.normal(*shape)], {"axis": axis}, lambda x: fn(x, norm_axis(axis)))
        c.add(op, [c.normal(3, 4)], {}, lambda x: fn(x, -1))
        c.add(op, [c.normal(2, 0)], {"axis": 1}, lambda x: x, None)


def sorting(c):
    for shape in SHAPES[1:]:
        for axis in [None] + list(range(-len(shape), len(shape), 2)):
            for options in ({}, {"descending": True}, {"stable": True}):
                if axis is None and options:
                    continue
                down = options.get("descending", False)
                c.add("sort", [c.normal(*shape)], {"axis": axis, **options}, lambda x: ordered(x, axis, down))
                key = lambda x: -x if down else x
                c.add("argsort", [np.round(c.normal(*shape))], {"axis": axis, **options}, lambda x: as_i32(np.argsort(key(x), axis, kind="stable")))
    c.add("sort", [np.array([3, np.nan, -np.inf, 1, np.inf, -0.0, 0.0])], {"axis": -1}, np.sort, None)
    c.add("sort", [c.ints(-5, 5, 3, 4)], {"axis": 0}, lambda x: np.sort(x, 0))
    c.add("sort", [c.normal(2, 0)], {"axis": 1}, lambda x: x, None)
    c.add("sort", [c.normal(2, 3)], {}, lambda x: ordered(x, -1))
    c.add("argsort", [c.normal(2, 0)], {"axis": 1}, lambda x: x.astype(np.int32))
    for shape, k in (((1,), 1), ((2, 5), 3), ((2, 3, 4), 4), ((3, 2), 0), ((0, 3), 2)):
        x = c.normal(*shape)
        c.add("top_k", [x], {"k": k}, lambda x: [ordered(x, -1, True)[..., :k], as_i32(np.argsort(-np.real(x), -1, kind="stable")[..., :k])], "all" if x.size and k else None)
    c.add("top_k", [np.array([[1, 3, 3, 2, 3]], dtype=np.int32)], {"k": 4}, lambda x: [np.array([[3, 3, 3, 2]], np.int32), np.array([[1, 2, 4, 3]], np.int32)])
    c.add("top_k", [c.normal(4, 3)], {"k": 2, "axis": 0}, lambda x: [ordered(x, 0, True)[:2], as_i32(np.argsort(-np.real(x), 0, kind="stable")[:2])])


def norms(c):
    for ord in (None, 0, 1, 2, 3, 0.5, 1.5, -1, -2, -3, "inf", "-inf"):
        for shape, axis in (((4,), None), ((4,), 0), ((3, 4), -1), ((3, 4), 0), ((2, 3, 2), 1), ((1,), None)):
            keep = len(c.cases) % 3 == 0
            c.add("norm", [c.normal(*shape)], {"ord": ord, "axis": axis, "keepdims": keep}, lambda x: vector_norm(x, ord, axis, keep))
    for shape in ((), (3,), (2, 3), (2, 3, 2)):
        c.add("norm", [c.normal(*shape)], {"ord": None, "axis": None, "keepdims": True}, lambda x: np.sqrt(np.sum(x * x, keepdims=True)))
        c.add("norm", [c.normal(*shape)], {}, lambda x: np.sqrt(np.sum(x * x)))
    for axis in (None, [0, 1], [1, 0], [-1, -2]):
        for ord in ("fro", 1, -1, "inf", "-inf"):
            rows, cols = axis or [0, 1]
            def fn(x):
                if ord == "fro":
                    return np.sqrt(np.sum(x * x))
                summed = np.sum(absolute(x), axis=rows if ord in (1, -1) else cols)
                return (amax if ord in (1, "inf") else amin)(summed)
            c.add("norm", [c.normal(3, 4)], {"ord": ord, "axis": axis, "keepdims": False}, fn)
    c.add("norm", [c.ints(-3, 4, 5)], {"ord": 2, "axis": None}, lambda x: np.linalg.norm(x))
    c.add("norm", [c.normal(3, 4)], {"ord": None, "axis": [0, 1], "keepdims": True}, lambda x: np.sqrt(np.sum(x * x, keepdims=True)))
    c.add("norm", [np.zeros((0,))], {"ord": 1, "axis": 0}, lambda x: np.float64(0), None)
    c.add("norm", [np.zeros((0,))], {"ord": 2, "axis": None}, lambda x: np.float64(0), None)


def chosen(c):
    """Options of reductions: `where`, `initial`, `dtype`."""
    from cases import stored
    for shape, mshape, axis in (((5,), (5,), None), ((3, 4), (3, 4), 1), ((3, 4), (4,), 0), ((2, 3, 2), (3, 1), [0, 2])):
        mask = c.bools(*mshape)
        mask.flat[0] = mask.flat[-1] = True
        p = {"axis": axis, "keepdims": len(shape) == 2, "where": stored(mask)}
        whole = np.broadcast_to(mask, shape)
        axes = norm_axis(axis)
        keep = p["keepdims"]
        total = lambda x: np.sum(np.where(whole, x, 0), axis=axes, keepdims=keep)
        count = np.sum(whole, axis=axes, keepdims=keep)
        c.add("sum", [c.normal(*shape)], p, total)
        c.add("sum", [c.normal(*shape)], {**p, "initial": 2.5}, lambda x: total(x) + 2.5)
        c.add("prod", [c.normal(*shape)], {**p, "initial": 2.5}, lambda x: np.prod(np.where(whole, x, 1), axis=axes, keepdims=keep) * 2.5)
        c.add("mean", [c.normal(*shape)], p, lambda x: total(x) / count, "all" if np.min(count) else None)
        for op, sign in (("max", 1), ("min", -1)):
            c.add(op, [c.normal(*shape)], {**p, "initial": -9 * sign}, lambda x: sign * amax(np.where(whole, sign * x, -9), axes, keep))
        for op in ("any", "all"):
            c.add(op, [c.bools(*shape)], p, lambda x: getattr(np, op)(x, axis=axes, keepdims=keep, where=whole), None)
        for op in ("var", "std"):
            def fn(x):
                kept = np.sum(whole, axis=axes, keepdims=True)
                d = np.where(whole, x - np.sum(np.where(whole, x, 0), axis=axes, keepdims=True) / kept, 0)
                v = np.sum(d * d, axis=axes, keepdims=keep) / count
                return v if op == "var" else np.sqrt(v)
            c.add(op, [c.normal(*shape)], p, fn, "all" if op == "var" and np.min(count) > 1 else None)
    c.add("max", [np.zeros((0, 2))], {"axis": 0, "initial": -1}, lambda x: -np.ones(2), None)
    c.add("max", [c.normal(4)], {"axis": 0, "initial": 0.1}, lambda x: amax(np.append(x, 0.1)))
    c.add("sum", [c.ints(-3, 4, 5)], {"axis": 0, "dtype": "float64"}, lambda x: np.sum(x, dtype=float))
    c.add("sum", [c.normal(5)], {"axis": 0, "dtype": None}, lambda x: np.sum(x))
    for k, p in (("ptp", {"axis": 1}), ("ptp", {"axis": None, "keepdims": True})):
        c.add(k, [c.normal(3, 4)], p, lambda x: amax(x, **p) - amin(x, **p))
    c.add("count_nonzero", [np.round(c.normal(3, 4))], {"axis": 0}, lambda x: as_i32(np.count_nonzero(x, axis=0)))
    weights = np.array([0.5, 1, 2, 0.25])
    for axis in (0, 1):
        w = weights[:3] if axis == 0 else weights
        c.add("average", [c.normal(3, 4)], {"axis": axis, "weights": stored(w)}, lambda x: np.average(x, axis=axis, weights=w))
    for method in ("linear", "lower", "higher", "nearest", "midpoint"):
        for q in (0, 0.3, 0.5, 1, [0.25, 0.9]):
            for axis in (None, 1, [0, 1]):
                def fn(x):
                    if np.iscomplexobj(x):
                        return np.quantile(np.real(x), q, axis=norm_axis(axis), method=method)
                    return np.quantile(x, q, axis=norm_axis(axis), method=method, keepdims=axis == 1)
                c.add("quantile", [c.normal(3, 5)], {"q": q, "axis": axis, "method": method, "keepdims": axis == 1}, fn, None)
    c.add("percentile", [c.normal(3, 5)], {"q": [10, 50], "axis": 0}, lambda x: np.percentile(x, [10, 50], axis=0), None)
    for scale in (1, 300, 5000):
        def logs(x):
            y = [x[0]]
            for v in x[1:]:
                top = max(np.real(y[-1]), np.real(v))
                y.append(top + np.log(np.exp(y[-1] - top) + np.exp(v - top)))
            return np.array(y)
        c.add("cumlogsumexp", [c.normal(7) * scale], {"axis": 0}, logs)
        c.add("cumlogsumexp", [c.normal(7) * scale], {"axis": 0, "reverse": True}, lambda x: logs(x[::-1])[::-1])
    factors = np.array([0.5, 2, 1.5, 0.1])
    c.add("logsumexp", [c.normal(3, 4)], {"axis": 1, "b": stored(factors)}, lambda x: np.log(np.sum(factors * np.exp(x), 1)))
