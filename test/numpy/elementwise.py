"""Functions of elements, with their derivatives as formulas."""

import mpmath
import numpy as np
import scipy.special as sp

mpmath.mp.dps = 40
ROOT = 2 / np.sqrt(np.pi)


def exact(fn):
    """A function of numbers by mpmath, of arrays of doubles."""
    def one(*x):
        try:
            return float(mpmath.re(fn(*[mpmath.mpf(float(v)) for v in x])))
        except (ZeroDivisionError, ValueError):
            return np.nan
    return np.vectorize(one, otypes=[float])


def pdf(x):
    return np.exp(-x * x / 2) / np.sqrt(2 * np.pi)


sigmoid = exact(lambda x: 1 / (1 + mpmath.exp(-x)))
slope = exact(lambda x: mpmath.exp(-abs(x)) / (1 + mpmath.exp(-abs(x))) ** 2)
ndtr = exact(mpmath.ncdf)
softplus = exact(lambda x: mpmath.log1p(mpmath.exp(x)))
gelu = exact(lambda x: x * mpmath.ncdf(x))
gelu_tangent = exact(lambda x: mpmath.ncdf(x) + x * mpmath.npdf(x))
INNER = lambda x: mpmath.sqrt(2 / mpmath.pi) * (x + mpmath.mpf("0.044715") * x**3)
gelu_tanh = exact(lambda x: x * (1 + mpmath.tanh(INNER(x))) / 2)
gelu_tanh_tangent = exact(lambda x: mpmath.diff(lambda v: v * (1 + mpmath.tanh(INNER(v))) / 2, x))
log_ndtr = exact(lambda x: mpmath.log(mpmath.ncdf(x)))
lgamma = exact(lambda x: mpmath.re(mpmath.loggamma(x)))
psi = exact(mpmath.digamma)
psi1 = exact(lambda x: mpmath.psi(1, x))
hard = lambda x, low, high: ((x > low) & (x < high)).astype(float)

