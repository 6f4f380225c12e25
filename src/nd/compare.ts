// Comparisons, logic, and choices by truth values.
import type { Op } from "../ir/op.ts";
import * as bits from "../ops/bits.ts";
import * as comparisons from "../ops/compare.ts";
import { abs as absOp } from "../ops/extremes.ts";
import type { NdArray } from "./array.ts";
import {
  abs,
  add,
  choose,
  isFloatArray,
  like,
  maximum,
  minimum,
  multiply,
  subtract,
} from "./arithmetic.ts";
import { cast, filled, toArray, type Operand } from "./convert.ts";
import { bind } from "./engine.ts";
import { optionsOf } from "./options.ts";
import { commonShape, spread, together } from "./promote.ts";

const compared = (name: string, op: Op, x: Operand, y: Operand): NdArray => {
  const [a, b] = together(name, [x, y], "any") as [NdArray, NdArray];
  return bind(op, [a, b]);
};

/** Whether x < y. */
export function less(x: Operand, y: Operand): NdArray {
  return compared("less", comparisons.lt, x, y);
}

/** Whether x ≤ y. */
export function lessEqual(x: Operand, y: Operand): NdArray {
  return compared("lessEqual", comparisons.le, x, y);
}

/** Whether x > y. */
export function greater(x: Operand, y: Operand): NdArray {
  return compared("greater", comparisons.gt, x, y);
}

/** Whether x ≥ y. */
export function greaterEqual(x: Operand, y: Operand): NdArray {
  return compared("greaterEqual", comparisons.ge, x, y);
}

/** Whether x = y. NaN equals nothing. */
export function equal(x: Operand, y: Operand): NdArray {
  return compared("equal", comparisons.eq, x, y);
}

/** Whether x ≠ y. NaN differs from all. */
export function notEqual(x: Operand, y: Operand): NdArray {
  return compared("notEqual", comparisons.ne, x, y);
}

const truth = (name: string, x: Operand): NdArray => cast(toArray(name, x), "bool");

const logical = (name: string, op: Op, x: Operand, y: Operand): NdArray =>
  bind(op, together(name, [truth(name, x), truth(name, y)], "any"));

/** Whether both are true (or not 0). */
export function logicalAnd(x: Operand, y: Operand): NdArray {
  return logical("logicalAnd", bits.and, x, y);
}

/** Whether either is true (or not 0). */
export function logicalOr(x: Operand, y: Operand): NdArray {
  return logical("logicalOr", bits.or, x, y);
}

/** Whether exactly one is true (or not 0). */
export function logicalXor(x: Operand, y: Operand): NdArray {
  return logical("logicalXor", bits.xor, x, y);
}

/** Whether x is false (or 0). */
export function logicalNot(x: Operand): NdArray {
  return bind(bits.not, [truth("logicalNot", x)]);
}

/** Whether x is NaN. */
export function isnan(x: Operand): NdArray {
  const a = toArray("isnan", x);
  return bind(comparisons.ne, [a, a]);
}

/** Whether x is ∞ or -∞. */
export function isinf(x: Operand): NdArray {
  const a = toArray("isinf", x);
  if (!isFloatArray(a)) return filled(0, "bool", a.shape);
  return bind(comparisons.eq, [bind(absOp, [a]), like(a, Infinity)]);
}

/** Whether x is neither infinite nor NaN. */
export function isfinite(x: Operand): NdArray {
  const a = toArray("isfinite", x);
  if (!isFloatArray(a)) return filled(1, "bool", a.shape);
  return bind(comparisons.lt, [bind(absOp, [a]), like(a, Infinity)]);
}

/** Whether |x - y| ≤ atol + rtol·|y|, or both are the same infinity. */
export function isclose(
  x: Operand,
  y: Operand,
  options: { readonly rtol?: number; readonly atol?: number } = {},
): NdArray {
  const { rtol = 1e-5, atol = 1e-8 } = optionsOf("isclose", options);
  const [a, b] = together("isclose", [x, y], "float") as [NdArray, NdArray];
  const bound = add(multiply(abs(b), rtol), atol);
  const near = lessEqual(abs(subtract(a, b)), bound);
  return logicalOr(equal(a, b), logicalAnd(logicalAnd(isfinite(a), isfinite(b)), near));
}

/** x where `condition`, else y; the derivative of the one that is not taken does not leak. */
export function where(condition: Operand, x: Operand, y: Operand): NdArray {
  const c = truth("where", condition);
  const [a, b] = together("where", [x, y], "any") as [NdArray, NdArray];
  const shape = commonShape("where", [c, a, b]);
  return choose(spread("where", c, shape), spread("where", a, shape), spread("where", b, shape));
}

/**
 * x held between `low` and `high`, either of which may be null. Where it equals a bound, each of
 * the two has half of the derivative.
 */
export function clip(x: Operand, low: Operand | null = null, high: Operand | null = null): NdArray {
  const above = low === null ? toArray("clip", x) : maximum(x, low);
  return high === null ? above : minimum(above, high);
}

/** x with NaN replaced by `nan` (0), ∞ by `posinf` and -∞ by `neginf` (the largest numbers of the type). */
export function nanToNum(
  x: Operand,
  options: { readonly nan?: number; readonly posinf?: number; readonly neginf?: number } = {},
): NdArray {
  const { nan = 0, posinf, neginf } = optionsOf("nanToNum", options);
  const a = toArray("nanToNum", x);
  if (!isFloatArray(a)) return a;
  const largest = a.dtype === "f32" ? 3.4028234663852886e38 : Number.MAX_VALUE;
  const is = (value: number): NdArray => bind(comparisons.eq, [a, like(a, value)]);
  const noHigh = choose(is(Infinity), like(a, posinf ?? largest), a);
  const noLow = choose(is(-Infinity), like(a, neginf ?? -largest), noHigh);
  return choose(isnan(a), like(a, nan), noLow);
}
