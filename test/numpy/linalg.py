"""Factorisations, solves, functions of matrices. Leading axes are batches."""

import numpy as np


def T(a):
    return np.swapaxes(a, -1, -2)


def stacked(fn):
    """A function of single matrices, of stacks; results are stacked one by one."""
    def whole(*args, **p):
        ranks = [2] * len(args)
        outer = np.broadcast_shapes(*[a.shape[: a.ndim - r] for a, r in zip(args, ranks)])
        args = [np.broadcast_to(a, outer + a.shape[-2:]) for a in args]
        if not outer:
            return fn(*args, **p)
        found = [fn(*[a[at] for a in args], **p) for at in np.ndindex(outer)]
        if isinstance(found[0], list):
            return [np.array(part).reshape(outer + np.shape(part[0])) for part in zip(*found)]
        return np.array(found).reshape(outer + np.shape(found[0]))
    return whole


@stacked
def cholesky(a):
    a = (a + a.T) / 2
    n = len(a)
    l = np.zeros((n, n), a.dtype)
    for j in range(n):
        l[j, j] = np.sqrt(a[j, j] - l[j, :j] @ l[j, :j])
        l[j + 1 :, j] = (a[j + 1 :, j] - l[j + 1 :, :j] @ l[j, :j]) / l[j, j]
    return l


@stacked
def qr(a):
    """With a positive diagonal, by orthogonalising twice."""
    m, n = a.shape
    k = min(m, n)
    q = np.zeros((m, k), a.dtype)
    for j in range(k):
        v = a[:, j]
        for _ in range(2):
            v = v - q[:, :j] @ (q[:, :j].T @ v)
        q[:, j] = v / np.sqrt(v @ v)
    r = q.T @ a
    return [q, np.triu(r)]


def signed(v, along):
    """Signs for which the largest entry of each column is positive."""
    top = np.argmax(abs(v), 0)
    return np.sign(v[top, range(v.shape[1])])


def eigh_parts(a):
    w, v = np.linalg.eigh((a + a.T) / 2)
    return w, v * signed(v, 0)


def eigh_tangent(a, d):
    w, v = eigh_parts(a)
    m = v.T @ ((d + d.T) / 2) @ v
    gap = w[None, :] - w[:, None]
    f = np.where(gap == 0, 0, 1 / np.where(gap == 0, 1, gap))
    return [np.diag(m), v @ (f * m)]


def svd_parts(a):
    u, s, vt = np.linalg.svd(a, full_matrices=False)
    sign = signed(u, 0)
    return u * sign, s, vt * sign[:, None]


def svd_tangent(a, d):
    u, s, vt = svd_parts(a)
    m = u.T @ d @ vt.T
    gap = s[None, :] ** 2 - s[:, None] ** 2
    f = np.where(gap == 0, 0, 1 / np.where(gap == 0, 1, gap))
    du = u @ (f * (m * s + (m * s).T)) + (d @ vt.T - u @ m) / s
    dv = vt.T @ (f * ((s[:, None] * m) + (s[:, None] * m).T)) + (d.T @ u - vt.T @ m.T) / s
    return [du, np.diag(m), dv.T]


def by_formula(tangent, pick=None):
    def fn(args, tangents):
        (a,), (d,) = args, tangents
        y = stacked(tangent)(a, d)
        return y if pick is None else pick(y)
    return fn


def expm(a):
    """Taylor's series, after halving, squared again."""
    n = int(max(0, np.ceil(np.log2(max(1e-3, np.max(np.sum(abs(np.real(a)), -1), initial=0))) + 6)))
    x = a / 2**n
    term = np.broadcast_to(np.eye(a.shape[-1]), a.shape).astype(a.dtype)
    y = term
    for k in range(1, 25):
        term = term @ x / k
        y = y + term
    for _ in range(n):
        y = y @ y
    return y


def pinv(a):
    return np.linalg.inv(T(a) @ a) @ T(a) if a.shape[-2] >= a.shape[-1] else T(a) @ np.linalg.inv(a @ T(a))


def solve(a, b):
    return np.linalg.solve(a, b[..., None])[..., 0] if b.ndim == 1 else np.linalg.solve(a, b)


