"""Writes test/kernels/data/special.json: values of special functions, correctly rounded, by mpmath.

    python3 scripts/special-values.py
"""
import json
import random
from mpmath import (mp, mpf, erf, erfc, erfinv, exp, sqrt, log, gamma, loggamma, digamma, 
                    gammainc, betainc, besseli, log1p)

mp.dps = 60
random.seed(1)
uniform = lambda a, b, n: [float(f"{random.uniform(a, b):.6g}") for _ in range(n)]
logs = lambda a, b, n: [float(f"{10 ** random.uniform(a, b):.6g}") for _ in range(n)]


def tail(x):
    return erfc(-mpf(x) / sqrt(2)) / 2


def ndtri(p):
    p = mpf(p)
    return -ndtri(1 - p) if p > 0.5 else -sqrt(2) * inverse(2 * p)


def inverse(q):  # of erfc, 0 < q ≤ 1
    if q > mpf("0.1"):
        return erfinv(1 - q)
    x = sqrt(-log(q))
    for _ in range(60):  # of log erfc, which is concave
        f = log(erfc(x)) - log(q)
        step = f * erfc(x) / (2 / sqrt(mp.pi) * exp(-x * x))
        x += step
        if abs(step) < mpf(10) ** -50 * abs(x):
            break
    return x


def lower(a, x):
    return gammainc(a, 0, x, regularized=True)


def upper(a, x):
    return gammainc(a, x, regularized=True)


def beta(a, b, x):
    with mp.workdps(120):
        return betainc(a, b, 0, x, regularized=True)


def hurwitz(s, q):  # by Euler and Maclaurin's formula, from 60 on
    n = max(0, int(60 - q))
    a = q + n
    total = sum((q + k) ** -s for k in range(n)) + a ** (1 - s) / (s - 1) + a ** -s / 2
    factor = s * a ** (-s - 1)
    for j in range(1, 60):
        total += mp.bernoulli(2 * j) / mp.factorial(2 * j) * factor
        factor *= (s + 2 * j - 1) * (s + 2 * j) / a ** 2
    return total


near = lambda r, n: [r * (1 + random.choice([-1, 1]) * 10 ** random.uniform(-16, -2)) for _ in range(n)]
tests = {
    "erf": (erf, [uniform(-6, 6, 40) + [1e-300, 1e-9, 0.9999, 1.0001]]),
    "erfc": (erfc, [uniform(-5, 26, 50) + [0.49999, 0.50001, 26.5, 1e-20]]),
    "erfcx": (lambda x: exp(x * x) * erfc(x), [uniform(-5, 10, 30) + logs(1, 12, 10)]),
    "erfinv": (erfinv, [uniform(-1, 1, 40) + [1e-300, 1 - 2**-53, 0.49999, 0.50001]]),
    "ndtr": (tail, [uniform(-37, 8, 50) + [1e-9]]),
    "ndtri": (ndtri, [uniform(0, 1, 30) + logs(-300, -1, 30)]),
    "log_ndtr": (lambda x: log(tail(x)) if x < 5 else log1p(-tail(-x)), [uniform(-40, 30, 50) + [-1e5, -0.9999]]),
    "gamma": (gamma, [uniform(-20, 30, 60) + uniform(30, 171, 20) + logs(-300, 0, 10) + near(1.4616, 5)]),
    "lgamma": (lambda x: log(abs(gamma(x))) if x < 100 else loggamma(x),
               [uniform(-22, 30, 80) + logs(-300, 0, 10) + logs(1.5, 300, 20) + near(1, 8) + near(2, 8)
                + near(-2.4570247382208006, 8) + near(-2.7476826467274127, 8) + near(-3.955294284858598, 8)
                + near(-5.0082181683225935, 5) + near(-9.00000275571482, 5)]),
    "digamma": (digamma, [uniform(-30, 30, 80) + logs(-300, 300, 20) + near(1.4616321449683622, 8)
                          + near(-0.5040830082644554, 8) + near(-4.653237761743142, 8) + near(-11.714133061228955, 5)]),
    "polygamma": (lambda n, x: (-1) ** (int(n) + 1) * mp.factorial(int(n)) * hurwitz(n + 1, x), [[random.randint(1, 12) for _ in range(60)], logs(-3, 6, 60)]),
    "zeta": (hurwitz, [[1 + x for x in logs(-8, 2, 60)], logs(-4, 6, 60)]),
    "i0": (lambda x: besseli(0, x), [uniform(-30, 30, 40) + uniform(30, 700, 10)]),
    "i1": (lambda x: besseli(1, x), [uniform(-30, 30, 40) + uniform(30, 700, 10)]),
    "i0e": (lambda x: besseli(0, x) * exp(-abs(mpf(x))), [uniform(-30, 30, 40) + uniform(30, 1e4, 10)]),
    "i1e": (lambda x: besseli(1, x) * exp(-abs(mpf(x))), [uniform(-30, 30, 40) + uniform(30, 1e4, 10)]),
    "bessel_gap": (lambda x: (besseli(0, x) - besseli(1, abs(x))) * exp(-abs(mpf(x))), [uniform(-30, 30, 40) + uniform(30, 1e4, 10)]),
    "bessel_i": (besseli, [[random.randint(0, 30) for _ in range(50)], uniform(-60, 60, 50)]),
    "gammainc": (lower, [logs(-3, 2, 80), logs(-3, 2.3, 80)]),
    "gammaincc": (upper, [logs(-3, 2, 80), logs(-3, 2.3, 80)]),
    "gamma_density": (lambda a, x: exp((a - 1) * log(mpf(x)) - x) / gamma(a), [logs(-2, 2, 40), logs(-3, 2.3, 40)]),
    "betainc": (beta, [logs(-1, 2, 80), logs(-1, 2, 80), uniform(0.01, 0.99, 80)]),
    "beta_density": (lambda a, b, x: mpf(x) ** (a - 1) * (1 - mpf(x)) ** (b - 1) / mp.beta(a, b),
                     [logs(-1, 2, 40), logs(-1, 2, 40), uniform(0.01, 0.99, 40)]),
}
made = []
for name, (f, columns) in tests.items():
    rows = [list(map(float, row)) for row in zip(*columns)]
    values = [float(mp.re(f(*map(mpf, row)))) for row in rows]
    kept = [(row, v) for row, v in zip(rows, values) if abs(v) > 1e-290 and abs(v) < 1e300]
    made.append({"op": name, "x": [row for row, _ in kept], "value": [v for _, v in kept]})
    print(name, len(kept))
lines = ",\n".join(json.dumps(entry, separators=(",", ":")) for entry in made)
open("test/kernels/data/special.json", "w").write(f"[\n{lines}\n]\n")
