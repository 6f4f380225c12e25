// Elementary functions of elements; integers and truth values become f64.
import type { Op } from "../ir/op.ts";
import { add, mul, neg, select, sub } from "../ops/arith.ts";
import { or } from "../ops/bits.ts";
import { eq, ge, lt } from "../ops/compare.ts";
import { div, rem, strongMul } from "../ops/division.ts";
import * as exponential from "../ops/exponential.ts";
import { abs } from "../ops/extremes.ts";
import * as hyperbolic from "../ops/hyperbolic.ts";
import { stop } from "../ops/stop.ts";
import * as rounding from "../ops/rounding.ts";
import * as circular from "../ops/trig.ts";
import type { NdArray } from "./array.ts";
import { like } from "./arithmetic.ts";
import type { Operand } from "./convert.ts";
import { bind } from "./engine.ts";
import { floatArray, together } from "./promote.ts";

const one = (name: string, op: Op, x: Operand): NdArray => bind(op, [floatArray(name, x)]);

/** Square root. Its derivative at 0 is taken to be 0. */
export function sqrt(x: Operand): NdArray {
  return one("sqrt", exponential.sqrt, x);
}

/** Cube root. Its derivative at 0 is taken to be 0. */
export function cbrt(x: Operand): NdArray {
  return one("cbrt", exponential.cbrt, x);
}

/** 1 / √x. */
export function rsqrt(x: Operand): NdArray {
  const a = floatArray("rsqrt", x);
  return bind(div, [like(a, 1), bind(exponential.sqrt, [a])]);
}

/** eˣ. */
export function exp(x: Operand): NdArray {
  return one("exp", exponential.exp, x);
}

/** 2ˣ. */
export function exp2(x: Operand): NdArray {
  const a = floatArray("exp2", x);
  return bind(exponential.pow, [like(a, 2), a]);
}

/** eˣ - 1 without cancellation near 0. */
export function expm1(x: Operand): NdArray {
  return one("expm1", exponential.expm1, x);
}

/** Natural logarithm. */
export function log(x: Operand): NdArray {
  return one("log", exponential.log, x);
}

/** log(1 + x) without cancellation near 0. */
export function log1p(x: Operand): NdArray {
  return one("log1p", exponential.log1p, x);
}

/** Logarithm to base 2. */
export function log2(x: Operand): NdArray {
  return one("log2", exponential.log2, x);
}

/** Logarithm to base 10. */
export function log10(x: Operand): NdArray {
  return one("log10", exponential.log10, x);
}

/** Sine. */
export function sin(x: Operand): NdArray {
  return one("sin", circular.sin, x);
}

/** Cosine. */
export function cos(x: Operand): NdArray {
  return one("cos", circular.cos, x);
}

/** Tangent. */
export function tan(x: Operand): NdArray {
  return one("tan", circular.tan, x);
}

/** Inverse sine, in [-π/2, π/2]. */
export function arcsin(x: Operand): NdArray {
  return one("arcsin", circular.asin, x);
}

/** Inverse cosine, in [0, π]. */
export function arccos(x: Operand): NdArray {
  return one("arccos", circular.acos, x);
}

/** Inverse tangent, in [-π/2, π/2]. */
export function arctan(x: Operand): NdArray {
  return one("arctan", circular.atan, x);
}

/** Hyperbolic sine. */
export function sinh(x: Operand): NdArray {
  return one("sinh", hyperbolic.sinh, x);
}

/** Hyperbolic cosine. */
export function cosh(x: Operand): NdArray {
  return one("cosh", hyperbolic.cosh, x);
}

/** Hyperbolic tangent. */
export function tanh(x: Operand): NdArray {
  return one("tanh", hyperbolic.tanh, x);
}

/** Inverse hyperbolic sine. */
export function arcsinh(x: Operand): NdArray {
  return one("arcsinh", hyperbolic.asinh, x);
}

/** Inverse hyperbolic cosine. */
export function arccosh(x: Operand): NdArray {
  return one("arccosh", hyperbolic.acosh, x);
}

/** Inverse hyperbolic tangent. */
export function arctanh(x: Operand): NdArray {
  return one("arctanh", hyperbolic.atanh, x);
}

/** Angle of the point (x, y) in [-π, π]: `arctan2(y, x)`. */
export function arctan2(y: Operand, x: Operand): NdArray {
  return bind(circular.atan2, together("arctan2", [y, x], "float"));
}