def lstsq(a, b):
    return pinv(a) @ b


def triangle(a, lower, unit):
    t = np.tril(a) if lower else np.triu(a)
    if unit:
        eye = np.eye(a.shape[-1])
        t = t * (1 - eye) + eye
    return t


def make(c):
    shapes = [(1, 1), (2, 2), (3, 3), (4, 4), (3, 2, 2), (2, 1, 3, 3), (5, 5)]
    well = lambda *s: c.normal(*s) + 3 * np.eye(s[-1])
    for s in shapes + [(17, 17)]:
        if s[0] < 17:
            c.add("inv", [well(*s)], {}, np.linalg.inv)
            c.add("cholesky", [well(*s) * 0.3 + 3 * np.eye(s[-1])], {}, cholesky)
            c.add("expm", [c.normal(*s)], {}, expm)
            c.add("expm", [c.normal(*s) * 6], {}, expm)
        c.add("det", [c.normal(*s)], {}, np.linalg.det)
        c.add("slogdet", [well(*s)], {}, lambda x: [np.sign(np.linalg.det(np.real(x))), logdet(x)])
    c.add("slogdet", [np.zeros((2, 2))], {}, lambda x: [np.float64(0), np.float64(-np.inf)], None)
    for rows in ([[1.0, 2], [2, 4]], [[0.0, 0], [0, 0]], [[0.0, 0, 1], [0, 0, 2], [1, 1, 1]]):
        c.add("det", [np.array(rows)], {}, lambda x: cofactored(x))
    for upper in (False, True):
        c.add("cholesky", [well(3, 3) * 0.3 + 3 * np.eye(3)], {"upper": upper}, lambda x: T(cholesky(x)) if upper else cholesky(x))
        c.add("cholesky", [well(3, 3) * 0.3 + 3 * np.eye(3)], {"upper": upper, "symmetrize_input": True}, lambda x: T(cholesky(x)) if upper else cholesky(x))
        c.add("cholesky", [well(2, 3, 3) * 0.3 + 3 * np.eye(3)], {"upper": upper, "symmetrize_input": False}, lambda x: T(cholesky(half(x, False))) if upper else cholesky(half(x, True)))
    for n in (0, 1, 2, 3, 6, 7, -1, -2, -5):
        c.add("matrix_power", [well(3, 3)], {"n": n}, lambda x: np.linalg.matrix_power(x, n) + 0 * x)
    c.add("matrix_power", [well(2, 2, 2)], {"n": -2}, lambda x: np.linalg.matrix_power(x, -2))
    for a, b in (((3, 3), (3,)), ((3, 3), (3, 2)), ((2, 3, 3), (3,)), ((2, 3, 3), (2, 3, 1)), ((2, 3, 3), (3, 4)), ((3, 3), (2, 3, 2)), ((2, 1, 2, 2), (3, 2, 1)), ((1, 1), (1,)), ((12, 12), (12, 3))):
        c.add("solve", [well(*a), c.normal(*b)], {}, solve)
    triangular(c, well)
    factors(c)
    least(c, well)
    norms(c)
    empty(c)


def half(x, lower):
    """What of one triangle makes a symmetric matrix."""
    t = np.tril(x) if lower else np.triu(x)
    return t + T(t) - np.eye(x.shape[-1]) * x


def logdet(x):
    d = np.linalg.det(x)
    return np.log(np.where(np.real(d) < 0, -d, d))


def cofactored(x):
    """The determinant by expansion, exact for small whole numbers."""
    n = len(x)
    if n == 1:
        return x[0, 0]
    minor = lambda j: np.delete(x[1:], j, 1)
    return sum((-1) ** j * x[0, j] * cofactored(minor(j)) for j in range(n))


