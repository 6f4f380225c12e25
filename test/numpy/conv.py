"""Convolution and pooling, by plain loops."""

import itertools

import numpy as np


def pads_of(padding, sizes, window, stride):
    if padding == "VALID":
        return [(0, 0)] * len(sizes)
    if isinstance(padding, str):
        alls = [max(0, (-(-n // s) - 1) * s + w - n) for n, w, s in zip(sizes, window, stride)]
        return [(a // 2, a - a // 2) if padding == "SAME" else (a - a // 2, a // 2) for a in alls]
    return padding


def padded(x, pads, value=0):
    """The last axes with elements around; negative amounts crop."""
    for k, (low, high) in enumerate(pads):
        axis = x.ndim - len(pads) + k
        y = np.moveaxis(x, axis, 0)
        y = y[max(0, -low) : len(y) - max(0, -high)]
        rows = lambda n: np.full((max(0, n),) + y.shape[1:], value)
        x = np.moveaxis(np.concatenate([rows(low), y, rows(high)]), 0, axis)
    return x


def dilated(x, by):
    for k, d in enumerate(by):
        axis = x.ndim - len(by) + k
        y = np.moveaxis(x, axis, 0)
        z = np.zeros((max(0, (len(y) - 1) * d + 1),) + y.shape[1:], y.dtype)
        z[::d] = y
        x = np.moveaxis(z, 0, axis)
    return x


def conv(x, w, stride, padding, lhs, rhs, groups=1):
    x, w = dilated(x, lhs), dilated(w, rhs)
    rank = len(stride)
    x = padded(x, pads_of(padding, x.shape[2:], w.shape[2:], stride))
    size = [max(0, (n - k) // s + 1) for n, k, s in zip(x.shape[2:], w.shape[2:], stride)]
    out = np.zeros((x.shape[0], w.shape[0], *size), np.result_type(x, w))
    per, inner = w.shape[0] // groups, w.shape[1]
    for at in itertools.product(*map(range, size)):
        cut = tuple(slice(i * s, i * s + k) for i, s, k in zip(at, stride, w.shape[2:]))
        for g in range(groups):
            part = x[(slice(None), slice(g * inner, (g + 1) * inner)) + cut]
            out[(slice(None), slice(g * per, (g + 1) * per)) + at] = np.tensordot(part, w[g * per : (g + 1) * per], [range(1, rank + 2)] * 2)
    return out


def pool(x, window, stride, padding, kind, count=True):
    rank = len(window)
    pads = pads_of(padding, x.shape[2:], window, stride)
    inside = padded(np.ones(x.shape[2:]), pads)
    y = padded(x, pads, -np.inf if kind == "max" else 0)
    size = [max(0, (n - k) // s + 1) for n, k, s in zip(y.shape[2:], window, stride)]
    out = np.zeros((*x.shape[:2], *size), x.dtype)
    for at in itertools.product(*map(range, size)):
        cut = tuple(slice(i * s, i * s + k) for i, s, k in zip(at, stride, window))
        part = y[(..., *cut)].reshape(*x.shape[:2], -1)
        if kind == "max":
            best = np.argmax(np.real(part), -1)[..., None]
            out[(..., *at)] = np.take_along_axis(part, best, -1)[..., 0]
        else:
            out[(..., *at)] = part.sum(-1) / (np.prod(window) if count else inside[cut].sum())
    return out


def make(c):
    one = {"layout": {"input": "NCW", "kernel": "OIW", "output": "NCW"}}
    two = {"layout": {"input": "NCHW", "kernel": "OIHW", "output": "NCHW"}}
    def add1(xs, ws, stride=1, padding="VALID", lhs=1, rhs=1, groups=1):
        p = {"stride": [stride], "padding": padding, "lhs_dilation": [lhs], "rhs_dilation": [rhs], "groups": groups, **one}
        c.add("conv1d", [c.normal(*xs), c.normal(*ws)], p, lambda x, w: conv(x, w, [stride], padding, [lhs], [rhs], groups))
    def add2(xs, ws, stride=(1, 1), padding="VALID", lhs=(1, 1), rhs=(1, 1), groups=1):
        p = {"stride": list(stride), "padding": padding, "lhs_dilation": list(lhs), "rhs_dilation": list(rhs), "groups": groups, **two}
        c.add("conv2d", [c.normal(*xs), c.normal(*ws)], p, lambda x, w: conv(x, w, stride, padding, lhs, rhs, groups))
    for padding in ("VALID", "SAME", "SAME_LOWER", [[0, 3]], [[2, -1]], [[-2, -1]], [[5, 5]]):
        for stride, lhs, rhs in ((1, 1, 1), (2, 1, 1), (3, 1, 2), (1, 2, 1), (2, 3, 2), (1, 2, 3)):
            add1((1, 2, 8), (2, 2, 3), stride, padding, lhs, rhs)
    for groups, xs, ws in ((2, (2, 4, 5), (4, 2, 2)), (4, (1, 4, 5), (4, 1, 3)), (3, (1, 3, 4), (6, 1, 2)), (1, (3, 1, 4), (1, 1, 4)), (1, (1, 1, 1), (1, 1, 1)), (2, (1, 2, 6), (2, 1, 1)), (1, (2, 3, 7), (5, 3, 1))):
        for padding in ("VALID", "SAME"):
            add1(xs, ws, 1, padding, groups=groups)
            add1(xs, ws, 2, padding, groups=groups)
    add1((1, 1, 2), (1, 1, 3))
    add1((0, 1, 5), (2, 1, 3))
    add1((1, 1, 3), (1, 1, 5), padding="SAME")
    for padding in ("VALID", "SAME", "SAME_LOWER", [[1, 0], [0, 2]], [[-1, 1], [2, -1]]):
        for stride, lhs, rhs in (((1, 1), (1, 1), (1, 1)), ((2, 3), (1, 1), (1, 1)), ((1, 2), (2, 1), (1, 1)), ((2, 1), (1, 3), (2, 1)), ((1, 1), (1, 1), (1, 2))):
            add2((1, 2, 4, 5), (2, 2, 2, 3), stride, padding, lhs, rhs)
    for groups, xs, ws in ((2, (1, 4, 3, 4), (2, 2, 2, 2)), (3, (1, 3, 4, 3), (3, 1, 3, 2)), (2, (2, 2, 3, 3), (4, 1, 1, 2))):
        for stride in ((1, 1), (2, 1)):
            add2(xs, ws, stride, "SAME", groups=groups)
    add2((1, 1, 3, 3), (1, 1, 3, 3))
    add2((2, 1, 1, 4), (3, 1, 1, 2), rhs=(2, 2))
    c.add("conv1d", [c.normal(1, 2, 5), c.normal(2, 2, 2)], {}, lambda x, w: conv(x, w, [1], "VALID", [1], [1]))
    c.add("conv2d", [c.normal(1, 2, 3, 3), c.normal(2, 2, 2, 2)], {"stride": 2, "padding": "SAME"}, lambda x, w: conv(x, w, [2, 2], "SAME", [1, 1], [1, 1]))
    c.add("conv1d", [c.ints(-3, 4, 1, 2, 5), c.ints(-3, 4, 2, 2, 2)], {"stride": [1], "padding": "VALID"}, lambda x, w: conv(x, w, [1], "VALID", [1], [1]).astype(np.int32))
    layouts(c)
    pools(c)
    transposes(c)


def layouts(c):
    """Axes in other orders: named in `layout`, or as `dimension_numbers`."""
    for spec in (("NHWC", "HWIO", "NHWC"), ("CHWN", "IHWO", "NCHW"), ("NCHW", "OIHW", "NHWC")):
        def moved(x, w):
            a = np.einsum(x, [spec[0].index(k) for k in spec[0]], [spec[0].index(k) for k in "NCHW"])
            b = np.einsum(w, [spec[1].index(k) for k in spec[1]], [spec[1].index(k) for k in "OIHW"])
            y = conv(a, b, (1, 2), "SAME", (1, 1), (1, 1))
            return np.einsum(y, [spec[2].index(k) for k in "NCHW"], [spec[2].index(k) for k in spec[2]])
        x, w = c.normal(*[{"N": 2, "C": 2, "H": 3, "W": 4}[k] for k in spec[0]]), c.normal(*[{"O": 3, "I": 2, "H": 2, "W": 2}[k] for k in spec[1]])
        c.add("conv2d", [x, w], {"stride": [1, 2], "padding": "SAME", "layout": dict(zip(("input", "kernel", "output"), spec))}, moved)
        c.add("conv_general_dilated", [x, w], {"window_strides": [1, 2], "padding": "SAME", "dimension_numbers": list(spec)}, moved)
    c.add("conv_general_dilated", [c.normal(1, 2, 5), c.normal(2, 1, 2)], {"window_strides": [1], "padding": [[1, 0]], "lhs_dilation": [2], "rhs_dilation": [1], "dimension_numbers": ["NCH", "OIH", "NCH"], "feature_group_count": 2}, lambda x, w: conv(x, w, [1], [(1, 0)], [2], [1], 2))


def pools(c):
    for xs, window, stride in (((2, 2, 7), [3], [2]), ((1, 1, 6), [2], [3]), ((1, 2, 5), [5], [1]), ((1, 1, 4), [4], [4]), ((1, 2, 5, 6), [2, 3], [1, 2]), ((1, 1, 4, 4), [2, 2], [2, 2]), ((2, 1, 3, 5), [3, 1], [1, 1])):
        for padding in ("VALID", "SAME", "SAME_LOWER", [[1, 0]] * len(window), [[0, 1]] * len(window)):
            p = {"window": window, "stride": stride, "padding": padding, "layout": "NCW" if len(window) == 1 else "NCHW"}
            if padding != "VALID" and not isinstance(padding, str) and max(window) == 1:
                continue
            if not (isinstance(padding, list) and min(window) == 1):
                c.add("max_pool", [c.normal(*xs)], p, lambda x: pool(x, window, stride, padding, "max"))
                for count in (True, False):
                    c.add("avg_pool", [c.normal(*xs)], {**p, "count_include_pad": count}, lambda x: pool(x, window, stride, padding, "avg", count))
    c.add("max_pool", [c.normal(1, 1, 4, 4)], {"window": [2, 2], "stride": [2, 2]}, lambda x: pool(x, [2, 2], [2, 2], "VALID", "max"))
    c.add("max_pool", [c.normal(1, 4, 4, 2)], {"window": [2, 2], "stride": [2, 2], "layout": "NHWC"}, lambda x: np.moveaxis(pool(np.moveaxis(x, -1, 1), [2, 2], [2, 2], "VALID", "max"), 1, -1))
    c.add("max_pool", [c.ints(-9, 9, 1, 1, 6)], {"window": [2], "stride": [2]}, lambda x: pool(x, [2], [2], "VALID", "max").astype(np.int32))


def transpose_pads(k, s, padding):
    if padding == "SAME":
        all_ = k + s - 2
        low = k - 1 if s > k - 1 else -(-all_ // 2)
    else:
        all_ = k + s - 2 + max(k - s, 0)
        low = k - 1
    return low, all_ - low


def transposes(c):
    for rank in (1, 2):
        for padding in ("SAME", "VALID", [[1, 2]] * rank, [[0, 0]] * rank):
            for stride, rhs, k in ((1, 1, 3), (2, 1, 3), (2, 1, 2), (3, 1, 2), (2, 2, 2), (4, 1, 3), (3, 2, 3), (2, 1, 1)):
                if rank == 2 and (stride, rhs, k) not in ((2, 1, 3), (3, 2, 3), (2, 1, 1)):
                    continue
                for flipped in (False, True):
                    xs, ws = (2, 2) + (3, 4)[:rank], (2, 3) + (k,) * rank if flipped else (3, 2) + (k,) * rank
                    pads = [transpose_pads((k - 1) * rhs + 1, stride, padding)] * rank if isinstance(padding, str) else padding
                    def fn(x, w):
                        kernel = np.flip(np.swapaxes(w, 0, 1), range(2, rank + 2)) if flipped else w
                        return conv(x, kernel, [1] * rank, pads, [stride] * rank, [rhs] * rank)
                    c.add(f"conv_transpose{rank}d", [c.normal(*xs), c.normal(*ws)], {"stride": [stride] * rank, "padding": padding, "rhs_dilation": [rhs] * rank, "transpose_kernel": flipped}, fn)
    c.add("conv_transpose1d", [c.normal(1, 1, 3), c.normal(1, 1, 2)], {"stride": [2]}, lambda x, w: conv(x, w, [1], [transpose_pads(2, 2, "SAME")], [2], [1]))