/** √(x² + y²) without overflow on the way. Its derivative at the origin is 0. */
export function hypot(x: Operand, y: Operand): NdArray {
  return bind(circular.hypot, together("hypot", [x, y], "float"));
}

/** x degrees in radians. */
export function deg2rad(x: Operand): NdArray {
  const a = floatArray("deg2rad", x);
  return bind(mul, [a, like(a, Math.PI / 180)]);
}

/** x radians in degrees. */
export function rad2deg(x: Operand): NdArray {
  const a = floatArray("rad2deg", x);
  return bind(mul, [a, like(a, 180 / Math.PI)]);
}

/** log(eˣ + eʸ), neither of which may overflow. */
export function logaddexp(x: Operand, y: Operand): NdArray {
  const [a, b] = together("logaddexp", [x, y], "float") as [NdArray, NdArray];
  // which of equal ones is taken does not matter: either gives the derivatives of the whole
  const first = bind(ge, [a, b]);
  const high = bind(select, [first, a, b]);
  const low = bind(select, [first, b, a]);
  const infinite = bind(eq, [bind(abs, [high]), like(a, Infinity)]);
  // ∞ - ∞: the difference of equal ones is 0, that of others is -∞
  const apart = bind(select, [bind(eq, [a, b]), like(a, 0), like(a, -Infinity)]);
  const difference = bind(select, [infinite, apart, bind(sub, [low, high])]);
  const more = bind(exponential.log1p, [bind(exponential.exp, [difference])]);
  const sum = bind(add, [high, more]);
  // NaN of either
  return bind(select, [bind(or, [bind(eq, [a, a]), bind(eq, [a, b])]), sum, bind(add, [a, b])]);
}

/** log₂(2ˣ + 2ʸ). */
export function logaddexp2(x: Operand, y: Operand): NdArray {
  const [a, b] = together("logaddexp2", [x, y], "float") as [NdArray, NdArray];
  const ln2 = like(a, Math.LN2);
  return bind(div, [logaddexp(bind(mul, [a, ln2]), bind(mul, [b, ln2])), ln2]);
}

/** x · log y, and 0 where x = 0 whatever y is; its derivative in y is then 0, in x it is log y. */
export function xlogy(x: Operand, y: Operand): NdArray {
  const [a, b] = together("xlogy", [x, y], "float") as [NdArray, NdArray];
  return bind(strongMul, [a, bind(exponential.log, [b])]);
}

/** x · log(1 + y), and 0 where x = 0 whatever y is. */
export function xlog1py(x: Operand, y: Operand): NdArray {
  const [a, b] = together("xlog1py", [x, y], "float") as [NdArray, NdArray];
  return bind(strongMul, [a, bind(exponential.log1p, [b])]);
}

/** Entropy of one event: -x log x, 0 at 0, -∞ below. */
export function entr(x: Operand): NdArray {
  const a = floatArray("entr", x);
  const below = bind(lt, [a, like(a, 0)]);
  return bind(select, [below, like(a, -Infinity), bind(neg, [xlogy(a, a)])]);
}

/** sin(πx) / (πx), 1 at 0. */
export function sinc(x: Operand): NdArray {
  const a = floatArray("sinc", x);
  const t = bind(mul, [a, like(a, Math.PI)]);
  const isNear = bind(lt, [bind(abs, [t]), like(a, 1)]);
  const far = bind(div, [sinPi(a), t]);
  return bind(select, [isNear, sincSeries(bind(mul, [t, t])), far]);
}

// Near 0 derivatives of the quotient cancel: there it is the Taylor series in t², of terms to t²⁰.
function sincSeries(square: NdArray): NdArray {
  let sum = like(square, 1);
  for (let n = 10; n > 0; n--) {
    const factor = like(square, -1 / (2 * n * (2 * n + 1)));
    sum = bind(add, [like(square, 1), bind(mul, [bind(mul, [sum, square]), factor])]);
  }
  return sum;
}

// By the distance r from the nearest integer n: (-1)ⁿ sin πr
function sinPi(x: NdArray): NdArray {
  const n = bind(rounding.round, [x]);
  const r = bind(mul, [bind(sub, [x, n]), like(x, Math.PI)]);
  const odd = bind(abs, [bind(rem, [n, like(x, 2)])]);
  const sign = bind(sub, [like(x, 1), bind(mul, [odd, like(x, 2)])]);
  return bind(mul, [bind(stop, [sign]), bind(circular.sin, [r])]);
}
