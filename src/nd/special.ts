/**
 * Special functions of elements; integers become f64. Values are right to a few units in the last
 * place, see docs/derivatives.md for the derivatives. Of numbers they give arrays of one element.
 */
import type { Op } from "../ir/op.ts";
import * as ops from "../ops/special/index.ts";
import type { NdArray } from "./array.ts";
import type { Operand } from "./convert.ts";
import { bind } from "./engine.ts";
import { floatArray, together } from "./promote.ts";

const one = (name: string, op: Op, x: Operand): NdArray => bind(op, [floatArray(name, x)]);

/** The error function 2/√π·∫₀ˣ e^(-t²) dt. */
export function erf(x: Operand): NdArray {
  return one("erf", ops.erf, x);
}

/** 1 - erf(x), without cancellation. */
export function erfc(x: Operand): NdArray {
  return one("erfc", ops.erfc, x);
}

/** e^(x²)·erfc(x), which neither underflows nor loses digits for large x. */
export function erfcx(x: Operand): NdArray {
  return one("erfcx", ops.erfcx, x);
}

/** The inverse of `erf`; NaN outside of [-1, 1]. */
export function erfinv(y: Operand): NdArray {
  return one("erfinv", ops.erfinv, y);
}

/** The normal distribution function Φ(x). */
export function ndtr(x: Operand): NdArray {
  return one("ndtr", ops.ndtr, x);
}

/** log Φ(x), right in both tails. */
export function logNdtr(x: Operand): NdArray {
  return one("logNdtr", ops.logNdtr, x);
}

/** The inverse of `ndtr`; NaN outside of [0, 1]. */
export function ndtri(p: Operand): NdArray {
  return one("ndtri", ops.ndtri, p);
}

/** Γ(x); NaN at negative integers. */
export function gamma(x: Operand): NdArray {
  return one("gamma", ops.gamma, x);
}

/** log |Γ(x)|. */
export function lgamma(x: Operand): NdArray {
  return one("lgamma", ops.lgamma, x);
}

/** The derivative of log Γ(x). */
export function digamma(x: Operand): NdArray {
  return one("digamma", ops.digamma, x);
}

/** Derivative n = 0, 1, 2, … of `digamma`; NaN for other n. No derivative by n (NB3007). */
export function polygamma(n: Operand, x: Operand): NdArray {
  return bind(ops.polygamma, together("polygamma", [n, x], "float"));
}

/** P(a, x), the regularised lower incomplete Γ function, a > 0, x ≥ 0. No derivative by a (NB3007). */
export function gammainc(a: Operand, x: Operand): NdArray {
  return bind(ops.gammainc, together("gammainc", [a, x], "float"));
}

/** Q(a, x) = 1 - P(a, x), without cancellation. No derivative by a (NB3007). */
export function gammaincc(a: Operand, x: Operand): NdArray {
  return bind(ops.gammaincc, together("gammaincc", [a, x], "float"));
}

/** Iₓ(a, b), the regularised incomplete B function, 0 ≤ x ≤ 1. No derivative by a, b (NB3007). */
export function betainc(a: Operand, b: Operand, x: Operand): NdArray {
  return bind(ops.betainc, together("betainc", [a, b, x], "float"));
}

/** The modified Bessel function I₀(x). */
export function i0(x: Operand): NdArray {
  return one("i0", ops.i0, x);
}

/** The modified Bessel function I₁(x). */
export function i1(x: Operand): NdArray {
  return one("i1", ops.i1, x);
}

/** I₀(x)·e^-|x|. Its derivative at 0, where there is none, is 0. */
export function i0e(x: Operand): NdArray {
  return one("i0e", ops.i0e, x);
}

/** I₁(x)·e^-|x|. */
export function i1e(x: Operand): NdArray {
  return one("i1e", ops.i1e, x);
}

/** Hurwitz's ζ(s, q), the sum of (q + k)⁻ˢ over k = 0, 1, …; s > 1. No derivative by s (NB3007). */
export function zeta(s: Operand, q: Operand = 1): NdArray {
  return bind(ops.zeta, together("zeta", [s, q], "float"));
}
