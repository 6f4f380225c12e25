"""Elements around arrays, in all modes."""

import numpy as np


def make(c):
    """Of complex numbers NumPy pads most modes; the extremes are taken by real parts."""
    each = lambda op, cases, fn: [c.add(op, [c.normal(*shape)], params, lambda x: fn(x, **params)) for shape, params in cases]
    def padded(x, pad_width, mode="constant", **p):
        named = {k: v for k, v in p.items()}
        if mode in ("maximum", "minimum", "median") and np.iscomplexobj(x):
            return by_line(x, pad_width, mode, **named)
        if mode == "linear_ramp" and np.iscomplexobj(x):
            return ramp(x, pad_width, **named)
        return np.pad(x, pad_width, mode, **named)
    widths = {1: [1, [2], [[1, 2]], [[0, 3]], [[7, 6]]], 2: [2, [1, 2], [[1, 0], [0, 2]], [[0, 0], [4, 5]], [[2, 3], [1, 1]]], 3: [[[0, 1], [2, 0], [1, 1]], 1]}
    for mode in ("constant", "edge", "reflect", "symmetric", "wrap", "mean", "maximum", "minimum", "linear_ramp", "median"):
        for shape in ((4,), (2, 3), (2, 3, 2)):
            for width in widths[len(shape)]:
                each("pad", [(shape, {"pad_width": width, "mode": mode})], padded)
    for shape in ((1,), (1, 3)):
        for mode in ("edge", "reflect", "symmetric", "wrap"):
            each("pad", [(shape, {"pad_width": 2, "mode": mode})], padded)
    for values in (1.5, [2.0], [1.0, -1.0], [[1.0, 2.0], [3.0, 4.0]], [[0.5], [0.25]]):
        each("pad", [((2, 3), {"pad_width": [[1, 2], [2, 1]], "mode": "constant", "constant_values": values})], padded)
    each("pad", [((2, 3), {"pad_width": 1}), ((), {"pad_width": 0, "mode": "constant"}), ((0, 2), {"pad_width": [[1, 1], [0, 0]], "mode": "constant"}), ((0, 2), {"pad_width": [[0, 0], [1, 1]], "mode": "constant"}), ((0, 2), {"pad_width": [[0, 0], [1, 1]], "mode": "edge"})], padded)
    for mode in ("mean", "maximum", "minimum", "median"):
        for length in (1, 2, [[2, 1]], [[1, 2], [3, 1]], 9):
            each("pad", [((3, 4), {"pad_width": [[1, 2], [2, 1]], "mode": mode, "stat_length": length})], padded)
    for ends in (1.5, [1.0, -1.0], [[1.0, 2.0], [3.0, 4.0]]):
        each("pad", [((2, 3), {"pad_width": [[1, 2], [2, 3]], "mode": "linear_ramp", "end_values": ends})], padded)
    for mode in ("reflect", "symmetric"):
        each("pad", [((4,), {"pad_width": [[3, 2]], "mode": mode, "reflect_type": "odd"}), ((2, 3), {"pad_width": [[1, 3], [7, 5]], "mode": mode, "reflect_type": "odd"})], padded)
    c.add("pad", [c.ints(1, 9, 2, 3)], {"pad_width": 1, "mode": "constant", "constant_values": 7}, lambda x: np.pad(x, 1, constant_values=7))
    c.add("pad", [c.ints(1, 9, 2, 3)], {"pad_width": 1, "mode": "reflect"}, lambda x: np.pad(x, 1, mode="reflect"))
    c.add("pad", [c.bools(3)], {"pad_width": 1, "mode": "constant"}, lambda x: np.pad(x, 1))


def each_width(x, width):
    return np.broadcast_to(np.asarray(width), (x.ndim, 2))


def by_line(x, width, mode, stat_length=None):
    for axis, (low, high) in enumerate(each_width(x, width)):
        n = x.shape[axis]
        lengths = [n, n] if stat_length is None else [min(n, k) for k in each_width(x, stat_length)[axis]]
        y = np.moveaxis(x, axis, 0)
        picks = [statistic(part, mode) for part in (y[: lengths[0]], y[n - lengths[1] :])]
        rows = [np.repeat(p[None], k, 0) for p, k in zip(picks, (low, high))]
        x = np.moveaxis(np.concatenate([rows[0], y, rows[1]]), 0, axis)
    return x


def statistic(rows, mode):
    order = np.take_along_axis(rows, np.argsort(np.real(rows), 0), 0)
    k = len(order)
    if mode == "median":
        return (order[(k - 1) // 2] + order[k // 2]) / 2
    return order[-1 if mode == "maximum" else 0]


def ramp(x, width, end_values=0):
    for axis, (low, high) in enumerate(each_width(x, width)):
        y = np.moveaxis(x, axis, 0)
        ends = each_width(x, end_values)[axis]
        before = [ends[0] + (y[0] - ends[0]) * i / low for i in range(low)]
        after = [ends[1] + (y[-1] - ends[1]) * i / high for i in range(high - 1, -1, -1)]
        grow = lambda rows: np.array(rows).reshape((len(rows),) + y.shape[1:])
        x = np.moveaxis(np.concatenate([grow(before), y, grow(after)]), 0, axis)
    return x