# name: (function, derivative, arguments)
EVERY = "-2.7 -1 -0.4 0.3 1.2 2.5"
POSITIVE = "0.01 0.4 1 2.5 30"
INSIDE = "-0.9 -0.5 -0.01 0.3 0.7 0.99"
WIDE = "-700 -30 -1.5 0.001 2 40 700"
SHARE = "0.001 0.2 0.5 0.9 0.999"
ONE = {
    "neg negative": (np.negative, lambda x: -np.ones_like(x), EVERY),
    "positive": (np.positive, np.ones_like, EVERY),
    "abs absolute fabs": (np.abs, np.sign, EVERY),
    "sign": (np.sign, np.zeros_like, EVERY + " 0"),
    "sqrt": (np.sqrt, lambda x: 0.5 / np.sqrt(x), POSITIVE),
    "rsqrt": (lambda x: 1 / np.sqrt(x), lambda x: -0.5 * x**-1.5, POSITIVE),
    "cbrt": (np.cbrt, lambda x: 1 / (3 * np.cbrt(x) ** 2), EVERY),
    "exp": (np.exp, np.exp, "-745 -30 0 1 700"),
    "exp2": (np.exp2, lambda x: np.exp2(x) * np.log(2), EVERY),
    "expm1": (np.expm1, np.exp, "-3 -1e-9 1e-300 0.5 30"),
    "log": (np.log, lambda x: 1 / x, POSITIVE + " 1e-300 1e300"),
    "log1p": (np.log1p, lambda x: 1 / (1 + x), "-0.999 -1e-12 1e-20 3 1e300"),
    "log2": (np.log2, lambda x: 1 / x / np.log(2), POSITIVE),
    "log10": (np.log10, lambda x: 1 / x / np.log(10), POSITIVE),
    "sin": (np.sin, np.cos, EVERY + " 1e6 1e-300"),
    "cos": (np.cos, lambda x: -np.sin(x), EVERY + " 1e6"),
    "tan": (np.tan, lambda x: 1 + np.tan(x) ** 2, EVERY),
    "asin arcsin": (np.arcsin, lambda x: 1 / np.sqrt(1 - x * x), INSIDE),
    "acos arccos": (np.arccos, lambda x: -1 / np.sqrt(1 - x * x), INSIDE),
    "atan arctan": (np.arctan, lambda x: 1 / (1 + x * x), EVERY + " 1e100"),
    "sinh": (np.sinh, np.cosh, EVERY),
    "cosh": (np.cosh, np.sinh, EVERY),
    "tanh": (np.tanh, lambda x: 1 / np.cosh(x) ** 2, EVERY + " 1e-8 30"),
    "asinh arcsinh": (np.arcsinh, lambda x: 1 / np.hypot(1, x), EVERY + " -1e200 1e-9"),
    "acosh arccosh": (np.arccosh, lambda x: 1 / np.sqrt(x - 1) / np.sqrt(x + 1), "1.001 1.5 4 1e200"),
    "atanh arctanh": (np.arctanh, lambda x: 1 / (1 - x * x), INSIDE),
    "sigmoid logistic expit": (sigmoid, slope, WIDE),
    "softplus": (softplus, sigmoid, WIDE),
    "log_sigmoid": (exact(lambda x: -mpmath.log1p(mpmath.exp(-x))), exact(lambda x: 1 / (1 + mpmath.exp(x))), WIDE),
    "relu": (lambda x: np.maximum(x, 0), lambda x: (x > 0).astype(float), EVERY),
    "relu6": (lambda x: np.clip(x, 0, 6), lambda x: hard(x, 0, 6), EVERY + " 7"),
    "silu swish": (exact(lambda x: x / (1 + mpmath.exp(-x))), lambda x: sigmoid(x) + x * slope(x), WIDE),
    "logit": (sp.logit, lambda x: 1 / (x * (1 - x)), SHARE),
    "gelu": (gelu_tanh, gelu_tanh_tangent, EVERY),
    "elu": (lambda x: np.where(x > 0, x, np.expm1(x)), lambda x: np.where(x > 0, 1, np.exp(x)), EVERY),
    "selu": (lambda x: 1.0507009873554804934193349852946 * np.where(x > 0, x, 1.6732632423543772848170429916717 * np.expm1(x)), lambda x: 1.0507009873554804934193349852946 * np.where(x > 0, 1, 1.6732632423543772848170429916717 * np.exp(x)), EVERY),
    "leaky_relu": (lambda x: np.where(x > 0, x, 0.01 * x), lambda x: np.where(x > 0, 1, 0.01), EVERY),
    "square": (np.square, lambda x: 2 * x, EVERY),
    "reciprocal": (np.reciprocal, lambda x: -1 / (x * x), EVERY),
    "floor": (np.floor, np.zeros_like, EVERY),
    "ceil": (np.ceil, np.zeros_like, EVERY),
    "round": (np.round, np.zeros_like, EVERY),
    "rint": (np.rint, np.zeros_like, EVERY + " 0.5 1.5 -2.5"),
    "trunc fix": (np.trunc, np.zeros_like, EVERY),
    "sinc": (np.sinc, exact(lambda x: mpmath.diff(mpmath.sincpi, x) if x != 0 else 0), "-2.5 -0.3 1e-5 1e-160 0.7 3.2 0"),
    "deg2rad radians": (np.deg2rad, lambda x: np.full_like(x, np.pi / 180), EVERY),
    "rad2deg degrees": (np.rad2deg, lambda x: np.full_like(x, 180 / np.pi), EVERY),
    "erf": (exact(mpmath.erf), lambda x: ROOT * np.exp(-x * x), EVERY + " 1e-12 8"),
    "erfc": (exact(mpmath.erfc), lambda x: -ROOT * np.exp(-x * x), EVERY + " 20"),
    "erfcx": (exact(lambda x: mpmath.exp(x * x) * mpmath.erfc(x)), exact(lambda x: 2 * x * mpmath.exp(x * x) * mpmath.erfc(x) - 2 / mpmath.sqrt(mpmath.pi)), "-3 -0.2 0.5 4"),
    "erfinv erf_inv": (exact(mpmath.erfinv), exact(lambda x: mpmath.sqrt(mpmath.pi) / 2 * mpmath.exp(mpmath.erfinv(x) ** 2)), INSIDE + " 0.9999999"),
    "lgamma gammaln": (lgamma, psi, "-2.5 -0.3 0.1 1.5 7 1e5"),
    "digamma psi": (psi, psi1, "-2.5 -0.3 0.1 1.5 7 1e5"),
    "gamma": (exact(mpmath.gamma), exact(lambda x: mpmath.gamma(x) * mpmath.digamma(x)), "-2.5 -0.3 0.1 1.5 7 100"),
    "ndtr": (ndtr, pdf, EVERY + " -30"),
    "ndtri": (exact(lambda p: mpmath.sqrt(2) * mpmath.erfinv(2 * p - 1)), exact(lambda p: mpmath.sqrt(2 * mpmath.pi) * mpmath.exp(mpmath.erfinv(2 * p - 1) ** 2)), SHARE + " 1e-10"),
    "log_ndtr": (log_ndtr, exact(lambda x: mpmath.npdf(x) / mpmath.ncdf(x)), EVERY + " -20 9"),
    "i0": (exact(lambda x: mpmath.besseli(0, x)), exact(lambda x: mpmath.besseli(1, x)), EVERY + " 40"),
    "i1": (exact(lambda x: mpmath.besseli(1, x)), exact(lambda x: mpmath.besseli(1, x, 1)), EVERY + " 40"),
    "i0e bessel_i0e": (exact(lambda x: mpmath.besseli(0, x) * mpmath.exp(-abs(x))), exact(lambda x: (mpmath.besseli(1, x) - mpmath.sign(x) * mpmath.besseli(0, x)) * mpmath.exp(-abs(x))), EVERY + " 40"),
    "i1e bessel_i1e": (exact(lambda x: mpmath.besseli(1, x) * mpmath.exp(-abs(x))), exact(lambda x: (mpmath.besseli(1, x, 1) - mpmath.sign(x) * mpmath.besseli(1, x)) * mpmath.exp(-abs(x))), EVERY + " 40"),
    "entr": (lambda x: -x * np.log(x), lambda x: -1 - np.log(x), POSITIVE),
}

