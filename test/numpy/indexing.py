"""Slices, gathers, scatters, masks."""

import numpy as np


def make(c):
    slices(c)
    taking(c)
    scatters(c)
    blocks(c)


def slices(c):
    for n in (5, 6):
        for start in (None, 0, 2, -2, 9, -9):
            for stop in (None, 0, 4, -1, 9, -9):
                for step in (1, 2, -1, -3, None):
                    c.add("slice", [c.normal(n)], {"start": [start], "stop": [stop], "step": [step]}, lambda x: x[start:stop:step])
    for shape, parts in (((3, 4), [(1, None, 1), (None, None, -1)]), ((3, 4), [(None, -1, 2)]), ((2, 3, 4), [(0, 1, 1), (2, 0, -1), (-3, None, 2)]), ((3, 0), [(0, 2, 1), (None, None, -1)]), ((4, 4), [(3, 1, 1), (0, 4, 1)])):
        at = tuple(slice(*p) for p in parts)
        c.add("slice", [c.normal(*shape)], {k: [p[i] for p in parts] for i, k in enumerate(("start", "stop", "step"))}, lambda x: x[at])
    c.add("slice", [c.normal(4, 5)], {"start_indices": [1, 0], "limit_indices": [3, 5], "strides": [1, 2]}, lambda x: x[1:3, 0:5:2])
    c.add("slice", [c.normal(4, 5)], {"start_indices": [1, 0], "limit_indices": [3, 5], "strides": None}, lambda x: x[1:3])


def taking(c):
    for shape, index in (((5,), [(3,)]), ((5,), [()]), ((4, 3), [(2, 2)]), ((4, 3), [(3,), (3,)]), ((4, 3), [(2, 1), (3,)]), ((4, 3, 2), [(2,), ()]), ((2, 3, 2), [(2,), (2,), (2,)]), ((4, 2), [(0,)]), ((2, 3), [(1, 2, 2)])):
        ix = [c.ints(-shape[k], shape[k], *s) for k, s in enumerate(index)]
        c.add("gather", [c.normal(*shape)] + ix, {}, lambda x, *i: x[tuple(i)])
    c.add("gather", [c.ints(0, 9, 4, 2), c.ints(0, 4, 3)], {}, lambda x, i: x[i])
    for shape, axis, ishape in (((5,), 0, (3,)), ((3, 4), 1, (2, 2)), ((3, 4), -2, (5,)), ((3, 4), None, (4,)), ((2, 3, 4), 1, ()), ((2, 3, 4), -1, (2, 1)), ((2, 3), 0, (0,)), ((3, 4), 0, ())):
        size = int(np.prod(shape)) if axis is None else shape[axis]
        i = c.ints(-size, size, *ishape)
        c.add("take", [c.normal(*shape), i], {"axis": axis}, lambda x, i: np.take(x, i, axis))
        j = c.ints(-3 * size, 3 * size, *ishape)
        for mode in ("wrap", "clip"):
            c.add("take", [c.normal(*shape), j], {"axis": axis, "mode": mode}, lambda x, i: np.take(x, i, axis, mode=mode))
    c.add("take", [c.normal(5), np.array([0, 7, -2, -9, 4], np.int32)], {"axis": 0, "mode": "fill"}, lambda x, i: np.where([True, False, True, False, True], x[[0, 0, 3, 0, 4]], np.nan), None)
    c.add("take", [c.normal(5), np.array([0, 7, -2, -9, 4], np.int32)], {"axis": 0, "mode": "fill", "fill_value": 2.5}, lambda x, i: np.where([True, False, True, False, True], x[[0, 0, 3, 0, 4]], 2.5))
    c.add("take", [c.normal(3, 2), c.ints(0, 6, 4)], {}, lambda x, i: np.take(x, i))
    c.add("take", [c.bools(5), c.ints(0, 5, 2)], {"axis": 0}, lambda x, i: np.take(x, i, 0))
    for shape, ishape, axis in (((3, 4), (3, 2), 1), ((3, 4), (5, 4), 0), ((3, 4), (1, 2), -1), ((2, 3, 4), (2, 1, 4), 1), ((2, 3, 4), (1, 3, 2), 2), ((1, 4), (3, 2), 1), ((4,), (6,), 0), ((3, 4), (3, 0), 1), ((2, 3), (4,), None)):
        size = int(np.prod(shape)) if axis is None else shape[axis]
        def along(x, i):
            if axis is None:
                return x.ravel()[i]
            a = axis % x.ndim
            out = [max(m, n) for m, n in zip(x.shape, i.shape)]
            grown = lambda y: np.broadcast_to(y, [y.shape[k] if k == a else n for k, n in enumerate(out)])
            return np.take_along_axis(grown(x), grown(i), a)
        c.add("take_along_axis", [c.normal(*shape), c.ints(-size, size, *ishape)], {"axis": axis}, along)
    for shape, axis, n in (((4,), 0, 4), ((3, 4), 1, 4), ((3, 4), 0, 2), ((3, 4), None, 12), ((2, 3, 2), -2, 3), ((3, 4), None, 5), ((2, 3), 0, 2)):
        mask = c.bools(n)
        c.add("compress", [mask, c.normal(*shape)], {"axis": axis}, lambda m, x: np.compress(m, x, axis))
    c.add("compress", [np.zeros(3, bool), c.normal(3, 2)], {"axis": 0}, lambda m, x: x[:0], None)
    for shape, mshape in (((4,), (4,)), ((3, 4), (3, 4)), ((3, 4), (3,)), ((2, 3, 2), (2, 3)), ((2, 3, 2), (2, 3, 2)), ((0, 2), (0,))):
        c.add("boolean_index", [c.normal(*shape), c.bools(*mshape)], {}, lambda x, m: x[m])
    c.add("boolean_index", [c.normal(3), np.zeros(3, bool)], {}, lambda x, m: x[m], None)
    for shape, k in (((4,), 3), ((2, 3), 5), ((), 4), ((0,), 3), ((3,), 0)):
        i = c.ints(-1, 5, *shape)
        c.add("one_hot", [i], {"num_classes": k}, lambda i: (i[..., None] == np.arange(k)).astype(float))
    c.add("one_hot", [c.ints(0, 4, 2, 3)], {"num_classes": 4, "axis": 0}, lambda i: np.moveaxis((i[..., None] == np.arange(4)).astype(float), -1, 0))
    c.add("one_hot", [c.ints(0, 4, 2, 3)], {"num_classes": 4, "axis": -2}, lambda i: np.moveaxis((i[..., None] == np.arange(4)).astype(float), -1, -2))
    c.add("searchsorted", [np.sort(c.normal(6)), c.normal(2, 3)], {"side": "left"}, lambda a, v: np.searchsorted(a, v).astype(np.int32))
    c.add("searchsorted", [np.array([0.0, 1, 1, 2]), np.array([1.0, 0, 3, -1])], {"side": "right"}, lambda a, v: np.searchsorted(a, v, side="right").astype(np.int32))