def triangular(c, well):
    for left in (True, False):
        for lower in (True, False):
            for transpose in (True, False):
                for unit in (True, False):
                    p = {"left_side": left, "lower": lower, "transpose_a": transpose, "unit_diagonal": unit}
                    def fn(a, b):
                        t = triangle(a, lower, unit)
                        t = T(t) if transpose else t
                        return np.linalg.solve(t, b) if left else T(np.linalg.solve(T(t), T(b)))
                    c.add("triangular_solve", [well(3, 3), c.normal(*((3, 2) if left else (2, 3)))], p, fn)
                    c.add("triangular_solve", [well(2, 2, 2), c.normal(*((2, 2, 3) if left else (2, 3, 2)))], p, fn)
                    if left:
                        for trans in ("T" if transpose else "N", int(transpose)):
                            q = {"trans": trans, "lower": lower, "unit_diagonal": unit}
                            c.add("solve_triangular", [well(3, 3), c.normal(3)], q, lambda a, b: solve(T(triangle(a, lower, unit)) if transpose else triangle(a, lower, unit), b))
    c.add("triangular_solve", [well(2, 2), c.normal(2)], {"left_side": True}, lambda a, b: solve(np.triu(a), b))


def factors(c):
    for s in ((1, 1), (3, 3), (4, 2), (5, 3), (2, 3, 2), (2, 1, 2, 2), (3, 1)):
        c.add("qr", [c.normal(*s)], {"mode": "reduced"}, qr)
        c.add("qr", [c.normal(*s)], {"mode": "r"}, lambda x: qr(x)[1])
    c.add("qr", [c.normal(3, 2)], {}, qr)
    c.add("qr", [c.normal(2, 4)], {"mode": "reduced"}, qr)
    c.add("qr", [c.normal(3, 3)], {"mode": "complete"}, qr)
    whole(c)
    for s in ((1, 1), (2, 2), (3, 3), (4, 4), (2, 3, 3), (2, 1, 2, 2), (6, 6)):
        for op in ("eigh", "eigvalsh"):
            values = op == "eigvalsh"
            pick = (lambda y: [y[0]]) if values else None
            fn = lambda x: (stacked(lambda a: list(eigh_parts(a)))(x)[0] if values else stacked(lambda a: list(eigh_parts(a)))(x))
            c.add(op, [c.normal(*s)], {}, fn, jvp=by_formula(eigh_tangent, pick))
            for uplo in "LU":
                tri = lambda x: half(x, uplo == "L")
                c.add(op, [c.normal(*s)], {"UPLO": uplo, "symmetrize_input": False}, lambda x: fn(tri(x)), jvp=lambda a, t: by_formula(eigh_tangent, pick)([tri(a[0])], [tri(t[0])]))
            c.add(op, [c.normal(*s)], {"UPLO": "L", "symmetrize_input": True}, fn, jvp=by_formula(eigh_tangent, pick))
    for s in ((1, 1), (3, 3), (4, 2), (2, 4), (2, 3, 2), (2, 1, 2, 3), (1, 3), (5, 5)):
        parts = lambda x: stacked(lambda a: list(svd_parts(a)))(x)
        c.add("svd", [c.normal(*s)], {"full_matrices": False}, parts, jvp=by_formula(svd_tangent))
        c.add("svd", [c.normal(*s)], {"full_matrices": False, "compute_uv": True}, parts, jvp=by_formula(svd_tangent))
        c.add("svd", [c.normal(*s)], {"full_matrices": False, "compute_uv": False}, lambda x: parts(x)[1], jvp=by_formula(svd_tangent, lambda y: [y[1]]))
        c.add("svdvals", [c.normal(*s)], {}, lambda x: parts(x)[1], jvp=by_formula(svd_tangent, lambda y: [y[1]]))
        if s[-1] == s[-2]:
            c.add("svd", [c.normal(*s)], {"full_matrices": True}, parts, jvp=by_formula(svd_tangent))


def rest_of(q):
    """One more orthonormal column, whose largest entry is positive: a vector product."""
    v = np.array([np.linalg.det(np.delete(q, i, 0)) * (-1) ** i for i in range(len(q))])
    return np.hstack([q, (v * np.sign(np.real(v[np.argmax(abs(v))])))[:, None]])