first = lambda f: lambda x, y: f(x, y) + 0 * x + 0 * y
A = "1.5 -2.3 0.7 4 -0.1 3"
B = "0.4 1.9 -3 2.5 -0.7 -1.2"
P, Q = "0.5 1.5 2.5 3 1e-3 9", "1.2 0.3 4 2 0.5 7"
TWO = {
    "add": (np.add, [lambda x, y: 1, lambda x, y: 1], A, B),
    "sub subtract": (np.subtract, [lambda x, y: 1, lambda x, y: -1], A, B),
    "mul multiply": (np.multiply, [lambda x, y: y, lambda x, y: x], A, B),
    "div divide true_divide": (np.divide, [lambda x, y: 1 / y, lambda x, y: -x / (y * y)], A, B),
    "pow power float_power": (np.power, [lambda x, y: y * x ** (y - 1), lambda x, y: x**y * np.log(x)], P, B),
    "maximum": (np.maximum, [lambda x, y: x > y, lambda x, y: y > x], A, B),
    "minimum": (np.minimum, [lambda x, y: x < y, lambda x, y: y < x], A, B),
    "atan2 arctan2": (np.arctan2, [lambda x, y: y / (x * x + y * y), lambda x, y: -x / (x * x + y * y)], A, B),
    "hypot": (np.hypot, [lambda x, y: x / np.hypot(x, y), lambda x, y: y / np.hypot(x, y)], A, B),
    "remainder mod": (np.remainder, [lambda x, y: 1, lambda x, y: -np.floor(x / y)], A, B),
    "fmod rem": (np.fmod, [lambda x, y: 1, lambda x, y: -np.trunc(x / y)], A, B),
    "floor_divide": (np.floor_divide, [lambda x, y: 0, lambda x, y: 0], A, B),
    "logaddexp": (np.logaddexp, [lambda x, y: sigmoid(x - y), lambda x, y: sigmoid(y - x)], A, B),
    "logaddexp2": (np.logaddexp2, [lambda x, y: sigmoid((x - y) * np.log(2)), lambda x, y: sigmoid((y - x) * np.log(2))], A, B),
    "xlogy": (sp.xlogy, [lambda x, y: np.log(y), lambda x, y: x / y], A, P),
    "xlog1py": (sp.xlog1py, [lambda x, y: np.log1p(y), lambda x, y: x / (1 + y)], A, P),
}
density = exact(lambda a, x: mpmath.exp((a - 1) * mpmath.log(x) - x - mpmath.loggamma(a)))
HELD = {
    "gammainc igamma": (exact(lambda a, x: mpmath.gammainc(a, 0, x, regularized=True)), [None, density], P, Q),
    "gammaincc igammac": (exact(lambda a, x: mpmath.gammainc(a, x, regularized=True)), [None, lambda a, x: -density(a, x)], P, Q),
    "zeta": (exact(lambda s, q: mpmath.zeta(s, q)), [None, exact(lambda s, q: -s * mpmath.zeta(s + 1, q))], "1.5 2 3.7 20", "0.3 1 2.5 1.01"),
    "polygamma": (exact(lambda n, x: mpmath.psi(int(n), x)), [None, exact(lambda n, x: mpmath.psi(int(n) + 1, x))], "0 1 2 5", "0.3 1.5 2.5 9"),
    "betainc": (exact(lambda a, b, x: mpmath.betainc(a, b, 0, x, regularized=True)), [None, None, exact(lambda a, b, x: x ** (a - 1) * (1 - x) ** (b - 1) / mpmath.beta(a, b))], P, Q, "0.1 0.5 0.9 0.3 0.01 0.6"),
}
COMPARE = "less less_equal greater greater_equal equal not_equal"


