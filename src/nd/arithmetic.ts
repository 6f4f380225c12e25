// Arithmetic on elements. All functions broadcast, and promote bool < i32 < f32 < f64.
import * as ops from "../ops/arith.ts";
import { lt, eq, gt, ne } from "../ops/compare.ts";
import { idiv } from "../ops/bits.ts";
import * as divisions from "../ops/division.ts";
import { pow } from "../ops/exponential.ts";
import * as extremes from "../ops/extremes.ts";
import * as rounding from "../ops/rounding.ts";
import { and, or, xor } from "../ops/bits.ts";
import type { Op } from "../ir/op.ts";
import type { NdArray } from "./array.ts";
import { cast, filled, toArray, type Operand } from "./convert.ts";
import { bind } from "./engine.ts";
import { floatArray, together } from "./promote.ts";

/** A constant in the type and shape of `x`. */
export function like(x: NdArray, value: number): NdArray {
  return filled(value, x.dtype, x.shape);
}

/** `c ? x : y` of one shape and type. */
export function choose(c: NdArray, x: NdArray, y: NdArray): NdArray {
  return bind(ops.select, [c, x, y]);
}

export function isFloatArray({ dtype }: NdArray): boolean {
  return dtype === "f64" || dtype === "f32";
}

/** x + y; of truth values, whether either is true. */
export function add(x: Operand, y: Operand): NdArray {
  const [a, b] = together("add", [x, y], "any") as [NdArray, NdArray];
  return bind(a.dtype === "bool" ? or : ops.add, [a, b]);
}

/** x - y. */
export function subtract(x: Operand, y: Operand): NdArray {
  return bind(ops.sub, together("subtract", [x, y], "number"));
}

/** x · y, element by element; of truth values, whether both are true. */
export function multiply(x: Operand, y: Operand): NdArray {
  const [a, b] = together("multiply", [x, y], "any") as [NdArray, NdArray];
  return bind(a.dtype === "bool" ? and : ops.mul, [a, b]);
}

/** x / y; of integers in f64. */
export function divide(x: Operand, y: Operand): NdArray {
  return bind(divisions.div, together("divide", [x, y], "float"));
}

/** -x. */
export function negative(x: Operand): NdArray {
  return bind(ops.neg, together("negative", [x], "number"));
}

/** The larger element; NaN if either is. At a tie each has half of the derivative. */
export function maximum(x: Operand, y: Operand): NdArray {
  return extreme("maximum", extremes.max, or, (a, b) => bind(lt, [a, b]), x, y);
}

/** The smaller element; NaN if either is. At a tie each has half of the derivative. */
export function minimum(x: Operand, y: Operand): NdArray {
  return extreme("minimum", extremes.min, and, (a, b) => bind(gt, [a, b]), x, y);
}

function extreme(
  name: string,
  op: Op,
  logic: Op,
  loses: (a: NdArray, b: NdArray) => NdArray,
  x: Operand,
  y: Operand,
): NdArray {
  const [a, b] = together(name, [x, y], "any") as [NdArray, NdArray];
  if (a.dtype === "bool") return bind(logic, [a, b]);
  return isFloatArray(a) ? bind(op, [a, b]) : choose(loses(a, b), b, a);
}

/**
 * x to the power y. The derivative in x at 0 is 0 for 0 ≤ y < 1; that in y is 0 where x = 0 < y,
 * and NaN where x < 0.
 */
export function power(x: Operand, y: Operand): NdArray {
  if (typeof y === "number" && Number.isInteger(y) && y >= 0 && y <= 64) {
    const base = together("power", [x], "number")[0]!;
    if (y === 2 || !isFloatArray(base)) return wholePower(base, y);
  }
  const [a, b] = together("power", [x, y], "number") as [NdArray, NdArray];
  if (isFloatArray(a)) return bind(pow, [a, b]);
  return cast(bind(pow, [cast(a, "f64"), cast(b, "f64")]), "i32");
}

// by squaring, with integers wrapping
function wholePower(x: NdArray, n: number): NdArray {
  let result: NdArray | undefined;
  let base = x;
  for (let left = n; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = result === undefined ? base : bind(ops.mul, [result, base]);
    if (left > 1) base = bind(ops.mul, [base, base]);
  }
  return result ?? like(x, 1);
}

/** Remainder with the sign of the divisor: x - y·⌊x / y⌋; of integers by 0, 0. */
export function remainder(x: Operand, y: Operand): NdArray {
  const [a, b] = together("remainder", [x, y], "number") as [NdArray, NdArray];
  const r = dividendRemainder(a, b);
  const zero = like(r, 0);
  const across = bind(xor, [bind(lt, [r, zero]), bind(lt, [b, zero])]);
  return choose(bind(and, [bind(ne, [r, zero]), across]), bind(ops.add, [r, b]), r);
}

