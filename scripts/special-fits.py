"""Writes src/kernels/special/fits.generated.ts: polynomials close to minimax for parts of special functions.

    python3 scripts/special-fits.py

Needs mpmath. Each polynomial is a Chebyshev fit at 60 digits, checked on a fine grid.
"""
from mpmath import mp, mpf, chebyfit, polyval, erf, erfc, exp, sqrt, pi, gamma, loggamma, besseli, limit

mp.dps = 60


def erfcx(x):
    return exp(x * x) * erfc(x)


def tail(t):  # of erfcx(x)·x·√π by t = 1/x²
    if t == 0:
        return mpf(1)
    x = 1 / sqrt(t)
    return sqrt(pi) * x * erfcx(x)


def scaled(n):  # of Iₙ(x)·e⁻ˣ·√x by t = 1/x
    def f(t):
        if t == 0:
            return 1 / sqrt(2 * pi)
        x = 1 / t
        return besseli(n, x) * exp(-x) * sqrt(x)

    return f


def gap(t):  # of (I₀(x) - I₁(x))·e⁻ˣ·x√x by t = 1/x
    if t == 0:
        return 1 / sqrt(2 * pi) / 2
    x = 1 / t
    return (besseli(0, x) - besseli(1, x)) * exp(-x) * x * sqrt(x)


def shifted(f, c):
    return lambda u: f(c + u)


def removed(f, c, d):  # f(c + u)/u, where f(c) = 0 and d = f'(c)
    return lambda u: d if abs(u) < mpf(10) ** -40 else f(c + u) / u


euler = mp.euler
lg = lambda x: loggamma(mpf(x)).real
h = mpf(1) / 4
fits = [
    ("erfOverX", "erf(x)/x of t = x² ≤ 1", lambda t: erf(sqrt(t)) / sqrt(t) if t > 0 else 2 / sqrt(pi), 0, 1),
    ("erfcxFrom05", "e^(x²)·erfc(x) of x - 3/4, up to 1/4", shifted(erfcx, mpf(3) / 4), -h, h),
    ("erfcxFrom1", "of x - 3/2, up to 1/2", shifted(erfcx, mpf(3) / 2), -2 * h, 2 * h),
    ("erfcxFrom2", "of x - 3, up to 1", shifted(erfcx, mpf(3)), -1, 1),
    ("erfcxFrom4", "of x - 6, up to 2", shifted(erfcx, mpf(6)), -2, 2),
    ("erfcxTail", "x·√π·e^(x²)·erfc(x) of t = 1/x², x ≥ 8", tail, 0, mpf(1) / 64),
    ("gammaFrom1", "Γ(x) of x - 5/4, up to 1/4", shifted(gamma, 1 + h), -h, h),
    ("gammaFrom15", "of x - 7/4, up to 1/4", shifted(gamma, 2 - h), -h, h),
    ("lgammaAt1", "log Γ(1 + u)/u, |u| ≤ 1/4", removed(lg, 1, -euler), -h, h),
    ("lgammaAt15", "log Γ(3/2 + u), |u| ≤ 1/4", shifted(lg, mpf(3) / 2), -h, h),
    ("lgammaAt2", "log Γ(2 + u)/u, |u| ≤ 1/4", removed(lg, 2, 1 - euler), -h, h),
    ("i0Tail", "I₀(x)·e⁻ˣ·√x of t = 1/x, x ≥ 16", scaled(0), 0, mpf(1) / 16),
    ("i1Tail", "I₁(x)·e⁻ˣ·√x of t = 1/x, x ≥ 16", scaled(1), 0, mpf(1) / 16),
    ("gapFrom1", "(I₀(x) - I₁(x))·e⁻ˣ of x - 3/2, up to 1/2", lambda u: (besseli(0, u + mpf(3) / 2) - besseli(1, u + mpf(3) / 2)) * exp(-u - mpf(3) / 2), -mpf(1) / 2, mpf(1) / 2),
    ("gapFrom2", "(I₀(x) - I₁(x))·e⁻ˣ·x·√x of 1/x - 0.35, 2 ≤ x ≤ 5", shifted(gap, mpf("0.35")), -mpf("0.15"), mpf("0.15")),
    ("gapFrom5", "the same of 1/x - 0.13, 5 ≤ x ≤ 16", shifted(gap, mpf("0.13")), mpf(1) / 16 - mpf("0.13"), mpf("0.07")),
    ("gapTail", "(I₀(x) - I₁(x))·e⁻ˣ·x·√x of t = 1/x, x ≥ 16", gap, 0, mpf(1) / 16),
]


def fit(f, a, b):
    for n in range(6, 50):
        coefficients = chebyfit(f, [a, b], n)
        rounded = [mpf(float(c)) for c in coefficients]
        grid = [a + (b - a) * mpf(i) / 97 for i in range(98)]
        error = max(abs(polyval(coefficients, t) / f(t) - 1) for t in grid)
        if error < mpf(10) ** -17:
            # the constant is the only one whose rounding counts
            return rounded, error
    raise SystemExit("no fit")


lines = [
    "// Made by scripts/special-fits.py: polynomials for parts of special functions, to 1e-17.",
    "",
]
for name, what, f, a, b in fits:
    coefficients, error = fit(f, mpf(a), mpf(b))
    print(name, len(coefficients), mp.nstr(error, 3))
    text = repr(float(coefficients[0]))
    for c in coefficients[1:]:
        text = f"{float(c)!r} + x * ({text})"
    lines += [f"/** {what} */", f"export function {name}(x: number): number {{", f"  return {text};", "}", ""]
open("src/kernels/special/fits.generated.ts", "w").write("\n".join(lines))