def numbers(text):
    return np.array([float(v) for v in text.split()])


def by_parts(parts):
    def tangent(args, t):
        with np.errstate(all="ignore"):
            return [sum(p(*args) * d for p, d in zip(parts, t) if d is not None) + 0 * sum(args)]
    return tangent


def spread_sums(c, op, args, params, fn, parts, diff="all"):
    c.add(op, args, params, fn, diff, jvp=by_parts(parts))


def make(c):
    for names, (fn, slope_of, text) in ONE.items():
        x = numbers(text)
        for k, name in enumerate(names.split()):
            spread_sums(c, name, [x], {}, fn, [slope_of])
            if k == 0:
                for shape in ((), (1,), (0,), (2, 2), (1, 3, 1)):
                    spread_sums(c, name, [np.resize(x[x != 0], shape)], {}, fn, [slope_of])
    for name in ("abs", "neg", "sign", "square"):
        c.add(name, [c.ints(-5, 6, 2, 3)], {}, lambda x: np.asarray({"abs": np.abs, "neg": np.negative, "sign": np.sign, "square": np.square}[name](x)), None)
    for name in ("sqrt", "exp", "sin", "log1p", "reciprocal", "sigmoid", "erf"):
        fn = {"sigmoid": sigmoid, "erf": sp.erf, "reciprocal": lambda v: 1 / v}.get(name) or getattr(np, name)
        c.add(name, [c.ints(1, 6, 2, 3)], {}, lambda x: fn(x.astype(float)), None)
    options(c)
    pairs(c)
    logic(c)


def options(c):
    x = numbers(EVERY)
    spread_sums(c, "gelu", [x], {"approximate": False}, gelu, [gelu_tangent])
    spread_sums(c, "gelu", [x], {"approximate": True}, gelu_tanh, [gelu_tanh_tangent])
    for k in (0, 1, 2, -1):
        spread_sums(c, "round", [x * 7.31], {"decimals": k}, lambda v: np.round(v, k), [np.zeros_like])
    for a in (0.5, 2):
        spread_sums(c, "elu", [x], {"alpha": a}, lambda v: np.where(v > 0, v, a * np.expm1(v)), [lambda v: np.where(v > 0, 1, a * np.exp(v))])
        spread_sums(c, "leaky_relu", [x], {"negative_slope": a}, lambda v: np.where(v > 0, v, a * v), [lambda v: np.where(v > 0, 1, a)])
    for n in (-4, -1, 0, 1, 2, 3, 5, 8, 13):
        for name in ("n", "y"):
            spread_sums(c, "integer_pow", [x], {name: n}, lambda v: v ** float(n), [lambda v: n * v ** float(n - 1) if n else 0 * v])
    spread_sums(c, "clip", [x], {"a_min": -1, "a_max": 1.5}, lambda v: np.clip(v, -1, 1.5), [lambda v: hard(v, -1, 1.5)])
    spread_sums(c, "clip", [x], {"min": -1.5, "max": None}, lambda v: np.clip(v, -1.5, None), [lambda v: (v > -1.5).astype(float)])
    spread_sums(c, "nan_to_num", [np.array([np.nan, 1.5, np.inf, -np.inf])], {}, np.nan_to_num, [np.ones_like], None)
    c.add("nan_to_num", [np.array([np.nan, 1.5, np.inf, -np.inf])], {"nan": 1, "posinf": 2, "neginf": -3}, lambda v: np.nan_to_num(v, nan=1.0, posinf=2.0, neginf=-3.0), None)
    for name in ("isnan", "isinf", "isfinite"):
        c.add(name, [np.array([np.nan, 1.5, np.inf, -np.inf, -0.0, 0])], {}, getattr(np, name), None)