/** Remainder with the sign of the dividend, JavaScript's `%`; of integers by 0, 0. */
export function fmod(x: Operand, y: Operand): NdArray {
  const [a, b] = together("fmod", [x, y], "number") as [NdArray, NdArray];
  return dividendRemainder(a, b);
}

function dividendRemainder(a: NdArray, b: NdArray): NdArray {
  if (isFloatArray(a)) return bind(divisions.rem, [a, b]);
  const rest = bind(ops.sub, [a, bind(ops.mul, [b, bind(idiv, [a, b])])]);
  const zero = like(b, 0);
  return choose(bind(eq, [b, zero]), zero, rest);
}

/** ⌊x / y⌋, as that of the remainder; its derivative is 0. Of integers by 0, 0. */
export function floorDivide(x: Operand, y: Operand): NdArray {
  const [a, b] = together("floorDivide", [x, y], "number") as [NdArray, NdArray];
  const zero = like(a, 0);
  const byZero = bind(eq, [b, zero]);
  const rest = dividendRemainder(a, b);
  const across = bind(xor, [bind(lt, [rest, zero]), bind(lt, [b, zero])]);
  const less = bind(and, [bind(ne, [rest, zero]), across]);
  if (!isFloatArray(a)) {
    const cut = bind(idiv, [a, b]);
    return choose(byZero, zero, choose(less, bind(ops.sub, [cut, like(cut, 1)]), cut));
  }
  const cut = bind(divisions.div, [bind(ops.sub, [a, rest]), b]);
  const whole = choose(less, bind(ops.sub, [cut, like(cut, 1)]), cut);
  // a half more, since the quotient is whole but for rounding
  const near = bind(rounding.floor, [bind(ops.add, [whole, like(a, 0.5)])]);
  return choose(byZero, bind(rounding.floor, [bind(divisions.div, [a, b])]), near);
}

/** [⌊x / y⌋, remainder]. */
export function divmod(x: Operand, y: Operand): [NdArray, NdArray] {
  return [floorDivide(x, y), remainder(x, y)];
}

/** |x|; its derivative at 0 is 0. */
export function abs(x: Operand): NdArray {
  const a = together("abs", [x], "number")[0]!;
  if (isFloatArray(a)) return bind(extremes.abs, [a]);
  return choose(bind(lt, [a, like(a, 0)]), bind(ops.neg, [a]), a);
}

/** -1, 0 or 1 (or -0 of -0, NaN of NaN). */
export function sign(x: Operand): NdArray {
  const a = together("sign", [x], "number")[0]!;
  if (isFloatArray(a)) return bind(rounding.sign, [a]);
  const zero = like(a, 0);
  const below = choose(bind(lt, [a, zero]), like(a, -1), zero);
  return choose(bind(gt, [a, zero]), like(a, 1), below);
}

/** x². */
export function square(x: Operand): NdArray {
  const a = together("square", [x], "number")[0]!;
  return bind(ops.mul, [a, a]);
}

/** 1 / x. */
export function reciprocal(x: Operand): NdArray {
  const a = floatArray("reciprocal", x);
  return bind(divisions.div, [like(a, 1), a]);
}

function rounded(name: string, op: Op, x: Operand): NdArray {
  const a = toArray(name, x);
  return isFloatArray(a) ? bind(op, [a]) : a;
}

/** Largest integer ≤ x; its derivative is 0. */
export function floor(x: Operand): NdArray {
  return rounded("floor", rounding.floor, x);
}

/** Smallest integer ≥ x; its derivative is 0. */
export function ceil(x: Operand): NdArray {
  return rounded("ceil", rounding.ceil, x);
}

/** x without its fraction; its derivative is 0. */
export function trunc(x: Operand): NdArray {
  return rounded("trunc", rounding.trunc, x);
}

/** Nearest number with `decimals` digits after the point (default 0), halves to even; its derivative is 0. */
export function round(x: Operand, decimals = 0): NdArray {
  const a = toArray("round", x);
  if (!isFloatArray(a)) return a;
  if (decimals === 0) return halfEven(a);
  const scale = like(a, 10 ** Math.abs(decimals));
  const [up, down] = decimals > 0 ? [ops.mul, divisions.div] : [divisions.div, ops.mul];
  return bind(down, [halfEven(bind(up, [a, scale])), scale]);
}

function halfEven(x: NdArray): NdArray {
  const half = like(x, 0.5);
  const tie = bind(eq, [bind(ops.sub, [x, bind(rounding.floor, [x])]), half]);
  const even = bind(ops.mul, [bind(rounding.round, [bind(ops.mul, [x, half])]), like(x, 2)]);
  return choose(tie, even, bind(rounding.round, [x]));
}