def scatters(c):
    shapes = [((5,), [(3,)]), ((5,), [(7,)]), ((4, 3), [(2, 2)]), ((4, 3), [(5,), (5,)]), ((4, 3), [(2, 1), (3,)]), ((2, 3, 2), [(4,), ()]), ((4, 2), [(0,)]), ((3, 2), [()]), ((2, 2, 2), [(3,), (3,), (3,)])]
    for shape, index in shapes:
        ix = [c.ints(-shape[k], shape[k], *s) for k, s in enumerate(index)]
        whole = np.broadcast_shapes(*index) + shape[len(index) :]
        for op in ("set", "add"):
            def fn(x, *rest):
                *i, u = rest
                y = x.astype(np.result_type(x, u))
                at = np.broadcast_arrays(*i)
                for k in np.ndindex(at[0].shape):
                    place = tuple(a[k] for a in at)
                    old, new = y[place], u[k]
                    if op == "set":
                        y[place] = new
                    else:
                        y[place] = old + new
                return y
            c.add("scatter_" + op, [c.normal(*shape)] + ix + [c.normal(*whole)], {}, fn)
    c.add("scatter_add", [c.ints(0, 5, 4), c.ints(0, 4, 6), c.ints(0, 5, 6)], {}, lambda x, i, u: np.add.reduceat(np.concatenate([x, u])[np.argsort(np.concatenate([np.arange(4), i]), kind="stable")], np.searchsorted(np.sort(np.concatenate([np.arange(4), i])), np.arange(4))).astype(np.int32))


def blocks(c):
    for shape, sizes in (((6,), [3]), ((4, 5), [2, 5]), ((4, 5), [4, 1]), ((2, 3, 4), [1, 2, 3]), ((3,), [0]), ((4, 5), [0, 2]), ((), [])):
        for _ in range(3):
            at = np.array([c.rng.integers(-n - 1, n + 2) for n in shape], np.int32)
            real = [min(max(a + n if a < 0 else a, 0), n - s) for a, n, s in zip(at, shape, sizes)]
            place = tuple(slice(a, a + s) for a, s in zip(real, sizes))
            c.add("dynamic_slice", [c.normal(*shape), at], {"slice_sizes": sizes}, lambda x, i: x[place])
            def update(x, u, i):
                y = x.astype(np.result_type(x, u))
                y[place] = u
                return y
            c.add("dynamic_update_slice", [c.normal(*shape), c.normal(*sizes), at], {}, update)
