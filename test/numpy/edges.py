"""Values at infinities, NaN, zeros, and the ends of ranges. No derivatives."""

import numpy as np
import scipy.special as sp

ODD = np.array([np.nan, np.inf, -np.inf, 0.0, -0.0, 1, -1, 0.5, -2.5, 3, 1e300, -1e300, 1e-300, 5e-324])
ONE = {
    "neg": np.negative, "abs": np.abs, "sign": np.sign, "sqrt": np.sqrt, "cbrt": np.cbrt, "exp": np.exp, "expm1": np.expm1,
    "log": np.log, "log1p": np.log1p, "log2": np.log2, "log10": np.log10, "asin": np.arcsin, "acos": np.arccos, "atan": np.arctan,
    "sinh": np.sinh, "cosh": np.cosh, "tanh": np.tanh, "asinh": np.arcsinh, "acosh": np.arccosh, "atanh": np.arctanh,
    "sigmoid": sp.expit, "softplus": lambda x: np.logaddexp(x, 0), "relu": lambda x: np.maximum(x, 0), "logit": sp.logit,
    "square": np.square, "reciprocal": np.reciprocal, "floor": np.floor, "ceil": np.ceil, "round": np.round, "trunc": np.trunc,
    "erf": sp.erf, "erfc": sp.erfc, "erfinv": sp.erfinv, "ndtr": sp.ndtr, "ndtri": sp.ndtri, "log_ndtr": sp.log_ndtr,
    "i0e": sp.i0e, "i1e": sp.i1e, "i0": lambda x: np.where(np.isinf(x), np.inf, sp.i0(x)), "i1": lambda x: np.where(np.isinf(x), x, sp.i1(x)), "exp2": np.exp2, "rsqrt": lambda x: 1 / np.sqrt(x), "entr": sp.entr,
}
TWO = {
    "add": np.add, "sub": np.subtract, "mul": np.multiply, "div": np.divide, "pow": lambda x, y: np.where(np.isnan(y) | (np.isinf(y) & (abs(x) == 1)), np.nan, np.power(x, y)),"maximum": np.maximum,
    "minimum": np.minimum, "atan2": np.arctan2, "hypot": np.hypot, "remainder": np.remainder, "fmod": np.fmod,
    "floor_divide": np.floor_divide, "logaddexp": np.logaddexp, "xlogy": lambda x, y: np.where((x == 0) | (y == 1), 0, x * np.log(y)), "logaddexp2": np.logaddexp2,
    "equal": np.equal, "less": np.less, "not_equal": np.not_equal, "greater_equal": np.greater_equal,
}


def make(c):
    for name, fn in ONE.items():
        c.add(name, [ODD], {}, fn, None)
    for name, fn in TWO.items():
        c.add(name, [ODD[:, None], ODD], {}, fn, None)
    c.add("sinc", [np.array([0.0, -0.0, 1, -2, 1e-300, 0.5])], {}, np.sinc, None)
    c.add("clip", [ODD, np.array(2.0), np.array(1.0)], {}, np.clip, None)
    c.add("clip", [ODD, np.array(-np.inf), np.array(np.nan)], {}, np.clip, None)
    extreme = np.array([-(2**31), 2**31 - 1, 0, -1, 7], np.int32)
    with np.errstate(all="ignore"):
        for name, fn in (("add", np.add), ("sub", np.subtract), ("mul", np.multiply), ("maximum", np.maximum)):
            c.add(name, [extreme[:, None], extreme], {}, fn, None)
        for name, fn in (("neg", np.negative), ("abs", np.abs), ("square", np.square), ("sign", np.sign)):
            c.add(name, [extreme], {}, fn, None)
        c.add("sum", [extreme], {"axis": None}, lambda x: np.sum(x, dtype=np.int32), None)
        c.add("floor_divide", [extreme[:, None], np.array([2, -3, 7, 1], np.int32)], {}, np.floor_divide, None)
        c.add("remainder", [extreme[:, None], np.array([2, -3, 7, 1, -1], np.int32)], {}, np.remainder, None)
    rows = np.array([[1, np.nan, 3], [np.inf, -np.inf, 0], [np.inf, 1, np.inf], [-np.inf, -np.inf, -np.inf], [0, -0.0, 0]])
    reductions(c, rows)


def reductions(c, rows):
    peak = lambda x, axis: np.where(np.isnan(x).any(axis), np.nan, sp.logsumexp(x, axis))
    for axis in (0, 1):
        for name in ("sum", "prod", "max", "min", "mean", "argmax", "argmin", "any", "all"):
            fn = getattr(np, name)
            cast = (lambda y: y.astype(np.int32)) if name.startswith("arg") else np.asarray
            c.add(name, [rows], {"axis": axis}, lambda x: cast(fn(x, axis=axis)), None)
        for name in ("cumsum", "cumprod"):
            c.add(name, [rows], {"axis": axis}, lambda x: getattr(np, name)(x, axis), None)
        c.add("cummax", [rows], {"axis": axis}, lambda x: np.maximum.accumulate(x, axis), None)
        c.add("cummin", [rows], {"axis": axis}, lambda x: np.minimum.accumulate(x, axis), None)
        c.add("sort", [rows], {"axis": axis}, lambda x: np.sort(x, axis), None)
        c.add("argsort", [rows], {"axis": axis}, lambda x: np.argsort(x, axis, kind="stable").astype(np.int32), None)
        c.add("median", [rows], {"axis": axis}, lambda x: np.median(x, axis), None)
        c.add("logsumexp", [rows], {"axis": axis}, lambda x: peak(x, axis), None)
        for ord in (None, 1, 2, "inf", "-inf", 0):
            c.add("norm", [rows], {"ord": ord, "axis": axis}, lambda x: np.linalg.norm(x, float(ord) if isinstance(ord, str) else ord, axis), None)
    c.add("softmax", [np.array([[1e308, 1e308], [-np.inf, 0], [-1e308, 1e308], [np.nan, 1]])], {"axis": 1}, lambda x: np.array([[0.5, 0.5], [0, 1], [0, 1], [np.nan, np.nan]]), None)
    c.add("log_softmax", [np.array([[1e3, 0], [-np.inf, 0]])], {"axis": 1}, lambda x: np.array([[0, -1000.0], [-np.inf, 0]]), None)
    c.add("logsumexp", [np.array([1000.0, 1000, -1000])], {}, lambda x: np.float64(1000 + np.log(2)), None)
    big = np.array([3e200, 4e200])
    c.add("norm", [big * 1e-100], {}, np.linalg.norm, None)
    c.add("mean", [np.full(1000, 0.1)], {}, lambda x: np.float64(0.1), None)
    c.add("prod", [np.array([[0.0, 2], [3, 0], [0, 5]])], {"axis": [0, 1]}, np.prod)
    for zeros in ([(0, 0)], [(0, 0), (1, 1)], [(0, 1), (2, 1)]):
        x = c.normal(3, 2)
        for at in zeros:
            x[at] = 0
        for axis in (None, 0, 1, [1, 0]):
            c.add("prod", [x], {"axis": axis, "keepdims": False}, lambda v: np.prod(v, axis=tuple(axis) if isinstance(axis, list) else axis))
            if not isinstance(axis, list):
                c.add("cumprod", [x], {"axis": axis}, lambda v: np.cumprod(v, axis))