def pairs(c):
    for table in (TWO, HELD):
        for names, (fn, parts, *texts) in table.items():
            args = [numbers(t) for t in texts]
            diff = [i for i, p in enumerate(parts) if p is not None]
            parts = [p or (lambda *x: 0) for p in parts]
            for k, name in enumerate(names.split()):
                spread_sums(c, name, args, {}, fn, parts, diff)
            name = names.split()[0]
            one = [x[:1].reshape(()) for x in args]
            spread_sums(c, name, one, {}, fn, parts, diff)
            spread_broadcast(c, name, args, fn, parts, diff)
            c.add(name, [np.zeros((0, 2))] + [np.ones((1, 1))] * (len(args) - 1), {}, lambda *x: np.zeros((0, 2)), None)
    i, j = c.ints(-6, 7, 3, 4), c.ints(1, 5, 4) * np.array([1, -1, 1, -1], np.int32)
    for name in ("add", "sub", "mul", "maximum", "minimum", "remainder", "floor_divide", "fmod"):
        fn = {"sub": np.subtract, "mul": np.multiply}.get(name) or getattr(np, name)
        c.add(name, [i, j], {}, lambda x, y: fn(x, y).astype(np.int32), None)
    c.add("pow", [i, abs(j)], {}, lambda x, y: np.power(x, y).astype(np.int32), None)
    for name in ("div", "atan2", "hypot", "logaddexp"):
        fn = {"div": np.divide, "atan2": np.arctan2}.get(name) or getattr(np, name)
        c.add(name, [i, j], {}, lambda x, y: fn(x.astype(float), y.astype(float)), None)
    c.add("add", [i, c.normal(3, 1)], {}, np.add, [1])
    c.add("mul", [c.bools(3, 1), c.normal(4)], {}, np.multiply, [1])
    spread_sums(c, "xlogy", [np.array([0.0, 0, 2]), np.array([0.0, 3, 1.5])], {}, sp.xlogy, [np.ones_like] * 2, None)
    c.add("pow", [np.array([-2.0, -1.5, 3]), np.array([2.0, 3, -1])], {}, np.power, [0], jvp=by_parts([lambda x, y: y * x ** (y - 1), lambda x, y: 0]))


def spread_broadcast(c, op, args, fn, parts, diff):
    shapes = [(2, 1), (3,), (1, 1)][: len(args)]
    args = [a[: int(np.prod(s))].reshape(s) for a, s in zip(args, shapes)]
    def tangent(x, t):
        grown = np.broadcast_arrays(*x)
        moved = [None if d is None else np.broadcast_to(d, grown[0].shape) for d in t]
        return by_parts(parts)(grown, moved)
    c.add(op, args, {}, fn, diff, jvp=tangent)


def logic(c):
    odd = np.array([np.nan, np.inf, -np.inf, 0.0, -0.0, 1.0])
    for name in COMPARE.split():
        fn = getattr(np, name)
        c.add(name, [odd[:, None], odd], {}, fn, None)
        c.add(name, [c.ints(-2, 3, 3, 1), c.ints(-2, 3, 4)], {}, fn, None)
        c.add(name, [c.ints(-2, 3, 3), c.ints(-2, 3, 3).astype(float)], {}, fn, None)
        c.add(name, [c.bools(4), c.bools(4)], {}, fn, None)
        c.add(name, [c.normal(), c.normal(0)], {}, fn, None)
    for name in ("logical_and", "logical_or", "logical_xor"):
        fn = getattr(np, name)
        for x, y in ((c.bools(3, 1), c.bools(4)), (c.ints(-1, 2, 4), c.bools(4)), (np.round(c.normal(5)), np.round(c.normal(5))), (c.bools(), c.bools(0))):
            c.add(name, [x, y], {}, fn, None)
    for x in (c.bools(2, 2), c.ints(-1, 2, 4), np.array([0.0, 1.5, np.nan])):
        c.add("logical_not", [x], {}, np.logical_not, None)
    for p, x, y in (((3, 1), (4,), (2, 1, 1)), ((), (2,), ()), ((4,), (), ()), ((2, 3), (2, 3), (2, 3)), ((0,), (1,), ())):
        for name in ("where", "select"):
            c.add(name, [c.bools(*p), c.normal(*x), c.normal(*y)], {}, np.where)
    c.add("where", [c.ints(0, 2, 4), c.normal(4), c.normal(4)], {}, np.where)
    c.add("where", [c.bools(4), c.ints(0, 9, 4), c.normal(4)], {}, np.where, [2])
    c.add("where", [c.bools(4), c.ints(0, 9, 4), c.ints(0, 9, 4)], {}, np.where)
    def clip(x, low, high):
        y = np.where(np.real(x) < np.real(low), low, x)
        return np.where(np.real(y) > np.real(high), high, y)
    for shapes in (((5,), (), ()), ((2, 3), (3,), (2, 1)), ((), (2,), ()), ((0,), (), ())):
        c.add("clip", [c.normal(*shapes[0]) * 2, c.normal(*shapes[1]) * 0.3 - 1, c.normal(*shapes[2]) * 0.3 + 1], {}, clip)
        c.add("clamp", [c.normal(*shapes[1]) * 0.3 - 1, c.normal(*shapes[0]) * 2, c.normal(*shapes[2]) * 0.3 + 1], {}, lambda l, x, h: clip(x, l, h))
