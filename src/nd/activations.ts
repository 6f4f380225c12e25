// Functions of elements that networks are made of, stable at large arguments. Where they are chosen
// by cases, each case has the derivatives of the function, of every order.
import { add, mul, neg, select, sub } from "../ops/arith.ts";
import { gt, lt } from "../ops/compare.ts";
import { div } from "../ops/division.ts";
import * as exponential from "../ops/exponential.ts";
import { max, min } from "../ops/extremes.ts";
import { tanh } from "../ops/hyperbolic.ts";
import { ndtr } from "../ops/special/index.ts";
import type { NdArray } from "./array.ts";
import { like, maximum } from "./arithmetic.ts";
import type { Operand } from "./convert.ts";
import { bind } from "./engine.ts";
import { optionsOf } from "./options.ts";
import { floatArray } from "./promote.ts";

/** 1 / (1 + e⁻ˣ). */
export function sigmoid(x: Operand): NdArray {
  const a = floatArray("sigmoid", x);
  const positive = bind(gt, [a, like(a, 0)]);
  const e = bind(exponential.exp, [bind(select, [positive, bind(neg, [a]), a])]);
  const numerator = bind(select, [positive, like(a, 1), e]);
  return bind(div, [numerator, bind(add, [like(a, 1), e])]);
}

/** log sigmoid(x) = -softplus(-x). */
export function logSigmoid(x: Operand): NdArray {
  return bind(neg, [softplus(bind(neg, [floatArray("logSigmoid", x)]))]);
}

/** log(1 + eˣ). */
export function softplus(x: Operand): NdArray {
  const a = floatArray("softplus", x);
  const zero = like(a, 0);
  const positive = bind(gt, [a, zero]);
  const e = bind(exponential.exp, [bind(select, [positive, bind(neg, [a]), a])]);
  return bind(add, [bind(select, [positive, a, zero]), bind(exponential.log1p, [e])]);
}

export interface GeluOptions {
  /** Whether it is by tanh, as it was first published. Default false: exact. */
  readonly approximate?: boolean;
}

/** x·Φ(x), Φ being the normal distribution function (Hendrycks and Gimpel 2016). */
export function gelu(x: Operand, options: GeluOptions = {}): NdArray {
  const { approximate = false } = optionsOf("gelu", options);
  const a = floatArray("gelu", x);
  if (!approximate) return bind(mul, [a, bind(ndtr, [a])]);
  const cube = bind(mul, [bind(mul, [a, a]), bind(mul, [a, like(a, 0.044715)])]);
  const inner = bind(mul, [bind(add, [a, cube]), like(a, Math.sqrt(2 / Math.PI))]);
  const share = bind(add, [like(a, 1), bind(tanh, [inner])]);
  return bind(mul, [bind(mul, [a, like(a, 0.5)]), share]);
}

/** max(x, 0), whose derivative at 0 is ½, as that of `maximum` is. */
export function relu(x: Operand): NdArray {
  return maximum(x, 0);
}

/** min(max(x, 0), 6). */
export function relu6(x: Operand): NdArray {
  const a = floatArray("relu6", x);
  return bind(min, [bind(max, [a, like(a, 0)]), like(a, 6)]);
}

/** x where it is positive, else `slope`·x (default 0.01). */
export function leakyRelu(x: Operand, slope = 0.01): NdArray {
  const a = floatArray("leakyRelu", x);
  const zero = like(a, 0);
  const below = bind(mul, [bind(min, [a, zero]), like(a, slope)]);
  return bind(add, [bind(max, [a, zero]), below]);
}

/** x where it is positive, else alpha·(eˣ - 1) (default 1). */
export function elu(x: Operand, alpha = 1): NdArray {
  const a = floatArray("elu", x);
  const zero = like(a, 0);
  const positive = bind(gt, [a, zero]);
  const low = bind(exponential.expm1, [bind(select, [positive, zero, a])]);
  return bind(select, [positive, a, bind(mul, [low, like(a, alpha)])]);
}

/** elu with the scale and alpha of Klambauer et al. 2017 (Self-normalizing neural networks). */
export function selu(x: Operand): NdArray {
  const a = elu(x, 1.6732632423543772);
  return bind(mul, [a, like(a, 1.0507009873554805)]);
}

/** x · sigmoid(x). */
export function silu(x: Operand): NdArray {
  const a = floatArray("silu", x);
  return bind(mul, [a, sigmoid(a)]);
}

/** log(x / (1 - x)), the inverse of `sigmoid`. */
export function logit(x: Operand): NdArray {
  const a = floatArray("logit", x);
  const one = like(a, 1);
  const rest = bind(sub, [one, a]);
  const low = bind(exponential.log, [bind(div, [a, rest])]);
  // (2x - 1) / (1 - x), which is exact near ½, where the logarithm is near 0
  const more = bind(div, [bind(sub, [a, rest]), rest]);
  return bind(select, [bind(lt, [a, like(a, 0.25)]), low, bind(exponential.log1p, [more])]);
}