def whole(c):
    """All columns of Q, U, V, where only one is added to those of the thin factorisations."""
    def complete(x):
        q, r = qr(x)
        return [rest_of(q), np.vstack([r, np.zeros((1, r.shape[1]))])]
    def tangent(a, d):
        """That of the added column v, which stays orthogonal: −Q·dQᵀ·v."""
        u, s, vt = svd_parts(a)
        du, ds, dvt = svd_tangent(a, d)
        grown = lambda q, dq: np.hstack([dq, -q @ (dq.T @ rest_of(q)[:, -1:])])
        if a.shape[0] > a.shape[1]:
            return [grown(u, du), ds, dvt]
        return [du, ds, grown(vt.T, dvt.T).T]
    def full(a):
        u, s, vt = svd_parts(a)
        return [rest_of(u), s, vt] if a.shape[0] > a.shape[1] else [u, s, rest_of(vt.T).T]
    for n in (2, 3, 4):
        c.add("qr", [c.normal(n, n - 1)], {"mode": "complete"}, complete)
        for s in ((n, n - 1), (n - 1, n)):
            for p in ({"full_matrices": True}, {"full_matrices": True, "compute_uv": True}, {}):
                c.add("svd", [c.normal(*s)], p, full, jvp=by_formula(tangent))
    c.add("svd", [c.normal(3, 2)], {"full_matrices": True, "compute_uv": False}, lambda x: svd_parts(x)[1], jvp=by_formula(svd_tangent, lambda y: [y[1]]))


def least(c, well):
    for a, b in (((3, 3), (3,)), ((4, 2), (4,)), ((4, 2), (4, 3)), ((2, 4), (2,)), ((2, 4), (2, 2)), ((5, 1), (5,))):
        c.add("lstsq", [c.normal(*a), c.normal(*b)], {}, lstsq)
    c.add("lstsq", [c.normal(4, 2), c.normal(4)], {"rcond": None}, lstsq)
    for s in ((1, 1), (3, 3), (4, 2), (2, 4), (2, 4, 2), (2, 1, 2, 3), (3, 1)):
        c.add("pinv", [c.normal(*s)], {}, pinv)
    c.add("pinv", [c.normal(3, 2)], {"rcond": None}, pinv)
    c.add("pinv", [c.normal(3, 2)], {"rtol": 1e-12}, pinv)
    c.add("pinv", [c.normal(3, 2)], {"rcond": 1e-12, "hermitian": False}, pinv)
    for s, r in (((4, 3), 2), ((3, 4), 1), ((3, 3), 0)):
        x = np.round(c.normal(s[0], r), 1) @ np.round(c.normal(r, s[1]), 1)
        c.add("pinv", [x], {}, np.linalg.pinv, None)
        c.add("matrix_rank", [x], {}, lambda x: np.asarray(np.linalg.matrix_rank(x)).astype(np.int32), None)
    c.add("matrix_rank", [c.normal(2, 3, 2)], {}, lambda x: np.linalg.matrix_rank(x).astype(np.int32), None)
    c.add("cond", [c.normal(3, 3)], {}, np.linalg.cond, None)
    for p in ("fro", 1, -1, 2, -2, "inf", "-inf"):
        c.add("cond", [c.normal(3, 3)], {"p": p}, lambda x: np.linalg.cond(x, float(p) if "inf" in str(p) else p), None)
    c.add("multi_dot", [c.normal(2, 3), c.normal(3, 4), c.normal(4, 2)], {}, lambda *x: np.linalg.multi_dot(x))


