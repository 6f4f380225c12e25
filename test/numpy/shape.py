"""Rearranging, joining, padding."""

import numpy as np


def tup(x):
    return tuple(x) if isinstance(x, list) else x


def make(c):
    n = c.normal
    each = lambda op, cases, fn: [c.add(op, [n(*shape)], params, lambda x: fn(x, **params)) for shape, params in cases]
    each("reshape", [((2, 3), {"shape": s}) for s in ([6], [3, 2], [-1, 2], [1, 6, 1], [2, -1], [-1], [6, -1], [1, -1, 3])], lambda x, shape: x.reshape(shape))
    each("reshape", [((), {"shape": [1, 1]}), ((1,), {"shape": []}), ((0, 3), {"shape": [3, 0]}), ((0, 3), {"shape": [-1, 3]}), ((2, 0), {"shape": [0]}), ((2, 3, 4), {"shape": [4, -1, 2]})], lambda x, shape: x.reshape(shape))
    each("reshape", [((2, 3, 2), {"shape": [4, 3], "order": "F"}), ((2, 3), {"shape": [-1], "order": "F"}), ((2, 3), {"shape": 6})], lambda x, shape, order="C": x.reshape(shape, order=order))
    each("ravel", [((2, 3), {}), ((), {}), ((0, 2), {}), ((2, 3), {"order": "F"})], lambda x, order="C": x.ravel(order))
    perms = [((), None), ((3,), None), ((3,), [0]), ((2, 3), [1, 0]), ((2, 3), [-1, -2]), ((2, 3), None), ((2, 3, 4), [2, 0, 1]), ((2, 3, 4), [-1, 0, -2]), ((2, 1, 3, 2), [3, 1, 0, 2]), ((2, 1, 3, 2, 2), [4, 0, 3, 1, 2]), ((0, 3), [1, 0]), ((2, 3, 4), None)]
    each("transpose", [(s, {"perm": p}) for s, p in perms], lambda x, perm: np.transpose(x, perm))
    each("transpose", [((2, 3, 4), {"axes": [1, 2, 0]}), ((2, 3, 4), {})], lambda x, axes=None: np.transpose(x, axes))
    each("transpose", [((2, 3, 4), {"permutation": [1, 2, 0]})], lambda x, permutation: np.transpose(x, permutation))
    each("swapaxes", [((2, 3, 4), {"axis1": a, "axis2": b}) for a, b in ((0, 2), (-1, 1), (1, 1), (-3, -1))], np.swapaxes)
    each("moveaxis", [((2, 3, 4, 2), {"source": a, "destination": b}) for a, b in ((0, -1), (-1, 0), ([0, 2], [-1, 0]), ([3, 1], [0, 2]), ([-1, -2], [0, 1]), ([], []), ([0, 1, 2, 3], [3, 2, 1, 0]))], np.moveaxis)
    each("expand_dims", [((2, 3), {"axis": a}) for a in (0, 1, 2, -1, -2, -3, [0, 1], [-1, 0], [1, 3], [0, 2, 4])] + [((), {"axis": 0}), ((), {"axis": [0, 1]}), ((0, 2), {"axis": 1})], lambda x, axis: np.expand_dims(x, tup(axis)))
    each("squeeze", [((1, 3, 1), {"axis": a}) for a in (None, 0, -1, [0, 2], [-1, 0], [])] + [((1, 1), {"axis": None}), ((), {"axis": None}), ((2, 3), {}), ((1, 0), {"axis": 0})], lambda x, axis=None: np.squeeze(x, tup(axis)))
    each("broadcast_to", [((), {"shape": [2, 2]}), ((), {"shape": []}), ((1,), {"shape": [3]}), ((3,), {"shape": [2, 3]}), ((2, 1), {"shape": [2, 3]}), ((1, 3), {"shape": [2, 2, 3]}), ((2, 1, 3), {"shape": [4, 2, 2, 3]}), ((1,), {"shape": [0]}), ((3, 1), {"shape": [3, 0]}), ((2,), {"shape": 2})], lambda x, shape: np.broadcast_to(x, tup(shape)))
    lists = [([(2, 3), (1, 3)], 0), ([(2, 3), (2, 1), (2, 4)], 1), ([(2, 3), (2, 2)], -1), ([(2,), (3,), (0,)], 0), ([(2, 2, 2), (2, 1, 2)], -2), ([(3,)], 0), ([(0, 2), (0, 2)], 0), ([(2, 3), (4,)], None), ([(2, 1, 2), (2, 1, 3), (2, 1, 1)], 2), ([(), (2,)], None)]
    for shapes, axis in lists:
        c.add("concatenate", [n(*s) for s in shapes], {"axis": axis}, lambda *x: np.concatenate(x, axis))
    c.add("concatenate", [n(2, 2), n(1, 2)], {}, lambda *x: np.concatenate(x))
    c.add("concatenate", [c.ints(0, 9, 2), n(3)], {"axis": 0}, lambda *x: np.concatenate(x), [1])
    c.add("concatenate", [c.ints(0, 9, 2), c.ints(0, 9, 3)], {"axis": 0}, lambda *x: np.concatenate(x))
    c.add("concatenate", [n(1, 2)] * 5, {"axis": 0}, lambda *x: np.concatenate(x))
    for shapes, axis in (([(2, 3)] * 2, 0), ([(2, 3)] * 3, 1), ([(2, 3)] * 2, -1), ([(2, 3)] * 2, -3), ([()] * 3, 0), ([(3,)] * 2, -1), ([(0, 2)] * 2, 1), ([(2,)], 0)):
        c.add("stack", [n(*s) for s in shapes], {"axis": axis}, lambda *x: np.stack(x, axis))
    c.add("stack", [c.ints(0, 9, 2), c.ints(0, 9, 2)], {}, lambda *x: np.stack(x))
    for op, shapes in (("hstack", [(2, 1), (2, 3)]), ("hstack", [(2,), (3,)]), ("hstack", [(), ()]), ("vstack", [(2, 3), (1, 3)]), ("vstack", [(3,), (3,)])):
        c.add(op, [n(*s) for s in shapes], {}, lambda *x: getattr(np, op)(x))
    splits = [((6,), 3, 0), ((6,), 1, 0), ((2, 6), 2, 1), ((2, 6), [2, 4], -1), ((4, 3), [1, 1, 3], 0), ((5,), [], 0), ((5,), [2, 9], 0), ((5,), [-2], 0), ((5,), [0, 5], 0), ((4, 2, 2), 4, -3), ((0, 2), 2, 0), ((5,), [3, 1], 0)]
    for shape, sections, axis in splits:
        c.add("split", [n(*shape)], {"indices_or_sections": sections, "axis": axis}, lambda x: np.split(x, sections, axis))
    c.add("split", [n(4)], {"indices_or_sections": 2}, lambda x: np.split(x, 2))
    for shape, sections, axis in (((7,), 3, 0), ((2, 5), 2, 1), ((2,), 4, 0), ((6,), [1, 4], 0)):
        c.add("array_split", [n(*shape)], {"indices_or_sections": sections, "axis": axis}, lambda x: np.array_split(x, sections, axis))
    each("tile", [((2, 3), {"reps": r}) for r in (2, [2], [2, 1], [1, 3], [2, 1, 2], [0, 1], [2, 0, 1], [], [1, 1, 1, 2])] + [((), {"reps": 3}), ((), {"reps": [2, 2]}), ((0, 2), {"reps": [2, 2]}), ((3,), {"reps": [2, 2]})], lambda x, reps: np.tile(x, reps))
    each("repeat", [((2, 3), {"repeats": r, "axis": a}) for r, a in ((2, None), (2, 0), (3, -1), ([1, 2], 0), ([2, 0, 1], 1), ([2], 1), (0, 0), ([1, 0, 2, 1, 1, 3], None), ([0, 0], 0))] + [((), {"repeats": 3, "axis": None}), ((0, 2), {"repeats": 2, "axis": 0}), ((3,), {"repeats": 2})], lambda x, repeats, axis=None: np.repeat(x, repeats, axis))
    each("flip", [((2, 3, 2), {"axis": a}) for a in (None, 0, -1, [0, 1], [-1, 0], [])] + [((), {"axis": None}), ((3,), {}), ((0, 2), {"axis": 0})], lambda x, axis=None: np.flip(x, tup(axis)))
    each("rot90", [((2, 3), {"k": k}) for k in (1, 2, 3, 4, -1)] + [((2, 3, 2), {"k": 1, "axes": [1, 2]}), ((2, 3, 2), {"k": 3, "axes": [-1, 0]}), ((2, 3), {})], lambda x, k=1, axes=(0, 1): np.rot90(x, k, tup(axes)))
    each("roll", [((2, 3), {"shift": s, "axis": a}) for s, a in ((1, None), (-4, None), (2, 0), (1, -1), ([1, 2], [0, 1]), (1, [0, 1]), ([1, 2], [1, 1]), ([1, -1], 0), (0, 1), (100, 1), (-7, [1]))] + [((), {"shift": 2, "axis": None}), ((0, 3), {"shift": 1, "axis": 0}), ((4,), {"shift": 1}), ((3, 2), {"shift": [3], "axis": None})], lambda x, shift, axis=None: np.roll(x, tup(shift), tup(axis)))
    each("diag", [((3,), {"k": k}) for k in (0, 1, -2, 4)] + [((3, 4), {"k": k}) for k in (0, 1, -2, 3, 4, -3, -5)] + [((0,), {"k": 1}), ((0,), {"k": 0}), ((1,), {}), ((4, 2), {"k": -1}), ((0, 3), {"k": 0})], lambda x, k=0: np.diag(x, k))
    each("diagonal", [((3, 4), {"offset": o, "axis1": 0, "axis2": 1}) for o in (0, 2, -1, 5, -3)] + [((2, 3, 4), {"offset": o, "axis1": a, "axis2": b}) for o, a, b in ((0, 0, 1), (1, 0, 2), (-1, 2, 1), (0, -1, -2), (1, -1, 0), (0, 1, 0))] + [((3, 3), {}), ((2, 3, 3), {"axis1": 1, "axis2": 2}), ((2, 2, 3, 3), {"offset": 1, "axis1": 2, "axis2": 0})], lambda x, **p: np.diagonal(x, **p))
    for op, fn in (("triu", np.triu), ("tril", np.tril)):
        each(op, [((3, 4), {"k": k}) for k in (0, 1, -1, 4, -3, -4)] + [((2, 3, 3), {"k": 1}), ((4, 2), {"k": -2}), ((1, 1), {}), ((0, 3), {"k": 0}), ((2, 2, 3, 2), {"k": 0})], lambda x, k=0: fn(x, k))
    for op, fn in (("atleast_1d", np.atleast_1d), ("atleast_2d", np.atleast_2d)):
        each(op, [((), {}), ((3,), {}), ((2, 3), {}), ((2, 1, 2), {})], fn)
    each("matrix_transpose", [((2, 3), {}), ((2, 3, 4), {})], np.matrix_transpose)
    each("diff", [((5,), {}), ((5,), {"n": 2}), ((3, 4), {"n": 1, "axis": 0}), ((2, 3), {"n": 3, "axis": 1}), ((3,), {"n": 0})], lambda x, n=1, axis=-1: np.diff(x, n, axis) if n < x.shape[axis] + 1 else x[:, :0])
