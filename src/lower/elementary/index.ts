import type { Func } from "../../ir/func.ts";
import { acos, asin, atan, atan2 } from "./angle.ts";
import { circularDependencies, cos, sin, sinCos, tan } from "./circular.ts";
import { exp, expm1 } from "./exponential.ts";
import { cosh, sinh, tanh } from "./hyperbolic.ts";
import { rem } from "./remainder.ts";
import { acosh, asinh, atanh } from "./inverse-hyperbolic.ts";
import { log, log10, log1p, log2 } from "./logarithm.ts";
import { pow, powDependencies } from "./power.ts";
import { cbrt, hypot } from "./roots.ts";

/**
 * Elementary functions in terms of additions, multiplications, divisions, square roots and the bits
 * of doubles. By the name of the operation: what gives its function of f64, then
 * those that one calls. At most
 * 1 ulp off, with the special values of JavaScript's Math; the same bits wherever they run.
 */
export const elementaryFuncs: ReadonlyMap<string, () => readonly Func[]> = new Map(
  Object.entries({
    exp: [exp],
    expm1: [expm1, exp],
    log: [log],
    log1p: [log1p, log],
    log2: [log2],
    log10: [log10],
    pow: [pow, ...powDependencies],
    cbrt: [cbrt],
    hypot: [hypot],
    sin: [sin, ...circularDependencies],
    cos: [cos, ...circularDependencies],
    tan: [tan, ...circularDependencies],
    asin: [asin],
    acos: [acos],
    atan: [atan],
    atan2: [atan2],
    sinh: [sinh],
    cosh: [cosh],
    tanh: [tanh],
    asinh: [asinh],
    acosh: [acosh],
    atanh: [atanh],
    rem: [rem],
  }).map(([op, all]) => [op, () => all.map((definition) => definition())]),
);

/** The function that gives sine and cosine of one number at once, then those that it calls. */
export const sinCosFuncs = (): readonly Func[] =>
  [sinCos, ...circularDependencies].map((definition) => definition());