def norms(c):
    """By singular values: of a matrix whose tangent is d, that of s is uᵀ·d·v."""
    def by_values(pick, axis, keepdims):
        def values(x):
            y = np.moveaxis(x, axis, (-2, -1))
            return pick(np.linalg.svd(y, compute_uv=False), np.linalg.svd(y, compute_uv=False))
        def tangent(a, t):
            y, d = np.moveaxis(a[0], axis, (-2, -1)), np.moveaxis(t[0], axis, (-2, -1))
            u, s, vt = np.linalg.svd(y, full_matrices=False)
            return [shaped(pick(s, np.diagonal(T(u) @ d @ T(vt), axis1=-2, axis2=-1)), a[0])]
        def shaped(v, x):
            return v.reshape([1 if i in [a % x.ndim for a in axis] else n for i, n in enumerate(x.shape)]) if keepdims else v
        return lambda x: shaped(values(x), x), tangent
    best = {2: lambda s, d: d[..., 0], -2: lambda s, d: d[..., -1], "nuc": lambda s, d: d.sum(-1)}
    for ord, pick in best.items():
        for s, axis in (((3, 3), [0, 1]), ((4, 2), [1, 0]), ((2, 3, 4), [-2, -1]), ((2, 3, 4), [0, 2]), ((1, 3), [-2, -1])):
            for keep in (False, True):
                value, tangent = by_values(pick, axis, keep)
                c.add("norm", [c.normal(*s)], {"ord": ord, "axis": axis, "keepdims": keep}, value, jvp=tangent)
        value, tangent = by_values(pick, [0, 1], False)
        c.add("norm", [c.normal(2, 3)], {"ord": ord, "axis": None, "keepdims": False}, value, jvp=tangent)
        c.add("matrix_norm", [c.normal(2, 3)], {"ord": ord}, value, jvp=tangent)
    c.add("matrix_norm", [c.normal(2, 3, 2)], {}, lambda x: np.sqrt(np.sum(x * x, (-2, -1))))
    c.add("vector_norm", [c.normal(2, 3)], {}, lambda x: np.sqrt(np.sum(x * x)))
    c.add("vector_norm", [c.normal(2, 3)], {"ord": 3, "axis": None, "keepdims": True}, lambda x: np.sum(np.where(np.real(x) < 0, -x, x) ** 3, keepdims=True) ** (1 / 3))
    c.add("vector_norm", [c.normal(2, 3, 2)], {"ord": 1, "axis": [0, 2]}, lambda x: np.sum(np.where(np.real(x) < 0, -x, x), axis=(0, 2)))


def empty(c):
    z = np.zeros
    c.add("det", [z((0, 0))], {}, np.linalg.det, None)
    c.add("det", [z((0, 2, 2))], {}, np.linalg.det, None)
    c.add("slogdet", [z((0, 0))], {}, lambda x: [np.float64(1), np.float64(0)], None)
    c.add("inv", [z((0, 0))], {}, np.linalg.inv, None)
    c.add("inv", [z((0, 3, 3))], {}, np.linalg.inv, None)
    c.add("solve", [z((0, 0)), z((0,))], {}, lambda a, b: b, None)
    c.add("solve", [z((2, 2)) + np.eye(2), z((2, 0))], {}, lambda a, b: b, None)
    c.add("solve", [z((0, 2, 2)), z((0, 2, 1))], {}, lambda a, b: b, None)
    c.add("cholesky", [z((0, 0))], {}, lambda x: x, None)
    c.add("cholesky", [z((0, 2, 2))], {}, lambda x: x, None)
    c.add("qr", [z((0, 0))], {"mode": "reduced"}, lambda x: [x, x], None)
    c.add("qr", [z((3, 0))], {"mode": "reduced"}, lambda x: [x, z((0, 0))], None)
    c.add("qr", [z((0, 3))], {"mode": "reduced"}, lambda x: [z((0, 0)), x], None)
    c.add("svd", [z((0, 3))], {"full_matrices": False}, lambda x: [z((0, 0)), z(0), x], None)
    c.add("svdvals", [z((2, 0))], {}, lambda x: z(0), None)
    c.add("eigh", [z((0, 0))], {}, lambda x: [z(0), x], None)
    c.add("eigvalsh", [z((0, 2, 2))], {}, lambda x: z((0, 2)), None)
    c.add("expm", [z((0, 0))], {}, lambda x: x, None)
    c.add("expm", [z((2, 2))], {}, expm)
    c.add("pinv", [z((0, 3))], {}, lambda x: x.T, None)
    c.add("pinv", [z((2, 3))], {}, lambda x: x.T, None)
    c.add("matrix_power", [z((0, 0))], {"n": 3}, lambda x: x, None)
    c.add("matrix_power", [z((0, 2, 2))], {"n": -1}, lambda x: x, None)
    c.add("lstsq", [z((3, 0)), z((3,))], {}, lambda a, b: z(0), None)
    c.add("triangular_solve", [z((0, 0)), z((0, 2))], {"left_side": True, "lower": True}, lambda a, b: b, None)
