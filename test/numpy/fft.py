"""Fourier transforms: pairs of real and imaginary parts."""

import numpy as np
import scipy.signal


def linear(fn):
    """Tangents of a linear function of several operands."""
    return lambda x, t: list_of(fn(*[np.zeros_like(a) if d is None else d for a, d in zip(x, t)]))


def list_of(y):
    return y if isinstance(y, list) else [y]


def pair(z):
    return [np.real(z), np.imag(z)]


def make(c):
    def add(op, args, params, fn):
        c.add(op, args, params, fn, jvp=linear(fn))
    norms = ("backward", "ortho", "forward")
    shapes = [((1,), -1), ((2,), 0), ((5,), -1), ((7,), 0), ((8,), -1), ((12,), -1), ((11,), 0), ((16,), 0), ((2, 3), 0), ((2, 3), -1), ((3, 2, 4), 1), ((3, 2, 4), -3), ((2, 13), 1), ((2, 17), -1), ((6, 1), 1)]
    for op in ("fft", "ifft", "rfft", "irfft", "hfft", "ihfft"):
        fn = getattr(np.fft, op)
        for k, (shape, axis) in enumerate(shapes):
            for n in (None, 1, 3, shape[axis] + 2, 2 * shape[axis]):
                norm = norms[len(c.cases) % 3]
                p = {"n": n, "axis": axis, "norm": norm}
                if op in ("rfft", "ihfft"):
                    add(op, [c.normal(*shape)], p, lambda x: pair(fn(x, n, axis, norm)))
                elif op in ("irfft", "hfft"):
                    if n is None and shape[axis] == 1:
                        continue
                    add(op, [c.normal(*shape), c.normal(*shape)], p, lambda a, b: fn(a + 1j * b, n, axis, norm))
                else:
                    add(op, [c.normal(*shape), c.normal(*shape)], p, lambda a, b: pair(fn(a + 1j * b, n, axis, norm)))
        x = [c.normal(4)] if op in ("rfft", "ihfft") else [c.normal(4), c.normal(4)]
        add(op, x, {}, lambda *v: pair(fn(v[0])) if len(v) == 1 else (fn(v[0] + 1j * v[1]) if op in ("irfft", "hfft") else pair(fn(v[0] + 1j * v[1]))))
        add(op, x, {"n": None, "axis": -1, "norm": None}, lambda *v: pair(fn(v[0])) if len(v) == 1 else (fn(v[0] + 1j * v[1]) if op in ("irfft", "hfft") else pair(fn(v[0] + 1j * v[1]))))
    add("fft", [c.normal(0, 4), c.normal(0, 4)], {"axis": 1}, lambda a, b: pair(np.fft.fft(a + 1j * b)))
    several(c, add, norms)
    convolutions(c)


def several(c, add, norms):
    for op in ("fft2", "ifft2", "fftn", "ifftn", "rfft2", "irfft2", "rfftn", "irfftn"):
        fn = getattr(np.fft, op)
        options = [((3, 4), {}), ((3, 4), {"axes": [0, 1]}), ((3, 4), {"axes": [1, 0], "norm": "ortho"}), ((2, 3, 4), {"axes": [-2, -1], "norm": "forward"}), ((2, 3, 4), {"axes": [0, 2]}), ((3, 4), {"s": [2, 6]}), ((3, 4), {"s": [5, 3], "axes": [1, 0]}), ((2, 3, 4), {"s": None, "axes": [0, 1], "norm": None}), ((5, 1), {"s": [5, 4]})]
        if op.endswith("n"):
            options += [((2, 3, 2), {"axes": None}), ((2, 3, 2), {"axes": [0, 1, 2], "norm": "ortho"}), ((4,), {}), ((2, 3, 2), {"axes": [1]}), ((2, 3, 4), {"s": [2, 2], "axes": [-1, 0]})]
        for shape, p in options:
            if op.startswith("rfft"):
                add(op, [c.normal(*shape)], p, lambda x: pair(fn(x, **p)))
            elif op.startswith("irfft"):
                add(op, [c.normal(*shape), c.normal(*shape)], p, lambda a, b: fn(a + 1j * b, **p))
            else:
                add(op, [c.normal(*shape), c.normal(*shape)], p, lambda a, b: pair(fn(a + 1j * b, **p)))
    for op in ("fftshift", "ifftshift"):
        for shape, axes in (((5,), None), ((4,), None), ((3, 4), None), ((3, 4), [1]), ((3, 4), 0)):
            c.add(op, [c.normal(*shape)], {"axes": axes}, lambda x: getattr(np.fft, op)(x, axes))


def convolutions(c):
    direct = lambda a, b, mode: scipy.signal.convolve(a, b, mode, method="direct")
    for mode in ("full", "same", "valid"):
        for a, b in (((5,), (3,)), ((3,), (5,)), ((4,), (4,)), ((1,), (3,)), ((6,), (2,)), ((3, 4), (2, 2)), ((4, 3), (3, 3)), ((2, 2), (3, 4)), ((2, 3, 2), (2, 2, 1)), ((7, 1), (4, 1))):
            c.add("fftconvolve", [c.normal(*a), c.normal(*b)], {"mode": mode}, lambda x, y: direct(x, y, mode))
    c.add("fftconvolve", [c.normal(4), c.normal(2)], {}, lambda x, y: direct(x, y, "full"))
    for axes in (1, [1], -1):
        rows = lambda x, y, mode: np.array([direct(p, q, mode) for p, q in zip(x, y)])
        for mode in ("full", "same", "valid"):
            c.add("fftconvolve", [c.normal(2, 5), c.normal(2, 3)], {"mode": mode, "axes": axes}, lambda x, y: rows(x, y, mode))
    c.add("fftconvolve", [c.normal(2, 5), c.normal(1, 3)], {"mode": "full", "axes": [1]}, lambda x, y: np.array([direct(p, y[0], "full") for p in x]))
    c.add("fftconvolve", [c.normal(3, 4), c.normal(2, 2)], {"mode": "same", "axes": None}, lambda x, y: direct(x, y, "same"))
    for op, fn in (("convolve", np.convolve), ("correlate", lambda x, y, mode: np.correlate(x, np.conj(y), mode))):
        for mode in ("full", "same", "valid"):
            for n, m in ((5, 3), (3, 5), (4, 4), (4, 1), (6, 2)):
                c.add(op, [c.normal(n), c.normal(m)], {"mode": mode}, lambda x, y: fn(x, y, mode))
    def circular(x, y):
        n = x.shape[-1]
        i = (np.arange(n)[:, None] - np.arange(n)) % n
        return np.sum(x[..., None, :] * y[..., i], -1)
    for a, b in (((5,), (5,)), ((1,), (1,)), ((4,), (4,)), ((2, 3), (2, 3)), ((2, 3), (3,)), ((2, 1, 4), (3, 4)), ((6,), (6,)), ((9,), (9,))):
        c.add("circular_convolve", [c.normal(*a), c.normal(*b)], {}, circular)
